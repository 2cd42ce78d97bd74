"""Every address of the table, asked by everybody who has no business there, and by who has."""

import re
from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

import httpx
import msgspec
import pytest
from tests.gateway.api.v1.conftest import Opened, TeachersProgram
from tests.gateway.api.v1.full import Everything, everything, judged_too

from huleedu.contracts.gateway import ShareBatch
from huleedu.gateway.api.v1.asking import AnyApiRoute
from huleedu.gateway.api.v1.table import API, EXAMPLES
from huleedu.wiring.program import House

ELSEWHERE = UUID(int=77)
SCHOOL = "insert into school (school, name, language) values ($1, 'Malmö', 'sv')"
ALL = ("read", "write", "admin")
OF_A_BATCH = ("{batch}", "{file}", "{essay}", "{enrolment}")
NEVER = {hole: str(UUID(int=7)) for hole in re.findall(r"{(\w+)}", " ".join(r.path for r in API))}


def name(route: AnyApiRoute) -> str:
    return f"{route.method} {route.path}"


async def asks(
    program: TeachersProgram, route: AnyApiRoute, ids: Mapping[str, str]
) -> httpx.Response:
    """The request as it should be, with these ids in the address."""
    path = re.sub(r"{(\w+)}", lambda hole: ids[hole[1]], route.path)
    headers = {"Idempotency-Key": str(uuid4()), "If-Match": '"x"', "Tus-Resumable": "1.0.0"}
    headers |= {"Upload-Offset": "0", "Upload-Length": "1"}
    more: dict[str, Any] = {}
    if route.form:
        [example] = [body for body in EXAMPLES if type(body) is route.form]
        more["json"] = msgspec.to_builtins(example)
    elif getattr(route, "takes", ()) == ("application/offset+octet-stream",):
        headers["Content-Type"] = "application/offset+octet-stream"
    elif route.takes_files:
        more["files"] = [("files", ("a.txt", b"a text"))]
    return await program.http.request(route.method, path, headers=headers, **more)


def told(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.text


@pytest.fixture
async def ali(program: Opened) -> TeachersProgram:
    """A teacher, to whom everything belongs."""
    return await program()


@pytest.fixture
async def there(ali: TeachersProgram, house: House) -> Everything:
    return await judged_too(house, await everything(ali))


@pytest.mark.parametrize("who", ["colleague", "another school's", "another's administrator"])
async def test_what_is_anothers_is_like_what_never_was(
    who: str, program: Opened, there: Everything, house: House
) -> None:
    if who == "colleague":
        bo = await program("bo@lund.example", ALL[:2])
    else:
        async with house.database("identity").session() as sql:
            await sql.execute(SCHOOL, ELSEWHERE)
        of = ("teacher",) if who == "another school's" else ("administrator", "teacher")
        rights = ALL if "administrator" in of else ALL[:2]
        bo = await program("bo@malmo.example", rights, of=of, school=ELSEWHERE)
    for route in API:
        if "{" not in route.path:
            continue
        theirs, never = await asks(bo, route, there.ids), await asks(bo, route, NEVER)
        if route.needs == "admin" and "administrator" not in who:
            assert theirs.status_code == never.status_code == 403, name(route)
            continue
        assert told(theirs) == told(never), name(route)
        assert theirs.status_code == 404, name(route)


async def test_who_has_another_right_may_not(program: Opened, there: Everything) -> None:
    """A teacher is no administrator, an administrator no teacher, an operator neither."""
    for right in ("teacher", "administrator", "operator"):
        rights = ALL if right == "administrator" else ALL[:2]
        one = await program(f"{right}@lund.example", rights, of=(right,))
        for route in API:
            if route.who and route.who != right:
                answer = await asks(one, route, there.ids)
                assert answer.status_code == 403, f"{right}: {name(route)}"


async def test_who_may_only_look_changes_nothing(
    program: Opened, there: Everything, house: House
) -> None:
    cia = await program("cia@lund.example")
    batch = UUID(there["batch"])
    await house.commands().send(ShareBatch(batch=batch, person=cia.person, may="look"))
    await cia.until(f"/batches/{batch}", lambda found: found.get("may") == "look")
    for route in API:
        if not any(hole in route.path for hole in OF_A_BATCH) or "/events" in route.path:
            continue
        answer = await asks(cia, route, there.ids)
        if route.method == "GET":
            assert answer.status_code == 200, name(route)
        else:
            assert answer.status_code == 403, f"{name(route)}: {answer.text}"
            assert answer.json()["type"].endswith("only_looks"), name(route)


def _ends(route: AnyApiRoute) -> int:
    """How much of what is there ends with it: that is asked last."""
    handed_on = route.path.endswith("/hand-on")
    return (route.method == "DELETE") + 2 * route.path.endswith("/replace") + 3 * handed_on


async def test_whose_it_is_is_answered_at_every_address(
    program: Opened, there: Everything, ali: TeachersProgram
) -> None:
    """No address answers that there is nothing, or that it may not be, to who owns it."""
    eva = await program("eva@lund.example", ALL, of=("administrator", "teacher"))
    for route in sorted(API, key=_ends):
        if "/events" in route.path or (route.method == "DELETE" and "{token}" in route.path):
            continue
        one = eva if route.needs == "admin" else ali
        answer = await asks(one, route, there.ids)
        assert answer.status_code not in (401, 403, 404, 405, 500, 503), name(route)
