"""What a teacher names is found, kept and known again."""

import contextlib
import json
import os
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huleedu.gateway.finding import FoundFile, find
from huleedu.gateway.intake import TakenIn, batch_id, offered, take_in
from huleedu.wiring.program import House


def count_one(_name: str, _content: bytes) -> int:
    return 1


def write(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)


async def test_bytes_are_kept_and_what_is_too_large_or_no_file_is_named(
    house: House, tmp_path: Path
) -> None:
    write(tmp_path, "a.txt")
    (tmp_path / "b.txt").write_bytes(b"x" * 101)
    os.mkfifo(tmp_path / "c.txt")
    with (tmp_path / "d.txt").open("wb") as sparse:
        sparse.truncate(200_000_000)
    taken = await take_in(find([tmp_path]).files, house.contents, 100, count_one)
    assert [file.refused for file in taken] == [None, "too_large", "no_file", "too_large"]
    assert taken[0].content
    assert await house.contents.fetch(taken[0].content) == b"a.txt"


async def test_links_that_lead_nowhere_pipes_and_devices_hold_nobody_up(
    house: House, tmp_path: Path
) -> None:
    write(tmp_path, "a.txt")
    os.mkfifo(tmp_path / "fifo.txt")
    for link, to in (
        ("gone.txt", "/does/not/exist"),
        ("loop.txt", "loop.txt"),
        ("ring 1.txt", "ring 2.txt"),
        ("ring 2.txt", "ring 1.txt"),
        ("through.txt", "a.txt/b.txt"),
        ("zero.txt", "/dev/zero"),
    ):
        (tmp_path / link).symlink_to(to)
    found = find([tmp_path], [tmp_path / "loop 2.txt"]).files
    taken = await take_in(found, house.contents, 100, count_one)
    assert {file.name: file.refused for file in taken} == {
        "a.txt": None,
        "fifo.txt": "no_file",
        "gone.txt": "leads_nowhere",
        "loop.txt": "leads_nowhere",
        "ring 1.txt": "leads_nowhere",
        "ring 2.txt": "leads_nowhere",
        "through.txt": "leads_nowhere",
        "zero.txt": "no_file",
    }
    assert [file.name for file in find([tmp_path / "loop.txt"]).files] == ["loop.txt"]


async def refused(house: House, *files: Path) -> list[str | None]:
    found = [FoundFile(path, path.name) for path in files]
    return [file.refused for file in await take_in(found, house.contents, 1000, count_one)]


async def test_what_is_no_file_any_more_or_never_was_is_said(house: House, tmp_path: Path) -> None:
    write(tmp_path, "a.txt", "parts.docx/[Content_Types].xml", "folder/x.txt")
    (tmp_path / "link").symlink_to(tmp_path / "folder")
    server = socket.socket(socket.AF_UNIX)
    with server, contextlib.chdir(tmp_path):
        server.bind("socket.txt")
        paths = ("a.txt", "gone.txt", "a.txt/b.txt", "socket.txt", "parts.docx", "link", "folder")
        told = await refused(house, *map(Path, paths), Path("x" * 300))
    assert told == [
        *(None, "vanished", "vanished", "no_file"),
        *("folder_of_parts", "folder_link", "no_file", "path_too_long"),
    ]


@pytest.mark.parametrize("mode", ["a", "w"])
async def test_a_file_that_is_still_being_written_is_said(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mode: str
) -> None:
    path = tmp_path / "a.txt"
    write(tmp_path, "a.txt")
    os.utime(path, (1, 1))
    real = os.fstat

    def then_write(handle: int) -> os.stat_result:
        told = real(handle)
        with path.open(mode) as file:
            file.write("more of it")
        return told

    monkeypatch.setattr("huleedu.gateway.intake.os.fstat", then_write)
    assert await refused(house, path) == ["still_written"]


@pytest.mark.skipif(not Path("/proc/self/mem").exists(), reason="no file that fails here")
async def test_a_disk_that_fails_is_said(house: House) -> None:
    assert await refused(house, Path("/proc/self/mem")) == ["read_failed"]


CLOSED = """
import asyncio, json, os, sys
from pathlib import Path
from huleedu.gateway.finding import find
from huleedu.gateway.intake import take_in
class Nowhere:
    async def keep(self, contents): pass
asyncio.run(asyncio.to_thread(int))  # loads what the user below may not
if os.geteuid() == 0:
    os.setgid(65534); os.setuid(65534)
os.chdir(sys.argv[1])
for root in (Path("class"), Path("class/shut")):
    taken = asyncio.run(take_in(find([root]).files, Nowhere(), 100, lambda name, content: 1))
    print(json.dumps({file.name: file.refused for file in taken}))
"""


def test_what_may_not_be_read_is_named_with_that_reason() -> None:
    """In a process of its own, without root's rights."""
    with tempfile.TemporaryDirectory() as place:  # pytest's own folder is root's alone
        Path(place).chmod(0o755)
        folder = Path(place) / "class"
        write(folder, "a.txt", "closed.txt", "shut/b.txt", "listed/c.txt", "listed/d/e.txt")
        (folder / "closed.txt").chmod(0)
        (folder / "shut").chmod(0)
        (folder / "listed").chmod(0o444)
        ran = subprocess.run(
            [sys.executable, "-c", CLOSED, place], capture_output=True, text=True, check=False
        )
        for shut in ("shut", "listed"):
            (folder / shut).chmod(0o755)
    assert ran.returncode == 0, ran.stderr
    whole, shut = map(json.loads, ran.stdout.splitlines())
    assert whole == {
        "a.txt": None,
        "closed.txt": "no_permission",
        "listed/c.txt": "no_permission",
        "listed/d": "no_permission",
        "shut": "no_permission",
    }
    assert shut == {"shut": "no_permission"}


async def test_the_same_content_is_kept_once(house: House) -> None:
    first = await house.contents.keep([b"one", b"two", b"one"])
    again = await house.contents.keep([b"two"])
    assert first[0] == first[2]
    assert again == [first[1]]
    async with house.database("content").session() as sql:
        assert await sql.fetchval("select count(*) from content") == 2


@given(st.text(), st.integers(), st.lists(st.text()))
def test_the_same_wishes_are_the_same_batch(title: str, slots: int, names: list[str]) -> None:
    assert batch_id(title, slots, names) == batch_id(title, slots, names)
    assert batch_id(title, slots, names) != batch_id(title, slots + 1, names)


def test_the_same_name_and_bytes_are_the_same_essay() -> None:
    batch = batch_id("a")
    one, other, corrected = offered(
        batch, [TakenIn("a", 1, "00"), TakenIn("a", 1, "00"), TakenIn("a", 1, "11")]
    )
    assert one.essay == other.essay != corrected.essay
