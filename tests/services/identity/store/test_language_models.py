"""Money of one school and month is nobody else's."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from tests.services.identity.domain.test_language_models import ALLOWED
from tests.services.identity.persons import NOW

from huleedu.contracts.people import OWN_SCHOOL
from huleedu.kit.database import Database
from huleedu.services.identity.domain.language_models import LlmOff
from huleedu.services.identity.store import language_models as store
from huleedu.services.identity.store import schools
from huleedu.services.identity.store.viewing import let_in

MAY, JUNE = date(2026, 5, 1), date(2026, 6, 1)


async def test_it_is_counted_by_school_and_month(identity: Database) -> None:
    async with identity.transaction() as sql:
        await let_in(sql, OWN_SCHOOL)
        assert await store.take(sql, OWN_SCHOOL, MAY, Decimal("1.5"), Decimal(2))
        assert not await store.take(sql, OWN_SCHOOL, MAY, Decimal("0.6"), Decimal(2))
        assert await store.spent(sql, OWN_SCHOOL, MAY) == Decimal("1.5")
        assert await store.spent(sql, OWN_SCHOOL, JUNE) == 0
        await store.give_back(sql, OWN_SCHOOL, JUNE, Decimal(1))
        await store.give_back(sql, OWN_SCHOOL, MAY, Decimal(9))
        assert await store.spent(sql, OWN_SCHOOL, MAY) == 0


async def test_what_a_school_allows_is_kept_until_it_is_not(identity: Database) -> None:
    other = UUID(int=77)
    async with identity.transaction() as sql:
        await let_in(sql, other)
        await schools.add(sql, other, "Other", "en", NOW)
        await store.allow(sql, other, ALLOWED)
        assert await store.settings(sql, other) == ALLOWED
        assert await store.settings(sql, OWN_SCHOOL) == LlmOff()
        await store.forbid(sql, other)
        assert await store.settings(sql, other) == LlmOff()
