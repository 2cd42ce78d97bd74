"""`huleedu bench web --judges`: teachers with open results and judges at once, told in figures."""

from huleedu.bench import web_judged
from huleedu.bench.web_judged import Times, WebJudged, told_judged
from huleedu.wiring.settings import read


async def test_teachers_and_judges_at_once_get_all_their_answers() -> None:
    found = await web_judged.measure_judged(read({}), teachers=1, judges=3, judged=12, seconds=4.0)
    assert found.errors == {}
    assert (found.teachers, found.judges) == (1, 3)
    for times in (found.page, found.grade, found.row, found.next, found.decision, found.browser):
        assert times
        assert times.often > 0
        assert 0 < times.p50_ms <= times.p95_ms


def test_where_nothing_drives_a_browser_that_is_told() -> None:
    times = Times(often=1200, p50_ms=10.4, p95_ms=20.6)
    told = told_judged(
        WebJudged(
            teachers=2,
            judges=3,
            errors={"503 /": 2},
            page=times,
            grade=times,
            row=times,
            next=times,
            decision=times,
            browser=None,
            server_share=0.5,
        )
    )
    assert ("a page of results", "1,200", "10", "21") in told
    assert ("one judge in a real browser: playwright is not installed", "", "", "") in told
    assert ("  503 /", "2", "", "") in told
