"""A blind batch tells nobody, on no page and in no other way, whose its texts are."""

import io
import re
import zipfile
from base64 import urlsafe_b64decode
from collections.abc import AsyncIterator, Callable, Iterable
from dataclasses import replace
from datetime import timedelta
from urllib.parse import unquote
from uuid import UUID, uuid4

import httpx
import pytest
from tests.gateway.api.standins import StandIn
from tests.gateway.web.conftest import KARIN
from tests.gateway.web.test_events import reading
from tests.services.identity import persons

from huleedu.contracts.gateway import EndIntake, FilesOffered, OfferedFile, RegisterBatch
from huleedu.contracts.judging import Recorded
from huleedu.gateway.api.application import api
from huleedu.gateway.api.v1.application import routes
from huleedu.gateway.api.v1.table import API
from huleedu.gateway.web.pages import SignedIn, Web
from huleedu.gateway.web.soon import soon
from huleedu.gateway.web.table import PAGES
from huleedu.kit.database import Viewer
from huleedu.services.classes.api.proposals import proposals
from huleedu.services.identity import api as identity
from huleedu.services.results import api as results
from huleedu.services.results.api import grades
from huleedu.services.results.api.grades import Decide, Grader
from huleedu.wiring.program import House

Browser = Callable[..., httpx.AsyncClient]
BATCH = UUID(int=900)
GIVEN = ("Abbe", "Bosse", "Cilla", "Doris", "Ebbe", "Folke")
SURNAMES = ("Örnklint", "Rydbäck", "Sjöquist", "Tallgren", "Ulvhake")
NAMES = [f"{given} {surname}" for given in GIVEN for surname in SURNAMES]
ZIPPED, TWICE, BROKEN = NAMES[-1], NAMES[0], "Gösta Vattulund"
SERVICES = ["gateway", "files", "lifecycle", "batches", "classes", "results"]
SIGNS = re.compile(r"[ACDEFGHJKLMNPRTUVWXY34679]{3}")


def text_of(name: str) -> bytes:
    text = f"{name} 9B\n\nJag minns sommaren då vi byggde en båt.\n\n/{name.partition(' ')[0]}\n"
    return text.encode()


