"""Find e-mail addresses and user names that are made of a pupil's name: annlin07, a.lindberg@…"""

import re
from collections.abc import Sequence

from huleedu.services.judging.domain.anonymise.own_name import LETTERS, OwnName, Span, plain
from huleedu.services.judging.domain.anonymise.page_layout import CLASS_OR_DATE, Line

_ADDRESS = re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)*")
_USER = re.compile(
    r"(?<![\w.@+-])(?:@?\w+(?:[._]\w+)+|@\w+|[^\W\d_]+\d+\w*|\d+[^\W\d_]{2,}\w*)(?![\w@])"
)
BLEND_LETTERS_MIN = 4
PART_LETTERS_MIN = 3


def mentions(text: str, page: Sequence[Line], own: OwnName) -> list[Span]:
    """Addresses and user names of the writer; in head and signature any address is the writer's."""
    named = [line for line in page if line.named]
    found = [
        address.span()
        for address in _ADDRESS.finditer(text)
        if is_user(address.group().partition("@")[0], own)
        or any(line.start <= address.start() < line.end for line in named)
    ]
    return found + [user.span() for user in _USER.finditer(text) if is_user(user.group(), own)]


def is_user(word: str, own: OwnName) -> bool:
    """Whether somebody with this name may be called so by a computer."""
    pieces = [plain(piece) for piece in LETTERS.findall(word)]
    own_pieces = [piece for piece in pieces if piece in own.forms or piece in own.short]
    others = [piece for piece in pieces if piece not in own_pieces and len(piece) > 1]
    told = sum(map(len, own_pieces))
    if own_pieces and not others and told >= PART_LETTERS_MIN:
        return True
    blend = "".join(pieces)
    return is_blend(blend, own, short=not CLASS_OR_DATE.fullmatch(word))


def is_blend(word: str, own: OwnName, *, short: bool = False) -> bool:
    """Whether it is beginnings of several parts of the name put together, in any order.

    Args:
        short: a letter less is enough, as there are digits with it.
    """
    if len(word) < BLEND_LETTERS_MIN - short:
        return False
    return any(_made_of(word, order) for order in own.orders)


def _made_of(word: str, parts: tuple[str, ...]) -> bool:
    """Whether the word is a beginning of each part, one after another."""
    if not parts:
        return not word
    first, *rest = parts
    lengths = range(1, len(first) + 1)
    return any(
        word.startswith(first[:length]) and _made_of(word[length:], tuple(rest))
        for length in lengths
    )
