"""An archive gives what was packed, under the names that were meant."""

import io
import struct
import zipfile
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.services.files.hostile import HOSTILE, NESTED, docx, encrypted_zip, odt, packed, pdf

from huleedu.contracts.reason import Reason
from huleedu.services.files.domain import (
    Archive,
    Code,
    Limits,
    Member,
    Refused,
    RefusedMember,
    count_members,
)
from huleedu.services.files.domain.outcomes import unsupported
from huleedu.services.files.domain.reading import read


def of(content: bytes, limits: Limits | None = None) -> Archive:
    outcome = read("class.zip", content, limits or Limits())
    assert isinstance(outcome, Archive), outcome
    return outcome


def with_stored_name(stored: bytes) -> bytes:
    """A member whose name is stored as these bytes, without the flag for UTF-8."""
    place = b"?" * len(stored)
    return packed((place.decode(), b"text")).replace(place, stored)


@pytest.mark.parametrize(
    "stored",
    [
        "Åsa Öberg – é.txt".encode(),  # macOS
        "A\u030asa O\u0308berg – e\u0301.txt".encode(),  # macOS, as its disk keeps them
    ],
)
def test_names_from_a_mac_keep_their_letters(stored: bytes) -> None:
    assert of(with_stored_name(stored)).members == (Member("Åsa Öberg – é.txt", b"text"),)


def test_names_from_windows_keep_their_letters() -> None:
    stored = "Åsa Öberg é ø.txt".encode("cp850")
    assert of(with_stored_name(stored)).members == (Member("Åsa Öberg é ø.txt", b"text"),)


NAMES = ("Åsa Örn.txt", "Älva Ångström.txt", "9b/Zoë Ek.txt")


def with_stored_names(*stored: bytes) -> bytes:
    """Members whose names are stored as these bytes, without the flag for UTF-8."""
    places = [f"{at}".encode() * len(name) for at, name in enumerate(stored)]
    content = packed(*((place.decode(), b"text") for place in places))
    for place, name in zip(places, stored, strict=True):
        content = content.replace(place, name)
    return content


@pytest.mark.parametrize("page", ["latin-1", "cp1252", "cp437", "cp850", "mac-roman", "utf-8"])
def test_names_are_told_by_all_of_an_archives_together(page: str) -> None:
    members = of(with_stored_names(*(name.encode(page) for name in NAMES))).members
    assert tuple(member.name for member in members) == NAMES


@pytest.mark.parametrize("right", [True, False])
def test_a_name_that_is_told_beside_is_taken_if_it_belongs_to_the_other(right: bool) -> None:
    entry = zipfile.ZipInfo("A_sa.txt")
    told = "Åsa.txt".encode()
    checksum = zlib.crc32(b"A_sa.txt") + (not right)
    field = b"\1" + checksum.to_bytes(4, "little") + told
    other = struct.pack("<HH", 0x5455, 1) + b"\0"
    entry.extra = other + struct.pack("<HH", 0x7075, len(field)) + field
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as zipped:
        zipped.writestr(entry, b"text")
    assert of(content.getvalue()).members[0].name == ("Åsa.txt" if right else "A_sa.txt")


def test_names_stored_with_the_flag_keep_their_letters() -> None:
    assert of(packed(("9b/Jörg Großmann.txt", b"x"))).members[0].name == "9b/Jörg Großmann.txt"


def test_names_that_look_alike_are_told_apart_with_a_note() -> None:
    names = ("Å.txt", "Å.txt", "A\u030a.txt", "å.txt", "ö.txt", "O\u0308.txt", "ﬁn.txt", "fin.txt")
    with pytest.warns(UserWarning, match="Duplicate name"):
        content = packed(*((name, f"essay {n}".encode()) for n, name in enumerate(names)))
    members = of(content).members
    assert [member.name for member in members] == [
        *("Å.txt", "Å (2).txt", "Å (3).txt", "å (4).txt"),
        *("ö.txt", "Ö (2).txt", "ﬁn.txt", "fin (2).txt"),
    ]
    assert [member.content for member in members] == [f"essay {n}".encode() for n in range(8)]
    told = [member.note for member in members if member.note]
    assert len(told) == 5
    assert told[0] == Reason("same_name", {"name": "Å.txt"})


def test_names_cannot_leave_their_folder_or_turn_the_text() -> None:
    names = ("../../etc/passwd", "/abs.txt", "C:\\a\\b.txt", "a\u202excod.txt", "a\x1b[31m.txt")
    members = of(packed(*((name, b"x") for name in names))).members
    assert [member.name for member in members] == [
        "etc/passwd",
        "abs.txt",
        "a/b.txt",
        "axcod.txt",
        "a[31m.txt",
    ]


def test_one_bad_member_does_not_spoil_the_others() -> None:
    limits = Limits(size_bytes_max=40_000)
    found = of(
        packed(("good.txt", b"x"), ("inner.zip", NESTED), ("big.txt", b"a" * 40_001)), limits
    )
    assert found.members == (Member("good.txt", b"x"),)
    assert found.refused == (
        RefusedMember("inner.zip", Refused(Code.NESTED_ARCHIVE)),
        RefusedMember("big.txt", Refused(Code.TOO_LARGE, {"limit_bytes": 40_000})),
    )


def test_documents_inside_are_no_nested_archives() -> None:
    members = ("a.docx", docx("x")), ("b.odt", odt(b"<x/>")), ("c.pdf", pdf("x"))
    assert of(packed(*members)).members == tuple(Member(*member) for member in members)


def test_all_that_is_unpacked_counts_together() -> None:
    limits = Limits(unpacked_bytes_max=1000)
    found = of(packed(*((f"{at}.txt", b"a" * 400) for at in range(4))), limits)
    assert [member.name for member in found.members] == ["0.txt", "1.txt"]
    assert {refused.refused.code for refused in found.refused} == {Code.UNPACKS_TOO_LARGE}


def test_an_archive_packed_in_an_unusual_way_is_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("a.txt", "x" * 100)
    assert read("class.zip", out.getvalue(), Limits()) == unsupported("packed")


@given(st.lists(st.sampled_from(("a/x.txt", "__MACOSX/._x", "b.docx", "b/.DS_Store", "~$b.docx"))))
def test_the_count_is_the_number_of_members(names: list[str]) -> None:
    members = [(f"{at}/{name}", b"x") for at, name in enumerate(names)]
    content = packed(*members)
    outcome = read("class.zip", content, Limits())
    expected = len(outcome.members) if isinstance(outcome, Archive) else 1
    assert count_members("class.zip", content, Limits()) == expected


@pytest.mark.parametrize("name", ["flat bomb.zip", "crowded.zip", "noise.zip", "cut at 60%.docx"])
def test_what_cannot_be_unpacked_counts_as_one_file(name: str) -> None:
    assert count_members(name, HOSTILE[name].make(), Limits()) == 1


def test_a_locked_archive_counts_its_members_but_is_refused_once() -> None:
    assert count_members("class.zip", encrypted_zip(), Limits()) == 1
    assert read("class.zip", encrypted_zip(), Limits()) == Refused(Code.PASSWORD)


@given(st.data())
def test_damage_anywhere_ends_in_an_answer(data: st.DataObject) -> None:
    content = bytearray(packed(("Åsa.txt", b"one two three" * 9), ("b.docx", b"PK\x03\x04")))
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    read("class.zip", bytes(content), Limits())
    count_members("class.zip", bytes(content), Limits())
