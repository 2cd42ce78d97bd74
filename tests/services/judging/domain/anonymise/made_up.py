"""Make classes up, with essays that tell at which places their writer is named."""

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Literal

from tests.services.judging.domain.anonymise import made_up_names as names
from tests.services.judging.domain.anonymise import made_up_texts as texts

from huleedu.sample import copy_to
from huleedu.services.files.domain import Limits, Reading
from huleedu.services.files.domain.reading import read

PARAGRAPH_MIN = 200
Half = Literal["tuned", "held out"]
Language = Literal["sv", "en"]
Kind = Literal["head", "signature", "running"]
_FIELD = re.compile(r"<([^>]+)>|\{(\w+)\}")
_CAPITAL_SAYS_NOTHING = re.compile(r"""(?:^|[.!?:]\s|[“”"])$""")


@dataclass(frozen=True)
class Mention:
    """The writer's name at [start, end) of the text."""

    start: int
    end: int
    kind: Kind
    form: str


@dataclass
class Essay:
    """A text, whose it is, and where it names its writer; at `undecided` a word may be meant."""

    pupil: str
    text: str = ""
    mentions: list[Mention] = field(default_factory=list[Mention])
    undecided: list[Mention] = field(default_factory=list[Mention])


@dataclass(frozen=True)
class Pupil:
    """As the class list has them."""

    given: str
    surname: str
    user: str

    @property
    def name(self) -> str:
        """Given name first."""
        return f"{self.given} {self.surname}"


def ordinary_english() -> list[str]:
    """The sample class's paragraphs."""
    with TemporaryDirectory() as folder:
        files = copy_to(Path(folder)).files
        readings = [read(file.name, file.read_bytes(), Limits()) for file in files]
    texts_read = [reading.text for reading in readings if isinstance(reading, Reading)]
    paragraphs = [line for text in texts_read for line in text.splitlines()]
    return [line for line in paragraphs if len(line) >= PARAGRAPH_MIN]


def made_up_class(seed: int, half: Half, english: Sequence[str], pupils: int = 30) -> list[Essay]:
    """A class's essays, made from one half of the names and templates.

    Args:
        english: paragraphs of ordinary English; the Swedish ones are at hand.
    """
    dice = Random(f"{seed} {half}")
    return [_Writing(dice, half, english).essay() for _ in range(pupils)]


def pupil(dice: Random, half: Half) -> Pupil:
    """Somebody with a name of this half."""
    given = dice.choices(
        [
            dice.choice(_of(names.GIVEN, half)),
            dice.choice(_of(names.TWO_GIVEN, half)),
            dice.choice(_of(names.GIVEN_WORDS, half)),
        ],
        (70, 8, 22),
    )[0]
    surname = dice.choices(
        [
            dice.choice(_of(names.SURNAMES, half)),
            dice.choice(_of(names.SURNAMES_OF_PARTS, half)),
            dice.choice(_of(names.SURNAME_WORDS, half)),
        ],
        (65, 10, 25),
    )[0]
    first, last = (re.sub(r"[^a-z]", "", _bare(part).lower()) for part in (given, surname))
    year = f"{dice.randrange(5, 13):02}"
    user = dice.choice(
        [
            f"{first[:3]}{last[:3]}{year}",
            f"{first[:4]}{last[:4]}{year}",
            f"{first}.{last}",
            f"{year}{first[:2]}{last[:2]}",
            f"{first}{last[:1]}{year}",
            f"{first[:1]}.{last}{year}",
            f"{last}_{first}",
            f"{first}{last}",
        ]
    )
    return Pupil(given, surname, user)


class _Writing:
    """One essay, while it is written."""

    def __init__(self, dice: Random, half: Half, english: Sequence[str]) -> None:
        self._dice = dice
        self._half: Half = half
        self._english = english
        self._language: Language = dice.choice(("sv", "en"))
        self._pupil = pupil(dice, half)
        self._kind: Kind = "running"
        self._forms = _forms(dice, self._pupil)
        self._essay = Essay(self._pupil.name)
        self._words = {
            part.lower()
            for part in re.split(r"[\s’'-]", self._pupil.name)
            if part in names.GIVEN_WORDS or part in names.SURNAME_WORDS
        }

    def essay(self) -> Essay:
        """A head, paragraphs with mentions among them, perhaps a page's header, a signature."""
        if self._dice.random() < 0.85:
            self._write("head", self._template(texts.HEADS))
            self._plain("\n")
        paragraphs = self._paragraphs()
        for number, paragraph in enumerate(paragraphs):
            self._paragraph(paragraph)
            if number == 0 and self._dice.random() < 0.3:
                self._plain("\n")
                self._write("head", self._template(texts.PAGE_HEADERS))
                self._plain("\n")
            self._plain("\n\n")
        if self._dice.random() < 0.6:
            self._write("signature", self._template(texts.SIGNATURES))
        return self._essay

    def _paragraphs(self) -> list[list[str]]:
        """Sentences, of which some are templates."""
        dice = self._dice
        about = _of(texts.ABOUT_ME[self._language], self._half)
        own = [line for line in about if self._possible(line)]
        others = _of(texts.OTHERS[self._language], self._half)
        words = " ".join(texts.ORDINARY.get(word, "") for word in sorted(self._words))
        paragraphs: list[list[str]] = []
        for _ in range(dice.randrange(2, 5)):
            ordinary = _sentences(
                dice.choice(self._english if self._language == "en" else texts.SWEDISH)
            )
            if self._language == "sv":
                ordinary += _sentences(dice.choice(texts.SWEDISH))
            for line in (dice.choice(own), dice.choice(others), *_sentences(words)):
                ordinary.insert(dice.randrange(len(ordinary) + 1), line)
            paragraphs.append(ordinary)
        return paragraphs

    def _paragraph(self, sentences: Sequence[str]) -> None:
        for number, sentence in enumerate(sentences):
            self._plain(" " * bool(number))
            self._write("running", sentence)

    def _template(self, templates: Sequence[str]) -> str:
        return self._dice.choice([t for t in _of(templates, self._half) if self._possible(t)])

    def _possible(self, template: str) -> bool:
        fields = [found.group(1) for found in _FIELD.finditer(template)]
        return all(self._forms[form] for form in fields if form)

    def _plain(self, text: str) -> None:
        self._essay.text += text

    def _write(self, kind: Kind, template: str) -> None:
        at = 0
        for found in _FIELD.finditer(template):
            self._plain(template[at : found.start()])
            if found.group(1):
                self._mention(kind, found.group(1), template[: found.start()])
            else:
                self._plain(self._other(found.group(2)))
            at = found.end()
        self._plain(template[at:])

    def _mention(self, kind: Kind, form: str, before: str) -> None:
        start = len(self._essay.text)
        written = self._dice.choice(self._forms[form])
        bare = re.sub(r"['’]?s$", "", written) if "genitive" in form else written
        end = start + len(bare if bare.lower() in self._pupil.name.lower() else written)
        self._plain(written)
        mention = Mention(start, end, kind, form)
        a_word = bare.lower() in self._words or written.lower() in self._words
        at_start = kind == "running" and _CAPITAL_SAYS_NOTHING.search(before) is not None
        (self._essay.undecided if a_word and at_start else self._essay.mentions).append(mention)

    def _other(self, what: str) -> str:
        if what == "mate":
            own = {_bare(part).lower() for part in re.split(r"[\s-]", self._pupil.name)}
            return self._dice.choice([mate for mate in names.MATES if mate.lower() not in own])
        return self._dice.choice(
            {
                "teacher": names.TEACHERS,
                "class": _of(names.CLASSES, self._half),
                "date": names.DATES,
                "title": _of(texts.TITLES[self._language], self._half),
            }[what]
        )


