"""Judges of last time are offered, and a click writes them down beside what was typed."""

import html
import re
from collections.abc import Callable
from uuid import UUID

import httpx
from tests.gateway.web.conftest import KARIN, SCHOOL
from tests.gateway.web.judged import AT, FORM, essays_in, opened
from tests.services.results.hearing import hear

from huleedu.contracts.batches import BatchRegistered
from huleedu.contracts.judging import Kind
from huleedu.gateway.web.judging_last import LastJudge, with_last
from huleedu.services.judging.api.judgings import Judgings
from huleedu.wiring.program import House

Browser = Callable[..., httpx.AsyncClient]
BEFORE, OTHERS = UUID(int=70), UUID(int=71)


def judges(page: str) -> list[str]:
    [told] = re.findall(r'<textarea id="judges"[^>]*>([^<]*)</textarea>', page)
    return html.unescape(told).splitlines()


def test_who_stands_there_is_not_added_twice() -> None:
    last = [LastJudge("Åsa Ek", "asa@ek.example"), LastJudge("Bo", "")]
    found = with_last({"judges": ["ÅSA ek\nCia, 9A"], "steps": ["2"]}, last)
    assert found == {"judges": ["ÅSA ek\nCia, 9A\nBo"], "steps": ["2"]}
    assert with_last({}, last)["judges"] == ["Åsa Ek, asa@ek.example\nBo"]


async def judged_before(house: House, batch: UUID, owner: UUID, name: str) -> None:
    registered = BatchRegistered(
        batch=batch,
        title="Before",
        slots=None,
        language="auto",
        pupils=(),
        deadline_s=60,
        school=SCHOOL,
        owner=owner,
    )
    await hear(house.database("results"), registered)
    judgings = Judgings(house.database("judging"), house.clock)
    await judgings.open(batch, ())
    await judgings.enrol(batch, name, Kind.PERSON, email=f"{name[:2]}@ek.example")
    async with house.database("judging").session() as sql:
        await sql.execute("update judging set school = $2 where id = $1", batch, SCHOOL)


async def test_a_click_writes_them_down_and_keeps_what_was_typed(
    house: House, browser: Browser
) -> None:
    await essays_in(house, range(1, 7))
    karin = browser("karin")
    assert "of last time" not in (await karin.get(AT)).text, "there was none"
    await judged_before(house, OTHERS, UUID(int=99), "Zoe Quist")
    assert "of last time" not in (await karin.get(AT)).text, "that was somebody else's"
    await judged_before(house, BEFORE, KARIN.person, "Nils Holm")
    page = (await karin.get(AT)).text
    assert "Add the judge of last time" in page
    assert "Nils Holm" in page
    assert judges(page) == []
    typed = {**FORM, "judges": "Maja Ek", "per_essay": "7"}
    answer = await karin.post(f"{AT}/last-judges", data=typed)
    assert answer.headers["location"] == f"{AT}#judges"
    page = (await karin.get(AT)).text
    assert judges(page) == ["Maja Ek", "Nils Holm, Ni@ek.example"]
    assert 'value="7"' in page
    assert len(await opened(karin, judges="\n".join(judges(page)))) == 2
