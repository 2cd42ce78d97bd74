"""A ranking that was not made ends the command, and it says why in the reader's language."""

from datetime import UTC, datetime
from uuid import UUID

import pytest
import typer

from huleedu.app.commands.program import Exit
from huleedu.app.commands.ranked import ranking_of
from huleedu.contracts.judging import Kind, MakeRanking, Recorded
from huleedu.kit.bus import DeadLetter
from huleedu.kit.messages import wrap
from huleedu.services.judging.api.desk import AssignedPairs
from huleedu.services.judging.api.judgings import Script
from huleedu.wiring.judging import desk_of, judgings_of
from huleedu.wiring.program import House

BATCH = UUID(int=7)


async def test_a_ranking_that_was_given_up_is_told_of(
    house: House, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert await ranking_of(house, BATCH) is None, "nothing is decided"
    scripts = [Script(essay=UUID(int=n + 1), name=f"{n}", text="", measures={}) for n in range(3)]
    await judgings_of(house).open(BATCH, scripts)
    await judgings_of(house).enrol(BATCH, "Åsa", Kind.PERSON)
    found = await desk_of(house).next(BATCH, "Åsa")
    assert isinstance(found, AssignedPairs)
    assert await desk_of(house).decide(found.pairs[0].pair, "Åsa", 1) == Recorded()
    identity = UUID(int=9)
    command = wrap(MakeRanking(batch=BATCH), identity=identity, now=datetime.now(UTC), cause=None)
    letter = DeadLetter(consumer="judging", envelope=command, attempts=5, error="no room")

    async def send(*_: object) -> list[UUID]:
        return [identity]

    async def dead() -> list[DeadLetter]:
        return [letter]

    monkeypatch.setattr("huleedu.gateway.commands.Commands.send", send)
    monkeypatch.setattr(house.bus, "dead", dead)
    monkeypatch.setenv("HULEEDU_LANG", "sv")
    with pytest.raises(typer.Exit) as ended:
        await ranking_of(house, BATCH)
    assert ended.value.exit_code == Exit.COULD_NOT_RUN
    told = capsys.readouterr().err
    assert "Rangordningen kunde inte göras (no room)" in told
    assert f"huleedu dead show {identity}" in told
