"""Which essays are to be talked about, and why: from the ranking, the judges and what people said.

What the rules find stays on the list until somebody closes it with an outcome; it comes back for
another reason, and after a look again if it is still so.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import product
from typing import Literal
from uuid import UUID

from huleedu.contracts.ranking import RankedEssay, RankingPicture
from huleedu.contracts.reason import Reason

Outcome = Literal["stays", "grade", "look_again", "text"]
"""What came of talking: it stays as it is, a grade was decided, more judges look at it, or the text
itself is the problem."""
SaidKind = Literal["put", "closed", "undone"]

INFIT_FROM = 1.5
"""From so much on judgements of an essay are too surprising to be chance: where Linacre (2002, What
do infit and outfit mean) calls them unproductive."""
JUDGED_FROM = 4
"""Of fewer judgements nothing can be said."""


OF_TEXTS = ("worrying", "off_task", "unreadable", "problem_file")
"""Flags that say something of a text, the worst first; others are about the pair, or the judge."""


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedSide:
    """A judgement as one essay's side of it: `better` is 1, 0 (equal) or -1 than `other`."""

    pair: UUID
    essay: UUID
    other: UUID
    better: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FlaggedText:
    """A text that a judge could not judge; `why` is a code, `comment` the judge's words."""

    pair: UUID
    essay: UUID
    judge: str
    why: str
    comment: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TalkSaid:
    """What somebody said of an essay that is, or was, on the list; `number` tells the order.

    Of one closed: `covers` are the keys of the reasons that it was there for; `judgements` how many
    it had then, and `more` how many were asked for, if that was the outcome.
    """

    id: UUID
    number: int
    essay: UUID
    kind: SaidKind
    at: datetime
    by: UUID | None
    by_name: str
    line: str = ""
    present: str = ""
    outcome: Outcome | None = None
    covers: tuple[str, ...] = ()
    judgements: int = 0
    more: int = 0


@dataclass(frozen=True, slots=True)
class TalkReason:
    """Why an essay is on the list; `key` tells it from other reasons, `line` is in own words."""

    key: str
    why: Reason
    line: str = ""


@dataclass(frozen=True, slots=True)
class TalkEntry:
    """An essay to talk about; `fits` judgements speak for its place, `against` speak against it."""

    essay: UUID
    reasons: tuple[TalkReason, ...]
    fits: int
    against: int
    judgements: int
    opposed: tuple[UUID, ...] = ()
    """The pairs of the two judgements that disagree most: the one for it, the one against it."""

    @property
    def keys(self) -> tuple[str, ...]:
        """What an outcome covers."""
        return tuple(reason.key for reason in self.reasons)


@dataclass(frozen=True, slots=True)
class TalkList:
    """The essays to talk about, the hardest first, and how others were closed, the last first."""

    open: tuple[TalkEntry, ...] = ()
    closed: tuple[TalkSaid, ...] = ()
    by_essay: Mapping[UUID, TalkEntry] = field(default_factory=dict[UUID, TalkEntry])


def talk_list(
    ranking: RankingPicture | None,
    judged: Iterable[JudgedSide],
    flagged: Iterable[FlaggedText],
    said: Iterable[TalkSaid],
    essays: Iterable[UUID],
) -> TalkList:
    """What there is to talk about.

    Args:
        judged: every judgement that counts, from both essays' sides.
        said: all that was ever said of the list, in any order.
        essays: those that take part; others are left out.
    """
    ranked = {UUID(each.essay): each for each in ranking.essays} if ranking else {}
    reasons = _flags(flagged)
    for essay, found in _found(ranking, ranked, sides := _by_essay(judged)).items():
        reasons.setdefault(essay, []).extend(found)
    talked = standing(said)
    entries: dict[UUID, TalkEntry] = {}
    closed: list[TalkSaid] = []
    for essay in dict.fromkeys(essays):
        own, of = sides.get(essay, []), talked.get(essay, [])
        covered = _covered(of, len(own))
        there = [*reasons.get(essay, ()), *_put(of)]
        left = tuple(each for each in there if each.key not in covered)
        if left:
            entries[essay] = _entry(essay, left, own, ranked)
        elif of and of[-1].kind == "closed":
            closed.append(of[-1])
    hardest = sorted(entries.values(), key=lambda entry: _hardness(entry, ranked))
    return TalkList(tuple(hardest), tuple(sorted(closed, key=lambda one: -one.number)), entries)


def standing(said: Iterable[TalkSaid]) -> dict[UUID, list[TalkSaid]]:
    """What was said of each essay and not undone, in order: an undoing takes back the last."""
    of: dict[UUID, list[TalkSaid]] = {}
    for each in sorted(said, key=lambda one: one.number):
        stands = of.setdefault(each.essay, [])
        if each.kind != "undone":
            stands.append(each)
        elif stands:
            stands.pop()
    return of


def _covered(of: Sequence[TalkSaid], judgements: int) -> set[str]:
    """What is closed. One that was to be looked at again is so only until that has been done."""
    return {
        key
        for each in of
        if each.kind == "closed"
        and not (each.outcome == "look_again" and judgements >= each.judgements + each.more)
        for key in each.covers
    }


