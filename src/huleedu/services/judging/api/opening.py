"""Say by which rules a batch is judged from now on, or why it cannot be."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

import msgspec

from huleedu.contracts.judging import NotOpened
from huleedu.contracts.reason import Reason
from huleedu.services.judging.api.judgings import Judgings
from huleedu.services.judging.domain.desk import Late, Rules, Script
from huleedu.services.judging.domain.grading.anchors import Anchored, read_anchors
from huleedu.services.judging.domain.grading.graded import (
    NotGraded,
    anchor_off_scale,
    bands_of,
    scale_of,
    score_scale,
)
from huleedu.services.judging.domain.names import Known, Meant, NotMeant, meant
from huleedu.services.judging.domain.pairing import Way

__all__ = [
    "USUAL_SCALE",
    "Anchored",
    "Known",
    "Late",
    "Meant",
    "NotGraded",
    "NotMeant",
    "Rules",
    "RulesRefused",
    "Script",
    "Wanted",
    "Way",
    "bands_of",
    "known_names",
    "meant",
    "open_with",
    "read_anchors",
    "rules_from",
    "scale_of",
    "score_scale",
]

USUAL_SCALE = "A-F"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for, checked as far as it can be without the batch.

    `changes` are of `Rules`, by name; what is not among them stays as it was.
    """

    changes: Mapping[str, object]
    scale: str | None
    anchors: Anchored | None


@dataclass(frozen=True, slots=True)
class RulesRefused:
    """It cannot be judged so, and why."""

    why: Reason


async def open_with(
    judgings: Judgings, batch: UUID, title: str, scripts: Sequence[Script], wanted: Wanted
) -> list[Script] | RulesRefused:
    """Open a batch for judging by these rules; the scripts that can be judged.

    Args:
        scripts: what is known to be judged; what is new of it joins.
    """
    await judgings.open(batch, scripts, title)
    known, before = await judgings.scripts(batch), await judgings.rules(batch)
    assert not isinstance(before, NotOpened)
    rules = rules_from(before, wanted, known)
    if isinstance(rules, RulesRefused):
        return rules
    await judgings.open(batch, scripts, title, rules)
    return known


def rules_from(before: Rules, wanted: Wanted, scripts: Sequence[Script]) -> Rules | RulesRefused:
    """The rules as they are to be from now on: each anchor an essay, each grade of the scale."""
    rules = msgspec.structs.replace(before, **wanted.changes)
    if wanted.anchors is not None:
        read = wanted.anchors
        names = [*dict.fromkeys([*read.grades, *read.places])]
        numbers = meant(names, known_names(scripts))
        if isinstance(numbers, NotMeant):
            return RulesRefused(numbers.why)
        essays = [scripts[number].essay for number in numbers.numbers]
        essay = dict(zip(names, essays, strict=True))
        rules = msgspec.structs.replace(
            rules,
            scale=rules.scale or USUAL_SCALE,
            grades={essay[name]: grade for name, grade in read.grades.items()},
            places={essay[name]: place for name, place in read.places.items()},
        )
    scale = scale_of(rules.scale or USUAL_SCALE)
    assert not isinstance(scale, NotGraded)
    for anchor, grade in rules.grades.items():
        if grade not in scale.grades:
            name = next(script.name for script in scripts if script.essay == anchor)
            return RulesRefused(anchor_off_scale(name, grade, scale))
    return rules


def known_names(scripts: Sequence[Script]) -> list[Known]:
    """What people may call the scripts: by file, by id, by pupil."""
    return [
        Known(one.name, (str(one.essay), *((one.pupil,) if one.pupil else ()))) for one in scripts
    ]
