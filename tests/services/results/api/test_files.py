"""What the list of a batch's files holds, and what it leaves out."""

from uuid import UUID

from tests.services.results.hearing import BATCH, REGISTERED, hear, life_of

from huleedu.contracts.lifecycle import EssayRefused, EssayWithdrawn
from huleedu.contracts.reason import Reason
from huleedu.services.results import api
from huleedu.wiring.program import House


async def test_a_file_that_was_taken_back_is_missing_until_it_is_offered_again(
    house: House,
) -> None:
    database, essay = house.database("results"), UUID(int=1)
    refused = EssayRefused(batch=BATCH, essay=essay, code="damaged", reason=Reason("damaged"))
    back = EssayWithdrawn(batch=BATCH, essay=essay)
    await hear(database, REGISTERED, *life_of(essay)[:2], refused, back)
    assert await api.files_there(database, BATCH, [essay]) == set()
    assert await api.files_listed(database, BATCH, "all", None, 0, 10) == []
    assert (await api.list_counts(database, BATCH, None)).all == 0
    await hear(database, life_of(essay)[0])
    assert await api.files_there(database, BATCH, [essay]) == {essay}
    [file] = await api.files_listed(database, BATCH, "waiting", None, 0, 10)
    assert (file.state, file.text) == ("waiting", None)
