"""Keep books on a history: what was answered, what was given, and where each slot has gone."""

from collections.abc import Iterable

from huleedu.lab.check.claims import BatchClaims, Claim
from huleedu.lab.explain.causes import Reason
from huleedu.lab.explain.rooms import Case, Rooms, untaken
from huleedu.lab.history import Operation, Outcome, Slot
from huleedu.lab.verdict import Verdict


class Book:
    """All batches' cases together."""

    def __init__(self) -> None:
        self.answers = {reason: Case() for reason in Reason}
        """What can be shown by answers."""
        self.in_rows = {reason: Case() for reason in Reason}
        """What can be shown by the store's rows in the end."""
        self.slots = 0
        """Of all batches, in the end."""
        self.assigned = 0
        self.rows: int | None = None
        self.taken = 0
        """Slots given and answered so, each once."""
        self.stored = 0
        """Slots in rows of this run, each once."""
        self.old = 0
        """Slots in rows of an earlier run that nobody else has."""
        self.twice = 0
        """Slots in rows of contents that have another one already."""
        self.yeses = 0
        """Answers `handled`, whether or not a slot was given."""
        self.yeses_given = 0
        self.nameless = Case()
        """`assigned` without a slot, where no slot can have been left."""
        self.second = 0
        """Slots of contents that have another one already."""
        self.added = Case()
        """Slots that were added meanwhile."""

    def total(self, kinds: Iterable[Reason]) -> int:
        """What comes out if these kinds of answers are counted besides `assigned`."""
        more = [self.yeses if kind is Reason.YESES else self.answers[kind].count for kind in kinds]
        return self.assigned + sum(more)


def enter(book: Book, facts: BatchClaims, verdict: Verdict) -> None:
    """Book one batch; `verdict` is the whole history's."""
    rooms = Rooms(facts)
    taken: dict[Slot, Claim] = {}
    second: set[Slot] = set()
    before = book.taken
    for claim in facts.claims.values():
        for place, operation in enumerate(claim.assigned):
            book.assigned += 1
            reason = _flaw(facts, taken, claim, operation, again=place > 0)
            if reason is None:
                book.taken += 1
                continue
            other = None if operation.slot is None else taken.get(operation.slot)
            book.answers[reason].add(_shown(operation, other or claim))
            if reason is Reason.TWO_SLOTS and operation.slot is not None:
                second.add(operation.slot)
    second -= {*taken, *(claim.held[1] for claim in facts.claims.values() if claim.held)}
    book.second += len(second)
    size = rooms.size_in_the_end(_slots_given(facts, taken, second))
    book.slots += size
    book.added.add(rooms.added.lines, rooms.added.count)
    _enter_other_answers(book, facts)
    missing = [book.answers[reason] for reason in (Reason.UNHEARD, Reason.LEFTOVERS)]
    had = sum(case.count for case in missing)
    _enter_unheard(book, facts, set(taken), size)
    _too_many(book, facts, size)
    gone = book.taken - before + len(second) + sum(case.count for case in missing) - had
    for reason, case in untaken(facts, rooms, size, max(0, size - gone), verdict).items():
        book.answers[reason].add(case.lines, case.count)
    _enter_rows(book, facts, rooms, size, verdict)


def _slots_given(facts: BatchClaims, taken: Iterable[Slot], second: Iterable[Slot]) -> set[Slot]:
    claimed = (claim.slot for claim in facts.claims.values() if claim.is_certain)
    named = {*taken, *second, *(slot for slot in claimed if slot is not None)}
    return {slot for slot in named if facts.largest.has(slot)}


def _flaw(
    facts: BatchClaims, taken: dict[Slot, Claim], claim: Claim, operation: Operation, *, again: bool
) -> Reason | None:
    """What is wrong with this `assigned`, if anything; notes the slot if nothing is."""
    slot = operation.slot
    if slot is not None and not facts.largest.has(slot):
        return Reason.PLACEHOLDERS
    if again or claim.held:
        return Reason.TWO_SLOTS
    if slot is None:
        return None
    return Reason.SLOT_TWICE if taken.setdefault(slot, claim) is not claim else None


def _shown(operation: Operation, other: Claim) -> list[int]:
    """The lines of the answer and of what it contradicts."""
    return [*operation.lines, *(line for told in other.evidence for line in told.lines)]


def _enter_other_answers(book: Book, facts: BatchClaims) -> None:
    for operation in facts.history.operations:
        if not operation.content or operation.outcome is None:
            continue
        lines = operation.lines
        match operation.outcome:
            case Outcome.REPLAYED:
                book.answers[Reason.REPLAYS].add(lines)
                if operation.slot is not None and not facts.largest.has(operation.slot):
                    book.in_rows[Reason.PLACEHOLDERS].add(lines, 0)
            case Outcome.HANDLED:
                book.yeses += 1
            case Outcome.ERROR | Outcome.TIMEOUT:
                book.answers[Reason.ERRORS].add(lines)
            case Outcome.ASSIGNED:
                pass
            case _:
                book.answers[Reason.REFUSALS].add(lines)


