"""A repair begins only if it is known beforehand that nothing is left that nobody understands."""

from dataclasses import replace

import pytest
from tests.harness.audit.test_compare import UNDER_WAY, agreed

from huleedu.harness.audit import (
    Assignment,
    BatchFacts,
    Mendable,
    Mismatch,
    OnlyTold,
    mends,
    plan,
)


def mended(facts: BatchFacts) -> list[object]:
    """What would be done now."""
    planned = plan(facts)
    return [one.mend for one in planned.now] if isinstance(planned, Mendable) else []


def why(facts: BatchFacts) -> set[Mismatch]:
    """What is left to a person, and holds up all else."""
    planned = plan(facts)
    assert isinstance(planned, OnlyTold)
    return {one.kind for one in planned.why}


def shown_at(facts: BatchFacts, slot: int) -> BatchFacts:
    """The same, with people shown another slot for the first essay."""
    assert facts.shown
    file = replace(facts.shown.files["e0"], slot=slot)
    return replace(facts, shown=replace(facts.shown, files={**facts.shown.files, "e0": file}))


def test_a_counter_that_follows_from_the_slots_is_mended() -> None:
    assert mended(replace(agreed(3, 3), used=2)) == [mends.Recount(3)]


def test_nothing_is_mended_beside_what_only_a_person_can_decide() -> None:
    facts = replace(agreed(3, 3), used=2)
    twice = replace(facts, assignments=(*facts.assignments, Assignment(1, "c9", "e9")))
    assert Mismatch.SLOT_TWICE in why(twice)


def test_nothing_is_mended_while_messages_are_under_way() -> None:
    assert plan(replace(agreed(3, 3), used=2, pending=(UNDER_WAY,))) == OnlyTold(())


def test_a_mend_takes_what_follows_from_it_along() -> None:
    """That all slots were said to be taken looks early only while the ledger lacks one."""
    facts = agreed(3, 3)
    lacking = replace(facts, assignments=facts.assignments[:2], used=2)
    assert mended(lacking) == [mends.RestoreAssignment(3, "c2", "e2")]


def test_a_slot_that_the_others_know_otherwise_is_not_restored() -> None:
    facts = agreed(3, 3)
    said = tuple(replace(one, slot=2) if one.essay == "e2" else one for one in facts.said)
    assert Mismatch.ASSIGNMENT_UNKNOWN in why(
        replace(facts, assignments=facts.assignments[:2], used=2, said=said)
    )


def test_the_ledger_alone_is_no_proof_against_the_essay() -> None:
    facts = agreed(2, 2)
    alone = replace(facts, said=(), board=None, shown=None)
    other = (replace(facts.essays[0], slot=7), facts.essays[1])
    assert Mismatch.ASSIGNMENT_UNUSED in why(replace(alone, essays=other))
    assert mended(replace(facts, essays=other)) == [mends.GiveSlot("e0", 1)]


def test_what_is_shown_follows_ledger_and_essay_if_the_text_is_the_essays() -> None:
    facts = shown_at(agreed(2, 2), 7)
    assert mended(facts) == [mends.ShowFile("e0", "assigned", 1)]
    assert facts.shown
    for fields in ({"text": "c1"}, {"text": None}, {"name": ""}, {"steps": frozenset[str]()}):
        file = replace(facts.shown.files["e0"], **fields)
        files = {**facts.shown.files, "e0": file}
        assert why(replace(facts, shown=replace(facts.shown, files=files)))


@pytest.mark.parametrize(("registered", "proven"), [(3, True), (4, False), (None, False)])
def test_the_number_of_slots_is_shown_if_the_registration_says_it_too(
    registered: int | None, proven: bool
) -> None:
    facts = agreed(3, 3)
    assert facts.shown
    assert facts.board
    facts = replace(
        facts,
        shown=replace(facts.shown, slots=9),
        board=replace(facts.board, registered=registered),
    )
    assert (mended(facts) == [mends.ShowSlots(3)]) is proven
