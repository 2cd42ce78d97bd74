"""The page for those who write a client: its examples run, and it names every address."""

import re
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
from tests.gateway.api.v1.conftest import Opened, TeachersProgram
from tests.gateway.api.v1.full import text

from huleedu.gateway.api.v1.refusals import KINDS
from huleedu.gateway.api.v1.table import API, AT

PAGE = (Path(__file__).parents[4] / "docs" / "api.md").read_text(encoding="utf-8")
ASKED = re.compile(
    r"^    (?P<method>[A-Z]+) (?P<path>/[^ ,\n]*)(?: with (?P<file>.*\.txt)| (?P<body>{.*}))?"
    r"(?P<seen>, as seen(?: before)?)?\n"
    r"      → (?P<status>\d+) (?P<type>\w+)(?:, id is (?P<id>[A-Z]+))?$",
    re.MULTILINE,
)


async def asked(
    program: TeachersProgram, said: dict[str, str], ids: dict[str, str], etags: list[str]
) -> httpx.Response:
    def real(told: str) -> str:
        return re.sub(r"\b[A-Z]{4,}\b", lambda word: ids.get(word[0], word[0]), told)

    headers = {"Idempotency-Key": str(uuid4()), "Content-Type": "application/json"}
    if said["seen"]:
        headers["If-Match"] = etags[-2 if said["seen"].endswith("before") else -1]
    more: dict[str, Any] = {"content": real(said["body"] or "")}
    if said["file"]:
        del headers["Content-Type"]
        name = said["file"].removesuffix(".txt")
        more = {"files": [("files", (said["file"], text(name)))]}
    return await program.http.request(
        said["method"], AT + real(said["path"]), headers=headers, **more
    )


async def test_the_examples_run_as_they_stand(program: Opened) -> None:
    eva = await program(
        "eva@lund.example", ("read", "write", "admin"), of=("administrator", "teacher")
    )
    found = [each.groupdict() for each in ASKED.finditer(PAGE)]
    assert len(found) == PAGE.count("      → ") > 20
    ids: dict[str, str] = {}
    etags: list[str] = []
    for said in found:
        answer = await asked(eva, said, ids, etags)
        if said["path"].endswith("/essays"):  # it comes when the services have read it
            shown = await eva.until(
                f"/batches/{ids['BATCH']}/essays", lambda told: bool(told["items"])
            )
        else:
            shown = answer.json()
        assert (answer.status_code, shown["type"]) == (int(said["status"]), said["type"]), said
        if said["id"]:
            ids[said["id"]] = shown["id"] if "id" in shown else shown["items"][0]["id"]
        if "etag" in answer.headers:
            etags.append(answer.headers["etag"])


def test_every_address_and_every_problem_is_named() -> None:
    table = PAGE[PAGE.index("## What there is") : PAGE.index("## A class")]
    told = {
        (method, path)
        for methods, path in re.findall(r"((?:[A-Z]+(?:, )?)+) `(/[^`]*)`", table)
        for method in methods.split(", ")
    }
    assert told == {(route.method, route.path.removeprefix(AT)) for route in API}
    for kind in KINDS:
        assert f"| `{kind.name}` | {int(kind.status)} |" in PAGE, kind.name
