"""The page of results in each of its states, for who may see it, and live."""

import re
from collections.abc import Callable
from dataclasses import replace
from uuid import UUID, uuid4

import httpx
import msgspec
import pytest
from tests.gateway.report.test_odd_words import with_odd
from tests.gateway.web.conftest import KARIN
from tests.gateway.web.results.judged_class import (
    BATCH,
    NAMES,
    Sort,
    essay_of,
    judged,
    rank_again,
    ranking_of,
    viewer,
)
from tests.gateway.web.test_events import reading
from tests.services.results.hearing import hear

from huleedu.contracts.batches import BatchRegistered, BatchShared
from huleedu.contracts.judging import Kind
from huleedu.contracts.reason import Reason
from huleedu.gateway.web.live import JUDGED_FROM
from huleedu.gateway.web.pages import SignedIn, Web
from huleedu.services.judging.api.desk import AssignedPairs, Desk
from huleedu.services.judging.api.judgings import Judgings, Script
from huleedu.services.results import api as results
from huleedu.services.results.api import grades
from huleedu.services.results.api.grades import Decide, Grader
from huleedu.wiring.judging import desk_of
from huleedu.wiring.program import House

Browser = Callable[..., httpx.AsyncClient]
AT = f"/batches/{BATCH}/results"


def names_in_order(page: str) -> list[str]:
    return re.findall(r'<th scope="row"><a href="/batches/[^"]+">([^<]+)</a>', page)


async def decide(house: House, *wanted: Decide) -> None:
    told = await grades.decide(
        house.viewers("results").of(viewer()),
        house.contents,
        BATCH,
        KARIN.school,
        Grader(KARIN.person, "Karin Lind"),
        wanted,
        house.clock(),
        act=uuid4(),
    )
    assert isinstance(told, grades.DecidedNow)


async def test_a_judged_class_stands_by_place_with_all_that_a_teacher_needs(
    browser: Browser, house: House
) -> None:
    await judged(house)
    answer = await browser("karin").get(AT)
    page = answer.text
    assert answer.status_code == 200
    assert "30 essays ranked, 20 are borderline" in page
    assert "Judged again, most would stand within ±" in page
    assert "20 essays are borderline" in page
    assert f'href="/batches/{BATCH}/talk"' in page
    assert names_in_order(page)[0] in NAMES
    assert len(names_in_order(page)) == 30
    assert page.count('class="interval"') == 30, "the ruler"
    assert page.count('<path d="M') == 6, "anchors are diamonds"
    assert "Decide all clear ones (7)" in page
    assert "How often such a grade is wrong" in page
    assert "people and 1 language model" in page
    assert 'style="' not in page, "the policy would not let it be"
    assert len(answer.content) < 200_000
    at_home = (await browser("karin").get("/")).text
    assert "30 grades in A challenge are to be decided" in at_home
    assert f'href="{AT}?which=undecided"' in at_home


@pytest.mark.parametrize(
    ("kind", "told", "not_told"),
    [
        (None, ["not ranked yet", "Rank them by judging", "Misspelt"], ["Likeliest grade"]),
        ("counted", ["not for grading", "30 essays counted"], ["Likeliest grade", "clear ones"]),
        ("few", ["more judgements are needed", "Do not act upon the order yet"], ["clear ones"]),
        ("without_anchors", ["Add anchors", "30 essays ranked"], ["clear ones", "Likeliest grade"]),
        ("unlinked", ["1 essay was never compared", f"/batches/{BATCH}/judging"], []),
    ],
)
async def test_each_state_says_what_it_is_and_what_to_do(
    browser: Browser, house: House, kind: Sort | None, told: list[str], not_told: list[str]
) -> None:
    await judged(house, kind)
    page = (await browser("karin").get(AT)).text
    for each in told:
        assert each in page, each
    for each in not_told:
        assert each not in page, each
    assert 'name="grade"' in page, "grades can be decided all the same"
    swedish = await browser("karin", **{"accept-language": "sv"}).get(AT)
    assert 'lang="sv"' in swedish.text


async def test_a_batch_without_essays_says_what_will_stand_here(
    browser: Browser, house: House
) -> None:
    registered = BatchRegistered(
        batch=BATCH,
        title="9B",
        slots=None,
        language="auto",
        pupils=(),
        deadline_s=60,
        school=KARIN.school,
        owner=KARIN.person,
    )
    await hear(house.database("results"), registered)
    page = (await browser("karin").get(AT)).text
    assert "Here the results will stand" in page
    assert "<table" not in page


