"""The benchmark of growth measures what it says, on exact answers."""

from huleedu.bench import growth
from huleedu.engines.postgres.database import Address


async def test_processes_do_not_grow_with_contents(address: Address) -> None:
    (grown,) = await growth.growth(address, 1, ["postgres"], None, contents=12_000)
    assert grown.contents == 12_000
    assert grown.wrong == 0
    assert grown.before_mb > 10
    assert grown.growth_mb < 10
    assert all(p.per_s > 0 and p.floor_per_s > 0 for p in (grown.first, grown.last))


async def test_one_two_and_three_processes_are_measured(address: Address) -> None:
    found = await growth.scaling(address, 1, ["postgres"], None)
    assert [scaled.processes for scaled in found] == [1, 2, 3]
    assert all(scaled.per_s > 0 and scaled.floor_per_s > 0 and not scaled.wrong for scaled in found)
