"""Tell of a Valkey all that decides whether it will do: version, syncs."""

from huleedu.engines.valkey import SYNCS_LATE, NotValkey
from huleedu.engines.valkey.functions import ValkeyFunctions
from huleedu.kit.database import EngineAway
from huleedu.kit.fitness import Advice, Finding, Fit, Unfit

OLDEST = 7
"""The first, of Redis then, that keeps functions."""


async def check(url: str) -> list[Finding]:
    """All that there is to say; it changes nothing."""
    try:
        functions = ValkeyFunctions(url, "")
    except NotValkey as error:
        return [Unfit("URL", str(error))]
    try:
        told = await functions.version()
        synced = await functions.syncs_always()
    except EngineAway as error:
        return [Advice("answer", f"{error}. PostgreSQL hands out slots without it.")]
    except NotValkey as error:
        return [Unfit("answer", str(error))]
    finally:
        await functions.aclose()
    return [
        _version(told),
        Fit("syncs", "each write, before it is answered")
        if synced
        else Advice("syncs", SYNCS_LATE),
    ]


def _version(told: str) -> Finding:
    if int(told.partition(".")[0]) < OLDEST:
        return Unfit("version", f"HuleEdu needs Valkey (or Redis) {OLDEST}, and this is {told}.")
    return Fit("version", f"{told}; {OLDEST} is the oldest that will do")
