"""Seats on SQLite, wrong: between looking and taking, somebody else may take the same seat."""

import json
import os
import sqlite3
import sys

database = sqlite3.connect(os.path.join(os.environ["LAB_FOLDER"], "seats.db"), isolation_level=None)
database.execute("pragma busy_timeout = 5000")
database.execute("create table if not exists batch (name text primary key, seats integer)")
database.execute("create table if not exists seat (batch text, number integer, content text)")


def register(batch, slots):
    database.execute("insert or ignore into batch values (?, ?)", (batch, slots))
    return {"outcome": "registered"}


def offer(batch, content):
    mine = database.execute(
        "select number from seat where batch = ? and content = ?", (batch, content)
    ).fetchone()
    if mine:
        return {"outcome": "replayed", "slot": mine[0]}
    (seats,) = database.execute("select seats from batch where name = ?", (batch,)).fetchone()
    (taken,) = database.execute("select count(*) from seat where batch = ?", (batch,)).fetchone()
    if taken == seats:
        return {"outcome": "no_slot"}
    database.execute("insert into seat values (?, ?, ?)", (batch, taken + 1, content))
    return {"outcome": "assigned", "slot": taken + 1}


def rows(batch):
    found = database.execute("select content, number from seat where batch = ?", (batch,))
    return {"rows": found.fetchall()}


for line in sys.stdin:
    asked = json.loads(line)
    known, operation = asked.pop("id"), asked.pop("operation")
    answer = {"register": register, "offer": offer, "rows": rows}[operation](**asked)
    print(json.dumps({"id": known, **answer}), flush=True)
