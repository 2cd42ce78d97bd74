"""What somebody may put out of joint in the tables, and what is said of it."""

from huleedu.harness.audit import Mismatch

ANY = "(select id from lifecycle.essay where slot = 2)"
MENDED: dict[str, tuple[Mismatch, str]] = {
    "the counter is behind": (Mismatch.COUNTER, "update lifecycle.batch set used = used - 1"),
    "the counter is ahead": (
        Mismatch.COUNTER,
        (
            "update lifecycle.batch set slots = 9, used = 5; update batches.batch set slots = 9;"
            "update results.batch set slots = 9"
        ),
    ),
    "an assignment is gone": (
        Mismatch.ASSIGNMENT_UNKNOWN,
        "delete from lifecycle.assignment where slot = 2",
    ),
    "the last assignment is gone, and the counter with it": (
        Mismatch.ASSIGNMENT_UNKNOWN,
        "delete from lifecycle.assignment where slot = 3; update lifecycle.batch set used = 2",
    ),
    "an essay that does not take part yet does not have its slot": (
        Mismatch.ASSIGNMENT_UNUSED,
        (
            "update lifecycle.essay set slot = null, state = 'waiting' where slot = 2;"
            "delete from batches.result where essay = (select essay from lifecycle.assignment"
            " where slot = 2);"
            "delete from batches.essay where slot = 2"
        ),
    ),
    "an essay has another slot": (
        Mismatch.ASSIGNMENT_UNUSED,
        "update lifecycle.essay set slot = 7 where slot = 2",
    ),
    "a text was left over though there is a slot": (
        Mismatch.LEFT_OVER,
        "update lifecycle.batch set slots = 4; update results.batch set slots = 4",
    ),
    "a text stands in line for ever": (
        Mismatch.STUCK,
        "update lifecycle.essay set state = 'waiting' where state = 'left over'",
    ),
    "nobody was told that it is settled": (
        Mismatch.NOT_SETTLED,
        "update lifecycle.batch set revision = 0; update batches.batch set revision = 0",
    ),
    "an essay does not take part": (
        Mismatch.BOARD,
        (
            f"delete from batches.result where essay = {ANY};"
            f"delete from batches.essay where id = {ANY}"
        ),
    ),
    "another state is shown": (
        Mismatch.SHOWN,
        "update results.file set state = 'left_over', slot = null where slot = 2",
    ),
    "another slot is shown": (Mismatch.SHOWN, "update results.file set slot = 7 where slot = 2"),
    "another number of slots is shown": (Mismatch.SHOWN, "update results.batch set slots = 9"),
    "a message was never handled": (
        Mismatch.LOST,
        (
            "delete from results.inbox where id in (select id from lifecycle.outbox"
            " where type like '%batch_settled%');"
            "update lifecycle.outbox set published_at = now() - interval '1 hour'"
        ),
    ),
}

