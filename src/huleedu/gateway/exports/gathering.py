"""Gather what an export is made from, as far as whoever asked for it may have it."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

import msgspec

from huleedu.gateway.exports import store
from huleedu.gateway.exports.facts import ExportFacts, Given, GradeTaken, PupilTaken
from huleedu.gateway.exports.platforms.known import PLATFORMS, refused
from huleedu.gateway.exports.platforms.oneroster import are_numbers
from huleedu.gateway.exports.profiles import PROFILES, Known, ProfileCode, WhyNot, why_not
from huleedu.gateway.exports.sources import Databases
from huleedu.gateway.exports.store import Export
from huleedu.gateway.feedback.pdf import pdfs_can_be_made
from huleedu.gateway.report.loading import Tell, load_outline, load_ranked_report
from huleedu.kit.content import Contents
from huleedu.kit.database import Database
from huleedu.services.classes.api import classes
from huleedu.services.classes.api.classes import Seen, Teacher
from huleedu.services.classes.api.matching import handed_in_as
from huleedu.services.classes.api.proposals import Matching, ShownEssay, proposals
from huleedu.services.feedback import api as feedback
from huleedu.services.judging.api.kept import rules_told
from huleedu.services.judging.api.plans import plan_of
from huleedu.services.results import api as results
from huleedu.services.results.api import BatchSeen, grades


@dataclass(frozen=True, slots=True)
class Gathered:
    """All that the export is made from; `names`: pupils' names may stand in it."""

    facts: ExportFacts
    names: bool


@dataclass(frozen=True, slots=True)
class NotOffered:
    """It may not be taken away so, or no longer."""

    why: WhyNot | str


@dataclass(frozen=True, slots=True)
class ClassTaken:
    """The pupils of a batch, with their essays, and what their class is called."""

    name: str
    pupils: tuple[PupilTaken, ...]


async def known_of(databases: Databases, seen: BatchSeen, school: UUID) -> Known:
    """What decides which forms are offered of a batch."""
    decided = await grades.decided(databases("results"), seen.id, school)
    plan = await plan_of(databases("judging"), seen.id)
    return Known(
        essays=seen.counts.assigned,
        hidden=seen.hidden,
        secret=plan.secret,
        grades=len(decided),
        numbers=are_numbers(one.grade for one in decided.values()),
        judged=seen.ranked,
        given=len(await feedback.given(databases("feedback"), seen.id, school)),
        pdf=pdfs_can_be_made(),
    )


async def gather(
    databases: Databases,
    contents: Contents,
    export: Export,
    tell: Tell | None = None,
    *,
    given: Given | None = None,
) -> Gathered | NotOffered:
    """What this export is made from, now. Raises `EngineAway`, `ContentLost`.

    Args:
        tell: is told how far it is.
        given: a platform's file, if none is kept with the export.
    """
    code: ProfileCode = msgspec.convert(export.profile, ProfileCode)
    database = databases("results")
    before = await _seen(database, export)
    if before is None:
        return NotOffered("not_yours")
    if why := why_not(PROFILES[code], await known_of(databases, before, export.school)):
        return NotOffered(why)
    facts = await _facts(databases, contents, export, code, tell)
    if given:
        facts = msgspec.structs.replace(facts, given=given)
    if told := refused(facts):
        return NotOffered(told)
    after = await _seen(database, export)  # names may have been shown or hidden meanwhile
    if after is None:
        return NotOffered("not_yours")
    return Gathered(facts, names=not (before.hidden and after.hidden))


async def _seen(database: Database, export: Export) -> BatchSeen | None:
    """The batch, if who asked for the export may still work on it."""
    seen = await results.batch_seen(database, export.batch, export.person, administrator=True)
    return seen if isinstance(seen, BatchSeen) and seen.may != "look" else None


async def _facts(
    databases: Databases,
    contents: Contents,
    export: Export,
    code: ProfileCode,
    tell: Tell | None,
) -> ExportFacts:
    batch, school, database = export.batch, export.school, databases("results")
    if PROFILES[code].purpose != "platform":
        report = await load_ranked_report(database, contents, batch, tell)
        rules = await rules_told(databases("judging"), batch) if code == "method" else None
        facts = ExportFacts(profile=code, language=export.language, report=report)
        return msgspec.structs.replace(facts, rules=rules or {})
    seen = await _seen(database, export)
    of_class = await class_taken(databases, batch, school, export.person)
    return ExportFacts(
        profile=code,
        language=export.language,
        report=await load_outline(database, batch),
        pupils=of_class.pupils,
        class_name=of_class.name,
        due=seen.due if seen else None,
        grades=await _grades(database, batch, school),
        feedback=await _feedback(databases, batch, school),
        given=await _given(databases("exports"), export),
    )


async def _grades(database: Database, batch: UUID, school: UUID) -> dict[UUID, GradeTaken]:
    return {
        essay: GradeTaken(
            grade=one.grade,
            by=one.by_name,
            at=one.at,
            reason=one.reason,
            likeliest=one.likeliest,
        )
        for essay, one in (await grades.decided(database, batch, school)).items()
    }


async def _feedback(databases: Databases, batch: UUID, school: UUID) -> dict[UUID, str]:
    given = await feedback.given(databases("feedback"), batch, school)
    return {essay: gift.page.words for essay, gift in given.items() if gift.page.words}


async def _given(database: Database, export: Export) -> Given | None:
    async with database.session() as sql:
        content = await store.given(sql, export.id)
    if content is None:
        return None
    return Given(name=export.given_name, content=content, column=export.chosen)


async def class_taken(databases: Databases, batch: UUID, school: UUID, person: UUID) -> ClassTaken:
    """The pupils of the batch's class, or those that came with the batch, with their essays.

    An essay of several pupils is each one's; of one of which that is not sure it is nobody's.
    """
    matching = await proposals(databases("classes"), batch)
    seen = None
    if matching.class_:
        who = Teacher(school, person, administrator=True)
        seen = await classes.one(databases("classes"), who, matching.class_)
    of_class = seen if isinstance(seen, Seen) else None
    known = {str(pupil.id): pupil for pupil in of_class.pupils} if of_class else {}
    essays = _essays_of(matching)
    pupils: list[PupilTaken] = []
    for choice in matching.pupils:
        theirs, pupil = essays.get(choice.key, ()), known.get(choice.key)
        called = dict(filter(None, (handed_in_as(essay.name) for essay in theirs)))
        pupils.append(
            PupilTaken(
                name=choice.name,
                email=pupil.email if pupil else "",
                ids=tuple(pupil.ids) if pupil else (),
                essays=tuple(essay.id for essay in theirs),
                canvas_id=called.get("canvas", ""),
                moodle_id=called.get("moodle", ""),
            )
        )
    return ClassTaken(of_class.of.name if of_class else "", tuple(pupils))


def _essays_of(matching: Matching) -> Mapping[str, Sequence[ShownEssay]]:
    """By the key of a pupil."""
    found: dict[str, list[ShownEssay]] = {}
    for essay in matching.sure:
        for key in matching.keys_of(essay):
            found.setdefault(key, []).append(essay)
    return found


async def told_of(facts: ExportFacts) -> store.ToldOfFile:
    """How many grades stand in a platform's file, and whose do not."""
    platform = PLATFORMS.get(facts.profile)
    if platform is None:
        return store.ToldOfFile()
    filled = await asyncio.to_thread(platform.filled, facts)
    return store.ToldOfFile(
        filled=filled.filled, missing=filled.missing, undecided=filled.undecided
    )
