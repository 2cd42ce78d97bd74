"""For research there are codes, and nothing by which anybody is known."""

import csv
import io
import json
import zipfile
from uuid import UUID, uuid4

from tests.gateway.exports.classroom import NAMES, classroom, decide
from tests.gateway.exports.judging import JUDGES, judged
from tests.gateway.exports.taking import taken

from huleedu.gateway.exports.research import DECISIONS, codes
from huleedu.wiring.program import House

Files = dict[str, str]


def unpacked(content: bytes) -> Files:
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return {name: packed.read(name).decode("utf-8-sig") for name in packed.namelist()}


def rows_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


async def test_decisions_and_essays_are_told_by_codes_alone(house: House) -> None:
    room = await classroom(house, names=NAMES[:6])
    await judged(house, room)
    await decide(house, room, {NAMES[0]: "F"})
    export, content = await taken(house, room.batch, "research")
    files = unpacked(content)
    assert list(files) == ["decisions.csv", "essays.csv", "codebook.csv", "about.json"]
    decisions, essays = rows_of(files["decisions.csv"]), rows_of(files["essays.csv"])
    assert len(decisions) == 8
    assert {row["judge"] for row in decisions} == {"P1", "P2"}
    assert {row["kind"] for row in decisions} == {"person"}
    assert {row["took_s"] for row in decisions} == {"12.5"}
    assert decisions[0]["at_s"] == "0.0"
    assert {row["answer"] for row in decisions} <= {"1", "-1"}
    named = {row["essay"] for row in essays}
    assert named == {f"E{n}" for n in range(1, 7)}
    assert {row[side] for row in decisions for side in ("first", "second")} <= named
    assert sorted(row["decided_grade"] for row in essays) == ["", "", "", "", "", "F"]
    assert {row["place"] for row in essays} >= {"1", "6"}
    about = json.loads(files["about.json"])
    assert (about["essays"], about["decisions"], about["rules"]["scale"]) == (6, 8, "A-F")
    assert tuple(about["columns"]["decisions.csv"]) == DECISIONS
    explained = rows_of(files["codebook.csv"])
    for name, table in (("decisions.csv", decisions), ("essays.csv", essays)):
        assert [row["column"] for row in explained if row["file"] == name] == list(table[0])
    assert all(row["meaning"] for row in explained)
    told = "".join(files[name] for name in ("decisions.csv", "essays.csv", "about.json"))
    people = [part for name in (*NAMES[:6], *JUDGES) for part in name.split()]
    known = [*map(str, room.essays.values()), str(room.batch), "Min sommar", "bra", "båt"]
    assert not [one for one in (*people, *known) if one in told]
    assert str(export.asked_at.year) not in files["decisions.csv"]


async def test_the_same_decisions_give_the_same_bytes(house: House) -> None:
    room = await classroom(house, names=NAMES[:4])
    await judged(house, room, each=2)
    assert (await taken(house, room.batch, "research"))[1] == (
        (await taken(house, room.batch, "research"))[1]
    )


def test_codes_have_an_order_of_their_own() -> None:
    essays = [UUID(int=n) for n in range(1, 31)]
    first, other = codes(uuid4(), essays), codes(uuid4(), essays)
    assert sorted(first.values()) == [f"E{n:02}" for n in range(1, 31)]
    assert [first[str(essay)] for essay in essays] != sorted(first.values())
    assert first != other, "in another batch another order"
