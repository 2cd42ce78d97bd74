"""All that was handed out is told in parts, each once."""

import pytest
from tests.gateway.api.v1.conftest import Opened, TeachersProgram
from tests.gateway.api.v1.test_judging import AT, judged
from tests.gateway.web.judged import essays_in

from huleedu.wiring.program import House


@pytest.fixture
async def ali(program: Opened, house: House) -> TeachersProgram:
    """A teacher whose batch can be judged."""
    ali = await program()
    await essays_in(house, range(1, 7), owner=ali.person)
    return ali


async def test_all_that_was_handed_out_is_told_in_parts(ali: TeachersProgram, house: House) -> None:
    await ali.post(f"{AT}/open")
    await ali.post(f"{AT}/enrolments", {"name": "Bo Lo"})
    await judged(house, "Bo Lo", 3)
    first = (await ali.get(f"{AT}/decisions", limit=2)).json()
    rest = (await ali.get(f"{AT}/decisions", limit=2, after=first["next"])).json()
    items = [*first["items"], *rest["items"]]
    assert (len(first["items"]), len(items), rest["next"]) == (2, 3, None)
    assert {one["state"] for one in items} == {"decided"}
    assert {one["judge"] for one in items} == {"Bo Lo"}
    assert all(one["first"] != one["second"] and one["counts"] for one in items)
    assert items[0]["comment"] == "clear"
