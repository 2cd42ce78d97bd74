"""Compare what the parts of a system say about a batch."""

from collections import defaultdict
from collections.abc import Iterator

from huleedu.harness.audit import mends
from huleedu.harness.audit.alike import kept_differently
from huleedu.harness.audit.compare_shown import shown_differently
from huleedu.harness.audit.facts import Assignment, BatchFacts, EssayState, Fate
from huleedu.harness.audit.kinds import CERTAIN, HOLDING, Disagreement, Mismatch

DOUBTFUL = (
    Mismatch.ASSIGNMENT_UNKNOWN,
    Mismatch.ASSIGNMENT_UNUSED,
    Mismatch.CONTENT_DIFFERS,
    Mismatch.STATE,
)
"""While one of these holds, it is not known how an essay should be shown."""
BACKUP = "Restore the database from a backup, or assess the same files in a new batch."
PERSON = "Only a person can decide which of them is to keep it."


def disagreements(facts: BatchFacts) -> list[Disagreement]:
    """Every disagreement in what was read at one moment.

    While messages are under way (`BatchFacts.quiet` is false), only those that need no message to
    come true: a difference between two services may be one that is about to vanish.
    """
    assigned = list(_lifecycle(facts))
    doubtful = {one.subject for one in assigned if one.kind in DOUBTFUL}
    found = [*_ledger(facts), *assigned, *_spoken(facts)]
    found += [*_on_the_board(facts), *shown_differently(facts, doubtful), *_sent(facts)]
    found += kept_differently(facts)
    found += [
        Disagreement(Mismatch.UNREADABLE, facts.batch, what, advice=BACKUP)
        for what in facts.unreadable
    ]
    if not facts.quiet:
        found = [one for one in found if one.kind in CERTAIN]
    return found


def _ledger(facts: BatchFacts) -> Iterator[Disagreement]:
    for fence in ("batch, slot", "batch, content"):
        if fence not in facts.fences:
            yield Disagreement(
                Mismatch.NO_FENCE,
                facts.batch,
                f"the table of assignments has no unique constraint on ({fence})",
                advice="Restore the constraint from the migration that made it.",
            )
    by_slot: dict[int, list[Assignment]] = defaultdict(list)
    by_content: dict[str, list[Assignment]] = defaultdict(list)
    for assignment in facts.assignments:
        by_slot[assignment.slot].append(assignment)
        by_content[assignment.content].append(assignment)
    for slot, assignments in by_slot.items():
        if len(assignments) > 1:
            holders = " and ".join(assignment.essay for assignment in assignments)
            yield Disagreement(
                Mismatch.SLOT_TWICE, facts.batch, f"slot {slot} is held by {holders}", advice=PERSON
            )
    for assignments in by_content.values():
        if len(assignments) > 1:
            slots = " and ".join(str(assignment.slot) for assignment in assignments)
            yield Disagreement(
                Mismatch.CONTENT_TWICE,
                assignments[0].essay,
                f"its content holds the slots {slots}",
                advice=PERSON,
            )
    yield from _counted(facts, set(by_slot))
    for assignment in facts.assignments:
        if not assignment.text_kept:
            yield Disagreement(
                Mismatch.TEXT_LOST,
                assignment.essay,
                f"slot {assignment.slot} holds a text that is not in the store, or not unharmed",
                advice="Restore the database from a backup, or upload the file again.",
            )


def _counted(facts: BatchFacts, taken: set[int]) -> Iterator[Disagreement]:
    slots, given = facts.slots or 0, len(facts.assignments)
    if given > slots or max(taken, default=0) > slots:
        yield Disagreement(
            Mismatch.TOO_MANY,
            facts.batch,
            f"{given} slots are taken, the last is {max(taken)}, and there are {slots}",
            advice="Only a person can decide who loses a slot, or whether slots are added.",
        )
    gaps = sorted(set(range(1, max(taken, default=0) + 1)) - taken)
    claimed = {essay.slot for essay in facts.essays}
    for gap in gaps:
        if gap not in claimed:  # else the claim says it
            yield Disagreement(
                Mismatch.GAP,
                facts.batch,
                f"slot {gap} is free, and slot {max(taken)} is taken",
                advice="Add a slot: the free one is not handed out any more.",
            )
    if facts.used != max(taken, default=0) and not gaps:
        yield Disagreement(
            Mismatch.COUNTER,
            facts.batch,
            f"the counter says {facts.used}, and {len(taken)} slots are taken",
            mends.Recount(len(taken)),
        )


