"""The key is made once, for its owner alone; without it the database is not opened anew."""

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from tests.services.identity.persons import karin

from huleedu.kit.cannot_run import CannotRun
from huleedu.kit.database import Viewer
from huleedu.kit.sealing import new_key
from huleedu.services.identity import api as identity
from huleedu.wiring.program import House
from huleedu.wiring.sealing import (
    SecretsClosed,
    key_file,
    rotated,
    seal_what_is_kept,
    seals_of,
)
from huleedu.wiring.settings import Settings, read


def of(home: Path, **more: str) -> Settings:
    return read({"HULEEDU_HOME": str(home), **more})


def test_the_first_secret_makes_a_key_that_only_its_owner_reads(tmp_path: Path) -> None:
    settings = of(tmp_path / "home")
    seals = seals_of(settings)
    assert not key_file(settings).exists()
    kept = seals.seal("x", "a")
    assert stat.S_IMODE(key_file(settings).stat().st_mode) == 0o600
    assert seals_of(settings).open(kept, "a") == "x"
    assert [each.name for each in key_file(settings).parent.iterdir()] == ["secrets.key"]


def test_several_that_make_one_at_once_take_the_same(tmp_path: Path) -> None:
    settings = of(tmp_path)
    with ThreadPoolExecutor(8) as threads:
        made = [threads.submit(seals_of(settings).seal, "x", "a") for _ in range(8)]
        kept = [each.result() for each in made]
    assert {seals_of(settings).open(each, "a") for each in kept} == {"x"}


def test_a_setting_goes_before_the_file(tmp_path: Path) -> None:
    old, new = new_key(), new_key()
    kept = seals_of(of(tmp_path, HULEEDU_SECRETS_KEY=old)).seal("x", "a")
    both = seals_of(of(tmp_path, HULEEDU_SECRETS_KEY=f"{new},{old}"))
    assert both.open(kept, "a") == "x"
    assert not both.is_newest(kept)
    assert not (tmp_path / "secrets.key").exists()


async def test_a_key_that_is_away_is_said_with_what_to_do(house: House, tmp_path: Path) -> None:
    people, database = house.viewers("identity").of(Viewer(None)), house.database("identity")
    await karin(people)
    before = await identity.key_names(database)
    for settings in (of(tmp_path), of(tmp_path, HULEEDU_SECRETS_KEY=new_key())):
        with pytest.raises(SecretsClosed) as told:
            await seal_what_is_kept(settings, seals_of(settings), database)
        assert str(tmp_path / "secrets.key") in str(told.value)
        assert "secrets start-anew" in str(told.value)
        assert await identity.key_names(database) == before, "nothing was changed"
    assert not (tmp_path / "secrets.key").exists(), "no new key hides the old one's loss"


async def test_a_key_is_rotated_and_the_old_one_goes(house: House, tmp_path: Path) -> None:
    people, database = house.viewers("identity").of(Viewer(None)), house.database("identity")
    await karin(people)
    settings = of(tmp_path)
    (tmp_path / "secrets.key").write_text("A" * 43 + "\n")
    await seal_what_is_kept(settings, seals_of(settings), database)
    before = await identity.key_names(database)
    assert await rotated(settings, database) == 1
    assert not before & await identity.key_names(database)
    [line] = (tmp_path / "secrets.key").read_text().split()
    assert line != "A" * 43
    assert stat.S_IMODE((tmp_path / "secrets.key").stat().st_mode) == 0o600
    assert await seal_what_is_kept(settings, seals_of(settings), database) == 0
    with pytest.raises(CannotRun, match="HULEEDU_SECRETS_KEY"):
        await rotated(of(tmp_path, HULEEDU_SECRETS_KEY=line), database)
