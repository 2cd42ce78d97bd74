"""An .rtf is parted into groups, control words and letters."""

import pytest

from huleedu.services.files.domain.rtf.tokens import BEGIN, END, Token, tokens


@pytest.mark.parametrize(
    ("raw", "found"),
    [
        (b"{a}", [BEGIN, Token("", raw=b"a"), END]),
        (b"\\par b", [Token("par"), Token("", raw=b"b")]),
        (b"\\u-10179 ?", [Token("u", -10179), Token("", raw=b"?")]),
        (b"\\'e5\\'E4", [Token("", raw=b"\xe5"), Token("", raw=b"\xe4")]),
        (b"\\{\\~\\\n", [Token("\\{"), Token("\\~"), Token("\\\n")]),
        (b"a\r\nb", [Token("", raw=b"a"), Token("", raw=b"b")]),
        (b"\\bin3 }}}a", [Token("bin", 3), Token("", raw=b"a")]),
        (b"\\bin99999999 a", [Token("bin", 99999999)]),
        (b"\\bin-5 a", [Token("bin", -5), Token("", raw=b"a")]),
        (b"\\'zz\\", [Token("", raw=b"'zz")]),
    ],
)
def test_the_pieces_of_a_file(raw: bytes, found: list[Token]) -> None:
    assert list(tokens(raw)) == found
