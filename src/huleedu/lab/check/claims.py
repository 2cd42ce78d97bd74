"""Collect what a history says of each content, and find answers that contradict one another.

Each condition here is necessary whatever the order of steps was, because the model never takes a
slot back: a slot has one content and a content one slot for ever (so two names for one of them
cannot both be true), `assigned` is the step that took it (so it is said once), a replay comes after
that step, only slots that exist are given, and what was answered is in the store in the end.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain

from huleedu.lab.history import Operation, OperationKind, Outcome, Row, Slot
from huleedu.lab.history.operations import FOR_EVER, BatchHistory
from huleedu.lab.model import Room, change, room_of
from huleedu.lab.verdict import Rule, Violation

BEFORE_ALL = -1


class Claim:
    """What the history says of one content."""

    __slots__ = ("assigned", "content", "held", "noes", "opened", "replays", "row", "slot")

    def __init__(self, content: str) -> None:
        self.content = content
        self.assigned: list[Operation] = []
        self.replays: list[Operation] = []
        self.noes: list[Operation] = []
        """Answers that it got no slot."""
        self.opened: Operation | None = None
        """The earliest call of which it isn't known what happened."""
        self.held: Row | None = None
        """Its row before the first call."""
        self.row: Row | None = None
        """Its row in the end."""
        self.slot: Slot | None = None
        """Its slot as far as it was named."""

    @property
    def is_certain(self) -> bool:
        """It has a slot, whoever gave it."""
        return bool(self.assigned or self.replays or self.held or self.row)

    @property
    def since(self) -> int:
        """The first instant at which it can have been given its slot."""
        if self.held:
            return BEFORE_ALL
        if self.assigned:
            return min(operation.called for operation in self.assigned)
        return self.opened.called if self.opened else FOR_EVER

    @property
    def until(self) -> Operation | None:
        """The operation whose answer is the first that tells of its slot."""
        told = [*self.assigned, *self.replays]
        return min(told, key=_until) if told else None

    @property
    def evidence(self) -> list[Operation]:
        """Operations that show that it has a slot, as few as possible."""
        if self.assigned:
            return self.assigned[:1]
        return self.replays[:1]


@dataclass(slots=True)
class BatchClaims:
    """A batch, sorted by contents, and what contradicts itself in it."""

    history: BatchHistory
    room: Room
    """Before the first call."""
    largest: Room
    """With every slot that may ever have been added."""
    claims: dict[str, Claim] = field(default_factory=dict[str, Claim])
    changes: list[Operation] = field(default_factory=list[Operation])
    found: list[Violation] = field(default_factory=list[Violation])

    def violation(
        self,
        rule: Rule,
        operations: Iterable[Operation],
        explanation: str,
        *,
        before: bool = False,
        after: bool = False,
    ) -> Violation:
        """A violation shown by these operations, by the state before and by the state after."""
        lines = {line for operation in operations for line in operation.lines}
        if before and self.history.before_line is not None:
            lines.add(self.history.before_line)
        if after and self.history.after_line is not None:
            lines.add(self.history.after_line)
        return Violation(rule, self.history.before.batch, tuple(sorted(lines)), explanation)

    def broken(
        self,
        rule: Rule,
        operations: Iterable[Operation],
        explanation: str,
        *,
        before: bool = False,
        after: bool = False,
    ) -> None:
        """Note a violation."""
        self.found.append(self.violation(rule, operations, explanation, before=before, after=after))


def _until(operation: Operation) -> int:
    return operation.until


def gather(history: BatchHistory) -> BatchClaims:
    """Sort a batch's operations by content, and note every contradiction."""
    room = room_of(history.before.slots, closed=history.before.closed)
    facts = BatchClaims(history, room, room)
    _sort(facts)
    facts.largest = _largest(room, facts.changes)
    _rows(facts)
    for claim in facts.claims.values():
        _name(facts, claim)
        _order(facts, claim)
    _owners(facts)
    return facts


def _sort(facts: BatchClaims) -> None:
    claims = facts.claims
    for operation in facts.history.operations:
        if operation.kind is not OperationKind.OFFER:
            facts.changes.append(operation)
            continue
        claim = claims.get(operation.content)
        if claim is None:
            claim = claims[operation.content] = Claim(operation.content)
        if operation.outcome is Outcome.ASSIGNED:
            claim.assigned.append(operation)
        elif operation.outcome is Outcome.REPLAYED:
            claim.replays.append(operation)
        elif not operation.is_open:
            claim.noes.append(operation)
        elif claim.opened is None or operation.called < claim.opened.called:
            claim.opened = operation


