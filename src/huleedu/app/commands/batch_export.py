"""`huleedu batch export`: a batch's results again, or one file in a form that the pages offer."""

import os
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, BinaryIO
from uuid import UUID, uuid4

import typer

from huleedu.app.commands.batches import BatchId, with_batch
from huleedu.app.commands.concluding import conclude
from huleedu.app.commands.program import Exit, fail, run
from huleedu.app.commands.ranked import ranking_of
from huleedu.app.language import words
from huleedu.gateway.exports.gathering import NotOffered, gather, known_of, told_of
from huleedu.gateway.exports.giving import GivenFile, into_given
from huleedu.gateway.exports.making import file_name, make_file
from huleedu.gateway.exports.platforms.known import NotTheirs
from huleedu.gateway.exports.profiles import PROFILES, Profile, ProfileCode
from huleedu.gateway.exports.store import Export, ToldOfFile
from huleedu.kit.folders import make_private
from huleedu.services.results import api as results
from huleedu.services.results.api import BatchSeen, WhoseBatch
from huleedu.wiring.program import House

NOBODY = UUID(int=0)
"""Owns what is its school's administrators'."""


def export_command(
    batch: BatchId,
    out: Annotated[
        Path | None, typer.Option(file_okay=False, help="Where to put the results.")
    ] = None,
    as_: Annotated[
        ProfileCode | None, typer.Option("--as", help="One file instead, in this form.")
    ] = None,
    file: Annotated[
        Path | None,
        typer.Option(exists=True, dir_okay=False, help="A platform's own file, to be filled in."),
    ] = None,
    column: Annotated[str, typer.Option(help="Which of its columns; else its title tells.")] = "",
) -> None:
    """Write a batch's results again, or one file in a form that the pages offer."""
    if as_ is None:
        run(lambda house: with_batch(house, batch, lambda h, b: conclude(h, b, out, as_json=False)))
        return
    theirs = TheirFile(file.name if file else "", file.read_bytes() if file else b"", column)
    profile = PROFILES[as_]
    run(
        lambda house: with_batch(
            house, batch, lambda h, b: _export(h, b, profile, out or Path(), theirs)
        )
    )


@dataclass(frozen=True, slots=True)
class TheirFile:
    """A platform's own file; no bytes: none was given."""

    name: str
    content: bytes
    column: str


async def _export(
    house: House, batch: UUID, profile: Profile, folder: Path, theirs: TheirFile
) -> Exit:
    database, say = house.database("results"), words().say
    whose = await results.whose(database, batch)
    assert isinstance(whose, WhoseBatch), "it was just found"
    person = whose.owner or NOBODY
    await ranking_of(house, batch)
    seen = await results.batch_seen(database, batch, person, administrator=True)
    if not isinstance(seen, BatchSeen):
        raise fail(say("batch.not_registered"), Exit.WRONG_USAGE)
    given = await _given(house, profile, seen, whose.school, theirs)
    export = Export(
        id=uuid4(),
        school=whose.school,
        batch=batch,
        person=person,
        profile=profile.code,
        language=words().language,
        asked_at=house.clock(),
        state="wanted",
        why="",
        done=0,
        whole=0,
        columns=(),
        chosen="",
        given_name="",
        attempt=None,
        name="",
        size_bytes=0,
        names=False,
        told=ToldOfFile(),
        expires_at=house.clock(),
    )
    gathered = await gather(house.database, house.contents, export, given=given.file)
    if isinstance(gathered, NotOffered):
        raise fail(say(f"export.not.{gathered.why}"), Exit.WRONG_USAGE)
    name = file_name(gathered.facts)
    with _whole(folder, name) as fresh:
        await make_file(house.database, house.contents, export, gathered.facts, fresh)
    typer.echo(folder / name)
    told = await told_of(gathered.facts)
    if told.filled:
        typer.echo(say("export.filled", n=told.filled))
    for code, names in (("missing", told.missing), ("undecided", told.undecided)):
        if names and profile.purpose == "platform":
            typer.echo(f"{say(f'export.{code}', n=len(names))}: {', '.join(names)}")
    return Exit.WELL


@contextmanager
def _whole(folder: Path, name: str) -> Generator[BinaryIO]:
    """A file that is there when all is written, and not before."""
    if not folder.is_dir():
        make_private(folder)
    fresh = folder / f".{name}.{os.getpid()}"
    try:
        with fresh.open("w+b") as out:
            yield out
        fresh.replace(folder / name)
    finally:
        fresh.unlink(missing_ok=True)


async def _given(
    house: House, profile: Profile, seen: BatchSeen, school: UUID, theirs: TheirFile
) -> GivenFile:
    """The platform's file; ends the program if it is none, or its column is not known."""
    say = words().say
    known = await known_of(house.database, seen, school)
    numbers, title = known.numbers, seen.title
    given = into_given(
        *(profile, theirs.name, theirs.content, title), numbers=numbers, column=theirs.column
    )
    if isinstance(given, NotTheirs):
        code = f"export.{given.why}"
        said = say(code) if words().has(code) else say(f"{code}.{profile.code}")
        raise fail(said, Exit.WRONG_USAGE)
    if given.columns:
        columns = words().alternatives(f"--column {name!r}" for name in given.columns)
        raise fail(say("export.which_column", columns=columns), Exit.WRONG_USAGE)
    return given
