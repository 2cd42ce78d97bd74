"""Read who is to judge, as people paste it: a line each, with an address, groups, a number."""

import csv
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

JUDGES_MAX = 500
BRACKETED = re.compile(r"^(.*?)\s*<([^<>\s]+@[^<>\s]+)>$")
ADDRESS = re.compile(r"^[^@\s<>,;]+@[^@\s<>,;]+$")
QUOTA = re.compile(r"^[1-9][0-9]{0,4}$", re.ASCII)
NAMES = frozenset({"name", "namn", "judge", "domare", "bedömare"})
HEADINGS = frozenset(
    {"", "e-mail", "email", "mail", "e-post", "epost", "address", "adress", "quota", "kvot"}
    | {"antal", "number", "not", "inte", "never", "aldrig", "group", "groups", "grupp", "grupper"}
    | {"class", "klass", "not their class", "inte sin klass"}
)
"""What the columns of a table of judges are called; which is which its cells tell."""
LIST_MARK = re.compile(r"^\s*(?:[-*•]|\d{1,3}[.)])\s+")


@dataclass(frozen=True, slots=True)
class JudgeLine:
    """Somebody who is to judge, how much, and the groups whose essays they are not to get.

    `quota`: how many decisions they are asked for; None: as many as the others.
    """

    name: str
    email: str = ""
    groups: tuple[str, ...] = ()
    quota: int | None = None


@dataclass(frozen=True, slots=True)
class LineWrong:
    """A line that names nobody, or somebody who stands there already: a code with the line."""

    code: str
    line: str


def read_judges(pasted: str) -> list[JudgeLine] | LineWrong:
    """Everybody who is named: `Karin Lind <karin@skola.se>`, `Karin Lind, karin@skola.se, 9A, 40`.

    A number alone is how many decisions somebody is asked for. A first line of headings, as tables
    have it, names nobody.
    """
    found: dict[str, JudgeLine] = {}
    lines = pasted.removeprefix("\ufeff").splitlines()
    if lines and _is_heading(lines[0]):
        lines = lines[1:]
    for line in lines:
        plain = re.sub(r"[^\S\t]+", " ", LIST_MARK.sub("", line)).strip()
        if not plain:
            continue
        one = _judge(plain)
        if not one.name:
            return LineWrong("no_name", plain)
        if one.name.casefold() in found:
            return LineWrong("twice", one.name)
        found[one.name.casefold()] = one
    if len(found) > JUDGES_MAX:
        return LineWrong("too_many", str(JUDGES_MAX))
    return [*found.values()]


def _parts(line: str) -> list[str]:
    """What stands between separators; within quotation marks a comma is none."""
    if '"' not in line:
        return [part.strip() for part in re.split(r"[,;\t]", line)]
    separator = max(";\t,", key=line.count)
    return [part.strip() for part in next(csv.reader([line], delimiter=separator))]


def _is_heading(line: str) -> bool:
    parts = [part.casefold() for part in _parts(line)]
    return parts[0] in NAMES and len(parts) > 1 and all(part in HEADINGS for part in parts[1:])


def _judge(line: str) -> JudgeLine:
    first, *rest = _parts(line)
    if bracketed := BRACKETED.match(first):
        first, rest = bracketed[1].strip('" '), [bracketed[2], *rest]
    quota = next((int(part) for part in rest if QUOTA.match(part)), None)
    rest = [part for part in rest if part and not QUOTA.match(part)]
    if ADDRESS.match(first):  # an address alone: whoever it is, is called by what stands before @
        return JudgeLine(first.partition("@")[0], first, tuple(rest), quota)
    emails = [part for part in rest if ADDRESS.match(part)]
    groups = tuple(part for part in rest if part not in emails)
    return JudgeLine(first, next(iter(emails), ""), groups, quota)


@dataclass(frozen=True, slots=True)
class NoSuchGroup:
    """No pupil of the batch's class is in a group of this name; `known` are those there are."""

    name: str
    known: tuple[str, ...]


def barred_by(
    groups: Sequence[str], essays_of: Mapping[str, Sequence[UUID]]
) -> tuple[UUID, ...] | NoSuchGroup:
    """The essays of these groups' pupils; `essays_of` goes from each group to its essays."""
    plain = {name.casefold(): name for name in essays_of}
    barred: dict[UUID, None] = {}
    for group in groups:
        if group.casefold() not in plain:
            return NoSuchGroup(group, tuple(sorted(essays_of)))
        barred |= dict.fromkeys(essays_of[plain[group.casefold()]])
    return tuple(barred)
