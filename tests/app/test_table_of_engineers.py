"""A command's function is called after the command, in the module that is named once for all."""

from huleedu.app.late import Group, Late
from huleedu.app.table_of_engineers import BENCH, LAB, commands_in


def test_a_commands_function_is_named_after_it() -> None:
    [one] = commands_in("batch_changes", {"add-slots": "Add slots."}, speaks=True)
    place = "huleedu.app.commands.batch_changes:add_slots_command"
    assert one == Late("add-slots", place, "Add slots.", speaks=True)


def test_engineers_speak_one_language_and_each_command_is_there_once() -> None:
    groups = [one for one in (*BENCH, *LAB) if isinstance(one, Group)]
    commands = [one for one in (*BENCH, *LAB) if isinstance(one, Late)]
    assert groups
    assert not any(one.speaks for one in commands)
    assert len({one.place for one in commands}) == len(commands)
