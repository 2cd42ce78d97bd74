"""The record has everything of a batch, and tells by digests that it is whole."""

import csv
import io
import json
import zipfile
from hashlib import sha256

import msgspec
import pytest
from tests.gateway.exports.classroom import NAMES, OWNER, classroom, decide, text_of
from tests.gateway.exports.judging import JUDGES, judged
from tests.gateway.exports.reports import BEGINNINGS
from tests.gateway.exports.taking import taken
from tests.services.identity import persons

from huleedu.contracts.people import OWN_SCHOOL
from huleedu.gateway.exports.record import called
from huleedu.kit.database import Viewer
from huleedu.services.feedback import api as feedback
from huleedu.services.feedback.api import InBatch, Wanted
from huleedu.services.identity import api as identity
from huleedu.services.results.api import ListedFile, talk
from huleedu.services.results.api.talk import Speaker
from huleedu.wiring.program import House


def unpacked(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        assert packed.testzip() is None
        return {name: packed.read(name) for name in packed.namelist()}


def rows_of(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


async def test_everything_is_in_it(house: House) -> None:
    files = [f"{NAMES[0]}.txt", "=1+1.txt", f"{NAMES[2]}/=cmd.txt"]
    room = await classroom(house, names=NAMES[:3], files=files)
    await judged(house, room, each=2)
    await decide(house, room, {NAMES[0]: "F"})
    await decide(house, room, {NAMES[0]: "–"} | {NAMES[1]: "F"})
    essay = room.essays[NAMES[0]]
    of, now = InBatch(OWN_SCHOOL, room.batch), house.clock()
    wanted = Wanted(words="=Bra skrivet", shows=frozenset({"grade"}), ready=True)
    await feedback.write(
        house.database("feedback"), of, essay, wanted, who=OWNER, now=now, seen=0
    )  # fmt: skip
    await talk.put(
        *(house.database("results"), room.batch, essay),
        *(Speaker(OWNER, "Karin"), "+tala om det", now),
    )
    people = house.viewers("identity").of(Viewer(None))
    person = await persons.somebody(people, "karin@lund.example", now=now)
    begun = await persons.signed_in(people, "karin@lund.example", now=now)
    who = await persons.known(people, begun.token, now)
    assert who.person == person
    for batch in (room.batch, essay):
        await identity.note(
            people, who, "names_shown", now, facts={"batch": str(batch)}, address="192.0.2.1"
        )
    _, content = await taken(house, room.batch, "record")
    there = unpacked(content)
    originals = {name for name in there if name.startswith("originals/")}
    assert originals == {
        f"originals/{NAMES[0]}.txt",
        f"originals/{NAMES[1]} - =1+1.txt",
        f"originals/{NAMES[2]} - =cmd.txt",
    }
    assert there[f"originals/{NAMES[0]}.txt"] == text_of(NAMES[0]).encode()
    others = {*there} - originals
    assert others == {
        *("report.html", "results.xlsx", "results.csv", "results.json", "settings.json"),
        *("grades.csv", "decisions.csv", "feedback.csv", "talk.csv", "audit.csv", "contents.csv"),
    }
    grades = [(row["pupil"], row["number"], row["grade"]) for row in rows_of(there["grades.csv"])]
    assert grades == [(NAMES[0], "1", "F"), (NAMES[0], "2", "–"), (NAMES[1], "1", "F")]
    decisions = rows_of(there["decisions.csv"])
    assert {row["judge"] for row in decisions} == {*JUDGES}
    assert all(row["comment"].startswith("'=bra ") for row in decisions)
    [said] = rows_of(there["feedback.csv"])
    assert (said["pupil"], said["state"], said["words"]) == (NAMES[0], "ready", "'=Bra skrivet")
    [talked] = rows_of(there["talk.csv"])
    assert talked["line"] == "'+tala om det"
    [seen] = rows_of(there["audit.csv"])
    assert (seen["what"], seen["person"]) == ("names_shown", who.name)
    assert b"192.0.2.1" not in there["audit.csv"]
    settings = json.loads(there["settings.json"])
    assert (settings["batch"]["title"], settings["rules"]["scale"]) == ("Min sommar", "A-F")


async def test_its_list_tells_every_file_and_its_digest(house: House) -> None:
    room = await classroom(house, names=NAMES[:3])
    _, content = await taken(house, room.batch, "record")
    there = unpacked(content)
    listed = {row["file"]: row for row in rows_of(there.pop("contents.csv"))}
    assert {*listed} == {*there}
    for name, told in there.items():
        assert listed[name]["sha256"] == sha256(told).hexdigest()
        assert listed[name]["size_bytes"] == str(len(told))
    for name in (name for name in there if name.endswith(".csv")):
        cells = [c for r in rows_of(there[name]) for c in (*r, *r.values()) if c]
        assert not [c for c in cells if c.lstrip(" ").startswith(BEGINNINGS)], name


@pytest.mark.parametrize(
    ("name", "pupil", "sure", "told"),
    [
        ("text.docx", "Anna Ek", True, "Anna Ek - text.docx"),
        ("Anna Ek.docx", "Anna Ek", True, "Anna Ek.docx"),
        ("text.docx", "Anna Ek", False, "text.docx"),
        ("9B/../text.docx", "", False, "text.docx"),
        ("a.txt", "../../x", True, "x - a.txt"),
        ("\u202ecod.exe", "An/na", True, "An-na - cod.exe"),
    ],
)
def test_an_original_has_a_safe_name_that_tells_whose_it_is(
    name: str, pupil: str, sure: bool, told: str
) -> None:
    file = msgspec.convert(
        dict.fromkeys(ListedFile.__struct_fields__)
        | {"id": str(OWNER), "name": name, "place": [], "state": "assigned", "code": ""}
        | {"reason": "", "notes": [], "language": "", "failures": {}, "late": False}
        | {"revision": 1, "pupil": pupil, "pupil_sure": sure, "pupil_by_hand": False}
        | {"hidden": False, "others": []},
        ListedFile,
    )
    assert called(file) == told
