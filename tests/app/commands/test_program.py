"""What all commands share: a table's columns, settings, and an end."""

import asyncio

import pytest
import typer

from huleedu.app.commands.program import Exit, fail, settings, table, to_the_end


def test_columns_are_as_wide_as_what_is_in_them() -> None:
    assert table([("name", "n"), ("a", "1000"), ("long name", "1")]).splitlines() == [
        "name          n",
        "a          1000",
        "long name     1",
    ]


def test_a_wrong_setting_ends_the_command(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("HULEEDU_BUS", "pigeon")
    with pytest.raises(typer.Exit) as ended:
        settings()
    assert ended.value.exit_code == Exit.COULD_NOT_RUN
    assert "HULEEDU_BUS" in capsys.readouterr().err


def test_what_went_wrong_is_told_with_its_code(capsys: pytest.CaptureFixture[str]) -> None:
    assert fail("It did.", Exit.WRONG_USAGE).exit_code == 2
    assert capsys.readouterr().err == "huleedu: It did.\n"


def test_what_is_left_of_work_ends_with_it() -> None:
    ended: list[str] = []

    async def last() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            ended.append("left over")

    async def work() -> Exit:
        left = asyncio.create_task(last(), name="left over")
        await asyncio.sleep(0)
        return Exit.WELL if not left.done() else Exit.A_BUG

    assert to_the_end(work) is Exit.WELL
    assert ended == ["left over"]
