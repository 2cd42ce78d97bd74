"""Passwords that are guessed are refused, and no others."""

import pytest

from huleedu.services.identity.domain.passwords import refuse_password

NAMES = ("Karin Åberg", "karin.aberg", "lund", "Lundaskolan")


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("kort", "password.too_short"),
        ("elva tecken", "password.too_short"),
        ("tolv tecken!", None),
        ("three small boats at dawn", None),
        ("åäö och ett päron till", None),
        ("x9" * 128, "password.common"),  # a repeat, of the greatest length
        ("three small boats at dawn " * 9 + "and ten of them", None),
        ("y" * 257, "password.too_long"),
        ("password1234", "password.common"),
        ("PASSWORD1234", "password.common"),
        ("p4ssw0rd1234", "password.common"),
        ("qwertyuiop123", "password.common"),
        ("aaaaaaaaaaaa", "password.common"),
        ("123456789012", "password.common"),
        ("abcdefghijkl", "password.common"),
        ("iloveyou2026", "password.common"),
        ("Lundaskolan1!", "password.of_names"),
        ("karinåberg12", "password.of_names"),
        ("Karin Åberg 1", "password.of_names"),
        ("lundaskolan ligger vid sjön", None),  # a name among other words
        ("\u00c5\u00c4\u00d6 en lang fras", None),
    ],
)
def test_a_password_is_refused_for_being_guessed(password: str, code: str | None) -> None:
    found = refuse_password(password, NAMES)
    assert (found and found.code) == code


def test_the_limits_are_where_they_are_told() -> None:
    words = "nine brown otters swim past sleeping harbours while gulls complain about weather "
    assert refuse_password((words * 4)[:256], ()) is None
    assert refuse_password((words * 4)[:257], ()) is not None
    assert refuse_password((words * 4)[:12], ()) is None
    assert refuse_password((words * 4)[:11], ()) is not None


def test_a_letter_written_in_two_ways_counts_once() -> None:
    decomposed = "Ka\u030arin"  # 5 letters, one of them in two parts
    found = refuse_password(decomposed + "a" * 6, ())
    assert found
    assert found.code == "password.too_short"
