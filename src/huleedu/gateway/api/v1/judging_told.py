"""What the API tells of a batch's judging, and of who judges."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

import msgspec
from msgspec import Meta

from huleedu.gateway.api.v1.answers import ApiAnswer
from huleedu.gateway.api.v1.forms import Count
from huleedu.services.judging.api.steering import (
    Agreement,
    JudgeSeen,
    Late,
    LinkState,
    Overview,
    Rules,
)

JudgingState = Literal["not_opened", "open", "closed"]
Steps = Literal[2, 3, 5]
Share = Annotated[float, Meta(ge=0, le=1)]


class KnownGrade(msgspec.Struct, frozen=True, kw_only=True):
    """An essay of the batch whose grade is known."""

    essay: UUID
    grade: str


class PracticeTold(msgspec.Struct, frozen=True, kw_only=True):
    """A pair to try first; null: a text that was sent for it."""

    first_essay: UUID | None
    second_essay: UUID | None
    expected: Annotated[int, Meta(ge=-2, le=2)]
    why: str


class JudgingResource(ApiAnswer, frozen=True, kw_only=True, tag="judging"):
    """How a batch is judged, or is to be; its ETag names the rules."""

    batch: UUID
    state: JudgingState
    criterion: str
    steps: Annotated[int, Meta(ge=2, le=5)]
    """How many answers a question has: 2, 3 or 5."""
    per_essay: Count
    scale: str
    known: tuple[KnownGrade, ...]
    practice: tuple[PracticeTold, ...]
    reliability: float | None
    """It ends by itself when this much is reached; so after `judgements`, and at `until`."""
    judgements: Count | None
    until: datetime | None
    when_late: Late
    """What becomes of essays that come once judges have begun: they wait to be let in, or join."""
    essays: Count
    """Those that are judged, or could be."""
    late: Count
    """Came after judging began: POST …/open lets them in."""
    opened_at: datetime | None
    closed_at: datetime | None
    closed_because: str

    def changeable(self) -> object:
        """What may be changed of it."""
        rules = (self.criterion, self.steps, self.per_essay, self.scale, self.known, self.practice)
        ends = self.reliability, self.judgements, self.until
        return self.batch, rules, ends, self.when_late


class EnrolmentResource(ApiAnswer, frozen=True, kw_only=True, tag="enrolment"):
    """Somebody who judges; `counts`: their decisions do. Its ETag names what may be changed.

    So many as `turned` count the other way round, for somebody has said so. `agreed` of `compared`
    are as the ranking of the others has it.
    """

    id: UUID
    batch: UUID
    name: str
    unnamed: bool
    """The link was made without a name, which stands in until whoever opens it tells theirs."""
    kind: Literal["person", "model", "baseline", "import"]
    email: str
    quota: Count | None
    barred: tuple[UUID, ...]
    """Essays that they never get."""
    ends_at: datetime | None
    """When their link ends by itself."""
    counts: bool
    turned: Count
    link: LinkState
    decided: Count
    imported: Count
    before_them: Count
    flagged: Count
    median_s: float | None
    first_share: Share | None
    """Of what they decided otherwise than equal, how much the first text won."""
    agreed: Count | None
    compared: Count
    agreement: Agreement
    last_seen: datetime | None

    def changeable(self) -> object:
        """What may be changed of it."""
        terms = self.quota, self.barred, self.ends_at, self.counts, self.turned
        return self.id, self.name, self.email, terms


def judging_resource(batch: UUID, found: Overview | Rules, essays: int) -> JudgingResource:
    """A judging as it is told: how it stands, or by which rules it would be opened.

    Args:
        essays: how many could be judged, of one that was never opened.
    """
    rules = found.rules if isinstance(found, Overview) else found
    opened = found if isinstance(found, Overview) else None
    return JudgingResource(
        batch=batch,
        state="not_opened" if opened is None else "closed" if opened.closed_at else "open",
        criterion=rules.criterion,
        steps=rules.steps,
        per_essay=rules.per_script,
        scale=rules.scale,
        known=tuple(KnownGrade(essay=essay, grade=told) for essay, told in rules.grades.items()),
        practice=tuple(
            PracticeTold(
                first_essay=one.first_essay,
                second_essay=one.second_essay,
                expected=one.expected,
                why=one.why,
            )
            for one in rules.practice
        ),
        reliability=rules.reliability,
        judgements=rules.judgements,
        until=rules.until,
        when_late=rules.late,
        essays=opened.essays if opened else essays,
        late=opened.late if opened else 0,
        opened_at=opened.opened_at if opened else None,
        closed_at=opened.closed_at if opened else None,
        closed_because=opened.closed_because if opened else "",
    )


def enrolment_resource(batch: UUID, judge: JudgeSeen, now: datetime) -> EnrolmentResource:
    """Somebody who judges, as they are told."""
    return EnrolmentResource(
        id=judge.id,
        batch=batch,
        name=judge.name,
        unnamed=judge.unnamed,
        kind=judge.kind.value,
        email=judge.email,
        quota=judge.quota,
        barred=judge.barred,
        ends_at=judge.ends_at,
        counts=not judge.left_out,
        turned=judge.turned,
        link=judge.link(now),
        decided=judge.decided,
        imported=judge.imported,
        before_them=judge.before_them,
        flagged=judge.flagged,
        median_s=judge.median_s,
        first_share=judge.first_share,
        agreed=judge.agreed.agreed if judge.agreed else None,
        compared=judge.agreed.compared if judge.agreed else 0,
        agreement=judge.agreement,
        last_seen=judge.last_seen,
    )
