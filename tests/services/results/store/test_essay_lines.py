"""A line of each essay that takes part, and a code in its name's place where names are hidden."""

from uuid import UUID

import msgspec
from tests.services.results.hearing import BATCH, REGISTERED, hear, life_of

from huleedu.contracts.classes import MatchedPupil, PupilsMatched
from huleedu.contracts.lifecycle import EssayReplaced
from huleedu.services.results import api
from huleedu.wiring.program import House

ANNA, BO, CIA = (UUID(int=at) for at in (1, 2, 3))


async def test_whose_an_essay_is_and_its_figures_stand_in_its_line(house: House) -> None:
    database = house.database("results")
    sure = MatchedPupil(essay=ANNA, pupil="Anna Åberg", sure=True, found_in="header")
    guess = MatchedPupil(essay=BO, pupil="Bo Ek", sure=False, found_in="text")
    matched = PupilsMatched(batch=BATCH, essays=(sure, guess), settlement=1)
    lives = [message for essay in (ANNA, BO, CIA) for message in life_of(essay)]
    gone = EssayReplaced(batch=BATCH, essay=CIA, by=BO)
    await hear(database, REGISTERED, *lives, matched, gone)
    found = await api.lines_of(database, BATCH, ["words", "lix"])
    assert [(one.id, one.slot, one.name) for one in found] == [
        (ANNA, 1, "Anna Åberg"),
        (BO, 2, "2.txt"),
    ]
    one = found[0]
    assert (one.measures, one.misspellings, one.hidden) == ({"words": 312.0}, 0, False)


async def test_a_blind_batch_shows_codes(house: House) -> None:
    database = house.database("results")
    blind = msgspec.structs.replace(REGISTERED, blind=True)
    sure = MatchedPupil(essay=ANNA, pupil="Anna Åberg", sure=True, found_in="header")
    matched = PupilsMatched(batch=BATCH, essays=(sure,), settlement=1)
    await hear(database, blind, *life_of(ANNA), matched)
    [line] = await api.lines_of(database, BATCH, [])
    assert line.hidden
    assert len(line.name) == 3
    assert line.measures == {}
