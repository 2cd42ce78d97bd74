"""`huleedu dead`: messages that were given up, and what can be done about them."""

from typing import Annotated

import typer

from huleedu.app.commands.program import Exit, fail, run
from huleedu.kit.bus import DeadLetter
from huleedu.wiring.program import House

Id = Annotated[str, typer.Argument(help="The message's id, or its beginning.")]


def list_command() -> None:
    """List the dead letters, oldest first."""
    run(_list)


async def _list(house: House) -> Exit:
    for letter in await house.bus.dead():
        envelope = letter.envelope
        typer.echo(f"{envelope.id}  {letter.consumer}  {envelope.type}  {letter.error}")
    return Exit.WELL


def show_command(message: Id) -> None:
    """Show a dead letter whole."""
    run(lambda house: _show(house, message))


async def _show(house: House, message: str) -> Exit:
    letter = await _find(house, message)
    envelope = letter.envelope
    for name, value in (
        ("id", envelope.id),
        ("type", envelope.type),
        ("for", letter.consumer),
        ("batch", envelope.batch),
        ("said at", envelope.said_at),
        ("correlation", envelope.correlation),
        ("causation", envelope.causation),
        ("attempts", letter.attempts),
        ("error", letter.error),
        ("body", envelope.body),
    ):
        typer.echo(f"{name:<12} {value}")
    return Exit.WELL


def retry_command(message: Id) -> None:
    """Deliver a dead letter again."""
    run(lambda house: _revive(house, message))


async def _revive(house: House, message: str) -> Exit:
    letter = await _find(house, message)
    await house.bus.revive(letter.envelope.id, letter.consumer)
    typer.echo(f"{letter.consumer} gets {letter.envelope.type} again.")
    return Exit.WELL


def drop_command(message: Id) -> None:
    """Drop a dead letter for good."""
    run(lambda house: _drop(house, message))


async def _drop(house: House, message: str) -> Exit:
    letter = await _find(house, message)
    await house.bus.forget(letter.envelope.id, letter.consumer)
    typer.echo(f"{letter.envelope.type} for {letter.consumer} is dropped.")
    return Exit.WELL


async def _find(house: House, beginning: str) -> DeadLetter:
    found = [
        letter for letter in await house.bus.dead() if str(letter.envelope.id).startswith(beginning)
    ]
    if len(found) != 1:
        raise fail(
            f"There is not just one dead letter whose id begins with {beginning}: "
            "see `huleedu dead list`.",
            Exit.WRONG_USAGE,
        )
    return found[0]
