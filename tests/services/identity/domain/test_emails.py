"""An e-mail address is kept in one way, and nothing else is taken for one."""

import pytest

from huleedu.services.identity.domain.emails import is_address, normalised


@pytest.mark.parametrize(
    ("address", "is_one"),
    [
        ("karin@lund.example", True),
        ("karin.åberg@skola.lund.example", True),
        ("k+x@a.b", True),
        ("karin", False),
        ("karin@lund", False),
        ("@lund.example", False),
        ("karin@@lund.example", False),
        ("karin@lund.example, ali@lund.example", False),
        ("karin@lund.example\nBcc: all@lund.example", False),
        ("Karin <karin@lund.example>", False),
        ("k" * 250 + "@a.b", True),
        ("k" * 251 + "@a.b", False),
    ],
)
def test_what_is_an_address(address: str, is_one: bool) -> None:
    assert is_address(address) == is_one


def test_two_ways_to_write_an_address_are_one() -> None:
    assert normalised("  Karin.A\u030aberg@LUND.example ") == "karin.\u00e5berg@lund.example"
