"""Whatever one statement does to a row is found, but where nobody else knows what stood there."""

import random

import asyncpg
from tests.harness.audit.sweep import Damage, Table, damages, tables
from tests.sizes import Sized

from huleedu.engines.postgres.connecting import Address
from huleedu.harness.audit import disagreements
from huleedu.harness.audit.reading import all_batches, look
from huleedu.wiring.program import House, open_house
from huleedu.wiring.settings import read

LATE_S = 1.5
SCHEMAS = (
    *("lifecycle", "batches", "results", "spelling", "linguistics", "files", "content"),
    *("classes", "judging"),
)
FEW, ALL = 40, 5000
"""Damages that the suite tries, of chance but the same each time; a study tries them all."""

KNOWN_TO_ONE = {
    "batches.batch": "slots pupils digest waits_until awaited roster",
    "batches.essay": "ahead_run",
    "batches.result": "run",
    "classes.batch": "names settlement version matched told_settlement class_revision due"
    " matched_class",
    "classes.essay": "header opening guesses told told_anew replaced",
    "content.content": "row",
    "files.file": "outcome",
    "judging.plan": "rules",
    "lifecycle.batch": "offerings intake_ended closed waits_until open",
    "lifecycle.move": "essay cause message",
    "linguistics.measured": "run",
    "results.batch": "settled_cause note revision matched",
    "results.file": "reason notes remarks revision pupil pupil_sure pupil_by_hand pupil_found_in"
    " pupil_reason not_misspelt",
    "spelling.checked": "run words",
}
"""No other part keeps it, of an essay in this batch: so nobody can say what stood there.

Of a content that no slot holds (a file as it came) only its reader knows that it was there.
"""


def _told_by_others(damage: Damage) -> bool:
    what = damage.what.split()[0]
    if damage.table.endswith(("inbox", "outbox")):
        return False  # what was said has had its effect
    of_time = what == "at" or what.endswith("_at")
    return not of_time and what not in KNOWN_TO_ONE.get(damage.table, "").split()


async def _found(house: House) -> bool:
    facts = await look(house, await all_batches(house), LATE_S)
    return not facts or any(disagreements(one) for one in facts.values())


async def test_what_others_know_is_found_whatever_is_done_to_it(
    copy: Address, sized: Sized
) -> None:
    admin = await copy.connect()
    missed: list[str] = []
    async with open_house(copy, read({})) as house:
        assert not await _found(house)
        there = await tables(admin, SCHEMAS)
        for table in there:
            await admin.execute(f"create table {_beside(table)} as table {table.name}")
        wanted = [
            (t, one) for t in there for one in await damages(admin, t) if _told_by_others(one)
        ]
        assert len(wanted) > 5 * FEW
        assert len(wanted) < ALL
        random.Random(7).shuffle(wanted)
        wanted = wanted[: sized(FEW, study=ALL)]
        await admin.execute("set session_replication_role = replica")
        tried = 0
        for table, damage in wanted:
            try:
                await admin.execute(damage.statement)
            except (
                asyncpg.IntegrityConstraintViolationError,
                asyncpg.SyntaxOrAccessError,
                asyncpg.DataError,
            ):
                continue  # the database itself does not let it happen
            tried += 1
            if not await _found(house):
                missed.append(f"{damage.table}: {damage.what}")
            await admin.execute(_put_back(table))
    await admin.close()
    assert not missed
    assert tried > len(wanted) / 4


def _beside(table: Table) -> str:
    return f"before_{table.name.replace('.', '_')}"


def _put_back(table: Table) -> str:
    columns = ", ".join(table.columns)
    return (
        f"begin; delete from {table.name};"
        f" insert into {table.name} ({columns}) overriding system value"
        f" select {columns} from {_beside(table)}; commit"
    )
