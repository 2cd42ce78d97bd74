"""`huleedu judging open`, `show`, `close` …: have a batch judged, and see how far it is."""

from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Annotated
from uuid import UUID

import msgspec
import typer

from huleedu.app.commands.batches import BatchId, with_batch
from huleedu.app.commands.judging_desk import ended, in_words
from huleedu.app.commands.judging_opening import opened, read, taken_in, with_library
from huleedu.app.commands.program import Exit, fail, run
from huleedu.app.commands.ranked import ranking_of, report_of
from huleedu.app.language import words
from huleedu.contracts.judging import Kind, NotOpened
from huleedu.contracts.reason import Fact
from huleedu.gateway.judging_rules import RuleOptions
from huleedu.gateway.report.ranking_words import sure_of
from huleedu.gateway.report.sanitised import one_line
from huleedu.services.judging.api.judgings import JudgeProgress, Progress
from huleedu.services.results.api import RankingPicture
from huleedu.wiring.judging import judgings_of
from huleedu.wiring.program import House


class Pairs(StrEnum):
    """How pairs are chosen."""

    INFORMED = "informed"
    RANDOM = "random"
    FIXED = "fixed"


class Answers(StrEnum):
    """How many answers a question has."""

    TWO = "2"
    THREE = "3"
    FIVE = "5"


class WhenLate(StrEnum):
    """What becomes of essays that come once judges have begun."""

    WAIT = "wait"
    JOIN = "join"


Anchors = Annotated[
    Path | None,
    typer.Option(
        exists=True, dir_okay=False, help="Essays whose grade is known: a CSV of script, grade."
    ),
]
Scale = Annotated[
    str | None,
    typer.Option(help="Grades: A-F, 1-5, CEFR, or own ones from the lowest: F,E,D,C."),
]
Criterion = Annotated[
    Path | None,
    typer.Option(exists=True, dir_okay=False, help="A file that says what to judge by."),
]
Library = Annotated[
    bool, typer.Option("--library", help="Essays that are anchors of the school stand known.")
]
Scores = Annotated[
    str | None, typer.Option(help="Abilities as scores, too: mean and spread, 100:15 usually.")
]


def open_command(
    batch: BatchId,
    criterion: Criterion = None,
    answers: Annotated[
        Answers | None, typer.Option(help="2: better, worse; 3: with equal; 5: with much.")
    ] = None,
    pairs: Annotated[Pairs | None, typer.Option(help="How pairs are chosen.")] = None,
    per_script: Annotated[
        int | None, typer.Option(min=1, help="Comparisons of each in a fixed design.")
    ] = None,
    measures: Annotated[
        bool | None,
        typer.Option(
            "--measures/--no-measures",
            help="Linguistic measures count, as far as the judgements bear them out.",
        ),
    ] = None,
    until_reliability: Annotated[
        float | None, typer.Option(min=0.1, max=0.99, help="End by itself at this reliability.")
    ] = None,
    until_judgements: Annotated[
        int | None, typer.Option(min=1, help="End by itself after so many judgements.")
    ] = None,
    until: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="End by itself after this day."),
    ] = None,
    scale: Scale = None,
    anchors: Anchors = None,
    bands: Annotated[
        str | None,
        typer.Option(help="Without anchors, from the lowest: low:0.25,middle:0.5,high:0.25."),
    ] = None,
    scores: Scores = None,
    library: Library = False,
    late: Annotated[
        WhenLate | None,
        typer.Option(help="Essays that come once judges have begun wait for `let-in`, or join."),
    ] = None,
) -> None:
    """Open a batch's essays for judging; again, it changes what is given, and reopens."""
    wanted = read(
        RuleOptions(
            criterion=criterion,
            steps=int(answers.value) if answers else None,
            pairs=pairs.value if pairs else None,
            per_script=per_script,
            measures=measures,
            reliability=until_reliability,
            judgements=until_judgements,
            until=until.astimezone() + timedelta(days=1) if until else None,
            scale=scale,
            anchors=anchors,
            bands=bands,
            scores=scores,
            late=late.value if late else None,
        )
    )

    async def work(house: House, found: UUID) -> Exit:
        scripts = await opened(house, await report_of(house, found), wanted)
        await judgings_of(house).reopen(found)
        if library:
            await with_library(house, found)
        typer.echo(words().say("judged.opened", n=len(scripts), batch=str(found)))
        return Exit.WELL

    run(lambda house: with_batch(house, batch, work))


