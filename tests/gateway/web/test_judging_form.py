"""What is chosen holds; what is wrong is said by its field, and nothing is opened."""

from collections.abc import Callable
from datetime import timedelta

import httpx
import pytest
from tests.gateway.web.judged import (
    AT,
    BATCH,
    FORM,
    essay,
    essays_in,
    opened,
    overview,
)

from huleedu.services.judging.api.steering import Overview, Steering
from huleedu.wiring.program import House

Browser = Callable[..., httpx.AsyncClient]


@pytest.fixture
async def karin(house: House, browser: Browser) -> httpx.AsyncClient:
    """Karin, with six essays that can be judged."""
    await essays_in(house, range(1, 7))
    return browser("karin")


@pytest.mark.parametrize(
    ("form", "field"),
    [
        ({"judges": "A\na"}, "judges"),
        ({"judges": ", x@y.se"}, "judges"),
        ({"judges": "A, 9B"}, "judges"),
        ({"per_essay": "0"}, "per_essay"),
        ({"share": "each", "quota": "x"}, "quota"),
        ({"stop": "reliability", "reliability": "0.99"}, "reliability"),
        ({"stop": "day", "until": "2001-01-01"}, "until"),
        ({"stop": "day", "until": ""}, "until"),
        ({"judged_by": "own"}, "criterion"),
        ({"scale": "own", "grades": "A"}, "grades"),
        ({"anchor_essay": str(essay(1)), "anchor_grade": "B"}, "scale"),
        ({"scale": "A-F", "anchor_essay": str(essay(1)), "anchor_grade": "Q"}, "anchors"),
        ({"scale": "A-F", "anchor_essay": str(essay(1)), "anchor_grade": ""}, "anchors"),
        ({"practice_first_text": "x", "practice_second_text": "x"}, "practice"),
        ({"practice_first_text": "x", "practice_second_text": "y"}, "practice"),
    ],
)
async def test_what_is_wrong_is_said_and_nothing_is_opened(
    karin: httpx.AsyncClient, house: House, form: dict[str, str], field: str
) -> None:
    answer = await karin.post(f"{AT}/open", data={**FORM, **form})
    assert answer.status_code == 422, answer.text
    assert f'<a href="#{field}">' in answer.text
    assert f'id="{field}"' in answer.text
    found = await Steering(house.database("judging"), house.clock).overview(BATCH)
    assert not isinstance(found, Overview)


async def test_the_aims_and_anchors_that_were_chosen_hold(
    karin: httpx.AsyncClient, house: House
) -> None:
    form = {"scale": "A-F", "anchor_essay": str(essay(2)), "anchor_grade": "B"}
    await opened(karin, **form, stop="reliability", reliability="0,8", share="each", quota="7")
    found = await overview(house)
    assert found.rules.grades == {essay(2): "B"}
    assert (found.rules.reliability, found.rules.judgements) == (0.8, None)
    assert [one.quota for one in found.judges] == [7, 7]


async def test_practice_pairs_are_kept_and_told_without_names(
    karin: httpx.AsyncClient, house: House
) -> None:
    practice = {
        "practice_first": [str(essay(1)), ""],
        "practice_first_text": ["", "A text that was pasted."],
        "practice_second": [str(essay(2)), str(essay(3))],
        "practice_second_text": ["", ""],
        "practice_expected": ["1", "0"],
        "practice_why": ["It answers.", ""],
    }
    answer = await karin.post(f"{AT}/open", data={**FORM, **practice})
    assert answer.status_code == 200
    rules = (await overview(house)).rules
    assert [(one.expected, one.why) for one in rules.practice] == [(1, "It answers."), (0, "")]
    assert rules.practice[1].first_essay is None
    assert await house.contents.fetch(rules.practice[1].first) == b"A text that was pasted."


async def test_links_end_on_a_day(karin: httpx.AsyncClient, house: House) -> None:
    day = (house.clock() + timedelta(days=3)).astimezone().date()
    await opened(karin, links_until=day.isoformat())
    [ali, _] = (await overview(house)).judges
    assert ali.ends_at
    assert ali.ends_at.astimezone().date() == day
    assert ali.link(house.clock() + timedelta(days=9)) == "ended"
