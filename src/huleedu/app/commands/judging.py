"""`huleedu judging`: rank from judgements on pairs."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import msgspec
import typer

from huleedu.app.commands.decision_files import text_of, told_of
from huleedu.app.commands.judging_words import in_words, judges_table, scripts_table
from huleedu.app.commands.program import Exit, fail
from huleedu.app.language import words
from huleedu.contracts.reason import Reason
from huleedu.gateway.report.drawing import svg
from huleedu.gateway.report.image import png
from huleedu.kit.extras import NotInstalled
from huleedu.kit.folders import make_private
from huleedu.services.judging.api.ranking import (
    Anchored,
    Asked,
    Decisions,
    NotGraded,
    NotRead,
    Ranking,
    anchor_off_scale,
    anchor_unknown,
    bands_of,
    described,
    rank,
    read_anchors,
    read_decisions,
    read_measures,
    scale_of,
    score_scale,
)

Known = Annotated[
    Path | None,
    typer.Option(
        exists=True,
        dir_okay=False,
        help="What is known: a CSV of script, grade; or script, place, error (logits); or both.",
    ),
]
Measured = Annotated[
    Path | None,
    typer.Option(
        exists=True, dir_okay=False, help="A CSV of script and numeric columns, as a prior."
    ),
]
SCALE_HELP = "A-F, 1-5, CEFR, or own grades from the lowest: F,E,D,C."
BANDS_HELP = "Without anchors: bands from the lowest, low:0.25,middle:0.5,high:0.25."
OUT_HELP = "Write ranking.csv, .json, .svg and .png and judges.csv here."


def fit_command(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="A CSV of decisions.")],
    out: Annotated[Path | None, typer.Option(file_okay=False, help=OUT_HELP)] = None,
    anchors: Known = None,
    scale: Annotated[str, typer.Option(help=SCALE_HELP)] = "A-F",
    bands: Annotated[str, typer.Option(help=BANDS_HELP)] = "",
    measures: Measured = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    seed: Annotated[int, typer.Option(min=0, help="Of the draws behind the intervals.")] = 1,
    scores: Annotated[
        str, typer.Option(help="Abilities as scores, too: mean and spread.")
    ] = "100:15",
    once: Annotated[
        bool, typer.Option("--once", help="Lines that repeat word for word count once.")
    ] = False,
) -> None:
    """Rank scripts from decisions that were made elsewhere.

    The columns are winner, loser (or chosen, not chosen), or left, right, winner (or A, B,
    better), or those of `huleedu judging decisions`; and perhaps judge, tie, time, took_s, kind
    (person, model, baseline).
    """
    decisions = read_decisions(text_of(file), once=once)
    if not isinstance(decisions, Decisions):
        raise fail(f"{file}: {decisions}", Exit.COULD_NOT_RUN)
    told_of(decisions)
    ranking = rank(
        decisions,
        seed,
        replace(_asked(decisions, anchors, scale, bands, measures), scores=_scores(scores)),
    )
    told = msgspec.json.format(msgspec.json.encode(ranking))
    if out:
        _write(ranking, told, out)
    typer.echo(told.decode() if as_json else "\n".join(in_words(ranking)))


def _asked(
    decisions: Decisions, known: Path | None, scale: str, bands: str, measured: Path | None
) -> Asked:

    chosen = scale_of(scale)
    if isinstance(chosen, NotGraded):
        raise fail(words().explain(chosen.why), Exit.WRONG_USAGE)
    cut = bands_of(bands) if bands else ()
    if isinstance(cut, NotGraded):
        raise fail(f"--bands: {words().explain(cut.why)}", Exit.WRONG_USAGE)
    anchors = read_anchors(text_of(known)) if known else Anchored({}, {})
    if isinstance(anchors, NotGraded):
        raise fail(f"{known}: {words().explain(anchors.why)}", Exit.COULD_NOT_RUN)
    for wrong in (
        *_strange(decisions, {**anchors.grades, **anchors.places}),
        *(
            anchor_off_scale(script, grade, chosen)
            for script, grade in anchors.grades.items()
            if grade not in chosen.grades
        ),
    ):
        raise fail(f"{known}: {words().explain(wrong)}", Exit.COULD_NOT_RUN)
    measures = read_measures(text_of(measured), decisions.scripts) if measured else None
    if isinstance(measures, NotRead):
        raise fail(f"{measured}: {words().explain(measures.why)}", Exit.COULD_NOT_RUN)
    return Asked(
        measures=measures,
        grades=anchors.grades,
        places=anchors.places,
        scale=chosen if anchors.grades else None,
        bands=cut,
    )


def _scores(told: str) -> tuple[float, float]:
    found = score_scale(told)
    if found is None:
        why = words().explain(Reason("rules.no_scores", {"told": told}))
        raise fail(f"--scores: {why}", Exit.WRONG_USAGE)
    return found


def _strange(decisions: Decisions, anchors: Mapping[str, object]) -> list[Reason]:
    there = set(decisions.scripts)
    return [anchor_unknown(script) for script in anchors if script not in there]


def _write(ranking: Ranking, told: bytes, out: Path) -> None:

    drawing = svg(described(ranking), {}, words())
    try:
        make_private(out)
        (out / "ranking.json").write_bytes(told)
        for name, table in (
            ("ranking.csv", scripts_table(ranking)),
            ("judges.csv", judges_table(ranking)),
        ):
            (out / name).write_text(table, encoding="utf-8-sig", newline="")
        (out / "ranking.svg").write_text(drawing, encoding="utf-8")
        (out / "ranking.png").write_bytes(png(drawing))
    except NotInstalled as error:
        typer.echo(f"There is ranking.svg, and no ranking.png. {error}", err=True)
    except OSError as error:
        raise fail(f"{out} cannot be written: {error}", Exit.COULD_NOT_RUN) from error
