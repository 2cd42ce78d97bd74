"""`huleedu judging`: rank from judgements on pairs."""

import csv
import io
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import msgspec
import typer

from huleedu.app.commands import judging_batch, judging_desk
from huleedu.app.commands.program import Exit, fail

if TYPE_CHECKING:
    from huleedu.services.judging.domain import Decisions
    from huleedu.services.judging.domain.graded import GradedClass
    from huleedu.services.judging.domain.ranking import Ranking

SURPRISING = 2.0
"""Standard deviations; what is odder than this is told."""
AGREEMENTS_SHOWN = 12
NEGLIGIBLE = 0.02

commands = typer.Typer(no_args_is_help=True, help="Rank from judgements on pairs.")


def attach(program: typer.Typer) -> None:
    """Make these commands known."""
    judging_batch.attach(commands)
    judging_desk.attach(commands)
    program.add_typer(commands, name="judging")


@commands.callback()
def _judging() -> None:
    """With a callback, a group of one command keeps that command's name."""


@commands.command("fit")
def fit_command(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="A CSV of decisions.")],
    out: Annotated[
        Path | None, typer.Option(file_okay=False, help="Write ranking.csv, .json and .svg here.")
    ] = None,
    anchors: Annotated[
        Path | None,
        typer.Option(exists=True, dir_okay=False, help="Known grades: a CSV of script, grade."),
    ] = None,
    scale: Annotated[
        str, typer.Option(help="A-F, 1-5, CEFR, or own grades from the lowest: F,E,D,C.")
    ] = "A-F",
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    seed: Annotated[int, typer.Option(help="Of the draws behind the intervals.")] = 1,
) -> None:
    """Rank scripts from decisions that were made elsewhere.

    The columns are judge, winner, loser, and perhaps tie and time; or A_id, B_id, better_id.
    """
    from huleedu.services.judging.domain import Decisions, read_decisions  # noqa: PLC0415 - scipy
    from huleedu.services.judging.domain.picture import svg  # noqa: PLC0415 - scipy
    from huleedu.services.judging.domain.ranking import rank  # noqa: PLC0415 - scipy

    try:
        text = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise fail(f"{file} cannot be read as UTF-8 text: {error}", Exit.COULD_NOT_RUN) from error
    decisions = read_decisions(text)
    if not isinstance(decisions, Decisions):
        raise fail(f"{file}: {decisions}", Exit.COULD_NOT_RUN)
    ranking = rank(decisions, seed)
    graded = _graded(decisions, anchors, scale, seed) if anchors else None
    told = msgspec.to_builtins(ranking)
    if graded:
        told["grades"] = msgspec.to_builtins(graded)
    as_text = msgspec.json.format(msgspec.json.encode(told)).decode()
    if out:
        try:
            out.mkdir(parents=True, exist_ok=True)
            (out / "ranking.json").write_text(as_text, encoding="utf-8")
            (out / "ranking.csv").write_text(_table(ranking), encoding="utf-8-sig", newline="")
            (out / "ranking.svg").write_text(svg(ranking), encoding="utf-8")
        except OSError as error:
            raise fail(f"{out} cannot be written: {error}", Exit.COULD_NOT_RUN) from error
    lines = [*_in_words(ranking), *(_grades_in_words(graded) if graded else ())]
    typer.echo(as_text if as_json else "\n".join(lines))


def _graded(decisions: "Decisions", anchors: Path, scale: str, seed: int) -> "GradedClass":
    from huleedu.services.judging.domain import graded  # noqa: PLC0415 - scipy

    chosen = graded.scale_of(scale)
    if isinstance(chosen, graded.NotGraded):
        raise fail(str(chosen), Exit.WRONG_USAGE)
    known = graded.read_anchors(anchors.read_text(encoding="utf-8-sig"))
    if isinstance(known, graded.NotGraded):
        raise fail(f"{anchors}: {known}", Exit.COULD_NOT_RUN)
    found = graded.grade_all(decisions, chosen, known, seed)
    if isinstance(found, graded.NotGraded):
        raise fail(f"{anchors}: {found}", Exit.COULD_NOT_RUN)
    return found


