"""Compare what people are shown with what is known of each essay."""

from collections.abc import Iterator, Mapping

from huleedu.harness.audit import mends
from huleedu.harness.audit.facts import BatchFacts, EssayState, ShownFile
from huleedu.harness.audit.kinds import Disagreement, Mismatch

SHOWN_AS: Mapping[str, tuple[str, ...]] = {
    "offered": ("waiting",),
    "unpacked": ("unpacked",),
    "refused": ("refused",),
    "replaced": ("replaced",),
    "withdrawn": ("withdrawn",),
    "waiting": ("waiting", "left_over"),
    "left over": ("left_over",),
}
"""An essay's state → how people may be shown it; every other state is an essay with a slot."""
ENDED = ("assessed", "failed")
NOT_MADE_UP = (
    "What was shown is not made up again: restore the database from a backup, or assess the same "
    "files in a new batch."
)


def shown_differently(facts: BatchFacts, doubtful: set[str]) -> Iterator[Disagreement]:
    """What people are shown that is not so; nothing of essays about which there is doubt."""
    if facts.shown is None:
        return
    for essay in facts.essays:
        file = facts.shown.files.get(essay.id)
        if file is None:
            words = f"{essay.name} is {essay.state}; nothing of it is shown"
            yield Disagreement(Mismatch.SHOWN, essay.id, words, advice=NOT_MADE_UP)
        elif essay.id not in doubtful:
            yield from _of_file(facts, essay, file)
    yield from _of_batch(facts)


def _of_file(facts: BatchFacts, essay: EssayState, file: ShownFile) -> Iterator[Disagreement]:
    right = SHOWN_AS.get(essay.state, ("assigned",))
    if file.state not in right or file.slot != essay.slot:
        words = f"{essay.name} is {essay.state}, slot {essay.slot or '–'}; shown: {file.state}"
        words += f", slot {file.slot or '–'}"
        if _state_follows(facts, essay, file):
            mend = mends.ShowFile(essay.id, right[0], essay.slot)
            yield Disagreement(Mismatch.SHOWN, essay.id, words, mend)
        else:
            yield Disagreement(Mismatch.SHOWN, essay.id, words, advice=NOT_MADE_UP)
    if essay.content and file.text and file.text != essay.content:
        words = f"{essay.name}: the text that is shown is not its own"
        yield Disagreement(Mismatch.TEXT_SHOWN, essay.id, words, advice=NOT_MADE_UP)
    lacking = _lacking(facts, essay, file)
    if lacking:
        words = f"{essay.name or essay.id}: not shown of it: {', '.join(lacking)}"
        yield Disagreement(Mismatch.NOT_ALL_SHOWN, essay.id, words, advice=NOT_MADE_UP)


def _state_follows(facts: BatchFacts, essay: EssayState, file: ShownFile) -> bool:
    """Whether ledger, essay and the text that is shown leave one answer: its slot, or none."""
    if not essay.content or file.text != essay.content or _lacking(facts, essay, file):
        return False
    if essay.slot is None:
        return essay.state == "left over"
    return any(
        (assignment.essay, assignment.slot, assignment.content)
        == (essay.id, essay.slot, essay.content)
        for assignment in facts.assignments
    )


def _lacking(facts: BatchFacts, essay: EssayState, file: ShownFile) -> list[str]:
    done = facts.board.done.get(essay.id, frozenset()) if facts.board else frozenset[str]()
    name = [] if file.name else ["its name"]
    text = ["its text"] if essay.content and not file.text else []
    return [*name, *text, *(f"what {step} gave" for step in sorted(done - file.steps))]


def _of_batch(facts: BatchFacts) -> Iterator[Disagreement]:
    assert facts.shown
    board = facts.board
    if facts.slots is not None and facts.shown.slots != facts.slots:
        words = f"there are {facts.slots} slots; shown: {facts.shown.slots}"
        if board is not None and board.registered == facts.slots:
            yield Disagreement(Mismatch.SHOWN, facts.batch, words, mends.ShowSlots(facts.slots))
        else:
            advice = "Only a person can decide how many slots there are to be."
            yield Disagreement(Mismatch.SHOWN, facts.batch, words, advice=advice)
    if (
        board
        and board.state in ENDED
        and (facts.shown.state, facts.shown.run) != (board.state, board.run)
    ):
        words = f"the batch is {board.state} in run {board.run}; shown: {facts.shown.state}"
        advice = (
            f"`huleedu batch retry {facts.batch}` says it again; what is done is not done anew."
        )
        yield Disagreement(Mismatch.END_SHOWN, facts.batch, words, advice=advice)
