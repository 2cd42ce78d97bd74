"""Go through a batch's instants once: changes as late as they can, everything else at once.

A content takes its slot once somebody asked, the slot exists, and all answers that it got none are
behind it; an answer that nothing was free comes about at the first instant at which nothing is; a
change that changed nothing (`known`, `unknown_batch`, `refused`) as soon as it fits. Registering,
adding slots and closing happen when an answer is due that can't be right before.

Where several of them might, the sweep stops and names them: `changing` tries each. Those that ask
and answer alike are one choice, the one that is due first: all of them may happen now, so in any
right order of steps it can change places with the one that does.
"""

import heapq
from bisect import insort
from collections.abc import Hashable, Iterable
from copy import copy
from dataclasses import dataclass
from typing import NamedTuple

from huleedu.lab.check.claims import Claim
from huleedu.lab.check.moments import Batch, What
from huleedu.lab.history import Operation, OperationKind, Outcome, Slot
from huleedu.lab.history.operations import FOR_EVER
from huleedu.lab.model import Room, change
from huleedu.lab.verdict import Rule

WITHOUT_EFFECT = frozenset({Outcome.KNOWN, Outcome.UNKNOWN_BATCH, Outcome.REFUSED})
"""Whoever was answered so changed nothing."""


@dataclass(frozen=True, slots=True)
class Impossible:
    """`operation` is the first answer that doesn't fit; None: the store's rows don't."""

    rule: Rule
    operation: Operation | None
    at: int


class Alike(NamedTuple):
    """Changes that ask and answer the same."""

    kind: OperationKind
    asked: int | tuple[Slot, ...] | None
    outcome: Outcome | None
    total: int | None


@dataclass(frozen=True, slots=True)
class Choice:
    """One of these happens next."""

    of: tuple[Alike, ...]


