"""Tell a judge who answers upside-down, picks a side or tosses coins from one who judges.

What a judge decided is held against the ranking that all others alone give. The likelihood (how
probable the judge's answers are) is averaged over all abilities that the others leave possible, and
over how sharp an eye may be; so few decisions, or few others, leave much open, and nobody is named.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from scipy.special import betaincinv, expit, logsumexp

from huleedu.services.judging.domain.judgements import Bools, Floats, Judgements

DECISIONS_MIN = 10
"""With fewer decisions that were not "equal" nothing is said of a judge."""
JUDGES_MIN = 3
"""Of two judges who contradict one another nobody can tell which is right."""
DECISIONS_MAX = 300
"""Of more, so many are looked at, spread over all: what is odd shows in fewer."""
ODDER = 0.75
"""So much more probable (in natural logarithms) it must be that a judge is off than that not."""
WRONGLY = 0.08
"""A judge is named only if so few who judge would look as odd or odder, simulated for each. The
simulated ones are drawn wider than judges are: of 800 who judged, about one in a hundred."""
PICKED = 0.95
"""How often who picks a side picks it."""
PICKED_FOR_SURE = 3.0
"""So much more probable (in natural logarithms) picking a side must be than all else."""
SELDOM = 0.01
"""A judge seldom agrees with the others if so few who judge as they do would agree so seldom."""
SIMULATED, DRAWS = 600, 800
SHARPNESS = np.exp(np.array([-0.7, -0.35, 0.0, 0.35, 0.7]))
SHARPNESS_PRIOR = np.array([0.054, 0.242, 0.408, 0.242, 0.054])
"""How sharp eyes are, as `judge_precision` expects them: logarithms that spread by .35."""
SEED = 20261130


class Odd(StrEnum):
    """How a judge is off; its value is a code. Quick ones may have judged well all the same."""

    REVERSED = "reversed"
    FIRST = "first"
    SECOND = "second"
    COIN = "coin"
    QUICK = "quick"


@dataclass(frozen=True, slots=True)
class Standing:
    """How a judge stands to the ranking of the others.

    Of `compared` decisions that were not "equal", `agreed` are as the others' ranking has it, which
    a judge of this kind would do with a share between `low` and `high` (90 %); one who judges as
    the others do is expected to in the share `expected`; `seldom`: they agree less often, beyond
    chance. `odd`: how they are off, if they are.
    """

    agreed: int
    compared: int
    low: float
    high: float
    expected: float
    seldom: bool
    odd: Odd | None


def standings(
    made: Judgements, differences: Callable[[int, Bools], Floats | None], *, sides_known: bool
) -> dict[int, Standing]:
    """Each judge of whom something can be said, by number.

    Who is named is left out of the others, and they are looked at again: one judge who is off does
    not make a good one look so.

    Args:
        differences: for a judge, and decisions of others by mask, abilities as they may be by these
            alone: first minus second of each of the judge's own decisions (draws × decisions, in
            logits; at least DRAWS + SIMULATED); None: they tell nothing.
        sides_known: whether it is known which text was shown first.
    """
    often = np.bincount(made.judge[made.answer != 0], minlength=made.judges)
    asked = [int(one) for one in np.flatnonzero(often >= DECISIONS_MIN)]
    found: dict[int, Standing] = {}
    named: dict[int, Standing] = {}
    while True:
        odds: dict[int, float] = {}
        others = ~np.isin(made.judge, list(named))
        enough = len(asked) - len(named) >= JUDGES_MIN
        for judge in asked:
            if judge in named:
                continue
            own = made.chosen(made.judge == judge)
            away = differences(judge, others & (made.judge != judge)) if enough else None
            found[judge], odds[judge] = _standing(own, away, sides_known=sides_known)
        off = [judge for judge in odds if found[judge].odd is not None]
        if not off:
            return found | named
        worst = max(off, key=lambda judge: odds[judge])
        named[worst] = found[worst]


def _standing(own: Judgements, away: Floats | None, *, sides_known: bool) -> tuple[Standing, float]:
    """How one stands, and how much more probable it is that they are off (a logarithm)."""
    rows = np.flatnonzero(own.answer)
    if len(rows) > DECISIONS_MAX:
        rows = rows[np.linspace(0, len(rows) - 1, DECISIONS_MAX).astype(np.int64)]
    answers = np.sign(own.answer[rows]).astype(np.float64)
    picks = _picks(answers) if sides_known else {}
    if away is None:
        return _of_sides_alone(answers, picks)
    away = away[:, rows]
    seen, drawn = away[:DRAWS], away[DRAWS : DRAWS + SIMULATED]
    as_others = float(_logs(seen, answers[:, None])[0])
    other = {
        Odd.REVERSED: float(_logs(seen, -answers[:, None])[0]),
        Odd.COIN: -len(answers) * float(np.log(2)),
    }
    odd, height = max(other.items(), key=lambda one: one[1])
    least = max(as_others, height) + PICKED_FOR_SURE
    side = next((side for side, log in picks.items() if log > least), None)
    if side is not None:
        odd, height = side, picks[side]
    elif height <= as_others + ODDER or _chance(seen, drawn, height - as_others) > WRONGLY:
        odd = None
    order = np.sign(away.mean(0))
    agreed = int((answers * order > 0).sum())
    as_seldom = (_simulated(drawn) * order > 0).sum(1) <= agreed
    low, high = betaincinv(
        agreed + 0.5, len(answers) - agreed + 0.5, np.array([0.05, 0.95])
    ).tolist()
    expected = float(np.maximum(chance := expit(away).mean(0), 1 - chance).mean())
    seldom = float(as_seldom.mean()) <= SELDOM
    found = Standing(agreed, len(answers), low, high, expected, seldom, odd)
    return found, height - as_others


def _of_sides_alone(answers: Floats, picks: dict[Odd, float]) -> tuple[Standing, float]:
    tossed = -len(answers) * float(np.log(2))
    side = next((side for side, log in picks.items() if log > tossed + PICKED_FOR_SURE), None)
    if side is None or max(picks.values()) < _always(len(answers)):
        side = None
    return Standing(0, 0, 0.0, 1.0, 0.5, seldom=False, odd=side), PICKED_FOR_SURE


def _always(decisions: int) -> float:
    """What is asked where no others tell: at most one answer in twenty for the other side."""
    exceptions = decisions // 20
    return float((decisions - exceptions) * np.log(PICKED) + exceptions * np.log(1 - PICKED))


def _picks(answers: Floats) -> dict[Odd, float]:
    """How probable the answers are (a logarithm) if somebody picks a side."""
    first, second = int((answers > 0).sum()), int((answers < 0).sum())
    yes, no = float(np.log(PICKED)), float(np.log(1 - PICKED))
    return {Odd.FIRST: first * yes + second * no, Odd.SECOND: second * yes + first * no}


def _logs(away: Floats, answers: Floats) -> Floats:
    """How probable columns of answers are (logarithms), averaged over draws and sharpness.

    Args:
        away: draws × decisions.
        answers: decisions × columns, 1 or -1.
    """
    parts: list[Floats] = []
    for sharp in SHARPNESS:
        half = away * (sharp / 2)
        # the logarithm of F(2x) is x - log(e^x + e^-x)
        each = half @ answers - np.logaddexp(half, -half).sum(1)[:, None]
        parts.append(logsumexp(each, axis=0) - np.log(len(away)))
    return logsumexp(np.array(parts), axis=0, b=SHARPNESS_PRIOR[:, None])


def _chance(seen: Floats, drawn: Floats, odds: float) -> float:
    """How many of those who judge as the others do would look as odd, or odder."""
    answers = _simulated(drawn).T
    tossed = -answers.shape[0] * np.log(2)
    other = np.maximum(_logs(seen, -answers), tossed)
    return float((other - _logs(seen, answers) >= odds).mean())


def _simulated(drawn: Floats) -> Floats:
    """The answers of so many judges who judge as the others do (judges × decisions, 1 or -1)."""
    dice = np.random.default_rng(SEED)
    sharp = dice.choice(SHARPNESS, len(drawn), p=SHARPNESS_PRIOR)
    return np.where(dice.random(drawn.shape) < expit(sharp[:, None] * drawn), 1.0, -1.0)
