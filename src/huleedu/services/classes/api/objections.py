"""Whose texts no language model may see: their pupils' list says so."""

from uuid import UUID

from huleedu.kit.database import Database
from huleedu.services.classes import store
from huleedu.services.classes.store import ShownEssay, classes

__all__ = ["essays_without_models"]


async def essays_without_models(database: Database, batch: UUID) -> set[UUID]:
    """Essays that are, or may be, of a pupil whose text no model sees; raises `EngineAway`."""
    async with database.session() as sql:
        known = await store.find(sql, batch)
        if known is None or known.class_ is None:
            return set()
        pupils = await classes.objecting(sql, known.school, known.class_)
        essays = await store.shown(sql, batch)
    names = {*pupils.values(), *map(str, pupils)}
    return {one.id for one in essays if names & _may_be(one)}


def _may_be(essay: ShownEssay) -> set[str]:
    """By what everybody who may have written it is called; once it is sure, only who did."""
    told = essay.told
    if told and (told.sure or told.by_hand):
        return {told.pupil, *told.also, str(told.pupil_id)}
    guessed = {called for guess in essay.guesses for called in (guess.key, guess.name)}
    return guessed | ({told.pupil, *told.also, str(told.pupil_id)} if told else set())
