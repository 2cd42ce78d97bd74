"""Find whose essay each is, for a whole class at once: who is sure, who is asked about."""

from collections.abc import Iterator, Mapping, Sequence

import msgspec

from huleedu.contracts.classes import FoundIn
from huleedu.contracts.reason import Fact, Reason
from huleedu.services.classes.domain.evidence import Claim, Kind, claims_of
from huleedu.services.classes.domain.names import ClassNames, RosterPupil
from huleedu.services.classes.domain.places import EssayHints

__all__ = ["Decision", "EssayHints", "Guess", "Match", "NoMatch", "RosterPupil", "match"]

MARGIN = 3.0  # a match counts only if the next best whole solution is worse by this much
MARGIN_OF_PARTS = 10.0  # where only a part of the name stands
GUESSES_MAX = 3
NAMES_ONE = frozenset({"named_twice", "named_more_clearly"})
"""Why an essay is nobody's for sure although it may name one pupil: another essay does, too."""
ONLY_ONE_LEFT = "only_one_left"
"""Why a pupil is shown whom nothing names: everybody else has an essay."""
GROUP_MAX = 60
"""Essays that could be each other's: more are asked about, or it would cost their cube."""
OTHERS_MAX = 10
"""Of so many essays by the same pupil each is told; nobody chooses among more."""


class Guess(msgspec.Struct, frozen=True):
    """Who may have written it: the pupil's place in the list, a code why, and where it stands."""

    pupil: int
    why: str
    how: FoundIn
    words: tuple[tuple[int, int], ...] = ()


class Match(msgspec.Struct, frozen=True):
    """This pupil wrote it; `score` goes to 100, which is the whole name where it belongs."""

    pupil: str
    how: FoundIn
    score: float
    guesses: tuple[Guess, ...] = ()
    """The pupil, and who else it might have been."""


class NoMatch(msgspec.Struct, frozen=True):
    """Nobody, or more than one pupil, could have written it; the likeliest first."""

    reason: Reason
    guesses: tuple[Guess, ...] = ()


class Decision(msgspec.Struct, frozen=True):
    """What somebody decided: these wrote it, by their place in the list; or nobody of them."""

    pupils: tuple[int, ...]


_Claims = dict[tuple[int, int], Claim]  # by (number of the essay, number of the pupil)


def match(
    pupils: Sequence[RosterPupil],
    essays: Sequence[EssayHints],
    decided: Mapping[str, Decision] | None = None,
) -> dict[str, Match | NoMatch]:
    """Give each pupil at most one essay and each essay at most one pupil; answers by essays' ids.

    A match that another solution could replace at nearly the same score is not made. Essays that
    were decided about are left out, and so are the pupils who have those.
    """
    decided = decided or {}
    names = ClassNames(pupils)
    open_ = [at for at, essay in enumerate(essays) if essay.id not in decided]
    found = {at: claims_of(names, essays[at]) for at in open_}
    has_one = {pupil for decision in decided.values() for pupil in decision.pupils}
    sure = _sure(found, has_one)
    taken = {*sure.values(), *has_one}
    left = [who for who in range(len(pupils)) if who not in taken]
    strangers = [at for at in open_ if not found[at]]
    answer: dict[str, Match | NoMatch] = {}
    for at in open_:
        guesses = _guesses(found[at], sure.get(at))
        if at in sure:
            claim = found[at][sure[at]]
            name = pupils[sure[at]].name
            answer[essays[at].id] = Match(name, claim.how, round(claim.score, 1), guesses)
            continue
        if not guesses and len(left) == len(strangers) == 1:
            guesses = (Guess(left[0], ONLY_ONE_LEFT, ""),)
        answer[essays[at].id] = NoMatch(_reason(found[at], pupils, taken), guesses)
    return answer


def of_one_pupil(
    answers: Mapping[str, Match | NoMatch], decided: Mapping[str, Decision]
) -> dict[str, tuple[str, ...]]:
    """Of each essay that is not the only one of its pupil, the others, by the essays' ids.

    An essay is a pupil's if that is sure or decided, or if it names nobody else.
    """
    of: dict[int, list[str]] = {}
    for essay, pupils in _whose(answers, decided):
        for pupil in pupils:
            of.setdefault(pupil, []).append(essay)
    others: dict[str, dict[str, None]] = {}
    for essays in of.values():
        for essay in essays if len(essays) > 1 else ():
            some = [other for other in essays[: OTHERS_MAX + 1] if other != essay]
            others.setdefault(essay, {}).update(dict.fromkeys(some[:OTHERS_MAX]))
    return {essay: tuple(some)[:OTHERS_MAX] for essay, some in others.items()}


def _whose(
    answers: Mapping[str, Match | NoMatch], decided: Mapping[str, Decision]
) -> Iterator[tuple[str, tuple[int, ...]]]:
    for essay, answer in answers.items():
        alone = isinstance(answer, NoMatch) and answer.reason.code in NAMES_ONE
        if answer.guesses and (isinstance(answer, Match) or (alone and _one_name(answer.reason))):
            yield essay, (answer.guesses[0].pupil,)
    for essay, decision in decided.items():
        yield essay, decision.pupils


