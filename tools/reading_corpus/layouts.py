"""Made-up essays of fifteen layouts, Swedish and English.

Sentences are drawn from `sentences-sv.txt` and `sentences-en.txt`, always the same ones for a
layout and a language.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from typing import Any

from tools.reading_corpus.essays import (
    Block,
    Box,
    Comment,
    Contents,
    Deleted,
    Essay,
    Heading,
    Hidden,
    Inserted,
    Items,
    Language,
    Look,
    Note,
    Para,
    Question,
    Script,
    Table,
    Verse,
)

HERE = Path(__file__).parent
NAMES: dict[Script, tuple[str, ...]] = {
    "latin": ("Åsa Öberg", "Märta Söderqvist", "Örjan Håkansson-Lööf", "Zoë Ängström"),
    "arabic": ("فاطمة حسن", "يوسف الخطيب", "مريم سعيد", "عمر حداد"),
    "cyrillic": ("Олексій Шевченко", "Дарья Соколова", "Юлія Коваль", "Борис Жуков"),
    "greek": ("Νίκος Παπαδόπουλος", "Ελένη Γεωργίου", "Σπύρος Βασιλείου", "Ζωή Αντωνίου"),
}


class Pen:
    """Draws sentences, one after the other, and never the same one twice."""

    def __init__(self, language: Language, dice: Random) -> None:
        lines = (HERE / f"sentences-{language}.txt").read_text("utf-8").splitlines()
        start = dice.randrange(len(lines))
        self._left: Iterator[str] = iter(lines[start:] + lines[:start])

    def one(self) -> str:
        return next(self._left)

    def text(self, count: int) -> str:
        return " ".join(self.one() for _ in range(count))

    def para(self, count: int) -> Para:
        return Para((self.text(count),))

    def paras(self, *counts: int) -> list[Block]:
        return [self.para(count) for count in counts]


Words = dict[str, Any]

_WORDS: dict[Language, Words] = {
    "sv": {
        "titles": ("Sommaren vid sjön", "Att växa upp", "En brygga för mycket", "Det tysta modet"),
        "heads": ("Inledning", "Bakgrund och följder", "Vad jag själv anser", "Avslutning"),
        "by": "Av {name}, klass 9B",
        "header": "{name}\tSvenska 9B",
        "footer": "Inlämning, sida",
        "table": (
            ("Argument", "För", "Emot"),
            ("Tid", "raster", "läxor"),
            ("Ork", "sömn", "stress"),
        ),
        "form": (
            "Vad handlar din berättelse om?",
            "Vilken person tycker du bäst om, och varför?",
            "Hur skulle slutet ha kunnat bli ett annat?",
        ),
        "contents": "Innehållsförteckning",
        "comment": "Snyggt formulerat, utveckla gärna!",
        "deleted": "egentligen knappast ",
        "inserted": "utan tvekan ",
        "hidden": "Dold anteckning från mallens upphovsman.",
    },
    "en": {
        "titles": ("A rope to hold", "Learning to wait", "Letters from an island", "Quiet courage"),
        "heads": ("Introduction", "Causes and effects", "My own opinion", "Conclusion"),
        "by": "By {name}, class 9B",
        "header": "{name}\tEnglish 9B",
        "footer": "Assignment, page",
        "table": (
            ("Aspect", "Benefits", "Risks"),
            ("Time", "breaks", "homework"),
            ("Mood", "calm", "envy"),
        ),
        "form": (
            "What is your story about?",
            "Which character do you like best, and why?",
            "How could the ending have been different?",
        ),
        "contents": "Table of contents",
        "comment": "Beautifully phrased, please elaborate!",
        "deleted": "presumably hardly ",
        "inserted": "without hesitation ",
        "hidden": "Concealed remark by the template's author.",
    },
}


def _plain(pen: Pen, words: Words, head: list[Block]) -> list[Block]:
    return [head[1], *pen.paras(6, 7, 5, 6)]


def _headings(pen: Pen, words: Words, head: list[Block]) -> list[Block]:
    parts = [(Heading(text), *pen.paras(4, 3)) for text in words["heads"]]
    return [*head, *(block for part in parts for block in part)]


def _columns(pen: Pen, words: Words, head: list[Block]) -> list[Block]:
    return [*head, *pen.paras(6, 7, 8, 6, 7, 6)]


def _running(pen: Pen, words: Words, head: list[Block]) -> list[Block]:
    return [*head, *pen.paras(7, 8, 9, 7, 8, 9, 7)]


def _notes(pen: Pen, words: Words, head: list[Block]) -> list[Block]:
    notes = [pen.text(1) for _ in range(4)]
    blocks: list[Block] = [*head]
    for at in range(6):
        if at % 3 == 2:
            blocks.append(pen.para(6))
            continue
        note = Note(notes[at - at // 3])
        start, end = pen.text(2), pen.text(3)
        if at % 2:  # in the middle of a sentence
            words_of = end.split(" ")
            blocks.append(
                Para((f"{start} {' '.join(words_of[:6])}", note, " " + " ".join(words_of[6:])))
            )
        else:
            blocks.append(Para((start, note, " " + end)))
    return blocks


def _table(pen: Pen, words: Words, head: list[Block]) -> list[Block]:
    short = words["table"]
    sentences = tuple((row[0], pen.text(1), pen.text(1)) for row in short[1:])
    return [*head, *pen.paras(5, 4), Table((short[0], *sentences)), *pen.paras(5), Table(short)]


def _lists(pen: Pen, words: Words, head: list[Block]) -> list[Block]:
    bullets = Items(tuple(pen.text(1) for _ in range(4)))
    steps = Items(tuple(pen.text(1) for _ in range(3)), numbered=True)
    return [*head, pen.para(5), bullets, pen.para(4), steps, pen.para(5)]


def _box(pen: Pen, words: Words, head: list[Block]) -> list[Block]:
    return [*head, pen.para(5), Box(pen.text(2)), *pen.paras(6, 6), Box(pen.text(1)), pen.para(5)]


def _justified(pen: Pen, words: Words, head: list[Block]) -> list[Block]:
    return [*head, *pen.paras(8, 7), Heading(words["heads"][1], spaced=True), *pen.paras(7, 8)]


def _initial(pen: Pen, words: Words, head: list[Block]) -> list[Block]:
    return [
        *head,
        Para((pen.text(6),), initial=True),
        *pen.paras(6, 7),
        Para((pen.text(6),), initial=True),
    ]


def _form(pen: Pen, words: Words, head: list[Block]) -> list[Block]:
    return [*head, *(Question(label, pen.text(at + 2)) for at, label in enumerate(words["form"]))]


def _numbered(pen: Pen, words: Words, head: list[Block]) -> list[Block]:
    return [*head, *pen.paras(6, 7, 5, 6)]


def _verse(pen: Pen, words: Words, head: list[Block]) -> list[Block]:
    stanzas = [Verse(tuple(_lines(pen.text(2)))) for _ in range(3)]
    said = [Para((f"– {pen.text(1)}",)) for _ in range(5)]
    return [*head, *stanzas, pen.para(3), *said, pen.para(3)]


def _lines(text: str) -> Iterator[str]:
    """Lines of five words, as of a poem."""
    words = text.split(" ")
    for at in range(0, len(words), 5):
        yield " ".join(words[at : at + 5])


def _contents(pen: Pen, words: Words, head: list[Block]) -> list[Block]:
    parts = [(Heading(text, 1), *pen.paras(6, 6)) for text in words["heads"]]
    contents = Contents(words["contents"], words["heads"])
    return [*head, contents, *(block for part in parts for block in part)]


def _edited(pen: Pen, words: Words, head: list[Block]) -> list[Block]:
    def changed() -> Para:
        start, end = pen.text(3), pen.text(3)
        first, _, rest = end.partition(" ")
        return Para(
            (
                f"{start} {first} ",
                Deleted(words["deleted"]),
                Inserted(words["inserted"]),
                rest,
                Comment(words["comment"]),
            )
        )

    return [*head, changed(), pen.para(5), Para((Hidden(words["hidden"]),)), changed()]


_BLOCKS: dict[str, Callable[[Pen, Words, list[Block]], list[Block]]] = {
    "plain": _plain,
    "headings": _headings,
    "columns": _columns,
    "running": _running,
    "notes": _notes,
    "table": _table,
    "lists": _lists,
    "box": _box,
    "justified": _justified,
    "initial": _initial,
    "form": _form,
    "numbered": _numbered,
    "verse": _verse,
    "contents": _contents,
    "edited": _edited,
}
LAYOUTS = tuple(_BLOCKS)


LOOKS = (Look(), Look("Liberation Sans", 11, 2.0), Look("Liberation Serif", 13, 3.0))


def essay(layout: str, language: Language, script: Script, number: int = 0) -> Essay:
    """The essay of this layout and language, by a pupil whose name is written so.

    Each number gives other sentences; 0 is the corpus that lies in the bench's data.
    """
    dice = Random(f"{layout} {language} {number}" if number else f"{layout} {language}")
    pen = Pen(language, dice)
    words = _WORDS[language]
    name = NAMES[script][(LAYOUTS.index(layout) + number) % 4]
    title = Heading(dice.choice(words["titles"]), 1, spaced=layout == "justified")
    by = Para((words["by"].format(name=name),))
    blocks = _BLOCKS[layout](pen, words, [title, by])
    running = layout in ("running", "notes", "contents")
    return Essay(
        layout,
        language,
        script,
        name,
        tuple(blocks),
        header=words["header"].format(name=name) if running else "",
        footer=words["footer"] if running else "",
        columns=2 if layout == "columns" else 1,
        justified=layout in ("justified", "columns"),
        line_numbers=layout == "numbered",
        spacing=2.0 if layout == "running" else 1.5 if layout in ("numbered", "notes") else 1.2,
        look=LOOKS[number % len(LOOKS)],
    )
