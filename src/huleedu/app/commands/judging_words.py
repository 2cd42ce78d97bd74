"""Say a ranking in words on a terminal, and write it as tables."""

from collections.abc import Sequence

from huleedu.app.language import words
from huleedu.gateway.report.odd_words import odd_judges
from huleedu.gateway.report.ranking_words import drifted, sureness
from huleedu.gateway.report.scores import scores_of
from huleedu.kit import spreadsheet
from huleedu.services.judging.api.ranking import (
    BandedClass,
    GradedClass,
    PeopleAndModels,
    Ranking,
    RankingJudge,
    described,
)

SURPRISING = 2.0
"""Standard deviations; what is odder than this is told."""
SCRIPTS_SHOWN, JUDGES_SHOWN, LINES_SHOWN, DECIDED_SHOWN = 60, 20, 12, 40
"""More than this is told in the files of `--out` and by `--json` only."""
NEGLIGIBLE = 0.02
SINGULAR = {"person": "person", "model": "model", "baseline": "baseline", "import": "imported"}


def in_words(ranking: Ranking) -> list[str]:
    """The whole outcome, the summary last, where a terminal ends."""
    return [
        *_places(ranking),
        *_decided(ranking),
        *_surprises(ranking),
        *(_grades(ranking.grades) if ranking.grades else ()),
        *(_bands(ranking.bands) if ranking.bands else ()),
        "",
        *_agreements(ranking),
        *(_people_and_models(ranking.people_and_models) if ranking.people_and_models else ()),
        *_cut([_judge(judge, ranking) for judge in ranking.judges], JUDGES_SHOWN, "judges"),
        *_odd(ranking),
        *_summary(ranking),
    ]


def _cut(lines: Sequence[str], most: int, what: str) -> list[str]:
    if len(lines) <= most:
        return [*lines]
    return [*lines[:most], f"… and {len(lines) - most} more {what}: see --out or --json"]


def _places(ranking: Ranking) -> list[str]:
    shown = ranking.scripts[:SCRIPTS_SHOWN]
    width = max(6, *(len(script.name) for script in shown))
    lines = [
        f"{s.place:>5}  {f'{s.low}–{s.high}':<9}  {s.name:<{width}}  "
        f"{round(s.ability, 2) + 0.0:>+7.2f}  "  # what rounds to nought has no sign
        f"{s.error:>5.2f}  {s.judgements:>10}  {s.infit:>5.2f}  {s.outfit:>6.2f}"
        for s in ranking.scripts
    ]
    head = f"place  90 %       {'script':<{width}}  ability  error  judgements  infit  outfit"
    return [head, *_cut(lines, SCRIPTS_SHOWN, "scripts")]


def _decided(ranking: Ranking) -> list[str]:
    if not ranking.deciding or len(ranking.scripts) > DECIDED_SHOWN:
        return []
    lines = ["", "Decided above all by (what each judgement moved, in logits):"]
    for script in ranking.scripts:
        told = ", ".join(
            f"{d.result} {'to' if d.result == 'equal' else 'than'} {d.other} ({d.effect:+.2f})"
            for d in ranking.deciding[script.name]
        )
        lines.append(f"  {script.name}: {told or 'nothing, it has not been judged'}")
    return lines


def _surprises(ranking: Ranking) -> list[str]:
    odd = [s for s in ranking.surprises if s.residual >= SURPRISING]
    if not odd:
        return []
    return ["", "Against what the others lead one to expect:"] + [
        f"  {s.judge}: {s.better} {'equal to' if s.equal else 'better than'} {s.worse} "
        f"({s.residual:.1f} standard deviations)"
        for s in odd
    ]


def _grades(graded: GradedClass) -> list[str]:
    lines: list[str] = []
    for script in graded.scripts:
        marks = " – BORDERLINE" * script.borderline
        chances = _chances(script.chances)
        if script.anchor:
            judged = f"; judged {chances}" * (script.grade != script.anchor)
            lines.append(f"  {script.name}: {script.anchor} (anchor, known{judged})")
        else:
            lines.append(f"  {script.name}: {script.said} ({chances}){marks}")
    borderline = [script.name for script in graded.scripts if script.borderline]
    said = [f"{len(borderline)} borderline: {', '.join(borderline)}"] if borderline else []
    said += [
        f"{each.to} begins at {each.place:+.2f} (90 %: {each.low:+.2f} to {each.high:+.2f})"
        for each in graded.boundaries
    ]
    ends = [
        f"{grade} means '{grade} {way}': no anchor tells how far it reaches"
        for grade, end, way in (
            (graded.open_below, graded.grades[0], "or lower"),
            (graded.open_above, graded.grades[-1], "or higher"),
        )
        if grade != end
    ]
    again = [
        f"LOOK AGAIN at the anchor {name}: its own grade is improbable beside the others"
        for name in graded.misplaced
    ]
    head = ["", "Grades, with the probability of each that is not negligible:"]
    return [*head, *_cut(lines, SCRIPTS_SHOWN, "scripts"), *said, *ends, *again]


def _bands(banded: BandedClass) -> list[str]:
    cut = ", ".join(f"{name} {share:.0%}" for name, share in banded.bands)
    lines = [f"  {s.name}: {s.band} ({_chances(s.chances)})" for s in banded.scripts]
    head = ["", f"Bands of the class, from the lowest ({cut}); a band is no grade:"]
    return [*head, *_cut(lines, SCRIPTS_SHOWN, "scripts")]


def _chances(chances: dict[str, float]) -> str:
    told = (f"{name} {chance:.0%}" for name, chance in chances.items() if chance >= NEGLIGIBLE)
    return ", ".join(told)


