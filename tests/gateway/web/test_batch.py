"""A batch is there for whoever has a right to it, and for nobody else."""

from collections.abc import Callable
from dataclasses import replace
from uuid import UUID

import httpx
import pytest
from msgspec import structs
from tests.gateway.web.conftest import KARIN, PERSON
from tests.services.results.hearing import BATCH, REGISTERED, hear

from huleedu.contracts.batches import BatchShared
from huleedu.gateway.web.pages import SignedIn
from huleedu.wiring.program import House

IDA, BO, FAR = (replace(KARIN, person=UUID(int=n)) for n in (21, 22, 23))
OWNED = structs.replace(REGISTERED, owner=PERSON)


@pytest.mark.parametrize(
    ("somebody", "looks", "works"),
    [
        (KARIN, 200, 303),
        (IDA, 200, 303),
        (BO, 200, 403),
        (FAR, 404, 404),
        (replace(FAR, rights=frozenset({"administrator"})), 404, 404),
        (replace(KARIN, school=UUID(int=98)), 404, 404),
    ],
    ids=["owner", "works", "looks", "colleague", "administrator", "another school"],
)
async def test_a_batch_is_its_owners_and_whose_it_is_shared_with(
    house: House,
    browser: Callable[..., httpx.AsyncClient],
    signed_in: dict[str, SignedIn],
    somebody: SignedIn,
    looks: int,
    works: int,
) -> None:
    works_too = BatchShared(batch=BATCH, person=IDA.person, may="work")
    may_look = BatchShared(batch=BATCH, person=BO.person, may="look")
    await hear(house.database("results"), OWNED, works_too, may_look)
    signed_in["x"] = somebody
    client = browser("x")
    assert (await client.get(f"/batches/{BATCH}")).status_code == looks
    assert (await client.post(f"/batches/{BATCH}/end-intake")).status_code == works


async def test_what_nobody_owns_is_the_administrators(
    house: House, browser: Callable[..., httpx.AsyncClient]
) -> None:
    await hear(house.database("results"), REGISTERED)
    assert (await browser("eva").get(f"/batches/{BATCH}")).status_code == 200
    assert (await browser("karin").get(f"/batches/{BATCH}")).status_code == 404
    assert (await browser("eva").get(f"/batches/{UUID(int=9)}")).status_code == 404