def _grades_in_words(graded: "GradedClass") -> list[str]:
    lines = ["", "Grades, with the probability of each that is not negligible:"]
    for script in graded.scripts:
        chances = ", ".join(
            f"{name} {chance:.0%}"
            for name, chance in script.chances.items()
            if chance >= NEGLIGIBLE
        )
        marks = " – BORDERLINE" * script.borderline
        known = f" (anchor, known: {script.anchor})" if script.anchor else ""
        lines.append(f"  {script.name}: {script.grade} ({chances}){known}{marks}")
    lines += [
        f"{each.to} begins at {each.place:+.2f} (90 %: {each.low:+.2f} to {each.high:+.2f})"
        for each in graded.boundaries
    ]
    lines.append(
        f"{graded.open_below} means 'or lower', {graded.open_above} 'or higher': there are no "
        "anchors beyond them"
    )
    lines += [
        f"LOOK AGAIN at the anchor {name}: its own grade is improbable beside the others"
        for name in graded.misplaced
    ]
    return lines


def _table(ranking: "Ranking") -> str:
    text = io.StringIO(newline="")
    columns = ranking.scripts[0].__slots__
    rows = csv.writer(text)
    rows.writerow(columns)
    rows.writerows([getattr(script, column) for column in columns] for script in ranking.scripts)
    return text.getvalue()


def _in_words(ranking: "Ranking") -> list[str]:
    width = max(6, *(len(script.name) for script in ranking.scripts))
    lines = [f"place  90 %      {'script':<{width}}  ability  error  judgements  infit  outfit"]
    lines += [
        f"{s.place:>5}  {f'{s.low}–{s.high}':<8}  {s.name:<{width}}  {s.ability:>+7.2f}  "
        f"{s.error:>5.2f}  {s.judgements:>10}  {s.infit:>5.2f}  {s.outfit:>6.2f}"
        for s in ranking.scripts
    ]
    if ranking.deciding:
        lines += ["", "Decided above all by (what each judgement moved, in logits):"]
        lines += [
            f"  {s.name}: "
            + ", ".join(
                f"{d.result} {'than' if d.result != 'equal' else 'to'} {d.other} ({d.effect:+.2f})"
                for d in ranking.deciding[s.name]
            )
            for s in ranking.scripts
        ]
    odd = [s for s in ranking.surprises if s.residual >= SURPRISING]
    if odd:
        lines += ["", "Against what the others lead one to expect:"]
        lines += [
            f"  {s.judge}: {s.better} {'equal to' if s.equal else 'better than'} {s.worse} "
            f"({s.residual:.1f} standard deviations)"
            for s in odd
        ]
    lines.append("")
    for agreed in ranking.agreements[:AGREEMENTS_SHOWN]:
        one, other = agreed.judges
        share = agreed.agreed / agreed.pairs
        lines.append(f"{one} and {other} agree on {share:.0%} of {agreed.pairs} pairs")
    for judge in ranking.judges:
        without = "" if judge.without is None else f", {judge.without:.2f} the same without"
        side = f", the first shown won {judge.first_share:.0%}" if ranking.sides_used else ""
        lines.append(
            f"judge {judge.name}: {judge.judgements} judgements, infit {judge.infit:.2f}{side}"
            f"{without}"
        )
    lines.append(
        f"reliability {ranking.reliability:.2f} (90 %: {ranking.low:.2f} to {ranking.high:.2f}) "
        f"from {ranking.judgements} judgements"
    )
    gain = ranking.gain
    lines.append(
        f"{gain.more} more would narrow the typical error from ±{gain.places_off_now:.1f} "
        f"to ±{gain.places_off_then:.1f} places"
    )
    if len(ranking.groups) > 1:
        sizes = ", ".join(map(str, ranking.groups))
        lines.append(
            f"CAUTION: no judgement links the groups of {sizes} scripts: places across them say "
            "nothing. Judge some pairs between them."
        )
    return lines
