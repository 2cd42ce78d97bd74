"""Uploads by requests as anybody could make them: wrong offsets, pieces side by side, others."""

import asyncio
from base64 import b64encode
from collections.abc import Callable, MutableMapping
from dataclasses import replace
from hashlib import sha256
from typing import Any
from uuid import UUID

import httpx
import msgspec
import pytest
from tests.gateway.web.conftest import KARIN
from tests.services.results.hearing import BATCH, REGISTERED, hear

from huleedu.contracts.gateway import FilesOffered
from huleedu.gateway.web.application import pages
from huleedu.gateway.web.pages import SignedIn, Web
from huleedu.gateway.web.table import PAGES
from huleedu.wiring.program import House

Browser = Callable[..., httpx.AsyncClient]
TUS = {"Tus-Resumable": "1.0.0"}
PIECE = {**TUS, "Content-Type": "application/offset+octet-stream"}
BROKEN_OFF = b'--x\r\nContent-Disposition: form-data; name="files"; filename="a.txt"\r\n\r\nhalf'
SEA = b"The sea is blue, and the sky is grey. " * 20


@pytest.fixture
async def eva(house: House, browser: Browser) -> httpx.AsyncClient:
    """An administrator, whose batch it is; the batch is known."""
    await hear(house.database("results"), REGISTERED)
    return browser("eva")


async def created(client: httpx.AsyncClient, content: bytes, name: str = "Åsa.txt") -> str:
    told = f"filename {b64encode(name.encode()).decode()},relativePath {b64encode(b'x').decode()}"
    headers = {**TUS, "Upload-Length": str(len(content)), "Upload-Metadata": told}
    answer = await client.post(f"/batches/{BATCH}/uploads", headers=headers)
    assert answer.status_code == 201
    assert answer.headers["upload-expires"].endswith("GMT")
    return answer.headers["location"]


async def patched(client: httpx.AsyncClient, at: str, offset: int, piece: bytes) -> httpx.Response:
    return await client.patch(at, headers={**PIECE, "Upload-Offset": str(offset)}, content=piece)


async def offered(house: House) -> list[FilesOffered]:
    async with house.database("gateway").session() as sql:
        rows = await sql.fetch("select body from outbox order by seq")
    return [msgspec.json.decode(row["body"], type=FilesOffered) for row in rows]


async def test_a_file_in_pieces_is_offered_once_with_its_name(
    eva: httpx.AsyncClient, house: House
) -> None:
    at = await created(eva, SEA)
    first = await patched(eva, at, 0, SEA[:100])
    assert (first.status_code, first.headers["upload-offset"]) == (204, "100")
    head = await eva.head(at, headers=TUS)
    assert (head.headers["upload-offset"], head.headers["upload-length"]) == ("100", str(len(SEA)))
    assert head.headers["cache-control"] == "no-store"
    last = await patched(eva, at, 100, SEA[100:])
    assert (last.status_code, last.headers["upload-offset"]) == (204, str(len(SEA)))
    [offer] = await offered(house)
    assert (offer.batch, offer.files[0].name) == (BATCH, "Åsa.txt")
    assert offer.files[0].content == sha256(SEA).hexdigest()


async def test_a_wrong_offset_is_told_the_right_one(eva: httpx.AsyncClient, house: House) -> None:
    at = await created(eva, SEA)
    await patched(eva, at, 0, SEA[:100])
    for offset in (0, 99, 101, len(SEA)):
        answer = await patched(eva, at, offset, b"x")
        assert (answer.status_code, answer.headers["upload-offset"]) == (409, "100")
    assert (await patched(eva, at, 100, SEA)).status_code == 409, "beyond its end"
    assert not await offered(house)


async def test_of_two_pieces_side_by_side_one_is_taken(
    eva: httpx.AsyncClient, house: House
) -> None:
    at = await created(eva, SEA)
    answers = await asyncio.gather(*(patched(eva, at, 0, SEA) for _ in range(4)))
    assert sorted(answer.status_code for answer in answers) == [204, 409, 409, 409]
    assert len(await offered(house)) == 1


async def test_of_a_piece_that_breaks_off_what_came_is_kept(
    eva: httpx.AsyncClient, house: House, web: Web
) -> None:
    at = await created(eva, SEA)
    coming = [
        {"type": "http.request", "body": SEA[:200], "more_body": True},
        {"type": "http.disconnect"},
    ]

    async def receive() -> dict[str, Any]:
        return coming.pop(0)

    async def send(message: MutableMapping[str, Any]) -> None:
        raise AssertionError(f"nobody is there to hear of {message}")

    headers = {**PIECE, "Upload-Offset": "0", "Host": "127.0.0.1", "Cookie": "who=eva"}
    scope = {
        "type": "http",
        "method": "PATCH",
        "path": at,
        "query_string": b"",
        "headers": [(name.lower().encode(), told.encode()) for name, told in headers.items()],
    }
    await pages(web, PAGES)(scope, receive, send)
    assert (await eva.head(at, headers=TUS)).headers["upload-offset"] == "200"
    assert (await patched(eva, at, 200, SEA[200:])).status_code == 204
    [offer] = await offered(house)
    assert offer.files[0].content == sha256(SEA).hexdigest()


