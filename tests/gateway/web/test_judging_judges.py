"""What is done with judges: nothing is silent, and what can be undone can be."""

import re
from collections.abc import Callable
from uuid import UUID

import httpx
import pytest
from tests.gateway.web.judged import (
    AT,
    BATCH,
    essays_in,
    judged,
    keys,
    opened,
    overview,
)

from huleedu.contracts.people import OWN_SCHOOL
from huleedu.services.judging.api.desk import Enrolment, KeyHolder
from huleedu.services.judging.api.judgings import Judgings
from huleedu.wiring.judging import desk_of
from huleedu.wiring.program import House

Browser = Callable[..., httpx.AsyncClient]


@pytest.fixture
async def karin(house: House, browser: Browser) -> httpx.AsyncClient:
    """Karin, with six essays that can be judged."""
    await essays_in(house, range(1, 7))
    return browser("karin")


async def test_decisions_are_taken_out_and_put_back(karin: httpx.AsyncClient, house: House) -> None:
    await opened(karin)
    await judged(house, "Ali Berg", 3)
    [ali, _] = (await overview(house)).judges
    done = await karin.post(f"{AT}/judges/{ali.id}/leave-out", data={"out": "yes"})
    assert done.status_code == 303
    page = (await karin.get(AT)).text
    assert "does not count" in page
    assert "0 of 12 judgements" in page
    decisions = await Judgings(house.database("judging"), house.clock).decisions(BATCH)
    assert len(decisions.judgements) == 0
    await karin.post(f"{AT}/judges/{ali.id}/leave-out", data={"out": "no"})
    assert "3 of 12 judgements" in (await karin.get(AT)).text
    decisions = await Judgings(house.database("judging"), house.clock).decisions(BATCH)
    assert len(decisions.judgements) == 3


async def test_answers_are_turned_and_turned_back_and_it_is_said_who_did(
    karin: httpx.AsyncClient, house: House
) -> None:
    await opened(karin)
    await judged(house, "Ali Berg", 3)
    [ali, maja] = (await overview(house)).judges
    at = f"{AT}/judges/{ali.id}"
    assert "Turn the answers" in (await karin.get(at)).text
    assert "Turn the answers" not in (await karin.get(f"{AT}/judges/{maja.id}")).text
    done = await karin.post(f"{at}/turn", data={"turned": "yes"}, follow_redirects=True)
    assert "3 decisions of Ali Berg count the other way round." in done.text
    assert "3 of 3 turned" in done.text
    act = re.search(r'name="act" value="([^"]+)"', done.text)
    assert act, "it can be undone"
    judgings = Judgings(house.database("judging"), house.clock)
    before = (await judgings.decisions(BATCH)).judgements.first.tolist()
    again = await karin.post(f"{at}/turn", data={"turned": "yes"}, follow_redirects=True)
    assert "Nothing has changed" in again.text
    page = (await karin.get(at)).text
    assert "by Karin Lind." in page
    assert "Turn the answers" not in page
    back = await karin.post(
        f"{at}/turn", data={"turned": "no", "act": act[1]}, follow_redirects=True
    )
    assert "3 decisions of Ali Berg count as they were said." in back.text
    assert "turned</span>" not in back.text
    after = (await judgings.decisions(BATCH)).judgements
    assert after.second.tolist() == before
    assert (await karin.get(at)).text.count("by Karin Lind.") == 2, "both acts are kept"


async def test_links_without_a_name_are_made_and_names_put_right(
    karin: httpx.AsyncClient, house: House
) -> None:
    assert len(await opened(karin, unnamed="1")) == 3
    assert [(one.name, one.quota) for one in (await overview(house)).judges] == [
        ("Ali Berg", 4),
        ("Maja Ek", 4),
        ("Judge 1", 4),
    ]
    page = (await karin.get(AT)).text
    assert page.count("no name yet") == 1
    added = await karin.post(f"{AT}/judges", data={"unnamed": "2", "judges": "", "share": "each"})
    assert len(keys(added.text)) == 0, "how many of each was not said"
    more = {"unnamed": "2", "judges": "", "share": "each", "quota": "7"}
    assert len(keys((await karin.post(f"{AT}/judges", data=more)).text)) == 2
    judge = (await overview(house)).judges[-1]
    assert (judge.name, judge.quota, judge.unnamed) == ("Judge 3", 7, True)
    at = f"{AT}/judges/{judge.id}"
    wrong = await karin.post(f"{at}/name", data={"name": "ALI  BERG"})
    assert wrong.status_code == 422
    assert 'value="ALI  BERG"' in wrong.text
    assert "looks like Ali Berg" in wrong.text
    assert (await karin.post(f"{at}/name", data={"name": "Cia Dal"})).status_code == 303
    renamed = (await overview(house)).judges[-1]
    assert (renamed.id, renamed.name, renamed.unnamed) == (judge.id, "Cia Dal", False)


async def test_a_new_link_ends_the_old(karin: httpx.AsyncClient, house: House) -> None:
    [old, _] = await opened(karin)
    [ali, _] = (await overview(house)).judges
    answer = await karin.post(f"{AT}/judges/{ali.id}/link")
    [new] = keys(answer.text)
    desk = desk_of(house)
    assert await desk.whose(new) == KeyHolder(Enrolment(BATCH, "Ali Berg"), OWN_SCHOOL)
    assert not isinstance(await desk.whose(old), KeyHolder)
    await karin.post(f"{AT}/judges/{ali.id}/revoke")
    assert not isinstance(await desk.whose(new), KeyHolder)
    assert (await overview(house)).judges[0].link(house.clock()) == "revoked"


async def test_a_judge_has_a_page_with_what_can_be_done(
    karin: httpx.AsyncClient, house: House
) -> None:
    await opened(karin)
    [ali, _] = (await overview(house)).judges
    at = f"{AT}/judges/{ali.id}"
    page = (await karin.get(at)).text
    for part in ("Ali Berg: 0 judgements", "ali@ek.example", "New link", "Take the decisions out"):
        assert part in page
    await karin.post(f"{at}/terms", data={"quota": "9"})
    assert (await overview(house)).judges[0].quota == 9
    await karin.post(f"{at}/terms", data={"quota": "x"})
    assert (await overview(house)).judges[0].quota == 9
    await karin.post(f"{at}/terms", data={"quota": ""})
    assert (await overview(house)).judges[0].quota is None
    assert (await karin.get(f"{AT}/judges/{UUID(int=9)}")).status_code == 404


async def test_more_people_judge_later(karin: httpx.AsyncClient, house: House) -> None:
    await opened(karin)
    form = {"judges": "Bo Lo\nali berg", "share": "each", "quota": "5"}
    answer = await karin.post(f"{AT}/judges", data=form)
    assert len(keys(answer.text)) == 1
    judges = (await overview(house)).judges
    assert [(one.name, one.quota) for one in judges][2:] == [("Bo Lo", 5)]
    wrong = await karin.post(f"{AT}/judges", data={"judges": ", x@y.se"})
    assert wrong.status_code == 422
    assert "This line has no name" in wrong.text
