"""`huleedu essay`: an essay's life."""

from typing import Annotated

import typer

from huleedu.app.commands.program import Exit, fail, run
from huleedu.app.language import words
from huleedu.services.lifecycle.api import NotOneEssay, State, essay_life
from huleedu.services.results.api import ListedFile, file_listed
from huleedu.wiring.program import House


def show_command(essay: Annotated[str, typer.Argument(help="Its id, or the beginning.")]) -> None:
    """Tell an essay's life: every move, with its time and cause."""
    run(lambda house: _essay(house, essay))


async def _essay(house: House, beginning: str) -> Exit:
    life = await essay_life(house.database("lifecycle"), beginning)
    if isinstance(life, NotOneEssay):
        raise fail(
            words().say("essay.not_one", beginning=beginning),
            Exit.WRONG_USAGE,
        )
    found = life.essay
    state = _state(found.state)
    if found.slot:
        state = words().say("essay.state_and_slot", state=state, slot=str(found.slot))
    facts = {"name": found.name, "essay": str(found.id), "batch": str(found.batch)}
    typer.echo(words().say("essay.is", state=state, **facts))
    for move in life.moves:
        when = move.at.astimezone().strftime("%Y-%m-%d %H:%M:%S.%f")[:-3]
        cause = words().explain(move.cause)
        typer.echo(f"  {when}  {_state(move.was):<22} → {_state(move.became):<22}  {cause}")
    listed = await file_listed(house.database("results"), found.batch, found.id)
    if isinstance(listed, ListedFile):
        for note in listed.notes:
            typer.echo(f"  {words().explain(note)}")
    return Exit.WELL


def _state(state: State | None) -> str:
    return words().say(f"essay.{state.value.replace(' ', '_')}") if state else ""