@pytest.mark.parametrize(
    ("changed", "status"),
    [
        ({"Tus-Resumable": "0.2.2"}, 412),
        ({"Content-Type": "text/plain"}, 415),
        ({"Upload-Offset": "-1"}, 400),
        ({"Upload-Offset": "²"}, 400),
        ({"Upload-Offset": "9" * 40}, 400),
    ],
)
async def test_what_is_not_of_the_protocol_is_refused(
    eva: httpx.AsyncClient, house: House, changed: dict[str, str], status: int
) -> None:
    at = await created(eva, SEA)
    headers: dict[str, Any] = {**PIECE, "Upload-Offset": "0", **changed}
    raw = {name: value.encode() for name, value in headers.items()}
    assert (await eva.patch(at, headers=raw, content=SEA)).status_code == status
    assert not await offered(house)


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Upload-Length": "20971521"}, 413),
        ({"Upload-Length": "-1"}, 400),
        ({"Upload-Defer-Length": "1"}, 400),
        ({"Upload-Length": "5", "Upload-Metadata": "filename ???"}, 400),
        ({"Upload-Length": "5", "Tus-Resumable": "2.0.0"}, 412),
    ],
)
async def test_what_cannot_be_taken_is_told_before_it_is_sent(
    eva: httpx.AsyncClient, headers: dict[str, str], status: int
) -> None:
    answer = await eva.post(f"/batches/{BATCH}/uploads", headers={**TUS, **headers})
    assert answer.status_code == status
    assert answer.headers["tus-version"] == "1.0.0"


async def test_what_there_is_of_the_protocol_is_told(eva: httpx.AsyncClient) -> None:
    answer = await eva.options(f"/batches/{BATCH}/uploads")
    assert answer.status_code == 204
    assert answer.headers["tus-extension"] == "creation,expiration,termination"
    assert answer.headers["tus-max-size"] == str(20 << 20)


async def test_an_upload_that_is_given_up_is_gone(eva: httpx.AsyncClient) -> None:
    at = await created(eva, SEA)
    assert (await eva.delete(at, headers=TUS)).status_code == 204
    assert (await eva.head(at, headers=TUS)).status_code == 404
    assert (await patched(eva, at, 0, SEA)).status_code == 404


async def test_nobody_else_has_anything_to_do_with_an_upload(
    eva: httpx.AsyncClient, browser: Browser, signed_in: dict[str, SignedIn], house: House
) -> None:
    at = await created(eva, SEA)
    administrators = frozenset({"administrator"})
    signed_in["ida"] = replace(KARIN, person=UUID(int=99), rights=administrators)
    signed_in["far"] = replace(KARIN, school=UUID(int=98), rights=administrators)
    for who in ("ida", "far", "karin"):
        other = browser(who)
        assert (await other.head(at, headers=TUS)).status_code == 404
        assert (await patched(other, at, 0, SEA)).status_code == 404
        assert (await other.delete(at, headers=TUS)).status_code == 404
    assert (await browser().patch(at, headers=PIECE, content=SEA)).status_code == 401
    headers = {**TUS, "Upload-Length": "5"}
    for who in ("far", "karin"):
        answer = await browser(who).post(f"/batches/{BATCH}/uploads", headers=headers)
        assert answer.status_code == 404
    assert not await offered(house)


async def test_of_what_was_dropped_again_only_what_is_missing_is_wanted(
    eva: httpx.AsyncClient,
) -> None:
    def wanted(*contents: bytes) -> dict[str, Any]:
        files = [
            {"name": f"{n}.txt", "size": len(each), "fingerprint": sha256(each).hexdigest()}
            for n, each in enumerate(contents)
        ]
        return {"files": files}

    at = f"/batches/{BATCH}/wanted"
    [one, _] = (await eva.post(at, json=wanted(SEA, b"grey"))).json()["files"]
    await patched(eva, f"/uploads/{one['upload']}", 0, SEA)
    again = (await eva.post(at, json=wanted(SEA, b"grey"))).json()["files"]
    assert [each["there"] for each in again] == [True, False]


@pytest.mark.parametrize(
    "body",
    [
        b"{}",
        b"[",
        b'{"files": [{"name": "a", "size": -1, "fingerprint": "' + b"ab" * 32 + b'"}]}',
        b'{"files": [{"name": "a", "size": 1, "fingerprint": "ab"}]}',
    ],
)
async def test_an_announcement_that_says_nothing_is_refused(
    eva: httpx.AsyncClient, body: bytes
) -> None:
    assert (await eva.post(f"/batches/{BATCH}/wanted", content=body)).status_code == 422


async def test_a_form_without_a_script_sends_many_files_at_once(
    eva: httpx.AsyncClient, house: House
) -> None:
    files = [("files", ("Åsa.txt", SEA)), ("files", ("Bo.txt", b"x" * 700_000))]
    answer = await eva.post(f"/batches/{BATCH}/files", files=files, data={"note": "no file"})
    assert (answer.status_code, answer.headers["location"]) == (303, f"/batches/{BATCH}")
    [offer] = await offered(house)
    assert [(file.name, file.size_bytes) for file in offer.files] == [
        ("Åsa.txt", len(SEA)),
        ("Bo.txt", 700_000),
    ]
    assert offer.files[0].content == sha256(SEA).hexdigest()


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("text/plain", b"essay"),
        ("multipart/form-data; boundary=x", b"--y\r\n"),
        (
            "multipart/form-data; boundary=x",
            b'--x\r\nContent-Disposition: form-data; name="files"; filename="a.txt"\r\n\r\nhalf',
        ),
    ],
)
async def test_what_is_no_form_offers_nothing(
    eva: httpx.AsyncClient, house: House, kind: str, body: bytes
) -> None:
    answer = await eva.post(f"/batches/{BATCH}/files", content=body, headers={"Content-Type": kind})
    assert answer.status_code == 422
    assert not await offered(house)
