"""A sealed secret opens with its key and for what it is about, and not otherwise."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huleedu.kit.sealing import (
    KeyAway,
    NotAKey,
    Seals,
    key_name_in,
    name_of_key,
    new_key,
    read_keys,
)

OLD, NEW = bytes(32), bytes(range(32))


def by(*keys: bytes) -> Seals:
    return Seals(lambda: keys)


@given(st.text(alphabet=st.characters(codec="utf-8")), st.text(max_size=20))
def test_what_was_sealed_opens_as_it_was(secret: str, about: str) -> None:
    kept = by(NEW).seal(secret, about)
    assert by(NEW, OLD).open(kept, about) == secret
    assert kept != by(NEW).seal(secret, about), "the same secret never looks the same"
    assert key_name_in(kept) == name_of_key(NEW)


def test_nothing_else_opens_it() -> None:
    kept = by(OLD).seal("JBSWY3DP", "totp:a:b")
    assert "JBSWY3DP" not in kept
    for keys in ((NEW,), (NEW, bytes([7]) * 32)):
        with pytest.raises(KeyAway):
            by(*keys).open(kept, "totp:a:b")
    with pytest.raises(KeyAway):
        by(OLD).open(kept, "totp:a:c")
    for broken in (kept[:-4] + "AAA=", kept[:20], kept.replace(":1:", ":1:x")):
        with pytest.raises(KeyAway):
            by(OLD).open(broken, "totp:a:b")


def test_an_older_key_opens_and_the_newest_seals() -> None:
    kept, both = by(OLD).seal("x", "a"), by(NEW, OLD)
    assert both.open(kept, "a") == "x"
    assert not both.is_newest(kept)
    assert both.is_newest(both.seal("x", "a"))


def test_a_secret_of_before_there_were_seals_is_plain() -> None:
    assert by(NEW).open("JBSWY3DP", "a") == "JBSWY3DP"
    assert not by(NEW).is_newest("JBSWY3DP")
    assert key_name_in("JBSWY3DP") is None


def test_keys_are_read_as_they_are_written() -> None:
    one, other = new_key(), new_key()
    assert len(read_keys(f"{one}, {other}\n")) == 2
    assert read_keys(one) == read_keys(f"\n{one}\n")
    for wrong in ("short", one[:-2], one + "AAAA", "å" * 43):
        with pytest.raises(NotAKey) as told:
            read_keys(wrong)
        assert wrong not in str(told.value), "what is nearly a key is told nobody"