def _put(of: Sequence[TalkSaid]) -> list[TalkReason]:
    return [
        TalkReason(f"put:{each.id}", Reason("talk_put", {"by": each.by_name}), each.line)
        for each in of
        if each.kind == "put"
    ]


def _flags(flagged: Iterable[FlaggedText]) -> dict[UUID, list[TalkReason]]:
    found: dict[UUID, list[TalkReason]] = {}
    for flag in flagged:
        if flag.why not in OF_TEXTS:
            continue
        why = Reason("talk_flagged", {"judge": flag.judge, "kind": flag.why})
        reason = TalkReason(f"flagged:{flag.pair}", why, flag.comment)
        found.setdefault(flag.essay, []).append(reason)
    return found


def _by_essay(judged: Iterable[JudgedSide]) -> dict[UUID, list[JudgedSide]]:
    of: dict[UUID, list[JudgedSide]] = {}
    for side in judged:
        of.setdefault(side.essay, []).append(side)
    return of


def _found(
    ranking: RankingPicture | None,
    ranked: Mapping[UUID, RankedEssay],
    sides: Mapping[UUID, Sequence[JudgedSide]],
) -> dict[UUID, list[TalkReason]]:
    """What the ranking says against itself."""
    found: dict[UUID, list[TalkReason]] = {}
    for essay, each in ranked.items():
        found[essay] = [*_disagree(each, sides.get(essay, ()), ranked), *_borderline(each)]
    apart = ranking.people_and_models.apart if ranking and ranking.people_and_models else ()
    for line in apart:
        why = Reason("talk_apart", {"people": line.people, "models": line.models})
        found.setdefault(UUID(line.essay), []).append(TalkReason("apart", why))
    return found


def _disagree(
    each: RankedEssay, own: Sequence[JudgedSide], ranked: Mapping[UUID, RankedEssay]
) -> list[TalkReason]:
    fits, against = _votes(own, ranked)
    many = each.infit is not None and each.infit >= INFIT_FROM and each.judgements >= JUDGED_FROM
    if not many or not against:
        return []
    return [TalkReason("disagree", Reason("talk_disagree", {"fits": fits, "against": against}))]


def _votes(own: Sequence[JudgedSide], ranked: Mapping[UUID, RankedEssay]) -> tuple[int, int]:
    """How many judgements say what the order says, and how many the opposite."""
    fits = against = 0
    for side in own:
        if side.better and side.essay in ranked and side.other in ranked:
            above = ranked[side.essay].ability > ranked[side.other].ability
            fits, against = (
                (fits + 1, against) if above == (side.better > 0) else (fits, against + 1)
            )
    return fits, against


def _borderline(each: RankedEssay) -> list[TalkReason]:
    if each.found_place is not None:
        return [TalkReason("anchor", Reason("talk_anchor_drifted"))]
    if each.misplaced:
        why = Reason("talk_anchor", {"known": each.known_grade, "grade": each.grade})
        return [TalkReason("anchor", why)]
    if not each.borderline or len(each.chances) < 2:
        return []
    likeliest = sorted(each.chances, key=lambda grade: -each.chances[grade])[:2]
    other, one = (grade for grade in each.chances if grade in likeliest)  # from the lowest
    return [TalkReason("borderline", Reason("talk_borderline", {"grade": one, "other": other}))]


def _entry(
    essay: UUID,
    reasons: tuple[TalkReason, ...],
    own: Sequence[JudgedSide],
    ranked: Mapping[UUID, RankedEssay],
) -> TalkEntry:
    fits, against = _votes(own, ranked)
    return TalkEntry(essay, reasons, fits, against, len(own), _most_opposed(own, ranked))


def _most_opposed(
    own: Sequence[JudgedSide], ranked: Mapping[UUID, RankedEssay]
) -> tuple[UUID, ...]:
    """It was found better than a strong one, and worse than a weak one: the widest such gap.

    Of an essay that only won, or only lost, the judgement that surprises most.
    """
    known = [side for side in own if side.other in ranked]
    ability = {side.pair: ranked[side.other].ability for side in known}
    won = [side.pair for side in known if side.better > 0]
    lost = [side.pair for side in known if side.better < 0]
    if won and lost:
        return max(product(won, lost), key=lambda two: ability[two[0]] - ability[two[1]])
    if won:
        return (max(won, key=lambda pair: ability[pair]),)
    return (min(lost, key=lambda pair: ability[pair]),) if lost else ()


def _hardness(entry: TalkEntry, ranked: Mapping[UUID, RankedEssay]) -> tuple[float, ...]:
    """What sorts: a flagged text first, then most reasons, most against it, least sure grade."""
    flagged = any(key.startswith("flagged:") for key in entry.keys)
    each = ranked.get(entry.essay)
    sure = max(each.chances.values(), default=1.0) if each else 1.0
    share = entry.against / max(1, entry.fits + entry.against)
    place = each.place if each else len(ranked) + 1
    return (not flagged, -len(entry.reasons), -share, sure, place)
