"""Open a batch for judging by what was asked for on the command line."""

from pathlib import Path
from uuid import UUID

import typer

from huleedu.app.commands.decision_files import text_of, told_of
from huleedu.app.commands.judging_enrolments import wrong_name
from huleedu.app.commands.program import Exit, fail
from huleedu.app.language import words
from huleedu.contracts.judging import NotOpened
from huleedu.gateway.judged_scripts import scripts_of
from huleedu.gateway.judging_rules import RuleOptions, read_options
from huleedu.gateway.report.sanitised import one_line
from huleedu.services.judging.api.judgings import Decisions, Imported, WrongJudge, read_decisions
from huleedu.services.judging.api.library import anchors_here, fitting, with_anchors
from huleedu.services.judging.api.opening import (
    NotMeant,
    RulesRefused,
    Script,
    Wanted,
    known_names,
    meant,
    open_with,
)
from huleedu.services.results.api import BatchReport
from huleedu.wiring.judging import judgings_of
from huleedu.wiring.program import House


def read(options: RuleOptions) -> Wanted:
    """Read what is asked for; a wrong option ends the command."""
    wanted = read_options(options)
    if isinstance(wanted, RulesRefused):
        raise fail(words().explain(wanted.why), Exit.WRONG_USAGE)
    return wanted


async def opened(house: House, report: BatchReport, wanted: Wanted) -> list[Script]:
    """Open a batch for judging; the essays that can be judged. A wrong option ends the command."""
    given = await scripts_of(house.database("results"), report)
    batch = UUID(report.batch)
    scripts = await open_with(judgings_of(house), batch, report.title, given, wanted)
    if isinstance(scripts, RulesRefused):
        raise fail(words().explain(scripts.why), Exit.WRONG_USAGE)
    return scripts


async def with_library(house: House, batch: UUID) -> None:
    """Let those essays of a batch stand known that are anchors of its school, and tell which."""
    judgings, database = judgings_of(house), house.database("judging")
    here = fitting(await anchors_here(database, batch))
    before = await judgings.rules(batch)
    assert not isinstance(before, NotOpened), "it was opened just now"
    await judgings.open(batch, (), rules=with_anchors(before, here))
    names = words().listed(one_line(one.kept.name) for one in here)
    say = words().say
    typer.echo(say("anchors.used", n=len(here), names=names) if here else say("anchors.none_here"))


async def taken_in(
    house: House, report: BatchReport, file: Path, *, once: bool = False
) -> Imported:
    """Take the decisions of a file into a batch; a file that says none ends the command.

    Args:
        once: lines that say the same word for word count once.
    """
    decisions = read_decisions(text_of(file), once=once)
    if not isinstance(decisions, Decisions):
        raise fail(f"{file}: {decisions}", Exit.WRONG_USAGE)
    told_of(decisions)
    batch, judgings = UUID(report.batch), judgings_of(house)
    if not (scripts := await judgings.scripts(batch)):
        given = await scripts_of(house.database("results"), report)
        await judgings.open(batch, given, report.title)
        scripts = await judgings.scripts(batch)
    named = meant(decisions.scripts, known_names(scripts))
    if isinstance(named, NotMeant):
        raise fail(f"{file}: {words().explain(named.why)}", Exit.WRONG_USAGE)
    taken = await judgings.take_in(batch, decisions, named.numbers)
    if isinstance(taken, WrongJudge):
        raise fail(f"{file}: {taken.name!r}: {wrong_name(taken.wrong)}", Exit.WRONG_USAGE)
    assert not isinstance(taken, NotOpened)
    return taken
