"""Signs of symbol fonts are written as what they look like."""

import pytest

from huleedu.services.files.domain.symbols import as_seen, has_symbols, sign


@pytest.mark.parametrize(
    ("code", "font", "seen"),
    [
        ("F061", "Symbol", "α"),
        ("F0B0", "Symbol", "°"),
        ("00B0", "Symbol", "°"),
        ("F0FC", "Wingdings", "✓"),
        ("F0AA", "Wingdings", ""),
        ("F061", "Webdings", ""),
        ("00E5", "Arial", "å"),
        ("E000", "Arial", ""),
        ("D800", "Arial", ""),
        ("0001", "Arial", ""),
        ("FFFFFFFF", "Arial", ""),
        ("x", "Arial", ""),
    ],
)
def test_a_sign_is_told_by_its_number_and_font(code: str, font: str, seen: str) -> None:
    assert sign(code, font) == seen


def test_letters_among_signs_stay() -> None:
    assert as_seen("a\uf062c", "symbol") == "aβc"
    assert has_symbols("a\uf062c")
    assert not has_symbols("aåα\ue000")
