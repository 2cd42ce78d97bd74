"""Commands stand in their groups without being imported, and are the commands themselves."""

import gc

import pytest
from typer.main import get_command

from huleedu.app.late import Group, Late, LateCommand, fill, function_at, group_of, plain_typer

SAYS = Late("says", "json:dumps", "Say it.")


def test_a_function_is_imported_when_it_is_asked_for() -> None:
    assert function_at("json:dumps")([1]) == "[1]"


@pytest.mark.parametrize("on", [True, False])
def test_garbage_is_looked_for_as_before_once_it_is_imported(on: bool) -> None:
    before = gc.isenabled()
    try:
        (gc.enable if on else gc.disable)()
        with pytest.raises(ModuleNotFoundError):
            function_at("huleedu.is_not_there:function")
        assert gc.isenabled() is on
    finally:
        (gc.enable if before else gc.disable)()


def test_a_group_holds_groups_and_commands_by_name() -> None:
    group = group_of(Group("outer", "Outer.", [Group("inner", "Inner.", [SAYS]), SAYS]))
    assert set(group.commands) == {"inner", "says"}
    assert isinstance(group.commands["says"], LateCommand)
    assert group.commands["says"].help == "Say it."


def test_a_command_that_is_typed_is_imported_and_carried_out(
    capsys: pytest.CaptureFixture[str],
) -> None:
    program = get_command(plain_typer(callback=lambda: None))
    fill(program, [Late("modules", "huleedu.app.commands.running:modules_command", "List.")])  # pyright: ignore[reportArgumentType]
    program.main(["modules"], standalone_mode=False)
    assert "lifecycle" in capsys.readouterr().out
