"""Seats on SQLite, right: looking and taking are one transaction, and the table holds the rule."""

import json
import os
import sqlite3
import sys

database = sqlite3.connect(os.path.join(os.environ["LAB_FOLDER"], "seats.db"), isolation_level=None)
database.execute("pragma busy_timeout = 5000")
database.execute("pragma synchronous = full")
database.execute("create table if not exists batch (name text primary key, seats integer)")
database.execute(
    "create table if not exists seat (batch text, number integer, content text,"
    " primary key (batch, number), unique (batch, content))"
)


def register(batch, slots):
    database.execute("insert or ignore into batch values (?, ?)", (batch, slots))
    (seats,) = database.execute("select seats from batch where name = ?", (batch,)).fetchone()
    made = database.execute("select changes()").fetchone()[0]
    return {"outcome": "registered" if made else "known" if seats == slots else "refused"}


def offer(batch, content):
    mine = database.execute(
        "select number from seat where batch = ? and content = ?", (batch, content)
    ).fetchone()
    if mine:
        return {"outcome": "replayed", "slot": mine[0]}
    known = database.execute("select seats from batch where name = ?", (batch,)).fetchone()
    if known is None:
        return {"outcome": "unknown_batch"}
    (taken,) = database.execute("select count(*) from seat where batch = ?", (batch,)).fetchone()
    if taken == known[0]:
        return {"outcome": "no_slot"}
    database.execute("insert into seat values (?, ?, ?)", (batch, taken + 1, content))
    return {"outcome": "assigned", "slot": taken + 1}


def rows(batch):
    found = database.execute("select content, number from seat where batch = ?", (batch,))
    return {"rows": found.fetchall()}


for line in sys.stdin:
    asked = json.loads(line)
    known, operation = asked.pop("id"), asked.pop("operation")
    try:
        database.execute("begin immediate")  # nobody else writes until it is committed
        answer = {"register": register, "offer": offer, "rows": rows}[operation](**asked)
        database.execute("commit")
    except sqlite3.OperationalError:  # a full disk: it may have happened or not
        if database.in_transaction:
            database.execute("rollback")
        answer = {"outcome": "error"}
    print(json.dumps({"id": known, **answer}), flush=True)