def _largest(room: Room, changes: list[Operation]) -> Room:
    """The room with the largest registration and all additions, said or not."""
    registered = [o.asked for o in changes if o.kind is OperationKind.REGISTER and o.asked]
    if room.names is None and registered:
        sizes = [size for size in registered if isinstance(size, int)]
        named = (names for names in registered if isinstance(names, tuple))
        room = room_of(max(sizes) if sizes else tuple(dict.fromkeys(chain.from_iterable(named))))
    added = [o.asked for o in changes if o.kind is OperationKind.ADD_SLOTS]
    if room.names is None or not added:
        return room
    more: int | tuple[Slot, ...] = sum(size for size in added if isinstance(size, int))
    if not isinstance(room.names, range):
        more = tuple(chain.from_iterable(names for names in added if isinstance(names, tuple)))
    return change(room, OperationKind.ADD_SLOTS, more)[1]


def _rows(facts: BatchClaims) -> None:
    """Take in the store's rows; a content or a slot stands in it once, and is a slot."""
    before, after = facts.history.before.held, facts.history.after
    _table(facts, before, facts.room, before=True)
    for row in before:
        facts.claims.setdefault(row[0], Claim(row[0])).held = row
    if after is None:
        return
    _table(facts, after.rows, facts.largest, before=False)
    for row in after.rows:
        claim = facts.claims.setdefault(row[0], Claim(row[0]))
        if not (claim.is_certain or claim.opened):
            _nowhere(facts, claim, row)
        claim.row = row
    for claim in facts.claims.values():
        if claim.is_certain and not claim.row:
            _lost(facts, claim)


def _table(facts: BatchClaims, rows: tuple[Row, ...], room: Room, *, before: bool) -> None:
    contents: set[str] = set()
    slots: set[Slot] = set()
    when = "before the first call" if before else "in the end"
    for content, slot in rows:
        if not room.has(slot):
            text = f"The store holds {_slot(slot)} for {content!r} {when}, which is no slot."
            facts.broken(Rule.NO_SUCH_SLOT, (), text, before=True, after=not before)
        elif slot in slots and before:
            text = f"The store holds {_slot(slot)} twice {when}."
            facts.broken(Rule.SLOT_TWICE, (), text, before=True)
        if content in contents:
            text = f"The store holds two slots for {content!r} {when}."
            facts.broken(Rule.TWO_SLOTS, (), text, before=before, after=not before)
        contents.add(content)
        if slot is not None:
            slots.add(slot)


def _nowhere(facts: BatchClaims, claim: Claim, row: Row) -> None:
    told = (
        f"it was answered `{claim.noes[0].outcome}`"
        if claim.noes
        else "nobody offered it (is it left over from an earlier run?)"
    )
    text = f"In the end the store holds {_slot(row[1])} for {claim.content!r}, but {told}."
    facts.broken(Rule.FROM_NOWHERE, claim.noes, text, after=True)


def _lost(facts: BatchClaims, claim: Claim) -> None:
    if claim.held and not claim.evidence:
        text = f"{claim.content!r} had {_slot(claim.held[1])} before, and has none in the end."
    else:
        text = f"{claim.content!r} was told that it has a slot, and has none in the end."
    facts.broken(Rule.LOST, claim.evidence, text, before=not claim.evidence, after=True)


def _name(facts: BatchClaims, claim: Claim) -> None:
    """Which slot has it? All who name one must name the same."""
    teller: Operation | None = None
    wrong: set[Slot] = set()
    if claim.held:
        claim.slot = claim.held[1]
    for operation in (*claim.assigned, *claim.replays):
        if operation.slot is None or operation.slot in wrong:
            continue
        if not facts.largest.has(operation.slot):
            wrong.add(operation.slot)
            text = f"{claim.content!r} was given {_slot(operation.slot)}, which is no slot."
            facts.broken(Rule.NO_SUCH_SLOT, [operation], f"{text}{_hint(facts)}", before=True)
        elif claim.slot is None:
            claim.slot, teller = operation.slot, operation
        elif claim.slot != operation.slot:
            wrong.add(operation.slot)
            told = [operation] if teller is None else [teller, operation]
            text = f"{claim.content!r} was given both slot {claim.slot} and slot {operation.slot}."
            facts.broken(Rule.TWO_SLOTS, told, text, before=teller is None)
    if claim.row is None:
        return
    if claim.slot is None:
        claim.slot = claim.row[1]
    elif claim.row[1] is not None and claim.row[1] != claim.slot:
        text = f"{claim.content!r} has slot {claim.slot}, but {_slot(claim.row[1])} in the end."
        told = [] if teller is None else [teller]
        facts.broken(Rule.TWO_SLOTS, told, text, before=teller is None, after=True)