def _one_name(reason: Reason) -> bool:
    names = reason.facts.get("names", ())
    return isinstance(names, tuple) and len(names) == 1


def _sure(found: Mapping[int, Mapping[int, Claim]], has_one: set[int]) -> dict[int, int]:
    """The matches that need no asking, essay → pupil."""
    claims: _Claims = {}
    for at, of_essay in found.items():
        whole = [who for who, claim in of_essay.items() if claim.kind >= Kind.WHOLE]
        known = [who for who, claim in of_essay.items() if claim.kind == Kind.KNOWN]
        if len(whole) > 1 and len(known) != 1:
            near = sorted((of_essay[who].score for who in whole), reverse=True)
            if near[0] - near[1] < MARGIN:
                continue  # it names several: whoever it is, somebody has to say so
        for who, claim in of_essay.items():
            if claim.kind > Kind.BESIDE and who not in has_one:
                claims[at, who] = claim
    sure = _clear(claims)
    rest = {
        (at, who): claim
        for (at, who), claim in claims.items()
        if at not in sure and who not in sure.values()
    }
    for group in _groups(rest):
        sure.update(_settle(group))
    return sure


def _clear(claims: _Claims) -> dict[int, int]:
    """Essays that name one pupil wholly whom no other essay names so well: it can't be better."""
    best: dict[int, list[tuple[float, int]]] = {}
    wanted: dict[int, list[tuple[Kind, int]]] = {}
    for (at, who), claim in claims.items():
        best.setdefault(at, []).append((claim.score, who))
        if claim.kind >= Kind.WHOLE:
            wanted.setdefault(who, []).append((claim.kind, at))
    clear: dict[int, int] = {}
    for at, scores in best.items():
        scores.sort(reverse=True)
        second = scores[1][0] if len(scores) > 1 else 0.0
        score, who = scores[0]
        clearest = max((kind for kind, _ in wanted.get(who, ())), default=Kind.ONE)
        alone = [other for kind, other in wanted.get(who, ()) if kind == clearest] == [at]
        if alone and score - second >= MARGIN:
            clear[at] = who
    return clear


def _groups(claims: _Claims) -> list[_Claims]:
    """Claims that share an essay or a pupil belong together; most groups have one claim."""
    leads: dict[tuple[str, int], tuple[str, int]] = {}

    def lead(one: tuple[str, int]) -> tuple[str, int]:
        while leads.setdefault(one, one) != one:
            leads[one] = one = leads[leads[one]]
        return one

    for essay, pupil in claims:
        leads[lead(("essay", essay))] = lead(("pupil", pupil))
    groups: dict[tuple[str, int], _Claims] = {}
    for (essay, pupil), claim in claims.items():
        groups.setdefault(lead(("essay", essay)), {})[essay, pupil] = claim
    return list(groups.values())


def _settle(claims: _Claims) -> dict[int, int]:
    """The matches of one group that no other solution could replace, essay → pupil."""
    essays = sorted({essay for essay, _ in claims})
    pupils = sorted({pupil for _, pupil in claims})
    parts = min(claim.kind for claim in claims.values()) < Kind.WHOLE
    margin = MARGIN_OF_PARTS if parts else MARGIN
    if len(essays) == 1 or len(pupils) == 1:
        best, *others = sorted(claims, key=lambda pair: -claims[pair].score)
        second = claims[others[0]].score if others else 0.0
        return dict([best]) if claims[best].score - second >= margin else {}
    if len(essays) > GROUP_MAX or len(pupils) > 4 * GROUP_MAX:
        return {}
    # numpy and scipy take half a second to load, and most classes never come here
    from huleedu.services.classes.domain.matching import sure_matches  # noqa: PLC0415

    scores = {pair: claim.score for pair, claim in claims.items()}
    return sure_matches(scores, essays, pupils, margin)


def _guesses(of_essay: Mapping[int, Claim], first: int | None) -> tuple[Guess, ...]:
    """The likeliest pupils, the one who is sure first."""
    order = sorted(
        of_essay, key=lambda who: (who != first, -of_essay[who].kind, -of_essay[who].score, who)
    )
    return tuple(
        Guess(who, claim.why, claim.how, claim.words)
        for who in order[:GUESSES_MAX]
        for claim in (of_essay[who],)
    )


def _reason(named: Mapping[int, Claim], pupils: Sequence[RosterPupil], taken: set[int]) -> Reason:
    if not pupils:
        return Reason("no_class_list")
    if not named:
        return Reason("no_name_found")
    likely = [who for who, claim in named.items() if claim.kind > Kind.BESIDE]
    told = likely or [*named]
    names: dict[str, Fact] = {"names": tuple(sorted(pupils[pupil].name for pupil in told))}
    if all(pupil in taken for pupil in told):
        return Reason("named_more_clearly", names)
    if not likely:
        return Reason("name_among_others", names)
    return Reason("one_of_several" if len(likely) > 1 else "named_twice", names)