def _forms(dice: Random, who: Pupil) -> dict[str, list[str]]:
    """How a pupil may be written, by the field of a template; some have no short form."""
    given, surname, full = who.given, who.surname, who.name
    first, last = given[:1], surname[:1]
    s = "" if given.endswith(("s", "z", "x")) else "s"
    domain = dice.choice(("skola.example", "elev.kommun.example", "mail.example"))
    return {
        "given": [given],
        "surname": [surname],
        "full": [full],
        "given lower": [given.lower()],
        "full lower": [full.lower()],
        "FULL": [full.upper()],
        "last, given": [f"{surname}, {given}"],
        "LAST, given": [f"{surname.upper()}, {given}"],
        "surname given": [f"{surname} {given}"],
        "given l": [f"{given} {last.upper()}"],
        "given l.": [f"{given} {last.upper()}."],
        "g. surname": [f"{first}. {surname}", f"{first} {surname}"],
        "initials": [f"{first}.{last}.".upper(), f"{first}{last}".upper(), f"{first}. {last}."],
        "genitive": [f"{given}{s}"],
        "genitive en": [f"{given}’s", f"{given}'s"],
        "full genitive": [f"{full}s" if not full.endswith("s") else full],
        "bare": [_bare(full)],
        "short": names.SHORT.get(given, "").split(),
        "user": [who.user],
        "e-mail": [f"{who.user}@{domain}", f"{who.user}@{domain}".upper()],
    }


def _of(all_of: Sequence[str], half: Half) -> list[str]:
    return list(all_of[half == "held out" :: 2])


def _bare(text: str) -> str:
    """As somebody writes it who has no such keys."""
    parted = unicodedata.normalize("NFD", text)
    bare = "".join(char for char in parted if not unicodedata.combining(char))
    return bare.translate(str.maketrans({"ł": "l", "Ł": "L", "ı": "i", "ß": "ss", "đ": "d"}))


def _sentences(text: str) -> list[str]:
    return [part for part in re.split(r"(?<=[.!?])\s+", text) if part]


Found = Callable[[str, str], list[tuple[int, int]]]


@dataclass
class Figures:
    """What was taken out of essays."""

    mentions: int = 0
    missed: list[tuple[Essay, Mention]] = field(default_factory=list[tuple[Essay, Mention]])
    words: int = 0
    lost: list[tuple[Essay, str, int]] = field(default_factory=list[tuple[Essay, str, int]])
    undecided: int = 0

    @property
    def gone(self) -> float:
        """The share of mentions of which no letter is left."""
        return 1 - len(self.missed) / max(self.mentions, 1)

    @property
    def lost_of_1000(self) -> float:
        """Ordinary words taken, of 1,000."""
        return 1000 * len(self.lost) / max(self.words, 1)


def measured(essays: Sequence[Essay], find: Found) -> Figures:
    """Count what `find(text, pupil)` would take out."""
    figures = Figures()
    for essay in essays:
        taken = {at for start, end in find(essay.text, essay.pupil) for at in range(start, end)}
        own: set[int] = set()
        for mention in (*essay.mentions, *essay.undecided):
            own |= set(range(mention.start, mention.end))
        for mention in essay.mentions:
            letters = {at for at in range(mention.start, mention.end) if essay.text[at].isalnum()}
            figures.mentions += 1
            if letters - taken:
                figures.missed.append((essay, mention))
        figures.undecided += len(essay.undecided)
        for word in re.finditer(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*", essay.text):
            at = set(range(*word.span()))
            if not at & own:
                figures.words += 1
                if at & taken:
                    figures.lost.append((essay, word.group(), word.start()))
    return figures
