"""Files in pieces over the API: the same protocol, and the same uploads, as of the pages."""

from uuid import uuid4

from tests.gateway.api.v1.conftest import Opened
from tests.gateway.api.v1.full import TUS, announced, text

ESSAY = text("Anna Ek")
PIECE = {**TUS, "Content-Type": "application/offset+octet-stream"}


async def test_a_file_comes_in_pieces_and_is_offered_once(program: Opened) -> None:
    ali = await program()
    batch = await ali.made("/batches", {"title": "x"})
    at = await announced(ali, batch, len(ESSAY), "Anna.txt")
    assert at.startswith("/api/v1/uploads/")
    first = await ali.http.patch(at, headers={**PIECE, "Upload-Offset": "0"}, content=ESSAY[:50])
    assert (first.status_code, first.headers["upload-offset"]) == (204, "50")
    wrong = await ali.http.patch(at, headers={**PIECE, "Upload-Offset": "0"}, content=ESSAY[:50])
    assert (wrong.status_code, wrong.headers["upload-offset"]) == (409, "50")
    look = await ali.http.head(at, headers=TUS)
    assert (look.headers["upload-offset"], look.headers["upload-length"]) == (
        "50",
        str(len(ESSAY)),
    )
    last = await ali.http.patch(at, headers={**PIECE, "Upload-Offset": "50"}, content=ESSAY[50:])
    assert last.status_code == 204
    told = await ali.until(f"/batches/{batch}/files", lambda told: bool(told["items"]))
    assert [each["name"] for each in told["items"]] == ["Anna.txt"]


async def test_an_upload_is_given_up_and_is_nobody_elses(program: Opened) -> None:
    ali, bo = await program(), await program("bo@lund.example")
    batch = await ali.made("/batches", {"title": "x"})
    at = await announced(ali, batch, 9)
    for method, headers in (
        ("HEAD", TUS),
        ("PATCH", {**PIECE, "Upload-Offset": "0"}),
        ("DELETE", TUS),
    ):
        assert (await bo.http.request(method, at, headers=headers)).status_code == 404
        assert (await ali.http.request(method, at, headers={})).status_code in (412, 415)
    assert (await ali.http.delete(at, headers=TUS)).status_code == 204
    assert (await ali.http.head(at, headers=TUS)).status_code == 404


async def test_what_is_announced_wrongly_is_refused(program: Opened) -> None:
    ali = await program()
    batch = await ali.made("/batches", {"title": "x"})
    path = f"/api/v1/batches/{batch}/uploads"
    for headers, status in (
        ({}, 412),
        (TUS, 400),
        ({**TUS, "Upload-Length": "-1"}, 400),
        ({**TUS, "Upload-Length": "1", "Upload-Metadata": "filename %%"}, 400),
        ({**TUS, "Upload-Length": str(1 << 40)}, 413),
    ):
        assert (await ali.http.post(path, headers=headers)).status_code == status, headers
    none = f"/api/v1/batches/{uuid4()}/uploads"
    assert (await ali.http.post(none, headers={**TUS, "Upload-Length": "1"})).status_code == 404