def _lifecycle(facts: BatchFacts) -> Iterator[Disagreement]:
    assignments = {assignment.essay: assignment for assignment in facts.assignments}
    slots = {assignment.slot for assignment in facts.assignments}
    contents = {assignment.content for assignment in facts.assignments}
    for essay in facts.essays:
        assignment = assignments.get(essay.id)
        if assignment is None and essay.slot is not None:
            yield _unknown_assignment(
                facts, essay, essay.slot in slots or essay.content in contents
            )
        elif assignment is not None and essay.content != assignment.content:
            words = f"slot {assignment.slot} was given to another text than {essay.name} has"
            yield Disagreement(Mismatch.CONTENT_DIFFERS, essay.id, words, advice=PERSON)
        elif assignment is not None and essay.slot != assignment.slot:
            yield _unused_assignment(facts, essay, assignment)
        elif (essay.slot is not None) != (essay.state in HOLDING):
            words = f"{essay.name} is {essay.state}, and has {_slot(essay.slot)}"
            yield Disagreement(Mismatch.STATE, essay.id, words, advice=BACKUP)
        elif assignment is None:
            yield from _in_line(facts, essay)
    known = {essay.id for essay in facts.essays}
    for assignment in facts.assignments:
        if assignment.essay not in known:
            yield Disagreement(
                Mismatch.ASSIGNMENT_UNUSED,
                assignment.essay,
                f"slot {assignment.slot} belongs to an essay that the lifecycle does not know",
                advice="Upload the file again: the text has its slot already.",
            )
    if facts.settle_due and not any(essay.turn for essay in facts.essays):
        yield Disagreement(
            Mismatch.NOT_SETTLED, facts.batch, "the batch is settled by the rule", mends.LookAgain()
        )


def _unknown_assignment(facts: BatchFacts, essay: EssayState, contested: bool) -> Disagreement:
    words = f"{essay.name} has slot {essay.slot}, of which the ledger does not know"
    if contested or not essay.content or not essay.slot or essay.slot > (facts.slots or 0):
        advice = f"The slot, or the text, belongs to another essay now. {PERSON}"
        return Disagreement(Mismatch.ASSIGNMENT_UNKNOWN, essay.id, words, advice=advice)
    if not _others_agree(facts, essay.id, essay.slot, essay.content):
        return Disagreement(Mismatch.ASSIGNMENT_UNKNOWN, essay.id, words, advice=PERSON)
    mend = mends.RestoreAssignment(essay.slot, essay.content, essay.id)
    return Disagreement(Mismatch.ASSIGNMENT_UNKNOWN, essay.id, words, mend)


def _unused_assignment(
    facts: BatchFacts, essay: EssayState, assignment: Assignment
) -> Disagreement:
    words = f"{essay.name} was given slot {assignment.slot}, and has {_slot(essay.slot)}"
    taking_part = facts.board is not None and essay.id in facts.board.essays
    if essay.state in ("waiting", "left over") and essay.slot is None and not taking_part:
        return Disagreement(Mismatch.ASSIGNMENT_UNUSED, essay.id, words, mends.LookAgain())
    known = _others_agree(facts, essay.id, assignment.slot, assignment.content)
    if essay.state in HOLDING and essay.slot is not None and known:
        mend = mends.GiveSlot(essay.id, assignment.slot)
        return Disagreement(Mismatch.ASSIGNMENT_UNUSED, essay.id, words, mend)
    advice = f"It is {essay.state}. {BACKUP}"
    return Disagreement(Mismatch.ASSIGNMENT_UNUSED, essay.id, words, advice=advice)


def _others_agree(facts: BatchFacts, essay: str, slot: int, content: str) -> bool:
    """Whether all that was said and all who know of the essay's slot, one at least, say this."""
    board = facts.board.essays.get(essay) if facts.board else None
    file = facts.shown.files.get(essay) if facts.shown else None
    told = [said.slot == slot for said in facts.said if said.essay == essay]
    if board is not None:
        told.append(board == (slot, content))
    if file is not None and file.slot is not None:
        told.append((file.slot, file.text) == (slot, content))
    return bool(told) and all(told)


