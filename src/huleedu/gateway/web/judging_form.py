"""Read the form by which judging is set up; what is wrong is told in words, by field."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time
from uuid import UUID

from huleedu.contracts.reason import Fact
from huleedu.gateway.judge_lines import JudgeLine, LineWrong, NoSuchGroup, barred_by, read_judges
from huleedu.gateway.scales import SCALES, grades_of, scale_told
from huleedu.gateway.web.judging_essays import EssayNamed
from huleedu.gateway.web.new_batch_plan import CRITERION_MAX, EXAMPLES, PlanOffered
from huleedu.gateway.web.pages import Asked
from huleedu.services.judging.api.set_up import (
    PRACTICE_MAX,
    PracticePair,
    Rules,
    judgements_for,
)

FIELDS = (
    *("judges", "unnamed", "share", "quota", "judged_by", "criterion", "steps", "per_essay"),
    *("scale", "grades", "library", "anchor_essay", "anchor_grade", "stop", "reliability", "until"),
    *("links_until", "practice_first", "practice_first_text", "practice_second"),
    *("practice_second_text", "practice_expected", "practice_why"),
    *("llm", "llm_model", "llm_judgements", "llm_money"),
)
ANCHOR_ROWS = 4
"""Empty ones, behind those that are filled in."""
STEPS = (2, 3, 5)
STOPS = ("judgements", "reliability", "day", "by_hand")
PER_ESSAY, PER_ESSAY_MAX = 10, 100
QUOTA_MAX = 10_000
UNNAMED_MAX = 200
RELIABILITY, RELIABILITY_MIN, RELIABILITY_MAX = "0.8", 0.5, 0.95
WHY_MAX = 500
PASTED_MAX = 20_000
LAST_MINUTE = time(23, 59)


@dataclass(frozen=True, slots=True)
class JudgeWanted:
    """Somebody who is to judge, and the essays that they are not to get."""

    line: JudgeLine
    barred: tuple[UUID, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PastedPair:
    """A practice pair as it was filled in: each side an essay, or a text that was pasted."""

    first: EssayNamed | str
    second: EssayNamed | str
    expected: int
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SetUp:
    """How a batch is to be judged, understood; `rules` are without practice pairs."""

    rules: Rules
    judges: tuple[JudgeWanted, ...]
    unnamed: int
    """So many more links, for people whose names are not known."""
    quota: int | None
    """For each; None: what there is to judge is shared evenly."""
    links_until: datetime | None
    practice: tuple[PastedPair, ...]


@dataclass(slots=True)
class _Reading:
    """A form that is being read, and what is wrong with it by now."""

    asked: Asked
    wrong: dict[str, str] = field(default_factory=dict[str, str])

    def no(self, name: str, code: str, **facts: Fact) -> None:
        """Something is wrong with this field."""
        self.wrong.setdefault(name, self.asked.words.say(f"judging.wrong.{code}", **facts))

    def first(self, name: str) -> str:
        return self.asked.first(name)

    def all(self, name: str) -> Sequence[str]:
        return [one.strip() for one in self.asked.form.get(name, ())]

    def whole(self, name: str, least: int, most: int) -> int:
        """A whole number; `least` if it is none."""
        typed = self.first(name)
        told = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 9 else -1
        if least <= told <= most:
            return told
        self.no(name, "whole", least=least, most=most)
        return least

    def day(self, name: str) -> datetime | None:
        """The end of a day to come, where this program runs."""
        try:
            day = datetime.combine(datetime.fromisoformat(self.first(name)), LAST_MINUTE)
        except ValueError:
            self.no(name, "day")
            return None
        if day.astimezone() <= self.asked.web.clock():
            self.no(name, "day_past")
        return day.astimezone()


def read_form(
    asked: Asked,
    essays: Sequence[EssayNamed],
    groups: Mapping[str, Sequence[UUID]],
    offered: PlanOffered,
) -> SetUp | dict[str, str]:
    """How the batch is to be judged, or what is wrong with which field."""
    form = _Reading(asked)
    judges = _judges(form, groups)
    quota = form.whole("quota", 1, QUOTA_MAX) if form.first("share") == "each" else None
    rules = _rules(form, essays, offered)
    practice = _practice(form, {str(one.id): one for one in essays}, rules.steps)
    links_until = form.day("links_until") if form.first("links_until") else None
    unnamed = form.whole("unnamed", 0, UNNAMED_MAX) if form.first("unnamed") else 0
    if form.wrong:
        return form.wrong
    return SetUp(
        rules=rules,
        judges=judges,
        unnamed=unnamed,
        quota=quota,
        links_until=links_until,
        practice=practice,
    )


def _judges(form: _Reading, groups: Mapping[str, Sequence[UUID]]) -> tuple[JudgeWanted, ...]:
    found = read_judges(form.asked.form.get("judges", ("",))[0])
    if isinstance(found, LineWrong):
        form.no("judges", found.code, line=found.line)
        return ()
    judges: list[JudgeWanted] = []
    for line in found:
        barred = barred_by(line.groups, groups)
        if isinstance(barred, NoSuchGroup):
            known = form.asked.words.listed(barred.known)
            code = "no_group" if barred.known else "no_groups"
            form.no("judges", code, judge=line.name, group=barred.name, groups=known)
            return ()
        judges.append(JudgeWanted(line, barred))
    return tuple(judges)


def _rules(form: _Reading, essays: Sequence[EssayNamed], offered: PlanOffered) -> Rules:
    steps = next((step for step in STEPS if str(step) == form.first("steps")), 3)
    per_essay = PER_ESSAY
    if "per_essay" in form.asked.form:
        per_essay = form.whole("per_essay", 1, PER_ESSAY_MAX)
    scale = _scale(form, offered)
    stop = form.first("stop") or STOPS[0]
    total = judgements_for(len(essays), per_essay)
    return Rules(
        criterion=_criterion(form),
        steps=steps,
        per_script=per_essay,
        scale=scale,
        grades=_anchors(form, {str(one.id): one.id for one in essays}, scale),
        judgements=total or None if stop == "judgements" else None,
        reliability=_reliability(form) if stop == "reliability" else None,
        until=form.day("until") if stop == "day" else None,
    )


def _criterion(form: _Reading) -> str:
    chosen = form.first("judged_by")
    if chosen != "own":
        return form.asked.words.say(f"criterion.{chosen if chosen in EXAMPLES else EXAMPLES[0]}")
    own = form.first("criterion")
    if not own:
        form.wrong["criterion"] = form.asked.words.say("new_batch.criterion_missing")
    elif len(own) > CRITERION_MAX:
        told = form.asked.words.say("new_batch.criterion_long", most=CRITERION_MAX)
        form.wrong["criterion"] = told
    return own


def _scale(form: _Reading, offered: PlanOffered) -> str:
    chosen = form.first("scale")
    if chosen != "own":
        known = {kept for kept, _ in offered.scales} | SCALES.keys()
        return chosen if chosen in known else ""
    scale = scale_told(form.first("grades"))
    if not scale:
        form.wrong["grades"] = form.asked.words.say("new_batch.grades_wrong")
    return scale or ""


def _anchors(form: _Reading, essays: Mapping[str, UUID], scale: str) -> dict[UUID, str]:
    rows = zip(form.all("anchor_essay"), form.all("anchor_grade"), strict=False)
    told = [(essay, grade) for essay, grade in rows if essay or grade]
    if not told:
        return {}
    if not scale:
        form.no("scale", "anchor_scale")
        return {}
    grades = grades_of(scale)
    anchors: dict[UUID, str] = {}
    for essay, grade in told:
        if essay not in essays or not grade:
            form.no("anchors", "anchor_half")
        elif grade not in grades:
            form.no("anchors", "anchor_grade", grade=grade, grades=tuple(grades))
        else:
            anchors[essays[essay]] = grade
    return anchors


def _reliability(form: _Reading) -> float | None:
    typed = form.first("reliability").replace(",", ".")
    try:
        told = float(typed)
    except ValueError:
        told = 0.0
    if RELIABILITY_MIN <= told <= RELIABILITY_MAX:
        return told
    form.no("reliability", "reliability")
    return None


def _practice(
    form: _Reading, essays: Mapping[str, EssayNamed], steps: int
) -> tuple[PastedPair, ...]:
    rows = zip(
        *(
            [*form.all(f"practice_{name}"), *[""] * PRACTICE_MAX][:PRACTICE_MAX]
            for name in ("first", "first_text", "second", "second_text", "expected", "why")
        ),
        strict=True,
    )
    pairs: list[PastedPair] = []
    for first, first_text, second, second_text, expected, why in rows:
        if not any((first, first_text, second, second_text, why)):
            continue
        sides = essays.get(first, first_text), essays.get(second, second_text)
        answers = ("1", "-1") if steps == STEPS[0] else ("1", "0", "-1")
        if not all(sides) or sides[0] == sides[1]:
            form.no("practice", "practice_half")
        elif any(isinstance(side, str) and len(side) > PASTED_MAX for side in sides):
            form.no("practice", "practice_long", most=PASTED_MAX)
        elif expected not in answers:
            form.no("practice", "practice_answer")
        else:
            pairs.append(
                PastedPair(
                    first=sides[0], second=sides[1], expected=int(expected), why=why[:WHY_MAX]
                )
            )
    return tuple(pairs)


async def practice_kept(asked: Asked, pairs: Sequence[PastedPair]) -> tuple[PracticePair, ...]:
    """The practice pairs, once the texts that were pasted are kept."""
    pasted = [side for pair in pairs for side in (pair.first, pair.second) if isinstance(side, str)]
    kept = await asked.web.contents.keep([text.encode() for text in pasted]) if pasted else []
    address = dict(zip(pasted, kept, strict=True))

    def of(side: EssayNamed | str) -> tuple[str, UUID | None]:
        return (address[side], None) if isinstance(side, str) else (side.text, side.id)

    made: list[PracticePair] = []
    for pair in pairs:
        (first, first_essay), (second, second_essay) = of(pair.first), of(pair.second)
        made.append(
            PracticePair(
                first=first,
                second=second,
                first_essay=first_essay,
                second_essay=second_essay,
                expected=pair.expected,
                why=pair.why,
            )
        )
    return tuple(made)
