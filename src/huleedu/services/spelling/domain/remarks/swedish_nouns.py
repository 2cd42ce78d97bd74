"""Swedish nouns: whether they are en or ett, and whether two of them should be one word.

What is a noun, and of which gender, is read off the word list: vän is one with en, for vänen is
written and vänet is not.
"""

from collections.abc import Iterator
from functools import cache

from huleedu.kit.prose import Prose
from huleedu.services.spelling.domain.findings import Remark
from huleedu.services.spelling.domain.frequencies import all_words
from huleedu.services.spelling.domain.lexicon import RARITY_OF_THE_UNSEEN, lexicon
from huleedu.services.spelling.domain.remarks.rule import Line, Rule, listed

NOUN_RARITY_MAX = 500
DEFINITE_RARITY_MAX = 560
SURER_BY = 120
"""By how much, in rarity, the other gender's form must be rarer: four times in a hundred."""
WHOLE_RARITY_MAX = 620
ADJECTIVE_RARITY_MAX = 560
LETTERS_MIN = 3
_WITH_EN = {"en": "ett", "min": "mitt", "din": "ditt", "sin": "sitt", "någon": "något"}
_ARTICLES = _WITH_EN | {ett: en for en, ett in _WITH_EN.items()}
_ADVERBS = frozenset(["bra", "gärna", "kul", "lite", "länge", "mycket", "många", "ofta", "nära"])
_STRENGTHS = frozenset({"jätte", "skit", "super", "mega"})
_NO_NOUNS = listed(
    "alla annan annat bra del dess den det dig du där efter fram fri full första god gott "
    "gång hel hela helt hem hon här idag inne inte just kort lika lite långt man med men mer "
    "mest mig min mitt mot ned ner nog noll ny nya nytt när någon något om par på rätt sin "
    "slut snabb som stor stort så till tre två under upp ut vad var vid väl åt än år år över"
)


@cache
def gender_of(word: str) -> str:
    """`en` or `ett` where only one can be; empty for what is no noun, or both, or not known."""
    rarities = all_words("sv")
    if len(word) < LETTERS_MIN or word in _NO_NOUNS or rarities.get(word, 900) > NOUN_RARITY_MAX:
        return ""
    if _may_be_another_kind(word, rarities):
        return ""
    vowel = word[-1] in "aeiouyåäö"
    en = rarities.get(word + ("n" if vowel else "en"), RARITY_OF_THE_UNSEEN)
    ett = rarities.get(word + ("t" if vowel else "et"), RARITY_OF_THE_UNSEEN)
    if ett <= DEFINITE_RARITY_MAX:
        # husen are more than one hus, but no bil is a bilet; målat comes from the verb måla
        return "" if word[-1] == "a" else "ett"
    return "en" if en <= DEFINITE_RARITY_MAX and ett >= en + SURER_BY else ""


def _may_be_another_kind(word: str, rarities: dict[str, int]) -> bool:
    """Whether it is an adjective (svensk, svenskt, svenska), a verb (spelar, spela), or both."""
    adjective = max(rarities.get(word + ending, 900) for ending in "ta") <= NOUN_RARITY_MAX
    verb = word[-1] == "r" and rarities.get(word[:-1], 900) <= NOUN_RARITY_MAX
    # rik is an adjective, riket belongs to rike
    longer = rarities.get(word + "e", 900) <= NOUN_RARITY_MAX and lexicon("sv").knows(word + "e")
    return adjective or verb or longer


def _can_be_strengthened(word: str) -> bool:
    """Whether it is an adjective or an adverb: jättebra, jättesnäll, jättesnällt."""
    rarities = all_words("sv")
    stem = word[:-1] if word[-1] in "at" else word
    forms = [rarities.get(stem + ending, 900) for ending in "ta"]
    return word in _ADVERBS or max(forms) <= ADJECTIVE_RARITY_MAX


def _genders(prose: Prose, lines: tuple[Line, ...]) -> Iterator[Remark]:
    for line in lines:
        for at, (article, noun) in enumerate(zip(line.words, line.words[1:], strict=False)):
            said, what = article.text.lower(), noun.text.lower()
            right = _ARTICLES.get(said)
            if right is None or prose.text[article.end : noun.start] != " ":
                continue
            gender = gender_of(what)
            ends_there = at + 2 >= len(line.words) or not gender_of(line.words[at + 2].text.lower())
            if gender and ends_there and gender != _gender_of_article(said):
                better = right.capitalize() if article.text[0].isupper() else right
                yield Remark(article.start, article.end, "en_or_ett", better)


def _gender_of_article(article: str) -> str:
    return "ett" if article.endswith("t") else "en"


def _apart(prose: Prose, lines: tuple[Line, ...]) -> Iterator[Remark]:
    """Two nouns that are one: sommar lov; and what strengthens: jätte bra."""
    words, rarities = lexicon("sv"), all_words("sv")
    for line in lines:
        for first, second in zip(line.words, line.words[1:], strict=False):
            head, tail = first.text.lower(), second.text
            if prose.text[first.end : second.start] != " " or not tail.islower():
                continue
            if not tail.isalpha() or len(tail) < LETTERS_MIN:
                continue
            whole = head + tail
            strong = head in _STRENGTHS and _can_be_strengthened(tail)
            nouns = bool(gender_of(head) and gender_of(tail))
            known = nouns and rarities.get(whole, 900) <= WHOLE_RARITY_MAX and words.knows(whole)
            if strong or known:
                better = first.text + tail
                yield Remark(first.start, second.end, "apart", better)


RULES = (
    Rule(code="en_or_ett", language="sv", look=_genders),
    Rule(code="apart", language="sv", look=_apart),
)
