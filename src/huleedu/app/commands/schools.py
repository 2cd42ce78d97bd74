"""`huleedu school`: the schools of an installation, from the machine itself."""

from collections.abc import Awaitable, Callable
from typing import Annotated, Literal

import typer

from huleedu.app.commands.program import Exit, fail, run
from huleedu.gateway.words.words import words
from huleedu.services.identity import api as identity
from huleedu.services.identity.api import MachineOwner, SchoolSeen
from huleedu.wiring.program import House

OWNER = MachineOwner()
WHICH = "Its name, or the beginning of its id."


def list_command() -> None:
    """List the schools, each with its people and whether it is paused."""
    run(_list)


async def _list(house: House) -> Exit:
    for school in await _all(house):
        state = "paused" if school.paused_at else "begun" if school.begun else "nobody has begun"
        typer.echo(f"{school.id}  {_name(school)}  {school.people} people  {state}")
    return Exit.WELL


def make_command(
    name: Annotated[str, typer.Argument(help="What the school is called.")],
    language: Annotated[Literal["sv", "en"], typer.Option("--lang", help="Its language.")] = "sv",
    url: Annotated[
        str, typer.Option(help="Where people reach the pages: https://…")
    ] = "http://127.0.0.1:8080",
) -> None:
    """Make a school, and print the link by which its first administrator begins."""
    run(lambda house: _make(house, name, language, url.rstrip("/")))


async def _make(house: House, name: str, language: Literal["sv", "en"], url: str) -> Exit:
    made = await identity.make_school(
        house.database("identity"), OWNER, name, language, house.clock()
    )
    match made:
        case identity.LinkMade(secret):
            typer.echo(f"{name} begins here, once and within a week: {url}/start?link={secret}")
            return Exit.WELL
        case identity.FormRefused(problems):
            say = words("en").say
            told = " ".join(say(f"identity.problem.{each.code}") for each in problems)
            raise fail(told, Exit.WRONG_USAGE)
        case identity.MayNot():
            raise AssertionError("who owns the machine may")


def pause_command(which: Annotated[str, typer.Argument(metavar="SCHOOL", help=WHICH)]) -> None:
    """Let nobody of a school in until it goes on; nothing of it is lost."""
    run(lambda house: _change(house, which, identity.pause_school, "is paused"))


def go_on_command(which: Annotated[str, typer.Argument(metavar="SCHOOL", help=WHICH)]) -> None:
    """Let the people of a paused school in again."""
    run(lambda house: _change(house, which, identity.go_on, "goes on"))


async def _change(
    house: House, which: str, act: Callable[..., Awaitable[object]], told: str
) -> Exit:
    school = await _one(house, which)
    await act(house.database("identity"), OWNER, school.id, house.clock())
    typer.echo(f"{_name(school)} {told}.")
    return Exit.WELL


async def _all(house: House) -> list[SchoolSeen]:
    found = await identity.schools_of(house.database("identity"), OWNER)
    assert not isinstance(found, identity.MayNot), "who owns the machine may"
    return list(found)


async def _one(house: House, which: str) -> SchoolSeen:
    schools = await _all(house)
    sought = " ".join(which.split()).casefold()
    found = [one for one in schools if one.name.casefold() == sought]
    found = found or [one for one in schools if sought and str(one.id).startswith(sought)]
    if len(found) != 1:
        why = "More than one school is" if found else "No school is"
        raise fail(f"{why} called {which}, or has an id that begins so.", Exit.WRONG_USAGE)
    return found[0]


def _name(school: SchoolSeen) -> str:
    return school.name or "(the installation's own, without a name)"
