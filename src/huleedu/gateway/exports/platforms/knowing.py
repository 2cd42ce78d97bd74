"""Know a platform's pupils again: by ids of other systems, by e-mail, by a name that is unique."""

import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from huleedu.gateway.exports.facts import ExportFacts, PupilTaken


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """A platform's file.

    Args:
        filled: how many grades stand in it.
        missing: pupils whose grade does not: they are not in the platform's file, or nothing tells
            the platform who they are.
        undecided: pupils without one decided grade.
    """

    content: bytes
    filled: int
    missing: tuple[str, ...] = ()
    undecided: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PlatformRow:
    """A row of a platform's table: where it is, by what it names a pupil, and which name.

    `own` is the platform's own id, which is nobody else's; `ids` are those that a school gives.
    """

    number: int
    own: str
    ids: Collection[str]
    name: str


def grade_of(pupil: PupilTaken, facts: ExportFacts) -> str:
    """The pupil's decided grade; nothing if there is none, or several texts have different ones."""
    grades = facts.report.decided_grades
    found = {grades[str(essay)] for essay in pupil.essays if str(essay) in grades}
    return found.pop() if len(found) == 1 else ""


def feedback_of(pupil: PupilTaken, facts: ExportFacts) -> str:
    """What the pupil was given to read, text by text."""
    return "\n\n".join(facts.feedback[one] for one in pupil.essays if one in facts.feedback)


def undecided(facts: ExportFacts) -> tuple[str, ...]:
    """Pupils who have a text and not one decided grade."""
    return tuple(p.name for p in facts.pupils if p.essays and not grade_of(p, facts))


def known_rows(
    rows: Iterable[PlatformRow], pupils: Sequence[PupilTaken], own: Sequence[str]
) -> Mapping[int, PupilTaken]:
    """Whose each row is, by its number; rows of which that is not sure are left out.

    Ids decide, unless they or the name speak of somebody else: a grade in a wrong row is worse than
    none.

    Args:
        own: the platform's own id of each pupil, as far as it is known.
    """
    by_own = {one: at for at, one in enumerate(own) if one}
    by_id: dict[str, list[int]] = {}
    for at, pupil in enumerate(pupils):
        for one in {name.casefold() for name in (*pupil.ids, pupil.email)} - {""}:
            by_id.setdefault(one, []).append(at)
    names = Counter(plain(pupil.name) for pupil in pupils)
    by_name = {plain(p.name): at for at, p in enumerate(pupils) if names[plain(p.name)] == 1}
    rows = list(rows)
    in_file = Counter(plain(row.name) for row in rows)
    found: dict[int, int] = {}
    for row in rows:
        likely = {at for one in {row.own, *row.ids} for at in by_id.get(one.casefold(), ())}
        if row.own in by_own:
            likely = {by_own[row.own]}
        named = by_name.get(plain(row.name)) if in_file[plain(row.name)] == 1 else None
        if len(likely) == 1 and named in (None, *likely):
            found[row.number] = likely.pop()
        elif named is not None and (not likely or named in likely):
            found[row.number] = named
    times = Counter(found.values())
    return {number: pupils[at] for number, at in found.items() if times[at] == 1}


def plain(name: str) -> str:
    """A name however it is written: "Åberg, Anna" is "anna åberg"."""
    last, comma, given = unicodedata.normalize("NFC", name).casefold().partition(",")
    return " ".join(f"{given} {last}".split()) if comma else " ".join(last.split())