def show_command(
    batch: BatchId,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Tell how far judging is, how sure the ranking, and what more judgements would bring."""

    async def work(house: House, found: UUID) -> Exit:
        judgings = judgings_of(house)
        progress = await judgings.progress(found)
        if isinstance(progress, NotOpened):
            raise fail(in_words(progress), Exit.WRONG_USAGE)
        ranking = await ranking_of(house, found)
        if as_json:
            told = {**msgspec.to_builtins(progress), "ranking": _sureness(ranking)}
            typer.echo(msgspec.json.format(msgspec.json.encode(told)).decode())
        else:
            typer.echo("\n".join(_told(progress, ranking)))
        return Exit.WELL

    run(lambda house: with_batch(house, batch, work))


def _told(progress: Progress, ranking: RankingPicture | None) -> list[str]:
    rules = progress.rules
    say = words().say
    about: dict[str, Fact] = {"title": progress.title, "n": progress.scripts}
    lines = [
        say("judged.open", **about)
        if progress.closed is None
        else say("judged.ended", **about, why=ended(progress.closed)),
        "  " + say("judged.criterion", criterion=rules.criterion),
    ]
    lines += [f"  {_judge(judge)}" for judge in progress.judges]
    for flagged in progress.flagged:
        both = say("judged.both", first=flagged.first, second=flagged.second)
        told = {"judge": flagged.judge, "what": flagged.problem or both, "why": flagged.comment}
        lines.append("  " + one_line(say("judged.flagged", **told)))
    if rules.reliability is not None:
        reliability = words().number(rules.reliability, 2)
        lines.append("  " + say("judged.ends_at", reliability=reliability))
    if rules.judgements is not None:
        lines.append("  " + say("judged.ends_after", n=rules.judgements))
    if rules.until is not None:
        lines.append("  " + say("judged.ends_on", when=words().moment(rules.until)))
    lines += [f"  {line}" for line in _sure_in_words(ranking)]
    if {judge.kind for judge in progress.judges if judge.decided + judge.imported} == {
        Kind.BASELINE
    }:
        lines.append("  " + say("judged.only_counted"))
    return lines


def _judge(judge: JudgeProgress) -> str:
    say = words().say
    only_imported = judge.imported and not judge.decided and not judge.quota
    made = judge.imported if only_imported else judge.decided
    parts = [
        say("judged.made_of", made=made, n=judge.quota)
        if judge.quota
        else say("ranking.judgements", n=made)
    ]
    for code, count in (
        ("imported", 0 if only_imported else judge.imported),
        ("before_them", judge.before_them),
        ("left", judge.flagged),
    ):
        if count:
            parts.append(say(f"judged.{code}", n=count))
    if judge.revoked:
        parts.append(say("judged.revoked"))
    return one_line(f"{judge.name} ({say(f'judge.{judge.kind}')}): {', '.join(parts)}")


def _sureness(ranking: RankingPicture | None) -> dict[str, object] | None:
    """How sure the ranking is, and what more judgements would bring; None: nothing is judged."""
    if ranking is None:
        return None
    keys = ("judgements", "reliability", "reliability_low", "reliability_high", "not_known_yet")
    return {key: getattr(ranking, key) for key in (*keys, "typical_error", "error_then", "more")}


def _sure_in_words(ranking: RankingPicture | None) -> list[str]:
    if ranking is None:
        return [words().say("judged.nothing")]
    told = [
        f"{words().say('ranking.judgements', n=ranking.judgements)}: {sure_of(ranking, words())}"
    ]
    if ranking.more and ranking.typical_error is not None and ranking.error_then is not None:
        now, then = (words().number(one, 1) for one in (ranking.typical_error, ranking.error_then))
        told.append(words().say("judged.narrower", n=ranking.more, now=now, then=then))
    return told


def import_command(
    batch: BatchId,
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="A CSV of decisions.")],
    once: Annotated[
        bool, typer.Option("--once", help="Lines that repeat word for word count once.")
    ] = False,
) -> None:
    """Take in decisions that were made elsewhere; the same file again changes nothing.

    The columns are those of `judging fit`; scripts are named by file, pupil or id.
    """

    async def work(house: House, found: UUID) -> Exit:
        taken = await taken_in(house, await report_of(house, found), file, once=once)
        typer.echo(words().say("judged.taken_in", n=taken.new, known=taken.known))
        return Exit.WELL

    run(lambda house: with_batch(house, batch, work))


def close_command(batch: BatchId, why: Annotated[str, typer.Option()] = "closed by hand") -> None:
    """End judging: no more pairs are handed out. `judging open` goes on."""

    async def work(house: House, found: UUID) -> Exit:
        await judgings_of(house).close(found, why)
        return Exit.WELL

    run(lambda house: with_batch(house, batch, work))
