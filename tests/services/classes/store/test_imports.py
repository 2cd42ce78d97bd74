"""A list is kept as it was read, and forgotten when nobody comes back for it."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from tests.services.classes.conftest import OURS

from huleedu.kit.database import Database
from huleedu.services.classes.domain.tables import Table
from huleedu.services.classes.store import classes, imports
from huleedu.services.classes.store.imports import Waiting

NOW = datetime(2026, 11, 29, tzinfo=UTC)
OF = (OURS.school, UUID(int=100), UUID(int=300))
LIST = Table((("Åsa Ek", "9A"), ("Bo", "")), ("full", "group"), ("Namn", "Klass"))


async def test_a_list_comes_back_as_it_was_kept_and_each_change_is_another(
    seen: Database,
) -> None:
    async with seen.transaction() as sql:
        await classes.make(sql, OURS.school, OF[1], ("9B", ""), NOW)
        await imports.keep(sql, OF, OURS.person, NOW, LIST)
        assert await imports.load(sql, OF) == Waiting(table=LIST)
        await imports.change(sql, OF, Waiting(table=LIST, only=("9A",), remove=("x",)))
        changed = Waiting(table=LIST, only=("9A",), remove=("x",), revision=2)
        assert await imports.load(sql, OF) == changed
        await imports.forget_old(sql, NOW)
        assert await imports.load(sql, OF) == changed
        await imports.forget_old(sql, NOW + timedelta(days=1))
        assert await imports.load(sql, OF) is None
