"""`huleedu secrets`: the key that seals what the database keeps secret."""

import typer

from huleedu.app.commands.program import Exit, run
from huleedu.services.identity import api as identity
from huleedu.wiring.program import House
from huleedu.wiring.sealing import key_file, rotated, seals_of


def rotate_command() -> None:
    """Seal all secrets by a new key; the old one opens nothing any more."""
    run(_rotate)


async def _rotate(house: House) -> Exit:
    count = await rotated(house.settings, house.database("identity"))
    typer.echo(f"{count} secrets are sealed by the new key in {key_file(house.settings)}.")
    typer.echo("Put it into the backup, and start other programs of this installation again.")
    return Exit.WELL


def start_anew_command() -> None:
    """Forget the secrets whose key is lost: code apps and sign-in services are set up again."""
    run(_start_anew)


async def _start_anew(house: House) -> Exit:
    count = await identity.forget_closed(house.database("identity"), seals_of(house.settings))
    typer.echo(f"{count} secrets that no key opens are forgotten.")
    return Exit.WELL