def _slot(slot: int | None) -> str:
    return "no slot" if slot is None else f"slot {slot}"


def _in_line(facts: BatchFacts, essay: EssayState) -> Iterator[Disagreement]:
    free = facts.slots is not None and facts.used < facts.slots and not facts.closed
    if essay.turn and facts.slots is not None:
        words = f"{essay.name} stands in line for a slot, and nobody asks for it"
        yield Disagreement(Mismatch.STUCK, essay.id, words, mends.LookAgain())
    elif essay.state == "left over" and free:
        words = f"{essay.name} was left over, and {(facts.slots or 0) - facts.used} slots are free"
        yield Disagreement(Mismatch.LEFT_OVER, essay.id, words, mends.LookAgain())


def _spoken(facts: BatchFacts) -> Iterator[Disagreement]:
    told: dict[str, list[int]] = defaultdict(list)
    for said in facts.said:
        told[said.essay].append(said.slot)
    for assignment in facts.assignments:
        announced = told[assignment.essay]
        if not announced and assignment.recent:
            yield Disagreement(
                Mismatch.NOT_SAID,
                assignment.essay,
                f"there is no word of it that it has slot {assignment.slot}",
                advice=f"Whether it was said cannot be known any more. {BACKUP}",
            )
        if len(announced) > 1:
            yield Disagreement(
                Mismatch.SAID_TWICE,
                assignment.essay,
                f"it was said {len(announced)} times that it has a slot",
                advice="What was said cannot be unsaid. Whoever heard it keeps one slot only.",
            )
        for slot in sorted(set(announced) - {assignment.slot}):
            yield Disagreement(
                Mismatch.SAID_WRONGLY,
                assignment.essay,
                f"slot {slot} was announced, and it has slot {assignment.slot}",
                advice="The ledger is right. Export the results again once all parts agree.",
            )


def _on_the_board(facts: BatchFacts) -> Iterator[Disagreement]:
    if facts.board is None:
        return
    settled = {
        essay.id: (essay.slot, essay.content) for essay in facts.essays if essay.slot is not None
    }
    if facts.revision and facts.board.revision <= facts.revision and not facts.settle_due:
        missing = sorted(settled.keys() - facts.board.essays.keys())
        if missing:
            words = f"{len(missing)} essays with a slot do not take part: {', '.join(missing)}"
            yield Disagreement(Mismatch.BOARD, facts.batch, words, mends.SettleAgain())
        for essay, (slot, text) in facts.board.essays.items():
            if essay not in settled or settled[essay] != (slot, text):
                has = settled.get(essay, ("none",))[0]
                words = f"it takes part with slot {slot}, and has {has}"
                advice = "Make a new batch of the same files; this one's results are doubtful."
                yield Disagreement(Mismatch.BOARD, essay, words, advice=advice)
    for essay in facts.board.awaited:
        words = "a step waits for its result, and nobody works on it"
        advice = f"`huleedu batch close {facts.batch}` gives it up, `batch retry` tries it again."
        yield Disagreement(Mismatch.AWAITED, essay, words, advice=advice)
    for essay, step in facts.board.gone:
        words = f"the batch is {facts.board.state}, and the result of {step} is gone"
        advice = f"`huleedu batch retry {facts.batch}` takes that step again."
        yield Disagreement(Mismatch.RESULT_GONE, essay, words, advice=advice)


def _sent(facts: BatchFacts) -> Iterator[Disagreement]:
    for one in facts.pending:
        words = f"{one.type} from {one.sender} for {one.receiver} {one.fate.value}"
        if not one.served:
            words += f"; nobody runs {one.receiver} now"
        if one.fate is Fate.DEAD:
            advice = f"`huleedu dead show {one.message}`, then `dead retry` or `dead drop`."
            yield Disagreement(Mismatch.DEAD, one.message, words, advice=advice)
        elif one.late:
            kind = Mismatch.UNSENT if one.fate is Fate.UNSENT else Mismatch.LOST
            yield Disagreement(kind, one.message, words, mends.SendAgain(one.message, one.sender))
