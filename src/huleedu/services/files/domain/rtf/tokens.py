"""Part an .rtf into its groups, its control words and its letters."""

import re
from collections.abc import Iterator
from typing import NamedTuple

_TOKEN = re.compile(
    rb"\\([a-zA-Z]{1,32})(-?[0-9]{1,10})?[ ]?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z'])|([{}])"
    rb"|([^\\{}\r\n]+)",
    re.DOTALL,
)


class Token(NamedTuple):
    """A piece of the file; of a control word its number, of letters their bytes."""

    word: str
    """A control word or sign, `begin` or `end` of a group, or empty: letters."""
    number: int | None = None
    raw: bytes = b""


BEGIN, END = Token("{"), Token("}")


def tokens(content: bytes) -> Iterator[Token]:
    """The pieces in order; signs are escaped: the word of a brace that is meant is `\\{`."""
    at = 0
    while found := _TOKEN.search(content, at):
        at = found.end()
        word, number, letter, sign, brace, letters = found.groups()
        if letters:
            yield Token("", raw=letters)
        elif letter:
            yield Token("", raw=bytes((int(letter, 16),)))
        elif brace:
            yield BEGIN if brace == b"{" else END
        elif sign:
            yield Token("\\" + sign.decode("latin-1"))
        else:
            value = int(number) if number else None
            if word == b"bin":  # so many bytes that are no text
                at += max(0, value or 0)
            yield Token(word.decode("ascii"), value)
