"""Put together what people do with batches, from the parts of this process."""

import os
from collections.abc import Sequence
from socket import gethostname

from huleedu.gateway.batches import Batches, OtherProcess
from huleedu.kit.bus import Serving
from huleedu.wiring.modules import HEARERS
from huleedu.wiring.program import House


def batches_of(house: House) -> Batches:
    """What people do with batches; the gateway is at work in this process."""

    async def help_out() -> tuple[OtherProcess, ...]:
        serving = await house.bus.served()
        served = {one.consumer for one in serving}
        await house.start([name for name in HEARERS if name not in served])
        return _others(serving)

    return Batches(
        commands=house.commands(),
        contents=house.contents,
        limits=house.settings.files,
        results=house.database("results"),
        help_out=help_out,
        catch_up=house.catch_up,
        unable=house.unable,
    )


def _others(serving: Sequence[Serving]) -> tuple[OtherProcess, ...]:
    """Each process but this one that is known, with the services that it alone runs."""
    here = (gethostname(), os.getpid())
    ours = {one.consumer for one in serving if (one.host, one.pid) == here}
    of_process: dict[tuple[str, int], list[Serving]] = {}
    for one in serving:
        if one.consumer in HEARERS and one.consumer not in ours and one.host and one.pid:
            of_process.setdefault((one.host, one.pid), []).append(one)
    return tuple(
        OtherProcess(
            host,
            pid,
            min((one.since for one in theirs if one.since), default=None),
            tuple(sorted(one.consumer for one in theirs)),
        )
        for (host, pid), theirs in of_process.items()
    )
