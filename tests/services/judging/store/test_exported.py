"""Every pair that was handed out is told once, in order, however many there are at a time."""

from uuid import UUID

import pytest

from huleedu.contracts.judging import Kind
from huleedu.services.judging.api.kept import pairs_by_essay
from huleedu.services.judging.domain.desk import AssignedPairs, Script
from huleedu.services.judging.store import exported
from huleedu.wiring.judging import desk_of, judgings_of
from huleedu.wiring.program import House

BATCH = UUID(int=7)
ESSAYS = [UUID(int=100 + n) for n in range(5)]


@pytest.mark.parametrize("at_once", [1, 3, 1_000])
async def test_pairs_are_told_by_essays_page_by_page(
    house: House, at_once: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exported, "PAGE_ROWS", at_once)
    desk, judgings = desk_of(house), judgings_of(house)
    scripts = [Script(essay=essay, name=f"{essay}.txt", text="t", measures={}) for essay in ESSAYS]
    await judgings.open(BATCH, scripts)
    await judgings.enrol(BATCH, "Åsa", Kind.PERSON)
    handed: list[tuple[UUID, UUID]] = []
    for _ in range(3):
        found = await desk.next(BATCH, "Åsa")
        assert isinstance(found, AssignedPairs)
        [pair] = found.pairs
        handed.append((ESSAYS[pair.first], ESSAYS[pair.second]))
        await desk.decide(pair.pair, "Åsa", 1, comment="so")
    told = [row async for row in pairs_by_essay(house.database("judging"), BATCH)]
    assert [(UUID(int=r["first"].int), UUID(int=r["second"].int)) for r in told] == handed
    assert {
        (row["judge"], row["kind"], row["state"], row["answer"], row["comment"]) for row in told
    } == {("Åsa", "person", "decided", 1, "so")}
    assert [row async for row in pairs_by_essay(house.database("judging"), UUID(int=8))] == []
