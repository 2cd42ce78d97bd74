"""`huleedu people`: help, on the machine itself, who has nobody else to ask."""

from typing import Annotated

import typer

from huleedu.app.commands.program import Exit, fail, run
from huleedu.services.identity import api as identity
from huleedu.wiring.program import House
from huleedu.wiring.web import forget_factors


def reset_factor_command(
    email: Annotated[str, typer.Argument(help="The account's e-mail address.")],
    url: Annotated[
        str, typer.Option(help="Where people reach the pages: https://…")
    ] = "http://127.0.0.1:8080",
) -> None:
    """Forget lost second factors, and print a link to choose a new password with."""
    run(lambda house: _reset_factor(house, email, url.rstrip("/")))


async def _reset_factor(house: House, email: str, url: str) -> Exit:
    accounts = await forget_factors(house, email)
    if not accounts:
        raise fail(f"Nobody has an account with the address {email}.", Exit.WRONG_USAGE)
    for account in accounts:
        typer.echo(_told(account, url))
    return Exit.WELL


def _told(account: identity.FactorsForgotten, url: str) -> str:
    return (
        f"The account's second factors at {account.school_name or 'the own school'} are forgotten, "
        "and its old password works no more. Choose a new one by this link, once and within an "
        f"hour; then set up a second factor: {url}/reset/new?link={account.secret}"
    )
