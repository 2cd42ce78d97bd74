"""`huleedu bench desk --judges`: the program is served, judged at once, and told in figures."""

import os

from huleedu.bench import desk_at_scale
from huleedu.wiring.settings import read


async def test_judges_of_two_batches_at_once_get_all_their_answers() -> None:
    measured = await desk_at_scale.measure(
        read({}), judges=6, batches=2, essays=16, decisions_each=2, pause_s=0.05, unpaused_s=0.2
    )
    assert measured.errors == {}
    assert (measured.judges, measured.batches) == (6, 2)
    assert measured.first_p95_ms >= measured.first_p50_ms > 0
    assert measured.paused.decide_p50_ms > 0
    assert measured.decisions_per_s > 0
    told = desk_at_scale.told(measured)
    assert told[0][0] == "6 judges on 2 batches"
    assert ("answers that were none", "0", "", "", "") in told


def test_a_share_of_nothing_is_nothing_and_cpu_time_only_grows() -> None:
    assert desk_at_scale.share([], 0.95) == 0
    assert desk_at_scale.share([3.0, 1.0, 2.0], 0.5) == 2
    began = desk_at_scale.cpu_s(os.getpid())
    assert began is None or began <= (desk_at_scale.cpu_s(os.getpid()) or 0)
    assert desk_at_scale.cpu_s(2**22 + 1) is None
