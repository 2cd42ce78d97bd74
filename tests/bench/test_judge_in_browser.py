"""A judge of the benchmark in a real browser gets the next texts after each key."""

from tests.gateway.api.asking import enrol, open_batch
from tests.gateway.web.judging_site import site_of

from huleedu.bench.judge_in_browser import has_browser, judge_in_browser
from huleedu.wiring.program import House


async def test_each_key_brings_the_next_texts(house: House) -> None:
    assert has_browser(), "it is among the development tools"
    await open_batch(house)
    key = await enrol(house, "Åsa")
    async with site_of(house) as site:
        took = await judge_in_browser(site.link(key), decisions=3, pause_s=0.0)
    assert len(took) == 3
    assert all(ms > 0 for ms in took)
    async with house.database("judging").session() as sql:
        rows = await sql.fetch("select answer from pair where state = 'decided' order by ended_at")
    assert [row["answer"] for row in rows] == [-1, 1, -1]
