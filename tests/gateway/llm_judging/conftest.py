"""Essays that can be judged, a school that allows models, and a server that plays them."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID, uuid4

import pytest
from tests.app.models.server import Server
from tests.gateway.web.conftest import SCHOOL
from tests.gateway.web.judged import BATCH, essays_in, heard_by_judging

from huleedu.contracts.judging import JudgeByModel
from huleedu.contracts.llm_judging import ModelEnded
from huleedu.gateway.llm_judging.handlers import (
    LlmJudgingPorts,
    judge_by_model,
    prepare_judging,
)
from huleedu.gateway.llm_judging.requests import AroundModels, ModelsWanted, start_models
from huleedu.kit.messages import wrap
from huleedu.kit.service import Transaction
from huleedu.services.identity import api as identity
from huleedu.services.judging.api.judgings import Judgings
from huleedu.services.judging.api.llm_runs import LlmRun, ModelsStarted
from huleedu.services.judging.api.steering import JudgeSeen, Overview, Steering
from huleedu.services.judging.handlers import have_models_judge
from huleedu.wiring.program import House, now
from huleedu.wiring.school_models import ModelsOfSchools, manner_of
from huleedu.wiring.settings import Llm

ALLOW = """
insert into language_models (school, provider, country, contract, protocol, endpoint, models,
                             currency, price_in, price_out, limit_batch, limit_month, who)
values ($1, 'Nordic Words', 'Finland', '', 'openai', $2, '{m,n}', 'EUR', $5, $5, $3, $4, 'teachers')
on conflict (school) do update set limit_batch = $3, limit_month = $4, endpoint = $2, price_in = $5,
    price_out = $5
"""
FORBID = "delete from language_models where school = $1"
ESSAYS = 6


@pytest.fixture
def model() -> Iterator[Server]:
    server = Server()
    yield server
    server.close()


@dataclass
class Models:
    """What a teacher asks, and a worker does when a test says so."""

    house: House
    server: Server

    @property
    def around(self) -> AroundModels:
        return AroundModels(
            database=self.house.database,
            clock=self.house.clock,
            school=SCHOOL,
            person=UUID(int=12),
            rights={"teacher"},
        )

    @property
    def ports(self) -> LlmJudgingPorts:
        told = Llm(url=self.server.url, model="m", key="k", per_minute=1_000_000, control="off")
        return LlmJudgingPorts(
            databases=self.house.database,
            contents=self.house.contents,
            models=ModelsOfSchools(told),
            manner=manner_of(told),
            clock=self.house.clock,
            look_s=0.01,
        )

    async def allow(
        self, *, url: str = "", batch: str = "5", month: str = "9", price: str = "1"
    ) -> None:
        money = (Decimal(batch), Decimal(month), Decimal(price))
        async with self.house.database("identity").session() as sql:
            await sql.execute(ALLOW, SCHOOL, url or self.server.url, *money)

    async def forbid(self) -> None:
        async with self.house.database("identity").session() as sql:
            await sql.execute(FORBID, SCHOOL)

    async def start(
        self, judgements: int = 8, money: str | None = None, models: tuple[str, ...] = ("m",)
    ) -> ModelsStarted:
        wanted = ModelsWanted(
            models=models, judgements=judgements, money=None if money is None else Decimal(money)
        )
        done = await start_models(self.around, BATCH, wanted)
        assert isinstance(done, ModelsStarted), done
        return done

    async def told(self) -> list[JudgeByModel]:
        """What workers are told to do now."""
        async with self.house.database("judging").transaction() as sql:
            tx = Transaction(sql, now())
            await have_models_judge(tx)
        found = [message for message, _ in tx.said]
        assert all(isinstance(one, JudgeByModel) for one in found)
        return [one for one in found if isinstance(one, JudgeByModel)]

    async def work(self, command: JudgeByModel) -> None:
        """Do it as a worker does."""
        how = wrap(command, identity=uuid4(), now=now(), cause=None)
        found = await prepare_judging(self.ports, command, how)
        async with self.house.database("llm_judging").transaction() as sql:
            tx = Transaction(sql, now())
            await judge_by_model(tx, command, found)
        said = [message for message, _ in tx.said if isinstance(message, ModelEnded)]
        await heard_by_judging(self.house, *said)

    async def judged(self) -> LlmRun:
        """Do all that there is to do; how the model's run is then."""
        for command in await self.told():
            await self.work(command)
        return await self.run()

    async def run(self, model: str = "m") -> LlmRun:
        runs = await self.around.runs.runs(BATCH)
        return next(one for one in runs if one.model == model)

    async def overview(self) -> Overview:
        steering = Steering(self.house.database("judging"), self.house.clock)
        found = await steering.overview(BATCH)
        assert isinstance(found, Overview)
        return found

    async def judge(self, model: str = "m") -> JudgeSeen:
        return next(one for one in (await self.overview()).judges if one.name == model)

    async def spent(self) -> tuple[Decimal, Decimal]:
        """Of the batch, and of the month."""
        async with self.house.database("judging").session() as sql:
            batch = await sql.fetchval("select coalesce(sum(cost), 0) from account")
        people = self.house.database("identity")
        return batch, await identity.llm_spent(people, SCHOOL, self.house.clock())


@pytest.fixture
async def models(house: House, model: Server) -> Models:
    """A batch whose judging is open, and a school that allows the models m and n."""
    await essays_in(house, range(1, ESSAYS + 1))
    await Judgings(house.database("judging"), house.clock).open(BATCH, (), "A challenge")
    models = Models(house, model)
    await models.allow()
    return models
