"""Gather what an export is made from, as far as whoever asked for it may have it."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

import msgspec

from huleedu.gateway.exports.facts import ExportFacts
from huleedu.gateway.exports.profiles import (
    PROFILES,
    Known,
    Profile,
    ProfileCode,
    WhyNot,
    why_not,
)
from huleedu.gateway.exports.store import Export
from huleedu.gateway.report.loading import Tell, load_ranked_report
from huleedu.kit.content import Contents
from huleedu.kit.database import Database
from huleedu.services.results import api as results
from huleedu.services.results.api import BatchSeen

Databases = Callable[[str], Database]
"""The tables of each service by its name, with the rights of whoever gathers."""


@dataclass(frozen=True, slots=True)
class Gathered:
    """All that the export is made from; `names`: pupils' names may stand in it."""

    facts: ExportFacts
    names: bool


@dataclass(frozen=True, slots=True)
class NotOffered:
    """It may not be taken away so, or no longer."""

    why: WhyNot | str


async def known_of(databases: Databases, seen: BatchSeen) -> Known:
    """What decides which forms are offered of a batch."""
    return Known(
        essays=seen.counts.assigned,
        hidden=seen.hidden,
        secret=False,
        grades=0,
        judged=seen.ranked,
    )


async def gather(
    databases: Databases, contents: Contents, export: Export, tell: Tell
) -> Gathered | NotOffered:
    """What this export is made from, now. Raises `EngineAway`, `ContentLost`."""
    code: ProfileCode = msgspec.convert(export.profile, ProfileCode)
    profile = PROFILES[code]
    database = databases("results")
    before = await _seen(database, export)
    if before is None:
        return NotOffered("not_yours")
    if why := why_not(profile, await known_of(databases, before)):
        return NotOffered(why)
    facts = await _facts(databases, contents, export, code, tell)
    after = await _seen(database, export)  # names may have been shown or hidden meanwhile
    if after is None:
        return NotOffered("not_yours")
    return Gathered(facts, names=not (before.hidden and after.hidden))


async def _seen(database: Database, export: Export) -> BatchSeen | None:
    """The batch, if who asked for the export may still work on it."""
    seen = await results.batch_seen(database, export.batch, export.person, administrator=True)
    return seen if isinstance(seen, BatchSeen) and seen.may != "look" else None


async def _facts(
    databases: Databases, contents: Contents, export: Export, code: ProfileCode, tell: Tell
) -> ExportFacts:
    report = await load_ranked_report(databases("results"), contents, export.batch, tell)
    return ExportFacts(profile=code, language=export.language, report=report)


def offered(profile: Profile, known: Known) -> bool:
    """Whether this form is offered."""
    return why_not(profile, known) is None


def essays_of(facts: ExportFacts) -> list[UUID]:
    """The essays that take part, by slot."""
    return [UUID(essay.id) for essay in facts.report.essays]