async def test_rows_are_sorted_and_filtered_by_links_alone(browser: Browser, house: House) -> None:
    await judged(house)
    client = browser("karin")
    by_name = names_in_order((await client.get(AT, params={"sort": "name"})).text)
    assert by_name == sorted(NAMES, key=str.casefold)
    down = names_in_order((await client.get(AT, params={"sort": "name", "down": "1"})).text)
    assert down == by_name[::-1]
    page = (await client.get(AT, params={"which": "borderline"})).text
    assert len(names_in_order(page)) == 20
    assert 'aria-current="page">Borderline' in page
    only = (await client.get(AT, params={"grade": "A"})).text
    assert 0 < len(names_in_order(only)) < 10
    for link in re.findall(r'href="\?([^"#]+)', page):
        answer = await client.get(f"{AT}?{link.replace('&amp;', '&')}")
        assert answer.status_code == 200


async def test_the_order_stays_that_of_the_ranking_until_the_new_one_is_asked_for(
    browser: Browser, house: House
) -> None:
    await judged(house)
    client = browser("karin")
    first = (await client.get(AT)).text
    assert "new judgement" not in first
    await rank_again(house, ranking_of("judged", 30, seed=9), 2)
    again = (await client.get(AT, params={"ranking": "1"})).text
    assert names_in_order(again) == names_in_order(first)
    assert "1 new judgement has come." in again
    newest = (await client.get(AT)).text
    assert "new judgement" not in newest
    assert names_in_order(newest) != names_in_order(first)
    gone = (await client.get(AT, params={"ranking": "77"})).text
    assert names_in_order(gone) == names_in_order(newest), "one that is not kept is the newest"


async def test_many_essays_stand_by_the_hundred(browser: Browser, house: House) -> None:
    await judged(house, "without_anchors", essays=250)
    client = browser("karin")
    page = await client.get(AT)
    assert len(names_in_order(page.text)) == 100
    assert len(page.content) < 200_000
    last = (await client.get(AT, params={"start": "200"})).text
    assert len(names_in_order(last)) == 50
    assert "start=100" in last


async def test_a_blind_batch_shows_codes_on_every_page_of_results(
    browser: Browser, house: House
) -> None:
    await judged(house, blind=True)
    client = browser("karin")
    row = (await client.get(AT)).text
    essay = essay_of(0)
    pages = [
        row,
        (await client.get(f"{AT}/clear")).text,
        (await client.get(f"{AT}/drawing.svg")).text,
        (await client.get(f"/batches/{BATCH}/grades/{essay}", headers={"hx-request": "true"})).text,
        (await client.post(f"/batches/{BATCH}/grades/{essay}", data={"grade": "F"})).text,
        (
            await client.post(
                f"/batches/{BATCH}/grades/{essay}",
                data={"grade": "F", "reason": "x"},
                headers={"hx-request": "true"},
            )
        ).text,
    ]
    for page in pages:
        assert not [name for full in NAMES for name in full.split() if name in page]
    assert len(names_in_order(row)) == 30
    assert all(re.fullmatch(r"[A-Z0-9]{3}", name) for name in names_in_order(row))


async def test_a_colleague_who_looks_decides_nothing_and_others_see_nothing(
    browser: Browser, house: House, signed_in: dict[str, SignedIn]
) -> None:
    await judged(house)
    signed_in["looks"] = replace(KARIN, person=uuid4(), name="Lo")
    signed_in["other"] = replace(KARIN, person=uuid4())
    share = BatchShared(batch=BATCH, person=signed_in["looks"].person, may="look")
    await hear(house.database("results"), share)
    page = await browser("looks").get(AT)
    assert page.status_code == 200
    assert '<select name="grade" id="g-' not in page.text
    assert "Decide all clear ones" not in page.text
    for method, path in (
        ("POST", f"/batches/{BATCH}/grades/{essay_of(0)}"),
        ("POST", f"{AT}/clear"),
        ("GET", f"{AT}/clear"),
        ("POST", f"{AT}/undo"),
    ):
        assert (await browser("looks").request(method, path)).status_code == 403, path
        assert (await browser("other").request(method, path)).status_code == 404, path
    assert (await browser("other").get(AT)).status_code == 404


async def test_the_drawing_is_an_image_to_keep(browser: Browser, house: House) -> None:
    await judged(house)
    answer = await browser("karin").get(f"{AT}/drawing.svg")
    assert answer.headers["content-type"].startswith("image/svg+xml")
    assert "attachment" in answer.headers["content-disposition"]
    assert NAMES[0] in answer.text