def _hint(facts: BatchClaims) -> str:
    if facts.largest.names is None:
        return " Nobody registered the batch: is its `batch` line missing?"
    if isinstance(facts.largest.names, range):
        return f" The slots are 1 to {len(facts.largest.names)}."
    return ""


def _order(facts: BatchClaims, claim: Claim) -> None:
    """Is `assigned` said once, and no replay before it?"""
    content = claim.content
    if claim.held and claim.assigned:
        text = f"{content!r} had a slot before the first call, and was assigned one again."
        facts.broken(Rule.ASSIGNED_TWICE, claim.assigned[:1], text, before=True)
    first = claim.assigned[0] if claim.assigned else None
    for again in claim.assigned[1:]:
        if first and (first.slot is None or again.slot is None or first.slot == again.slot):
            text = f"{content!r} was answered `assigned` twice; the second can only be a replay."
            facts.broken(Rule.ASSIGNED_TWICE, [first, again], text)
    replay = min(claim.replays, key=_until, default=None)
    if replay and replay.until < claim.since:
        text = f"{content!r} was answered `replayed`, but by then nothing was assigned to it."
        facts.broken(Rule.REPLAY_OF_NOTHING, _givers(claim, replay), text)


def _givers(claim: Claim, replay: Operation) -> list[Operation]:
    """The replay, and what shows that no call before its end had assigned the slot."""
    told = (*claim.assigned, *claim.replays, *claim.noes)
    asked = [operation for operation in told if operation.called <= replay.until]
    unheard = claim.opened is not None and claim.opened.called <= replay.until
    if claim.assigned and (unheard or len(asked) > 1):
        return [replay, claim.assigned[0]]
    return asked


def _owners(facts: BatchClaims) -> None:
    """Has each slot one content? Every answer counts here, also one that contradicts others."""
    owners: dict[Slot, dict[str, Operation | None]] = {}
    for content, slot in facts.history.before.held:
        if slot is not None:
            owners.setdefault(slot, {})[content] = None
    held = {slot: frozenset(contents) for slot, contents in owners.items()}
    for claim in facts.claims.values():
        for slot, operation in _slots_told(claim):
            owners.setdefault(slot, {}).setdefault(claim.content, operation)
    for slot, contents in owners.items():
        early = held.get(slot, frozenset())
        # what stood twice in the store before is told of the rows already
        if len(contents) > 1 and contents.keys() != early:
            _two_owners(facts, slot, contents, early)


def _two_owners(
    facts: BatchClaims,
    slot: Slot,
    contents: Mapping[str, Operation | None],
    early: frozenset[str],
) -> None:
    """Shown by answers alone where there are two; or by the store before or in the end as well."""
    told = {content: operation for content, operation in contents.items() if operation}
    in_rows = [content for content in contents if facts.claims[content].row == (content, slot)]
    few, before, after = [*contents], bool(early), True
    if len(told) > 1:
        few, before, after = [*told], False, False
    elif early and told:
        after = False
    elif len(in_rows) > 1 and not early:
        few, told = in_rows, {}
    names = [repr(content) for content in few]
    both = f"both {names[0]} and {names[1]}" if len(names) == 2 else _listed(names)
    text = f"Slot {slot} was given to {both}."
    facts.broken(Rule.SLOT_TWICE, told.values(), text, before=before, after=after)


NAMED_MAX = 5
"""So many are named in a sentence."""


def _listed(names: Sequence[str]) -> str:
    if len(names) <= NAMED_MAX:
        return f"{', '.join(names[:-1])} and {names[-1]}"
    return f"{', '.join(names[:NAMED_MAX])} and {len(names) - NAMED_MAX} more"


def _slots_told(claim: Claim) -> Iterator[tuple[Slot, Operation | None]]:
    """Each slot that is named for the content, once, by whom; None: by the store in the end."""
    seen: set[Slot] = set()
    for operation in (*claim.assigned, *claim.replays):
        if operation.slot is not None and operation.slot not in seen:
            seen.add(operation.slot)
            yield operation.slot, operation
    if claim.row and claim.row[1] is not None and claim.row[1] not in seen and not claim.held:
        yield claim.row[1], None


def _slot(slot: Slot | None) -> str:
    return "nothing" if slot is None else f"slot {slot!r}"
