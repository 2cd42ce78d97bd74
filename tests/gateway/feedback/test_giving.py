"""What is ready is given in one act, which the audit tells of; what is hidden is not given."""

import msgspec
from tests.gateway.feedback.a_class import BATCH, a_class
from tests.gateway.feedback.conftest import Ali
from tests.services.results.hearing import hear

from huleedu.contracts.batches import NamesRevealed
from huleedu.gateway.feedback.giving import NamesHidden, give_ready, undo_withdrawal, withdraw_given
from huleedu.services.feedback import api as feedback
from huleedu.services.feedback.api import GivenNow
from huleedu.wiring.program import House


async def test_all_that_are_ready_are_given_and_the_audit_says_how_many(
    house: House, ali: Ali
) -> None:
    anna, bo, cia = await a_class(house, ali.who.person)
    await ali.writes(anna, "Good.", ready=True)
    await ali.writes(bo, "Good, too.", ready=True)
    await ali.writes(cia, "A draft.")
    done = await give_ready(ali.around, await ali.batch())
    assert done == GivenNow([anna, bo], [], [])
    again = await give_ready(ali.around, await ali.batch(), [anna, cia])
    assert again == GivenNow([], [anna], [cia])
    gone = await withdraw_given(ali.around, await ali.batch(), [bo])
    assert gone.essays == [bo]
    assert (await withdraw_given(ali.around, await ali.batch(), [bo])).essays == []
    assert await undo_withdrawal(ali.around, await ali.batch(), gone.at) == [bo]
    assert await ali.audit() == [
        ("feedback_given", "2"),
        ("feedback_withdrawn", "1"),
        ("feedback_given", "1"),
    ]


async def test_each_pupil_is_given_their_own_page_and_nothing_of_thirty_others(
    house: House, ali: Ali
) -> None:
    names = [f"{given}{n} Sur{n}name" for n, given in enumerate(("Abbe", "Bosse", "Cilla") * 10)]
    essays = await a_class(house, ali.who.person, names)
    for essay in essays:
        await ali.writes(essay, f"To {essay.int}.", ready=True)
    await give_ready(ali.around, await ali.batch())
    gifts = await feedback.given(ali.around.database("feedback"), BATCH, ali.who.school)
    assert len(gifts) == len(names)
    for essay, name in zip(essays, names, strict=True):
        told = msgspec.json.encode(gifts[essay].page).decode()
        found = {each for each in names if each in told or each.split()[1] in told}
        assert found == {name}
        assert gifts[essay].page.words == f"To {essay.int}."


async def test_nothing_is_given_while_names_are_hidden(house: House, ali: Ali) -> None:
    anna, *_ = await a_class(house, ali.who.person, blind=True)
    await ali.writes(anna, "Good.", ready=True)
    assert await give_ready(ali.around, await ali.batch()) == NamesHidden()
    assert await ali.audit() == []
    await hear(house.database("results"), NamesRevealed(batch=BATCH, shown=True))
    assert await give_ready(ali.around, await ali.batch()) == GivenNow([anna], [], [])
    gift = await feedback.given_to(ali.around.database("feedback"), ali.who.school, anna)
    assert gift
    assert gift.page.name == "Anna Åberg"
