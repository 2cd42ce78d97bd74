"""Measure how well essays find their pupils, in made-up classes with all the noise of real ones."""

import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from huleedu.bench.matching_names import Person, bare, person, signature
from huleedu.services.classes.api.matching import (
    EssayHints,
    Match,
    RosterPupil,
    match,
)

CLASSES = 200
ALIKE_CLASSES = 20
SEED = 20261129
TITLES = ("Min sommar", "A challenge", "Uppsats 2", "Essay final", "Skolstart", "My hero", "Text")
FIRST_LINES = (
    "Det var en gång en liten stad vid havet där ingen hade bråttom.",
    "Last summer we went to the mountains, and nothing was as I had thought.",
    "I den här texten ska jag diskutera varför skolan borde börja senare.",
    "Some people say that phones should be banned. I do not agree.",
)


@dataclass(frozen=True)
class MadeUpClass:
    """A class list, its essays, and whose each of them is; None: of nobody in the list."""

    pupils: Sequence[RosterPupil]
    essays: Sequence[EssayHints]
    truth: dict[str, int | None]


@dataclass
class Counts:
    """What became of the essays of some classes."""

    essays: int = 0
    right: int = 0
    """Whoever is taken, or else shown first, is the right one; for a stranger nobody is taken."""
    taken: int = 0
    taken_wrong: int = 0
    asked: int = 0
    took_s: float = 0.0
    wrong: list[str] = field(default_factory=list[str])


@dataclass(frozen=True)
class Matched:
    """Ordinary classes, and classes with many like names."""

    ordinary: Counts
    alike: Counts


def measure_matching(classes: int = CLASSES, alike: int = ALIKE_CLASSES) -> Matched:
    """Match made-up Swedish and English classes, always the same ones."""
    ordinary, like = Counts(), Counts()
    for number in range(classes):
        dice = random.Random(SEED + number)
        _count(ordinary, made_up(dice, swedish=number % 2 == 0))
    for number in range(alike):
        _count(like, made_up(random.Random(SEED - 1 - number), swedish=number % 2 == 0, alike=True))
    return Matched(ordinary, like)


def made_up(dice: random.Random, *, swedish: bool, alike: bool = False) -> MadeUpClass:
    """A class of about 28: some absent, some with two texts, some files of strangers."""
    people = _alike_people(dice, swedish) if alike else []
    people += [person(dice, swedish=swedish) for _ in range(dice.randint(22, 31) - len(people))]
    by_name = {who.name: who for who in people}
    people = [*by_name.values()]
    dice.shuffle(people)
    with_ids = dice.random() < 0.4
    pupils = [
        RosterPupil(who.name, ids=(who.canvas,), email=who.email)
        if with_ids
        else RosterPupil(who.name)
        for who in people
    ]
    way = dice.choice(WAYS)
    essays: list[EssayHints] = []
    truth: dict[str, int | None] = {}
    for at, who in enumerate(people):
        for _ in range(dice.choices((0, 1, 2), (5, 93, 2))[0]):
            essays.append(way(dice, who, str(len(essays))))
            truth[essays[-1].id] = at
    for _ in range(dice.choices((0, 1, 2), (70, 20, 10))[0]):
        stranger = person(dice, swedish=swedish)
        if stranger.name not in by_name:
            essays.append(_of_stranger(dice, stranger, str(len(essays))))
            truth[essays[-1].id] = None
    order = dice.sample(essays, len(essays))
    return MadeUpClass(pupils, order, truth)


def _alike_people(dice: random.Random, swedish: bool) -> list[Person]:
    """Siblings, three Annas, Ali and Aly, and surnames that differ by a letter."""
    family = person(dice, swedish=swedish).last
    people = [person(dice, swedish=swedish, last=family) for _ in range(3)]
    people += [person(dice, swedish=swedish, given="Anna") for _ in range(3)]
    people += [person(dice, swedish=swedish, given="Annika")]
    surname = person(dice, swedish=swedish).last
    people += [person(dice, swedish=swedish, given=one, last=surname) for one in ("Ali", "Aly")]
    people += [
        person(dice, swedish=swedish, given=given, last=last)
        for given, last in (
            ("Erik", "Karlsson"),
            ("Eric", "Carlsson"),
            ("Erik", "Carlson"),
            ("Sofia", "Lind"),
            ("Sofia", "Lindh"),
            ("Sofie", "Lind"),
        )
    ]
    return people


Way = Callable[[random.Random, Person, str], EssayHints]


def _in_file_name(dice: random.Random, who: Person, id_: str) -> EssayHints:
    name = signature(dice, who)
    joined = dice.choice((" ", "_", "-"))
    title = dice.choice(("", "", f" {dice.choice(TITLES)}", f" {dice.choice(TITLES)} v2"))
    file = f"{name}{title}".replace(" ", joined) + dice.choice((".docx", ".pdf", ".odt"))
    return EssayHints(id_, "", file, dice.choice(FIRST_LINES))


def _in_header(dice: random.Random, who: Person, id_: str) -> EssayHints:
    header = dice.choice(("{}", "{}\t9B", "Engelska 6  {}  2026-10-14", "Name: {}"))
    header = header.format(signature(dice, who))
    return EssayHints(id_, header, f"Document{dice.randrange(9)}.docx", dice.choice(FIRST_LINES))


def _in_text(dice: random.Random, who: Person, id_: str) -> EssayHints:
    name = signature(dice, who)
    if " " not in name:
        name = f"Namn: {name}"
    lines = (name, f"{dice.choice(TITLES)}\n{name}", f"{name} 9B\n{dice.choice(TITLES)}")
    text = f"{dice.choice(lines)}\n{dice.choice(FIRST_LINES)}"
    return EssayHints(id_, "", f"uppsats {id_}.docx", text)


