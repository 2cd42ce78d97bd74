"""The essays of a class, each with what is written to its pupil."""

from tests.gateway.feedback.a_class import BATCH, a_class
from tests.gateway.feedback.conftest import Ali
from tests.services.results.hearing import hear

from huleedu.contracts.classes import MatchedPupil, PupilsMatched
from huleedu.gateway.feedback.around import pupil_lines
from huleedu.wiring.program import House


async def test_every_essay_is_there_by_place_whether_anything_is_written(
    house: House, ali: Ali
) -> None:
    essays = await a_class(house, ali.who.person)
    await ali.writes(essays[1], "Good.")
    lines = await pupil_lines(ali.around, BATCH)
    assert [line.file.id for line in lines] == essays
    assert [line.called for line in lines] == ["Anna Åberg", "Bo Lo", "Cia Ny"]
    assert [line.feedback.words for line in lines] == ["", "Good.", ""]


async def test_in_a_blind_batch_codes_stand_for_names(house: House, ali: Ali) -> None:
    await a_class(house, ali.who.person, blind=True)
    called = [line.called for line in await pupil_lines(ali.around, BATCH)]
    assert {len(name) for name in called} == {3}


async def test_a_pupil_who_is_only_probable_gives_no_essay_their_name(
    house: House, ali: Ali
) -> None:
    anna, *_ = await a_class(house, ali.who.person)
    guess = MatchedPupil(essay=anna, pupil="Bo Lo", sure=False)
    await hear(house.database("results"), PupilsMatched(batch=BATCH, essays=(guess,), settlement=2))
    assert (await pupil_lines(ali.around, BATCH))[0].called == "Anna Åberg.txt"
