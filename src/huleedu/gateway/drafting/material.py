"""Gather what a model may know of one text, and whether it may know it at all."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from huleedu.contracts.ranking import RankingPicture
from huleedu.gateway.drafting.asking import DraftMaterial, NoDraft
from huleedu.gateway.drafting.store import DraftAsked
from huleedu.gateway.feedback.facts import facts_about
from huleedu.gateway.words.words import Words, words
from huleedu.kit.content import Contents
from huleedu.kit.database import Database
from huleedu.services.classes.api.objections import essays_without_models
from huleedu.services.judging.api.anonymising import anonymise, mentions
from huleedu.services.judging.api.injection import find_injection
from huleedu.services.judging.api.plans import plan_of
from huleedu.services.results import api as results
from huleedu.services.results.api import EssayReport, grades


@dataclass(frozen=True, slots=True)
class DraftSources:
    """Where everything is that a draft is made from."""

    databases: Callable[[str], Database]
    contents: Contents


async def material_of(sources: DraftSources, asked: DraftAsked) -> DraftMaterial | NoDraft:
    """The text without names, the criterion, what was counted, the place in words; or why not."""
    batch, essay, say = asked.of.batch, asked.essay, words(asked.language)
    plan = await plan_of(sources.databases("judging"), batch)
    if plan.secret:
        return NoDraft("secret")
    if essay in await essays_without_models(sources.databases("classes"), batch):
        return NoDraft("pupil_objects")
    database = sources.databases("results")
    found = await results.essay_of_file(database, sources.contents, batch, essay, mentions)
    if not isinstance(found, EssayReport):
        return NoDraft("no_text")
    names = (await results.real_names(database, batch, [essay]))[essay]
    text = await asyncio.to_thread(anonymise, found.text, names.pupil)
    if await asyncio.to_thread(find_injection, text):
        return NoDraft("speaks_to_reader")
    _, ranking = await grades.picture(database, sources.contents, batch)
    return DraftMaterial(
        text=text,
        criterion=plan.criterion or say.say("criterion.whole"),
        facts=[say.say(f"feedback.fact.{one.code}", **one.told) for one in facts_about(found)],
        place=place_in_words(ranking, essay, say),
    )


def place_in_words(ranking: RankingPicture | None, essay: UUID, say: Words) -> str:
    """Roughly where a text stands, if it is known: never a number, and never beside another's."""
    if ranking is None or not ranking.for_grading:
        return ""
    ranked = [one for one in ranking.essays if not one.is_anchor]
    found = next((one for one in ranked if one.essay == str(essay)), None)
    if found is None or len(ranked) < 3:
        return ""
    third = len(ranked) / 3
    where = "upper" if found.high <= third else "lower" if found.low > 2 * third else "middle"
    return say.say(f"feedback.place.{where}")
