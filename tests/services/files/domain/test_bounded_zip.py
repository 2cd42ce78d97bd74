"""A zip file is unpacked within its limits, whatever it says of itself."""

import zipfile
from collections.abc import Callable
from io import BytesIO

import msgspec
import pytest
from tests.services.files.hostile import crowded, encrypted_zip, flat_bomb, lying_bomb, packed

from huleedu.services.files.domain import Code, Limits
from huleedu.services.files.domain.bounded_zip import BoundedZip
from huleedu.services.files.domain.outcomes import CannotRead

LIMITS = Limits()


def code_of(content: bytes, part: str, limits: Limits = LIMITS) -> Code:
    with pytest.raises(CannotRead) as cannot:
        BoundedZip(content, limits).part(part)
    return cannot.value.refused.code


def test_a_part_comes_out_as_it_went_in() -> None:
    parts = BoundedZip(packed(("a.xml", b"<a/>")), LIMITS)
    assert parts.has("a.xml")
    assert not parts.has("b.xml")
    assert parts.part("a.xml") == b"<a/>"


def test_what_is_not_there_or_is_no_zip_is_damaged() -> None:
    assert code_of(packed(("a", b"a")), "b") is Code.DAMAGED
    assert code_of(b"PK\x03\x04 and nothing more", "a") is Code.DAMAGED


def test_all_parts_together_stay_within_what_may_be_unpacked() -> None:
    limits = msgspec.structs.replace(LIMITS, unpacked_bytes_max=150)
    parts = BoundedZip(packed(("a", b"a" * 100), ("b", b"b" * 100)), limits)
    assert len(parts.part("a")) == 100
    with pytest.raises(CannotRead) as cannot:
        parts.part("b")
    assert cannot.value.refused.code is Code.UNPACKS_TOO_LARGE


@pytest.mark.parametrize("bomb", [flat_bomb, lying_bomb])
def test_a_bomb_is_not_unpacked(bomb: Callable[[], bytes]) -> None:
    parts = BoundedZip(bomb(), LIMITS)
    with pytest.raises(CannotRead):
        parts.unpacked(parts.entries[0], LIMITS.size_bytes_max, Code.TOO_LARGE)


def test_a_directory_of_far_too_many_entries_is_not_read() -> None:
    with pytest.raises(CannotRead) as cannot:
        BoundedZip(crowded(), LIMITS)
    assert cannot.value.refused.code is Code.TOO_MANY_FILES


def test_what_is_locked_or_packed_otherwise_is_told() -> None:
    locked = BoundedZip(encrypted_zip(), LIMITS)
    with pytest.raises(CannotRead) as cannot:
        locked.unpacked(locked.entries[0], 100, Code.TOO_LARGE)
    assert cannot.value.refused.code is Code.PASSWORD
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("a", b"a" * 100)
    assert code_of(out.getvalue(), "a") is Code.UNSUPPORTED_TYPE
