"""Culprits are few: only those are left without whom the difference does not show."""

import asyncio
from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from huleedu.lab.isolate import shrink


@given(st.integers(1, 40), st.data())
def test_the_culprits_are_found_and_nobody_else(size: int, data: st.DataObject) -> None:
    before = [f"t{n}" for n in range(size)]
    guilty = set(data.draw(st.lists(st.sampled_from(before), min_size=1, max_size=3)))

    async def shows(chosen: Sequence[str]) -> bool:
        return guilty <= set(chosen)

    found = asyncio.run(shrink(before, shows, tries_max=1000))
    assert set(found) == guilty
    assert list(found) == sorted(found, key=before.index)