def _agreements(ranking: Ranking) -> list[str]:
    lines: list[str] = []
    for each in ranking.agreements:
        one, other = each.judges
        kappa = "" if each.kappa is None else f", kappa {each.kappa:.2f}"
        lines.append(
            f"{one} and {other} agree on {each.agreed / each.pairs:.0%} of {each.pairs} pairs "
            f"(by chance {each.chance:.0%}{kappa})"
        )
    return _cut(lines, LINES_SHOWN, "pairs of judges")


def _people_and_models(found: PeopleAndModels) -> list[str]:
    lines: list[str] = []
    if found.pairs:
        share = found.agreed / found.pairs
        lines.append(f"people and models agree on {share:.0%} of {found.pairs} pairs both saw")
    if found.correlation is not None:
        lines.append(
            f"people's ranking and the models' correlate {found.correlation:.2f} over "
            f"{found.scripts} scripts"
        )
    lines += [
        f"  {each.script}: place {each.people} by people, {each.models} by models "
        f"({each.errors:+.1f} standard errors)"
        for each in found.apart
    ]
    return lines


def _judge(judge: RankingJudge, ranking: Ranking) -> str:
    said = [words().say("ranking.judgements", n=judge.judgements), f"infit {judge.infit:.2f}"]
    if len(ranking.judges) > 1:
        said.append(f"weight {judge.weight:.2f}")
    if ranking.sides_used and judge.first_share is not None:
        ends = f"{judge.first_low:.0%} to {judge.first_high:.0%}"
        said.append(f"the first shown won {judge.first_share:.0%} (90 %: {ends})")
    if judge.seconds is not None:
        quick = f", {judge.quick} of {judge.timed} below {judge.quick_means}" * (judge.quick > 0)
        said.append(f"median {judge.seconds:.0f} s{quick}")
    if (moves := judge.without_moves) is not None:
        far = f", farthest {moves.script} by {moves.places}" * (moves.places > 0)
        said.append(f"{moves.correlation:.2f} the same without{far}")
    return f"judge {judge.name} ({SINGULAR[judge.kind]}): {', '.join(said)}"


def _odd(ranking: Ranking) -> list[str]:
    """Who is off, and what the ranking is without them."""
    told = odd_judges(described(ranking), {s.name: s.name for s in ranking.scripts}, words())
    return [f"CAUTION: {said}" for said in told.judges] + [*told.otherwise]


def _summary(ranking: Ranking) -> list[str]:
    lines = [words().explain(note) for note in ranking.notes]
    measures, gain = ranking.measures, ranking.gain
    if measures:
        moved = f", by which {measures.moved} moves {measures.moved_places} places"
        lines.append(
            f"the measures ({', '.join(measures.names)}) explain {measures.explained:.0%} of the "
            f"differences{moved * (measures.moved_places > 0)}"
        )
    if ranking.views_differ is not None:
        lines.append(f"judges' views of a script differ by {ranking.views_differ:.2f} logits")
    picture = described(ranking).essays
    far = [each for each in picture if each.found_place is not None]
    lines += [f"LOOK AGAIN: {drifted(each, each.essay, words())}" for each in far]
    unknown = ranking.not_known_yet or ""
    sure = sureness(ranking.reliability, ranking.low, ranking.high, unknown, words())
    lines.append(f"{words().say('ranking.judgements', n=ranking.judgements)}: {sure}")
    lines.append(
        f"{gain.more} more judgements would narrow the typical error from "
        f"±{gain.places_off_now:.1f} to ±{gain.places_off_then:.1f} places"
        if gain
        else f"the typical error is ±{ranking.places_off:.0f} places"
    )
    if ranking.not_graded:
        lines.append(words().explain(ranking.not_graded))
    if len(ranking.groups) > 1:
        sizes = ", ".join(map(str, ranking.groups[:LINES_SHOWN]))
        more = " …" * (len(ranking.groups) > LINES_SHOWN)
        lines.append(
            f"CAUTION: no judgement links the groups of {sizes}{more} scripts: places across them "
            "say nothing. Judge some pairs between them."
        )
    return lines


def scripts_table(ranking: Ranking) -> str:
    """A row for each script, the best first, with grades and bands if there are any."""
    columns = list(ranking.scripts[0].__slots__)
    rows = [[getattr(script, column) for column in columns] for script in ranking.scripts]
    scores = scores_of(described(ranking))
    columns += ["score", "score_error"]
    for row, each in zip(rows, ranking.scripts, strict=True):
        score = scores.get(each.name)
        row.extend([score.score, score.error] if score else [None, None])
    graded, banded = ranking.grades, ranking.bands
    if graded:
        columns += ["grade", "grade_said", "borderline", "known_grade", "misplaced"]
        columns += [f"chance_{grade}" for grade in graded.grades]
        for row, each in zip(rows, graded.scripts, strict=True):
            row += [each.grade, each.said, "yes" if each.borderline else "no", each.anchor or ""]
            row += ["yes" if each.name in graded.misplaced else "no", *each.chances.values()]
    if banded:
        columns += ["band", *(f"chance_{name}" for name, _ in banded.bands)]
        for row, each in zip(rows, banded.scripts, strict=True):
            row += [each.band, *each.chances.values()]
    return spreadsheet.written([columns, *rows])


def judges_table(ranking: Ranking) -> str:
    """A row for each judge."""
    columns = [name for name in ranking.judges[0].__slots__ if name != "without_moves"]
    rows: list[list[object]] = []
    for judge in ranking.judges:
        moves = judge.without_moves
        row = [getattr(judge, column) for column in columns]
        rows.append([*row, *((moves.places, moves.script) if moves else (None, None))])
    return spreadsheet.written([[*columns, "without_places", "without_script"], *rows])
