"""Files and batches as they are told, and not there for who may not see them."""

from uuid import uuid4

from tests.gateway.api.v1.conftest import Opened
from tests.gateway.api.v1.full import text


async def test_a_file_is_told_with_its_batch_and_what_can_be_done(program: Opened) -> None:
    ali, bo = await program(), await program("bo@lund.example")
    batch = await ali.made("/batches", {"title": "x"})
    [file] = (await ali.send(f"/batches/{batch}/files", ("Bo.txt", text("Bo")))).json()["files"]
    told = await ali.until(f"/files/{file}", lambda told: told.get("state") == "assigned")
    assert told["batch"] == batch
    assert "look" in told["remedies"]
    whole = (await ali.get(f"/batches/{batch}")).json()
    assert (whole["may"], whole["blind"], whole["class"]) == ("own", False, None)
    for path in (f"/files/{file}", f"/files/{uuid4()}", f"/batches/{batch}"):
        assert (await bo.get(path)).status_code == 404