def _canvas(dice: random.Random, who: Person, id_: str) -> EssayHints:
    joined = bare(f"{who.last}{who.second}{who.given}".lower())
    joined = "".join(c for c in joined if c.isalpha())
    if dice.random() < 0.7:
        joined = "".join(c for c in bare(f"{who.last}{who.given}".lower()) if c.isalpha())
    late = "_LATE" if dice.random() < 0.1 else ""
    file = f"{joined}{late}_{who.canvas}_{dice.randrange(10**6, 10**7)}_{dice.choice(TITLES)}.docx"
    return EssayHints(id_, "", file, dice.choice(FIRST_LINES))


def _moodle(dice: random.Random, who: Person, id_: str) -> EssayHints:
    number = dice.randrange(10**6, 10**7)
    after = dice.choice(("_", "/"))
    file = f"{who.given} {who.last}_{number}_assignsubmission_file{after}{dice.choice(TITLES)}.docx"
    return EssayHints(id_, "", file, dice.choice(FIRST_LINES))


def _classroom(dice: random.Random, who: Person, id_: str) -> EssayHints:
    file = f"{who.given} {who.last} - {dice.choice(TITLES)}.docx"
    return EssayHints(id_, "", file, dice.choice(FIRST_LINES))


def _teams(dice: random.Random, who: Person, id_: str) -> EssayHints:
    file = f"Submitted files/{who.last}, {who.given}/Version 1/{dice.choice(TITLES)}.docx"
    return EssayHints(id_, "", file, dice.choice(FIRST_LINES))


def _by_email(dice: random.Random, who: Person, id_: str) -> EssayHints:
    return EssayHints(id_, who.email, f"{dice.choice(TITLES)}.docx", dice.choice(FIRST_LINES))


def _mixed(dice: random.Random, who: Person, id_: str) -> EssayHints:
    return dice.choice((_in_file_name, _in_header, _in_text, _by_email))(dice, who, id_)


def _both(dice: random.Random, who: Person, id_: str) -> EssayHints:
    one, other = _in_file_name(dice, who, id_), _in_header(dice, who, id_)
    return EssayHints(id_, other.header_text, one.file_name, one.first_lines)


WAYS: tuple[Way, ...] = (
    *(_in_file_name, _in_file_name, _in_header, _in_text, _mixed, _mixed, _both),
    *(_canvas, _moodle, _classroom, _teams),
)


def _of_stranger(dice: random.Random, who: Person, id_: str) -> EssayHints:
    """A file of another class, or none of a pupil's at all."""
    if dice.random() < 0.5:
        return EssayHints(id_, "", "Instruktioner.docx", "Läs uppgiften noga innan du börjar.")
    return EssayHints(id_, "", f"{who.given} {who.last}.docx", dice.choice(FIRST_LINES))


def _count(counts: Counts, made: MadeUpClass) -> None:
    began = time.perf_counter()
    found = match(made.pupils, made.essays)
    counts.took_s += time.perf_counter() - began
    for essay in made.essays:
        answer, truth = found[essay.id], made.truth[essay.id]
        first = answer.guesses[0].pupil if answer.guesses else None
        counts.essays += 1
        right = first == truth or (truth is None and not isinstance(answer, Match))
        counts.right += right
        if isinstance(answer, Match):
            counts.taken += 1
            counts.taken_wrong += first != truth
        else:
            counts.asked += truth is not None
        if not right:
            names = [None if at is None else made.pupils[at].name for at in (truth, first)]
            place = " | ".join((essay.header_text, essay.file_name, essay.first_lines[:40]))
            counts.wrong.append(f"{'TAKEN ' * isinstance(answer, Match)}{place}: {names}")


def page(found: Matched, classes: int, alike: int) -> str:
    """The figures as a page of `docs/evidence`."""
    rows = [
        f"| {words} | {counts.essays:,} | {counts.right / counts.essays:.2%} |"
        f" {counts.taken:,} | {counts.taken_wrong} |"
        f" {counts.asked / counts.essays:.1%} | {1000 * counts.took_s / counts.essays:.1f} |"
        for words, counts in (
            (f"{classes} Swedish and English classes", found.ordinary),
            (f"{alike} classes with many like names", found.alike),
        )
    ]
    return PAGE.format(rows="\n".join(rows), seed=SEED)


PAGE = """# Essays find their pupils

**Claim.** Of all essays of a class at least 99 % are right, and of those that are taken without
asking at most 0.1 % are wrong; also where many are called alike.

    huleedu bench matching --out docs/evidence/matching.md

Made-up classes, seed {seed}:

| | essays | right in all | taken without asking | wrong of these | asked about | ms an essay |
| --- | --- | --- | --- | --- | --- | --- |
{rows}

*Right* is an essay whose pupil is taken, or shown first where somebody is asked; and a file of
nobody in the list for which nobody is taken. Names stand in the file name (as pupils, Canvas,
Moodle, Google Classroom and Teams write it), the header, the first lines or an e-mail address:
turned round, shortened, by nickname or initial, with a slip, without accents, with two given names,
two surnames, particles; 5 % of the pupils handed in nothing, 2 % twice, and three classes of ten
hold files of strangers. The like names are siblings, three Annas and an Annika, Ali and Aly,
Karlsson and Carlsson, Lind and Lindh. A third of the names stands in no list that matching knows.

What is not right is mostly what nobody could know: "Namn: Aisha" where two are called so. A smaller
form of this is the test `tests/bench/test_matching.py`.
"""
