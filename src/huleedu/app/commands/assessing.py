"""`huleedu assess` and `huleedu demo`: essays in, a finished picture out."""

import asyncio
import re
import sys
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from uuid import UUID

import typer

from huleedu import sample
from huleedu.app import assess
from huleedu.app.assess import NothingToAssess, RegistrationWasRefused, Request
from huleedu.app.commands.program import Exit, fail, run, settings
from huleedu.app.picture import load_picture, write_outputs
from huleedu.contracts.judging import NotOpened
from huleedu.gateway.roster import Roster, read_roster
from huleedu.services.results.domain import json_pieces, load
from huleedu.services.results.domain.facts import summary
from huleedu.services.results.domain.picture import Picture
from huleedu.wiring.program import House

if TYPE_CHECKING:
    from huleedu.app.judging_rules import Wanted

LANGUAGE_HELP = "The essays' language; auto: found by each text."
JUDGE_HELP = "Who ranks. baseline: by counting, not for grading; llm: see HULEEDU_LLM_URL."
CRITERION_HELP = "A file that says what to judge by."
ANCHORS_HELP = "Essays whose grade is known: a CSV of script, grade."
SCALE_HELP = "Grades: A-F, 1-5, CEFR, or own ones from the lowest: F,E,D,C."
SLOTS_HELP = "How many essays the batch takes; as many as there are files."


class JudgedBy(StrEnum):
    """What `--judge` takes."""

    NONE = "none"
    BASELINE = "baseline"
    LLM = "llm"


@dataclass(frozen=True, slots=True)
class Judging:
    """Who is to rank the essays, and by which rules; none: judging is not opened."""

    judge: JudgedBy = JudgedBy.NONE
    comparisons: int = 10
    wanted: "Wanted | None" = None
    decisions: Path | None = None
    """What has been judged already."""


class Language(StrEnum):
    """What `--language` takes."""

    AUTO = "auto"
    EN = "en"
    SV = "sv"


def attach(program: typer.Typer) -> None:
    """Make these commands known."""
    program.command("assess")(assess_command)
    program.command("demo")(demo_command)


def assess_command(
    paths: Annotated[list[Path], typer.Argument(help="Folders and files.", exists=True)],
    slots: Annotated[int | None, typer.Option(min=1, max=100_000, help=SLOTS_HELP)] = None,
    title: Annotated[str, typer.Option(help="What to call the batch.")] = "",
    language: Annotated[Language, typer.Option(help=LANGUAGE_HELP)] = Language.AUTO,
    roster: Annotated[
        Path | None, typer.Option(exists=True, dir_okay=False, help="The class list, as CSV.")
    ] = None,
    judge: Annotated[JudgedBy, typer.Option(help=JUDGE_HELP)] = JudgedBy.NONE,
    comparisons: Annotated[
        int, typer.Option(min=1, max=1000, help="Of each essay, by a machine that judges.")
    ] = 10,
    criterion: Annotated[
        Path | None, typer.Option(exists=True, dir_okay=False, help=CRITERION_HELP)
    ] = None,
    anchors: Annotated[
        Path | None, typer.Option(exists=True, dir_okay=False, help=ANCHORS_HELP)
    ] = None,
    scale: Annotated[str | None, typer.Option(help=SCALE_HELP)] = None,
    out: Annotated[
        Path | None, typer.Option(file_okay=False, help="Where to put the results.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the result as JSON.")] = False,
) -> None:
    """Assess essays: every file offered appears in the result, with a slot or with a reason."""
    if judge is JudgedBy.LLM and not (settings().llm.url and settings().llm.model):
        raise fail("--judge llm wants HULEEDU_LLM_URL and HULEEDU_LLM_MODEL.", Exit.WRONG_USAGE)
    request = Request(
        paths=tuple(paths),
        title=title.strip() or _title(paths),
        slots=slots,
        language=language.value,
        pupils=_pupils(roster),
        leave_out=tuple(path for path in (roster, out, criterion, anchors) if path),
    )
    given = (criterion, anchors, scale)
    asked = Judging()
    if judge is not JudgedBy.NONE or any(one is not None for one in given):
        if judge is JudgedBy.LLM:
            criterion = criterion or settings().llm.criterion
        asked = Judging(judge, comparisons, _wanted(criterion, anchors, scale))
    run(lambda house: _assess(house, request, out, asked, as_json=as_json))


def demo_command(
    out: Annotated[
        Path, typer.Option(file_okay=False, help="Where to put the class and the results.")
    ] = Path("huleedu-demo"),
) -> None:
    """Assess a sample class of invented pupils, to see what comes out."""
    try:
        made = sample.copy_to(out)
    except OSError as error:
        raise fail(f"{out} cannot be written: {error}", Exit.COULD_NOT_RUN) from error
    request = Request(
        paths=(made.essays,), title=made.title, slots=made.slots, pupils=_pupils(made.roster)
    )
    rules = _wanted(None, made.anchors, sample.SCALE)
    asked = Judging(wanted=rules, decisions=made.decisions)
    run(lambda house: _demo(house, request, out, asked))


async def _demo(house: House, request: Request, out: Path, asked: Judging) -> Exit:
    # four of its files are no good on purpose: showing them is what went well
    code = await _assess(house, request, out / "result", asked, as_json=False)
    typer.echo(f"\n{sample.SIMULATED}")
    return Exit.WELL if code == Exit.SOME_REFUSED else code


