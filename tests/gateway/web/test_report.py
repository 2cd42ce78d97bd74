"""The report is a page that its reader alone sees, with no style or script but its own."""

import re
from collections.abc import Callable
from dataclasses import replace
from uuid import uuid4

import httpx
from tests.gateway.web.conftest import KARIN, SCHOOL

from huleedu.gateway.sampled import sample_of
from huleedu.gateway.web.pages import SignedIn
from huleedu.gateway.web.report import policy_of
from huleedu.kit.database import Viewer
from huleedu.wiring.batches import batches_of
from huleedu.wiring.program import House

Browser = Callable[..., httpx.AsyncClient]


async def test_the_sample_has_a_report_for_whoever_asked_for_it(
    browser: Browser, house: House, signed_in: dict[str, SignedIn]
) -> None:
    await house.start(["gateway"])
    await browser("karin").post("/sample")
    batch = sample_of(Viewer(SCHOOL, KARIN.person))
    await batches_of(house).see_through(batch, lambda _: None)
    answer = await browser("karin").get(f"/batches/{batch}/report")
    assert answer.status_code == 200
    assert "Anna Åberg" in answer.text
    assert 'style="' not in answer.text, "the policy would not let it be"
    policy = answer.headers["content-security-policy"]
    assert policy == policy_of(answer.text)
    assert "unsafe" not in policy
    signed_in["bo"] = replace(KARIN, person=uuid4())
    for path in (f"/batches/{batch}/report", f"/batches/{uuid4()}/report", "/batches/x/report"):
        assert (await browser("bo").get(path)).status_code == 404
    assert (await browser("karin").get(f"/batches/{batch}/report/odd.html")).status_code == 404


def test_the_policy_names_what_stands_there() -> None:
    policy = policy_of("<style>a{}</style><p><script>x()</script>")
    assert len(re.findall("'sha256-", policy)) == 2
    assert policy_of("") == policy_of("<p>")
