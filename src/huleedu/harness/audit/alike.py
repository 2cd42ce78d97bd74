"""Compare row by row what several parts keep of the same essay or batch."""

from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import cast

from huleedu.harness.audit.facts import BatchFacts, EssayState
from huleedu.harness.audit.kinds import HOLDING, Disagreement, Mismatch

TELLING = frozenset({*HOLDING, "left over", "refused"})
"""The states in which all have heard the same of an essay."""
ENDED = ("assessed", "failed")

OF_A_FILE = (
    (
        *("lifecycle.essay.name", "files.file.name", "classes.essay.name"),
        *("judging.essay.name", "results.file.name"),
    ),
    ("files.file.size_bytes", "results.file.size_bytes"),
    ("files.file.content", "results.file.content"),
)
"""Columns that say the same of a file; a part without the row says nothing."""
PLACE = ("lifecycle.essay.place", "results.file.place")
"""Where no file has taken another's place: what is shown then stands where the other stood."""
OF_A_TEXT = (
    ("lifecycle.essay.content", "files.file.text", "results.file.text", "judging.essay.text"),
    ("files.file.detail", "results.file.format"),
    ("lifecycle.assignment.slot", "classes.essay.slot", "judging.essay.slot"),
    *(
        (f"classes.essay.told.{one}", f"results.file.pupil_{one}")
        for one in ("sure", "by_hand", "found_in", "reason")
    ),
)
"""Of an essay with a slot."""
OF_A_REFUSAL = (
    (
        *("lifecycle.essay.reason.code", "files.file.detail"),
        *("results.file.code", "results.file.reason.code"),
    ),
)
"""Of a file that was refused as it was read."""
OF_STEPS = (
    ("spelling.checked.language", "results.file.language"),
    ("spelling.checked.misspellings", "results.file.misspellings"),
    ("spelling.checked.remarks", "results.file.remarks"),
    ("linguistics.measured.measures", "results.file.measures", "judging.essay.measures"),
    ("linguistics.measured.not_measured", "results.file.not_measured"),
)
"""Of an essay with a slot, in a batch that has ended."""
OF_A_BATCH = (
    ("batches.batch.title", "results.batch.title"),
    ("batches.batch.language", "results.batch.language"),
    ("batches.batch.blind", "results.batch.blind"),
    ("batches.batch.archived", "results.batch.archived"),
    ("batches.batch.names_shown", "results.batch.names_shown"),
    ("batches.batch.deadline_s", "lifecycle.batch.deadline_s"),
    ("batches.batch.owner", "results.batch.owner"),
    *(
        (f"lifecycle.batch.{column}", f"lifecycle.counted.{column}")
        for column in ("unanswered", "refused", "assigned", "left_over")
    ),
    *(
        (f"results.batch.{column}", f"results.counted.{column}")
        for column in (
            *("files", "waiting", "unread", "assigned", "refused_files", "left_over"),
            *("checked", "measured", "failed", "unfinished"),
        )
    ),
)
OF_A_STEP = tuple(
    (f"batches.step.{column}", f"results.step.{column}")
    for column in ("essays", "reused", "succeeded", "failed")
)
SETTLED = ("lifecycle.batch.revision", "batches.batch.revision", "results.batch.settled_revision")
"""Of a batch that has settled, as often as all have heard."""
KNOW_EACH = ("files.file", "classes.essay", "judging.essay", "results.file")
"""They know each text that was read."""
KNOW_NO_OTHER = (*KNOW_EACH, "spelling.checked", "linguistics.measured", "batches.essay")
KNOW_THE_BATCH = ("batches.batch", "results.batch", "classes.batch", "judging.plan")
OF_A_SCHOOL = (
    *("lifecycle.batch", "results.batch", "results.file", "results.step"),
    *("classes.batch", "judging.essay", "judging.plan"),
)
NOBODY = "00000000-0000-0000-0000-000000000000"
"""Stands for the owner of what has none, in the tables of results."""
GAVE = {"spelling": "spelling.checked", "linguistics": "linguistics.measured"}
SILENT = object()
ADVICE = (
    "Only a person can decide which of them is right: compare with a backup, or assess the same "
    "files in a new batch."
)


def kept_differently(facts: BatchFacts) -> Iterator[Disagreement]:
    """Rows and columns in which the parts do not agree; none of them follows from the others."""
    if not facts.kept:
        return
    ended = facts.board is not None and facts.board.state in ENDED
    for essay in facts.essays:
        yield from _alike(facts, essay.id, essay.name, _said_of(facts, essay, ended))
    settled = () if facts.settle_due else (SETTLED,)
    yield from _alike(facts, facts.batch, "the batch", (*OF_A_BATCH, *settled))
    if ended:
        for step in facts.kept["batches.step"]:
            yield from _alike(facts, step, f"run {step}", OF_A_STEP)
        for gone in facts.kept["batches.step"].keys() ^ facts.kept["results.step"].keys():
            words = f"run {gone}: batches or results has no row of it"
            yield Disagreement(Mismatch.ROW_GONE, gone, words, advice=ADVICE)
    yield from _rows(facts)
    yield from _schools(facts)
    yield from _given(facts)
    for essay in facts.essays:
        yield from _history(facts, essay)


