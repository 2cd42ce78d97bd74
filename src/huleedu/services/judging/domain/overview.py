"""How judging stands, for who set it up: how far, how sure, and how each judge does."""

from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

import msgspec

from huleedu.contracts.judging import Kind
from huleedu.services.judging.domain.desk import Rules
from huleedu.services.judging.domain.figures import AgreedWithOthers, RankingFigures
from huleedu.services.judging.domain.llm_runs import LlmRun
from huleedu.services.judging.domain.llm_use import LlmUse
from huleedu.services.judging.domain.shares import judgements_for

LinkState = Literal["none", "not_opened", "opened", "ended", "revoked"]
Agreement = Literal[
    "unknown",
    "as_others",
    "often_otherwise",
    "reversed",
    "first",
    "second",
    "coin",
    "quick",
]
ODD: tuple[Agreement, ...] = ("reversed", "first", "second", "coin", "quick")
"""How a judge may be off (`ranking.odd_judges.Odd`)."""
SLOW_START = timedelta(days=2)


class Brief(msgspec.Struct, frozen=True):
    """How far judging is, in a word."""

    closed: bool
    decided: int


class UnderWay(msgspec.Struct, frozen=True):
    """How many judgements of how many a judging that is open has."""

    decided: int
    wanted: int


def wanted_of(rules: Rules, asked: int, essays: int, decided: int) -> int:
    """How many judgements there are to be.

    Args:
        asked: of all judges together, as far as each has a quota; 0: nobody has.
    """
    if rules.judgements is not None:
        return rules.judgements
    return max(asked or judgements_for(essays, rules.per_script), decided)


class JudgeSeen(msgspec.Struct, frozen=True, kw_only=True):
    """A judge, what they have done, and how their link stands.

    `first_share`: of their decisions that were not "equal", how many the text shown first won.
    `contradicted`: decisions of a model that it answered otherwise the other way round; `cost`: of
    all its questions, with what is set aside.
    """

    id: UUID
    name: str
    unnamed: bool
    """Nobody has told their name: `name` stands in for it."""
    kind: Kind
    email: str
    quota: int | None
    decided: int
    imported: int
    before_them: int
    flagged: int
    barred: tuple[UUID, ...]
    median_s: float | None
    first_share: float | None
    agreed: AgreedWithOthers | None
    """How often they decided as the ranking of the others has it; None: too few to tell."""
    odd: str
    """How they were off when the ranking was made last."""
    last_seen: datetime | None
    opened_at: datetime | None
    ends_at: datetime | None
    revoked: bool
    left_out: bool
    turned: int
    """So many of their decisions count the other way round."""
    contradicted: int = 0
    cost: float = 0.0

    def link(self, now: datetime) -> LinkState:
        """How their link stands; machines have none."""
        if self.kind is not Kind.PERSON:
            return "none"
        if self.revoked:
            return "revoked"
        if self.ends_at is not None and self.ends_at <= now:
            return "ended"
        return "opened" if self.opened_at else "not_opened"

    @property
    def agreement(self) -> Agreement:
        """Whether they judge as the others do."""
        for odd in ODD:
            if odd == self.odd:
                return odd
        if self.agreed is None:
            return "unknown"
        return "often_otherwise" if self.agreed.seldom else "as_others"


class FlaggedText(msgspec.Struct, frozen=True, kw_only=True):
    """A pair that a judge left unjudged: the essays, which of them is a problem, and the words."""

    judge: str
    first: UUID
    second: UUID
    problem: UUID | None
    comment: str


class Overview(msgspec.Struct, frozen=True, kw_only=True):
    """How the judging of a batch stands.

    `decided` counts the decisions that count; `late` essays came after judging began and are not
    judged; `unlinked` ones are in no judgement yet.
    """

    title: str
    rules: Rules
    essays: int
    late: int
    unlinked: int
    decided: int
    opened_at: datetime
    asked_by: str
    closed_at: datetime | None
    closed_because: str
    closed_by: UUID | None
    judges: tuple[JudgeSeen, ...]
    flagged: tuple[FlaggedText, ...]
    rankings: tuple[RankingFigures, ...]
    """All that were made, in their order."""
    llm: LlmUse | None = None
    """What language models were asked, and whether they may go on."""
    llm_runs: tuple[LlmRun, ...] = ()
    """The last run of each model that a school's people have started."""

    @property
    def sure(self) -> RankingFigures | None:
        """How sure the ranking is that was made last; None: there is none."""
        return self.rankings[-1] if self.rankings else None

    @property
    def wanted(self) -> int:
        """How many judgements there are to be."""
        asked = [
            judge.quota
            for judge in self.judges
            if judge.quota is not None and not judge.left_out and not judge.revoked
        ]
        return wanted_of(self.rules, sum(asked), self.essays, self.decided)

    def slow(self, now: datetime) -> bool:
        """Whether nobody has begun, though there was time."""
        begun = any(judge.decided or judge.imported for judge in self.judges)
        return self.closed_at is None and not begun and now - self.opened_at >= SLOW_START
