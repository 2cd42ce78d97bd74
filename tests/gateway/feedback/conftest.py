"""Feedback on a real house, by a teacher of its school."""

from dataclasses import dataclass
from uuid import UUID

import pytest
from tests.gateway.feedback.a_class import BATCH
from tests.services.identity import persons

from huleedu.gateway.feedback.around import AroundFeedback
from huleedu.kit.database import Viewer
from huleedu.services.feedback import api as feedback
from huleedu.services.feedback.api import Wanted, Written
from huleedu.services.identity.api import SignedIn
from huleedu.services.results import api as results
from huleedu.services.results.api import BatchSeen
from huleedu.wiring.program import House


@dataclass(frozen=True)
class Ali:
    """A teacher, and the tables as he sees them."""

    house: House
    who: SignedIn

    @property
    def around(self) -> AroundFeedback:
        viewer = Viewer(self.who.school, self.who.person)
        return AroundFeedback(
            database=lambda name: self.house.viewers(name).of(viewer),
            contents=self.house.contents_of_viewers(),
            school=self.who.school,
            school_name="Ekskolan",
            person=self.who.person,
            person_name=self.who.name,
            language="en",
            now=self.house.clock(),
        )

    async def batch(self) -> BatchSeen:
        seen = await results.batch_seen(
            self.around.database("results"), BATCH, self.who.person, administrator=False
        )
        assert isinstance(seen, BatchSeen)
        return seen

    async def writes(self, essay: UUID, words: str, *, ready: bool = False) -> Written:
        database, of = self.around.database("feedback"), self.around.of(BATCH)
        seen = (await feedback.one(database, of.school, essay)).revision
        told = Wanted(words=words, shows=feedback.USUALLY, ready=ready)
        done = await feedback.write(
            database, of, essay, told, seen=seen, who=self.who.person, now=self.around.now
        )
        assert isinstance(done, Written)
        return done

    async def audit(self) -> list[tuple[str, str]]:
        """What was noted of this, and of how many."""
        async with self.house.database("identity").session() as sql:
            rows = await sql.fetch(AUDIT, str(BATCH))
        return [(row["what"], row["count"]) for row in rows]


AUDIT = """
select what, facts->>'count' as count from audit where facts->>'batch' = $1 order by id
"""


@pytest.fixture
async def ali(house: House) -> Ali:
    people, now = house.viewers("identity").of(Viewer(None)), house.clock()
    await persons.somebody(people, "ali@lund.example", now=now)
    begun = await persons.signed_in(people, "ali@lund.example", now=now)
    return Ali(house, await persons.known(people, begun.token, now))
