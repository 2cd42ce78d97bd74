"""Hide whose an essay is: in a blind batch a code stands wherever a name would."""

from collections.abc import Callable, Collection, Sequence

import msgspec

from huleedu.contracts.reason import Fact, Reason, Why
from huleedu.services.results.domain.batch_report import EssayReport

Mentions = Callable[[str, str], Sequence[tuple[int, int]]]
"""Where a text names a pupil: [start, end) in code points, apart; the name as the class has it."""


class RealNames(msgspec.Struct, frozen=True):
    """What a file is called, and whose it is for sure, whether or not that may be shown."""

    file: str
    pupil: str


COVER = "█"
NAMING = frozenset({"name", "names"})
"""Facts of reasons that are names of files or of pupils."""


def without_names(why: Why, code: str) -> Why:
    """The reason with this code in the place of names; a sentence of old may hold any."""
    if isinstance(why, str):
        return ""
    facts: dict[str, Fact] = {
        fact: code if fact in NAMING else told for fact, told in why.facts.items()
    }
    return Reason(why.code, facts)


def covered(essay: EssayReport, names: Collection[str], mentions: Mentions) -> EssayReport:
    """The essay with these names covered in its text, which stays as long as it is."""
    spans = _mentioned(essay.text, names, mentions)
    return msgspec.structs.replace(
        essay,
        text=_covered(essay.text, spans),
        misspellings=tuple(m for m in essay.misspellings if not _touches(m.start, m.end, spans)),
        remarks=tuple(m for m in essay.remarks if not _touches(m.start, m.end, spans)),
    )


def cover_text(text: str, names: Collection[str], mentions: Mentions) -> str:
    """The same of a text of which nothing else is known."""
    return _covered(text, _mentioned(text, names, mentions))


def names_of(pupil: str, file: str) -> list[str]:
    """What the writer of a text may be called: the pupil, or several; else what the file is called.

    A file's name is one if it looks so: two words at least, each with a capital letter.
    """
    if pupil:
        return [name.strip() for name in pupil.split(",") if name.strip()]
    stem = file.rpartition("/")[2].rpartition(".")[0].replace("_", " ")
    words = stem.split()
    looks_so = len(words) > 1 and all(word[0].isupper() and word[1:].islower() for word in words)
    return [stem] if looks_so else []


def _mentioned(text: str, names: Collection[str], mentions: Mentions) -> list[tuple[int, int]]:
    return [span for name in names if _may_hold(text, name) for span in mentions(text, name)]


def _may_hold(text: str, name: str) -> bool:
    """Quick to tell: of most names not one part stands in a text."""
    folded = text.casefold()
    return any(part.casefold() in folded for part in name.split())


def _covered(text: str, spans: Sequence[tuple[int, int]]) -> str:
    signs = list(text)
    for start, end in spans:
        signs[start:end] = [sign if sign.isspace() else COVER for sign in signs[start:end]]
    return "".join(signs)


def _touches(start: int, end: int, spans: Sequence[tuple[int, int]]) -> bool:
    return any(start < last and first < end for first, last in spans)
