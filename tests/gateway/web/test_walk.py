"""Every address, asked by everybody who has no business there."""

import re
from collections.abc import Callable
from dataclasses import replace
from uuid import UUID, uuid4

import httpx
from tests.gateway.web.conftest import KARIN, SCHOOL

from huleedu.contracts.gateway import RegisterBatch
from huleedu.gateway.web.pages import AnyRoute, SignedIn
from huleedu.gateway.web.table import PAGES
from huleedu.wiring.batches import batches_of
from huleedu.wiring.program import House

Browser = Callable[..., httpx.AsyncClient]
RIGHTS = ("administrator", "teacher", "operator")


def name(route: AnyRoute) -> str:
    return f"{route.method} {route.path}"


def filled(route: AnyRoute, batch: UUID) -> str:
    """The address with this batch, and other ids that nothing has."""
    never = str(UUID(int=7))
    path = re.sub(r"{batch}", str(batch), route.path)
    return re.sub(r"{\w+(:\w+)?}", never, path)


CLOSED = [route for route in PAGES if route.who != "anybody"]
OF_A_BATCH = [each for each in PAGES if "{batch}" in each.path and each.method != "OPTIONS"]
"""What OPTIONS tells is told of every address alike."""


async def test_nobody_is_led_to_sign_in(browser: Browser) -> None:
    for client in (browser(), browser("somebody whose session has ended")):
        for route in CLOSED:
            answer = await client.request(route.method, filled(route, uuid4()))
            if answer.status_code == 303:
                assert route.method == "GET", name(route)
                assert answer.headers["location"].startswith("/sign-in?next=/"), name(route)
            else:
                assert answer.status_code == 401, name(route)


async def test_who_has_another_right_may_not(
    browser: Browser, signed_in: dict[str, SignedIn]
) -> None:
    for right in RIGHTS:
        signed_in[right] = replace(KARIN, rights=frozenset({right}))
        client = browser(right)
        for route in CLOSED:
            if route.who in RIGHTS and route.who != right:
                answer = await client.request(route.method, filled(route, uuid4()))
                assert answer.status_code == 403, f"{right}: {name(route)}"


async def test_anothers_batch_is_like_one_that_never_was(
    browser: Browser, house: House, signed_in: dict[str, SignedIn]
) -> None:
    await house.start(["batches", "lifecycle", "results"])
    batch, never = uuid4(), uuid4()
    await batches_of(house).commands.send(
        RegisterBatch(batch=batch, title="Hers", slots=3, school=SCHOOL, owner=KARIN.person)
    )
    await house.catch_up()
    signed_in["same school"] = replace(KARIN, person=uuid4())
    signed_in["other school"] = replace(KARIN, person=uuid4(), school=uuid4())
    for who in ("same school", "other school"):
        client = browser(who)
        for route in OF_A_BATCH:
            theirs = await client.request(route.method, filled(route, batch))
            none = await client.request(route.method, filled(route, never))
            assert theirs.status_code == none.status_code == 404, name(route)
            assert theirs.text.replace(str(batch), "") == none.text.replace(str(never), "")
            assert "Hers" not in theirs.text