def _enter_rows(book: Book, facts: BatchClaims, rooms: Rooms, size: int, verdict: Verdict) -> None:
    after = facts.history.after
    if after is None:
        return
    book.rows = (book.rows or 0) + len(after.rows)
    where = [line for line in (facts.history.after_line,) if line]
    seen: dict[Slot, str] = {}
    contents: set[str] = set()
    # those of this run first: an old row in the same slot is the one too many
    for content, slot in sorted(after.rows, key=lambda row: _is_old(facts.claims[row[0]])):
        if slot is None or not facts.largest.has(slot):
            book.in_rows[Reason.PLACEHOLDERS].add(where)
        elif _is_old(facts.claims[content]):
            book.in_rows[Reason.LEFTOVERS].add(where)
            book.old += seen.setdefault(slot, content) == content
        elif content in contents:
            book.in_rows[Reason.TWO_SLOTS].add(where)
            book.twice += seen.setdefault(slot, content) == content
        elif seen.setdefault(slot, content) != content:
            book.in_rows[Reason.SLOT_TWICE].add(where)
        else:
            book.stored += 1
        contents.add(content)
    free = max(0, size - len(seen))
    gone = [claim for claim in facts.claims.values() if claim.assigned and claim.row is None]
    if lost := min(free, len(gone)):
        lines = [line for claim in gone for line in claim.assigned[0].lines]
        book.in_rows[Reason.LOST].add([*lines, *where], lost)
    for reason, case in untaken(facts, rooms, size, free - lost, verdict).items():
        book.in_rows[reason].add(case.lines, case.count)


def _is_old(claim: Claim) -> bool:
    """It had its slot before the first call, said so or not."""
    return bool(claim.held) or not (claim.assigned or claim.opened)


def _enter_unheard(book: Book, facts: BatchClaims, taken: set[Slot], size: int) -> None:
    """Slots that are taken without an answer that gave them; and yeses that gave none."""
    given: set[str] = set()
    for claim in facts.claims.values():
        if not claim.is_certain or claim.assigned or not facts.largest.has(claim.slot):
            continue
        if claim.slot in taken:
            continue
        where = _lines_of_slot(facts, claim)
        if _is_old(claim):
            book.answers[Reason.LEFTOVERS].add(where)
        else:
            given.add(claim.content)
            book.answers[Reason.UNHEARD].add(where)
    yeses = [o for o in facts.history.operations if o.outcome is Outcome.HANDLED and o.content]
    heard: set[str] = set()
    for yes in yeses:
        if yes.content in given and yes.content not in heard:
            heard.add(yes.content)
            book.yeses_given += 1
        else:
            book.answers[Reason.YESES].add(yes.lines)
    if yeses and facts.history.after is None:
        _suppose(book, facts, len({yes.content for yes in yeses} - heard), size)


def _suppose(book: Book, facts: BatchClaims, unsure: int, size: int) -> None:
    """Nobody read the store: as many yeses as slots are left may have given one."""
    certain = sum(claim.is_certain for claim in facts.claims.values())
    perhaps = max(0, min(unsure, size - certain))
    book.answers[Reason.YESES].count -= perhaps
    book.answers[Reason.UNHEARD].count += perhaps
    book.yeses_given += perhaps


def _lines_of_slot(facts: BatchClaims, claim: Claim) -> list[int]:
    lines = [line for operation in claim.replays[:1] for line in operation.lines]
    if claim.held and facts.history.before_line:
        lines.append(facts.history.before_line)
    elif claim.row and facts.history.after_line:
        lines.append(facts.history.after_line)
    if claim.opened:
        lines += claim.opened.lines
    return lines


def _too_many(book: Book, facts: BatchClaims, size: int) -> None:
    """`assigned` without a slot's name: more of them than slots are left gave none."""
    nameless = [
        claim
        for claim in facts.claims.values()
        if claim.assigned and claim.slot is None and claim.assigned[0].slot is None
    ]
    others = {c.content for c in facts.claims.values() if c.is_certain and not c.assigned}
    named = {o.slot for c in facts.claims.values() for o in c.assigned if o.slot is not None}
    room = size - len(named) - len(others)
    excess = len(nameless) - max(0, room)
    if excess > 0:
        book.taken -= excess
        shown = nameless if facts.history.after is None else [c for c in nameless if not c.row]
        book.nameless.add((n for c in shown for n in c.assigned[0].lines), excess)
