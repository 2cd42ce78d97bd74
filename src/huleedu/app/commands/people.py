"""`huleedu people`: help, on the machine itself, who has nobody else to ask."""

from typing import Annotated

import typer

from huleedu.app.commands.program import Exit, fail, run
from huleedu.gateway.handing_on import ADMINISTRATORS
from huleedu.kit.database import Viewer
from huleedu.services.identity import api as identity
from huleedu.wiring.program import House
from huleedu.wiring.web import forget_factors, handing_on


def reset_factor_command(
    email: Annotated[str, typer.Argument(help="The account's e-mail address.")],
    url: Annotated[
        str, typer.Option(help="Where people reach the pages: https://…")
    ] = "http://127.0.0.1:8080",
) -> None:
    """Forget lost second factors, and print a link to choose a new password with."""
    run(lambda house: _reset_factor(house, email, url.rstrip("/")))


def hand_on_command(
    from_whom: Annotated[str, typer.Argument(metavar="FROM", help="Their e-mail address.")],
    to_whom: Annotated[
        str, typer.Argument(metavar="TO", help="The colleague's; or: administrators.")
    ],
) -> None:
    """Give somebody's batches and classes to a colleague, or to the school's administrators."""
    run(lambda house: _hand_on(house, from_whom, to_whom))


async def _hand_on(house: House, from_whom: str, to_whom: str) -> Exit:
    people = house.viewers("identity").of(Viewer(None))
    accounts = await identity.accounts_of(people, from_whom)
    if not accounts:
        raise fail(f"Nobody has an account with the address {from_whom}.", Exit.WRONG_USAGE)
    others = {}
    if to_whom != ADMINISTRATORS:
        found = await identity.accounts_of(people, to_whom)
        others = {one.school: one for one in found if "teacher" in one.rights}
    for account in accounts:
        other = others.get(account.school)
        if to_whom != ADMINISTRATORS and (other is None or other.person == account.person):
            where = account.school_name or "the own school"
            raise fail(f"{to_whom} is no colleague who teaches at {where}.", Exit.WRONG_USAGE)
    await house.start(["gateway"])
    for account in accounts:
        other = others.get(account.school)
        handing = handing_on(house, account.school)
        handed = await handing.hand_on(account.person, other.person if other else None)
        typer.echo(
            f"{len(handed.batches)} batches and {len(handed.classes)} classes of {account.name} at "
            f"{account.school_name or 'the own school'} are "
            + (f"{other.name}'s now." if other else "the administrators' now.")
        )
    return Exit.WELL


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
