"""How a new batch is to be judged: what stands folded under "More"."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from huleedu.gateway.scales import SCALES, grades_of, scale_name, scale_told
from huleedu.gateway.web.coming import people
from huleedu.gateway.web.pages import Asked, Form
from huleedu.services.identity import api as identity
from huleedu.services.judging.api.plans import Plan

PLAN_FIELDS = ("judged_by", "criterion", "scale", "grades", "known", "anchors", "llm", "secret")
EXAMPLES = ("whole", "reader")
"""Criteria that stand ready; the first is what is asked as a rule."""
CRITERION_MAX = 2_000
ANCHORS_MAX = 100
NAME_MAX = 255
BETWEEN = re.compile(r"\s*[;,\t]\s*(?=[^;,\t]*$)")
"""What stands between a file's name and its grade: the last of its kind in the line."""


@dataclass(frozen=True, slots=True)
class PlanOffered:
    """What of a plan the school offers: scales, and whether language models may judge."""

    scales: Sequence[tuple[str, str]]
    llm: bool


async def plan_offered(asked: Asked) -> PlanOffered:
    """What whoever asks may choose."""
    school, database = asked.signed_in.school, people(asked)
    choices = await identity.school_choices(database, school)
    llm = await identity.llm_settings(database, school)
    return PlanOffered(
        [(kept, scale_name(kept)) for kept in choices.scales],
        identity.may_use_llm(llm, asked.signed_in.rights),
    )


def plan_form(plan: Plan, offered: PlanOffered) -> Form:
    """A plan, as the form asks for it."""
    scales = [kept for kept, _ in offered.scales]
    scale = plan.scale if plan.scale in scales else "own" if plan.scale else ""
    return {
        "judged_by": ["own"] if plan.criterion else [],
        "criterion": [plan.criterion or ""],
        "scale": [scale],
        "grades": [",".join(grades_of(plan.scale)) if scale == "own" else ""],
        "llm": ["on"] if plan.llm and offered.llm else [],
        "secret": ["on"] if plan.secret else [],
    }


def plan_understood(asked: Asked, offered: PlanOffered, wrong: dict[str, str]) -> Plan:
    """What was filled in; what is wrong with which field is added to `wrong`, in words."""
    scale = _scale(asked, offered, wrong)
    llm, secret = bool(asked.first("llm")) and offered.llm, bool(asked.first("secret"))
    if llm and secret:
        wrong["llm"] = asked.words.say("new_batch.llm_or_secret")
    return Plan(
        criterion=_criterion(asked, wrong),
        scale=scale,
        llm=llm,
        secret=secret,
        anchors=_anchors(asked, scale, wrong),
    )


def _criterion(asked: Asked, wrong: dict[str, str]) -> str | None:
    """What judges will be asked; the usual question, unless another one was chosen."""
    chosen = asked.first("judged_by")
    if chosen in EXAMPLES[1:]:
        return asked.words.say(f"criterion.{chosen}")
    if chosen != "own":
        return None
    own = asked.first("criterion")
    if not own:
        wrong["criterion"] = asked.words.say("new_batch.criterion_missing")
    elif len(own) > CRITERION_MAX:
        wrong["criterion"] = asked.words.say("new_batch.criterion_long", most=CRITERION_MAX)
    return own


def _scale(asked: Asked, offered: PlanOffered, wrong: dict[str, str]) -> str:
    """The scale's name, or its grades from the lowest; empty: none."""
    chosen = asked.first("scale")
    if chosen != "own":
        known = {kept for kept, _ in offered.scales} | SCALES.keys()
        return chosen if chosen in known else ""
    scale = scale_told(asked.first("grades"))
    if not scale:
        wrong["grades"] = asked.words.say("new_batch.grades_wrong")
    return scale or ""


def _anchors(asked: Asked, scale: str, wrong: dict[str, str]) -> dict[str, str]:
    """Grades that are known, by their files' names; none, if that comes later."""
    if asked.first("known") != "now":
        return {}
    grades = {grade.casefold(): grade for grade in grades_of(scale)}
    lines = [line.strip() for line in asked.first("anchors").splitlines() if line.strip()]
    found: dict[str, str] = {}
    for line in lines:
        name, *rest = BETWEEN.split(line)
        grade = grades.get(rest[0].casefold()) if rest else None
        if not grade or not 0 < len(name) <= NAME_MAX or name in found:
            wrong["anchors"] = asked.words.say("new_batch.anchors_wrong", line=line[:60])
            return {}
        found[name] = grade
    if not 0 < len(found) <= ANCHORS_MAX:
        wrong["anchors"] = asked.words.say("new_batch.anchors_missing", most=ANCHORS_MAX)
    return found