def packed(name: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(f"{name}.txt", text_of(name))
    return out.getvalue()


@pytest.fixture
async def owner(web: Web, house: House, signed_in: dict[str, SignedIn]) -> UUID:
    """A teacher of the installation's school, also with a token."""
    people = house.viewers("identity").of(Viewer(None))
    person = await persons.somebody(people, "karin@lund.example", now=house.clock())
    signed_in["owner"] = replace(KARIN, person=person)
    signed_in["stale"] = replace(KARIN, person=person, fresh_until=house.clock())
    return person


@pytest.fixture
async def blind(house: House, owner: UUID) -> House:
    """Thirty texts with names, of a class; one more is there twice, and one cannot be read."""
    await house.start(SERVICES)
    files = [(f"{name}.txt", text_of(name)) for name in NAMES[:-1]]
    files += [(f"{ZIPPED} inlämning.zip", packed(ZIPPED))]
    files += [(f"{TWICE} igen.txt", text_of(TWICE)), (f"{BROKEN}.pdf", b"%PDF-1.4 nothing")]
    kept = await house.contents.keep([content for _, content in files])
    offered = tuple(
        OfferedFile(essay=uuid4(), name=name, size_bytes=len(content), content=at)
        for (name, content), at in zip(files, kept, strict=True)
    )
    await house.commands().send(
        RegisterBatch(
            batch=BATCH,
            title="Min sommar",
            slots=None,
            pupils=tuple(NAMES),
            school=KARIN.school,
            owner=owner,
            blind=True,
        ),
        FilesOffered(batch=BATCH, files=offered),
        EndIntake(batch=BATCH),
    )

    async def matched() -> bool:
        found = await proposals(house.database("classes"), BATCH)
        shown = await results.progress(house.database("results"), BATCH)
        return len(found.sure) == len(NAMES) and getattr(shown, "unmatched", True) is False

    for _ in range(20):
        if await soon(matched):
            return house
    pytest.fail("the class is never matched")


async def files_of(house: House) -> list[UUID]:
    found = await results.changes(house.database("results"), BATCH, -1)
    assert isinstance(found, results.Changes)
    return [file.id for file in found.files]


def told_in(answer: httpx.Response) -> str:
    """All that a browser is sent: the body, the headers, and what a cookie carries over."""
    headers = "\n".join(f"{name}: {unquote(value)}" for name, value in answer.headers.multi_items())
    carried = ""
    for cookie in answer.headers.get_list("set-cookie"):
        value = cookie.partition(";")[0].partition("=")[2]
        if re.fullmatch(r"[A-Za-z0-9_-]{8,}=*", value):
            carried += urlsafe_b64decode(value + "=" * (-len(value) % 4)).decode("utf-8", "replace")
    return f"{headers}\n{answer.text}\n{carried}"


def names_in(told: str) -> set[str]:
    return {part for name in [*NAMES, BROKEN] for part in name.split() if part in told}


def filled(path: str, files: Iterable[UUID]) -> list[str]:
    """The address for each file of the batch, other ids being those of nothing."""
    path = path.replace("{batch}", str(BATCH)).replace("{essay}", "{file}")
    each = [path.replace("{file}", str(file)) for file in files] if "{file}" in path else [path]
    return [re.sub(r"{\w+(:\w+)?}", str(UUID(int=7)), one) for one in each]


OF_A_BATCH = [route for route in PAGES if "{batch}" in route.path]
SHOWS = "/batches/{batch}/reveal"


async def test_no_page_of_a_blind_batch_tells_a_name_to_its_owner(
    blind: House, browser: Browser
) -> None:
    client, files = browser("owner"), await files_of(blind)
    reports = [f"/batches/{BATCH}/report/{file}.html" for file in files]
    pages = [
        at
        for route in OF_A_BATCH
        if route.method == "GET" and "events" not in route.path
        for at in filled(route.path, files)
    ]
    for at in ("/", "/classes", *pages, *reports):
        answer = await client.get(at)
        assert not names_in(told_in(answer)), (at, names_in(told_in(answer)))
        assert answer.status_code in (200, 403, 404, 303), at
    assert f'"/batches/{BATCH}"' not in (await client.get("/?search=Abbe")).text
    page = (await client.get(f"/batches/{BATCH}")).text
    codes = re.findall(r'<th scope="row"[^>]*><a [^>]*>([^<]+)</a>', page)
    assert len(codes) == len(set(codes)) == len(NAMES) + 1, "one that is refused was read, too"
    assert all(SIGNS.fullmatch(code) for code in codes)
    for route in OF_A_BATCH:
        if route.method == "POST" and route.path != SHOWS:
            for at in filled(route.path, files):
                assert not names_in(told_in(await client.post(at))), at


async def test_the_text_shows_and_the_name_in_it_does_not(blind: House, browser: Browser) -> None:
    client = browser("owner")
    for file in await files_of(blind):
        page = (await client.get(f"/batches/{BATCH}/files/{file}")).text
        if "byggde en båt" in page:
            assert "███ ██" in page, page.partition('class="prose text"')[2][:200]
        original = await client.get(f"/batches/{BATCH}/files/{file}/original")
        assert original.status_code == 403


async def test_the_stream_of_a_blind_batch_tells_no_name(blind: House, web: Web) -> None:
    async with reading(web, "0", who="owner", batch=BATCH) as reader:
        await reader.until("</tr>")
    assert reader.events
    assert not names_in(reader.text)


@pytest.fixture
async def program(
    blind: House, web: Web, house: House, owner: UUID
) -> AsyncIterator[httpx.AsyncClient]:
    """A program of the owner's, with every right."""
    people, now = house.viewers("identity").of(Viewer(None)), house.clock()
    begun = await persons.signed_in(people, "karin@lund.example", now=now)
    who = await persons.known(people, begun.token, now)
    ends = (now + timedelta(days=30)).date()
    made = await identity.make_token(people, who, "mine", ("read", "write"), ends, now)
    assert isinstance(made, identity.TokenMade)
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app=api(StandIn(Recorded), routes(web))),
        base_url="http://localhost",
        headers={"Authorization": f"Bearer {made.secret}"},
    ) as client:
        yield client


