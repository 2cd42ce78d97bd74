"""Check a batch that is registered, enlarged or closed while contents come.

The changes, in one order, cut time into *phases*; `sweep` goes through the instants once and keeps
the order of steps that leaves the most open:

- a change happens as late as it can: when its own answer is due, or another answer that is due
  can't be right before it (what fits an earlier phase then still fits it);
- everything else happens as soon as it can: a content takes its slot once somebody asked, the slot
  exists, and all answers that it got none are behind it; an answer that nothing was free comes
  about at the first instant at which nothing is.

Let any right order of steps be given. The sweep leaves each phase no earlier than that order does,
and by then every step that the order made in this phase or before has been made here as well: the
same slots are taken, as they are named, and slots that nobody names are as many. So if an answer is
due here and doesn't fit, no order fits (`Impossible`). Two things are left: several orders of
changes that overlap are tried in turn, at most `ORDERS_MAX`; and where slots were given without a
name (`slot` missing) while other calls were never answered, both compete for the same slots and the
sweep favours the first, so its failure says nothing (`Undecided`).
"""

import heapq
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from huleedu.lab.check.claims import BatchClaims, Claim
from huleedu.lab.history import Operation, Outcome
from huleedu.lab.history.operations import FOR_EVER
from huleedu.lab.model import Room, change
from huleedu.lab.verdict import Rule

ORDERS_MAX = 200
TRIES_MAX = 10_000
_CALL, _DUE = 0, 1


@dataclass(frozen=True, slots=True)
class Possible:
    """There is an order of steps that gives every answer."""


@dataclass(frozen=True, slots=True)
class Impossible:
    """There is none; `operation` is the first answer that doesn't fit (None: the changes')."""

    rule: Rule
    operation: Operation | None
    at: int


@dataclass(frozen=True, slots=True)
class Undecided:
    """This check cannot tell."""

    why: str


@dataclass(frozen=True, slots=True)
class _Change:
    operation: Operation
    room: Room
    """After it."""


def check_changing(facts: BatchClaims) -> Possible | Impossible | Undecided:
    """Can a batch's history have come about, its claims being without contradiction?"""
    furthest = Impossible(Rule.CHANGE, None, -1)
    for tried, order in enumerate(_orders(facts.room, facts.changes)):
        if tried >= ORDERS_MAX or order is None:
            return Undecided("too many orders of overlapping changes are possible")
        sweep = _Sweep(facts, order)
        failure = sweep.run()
        if failure is None:
            return Possible()
        if not sweep.exact:
            return Undecided("slots without names were given while calls stayed unanswered")
        if failure.at > furthest.at:
            furthest = failure
    return furthest


def _orders(room: Room, changes: Sequence[Operation]) -> Iterator[list[_Change] | None]:
    """The orders that instants and answers allow; of unanswered changes any may be missing.

    None: there may be more, but too much was tried.
    """
    first = tuple(sorted(changes, key=lambda operation: operation.called))
    stack: list[tuple[Room, tuple[_Change, ...], tuple[Operation, ...]]] = [(room, (), first)]
    tries = 0
    while stack:
        now, order, rest = stack.pop()
        due = min((operation.until for operation in rest), default=FOR_EVER)
        if due == FOR_EVER:
            yield list(order)
        further: list[tuple[Room, tuple[_Change, ...], tuple[Operation, ...]]] = []
        for place, operation in enumerate(rest):
            if operation.called > due:
                break
            tries += 1
            after = _after(now, operation)
            if after is not None:
                others = rest[:place] + rest[place + 1 :]
                further.append((after, (*order, _Change(operation, after)), others))
        if tries > TRIES_MAX:
            yield None
            return
        stack.extend(reversed(further))


def _after(room: Room, operation: Operation) -> Room | None:
    """The room after this change; None if it cannot have been answered so."""
    outcome, after, total = change(room, operation.kind, operation.asked)
    loosely = Outcome.REFUSED if outcome is Outcome.UNKNOWN_BATCH else outcome
    said = operation.outcome in (outcome, loosely)
    if operation.is_open or (said and operation.total in (None, total)):
        return after
    return None


class _Turn:
    """A content on its way to a slot: `left` things must come before."""

    __slots__ = ("certain", "claim", "due", "left", "slot", "taken")

    def __init__(self, claim: Claim) -> None:
        self.claim = claim
        self.certain = claim.is_certain
        self.slot = claim.slot
        self.taken = claim.held is not None
        self.left = len(claim.noes) + 1
        last = claim.until
        self.due = last.until if last else FOR_EVER


_What = _Turn | tuple[Operation, _Turn] | int
"""What comes about: a content's slot, an answer that there is none, or a change of this number."""


