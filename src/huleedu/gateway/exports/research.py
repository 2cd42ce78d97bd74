"""A batch's decisions for research: codes alone, by which nobody is known.

Codes have an order of their own, so they tell neither who handed in first nor whose name comes
first. What judges wrote is left out, for it may name somebody; moments are seconds since the first
decision.
"""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import aclosing
from datetime import datetime
from hashlib import sha256
from typing import BinaryIO
from uuid import UUID

import msgspec

from huleedu.gateway.exports.facts import ExportFacts
from huleedu.gateway.exports.packing import add_file, add_table, archive
from huleedu.gateway.exports.sources import Databases
from huleedu.gateway.exports.store import Export
from huleedu.gateway.report import summary
from huleedu.gateway.report.scores import Score, scores_of
from huleedu.gateway.words.words import words
from huleedu.kit.content import Contents
from huleedu.kit.database import Row
from huleedu.services.judging.api.kept import pairs_by_essay, rules_told
from huleedu.services.results.api import EssayReport, NotMeasured, RankedEssay

FORMAT = "huleedu-research/1"
DECISIONS = (
    *("number", "judge", "kind", "model", "first", "second", "answer", "steps", "took_s", "at_s"),
    *("turned", "left_out"),
)
ESSAYS = ("essay", "language", "misspellings", "place", "place_low", "place_high")
MORE_OF_ESSAYS = (
    *("ability", "ability_error", "score", "score_error", "judgements"),
    *("known_grade", "decided_grade"),
)
CODEBOOK = ("file", "column", "meaning", "unit")


class AboutResearch(msgspec.Struct, frozen=True, kw_only=True):
    """What the tables are, for whoever reads them without us."""

    format: str
    program: str
    essays: int
    decisions: int
    rules: Mapping[str, object]
    columns: Mapping[str, Sequence[str]]


async def add_research(
    databases: Databases, _contents: Contents, export: Export, facts: ExportFacts, out: BinaryIO
) -> None:
    """Add the tables of decisions and of essays, and what they are."""
    judging = databases("judging")
    essays = codes(export.batch, [UUID(essay.id) for essay in facts.report.essays])
    measures = [info.key for info in facts.report.measures]
    columns = {
        "decisions.csv": DECISIONS,
        "essays.csv": (*ESSAYS, *MORE_OF_ESSAYS, *measures),
    }
    with archive(out, "a") as packed:
        async with aclosing(pairs_by_essay(judging, export.batch)) as pairs:
            told = _decisions(export.batch, essays, pairs)
            count = await add_table(packed, "decisions.csv", DECISIONS, told)
        await add_table(packed, "essays.csv", columns["essays.csv"], _essays(facts, essays))
        await add_table(packed, "codebook.csv", CODEBOOK, _codebook(facts))
        rules = await rules_told(judging, export.batch)
        about = AboutResearch(
            format=FORMAT,
            program=facts.report.program,
            essays=len(essays),
            decisions=count,
            rules=_rules(rules or {}),
            columns=columns,
        )
        add_file(packed, "about.json", msgspec.json.format(msgspec.json.encode(about)))


def codes(batch: UUID, whose: Sequence[object], letter: str = "E") -> dict[str, str]:
    """A code for each of these, in an order that nothing else has."""

    def scattered(one: object) -> bytes:
        return sha256(f"{batch} {one}".encode()).digest()

    order = sorted({str(one) for one in whose}, key=scattered)
    width = len(str(len(order)))
    return {one: f"{letter}{at:0{width}}" for at, one in enumerate(order, 1)}


def _rules(rules: Mapping[str, object]) -> dict[str, object]:
    """How it was judged, but for which essays are anchors: that stands beside the essays."""
    kept = ("criterion", "steps", "way", "measures", "scale", "bands")
    return {name: rules[name] for name in kept if name in rules}


async def _decisions(
    batch: UUID, essays: Mapping[str, str], pairs: AsyncIterator[Row]
) -> AsyncIterator[Sequence[object]]:
    judges: dict[str, str] = {}
    begun: datetime | None = None
    number = 0
    async for row in pairs:
        first, second = essays.get(str(row["first"])), essays.get(str(row["second"]))
        if row["state"] != "decided" or first is None or second is None:
            continue
        number += 1
        begun = begun or row["ended_at"]
        kind, model = row["kind"], row["kind"] in ("model", "baseline")
        judge = judges.setdefault(row["judge"], f"{kind[0].upper()}{len(judges) + 1}")
        yield (
            *(number, judge, kind, row["judge"] if model else None, first, second),
            *(row["answer"], row["steps"], row["took_s"]),
            round((row["ended_at"] - begun).total_seconds(), 1) if begun else None,
            *("yes" if row[each] else None for each in ("turned", "left_out")),
        )


async def _codebook(facts: ExportFacts) -> AsyncIterator[Sequence[object]]:
    """What each column means, and in what it counts."""
    say, told = words(facts.language).say, words(facts.language)
    for name in DECISIONS:
        yield "decisions.csv", name, say(f"codebook.{name}"), None
    scores = facts.report.ranking.scores if facts.report.ranking else (100.0, 15.0)
    mean, spread = map(told.short, scores)
    for name in (*ESSAYS, *MORE_OF_ESSAYS):
        meaning = say(f"codebook.essay.{name}", mean=mean, spread=spread)
        yield "essays.csv", name, meaning, None
    for info in facts.report.measures:
        meaning, unit = summary.meaning(info, told), summary.unit(info, told)
        yield "essays.csv", info.key, f"{summary.name(info, told)}. {meaning}".strip(), unit or None


async def _essays(facts: ExportFacts, essays: Mapping[str, str]) -> AsyncIterator[Sequence[object]]:
    report = facts.report
    placed = {one.essay: one for one in report.ranking.essays} if report.ranking else {}
    scores = scores_of(report.ranking)
    by_code = sorted((essays[essay.id], at) for at, essay in enumerate(report.essays))
    for code, at in by_code:
        essay = report.essays[at]
        yield _essay(code, essay, placed.get(essay.id), scores.get(essay.id), facts)


def _essay(
    code: str,
    essay: EssayReport,
    placed: RankedEssay | None,
    score: Score | None,
    facts: ExportFacts,
) -> Sequence[object]:
    place: list[object] = [None] * 9
    if placed:
        place = [placed.place, placed.low, placed.high, round(placed.ability, 4)]
        place += [round(placed.error, 4)]
        place += [round(score.score, 2), round(score.error, 2)] if score else [None, None]
        place += [placed.judgements, placed.known_grade or None]
    measured = [essay.measures.get(info.key) for info in facts.report.measures]
    return [
        *(code, essay.language, len(essay.misspellings), *place),
        facts.report.decided_grades.get(essay.id),
        *(None if isinstance(value, NotMeasured) else value for value in measured),
    ]
