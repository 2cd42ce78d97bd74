"""A process is started when there is work for it, and ended with the program."""

from huleedu.kit.workers import Workers
from huleedu.wiring.crews import Crews
from huleedu.wiring.settings import read


async def test_nobody_is_started_before_there_is_work() -> None:
    crews = Crews(read({}))
    everybody = [each for each in vars(crews).values() if isinstance(each, Workers)]
    assert len(everybody) == 5
    assert not any(each.pids for each in everybody)
    await crews.aclose()


async def test_a_service_has_those_that_it_needs() -> None:
    crews = Crews(read({}))
    try:
        assert list(crews.of("files")) == [crews.readers]
        assert list(crews.of("spelling")) == list(crews.of("linguistics")) == [crews.linguists]
        assert not crews.of("judging")
        await crews.choosers.start()
        assert len(crews.choosers.pids) == 1
    finally:
        await crews.aclose()
    assert not crews.choosers.pids
