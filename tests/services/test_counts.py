"""The counts that a batch keeps agree with its rows, whatever is done to them."""

import random
from uuid import UUID, uuid4

import pytest

from huleedu.contracts.batches import BatchRegistered
from huleedu.kit.database import Sql
from huleedu.kit.service import Transaction
from huleedu.services.lifecycle.domain import State
from huleedu.services.lifecycle.store import batches, essays
from huleedu.services.lifecycle.store.essays import Move
from huleedu.services.results import store as results
from huleedu.wiring.program import House, now

LIFECYCLE = ("unanswered", "refused", "assigned", "left_over")
RESULTS = (
    *("files", "waiting", "unread", "assigned", "refused_files", "left_over"),
    *("checked", "measured", "failed", "unfinished"),
)
MOVES = 60


async def agree(sql: Sql, counts: tuple[str, ...]) -> None:
    names = ", ".join(counts)
    kept = await sql.fetch(f"select id, {names} from batch order by id")
    counted = {row["batch"]: row for row in await sql.fetch("select * from counted")}
    for row in kept:
        for name in counts:
            found = counted[row["id"]][name] if row["id"] in counted else 0
            assert row[name] == found, f"{name} of {row['id']}"


async def test_the_lifecycles_counts_agree_with_its_essays(house: House) -> None:
    seed = random.randrange(2**32)
    print(f"seed {seed}")
    dice = random.Random(seed)
    known: list[tuple[UUID, list[UUID]]] = [(uuid4(), []) for _ in range(3)]
    async with house.database("lifecycle").transaction() as sql:
        tx = Transaction(sql, now())
        for batch, _ in known:
            await batches.mention(sql, batch, tx.now)
        for _ in range(MOVES):
            batch, there = dice.choice(known)
            fresh = [uuid4() for _ in range(dice.randrange(4))]
            await essays.add(tx, batch, [(essay, str(essay)) for essay in fresh], [1])
            there += fresh
            some = dice.sample(there, dice.randrange(len(there) + 1))
            moves = [Move(essay, "a test", None, slot=dice.choice((None, 1))) for essay in some]
            await essays.move_each(tx, moves, dice.choice(list(State)))
            await agree(sql, LIFECYCLE)
        await sql.execute("delete from essay where place[2] = 2")
        await agree(sql, LIFECYCLE)


async def test_the_results_counts_agree_with_their_files(house: House) -> None:
    seed = random.randrange(2**32)
    print(f"seed {seed}")
    dice = random.Random(seed)
    batch, files = uuid4(), [uuid4() for _ in range(8)]
    changes: tuple[dict[str, object], ...] = (
        *({"state": state} for state in ("waiting", "assigned", "refused", "left_over")),
        *({"state": state} for state in ("unpacked", "replaced", "withdrawn")),
        *({"text": "00"}, {"misspellings": []}, {"measures": {}}, {"slot": 3}),
    )
    async with house.database("results").transaction() as sql:
        tx = Transaction(sql, now())
        for _ in range(MOVES):
            some = dice.sample(files, dice.randrange(1, len(files)))
            await results.set_files(tx, batch, {file: dice.choice(changes) for file in some})
            failing = dice.choice(("'{}'", """'{"spelling": "no"}'"""))
            change = f"update file set failures = {failing} where id = $1"
            await sql.execute(change, dice.choice(files))
            await agree(sql, RESULTS)
        await sql.execute("delete from file where id = $1", files[0])
        await agree(sql, RESULTS)


@pytest.mark.parametrize("known_first", [True, False])
async def test_a_batch_may_be_known_before_its_files_and_after_them(
    house: House, *, known_first: bool
) -> None:
    batch, file = uuid4(), uuid4()
    registered = BatchRegistered(
        batch=batch, title="9b", slots=1, language="auto", pupils=(), deadline_s=60
    )
    async with house.database("results").transaction() as sql:
        tx = Transaction(sql, now())
        if known_first:
            await results.registered(tx, registered)
        await results.set_file(tx, batch, file, name="a.txt")
        if not known_first:
            await results.registered(tx, registered)
        await agree(sql, RESULTS)
        progress = await results.progress(sql, batch)
    assert progress
    assert (progress.title, progress.files) == ("9b", 1)
