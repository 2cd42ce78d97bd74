"""The rule of slots, for one caller at a time: what may be answered, and what is true then.

Written from the rule alone, for the lab alone; no service's code stands behind it. A system keeps
the rule if its history could have come about by these steps, one after the other (linearizability;
Herlihy and Wing, ACM TOPLAS 12(3), 1990).
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from huleedu.lab.history import OperationKind, Outcome, Slot

Names = range | frozenset[Slot]
"""The slots of a batch: 1 to n, or their names."""


@dataclass(frozen=True, slots=True)
class Room:
    """What can be offered for a batch: its slots (None: not registered), open or closed."""

    names: Names | None = None
    registered: int | frozenset[Slot] | None = None
    """With what it was registered."""
    closed: bool = False

    def has(self, slot: Slot | None) -> bool:
        """Is there such a slot? (A range would search itself for a text.)"""
        if isinstance(self.names, range):
            return isinstance(slot, int) and slot in self.names
        return self.names is not None and slot in self.names


@dataclass(frozen=True, slots=True)
class ModelState:
    """A batch: its room, and who holds which slot."""

    room: Room = Room()
    held: frozenset[tuple[str, Slot]] = frozenset()


@dataclass(frozen=True, slots=True)
class Call:
    """What is asked; `content` of an offer, `asked` (slots) of `register` and `add_slots`."""

    kind: OperationKind
    content: str = ""
    asked: int | tuple[Slot, ...] | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """A possible answer and the state after it; `total` slots belong to `added`."""

    outcome: Outcome
    after: ModelState
    slot: Slot | None = None
    total: int | None = None


def room_of(slots: int | tuple[Slot, ...] | None, *, closed: bool = False) -> Room:
    """The room of a batch with so many slots, or with slots of these names."""
    if slots is None:
        return Room()
    return Room(_names(slots), _key(slots), closed)


def steps(state: ModelState, call: Call) -> Iterator[Step]:
    """Every answer that the rule allows now. Several only where any free slot will do."""
    if call.kind is OperationKind.OFFER:
        yield from _offer(state, call.content)
    else:
        outcome, room, total = change(state.room, call.kind, call.asked)
        yield Step(outcome, replace(state, room=room), total=total)


def _offer(state: ModelState, content: str) -> Iterator[Step]:
    room = state.room
    slot = dict(state.held).get(content)
    if slot is not None:
        yield Step(Outcome.REPLAYED, state, slot)
    elif room.names is None:
        yield Step(Outcome.UNKNOWN_BATCH, state)
    elif room.closed:
        yield Step(Outcome.BATCH_CLOSED, state)
    else:
        taken = {slot for _, slot in state.held}
        names = room.names if isinstance(room.names, range) else sorted(room.names, key=str)
        free = [name for name in names if name not in taken]
        for name in free:
            yield Step(Outcome.ASSIGNED, replace(state, held=state.held | {(content, name)}), name)
        if not free:
            yield Step(Outcome.NO_SLOT, state)


def change(
    room: Room, kind: OperationKind, asked: int | tuple[Slot, ...] | None
) -> tuple[Outcome, Room, int | None]:
    """Register, add slots or close: the answer, the room after it, and `added`'s total.

    Registering again changes nothing; added slots open a closed batch again.
    """
    if kind is OperationKind.REGISTER:
        return _register(room, asked or 0)
    if room.names is None:
        return Outcome.UNKNOWN_BATCH, room, None
    if kind is OperationKind.CLOSE:
        return Outcome.CLOSED, replace(room, closed=True), None
    more = asked or 0
    if isinstance(room.names, range):
        assert isinstance(more, int), "the reader lets no batch have both counted and named slots"
        names: Names = range(1, len(room.names) + more + 1)
    else:
        names = room.names.union(() if isinstance(more, int) else more)
    return Outcome.ADDED, replace(room, names=names, closed=False), len(names)


def _register(room: Room, asked: int | tuple[Slot, ...]) -> tuple[Outcome, Room, None]:
    if room.names is not None:
        same = room.registered == _key(asked)
        return (Outcome.KNOWN if same else Outcome.REFUSED), room, None
    if not asked:
        return Outcome.REFUSED, room, None
    return Outcome.REGISTERED, room_of(asked), None


def _names(slots: int | tuple[Slot, ...]) -> Names:
    return range(1, slots + 1) if isinstance(slots, int) else frozenset(slots)


def _key(slots: int | tuple[Slot, ...]) -> int | frozenset[Slot]:
    return slots if isinstance(slots, int) else frozenset(slots)