async def _assess(
    house: House, request: Request, out: Path | None, asked: Judging, *, as_json: bool
) -> Exit:
    from huleedu.app.show import Live, console  # noqa: PLC0415 - rich takes a while to load

    unfinished: tuple[str, ...] = ()
    try:
        await house.start(["gateway"])
        batch = await assess.offer(house, request)
        loaded = asyncio.create_task(asyncio.to_thread(load))
        with Live(console()) as live:
            await assess.see_through(house, batch, live.tell, tell_wait=live.tell_wait)
        await loaded
        if asked.wanted:
            unfinished = await _have_judged(house, batch, asked, asked.wanted)
    except (NothingToAssess, FileNotFoundError) as error:
        raise fail(str(error), Exit.WRONG_USAGE) from error
    except RegistrationWasRefused as error:
        raise fail(str(error), Exit.COULD_NOT_RUN) from error
    code = await conclude(house, batch, out, as_json=as_json)
    for why in unfinished:
        typer.echo(f"huleedu: {why}", err=True)
    return Exit.SOME_REFUSED if unfinished and code is Exit.WELL else code


def _wanted(criterion: Path | None, anchors: Path | None, scale: str | None) -> "Wanted":
    from huleedu.app.commands.judging_batch import read  # noqa: PLC0415 - it needs this module
    from huleedu.app.judging_rules import Wishes  # noqa: PLC0415 - scipy takes a while to load

    return read(Wishes(criterion=criterion, anchors=anchors, scale=scale))


async def _have_judged(
    house: House, batch: UUID, asked: Judging, wanted: "Wanted"
) -> tuple[str, ...]:
    """Returns why the judge could not go on, if so; what it has judged counts."""
    from huleedu.app import judging  # noqa: PLC0415 - scipy takes a while to load
    from huleedu.app.commands.judging_batch import opened, taken_in  # noqa: PLC0415

    picture = await load_picture(house, batch)
    scripts = await opened(house, picture, wanted)
    if asked.decisions:
        await taken_in(house, picture, asked.decisions)
    pairs = len(scripts) * (len(scripts) - 1) // 2
    quota = min(len(scripts) * asked.comparisons // 2, pairs)
    desk = judging.desk_of(house)
    if not quota or asked.judge is JudgedBy.NONE:
        return ()
    if asked.judge is JudgedBy.BASELINE:
        counting = judging.Baseline(scripts)
        ended = await judging.have_judged(desk, batch, counting, quota, _tell_judged)
    else:
        from huleedu.app.judging_models import language_model  # noqa: PLC0415 - httpx, too

        rules = await desk.rules(batch)
        assert not isinstance(rules, NotOpened)
        typer.echo(f"The texts are sent to {house.settings.llm.url}.", err=True)
        async with language_model(house, batch, scripts, rules.criterion) as model:
            ended = await judging.have_judged(desk, batch, model, quota, _tell_judged)
    return (ended.why,) if isinstance(ended, judging.Stopped) else ()


def _tell_judged(done: int, wanted: int) -> None:
    typer.echo(f"{done} of {wanted} pairs judged", err=True)


async def conclude(house: House, batch: UUID, out: Path | None, *, as_json: bool) -> Exit:
    """Write the results, show what came of the batch, and tell how the command ends."""
    from huleedu.app.show import (  # noqa: PLC0415 - rich takes a while to load
        closing_table,
        console,
        outputs,
        ranked_table,
        troubles,
    )

    picture = await load_picture(house, batch)
    folder = out or Path(_folder_name(picture))
    try:
        written = await asyncio.to_thread(write_outputs, picture, folder)
    except OSError as error:
        raise fail(
            f"The results cannot be written to {folder}: {error}. They are kept: "
            f"`huleedu batch export {batch} --out FOLDER` writes them elsewhere.",
            Exit.COULD_NOT_RUN,
        ) from error
    if as_json:
        sys.stdout.buffer.writelines(json_pieces(picture))
    else:
        summed_up = summary(picture)
        screen = console(stderr=False)
        table = ranked_table(summed_up) if summed_up.ranked else closing_table(summed_up)
        screen.print(table)
        for line in (*summed_up.ranking, "", summed_up.sentence, ""):
            screen.print(line, markup=False)
        if summed_up.left_out:
            screen.print(f"The report shows {summed_up.left_out} essays more.", "")
        if summed_up.troubles:
            screen.print(troubles(summed_up), "")
        typer.echo(outputs(written))
    return _exit(picture)


def _exit(picture: Picture) -> Exit:
    refused = any(file.state == "refused" for file in picture.files)
    failed = picture.state == "failed" or any(essay.failures for essay in picture.essays)
    return Exit.SOME_REFUSED if refused or failed else Exit.WELL


def _title(paths: list[Path]) -> str:
    return paths[0].resolve().name if len(paths) == 1 else f"{len(paths)} files"


def _folder_name(picture: Picture) -> str:
    name = re.sub(r"[^\w-]+", "-", picture.title.casefold()).strip("-")[:40]
    return "-".join(part for part in ("huleedu", name, picture.batch[:8]) if part)


def _pupils(roster: Path | None) -> tuple[str, ...]:
    if roster is None:
        return ()
    try:
        found = read_roster(roster.read_bytes())
    except OSError as error:
        raise fail(f"The class list cannot be read: {error}", Exit.WRONG_USAGE) from error
    if not isinstance(found, Roster):
        raise fail(found.reason, Exit.WRONG_USAGE)
    return tuple(pupil.name for pupil in found.pupils)
