"""English verbs that do not fit who does it, and articles that do not fit the next word."""

import re
from collections.abc import Iterator

from huleedu.kit.prose import Prose
from huleedu.services.spelling.domain.findings import Remark
from huleedu.services.spelling.domain.remarks.rule import Line, Rule, by_pattern

_VOWEL = re.compile(r"[aeiou]")
_LIKE_YOU = re.compile(
    r"(?:eu|ewe|u(?:ni(?!n|m)|s[aeiu]|t[aeiou]|ku|f|k\b|r[aei])|one?ce?\b|one-|ouija)"
)
_SILENT_H = re.compile(r"(?:hour|honest|honou?r|heir)")
_IN_SOME_MOUTHS = re.compile(r"(?:h|herb|u[a-z]?\b)")


def _articles(prose: Prose, lines: tuple[Line, ...]) -> Iterator[Remark]:
    """A before a vowel that is heard, an before a consonant; letters and digits are read aloud."""
    for line in lines:
        for article, word in zip(line.words, line.words[1:], strict=False):
            written, following = article.text.lower(), word.text
            if written not in ("a", "an") or prose.text[article.end : word.start] != " ":
                continue
            if len(following) < 2 or not following.isalpha() or not following.islower():
                continue
            if article.text == "A" and not article.initial:
                continue
            right = "an" if _starts_with_a_vowel(following) else "a"
            if written != right and not (written == "an" and _IN_SOME_MOUTHS.match(following)):
                better = right.capitalize() if article.text[0].isupper() else right
                yield Remark(article.start, article.end, "article", better)


def _starts_with_a_vowel(word: str) -> bool:
    if _SILENT_H.match(word):
        return True
    return _VOWEL.match(word) is not None and _LIKE_YOU.match(word) is None


RULES = (
    Rule(code="article", language="en", look=_articles),
    by_pattern("he_does_not", "en", r"(?:he|she|it) (?P<x>don't)", "doesn't"),
    by_pattern("we_were", "en", r"(?:we|they|you) (?P<x>was)", "were"),
    by_pattern("we_were_not", "en", r"(?:we|they|you) (?P<x>wasn't)", "weren't"),
)
