"""Count tries to come in, so that guessers have to wait."""

from collections.abc import Sequence
from datetime import datetime

from huleedu.kit.database import Sql
from huleedu.services.identity.api.asked_from import AskedFrom
from huleedu.services.identity.domain.attempts import (
    WINDOW,
    CountKey,
    Failures,
    admit,
    keys_of,
)
from huleedu.services.identity.domain.outcomes import WaitSeconds
from huleedu.services.identity.domain.secrets import hash_of
from huleedu.services.identity.store import attempts, sessions
from huleedu.services.identity.store.viewing import as_uuid, let_in, present


async def counted_by(sql: Sql, address: str, asked_from: AskedFrom) -> Sequence[CountKey]:
    """Whose failures count: of a browser that the owner has signed in with, its own alone."""
    device = None
    shown = hash_of(asked_from.device)
    await present(sql, shown)
    if school := await sessions.school_of_device(sql, shown):
        await let_in(sql, as_uuid(school))
        device = await sessions.whose_device(sql, shown, as_uuid(school), address)
    return keys_of(address, asked_from.address, asked_from.device if device else None)


async def admit_try(sql: Sql, keys: Sequence[CountKey], now: datetime) -> WaitSeconds | None:
    """Count the try as failed by all keys, or by none and tell how long to wait."""
    before = await attempts.lock(sql, [key.text for key in keys], now)
    after = {key.text: admit(key.kind, before.get(key.text), now) for key in keys}
    waits = [each.seconds for each in after.values() if isinstance(each, WaitSeconds)]
    if waits:
        return WaitSeconds(max(waits))
    for key, failures in after.items():
        assert isinstance(failures, Failures)
        await attempts.save(sql, key, failures)
    await attempts.prune(sql, now - 2 * WINDOW)
    return None


async def forgive(sql: Sql, keys: Sequence[CountKey]) -> None:
    """It was right: what was counted for this person is forgotten, of an address one less."""
    await attempts.clear(sql, [key.text for key in keys if key.kind != "address"])
    await attempts.take_back(sql, [key.text for key in keys if key.kind == "address"])