class Sweep:
    """How far one pass is: what has happened, and what is under way."""

    _CHANGING = frozenset({"_may", "_left", "_taken", "_said", "_blocked", "_unnamed"})

    def __init__(self, batch: Batch) -> None:
        self._batch = batch
        self._place = 0
        self._room = batch.room
        self._claimed_in_room = batch.claimed_in(batch.room)
        self._may: dict[Alike, tuple[int, ...]] = {}
        """Changes that may happen, by due instant."""
        self._idle: tuple[int, ...] = ()
        """Changes without effect that do not fit yet."""
        self._happened: frozenset[int] = frozenset()
        """Of the changes that are not due yet."""
        self._left: dict[int, int] = {}
        """Turns that somebody asked for → how many noes must come before."""
        self._taken: set[int] = set()
        """Of the turns that are not due yet."""
        self._waiting: dict[Outcome | None, dict[int, int]] = {}
        """Noes that do not fit yet, by what they say, with their turns."""
        self._said: set[int] = set()
        """Of the noes that are not due yet."""
        self._blocked: dict[Slot, int] = {}
        """Turns whose slot does not exist yet, or whose batch is shut."""
        self._unnamed: list[tuple[int, int]] = []
        """Turns to some slot, by due instant."""
        self._spare = 0
        """Contents that may or may not have been given a slot."""
        self._spent = 0
        """Slots that such contents took."""
        self._unnamed_taken = 0
        self._named_taken = batch.held

    def copy(self) -> "Sweep":
        """Another that is as far."""
        other = copy(self)
        own = {name: copy(value) for name, value in vars(self).items() if name in self._CHANGING}
        waiting = {outcome: dict(noes) for outcome, noes in self._waiting.items()}
        vars(other).update(own, _waiting=waiting)
        return other

    def key(self) -> Hashable:
        """The same for all that can go on in the same ways."""
        return (
            self._place,
            self._room,
            tuple(self._may.items()),
            self._idle,
            self._happened,
            tuple(sorted(self._left.items())),
            frozenset(self._taken),
            frozenset(no for noes in self._waiting.values() for no in noes),
            frozenset(self._said),
            frozenset(self._blocked.values()),
            tuple(sorted(self._unnamed)),
            (self._spare, self._spent, self._unnamed_taken, self._named_taken),
        )

    @property
    def place(self) -> int:
        """How many moments are behind it."""
        return self._place

    def go_on(self) -> Impossible | Choice | None:
        """To the end (None), to the first answer that fits nowhere, or to a choice."""
        moments = self._batch.moments
        while self._place < len(moments):
            at, what, number = moments[self._place]
            if what < What.TURN_DUE:
                self._asked(what, number)
            else:
                while not self._is_over(what, number):
                    match self._choices(number if what is What.CHANGE_DUE else None):
                        case ():
                            return self._failure(what, number, at)
                        case (only,):
                            self.make(only)
                        case several:
                            return Choice(several)
                self._forget(what, number)
            self._settle()
            self._place += 1
        return None

    # --- what is asked, and what is due ---

    def _asked(self, what: What, number: int) -> None:
        if what is What.TURN:
            self._free(number)
        elif what is What.NO:
            no, turn = self._batch.noes[number]
            self._waiting.setdefault(no.outcome, {})[number] = turn
        elif (operation := self._batch.changes[number]).outcome in WITHOUT_EFFECT:
            self._idle = (*self._idle, number)
            self._let_idle_be()
        else:
            alike = _alike(operation)
            others = [*self._may.get(alike, ())]
            insort(others, number, key=lambda one: self._batch.changes[one].until)
            self._may[alike] = tuple(others)

    def _is_over(self, what: What, number: int) -> bool:
        match what:
            case What.TURN_DUE:
                return number in self._taken
            case What.NO_DUE:
                return number in self._said
            case _:
                return number in self._happened

    def _forget(self, what: What, number: int) -> None:
        match what:
            case What.TURN_DUE:
                self._taken.discard(number)
            case What.NO_DUE:
                self._said.discard(number)
            case _:
                self._happened -= {number}

    # --- changes ---

    def _choices(self, due: int | None) -> tuple[Alike, ...]:
        """What may happen next, the likeliest first; `due` is the change that has to by now."""
        found: list[tuple[int, int, Alike]] = []
        for place, (alike, numbers) in enumerate(self._may.items()):
            number, *_ = numbers
            first = self._batch.changes[number]
            after = self._after(first)
            if after is None:
                continue
            is_idle = _is_same(self._room, after)
            if number == due and is_idle:
                return (alike,)
            # an answer that counts slots may not fit later on
            if not is_idle or first.total is not None:
                found.append((-1 if number == due else first.until, place, alike))
        return tuple(alike for _, _, alike in sorted(found, key=lambda one: one[:2]))

    def _after(self, operation: Operation) -> Room | None:
        """The room after this change; None if it cannot have been answered so."""
        outcome, after, total = change(self._room, operation.kind, operation.asked)
        loosely = Outcome.REFUSED if outcome is Outcome.UNKNOWN_BATCH else outcome
        said = operation.outcome in (outcome, loosely)
        if operation.is_open or (said and operation.total in (None, total)):
            return after
        return None

    def make(self, alike: Alike) -> None:
        """The first of these changes happens."""
        number, *others = self._may.pop(alike)
        if others:
            self._may[alike] = tuple(others)
        operation = self._batch.changes[number]
        room = self._after(operation)
        assert room is not None, "it was found to fit"
        if operation.until < FOR_EVER:
            self._happened |= {number}
        self._enter(room)
        self._let_idle_be()
        self._settle()

    def _let_idle_be(self) -> None:
        fitting = [n for n in self._idle if self._after(self._batch.changes[n]) is not None]
        if fitting:
            self._happened |= {*fitting}
            self._idle = tuple(n for n in self._idle if n not in self._happened)

    def _enter(self, room: Room) -> None:
        before, was_open = self._room, self._is_open
        self._room = room
        if not _is_same(before, room):
            self._claimed_in_room = self._batch.claimed_in(room)
        if self._is_open and self._blocked:
            new: Iterable[Slot] = _new_names(before, room) if was_open else (*self._blocked,)
            for slot in [slot for slot in new if slot in self._blocked and room.has(slot)]:
                self._take(self._blocked.pop(slot), slot)

    # --- slots ---

    @property
    def _is_open(self) -> bool:
        return self._room.names is not None and not self._room.closed

    @property
    def _is_full(self) -> bool:
        taken = self._named_taken + self._unnamed_taken + self._spent
        return self._is_open and taken >= len(self._room.names or ())

    def _free(self, turn: int) -> None:
        """One thing less that must come before; after the last the content takes its slot."""
        claim = self._batch.turns[turn]
        left = self._left.pop(turn, len(claim.noes) + 1) - 1
        if left:
            self._left[turn] = left
        elif not claim.is_certain:
            self._spare += 1
        elif claim.slot is None:
            heapq.heappush(self._unnamed, (self._batch.due(claim), turn))
        else:
            self._take(turn, claim.slot)

    def _take(self, turn: int, slot: Slot) -> None:
        if self._is_open and self._room.has(slot):
            self._taken.add(turn)
            self._named_taken += 1
        else:
            self._blocked[slot] = turn

    def _settle(self) -> None:
        """Whatever can happen now does."""
        while True:
            self._fill()
            fitting = [outcome for outcome in self._waiting if self._fits(outcome)]
            if not fitting:
                return
            for outcome in fitting:
                for no, turn in self._waiting.pop(outcome).items():
                    self._said.add(no)
                    self._free(turn)

    def _fill(self) -> None:
        """Give the slots that nobody names: first to those who have one, then to the unheard."""
        if not self._is_open:
            return
        room = len(self._room.names or ()) - self._claimed_in_room
        while self._unnamed and self._unnamed_taken + self._spent < room:
            self._taken.add(heapq.heappop(self._unnamed)[1])
            self._unnamed_taken += 1
        more = min(self._spare, room - self._batch.nameless - self._spent)
        if more > 0:
            self._spare -= more
            self._spent += more

    def _fits(self, outcome: Outcome | None) -> bool:
        match outcome:
            case Outcome.UNKNOWN_BATCH:
                return self._room.names is None
            case Outcome.BATCH_CLOSED:
                return self._room.closed
            case Outcome.NO_SLOT:
                return self._is_full
            case _:
                return not self._is_open or self._is_full

    # --- reasons ---

    def _failure(self, what: What, number: int, at: int) -> Impossible:
        match what:
            case What.TURN_DUE:
                claim = self._batch.turns[number]
                return Impossible(self._why_not_given(number, claim), claim.until, at)
            case What.NO_DUE:
                no, turn = self._batch.noes[number]
                return Impossible(self._why_not_said(no, turn), no, at)
            case _:
                return Impossible(Rule.CHANGE, self._batch.changes[number], at)

    def _why_not_given(self, turn: int, claim: Claim) -> Rule:
        if turn in self._left:
            return Rule.HAD_A_SLOT
        if self._room.names is None:
            return Rule.NOT_REGISTERED
        if self._room.closed:
            return Rule.WAS_CLOSED
        return Rule.MORE_THAN_SLOTS if claim.slot is None else Rule.NO_SUCH_SLOT

    def _why_not_said(self, no: Operation, turn: int) -> Rule:
        claim = self._batch.turns[turn]
        if claim.held is not None or turn in self._taken:
            return Rule.HAD_A_SLOT
        if no.outcome is Outcome.UNKNOWN_BATCH:
            return Rule.WAS_REGISTERED
        if self._room.names is None and no.outcome is not Outcome.REFUSED:
            return Rule.NOT_REGISTERED
        if no.outcome is Outcome.BATCH_CLOSED:
            return Rule.WAS_OPEN
        return Rule.WAS_CLOSED if self._room.closed else Rule.SLOT_WAS_FREE


def _alike(operation: Operation) -> Alike:
    outcome = None if operation.is_open else operation.outcome
    return Alike(operation.kind, operation.asked, outcome, operation.total)


def _is_same(room: Room, after: Room) -> bool:
    """Nothing has changed; slots are only ever added."""
    return (
        room.closed is after.closed
        and (room.names is None) is (after.names is None)
        and len(room.names or ()) == len(after.names or ())
    )


def _new_names(before: Room, after: Room) -> Iterable[Slot]:
    if isinstance(after.names, range):
        return range(len(before.names or ()) + 1, len(after.names) + 1)
    return after.names.difference(before.names or ()) if after.names else ()
