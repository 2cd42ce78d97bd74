"""Find out whether a text is English, Swedish or neither, by how common its words are in each."""

from collections.abc import Sequence

import msgspec

from huleedu.services.spelling.domain.findings import Language
from huleedu.services.spelling.domain.frequencies import common_words
from huleedu.services.spelling.domain.letters import is_latin

UNKNOWN = 650
"""The rarity of a word that is not among a language's 29,000 common ones.

A rarity is -100 times the decimal logarithm of a word's share of all text: `the` has 127.
"""
DOUBTFUL, FOREIGN = 250, 480
"""A text's strangeness is the mean rarity of its words, each in the language where it is commoner,
less half of what the whole text is commoner in one language than in the other. Above `DOUBTFUL`
other languages are asked, above `FOREIGN` the text is in another anyway. Measured: English and
Swedish 170 to 225, also by learners; with a third of the words misspelled 260 to 385; Danish and
Norwegian 325 to 450; German, Dutch, French and Spanish 540 to 575."""
OTHERS = ("da", "nb", "de", "nl", "fr", "es", "it", "pt", "fi", "pl")
NORDIC = frozenset[str]().union(
    ["berre", "blei", "dei", "dykk", "eg", "ein", "eit", "frå", "heime", "ikkje", "kjem"],
    ["kva", "korleis", "kven", "kvifor", "mykje", "noko", "nokon", "og", "sjå", "vere"],
    ["af", "bliver", "bøger", "børn", "deres", "gerne", "gør", "havde", "hedder", "hende"],
    ["hjem", "hjemme", "hun", "hva", "hvad", "hvem", "hvor", "hvordan", "hvorfor", "ikke"],
    ["jeg", "lærer", "meget", "mye", "noe", "nogen", "noget", "nogle", "også", "rejser"],
    ["sidste", "spiller", "spiser", "uden", "venner", "være"],
)
NORDIC_MIN, NORDIC_SHARE = 2, 0.05
"""Wordfreq has no table of Nynorsk, which is as near to Swedish as learners' Swedish is, and a few
words of Danish are too few to be told by theirs. So many words that no Swede writes are enough: of
7,642 sentences by learners of Swedish (Swell) none has two of them."""
NEARER = 40
"""Another language must be nearer by this much: a misspelled word may be right in it by chance."""
WORDS_MIN = 12
"""A text with fewer words says too little to be refused."""


class Evidence(msgspec.Struct, frozen=True):
    """What a text's words say about its language.

    `share`: of the words that are commoner in one of the two, how many are so in `language`.
    `known`: of all words, how many are common in it. Both from 0 to 1.
    """

    language: Language
    share: float
    known: float
    neither: bool


def find_language(words: Sequence[str]) -> Evidence:
    """Weigh the words, given in small letters; no words at all count as English."""
    if not words:
        return Evidence("en", 0.0, 0.0, neither=False)
    rarities = {language: _rarities(words, language) for language in ("en", "sv")}
    english, swedish = sum(rarities["en"]), sum(rarities["sv"])
    language: Language = "sv" if swedish < english else "en"
    other: Language = "en" if language == "sv" else "sv"
    pairs = list(zip(rarities[language], rarities[other], strict=True))
    speaking_for = sum(own < others for own, others in pairs)
    speaking = speaking_for + sum(own > others for own, others in pairs)
    known = sum(own < UNKNOWN for own, _ in pairs)
    least = sum(map(min, pairs)) / len(words)
    strangeness = least - abs(english - swedish) / len(words) / 2
    return Evidence(
        language,
        share=speaking_for / speaking if speaking else 0.0,
        known=known / len(words),
        neither=(
            len(words) >= WORDS_MIN
            and (strangeness > FOREIGN or (strangeness > DOUBTFUL and _is_foreign(words, least)))
        )
        or (language == "sv" and _is_nordic(words))
        or sum(map(is_latin, words)) * 2 < len(words),
    )


def _is_nordic(words: Sequence[str]) -> bool:
    told = [word for word in words if word in NORDIC]
    return len(set(told)) >= NORDIC_MIN and len(told) >= NORDIC_SHARE * len(words)


def _is_foreign(words: Sequence[str], least: float) -> bool:
    """Whether one of the other languages is clearly nearer than `least`."""
    nearest = min(sum(_rarities(words, language)) for language in OTHERS) / len(words)
    return nearest + NEARER < least


def _rarities(words: Sequence[str], language: str) -> list[int]:
    common = common_words(language)
    return [common.get(word, UNKNOWN) for word in words]
