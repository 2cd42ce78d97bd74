"""An anchor has the grade that was known of it, or else the decided one, of the batch's scale."""

from uuid import UUID, uuid4

import pytest
from tests.gateway.web.conftest import KARIN
from tests.gateway.web.results.judged_class import BATCH, KARIN_GRADES, judged, ranking_of

from huleedu.gateway.anchoring import Anchoring
from huleedu.services.judging.api.judgings import Script
from huleedu.services.judging.api.library import IsAnchor, anchors_of
from huleedu.services.results.api import grades
from huleedu.services.results.api.grades import Decide
from huleedu.wiring.judging import judgings_of
from huleedu.wiring.program import House


@pytest.mark.parametrize(("decided", "kept_as"), [("C", "C"), ("–", ""), (None, "")])
async def test_the_grade_is_the_known_or_the_decided_one(
    house: House, decided: str | None, kept_as: str
) -> None:
    await judged(house)
    ranking = ranking_of()
    known = next(one for one in ranking.essays if one.known_grade)
    other = next(one for one in ranking.essays if not one.known_grade)
    texts = {known.essay: "a" * 64, other.essay: "b" * 64}
    scripts = [
        Script(essay=UUID(one), name="e", text=text, measures={}) for one, text in texts.items()
    ]
    await judgings_of(house).open(BATCH, scripts)
    results, now = house.database("results"), house.clock()
    if decided:
        await grades.decide(
            *(results, house.contents, BATCH, KARIN.school, KARIN_GRADES),
            [Decide(essay=UUID(other.essay), grade=decided, reason="clear")],
            now,
            act=uuid4(),
            scale=ranking.grades,
        )
    anchoring = Anchoring(
        judging=house.database("judging"),
        results=results,
        batch=BATCH,
        school=KARIN.school,
        by=(KARIN.person, KARIN.name),
        now=now,
    )
    for essay, grade in ((known, known.known_grade), (other, kept_as)):
        kept, told = await anchoring.keep(UUID(essay.essay), f" {essay.place}  th ", ranking)
        assert isinstance(kept, IsAnchor)
        assert told == grade
        found = next(
            one
            for one in await anchors_of(house.database("judging"), KARIN.school)
            if one.id == kept.id
        )
        assert (found.name, found.grade) == (f"{essay.place} th", grade)
        assert (found.scale == "") == (grade == "")
