"""Anchors that a school keeps: what is known of a text, for whichever batch has it later."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from huleedu.services.judging.domain.desk import Rules


class AnchorKept(msgspec.Struct, frozen=True, kw_only=True):
    """A text that is known by its fingerprint: its grade (empty: none), and its place in logits.

    Places of one `metric` are on one scale, which is named by the batch where it began.
    """

    id: UUID
    name: str
    scale: str
    grade: str
    metric: UUID
    place: float
    error: float
    batch: UUID
    """Where it was placed last."""
    kept_at: datetime
    by_name: str


class AnchorHere(msgspec.Struct, frozen=True):
    """An essay of a batch whose text is an anchor of the school."""

    essay: UUID
    kept: AnchorKept


def fitting(found: Sequence[AnchorHere]) -> tuple[AnchorHere, ...]:
    """Those of one scale of abilities: most of them, and of as many those that were kept last."""
    often = Counter(one.kept.metric for one in found)
    if not often:
        return ()
    last = {one.kept.metric: one.kept.kept_at for one in sorted(found, key=_kept_at)}
    chosen = max(often, key=lambda metric: (often[metric], last[metric]))
    return tuple(one for one in found if one.kept.metric == chosen)


def _kept_at(one: AnchorHere) -> datetime:
    return one.kept.kept_at


def with_anchors(rules: Rules, found: Sequence[AnchorHere]) -> Rules:
    """The same rules, where these essays stand known; what somebody has told of one stays.

    Grades join if they are of the rules' own scale; without one, of the anchors'.
    """
    here = fitting(found)
    if not here:
        return rules
    scales = Counter(one.kept.scale for one in here if one.kept.grade)
    scale = rules.scale or (scales.most_common(1)[0][0] if scales else "")
    grades = {o.essay: o.kept.grade for o in here if o.kept.grade and o.kept.scale == scale}
    places = {one.essay: (one.kept.place, one.kept.error) for one in here}
    return msgspec.structs.replace(
        rules,
        scale=scale,
        grades={**grades, **rules.grades},
        places={**places, **rules.places},
        metric=here[0].kept.metric,
    )