class _Sweep:
    """One pass over the instants of a batch, for one order of its changes."""

    def __init__(self, facts: BatchClaims, order: list[_Change]) -> None:
        self._order = order
        self._phase = 0
        self._room = facts.room
        self._turns = [_Turn(claim) for claim in facts.claims.values()]
        self._known = facts.history.after is not None
        self._waiting: dict[Outcome | None, list[tuple[Operation, _Turn]]] = {}
        self._blocked: list[_Turn] = []
        self._unnamed: list[tuple[int, int, _Turn]] = []  # by due instant
        self._nameless = sum(t.certain and t.slot is None and not t.taken for t in self._turns)
        self._spare = 0  # contents that may or may not have been given a slot
        self._spent = 0  # slots that such contents took
        self._unnamed_taken = 0
        self._named_taken = sum(turn.taken for turn in self._turns)
        # whose slot doesn't exist yet
        self._named = [turn for turn in self._turns if turn.certain and turn.slot is not None]
        self._named_in_room = 0
        self._fitted: set[int] = set()
        spares = any(self._may_be_given(turn) for turn in self._turns)
        self.exact = not (self._nameless and spares and len(order))
        self._enter(facts.room)

    def run(self) -> Impossible | None:
        """Go through all instants; the first answer that is due and doesn't fit, if any."""
        for at, kind, _, what in sorted(self._moments()):
            failure = self._call(what) if kind == _CALL else self._must(what, at)
            if failure:
                return failure
            self._settle()
        return None

    # --- what happens when ---

    def _moments(self) -> Iterator[tuple[int, int, int, _What]]:
        """(instant, calls before dues, number, what)."""
        number = 0
        for turn in self._turns:
            claim = turn.claim
            if not turn.taken and (turn.certain or self._may_be_given(turn)):
                yield claim.since, _CALL, (number := number + 1), turn
            if turn.certain and not turn.taken:
                yield turn.due, _DUE, (number := number + 1), turn
            for no in claim.noes:
                yield no.called, _CALL, (number := number + 1), (no, turn)
                yield no.until, _DUE, (number := number + 1), (no, turn)
        for place, done in enumerate(self._order):
            if done.operation.until < FOR_EVER:
                yield done.operation.until, _DUE, (number := number + 1), place

    def _may_be_given(self, turn: _Turn) -> bool:
        return not turn.certain and not self._known and turn.claim.opened is not None

    def _call(self, what: _What) -> None:
        if isinstance(what, _Turn):
            self._free(what)
        elif isinstance(what, tuple):
            no, _ = what
            self._waiting.setdefault(no.outcome, []).append(what)

    def _must(self, what: _What, at: int) -> Impossible | None:
        """This is due: let changes happen until it has come about."""
        if isinstance(what, _Turn):
            turn = what
            while not turn.taken:
                if not self._advance(at):
                    return Impossible(self._why_not_given(turn), turn.claim.until, at)
        elif isinstance(what, tuple):
            no, turn = what
            while id(no) not in self._fitted:
                if not self._advance(at):
                    return Impossible(self._why_not_said(no, turn), no, at)
        else:
            while self._phase <= what:
                if not self._advance(at):
                    return Impossible(Rule.CHANGE, self._order[what].operation, at)
        return None

    # --- steps ---

    def _advance(self, at: int) -> bool:
        """The next change happens, if somebody has asked for it."""
        if self._phase == len(self._order) or self._order[self._phase].operation.called > at:
            return False
        self._enter(self._order[self._phase].room)
        self._phase += 1
        self._settle()
        return True

    def _enter(self, room: Room) -> None:
        self._room = room
        outside = [turn for turn in self._named if not room.has(turn.slot)]
        self._named_in_room += len(self._named) - len(outside)
        self._named = outside
        blocked, self._blocked = self._blocked, []
        for turn in blocked:
            self._take(turn)

    @property
    def _is_open(self) -> bool:
        return self._room.names is not None and not self._room.closed

    @property
    def _is_full(self) -> bool:
        taken = self._named_taken + self._unnamed_taken + self._spent
        return self._is_open and taken >= len(self._room.names or ())

    def _free(self, turn: _Turn) -> None:
        """One thing less that must come before; after the last the content takes its slot."""
        turn.left -= 1
        if turn.left or turn.taken:
            return
        if not turn.certain:
            self._spare += 1
        elif turn.slot is None:
            heapq.heappush(self._unnamed, (turn.due, id(turn), turn))
        else:
            self._take(turn)

    def _take(self, turn: _Turn) -> None:
        if self._is_open and self._room.has(turn.slot):
            turn.taken = True
            self._named_taken += 1
        else:
            self._blocked.append(turn)

    def _settle(self) -> None:
        """Whatever can happen now does."""
        while True:
            self._fill()
            fitting = [outcome for outcome in self._waiting if self._fits(outcome)]
            if not fitting:
                return
            for outcome in fitting:
                for no, turn in self._waiting.pop(outcome):
                    self._fitted.add(id(no))
                    self._free(turn)

    def _fill(self) -> None:
        """Give the slots that nobody names: first to those who have one, then to the unheard."""
        if not self._is_open:
            return
        room = len(self._room.names or ()) - self._named_in_room
        while self._unnamed and self._unnamed_taken + self._spent < room:
            heapq.heappop(self._unnamed)[2].taken = True
            self._unnamed_taken += 1
        more = min(self._spare, room - self._nameless - self._spent)
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

    def _why_not_given(self, turn: _Turn) -> Rule:
        if turn.left:
            return Rule.HAD_A_SLOT
        if self._room.names is None:
            return Rule.NOT_REGISTERED
        if self._room.closed:
            return Rule.WAS_CLOSED
        return Rule.MORE_THAN_SLOTS if turn.slot is None else Rule.NO_SUCH_SLOT

    def _why_not_said(self, no: Operation, turn: _Turn) -> Rule:
        if turn.taken:
            return Rule.HAD_A_SLOT
        if no.outcome is Outcome.UNKNOWN_BATCH:
            return Rule.WAS_REGISTERED
        if self._room.names is None and no.outcome is not Outcome.REFUSED:
            return Rule.NOT_REGISTERED
        if no.outcome is Outcome.BATCH_CLOSED:
            return Rule.WAS_OPEN
        return Rule.WAS_CLOSED if self._room.closed else Rule.SLOT_WAS_FREE
