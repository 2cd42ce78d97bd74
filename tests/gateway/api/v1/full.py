"""A batch with everything in it: files, an essay of a pupil, an upload, a list that waits."""

from base64 import b64encode
from dataclasses import dataclass
from uuid import UUID

from tests.gateway.api.v1.conftest import TeachersProgram

from huleedu.contracts.judging import Kind
from huleedu.services.judging.api.judgings import Script
from huleedu.services.judging.api.steering import Overview, Steering
from huleedu.wiring.judging import judgings_of
from huleedu.wiring.program import House

SENTENCE = "Min sommar var lång och varm, och jag badade nästan varje dag i sjön. "
TUS = {"Tus-Resumable": "1.0.0"}


@dataclass(frozen=True)
class Everything:
    """The ids of what there is, by the hole of an address that they fill."""

    ids: dict[str, str]

    def __getitem__(self, hole: str) -> str:
        return self.ids[hole]


def text(name: str) -> bytes:
    """An essay that begins with its writer's name."""
    return f"{name}\n\n{SENTENCE * 8}{name[::-1]}".encode()


async def announced(program: TeachersProgram, batch: str, size: int, name: str = "x.txt") -> str:
    """The address of an upload that was announced."""
    headers = {
        **TUS,
        "Upload-Length": str(size),
        "Upload-Metadata": f"filename {b64encode(name.encode()).decode()}",
    }
    answer = await program.http.post(f"/api/v1/batches/{batch}/uploads", headers=headers)
    assert answer.status_code == 201, answer.text
    return answer.headers["location"]


async def everything(
    program: TeachersProgram, *, names: tuple[str, ...] = ("Anna Ek",), blind: bool = False
) -> Everything:
    """Make it, and wait until each essay has its place and is matched."""
    class_ = await program.made("/classes", {"name": "9B"})
    pupils = [
        await program.made(f"/classes/{class_}/pupils", {"name": name})
        for name in (*names, "Bo Lo")
    ]
    waiting = await program.made(f"/classes/{class_}/imports", {"rows": [["Cia Ny"]]})
    batch = await program.made(
        "/batches", {"title": "Min sommar", "class": class_, "language": "sv", "blind": blind}
    )
    files = [(f"{name}.txt", text(name)) for name in names]
    taken = await program.send(f"/batches/{batch}/files", *files)
    assert taken.status_code == 202, taken.text
    await program.post(f"/batches/{batch}/end-intake")
    await program.until(
        f"/batches/{batch}/essays", lambda told: len(told.get("items", ())) == len(names)
    )
    upload = await announced(program, batch, 10)
    [token] = (await program.get("/tokens")).json()["items"]
    essay = taken.json()["files"][0]
    export = await program.post(f"/batches/{batch}/exports", {"profile": "csv"})
    assert export.status_code == 202, export.text
    return Everything(
        {
            "class": class_,
            "pupil": pupils[0],
            "import": waiting,
            "batch": batch,
            "file": essay,
            "essay": essay,
            "export": export.json()["id"],
            "upload": upload.rpartition("/")[2],
            "token": token["id"],
            "person": str(program.person),
        }
    )


async def judged_too(house: House, there: Everything) -> Everything:
    """The same, with its judging open, and somebody who judges."""
    batch, essay = UUID(there["batch"]), UUID(there["essay"])
    judgings, steering = judgings_of(house), Steering(house.database("judging"), house.clock)
    scripts = [
        Script(essay=one, name="a.txt", text="ab" * 32, measures={}) for one in (essay, UUID(int=3))
    ]
    await judgings.open(batch, scripts, "Min sommar")
    await judgings.enrol(batch, "Karin Lind", Kind.PERSON, quota=5)
    found = await steering.overview(batch)
    assert isinstance(found, Overview)
    return Everything({**there.ids, "enrolment": str(found.judges[0].id)})