async def test_the_stream_tells_figures_and_the_cells_that_were_decided_since(
    web: Web, house: House
) -> None:
    await judged(house)
    await decide(house, Decide(essay=essay_of(5), grade="B"))
    revision = await results.revision(house.database("results"), BATCH)
    address = f"{revision}&page=results&ranking=1"
    async with reading(web, address, who="karin", batch=BATCH) as reader:
        await decide(house, Decide(essay=essay_of(0), grade="A"))
        await reader.until("2 of 30 grades are decided")
        assert set(re.findall(r'hx-target="#grade-([0-9a-f-]+)"', reader.text)) == {
            str(essay_of(0))
        }, "what was decided before is not told again"
        await rank_again(house, ranking_of("judged", 30, seed=9), 2)
        await reader.until("1 new judgement has come.")
        assert "ranking=1" in reader.text, "links keep the order that is shown"


async def opened(house: House) -> None:
    """Judging of the batch is open to one judge."""
    judgings = Judgings(house.database("judging"), house.clock)
    scripts = [
        Script(essay=UUID(int=number), name=f"{number}.txt", text="", measures={})
        for number in range(4)
    ]
    await judgings.open(BATCH, scripts, "9B")
    await judgings.enrol(BATCH, "Bo", Kind.PERSON)
    async with house.database("judging").session() as sql:
        await sql.execute("update judging set school = $2 where id = $1", BATCH, KARIN.school)


async def judge_once(desk: Desk) -> None:
    found = await desk.next(BATCH, "Bo")
    assert isinstance(found, AssignedPairs)
    await desk.decide(found.pairs[0].pair, "Bo", 1, batch=BATCH)


async def test_a_ranking_that_is_being_made_is_told_once_it_is_there(
    browser: Browser, web: Web, house: House
) -> None:
    await judged(house, None)
    await opened(house)
    desk = desk_of(house)
    await judge_once(desk)
    await desk.aclose()
    page = (await browser("karin").get(AT)).text
    assert "30 essays, their ranking is being made" in page
    assert "As soon as it is there" in page
    assert "Rank them by judging" not in page
    assert "ranking=0" in page, "what comes is told, and changes nothing by itself"
    revision = await results.revision(house.database("results"), BATCH)
    at = f"{revision}&page=results&ranking=0"
    async with reading(web, at, who="karin", batch=BATCH) as reader:
        await rank_again(house, ranking_of(), 1)
        await reader.until("Show the new order")
    assert "30 essays ranked, 20 are borderline" in (await browser("karin").get(AT)).text


async def test_each_judgement_is_told_and_no_order_is_made_for_it(web: Web, house: House) -> None:
    await judged(house)
    await opened(house)
    revision = await results.revision(house.database("results"), BATCH)
    desk = desk_of(house)
    async with reading(web, f"{revision}&page=results", who="karin", batch=BATCH) as reader:
        for count in ("1 judgement", "2 judgements"):
            await judge_once(desk)
            await reader.until(f"with {count} so far")
    await desk.aclose()
    assert set(re.findall(r'hx-target="#([^"]+)"', reader.text)) == {"results-stage"}
    last = int(re.findall(r"id: (\d+)", reader.text)[-1])
    assert last & (1 << JUDGED_FROM) - 1 == revision


async def test_what_somebody_has_turned_and_what_has_drifted_is_told(
    browser: Browser, house: House
) -> None:
    await judged(house)
    assert 'id="noted"' not in (await browser("karin").get(AT)).text
    usual = ranking_of()
    far = msgspec.structs.replace(usual.essays[0], known_place=7.5, found_place=4.25)
    changed = msgspec.structs.replace(
        usual,
        note=(Reason("ranking.judge_turned", {"judge": "Bo\nEk", "n": 60}), "else"),
        essays=(far, *usual.essays[1:]),
    )
    await rank_again(house, changed, 2)
    page = (await browser("karin").get(AT)).text
    assert "60 decisions of Bo Ek count the other way round" in page
    assert "it stands elsewhere than it was known to (at 4.25 logits, not at 7.50)." in page
    assert "<li>else" not in page


async def test_judges_who_are_off_are_told_with_what_can_be_done(
    browser: Browser, house: House
) -> None:
    await judged(house)
    assert 'id="odd"' not in (await browser("karin").get(AT)).text
    await rank_again(house, with_odd("reversed"), 2)
    page = (await browser("karin").get(AT)).text
    assert "A judge to look at" in page
    assert "Ann answers as if the two texts were swapped: 17 of 60 decisions" in page
    assert "Without Ann the reliability would be 0.80" in page
    assert "17 of 60 decisions as the others have it" in page
    assert "often against the others" in page
    assert f'href="/batches/{BATCH}/judging">Turn a judge&#39;s answers, or leave' in page
