"""A report's essays come some at a time, by slot, each once."""

from collections.abc import Sequence
from uuid import UUID

import pytest
from msgspec.structs import replace
from tests.services.results.hearing import BATCH, REGISTERED, hear, life_of

from huleedu.contracts.files import TextRead
from huleedu.contracts.message import Message
from huleedu.services.results import api
from huleedu.services.results.api import report
from huleedu.wiring.program import House


def nobody(text: str, name: str) -> Sequence[tuple[int, int]]:
    """No text names anybody."""
    return ()


async def test_essays_come_by_slot_each_once(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(report, "TOGETHER", 2)
    database, contents = house.database("results"), house.contents
    [address] = await contents.keep([b"En text."])
    said: list[Message] = [REGISTERED]
    for at in (3, 1, 2):
        told = life_of(UUID(int=at))
        said += [replace(one, text=address) if isinstance(one, TextRead) else one for one in told]
    await hear(database, *said)
    outline = await api.outline_of(database, BATCH, (), "")
    assert outline.report.slots == 5
    found = [few async for few in api.essays(database, contents, outline, nobody)]
    assert [[essay.slot for essay in few] for few in found] == [[1, 2], [3]]