FOUND: dict[str, tuple[Mismatch, str]] = {
    "a slot is not unique": (
        Mismatch.NO_FENCE,
        "alter table lifecycle.assignment drop constraint assignment_pkey",
    ),
    "a slot is held twice": (
        Mismatch.SLOT_TWICE,
        (
            "alter table lifecycle.assignment drop constraint assignment_pkey;"
            "update lifecycle.assignment set slot = 1 where slot = 2"
        ),
    ),
    "a content holds two slots": (
        Mismatch.CONTENT_TWICE,
        (
            "alter table lifecycle.assignment drop constraint assignment_batch_content_key;"
            "update lifecycle.assignment a set content = b.content from lifecycle.assignment b"
            " where a.slot = 2 and b.slot = 1"
        ),
    ),
    "there are more than there are slots": (
        Mismatch.TOO_MANY,
        (
            "alter table lifecycle.batch drop constraint batch_check;"
            "update lifecycle.batch set slots = 2"
        ),
    ),
    "a slot was left out": (
        Mismatch.GAP,
        (
            "delete from lifecycle.assignment where slot = 2;"
            "update lifecycle.essay set slot = null, state = 'refused' where slot = 2"
        ),
    ),
    "a text is lost": (
        Mismatch.TEXT_LOST,
        (
            "delete from content.content where address ="
            " (select decode(content, 'hex') from lifecycle.assignment where slot = 2)"
        ),
    ),
    "it was said twice": (
        Mismatch.SAID_TWICE,
        (
            "insert into lifecycle.outbox (type, order_key, batch, correlation, body, published_at)"
            " select type, order_key, batch, correlation, body, now() from lifecycle.outbox"
            " where type like '%slot_assigned%' and body->>'slot' = '2'"
        ),
    ),
    "the wrong slot was announced": (
        Mismatch.SAID_WRONGLY,
        (
            "update lifecycle.outbox set body = jsonb_set(body, '{slot}', '7')"
            " where type like '%slot_assigned%' and body->>'slot' = '2'"
        ),
    ),
    "a step waits for a result": (
        Mismatch.AWAITED,
        (
            f"update batches.batch set state = 'working', step = 'linguistics';"
            f"delete from batches.result where step = 'linguistics' and essay = {ANY}"
        ),
    ),
    "a slot belongs to two essays": (
        Mismatch.ASSIGNMENT_UNKNOWN,
        (
            "update lifecycle.essay set slot = 2, content = 'x', state = 'assigned'"
            " where state = 'left over'"
        ),
    ),
    "an essay does not have its slot": (
        Mismatch.ASSIGNMENT_UNUSED,
        "update lifecycle.essay set slot = null, state = 'waiting' where slot = 2",
    ),
    "nobody was told of a slot": (
        Mismatch.NOT_SAID,
        "delete from lifecycle.outbox where type like '%slot_assigned%' and body->>'slot' = '2'",
    ),
    "a file is not shown": (Mismatch.SHOWN, "delete from results.file where slot = 2"),
    "the end is not shown": (Mismatch.END_SHOWN, "update results.batch set state = 'working'"),
}


NEVER_MENDED: dict[str, tuple[set[Mismatch], str]] = {
    "contents are swapped": (
        {Mismatch.CONTENT_DIFFERS},
        """
        update lifecycle.assignment set content = 'x' || content where slot = 2;
        update lifecycle.assignment set content =
            (select content from lifecycle.essay where slot = 2) where slot = 1;
        update lifecycle.assignment set content =
            (select content from lifecycle.essay where slot = 1) where slot = 2
        """,
    ),
    "two contents hold one slot": (
        {Mismatch.NO_FENCE, Mismatch.SLOT_TWICE, Mismatch.CONTENT_DIFFERS},
        """
        alter table lifecycle.assignment drop constraint assignment_pkey;
        insert into lifecycle.assignment (batch, slot, content, essay)
        select batch, 2, '00', (select id from lifecycle.essay where state = 'left over')
        from lifecycle.assignment where slot = 1
        """,
    ),
    "nothing is shown of an essay": ({Mismatch.SHOWN}, "delete from results.file where slot = 2"),
    "a refused file has a state that needs a slot": (
        {Mismatch.STATE},
        "update lifecycle.essay set state = 'language measured' where state = 'refused'",
    ),
    "there are fewer slots than are taken": (
        {Mismatch.TOO_MANY},
        "update lifecycle.batch set slots = 2, used = 2",
    ),
    "a result is gone": (
        {Mismatch.RESULT_GONE},
        "delete from batches.result where step = 'spelling' and essay = " + ANY,
    ),
    "another text is shown": (
        {Mismatch.TEXT_SHOWN},
        (
            "update results.file set text ="
            " (select content from lifecycle.assignment where slot = 1) where slot = 2"
        ),
    ),
    "a row without name, text and results is shown": (
        {Mismatch.NOT_ALL_SHOWN},
        (
            "update results.file set name = null, text = null, misspellings = null,"
            " measures = null where slot = 2"
        ),
    ),
    "what could be mended stands beside what could not": (
        {Mismatch.COUNTER, Mismatch.SHOWN, Mismatch.TEXT_SHOWN},
        (
            "update lifecycle.batch set used = used - 1;"
            "update results.file set slot = 7 where slot = 1;"
            "update results.file set text = 'x' where slot = 2"
        ),
    ),
}
"""Found, and neither touched nor made worse: what is right follows from nothing that is there."""