def _said_of(facts: BatchFacts, essay: EssayState, ended: bool) -> list[tuple[str, ...]]:
    """The columns that say the same of this essay, in the state that it has."""
    if essay.state not in TELLING:
        return []
    read = facts.kept["files.file"].get(essay.id, {}).get("outcome")
    of: list[tuple[str, ...]] = [*OF_A_FILE]
    if not any(one.state == "replaced" for one in facts.essays):
        of.append(PLACE)
    if essay.state in HOLDING:
        of += OF_A_TEXT
    if essay.state == "refused" and read == "refused":
        of += OF_A_REFUSAL
    if ended and essay.state == "language measured":
        of += OF_STEPS
    return of


def _alike(
    facts: BatchFacts, key: str, name: str, columns: Iterable[tuple[str, ...]]
) -> Iterator[Disagreement]:
    for same in columns:
        said = {at: one for at in same if (one := _column(facts, key, at)) is not SILENT}
        if any(one != other for one, other in pairwise(said.values())):
            words = f"{name}: not alike: {', '.join(said)}"
            yield Disagreement(Mismatch.KEPT_DIFFERENTLY, key, words, advice=ADVICE)


def _column(facts: BatchFacts, key: str, at: str) -> object:
    """What stands there, `service.table.column` or a member of it; `SILENT` where no row is."""
    service, table, *path = at.split(".")
    found: object = facts.kept[f"{service}.{table}"].get(key)
    for name in path:
        if not isinstance(found, dict) or name not in found:
            return SILENT
        found = cast("dict[str, object]", found)[name]
    return NOBODY if found is None and path == ["owner"] else found


def _rows(facts: BatchFacts) -> Iterator[Disagreement]:
    """Rows that are not there though they have to be, and rows of what nobody else knows."""
    names = {essay.id: essay.name for essay in facts.essays}
    telling = [essay for essay in facts.essays if essay.state in TELLING]
    wanted = [(table, e.id) for table in KNOW_EACH for e in telling if e.content]
    wanted += [("files.file", essay.id) for essay in telling]
    if facts.board is not None:
        done = facts.board.done.items()
        wanted += [(GAVE[step], essay) for essay, steps in done for step in steps]
    if facts.slots is not None:
        wanted += [(table, facts.batch) for table in KNOW_THE_BATCH]
    for table, key in dict.fromkeys(wanted):
        if key not in facts.kept[table]:
            words = f"{names.get(key, 'the batch')}: {table} has no row of it"
            yield Disagreement(Mismatch.ROW_GONE, key, words, advice=ADVICE)
    for table in KNOW_NO_OTHER:
        for key in facts.kept[table].keys() - names.keys():
            words = f"{table} has a row of {key}, of which the lifecycle does not know"
            yield Disagreement(Mismatch.ROW_OF_NOBODY, key, words, advice=ADVICE)


def _schools(facts: BatchFacts) -> Iterator[Disagreement]:
    school = _column(facts, facts.batch, "batches.batch.school")
    for table in OF_A_SCHOOL if school is not SILENT else ():
        if any(row["school"] != school for row in facts.kept[table].values()):
            words = f"{table} has a row of another school than the batch's"
            yield Disagreement(Mismatch.KEPT_DIFFERENTLY, facts.batch, words, advice=ADVICE)


def _given(facts: BatchFacts) -> Iterator[Disagreement]:
    """What the board keeps of a spelling is what the spelling gave."""
    for essay, checked in facts.kept["spelling.checked"].items():
        result = facts.kept["batches.result"].get(f"{essay} spelling")
        if result is None or result["failed"] is not None or checked["failed"] is not None:
            continue
        gave = {"language": checked["language"], "misspellings": len(checked["misspellings"] or ())}
        if result["detail"] != gave:
            words = "not alike: spelling.checked, batches.result.detail"
            yield Disagreement(Mismatch.KEPT_DIFFERENTLY, essay, words, advice=ADVICE)


def _history(facts: BatchFacts, essay: EssayState) -> Iterator[Disagreement]:
    """An essay's moves lead from one state to the next, and to the one that it has."""
    moves = [
        move
        for _, move in sorted(facts.kept["lifecycle.move"].items(), key=lambda one: int(one[0]))
        if move["essay"] == essay.id
    ]
    before = [None, *(move["became"] for move in moves)]
    after = [*(move["was"] for move in moves), essay.state]
    for became, was in zip(before, after, strict=True):
        # whoever stands in line may have been put there anew, by a repair
        if became != was and (was != "waiting" or became in (None, "offered")):
            words = f"{essay.name}: its history leads to {became or 'no state'}, and not to {was}"
            yield Disagreement(Mismatch.HISTORY, essay.id, words, advice=ADVICE)
    reason = _column(facts, essay.id, "lifecycle.essay.reason")
    if essay.state in ("refused", "left over") and moves and moves[-1]["cause"] != reason:
        words = f"{essay.name}: another reason stands in its history than with it"
        yield Disagreement(Mismatch.HISTORY, essay.id, words, advice=ADVICE)
