"""Open a batch for judging by what was asked for on the command line."""

from pathlib import Path
from uuid import UUID

from huleedu.app.commands.program import Exit, fail
from huleedu.app.judging import desk_of, open_judging
from huleedu.app.judging_rules import (
    Wanted,
    Wishes,
    WrongWish,
    known_names,
    open_with,
    read_wishes,
)
from huleedu.contracts.judging import NotOpened
from huleedu.services.judging.domain.decisions import Decisions, read_decisions
from huleedu.services.judging.domain.desk import Imported, Script
from huleedu.services.judging.domain.names import NotMeant, meant
from huleedu.services.results.domain.batch_report import BatchReport
from huleedu.wiring.program import House


def read(wishes: Wishes) -> Wanted:
    """Read what is asked for; a wrong wish ends the command."""
    wanted = read_wishes(wishes)
    if isinstance(wanted, WrongWish):
        raise fail(wanted.why, Exit.WRONG_USAGE)
    return wanted


async def opened(house: House, picture: BatchReport, wanted: Wanted) -> list[Script]:
    """Open a batch for judging; the essays that can be judged. A wrong wish ends the command."""
    scripts = await open_with(house, picture, wanted)
    if isinstance(scripts, WrongWish):
        raise fail(scripts.why, Exit.WRONG_USAGE)
    return scripts


async def taken_in(house: House, picture: BatchReport, file: Path) -> Imported:
    """Take the decisions of a file into a batch; a file that says none ends the command."""
    decisions = read_decisions(_words_of(file))
    if not isinstance(decisions, Decisions):
        raise fail(f"{file}: {decisions}", Exit.WRONG_USAGE)
    batch, desk = UUID(picture.batch), desk_of(house)
    scripts = await desk.scripts(batch) or await open_judging(house, picture)
    named = meant(decisions.scripts, known_names(scripts, picture))
    if isinstance(named, NotMeant):
        raise fail(f"{file}: {named}", Exit.WRONG_USAGE)
    taken = await desk.take_in(batch, decisions, named.numbers)
    assert not isinstance(taken, NotOpened)
    return taken


def _words_of(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise fail(f"{file} cannot be read as UTF-8 text: {error}", Exit.WRONG_USAGE) from error
