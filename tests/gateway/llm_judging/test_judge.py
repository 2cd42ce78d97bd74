"""Before each pair it is looked whether its texts may be sent, and are what they were."""

from dataclasses import dataclass, field
from uuid import UUID

from tests.gateway.llm_judging.conftest import Models
from tests.gateway.web.judged import BATCH, essay

from huleedu.gateway.llm_judging.judge import SchoolModel
from huleedu.services.judging.api.automated import NoOpinion, Opinion, Stopped
from huleedu.services.judging.api.desk import AssignedPair, Desk
from huleedu.services.judging.api.judgings import Judgings
from huleedu.services.judging.api.language_model import LanguageModel
from huleedu.services.judging.api.questions import Put, Questions, Texts
from huleedu.services.judging.domain.llm.asking import Said

PAIR = AssignedPair(UUID(int=1), 0, 1)


@dataclass
class Answers(Questions):
    """Says that the first is better when it is the longer one, and remembers what was put."""

    asked: list[Texts] = field(default_factory=list[Texts])

    async def put(
        self,
        system: str,
        criterion: str,
        texts: Texts,
        *,
        code: str = "",
        tries: int | None = None,
    ) -> Put:
        self.asked.append(texts)
        return Said(1 if texts.first_text > texts.second_text else -1, "")


async def test_a_pair_is_asked_about_only_as_long_as_its_texts_may_be_sent(
    models: Models,
) -> None:
    database, clock = models.house.database("judging"), models.house.clock
    scripts = await Judgings(database, clock).scripts(BATCH)
    spared: set[UUID] = set()

    async def objecting() -> set[UUID]:
        return spared

    asked, desk = Answers(), Desk(database, clock)
    model = LanguageModel("m", asked, ["b" for _ in scripts[:-1]] + ["a"])
    judge = SchoolModel(model, desk, BATCH, scripts[:-1], objecting)
    assert isinstance(await judge.compare(PAIR), Opinion)
    assert len(asked.asked) == 2
    spared.add(essay(2))
    assert isinstance(await judge.compare(PAIR), NoOpinion)
    assert not judge.texts_changed
    spared.clear()
    late = AssignedPair(UUID(int=2), 0, len(scripts) - 1)
    assert isinstance(await judge.compare(late), Stopped), "a text that it has not"
    assert judge.texts_changed
    assert len(asked.asked) == 2
    await desk.aclose()
