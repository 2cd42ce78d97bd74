"""Put a ranking into the form in which it is told to others."""

import math
from collections import Counter
from collections.abc import Mapping

from huleedu.contracts.ranking import (
    AgreementLine,
    ApartLine,
    BoundaryLine,
    DecidingPair,
    JudgeLine,
    MeasuresLine,
    PeopleAgainstModels,
    RankedEssay,
    RankedOtherwise,
    RankingPicture,
    SurpriseLine,
)
from huleedu.contracts.reason import Reason, Why
from huleedu.services.judging.domain.grading.graded import GradedClass
from huleedu.services.judging.domain.ranking.instead import Instead
from huleedu.services.judging.domain.ranking.panel import RankingJudge
from huleedu.services.judging.domain.ranking.ranking import Ranking


def described(ranking: Ranking) -> RankingPicture:
    """The ranking as others hear of it; scripts keep their names."""
    grades, bands = ranking.grades, ranking.bands
    measures, gain = ranking.measures, ranking.gain
    turned = {one.judge: one.turned for one in ranking.otherwise_counted}
    return RankingPicture(
        note=_note(ranking),
        judges=tuple(judge.name for judge in ranking.judges),
        judgements=ranking.judgements,
        reliability=ranking.reliability,
        reliability_low=ranking.low,
        reliability_high=ranking.high,
        not_known_yet=ranking.not_known_yet or "",
        essays=_essays(ranking),
        for_grading=not ranking.baseline_alone,
        typical_error=gain.places_off_now if gain else ranking.places_off,
        error_then=gain.places_off_then if gain else None,
        more=gain.more if gain else 0,
        kinds=dict(Counter(str(judge.kind) for judge in ranking.judges)),
        groups=ranking.groups,
        grades=grades.grades if grades else (),
        scale=grades.scale if grades else "",
        boundaries=_boundaries(grades),
        not_graded=ranking.not_graded,
        bands=bands.bands if bands else (),
        panel=tuple(_judge(judge, turned.get(judge.name, 0)) for judge in ranking.judges),
        sides_used=ranking.sides_used,
        agreements=_agreements(ranking),
        people_and_models=_people_and_models(ranking),
        surprises=tuple(
            SurpriseLine(
                judge=each.judge,
                better=each.better,
                worse=each.worse,
                equal=each.equal,
                residual=each.residual,
            )
            for each in ranking.surprises
        ),
        measures=MeasuresLine(
            names=measures.names,
            explained=measures.explained,
            moved_places=measures.moved_places,
            moved=measures.moved,
        )
        if measures
        else None,
        views_differ=ranking.views_differ,
        scores=ranking.scores,
        without_odd=_otherwise(ranking.without_odd),
        with_turned=_otherwise(ranking.with_turned),
    )


def _agreements(ranking: Ranking) -> tuple[AgreementLine, ...]:
    return tuple(
        AgreementLine(
            one=each.judges[0],
            other=each.judges[1],
            pairs=each.pairs,
            agreed=each.agreed,
            chance=each.chance,
            kappa=each.kappa,
        )
        for each in ranking.agreements
    )


def _boundaries(graded: GradedClass | None) -> tuple[BoundaryLine, ...]:
    return tuple(
        BoundaryLine(to=each.to, place=each.place, low=each.low, high=each.high)
        for each in (graded.boundaries if graded else ())
    )


def _note(ranking: Ranking) -> tuple[Why, ...]:
    groups = (Reason("ranking.groups"),) if len(ranking.groups) > 1 else ()
    return (*groups, *ranking.notes)


def _essays(ranking: Ranking) -> tuple[RankedEssay, ...]:
    graded = {each.name: each for each in ranking.grades.scripts} if ranking.grades else {}
    banded = {each.name: each for each in ranking.bands.scripts} if ranking.bands else {}
    misplaced = ranking.grades.misplaced if ranking.grades else ()
    found: list[RankedEssay] = []
    for script in ranking.scripts:
        grade, band = graded.get(script.name), banded.get(script.name)
        drift = ranking.drifted.get(script.name)
        chances: Mapping[str, float] = grade.chances if grade else band.chances if band else {}
        found.append(
            RankedEssay(
                essay=script.name,
                place=script.place,
                low=script.low,
                high=script.high,
                ability=script.ability,
                error=script.error,
                judgements=script.judgements,
                infit=_finite(script.infit),
                outfit=_finite(script.outfit),
                group=script.group,
                grade=grade.grade if grade else "",
                grade_said=grade.said if grade else "",
                chances=dict(chances),
                borderline=bool(grade and grade.borderline),
                known_grade=(grade.anchor or "") if grade else "",
                misplaced=script.name in misplaced,
                band=band.band if band else "",
                known_place=ranking.places[script.name][0]
                if script.name in ranking.places
                else None,
                found_place=drift.found if drift else None,
                deciding=tuple(
                    DecidingPair(
                        other=each.other,
                        judge=each.judge,
                        result=each.result,
                        effect=each.effect,
                        places=each.places,
                    )
                    for each in ranking.deciding.get(script.name, ())
                ),
            )
        )
    return tuple(found)


def _judge(judge: RankingJudge, turned: int) -> JudgeLine:
    moves = judge.without_moves
    return JudgeLine(
        name=judge.name,
        kind=str(judge.kind),
        judgements=judge.judgements,
        infit=_finite(judge.infit),
        weight=judge.weight,
        first_share=judge.first_share,
        first_low=judge.first_low,
        first_high=judge.first_high,
        side=judge.side,
        seconds=judge.seconds,
        timed=judge.timed,
        quick=judge.quick,
        quick_means=judge.quick_means,
        without=judge.without,
        without_places=moves.places if moves else None,
        without_essay=moves.script if moves else None,
        agreed=judge.agreed,
        compared=judge.compared,
        agreed_low=judge.agreed_low,
        agreed_high=judge.agreed_high,
        agreed_expected=judge.agreed_expected,
        seldom=judge.seldom,
        odd=judge.odd.value if judge.odd else "",
        turned=turned,
    )


def _otherwise(found: Instead | None) -> RankedOtherwise | None:
    if found is None:
        return None
    return RankedOtherwise(
        judgements=found.judgements,
        reliability=found.reliability,
        low=found.low,
        high=found.high,
        places=found.places,
    )


def _people_and_models(ranking: Ranking) -> PeopleAgainstModels | None:
    found = ranking.people_and_models
    if found is None:
        return None
    return PeopleAgainstModels(
        pairs=found.pairs,
        agreed=found.agreed,
        essays=found.scripts,
        correlation=found.correlation,
        apart=tuple(
            ApartLine(essay=each.script, people=each.people, models=each.models, errors=each.errors)
            for each in found.apart
        ),
    )


def _finite(number: float) -> float | None:
    return number if math.isfinite(number) else None