async def test_the_api_tells_no_name_of_a_blind_batch(
    blind: House, program: httpx.AsyncClient
) -> None:
    files, seen = await files_of(blind), 0
    for route in API:
        for at in filled(route.path, files):
            if "reveal" in at or "event" in at:
                continue
            headers = {"Idempotency-Key": str(uuid4())} if route.method != "GET" else {}
            answer = await program.request(route.method, at, headers=headers)
            assert not names_in(told_in(answer)), f"{route.method} {at}"
            seen += answer.status_code == 200 and str(BATCH) in answer.text
    assert seen, "something is told of it"


async def test_names_are_shown_and_hidden_again_by_the_owner_alone_and_noted(
    blind: House, browser: Browser, signed_in: dict[str, SignedIn], owner: UUID
) -> None:
    client, at = browser("owner"), f"/batches/{BATCH}"
    asks = (await client.get(f"{at}/reveal")).text
    assert "Show the names in “Min sommar”?" in asks
    assert "whose text each is" in asks
    stale = await browser("stale").post(f"{at}/reveal")
    assert stale.headers["location"].startswith("/sign-in?next=/batches/")
    assert not names_in((await client.get(at)).text), "it is asked again who that is"
    await client.post(f"{at}/reveal")
    await blind.catch_up()
    assert set(NAMES) <= {name for name in NAMES if name in (await client.get(at)).text}
    assert (await client.get(f"{at}/pupils")).status_code == 200
    assert f'"{at}"' in (await client.get("/?search=abbe örnk")).text
    [file, *_] = await files_of(blind)
    assert (await client.get(f"{at}/files/{file}/original")).status_code == 200
    await client.post(f"{at}/hide")
    await blind.catch_up()
    assert not names_in((await client.get(at)).text)
    async with blind.database("identity").session() as sql:
        rows = await sql.fetch(
            "select person, what from audit where what like 'names_%' order by id"
        )
    assert [row["what"] for row in rows] == ["names_shown", "names_hidden"]
    assert {UUID(int=row["person"].int) for row in rows} == {owner}


async def test_names_are_not_hidden_again_once_a_grade_is_decided(
    blind: House, browser: Browser, owner: UUID
) -> None:
    client, at, database = browser("owner"), f"/batches/{BATCH}", blind.database("results")
    await client.post(f"{at}/reveal")
    await blind.catch_up()
    [essay, *_] = [
        file.id
        for file in await results.files_listed(database, BATCH, "read", None, 0, 1)
        if file.slot
    ]
    decided = await grades.decide(
        database,
        blind.contents,
        BATCH,
        KARIN.school,
        Grader(owner, "Karin"),
        [Decide(essay=essay, grade="–")],
        blind.clock(),
        act=uuid4(),
    )
    assert isinstance(decided, grades.DecidedNow)
    answer = await client.post(f"{at}/hide")
    assert "names_stay" in told_in(answer)
    await blind.catch_up()
    assert names_in((await client.get(at)).text), "they are still shown"


async def test_who_works_on_a_blind_batch_may_not_have_names_shown(
    blind: House, browser: Browser, signed_in: dict[str, SignedIn]
) -> None:
    colleague = replace(KARIN, person=uuid4())
    signed_in["colleague"] = colleague
    async with blind.database("results").session() as sql:
        await sql.execute(
            "insert into share (school, batch, person, may) values ($1, $2, $3, 'work')",
            *(colleague.school, BATCH, colleague.person),
        )
    client, at = browser("colleague"), f"/batches/{BATCH}"
    for answer in (await client.get(f"{at}/reveal"), await client.post(f"{at}/reveal")):
        assert answer.status_code == 403
    assert not names_in((await client.get(at)).text)
    assert (await client.post(f"{at}/hide")).status_code == 403
