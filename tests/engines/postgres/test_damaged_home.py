"""A home that cannot be used is refused, and nothing in it is changed."""

from pathlib import Path

import pytest
from tests.engines.postgres.conftest import nothing_is_left_of, until

from huleedu.engines.postgres import server
from huleedu.engines.postgres.embedded import Embedded
from huleedu.engines.postgres.server import (
    Unusable,
)
from huleedu.engines.supervisor.engine import CannotStart
from huleedu.engines.supervisor.files import State


def damage(home: Path, name: str, content: str | None) -> None:
    file = Embedded(home).data / name
    if content is None:
        file.unlink()
    else:
        file.write_text(content)


@pytest.mark.parametrize(
    ("name", "content", "sign"),
    [
        ("PG_VERSION", None, "damaged"),
        ("PG_VERSION", "99\n", "newer"),
        ("PG_VERSION", "9\n", "older"),
        ("PG_VERSION", "?", "damaged"),
        ("global/pg_control", None, "damaged"),
        ("global/pg_control", "garbage", "did not start"),
    ],
)
def test_data_that_cannot_be_used_are_refused_and_kept(
    home: Path, name: str, content: str | None, sign: str
) -> None:
    with server.PostgresLease(home) as lease:
        lease.running()
    until(lambda: nothing_is_left_of(home))
    damage(home, name, content)
    before = sorted(Embedded(home).data.rglob("*"))
    with server.PostgresLease(home) as lease, pytest.raises(CannotStart, match=sign) as refused:
        lease.running()
    assert str(Embedded(home).data) in str(refused.value)
    if sign != "did not start":
        assert isinstance(server.status(home), Unusable)
        assert sorted(Embedded(home).data.rglob("*")) == before


def test_a_home_that_is_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(CannotStart, match="HULEEDU_HOME"), server.PostgresLease(tmp_path / "file"):
        pass


def test_a_socket_folder_that_is_not_ours_is_not_used(home: Path, tmp_path: Path) -> None:
    embedded = Embedded(home)
    embedded.make_folder()
    (tmp_path / "trap").mkdir()
    link = tmp_path / "link"
    link.symlink_to(tmp_path / "trap")
    embedded.files.write_state(State(socket_dir=str(link)))
    with server.PostgresLease(home) as lease:
        assert lease.running().socket_dir != str(link)
