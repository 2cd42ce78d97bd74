"""A class, a school that allows a model, and a server of the tests' own that plays it."""

import json
from collections.abc import Iterator
from decimal import Decimal
from uuid import UUID, uuid4

import pytest
from tests.app.models.server import Server
from tests.gateway.feedback.a_class import a_class
from tests.gateway.feedback.conftest import Ali, ali
from tests.services.results.hearing import BATCH

from huleedu.contracts.drafting import DraftFeedback
from huleedu.gateway.commands import Commands
from huleedu.gateway.drafting import store
from huleedu.gateway.drafting.handlers import DraftingPorts, draft_feedback, prepare_draft
from huleedu.gateway.drafting.requests import DraftsWanted, drafts_of, want_drafts
from huleedu.gateway.drafting.store import DraftFound
from huleedu.kit.messages import wrap
from huleedu.kit.service import Transaction
from huleedu.services.feedback.api import InBatch
from huleedu.services.identity import api as identity
from huleedu.wiring.program import House, now
from huleedu.wiring.school_models import ModelsOfSchools
from huleedu.wiring.settings import Llm

__all__ = ["Ali", "ali"]

WORDS = "You let the reader be there. Try to end where you began."


def answer(words: str = WORDS, *, speaks: bool = False) -> str:
    return json.dumps({"speaks_to_the_reader": speaks, "feedback": words})


@pytest.fixture
def model() -> Iterator[Server]:
    server = Server()
    server.talk = lambda _: answer()
    yield server
    server.close()


ALLOW = """
insert into language_models (school, provider, country, contract, protocol, endpoint, models,
                             currency, price_in, price_out, limit_batch, limit_month, who)
values ($1, 'Nordic Words', 'Finland', '', 'openai', $2, '{m}', 'EUR', 1, 10, $3, $4, 'teachers')
on conflict (school) do update set limit_batch = $3, limit_month = $4, endpoint = $2
"""
FORBID = "delete from language_models where school = $1"


async def allow(house: House, school: UUID, url: str, batch: str = "5", month: str = "9") -> None:
    """The school allows the model, for so much money."""
    async with house.database("identity").session() as sql:
        await sql.execute(ALLOW, school, url, Decimal(batch), Decimal(month))


async def forbid(house: House, school: UUID) -> None:
    """The school allows none."""
    async with house.database("identity").session() as sql:
        await sql.execute(FORBID, school)


class Drafting:
    """A worker's part, done when a test says so."""

    def __init__(self, house: House, ali: Ali, server: Server) -> None:
        self.house, self.ali, self.server = house, ali, server
        self.commands = Commands(house.database("gateway"), house.clock, lambda: None)
        self.of = InBatch(ali.who.school, BATCH)
        told = Llm(url=server.url, model="m", key="k")
        self.ports = DraftingPorts(
            house.database,
            house.contents,
            ModelsOfSchools(told),
            house.clock,
            per_minute=60_000,
            pause_s=0.0,
        )

    async def wanted(self, essays: list[UUID] | None = None) -> DraftsWanted:
        done = await want_drafts(self.ali.around, self.commands, BATCH, self.ali.who.rights, essays)
        assert isinstance(done, DraftsWanted)
        return done

    async def work(self) -> dict[UUID, DraftFound]:
        """Do all that waits; returns what came of each."""
        database = self.house.database("drafting")
        async with database.session() as sql:
            rows = await sql.fetch("select id, essay from draft where state = 'waiting'")
        for row in rows:
            command = DraftFeedback(
                batch=BATCH, essay=UUID(int=row["essay"].int), draft=UUID(int=row["id"].int)
            )
            how = wrap(command, identity=uuid4(), now=now(), cause=None)
            found = await prepare_draft(self.ports, command, how)
            async with database.transaction() as sql:
                await draft_feedback(Transaction(sql, now()), command, found)
        return dict(await drafts_of(self.ali.around, BATCH))

    async def outcomes(self) -> list[str]:
        rows = await store.transcript(self.house.database("drafting"), self.of)
        return [row["outcome"] for row in rows]

    async def spent(self) -> tuple[Decimal, Decimal]:
        """Of the batch, and of the month."""
        people = self.house.database("identity")
        month = await identity.llm_spent(people, self.of.school, self.house.clock())
        return await store.spent(self.house.database("drafting"), self.of), month


@pytest.fixture
async def drafting(house: House, ali: Ali, model: Server) -> Drafting:
    await allow(house, ali.who.school, model.url)
    await a_class(house, ali.who.person)
    return Drafting(house, ali, model)
