"""Check a batch whose slots don't change, in linear time.

No slot is ever given back, so once all n are taken they stay taken, and there is one instant F at
which the last was. Given claims without contradiction (`claims`), these conditions on an open batch
are necessary; *since* is the first instant at which a content can have been given its slot:

1. `unknown_batch` and `batch_closed` are never answered; of a batch that isn't registered or is
   closed, nothing else is.
2. A content that has a slot is never turned away: before its step a slot was free (it took it
   later), after it only a replay is right.
3. At most n contents have slots.
4. Whoever is told `no_slot` by an instant R needs F ≤ R, so every content that has a slot has
   since ≤ R,
5. and n contents can have been given one by R: those that have one, and those whose calls nobody
   heard of again. (If the store's rows are known in the end, who isn't there was never given one.)

They are sufficient too: let each content take its slot at its *since* (of those unheard of, as many
as 5 needs, into the slots that nobody names), and let every other answer come about at its last
instant. So a batch without changes is always decided.
"""

from collections.abc import Callable

from huleedu.lab.check.claims import BatchClaims, Claim
from huleedu.lab.history import Operation, Outcome
from huleedu.lab.model import Room
from huleedu.lab.verdict import Rule, Violation

_SHUT: dict[Outcome | None, tuple[Rule, str]] = {
    Outcome.UNKNOWN_BATCH: (Rule.WAS_REGISTERED, "though the batch was registered all the while"),
    Outcome.BATCH_CLOSED: (Rule.WAS_OPEN, "though the batch was open all the while"),
}
FOUND_MAX = 100
"""More violations of one kind in one batch say nothing new."""


def check_fixed(facts: BatchClaims) -> list[Violation]:
    """Every way in which a batch without changes breaks the rule; none: it is allowed."""
    if facts.room.names is None:
        return _shut(facts, _fits_unknown, Rule.NOT_REGISTERED, "though nobody registered it")
    if facts.room.closed:
        return _shut(facts, _fits_closed, Rule.WAS_CLOSED, "though the batch was closed")
    found = _turned_away(facts)
    return found or _more_than_slots(facts, len(facts.room.names)) or _free(facts, facts.room)


def _fits_unknown(operation: Operation) -> bool:
    return operation.outcome in (Outcome.UNKNOWN_BATCH, Outcome.REFUSED)


def _fits_closed(operation: Operation) -> bool:
    return operation.outcome in (Outcome.BATCH_CLOSED, Outcome.REFUSED)


def _shut(
    facts: BatchClaims, fits: Callable[[Operation], bool], rule: Rule, why: str
) -> list[Violation]:
    """Nothing is given and nobody is told that the batch is full."""
    found: list[Violation] = []
    for claim in facts.claims.values():
        for no in claim.noes:
            if claim.held:
                found.append(_had(facts, claim, no))
            elif not fits(no):
                wrong = _SHUT[Outcome.UNKNOWN_BATCH] if _is_unknown(no) else (rule, why)
                found.append(_told(facts, no, *wrong))
        if claim.is_certain and not claim.held:
            text = f"{claim.content!r} was given a slot of {facts.history.before.batch!r}, {why}."
            shown = claim.evidence
            found.append(facts.violation(rule, shown, text, before=True, after=not shown))
    return found[:FOUND_MAX]


def _is_unknown(operation: Operation) -> bool:
    return operation.outcome is Outcome.UNKNOWN_BATCH


def _told(facts: BatchClaims, no: Operation, rule: Rule, why: str) -> Violation:
    return facts.violation(
        rule, [no], f"{no.content!r} was told `{no.outcome}`, {why}.", before=True
    )


def _turned_away(facts: BatchClaims) -> list[Violation]:
    """Conditions 1 and 2."""
    found: list[Violation] = []
    for claim in facts.claims.values():
        for no in claim.noes:
            if no.outcome in _SHUT:
                found.append(_told(facts, no, *_SHUT[no.outcome]))
            elif claim.is_certain:
                found.append(_had(facts, claim, no))
    return found[:FOUND_MAX]


def _had(facts: BatchClaims, claim: Claim, no: Operation) -> Violation:
    if no.until < claim.since:
        rule = Rule.SLOT_WAS_FREE
        text = f"{no.content!r} was told `{no.outcome}`, and was given a slot later."
    else:
        rule = Rule.HAD_A_SLOT
        text = f"{no.content!r} has a slot, and was told `{no.outcome}`."
    shown = claim.evidence
    return facts.violation(
        rule, [no, *shown], text, before=bool(claim.held) or not shown, after=not shown
    )


def _more_than_slots(facts: BatchClaims, n: int) -> list[Violation]:
    """Condition 3."""
    certain = [claim for claim in facts.claims.values() if claim.is_certain]
    if len(certain) <= n:
        return []
    text = f"{len(certain)} contents were given slots, and there are {n}."
    # who was there before needs no other line than the batch's own
    few = sorted(certain, key=lambda claim: len(claim.evidence) * (not claim.held))[: n + 1]
    shown = [operation for claim in few if not claim.held for operation in claim.evidence]
    after = any(not claim.held and not claim.evidence for claim in few)
    return [facts.violation(Rule.MORE_THAN_SLOTS, shown, text, before=True, after=after)]


def _free(facts: BatchClaims, room: Room) -> list[Violation]:
    """Conditions 4 and 5."""
    noes = [no for claim in facts.claims.values() for no in claim.noes]
    if not noes:
        return []
    first = min(noes, key=lambda no: no.until)
    found = [
        _taken_later(facts, first, claim)
        for claim in facts.claims.values()
        if claim.is_certain and claim.since > first.until
    ]
    return found[:1] or _too_few(facts, first, len(room.names or ()))


def _taken_later(facts: BatchClaims, no: Operation, later: Claim) -> Violation:
    named = "a slot" if later.slot is None else f"slot {later.slot}"
    text = (
        f"{no.content!r} was told `{no.outcome}`, but {named} was free:"
        f" {later.content!r} was given it, and first asked after that."
    )
    shown = later.evidence
    return facts.violation(Rule.SLOT_WAS_FREE, [no, *shown], text, after=not shown)


def _first_call(claim: Claim) -> int:
    return min(claim.since, *(no.called for no in claim.noes))


def _too_few(facts: BatchClaims, first: Operation, n: int) -> list[Violation]:
    """Condition 5, and how many others who were turned away are needed to show it.

    Forget such an answer, and its content might have been given a slot; so as many can be
    forgotten as still leave a slot free.
    """
    known = facts.history.after is not None
    certain = sum(claim.is_certain for claim in facts.claims.values())
    perhaps = [
        claim
        for claim in facts.claims.values()
        if not claim.is_certain and not known and not claim.noes and claim.since <= first.until
    ]
    possible = certain + len(perhaps)
    if possible >= n:
        return []
    others = [
        claim.noes[0]
        for claim in facts.claims.values()
        if claim.noes and claim.content != first.content and _first_call(claim) <= first.until
    ]
    needed = [] if known else others[: max(0, len(others) - (n - 1 - possible))]
    text = (
        f"{first.content!r} was told `{first.outcome}`, but at most {possible} of {n} slots"
        " can have been taken by then."
    )
    return [facts.violation(Rule.SLOT_WAS_FREE, [first, *needed], text, before=True, after=known)]
