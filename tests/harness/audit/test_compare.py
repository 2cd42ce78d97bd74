"""Parts that agree raise no alarm; while messages are under way only what is certain does."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huleedu.harness.audit import (
    Announcement,
    Assignment,
    BatchFacts,
    BoardFacts,
    Disagreement,
    EssayState,
    Fate,
    Mismatch,
    PendingMessage,
    Shown,
    ShownFile,
    disagreements,
    mends,
)

DONE = frozenset({"spelling", "linguistics"})
UNDER_WAY = PendingMessage("m", "t", "lifecycle", "results", Fate.UNDER_WAY, late=False)


def agreed(slots: int, essays: int) -> BatchFacts:
    """A batch of which all parts say the same."""
    taken = min(slots, essays)
    left = range(taken, essays)
    return BatchFacts(
        batch="b",
        slots=slots,
        used=taken,
        closed=False,
        revision=1,
        settle_due=False,
        assignments=tuple(Assignment(n + 1, f"c{n}", f"e{n}") for n in range(taken)),
        essays=(
            *(EssayState(f"e{n}", f"{n}.txt", "assigned", n + 1, f"c{n}") for n in range(taken)),
            *(EssayState(f"e{n}", f"{n}.txt", "left over", None, f"c{n}") for n in left),
        ),
        said=tuple(Announcement(n + 1, f"e{n}") for n in range(taken)),
        board=BoardFacts(
            1,
            "assessed",
            1,
            {f"e{n}": (n + 1, f"c{n}") for n in range(taken)},
            done={f"e{n}": DONE for n in range(taken)},
            registered=slots,
        ),
        shown=Shown(
            slots,
            "assessed",
            1,
            {
                **{
                    f"e{n}": ShownFile("assigned", n + 1, f"{n}.txt", f"c{n}", DONE)
                    for n in range(taken)
                },
                **{f"e{n}": ShownFile("left_over", None, f"{n}.txt", f"c{n}") for n in left},
            },
        ),
    )


BATCHES = st.builds(agreed, st.integers(1, 6), st.integers(0, 9))


def kinds(facts: BatchFacts) -> set[Mismatch]:
    return {one.kind for one in disagreements(facts)}


@given(BATCHES)
def test_parts_that_agree_raise_no_alarm(facts: BatchFacts) -> None:
    assert disagreements(facts) == []


@given(BATCHES, st.data())
def test_an_assignment_that_is_gone_is_restored_if_nobody_else_has_it(
    facts: BatchFacts, data: st.DataObject
) -> None:
    if not facts.assignments:
        return
    gone = data.draw(st.sampled_from(facts.assignments))
    without = replace(facts, assignments=tuple(s for s in facts.assignments if s is not gone))
    found = [one for one in disagreements(without) if one.kind is Mismatch.ASSIGNMENT_UNKNOWN]
    assert [one.mend for one in found] == [
        mends.RestoreAssignment(gone.slot, gone.content, gone.essay)
    ]


def test_what_a_message_may_still_mend_is_no_disagreement() -> None:
    facts = replace(agreed(3, 3), shown=Shown(3, "working", 1, {}), pending=(UNDER_WAY,))
    assert disagreements(facts) == []
    assert kinds(replace(facts, pending=())) == {Mismatch.SHOWN, Mismatch.END_SHOWN}


def test_what_one_table_says_holds_while_messages_are_under_way() -> None:
    facts = replace(agreed(3, 3), used=2, pending=(UNDER_WAY,))
    assert kinds(facts) == {Mismatch.COUNTER}


@pytest.mark.parametrize("fate", [Fate.UNSENT, Fate.UNDER_WAY])
def test_a_message_that_is_late_is_told_with_who_should_have_it(fate: Fate) -> None:
    late = replace(UNDER_WAY, fate=fate, late=True, served=False)
    (one,) = disagreements(replace(agreed(2, 2), pending=(late,)))
    assert isinstance(one, Disagreement)
    assert "nobody runs results now" in one.words


def test_a_doubtful_assignment_is_settled_before_anything_is_shown() -> None:
    facts = agreed(2, 2)
    other = (replace(facts.essays[0], slot=7), facts.essays[1])
    assert kinds(replace(facts, essays=other)) == {Mismatch.ASSIGNMENT_UNUSED, Mismatch.BOARD}
