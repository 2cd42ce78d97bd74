"""What a rule is, and how it sees a text: sentence by sentence, in small letters."""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import groupby

import msgspec

from huleedu.kit.prose import Prose, Word
from huleedu.services.spelling.domain.findings import Language, Remark
from huleedu.services.spelling.domain.letters import in_case_of, plain


class Line(msgspec.Struct, frozen=True):
    """A sentence as rules see it.

    `said` is its words in small plain letters, one space between them, a comma as a word of its own
    where a sign stands, and a full stop at the end: `he said , could of .`; `starts` is where each
    of `words` begins in it.
    """

    said: str
    starts: tuple[int, ...]
    words: tuple[Word, ...]

    def at(self, place: int) -> int:
        """The index of the word at this place of `said`."""
        return bisect_right(self.starts, place) - 1


def lines_of(prose: Prose) -> Iterator[Line]:
    """The sentences of a text."""
    for _, group in groupby(prose.words, lambda word: word.sentence):
        words = tuple(group)
        said, starts = "", list[int]()
        for at, word in enumerate(words):
            if at:
                gap = prose.text[words[at - 1].end : word.start]
                said += " " if gap.isspace() else " , "
            starts.append(len(said))
            said += plain(word.text).lower()
        yield Line(said + " .", tuple(starts), words)


Look = Callable[[Prose, tuple[Line, ...]], Iterable[Remark]]


class Rule(msgspec.Struct, frozen=True, kw_only=True):
    """A kind of remark: `code` is its name, for the words of which see the gateway's catalogue."""

    code: str
    language: Language
    look: Look


def by_pattern(
    code: str, language: Language, pattern: str, better: str | Mapping[str, str]
) -> Rule:
    """A rule that is a pattern over `Line.said`: what its group `x` matches is remarked on.

    Args:
        better: what would be right: a template as for `re.Match.expand`, or by what was matched.
    """
    compiled = re.compile(rf"(?<![^ ]){pattern}(?![^ ])")

    def look(prose: Prose, lines: tuple[Line, ...]) -> Iterator[Remark]:
        for line in lines:
            for match in compiled.finditer(line.said):
                first, last = line.at(match.start("x")), line.at(match.end("x") - 1)
                start, end = line.words[first].start, line.words[last].end
                right = match.expand(better) if isinstance(better, str) else better[match["x"]]
                yield Remark(start, end, code, in_case_of(prose.text[start:end], right))

    return Rule(code=code, language=language, look=look)


def listed(words: str) -> frozenset[str]:
    """These words, parted by spaces."""
    return frozenset(words.split())


def any_of(words: str) -> str:
    """A pattern for any of these words."""
    return rf"(?:{'|'.join(words.split())})"
