"""Tell of a NATS all that decides whether it will do: version, JetStream, syncs."""

import asyncio
from collections.abc import Sequence

from nats import errors
from nats.aio.client import Client
from nats.js import JetStreamContext
from nats.js import errors as js_errors

from huleedu.engines.nats.server import SYNCS_UNKNOWN, NotSynced, check_synced
from huleedu.engines.nats.store import reaching
from huleedu.kit.database import EngineAway
from huleedu.kit.fitness import Advice, Finding, Fit, Unfit

OLDEST = (2, 12)
"""The first that publishes a group of messages as one."""
CONNECT_WITHIN_S = 10.0


async def check(urls: Sequence[str], monitors: Sequence[str]) -> list[Finding]:
    """All that there is to say; it changes nothing.

    Args:
        urls: of one server, or of several of a cluster; the first that answers is looked at.
        monitors: the servers' HTTP monitoring addresses, if they are known.
    """
    try:
        found = await _asked(urls)
    except EngineAway as error:
        return [Unfit("answer", f"{error}. See HULEEDU_NATS_URL.")]
    return [*found, await asyncio.to_thread(_syncs, monitors)]


async def _asked(urls: Sequence[str]) -> list[Finding]:
    client = Client()
    try:
        with reaching():
            async with asyncio.timeout(CONNECT_WITHIN_S):
                await client.connect(
                    list(urls), name="huleedu check", allow_reconnect=False, error_cb=_left_to_us
                )
                return [_version(client), await _jetstream(client)]
    finally:
        await client.close()


async def _left_to_us(_: Exception) -> None:
    """Whatever it is, `connect` raises it, too."""


def _version(client: Client) -> Finding:
    version = client.connected_server_version
    told = f"{version.major}.{version.minor}.{version.patch}"
    oldest = ".".join(map(str, OLDEST))
    if (version.major, version.minor) < OLDEST:
        return Unfit("version", f"HuleEdu needs NATS {oldest} or later, and this is {told}.")
    return Fit("version", f"{told}; {oldest} is the oldest that will do")


async def _jetstream(client: Client) -> Finding:
    try:
        await JetStreamContext(client).account_info()
    except (js_errors.Error, errors.NoRespondersError):
        return Unfit(
            "JetStream", "It keeps no messages: add a `jetstream` block to its configuration."
        )
    return Fit("JetStream", "it keeps messages")


def _syncs(monitors: Sequence[str]) -> Finding:
    if not monitors:
        return Advice("syncs", SYNCS_UNKNOWN)
    try:
        check_synced(monitors)
    except NotSynced as error:
        return Unfit("syncs", str(error))
    return Fit("syncs", "each write, before it is acknowledged")
