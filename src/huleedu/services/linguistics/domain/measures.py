"""The table of all measures: what each needs of a text, and how it is taken."""

from collections.abc import Callable
from statistics import stdev

import msgspec

from huleedu.contracts.reason import Reason
from huleedu.services.linguistics.domain import diversity, readability
from huleedu.services.linguistics.domain.connectives import Kind
from huleedu.services.linguistics.domain.reading import Language, TextUnits, read
from huleedu.services.linguistics.domain.values import (
    LanguageMeasures,
    Measured,
    NotMeasured,
    Value,
)

DIVERSITY_WORDS_MIN = 50
"""MATTR's window; HD-D draws 42 words."""
MTLD_WORDS_MIN = 100
"""Koizumi, R. & In'nami, Y. (2012). System 40(4), 554-564: MTLD is steady from 100 words on."""

_Formula = Callable[[TextUnits], float]


class Measure(msgspec.Struct, frozen=True, kw_only=True):
    """A measure, and the formula that takes it.

    `unit` is a code, `decimals` how many to show. A text that is in none of `languages`, has fewer
    words than `words_min` or fewer sentences than `sentences_min`, or in which no word comes twice
    where `repeats` is asked for, has no value.
    """

    key: str
    unit: str = ""
    decimals: int = 0
    languages: tuple[Language, ...] = ("en", "sv")
    source: str
    words_min: int = 1
    sentences_min: int = 0
    repeats: bool = False
    formula: _Formula

    def of(self, reading: TextUnits) -> Value:
        """The measure's value for the text that was read."""
        if reading.language not in self.languages:
            return NotMeasured(Reason("other_languages_measure", {"kind": self.languages[0]}))
        if len(reading.words) < self.words_min:
            if not reading.words:
                return NotMeasured(Reason("no_words"))
            return NotMeasured(Reason("few_words", {"n": self.words_min}))
        if len(reading.sentence_lengths) < self.sentences_min:
            return NotMeasured(Reason("few_sentences", {"n": self.sentences_min}))
        if self.repeats and len(set(reading.words)) == len(reading.words):
            return NotMeasured(Reason("no_word_twice"))
        return Measured(float(self.formula(reading)))


def measure(text: str, language: Language, misspellings: int) -> LanguageMeasures:
    """Measure the language of a pupil's own text, in which so many misspellings were found."""
    reading = read(text, language, misspellings)
    return LanguageMeasures({key: one.of(reading) for key, one in MEASURES.items()})


def _per_100_words(count: float, reading: TextUnits) -> float:
    return 100 * count / len(reading.words)


def _connectives(kind: Kind) -> _Formula:
    return lambda reading: _per_100_words(reading.connectives[kind], reading)


def _sums(reading: TextUnits) -> tuple[int, int, int]:
    """What Flesch's formulas are made of: words, sentences, syllables."""
    return len(reading.words), len(reading.sentence_lengths), reading.syllables


_COUNT = "a count; what counts as one is said in huleedu.kit.prose"
_KINDS = "kinds: Halliday & Hasan 1976, Hellspong & Ledin 1997; the lists are our own"

_TABLE = (
    Measure(
        key="words",
        source=_COUNT,
        words_min=0,
        formula=lambda reading: len(reading.words),
    ),
    Measure(
        key="sentences",
        source=_COUNT,
        words_min=0,
        formula=lambda reading: len(reading.sentence_lengths),
    ),
    Measure(
        key="paragraphs",
        source=_COUNT,
        words_min=0,
        formula=lambda reading: reading.paragraphs,
    ),
    Measure(
        key="sentence_length",
        unit="words",
        decimals=1,
        source="the mean",
        formula=lambda reading: len(reading.words) / len(reading.sentence_lengths),
    ),
    Measure(
        key="sentence_length_spread",
        unit="words",
        decimals=1,
        source="the sample standard deviation",
        sentences_min=2,
        formula=lambda reading: stdev(reading.sentence_lengths),
    ),
    Measure(
        key="word_length",
        unit="letters",
        decimals=2,
        source="the mean",
        formula=lambda reading: sum(reading.letters) / len(reading.words),
    ),
    Measure(
        key="long_words",
        unit="percent",
        decimals=1,
        source="Björnsson 1968",
        formula=lambda reading: _per_100_words(reading.long_words, reading),
    ),
    Measure(
        key="lix",
        decimals=0,
        source="Björnsson 1968",
        formula=lambda reading: readability.lix(
            len(reading.words), len(reading.sentence_lengths), reading.long_words
        ),
    ),
    Measure(
        key="ovix",
        decimals=1,
        languages=("sv",),
        source="Hultman & Westman 1977",
        words_min=DIVERSITY_WORDS_MIN,
        repeats=True,
        formula=lambda reading: diversity.ovix(reading.words),
    ),
    Measure(
        key="flesch",
        decimals=0,
        languages=("en",),
        source="Flesch 1948",
        formula=lambda reading: readability.flesch(*_sums(reading)),
    ),
    Measure(
        key="flesch_kincaid",
        decimals=1,
        languages=("en",),
        source="Kincaid et al. 1975",
        formula=lambda reading: readability.flesch_kincaid(*_sums(reading)),
    ),
    Measure(
        key="mtld",
        unit="words",
        decimals=0,
        source="McCarthy & Jarvis 2010; factors of ten words at least: Kyle et al. 2021",
        words_min=MTLD_WORDS_MIN,
        repeats=True,
        formula=lambda reading: diversity.mtld(reading.words),
    ),
    Measure(
        key="hdd",
        decimals=2,
        source="McCarthy & Jarvis 2007",
        words_min=DIVERSITY_WORDS_MIN,
        formula=lambda reading: diversity.hdd(reading.words),
    ),
    Measure(
        key="mattr",
        decimals=2,
        source="Covington & McFall 2010",
        words_min=DIVERSITY_WORDS_MIN,
        formula=lambda reading: diversity.mattr(reading.words),
    ),
    Measure(
        key="connectives",
        unit="per_100_words",
        decimals=1,
        source=_KINDS,
        formula=lambda reading: _per_100_words(reading.connectives.total(), reading),
    ),
    Measure(
        key="connectives_additive",
        unit="per_100_words",
        decimals=1,
        source=_KINDS,
        formula=_connectives("additive"),
    ),
    Measure(
        key="connectives_adversative",
        unit="per_100_words",
        decimals=1,
        source=_KINDS,
        formula=_connectives("adversative"),
    ),
    Measure(
        key="connectives_causal",
        unit="per_100_words",
        decimals=1,
        source=_KINDS,
        formula=_connectives("causal"),
    ),
    Measure(
        key="connectives_temporal",
        unit="per_100_words",
        decimals=1,
        source=_KINDS,
        formula=_connectives("temporal"),
    ),
    Measure(
        key="misspellings_per_100_words",
        unit="per_100_words",
        decimals=1,
        source="a count",
        formula=lambda reading: _per_100_words(reading.misspellings, reading),
    ),
)

MEASURES: dict[str, Measure] = {one.key: one for one in _TABLE}
"""Every measure by its key, in the order in which a teacher sees them."""
