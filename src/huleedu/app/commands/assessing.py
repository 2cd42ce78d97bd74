"""`huleedu assess` and `huleedu demo`: essays in, a finished report out."""

import asyncio
from enum import StrEnum
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from huleedu import sample
from huleedu.app.commands.concluding import conclude
from huleedu.app.commands.judged_by import JudgedBy
from huleedu.app.commands.program import Exit, fail, run, settings
from huleedu.app.language import words
from huleedu.app.show import Live, console
from huleedu.gateway.batches import NothingToAssess, Offered, RegistrationWasRefused, Request
from huleedu.kit.names import display_name
from huleedu.services.classes.api.lists import ClassList, read_list
from huleedu.wiring.batches import batches_of
from huleedu.wiring.program import House

if TYPE_CHECKING:
    from huleedu.app.commands.having_judged import Judging

LANGUAGE_HELP = "The essays' language; auto: found by each text."
JUDGE_HELP = "Who ranks. baseline: by counting, not for grading; llm: see HULEEDU_LLM_URL."
CRITERION_HELP = "A file that says what to judge by."
ANCHORS_HELP = "Essays whose grade is known: a CSV of script, grade."
SCALE_HELP = "Grades: A-F, 1-5, CEFR, or own ones from the lowest: F,E,D,C."
SLOTS_HELP = "How many essays the batch takes; as many as there are files."
WRITING = "huleedu.gateway.report.outputs"
"""Takes 0.3 s to load: while the batch is at work, nobody waits; what is unchanged needs none."""


class Language(StrEnum):
    """What `--language` takes."""

    AUTO = "auto"
    EN = "en"
    SV = "sv"


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
        raise fail(words().say("judge.wants_url"), Exit.WRONG_USAGE)
    request = Request(
        paths=tuple(paths),
        title=title.strip() or _title(paths),
        slots=slots,
        language=language.value,
        pupils=_pupils(roster),
        leave_out=tuple(path for path in (roster, out, criterion, anchors) if path),
    )
    if judge is JudgedBy.LLM:
        criterion = criterion or settings().llm.criterion
    asked = None
    if judge is not JudgedBy.NONE or any(one is not None for one in (criterion, anchors, scale)):
        asked = _judging(judge, comparisons, criterion=criterion, anchors=anchors, scale=scale)
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
        raise fail(
            words().say("results.folder", folder=str(out), why=str(error)), Exit.COULD_NOT_RUN
        ) from error
    request = Request(
        paths=(made.essays,),
        title=words().say("sample.title"),
        slots=made.slots,
        pupils=_pupils(made.roster),
    )
    asked = _judging(anchors=made.anchors, scale=sample.SCALE, decisions=made.decisions)
    run(lambda house: _demo(house, request, out, asked))


async def _demo(house: House, request: Request, out: Path, asked: "Judging") -> Exit:
    # four of its files are no good on purpose: showing them is what went well
    code = await _assess(house, request, out / "result", asked, as_json=False)
    typer.echo(f"\n{words().say('sample.simulated')}")
    typer.echo(words().say("sample.in_browser"))
    return Exit.WELL if code == Exit.SOME_REFUSED else code


async def _assess(
    house: House,
    request: Request,
    out: Path | None,
    asked: "Judging | None",
    *,
    as_json: bool,
) -> Exit:
    unfinished: tuple[str, ...] = ()
    try:
        await house.start(["gateway"])
        batches = batches_of(house)
        offered = await batches.offer(request)
        batch = offered.batch
        if offered.passed_over:
            names = words().listed(offered.passed_over)
            typer.echo(words().say("assess.passed_over", names=names), err=True)
        if asked or isinstance(offered, Offered):  # who judges hears more of the batch
            loaded = asyncio.create_task(asyncio.to_thread(import_module, WRITING))
            with Live(console(), words()) as live:
                await batches.see_through(batch, live.tell, tell_wait=live.tell_wait)
            await loaded
        if asked:
            unfinished = await asked.have_judged(house, batch)
    except NothingToAssess as error:
        places = words().listed(map(str, error.places))
        raise fail(words().say("assess.nothing", places=places), Exit.WRONG_USAGE) from error
    except FileNotFoundError as error:
        raise fail(str(error), Exit.WRONG_USAGE) from error
    except RegistrationWasRefused as error:
        raise fail(words().explain(error.why), Exit.COULD_NOT_RUN) from error
    code = await conclude(house, batch, out, as_json=as_json)
    for why in unfinished:
        typer.echo(f"huleedu: {why}", err=True)
    return Exit.SOME_REFUSED if unfinished and code is Exit.WELL else code


def _judging(
    judge: JudgedBy = JudgedBy.NONE,
    comparisons: int = 0,
    *,
    criterion: Path | None = None,
    anchors: Path | None = None,
    scale: str | None = None,
    decisions: Path | None = None,
) -> "Judging":
    # scipy takes 0.3 s to load, and most classes are not judged in the same command
    from huleedu.app.commands.having_judged import asked_for  # noqa: PLC0415

    return asked_for(judge, comparisons, (criterion, anchors, scale), decisions)


def _title(paths: list[Path]) -> str:
    return (
        display_name(paths[0].resolve().name)
        if len(paths) == 1
        else words().say("files", n=len(paths))
    )


def _pupils(roster: Path | None) -> tuple[str, ...]:
    if roster is None:
        return ()
    try:
        found = read_list(roster.read_bytes())
    except OSError as error:
        raise fail(words().say("roster.unread", why=str(error)), Exit.WRONG_USAGE) from error
    if not isinstance(found, ClassList):
        raise fail(words().explain(found.reason), Exit.WRONG_USAGE)
    if found.no_pupils:
        told = words().say("roster.no_pupils", rows=words().listed(found.no_pupils))
        typer.echo(told, err=True)
    if found.unused:
        told = words().say("roster.unused", columns=words().listed(found.unused))
        typer.echo(told, err=True)
    return tuple(pupil.name for pupil in found.pupils)
