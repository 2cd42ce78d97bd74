"""Compare people with models: on the pairs that both saw, and by the ranking that each makes."""

from dataclasses import dataclass

import numpy as np

from huleedu.contracts.judging import Kind
from huleedu.services.judging.domain.decisions import Decisions
from huleedu.services.judging.domain.inference.hyperparameters import learn
from huleedu.services.judging.domain.inference.posterior import Posterior
from huleedu.services.judging.domain.judgements import Floats, Known
from huleedu.services.judging.domain.ranking.explained import last_words
from huleedu.services.judging.domain.ranking.ranks import places_shared
from huleedu.services.judging.domain.ranking.reliability import SCRIPTS_MIN

APART_MAX = 10
"""So many essays on which they differ are named."""


@dataclass(frozen=True, slots=True)
class Apart:
    """A script on which people and models differ.

    `people` and `models` are its places among the scripts that both have judged. `errors` is the
    difference of the two abilities in standard errors, each on a scale where abilities spread by 1;
    it is positive if the models see the script higher.
    """

    script: str
    people: int
    models: int
    errors: float


@dataclass(frozen=True, slots=True)
class PeopleAndModels:
    """How far people and models say the same.

    Of `pairs` that both saw, `agreed` got the same word (better, worse, equal) from the majority of
    each; None for `correlation` (Spearman's, of the two rankings over `scripts` that both have
    judged) if there are too few scripts. Each ranking is made from its own judgements alone,
    without measures, so that nothing but the judgements can make them alike.
    """

    pairs: int
    agreed: int
    scripts: int
    correlation: float | None
    apart: tuple[Apart, ...]


def people_and_models(decisions: Decisions, side_sd: float) -> PeopleAndModels | None:
    """The comparison; None unless both people and models have judged."""
    people, models = decisions.by(Kind.PERSON), decisions.by(Kind.MODEL)
    if not people.any() or not models.any():
        return None
    pairs, agreed = _on_pairs(decisions)
    made = decisions.judgements
    seen = np.ones(made.scripts, np.bool_)
    for rows in (people, models):
        there = np.zeros(made.scripts, np.bool_)
        there[made.first[rows]] = there[made.second[rows]] = True
        seen &= there
    both = np.flatnonzero(seen)
    if len(both) < SCRIPTS_MIN:
        return PeopleAndModels(pairs, agreed, len(both), None, ())
    known = Known(side_sd=side_sd)
    by_people, by_models = (learn(made.chosen(rows), known) for rows in (people, models))
    one, other = (places_shared(each.mean()[both]) for each in (by_people, by_models))
    errors = _errors(by_people, by_models)[both]
    most = sorted(
        range(len(both)), key=lambda at: (-abs(int(one[at] - other[at])), -abs(float(errors[at])))
    )
    return PeopleAndModels(
        pairs=pairs,
        agreed=agreed,
        scripts=len(both),
        correlation=float(np.corrcoef(one, other)[0, 1]) if np.ptp(one) and np.ptp(other) else None,
        apart=tuple(
            Apart(decisions.scripts[int(both[at])], int(one[at]), int(other[at]), float(errors[at]))
            for at in most[:APART_MAX]
            if one[at] != other[at]
        ),
    )


def _errors(people: Posterior, models: Posterior) -> Floats:
    """By how many standard errors the models see each script higher than people do."""
    (one, one_error), (other, other_error) = (
        (each.mean() / each.best.ability, each.error() / each.best.ability)
        for each in (people, models)
    )
    return (other - one) / np.maximum(np.hypot(one_error, other_error), 1e-9)


def _on_pairs(decisions: Decisions) -> tuple[int, int]:
    pairs = agreed = 0
    for words in last_words(decisions.judgements).values():
        said = {
            kind: [word for judge, word in words.items() if decisions.kinds[judge] is kind]
            for kind in (Kind.PERSON, Kind.MODEL)
        }
        if all(said.values()):
            pairs += 1
            people, models = (np.sign(sum(each)) for each in said.values())
            agreed += int(people == models)
    return pairs, agreed
