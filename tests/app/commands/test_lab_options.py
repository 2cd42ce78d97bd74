"""What commands of the lab share: a seed, and a folder of one's own."""

from pathlib import Path

import pytest
import typer

from huleedu.app.commands.lab_options import chosen, new_folder


def test_a_seed_is_as_asked_for_or_of_chance() -> None:
    assert chosen(7) == 7
    assert chosen(None) != chosen(None)


def test_a_run_wants_a_folder_of_its_own(tmp_path: Path) -> None:
    new_folder(tmp_path)
    new_folder(tmp_path / "new")
    (tmp_path / "file").touch()
    with pytest.raises(typer.Exit) as ended:
        new_folder(tmp_path)
    assert ended.value.exit_code == 2
