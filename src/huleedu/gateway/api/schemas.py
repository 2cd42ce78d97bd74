"""What clients send, and with which HTTP status each answer goes back."""

from datetime import UTC, datetime
from types import MappingProxyType
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta

from huleedu.contracts.judging import (
    COUNT_MAX,
    Changed,
    Closed,
    CommentDraft,
    CountDiffers,
    DecisionMade,
    DecisionsMade,
    Flag,
    Flagged,
    KeyEnded,
    KeyRevoked,
    MoreAsked,
    Named,
    NameRefused,
    NoDecision,
    NoMore,
    NoPairLeft,
    NoPairNow,
    NoSuchAnswer,
    NotEnrolled,
    NotOpened,
    NotYourPair,
    PairToJudge,
    PracticePairs,
    PracticeToTry,
    QuotaReached,
    Recorded,
    RecordedBefore,
    SchoolPaused,
    Session,
    TakenAgain,
    TakenBack,
    TextsUsedUp,
    Told,
    TooLate,
    UnknownKey,
    Which,
)

YEAR_S = 366 * 24 * 3600
COMMENT_MAX = 2_000
NAME_MAX = 100
NO_NUL = r"^[^\x00]*$"
"""PostgreSQL keeps every character but this one."""

Comment = Annotated[
    str,
    Meta(
        max_length=COMMENT_MAX,
        pattern=NO_NUL,
        description=f"text of at most {COMMENT_MAX} characters, without NUL characters",
    ),
]


LIMIT, LIMIT_MAX = 50, 200


class QueryFields(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What may stand behind the question mark of an address."""


Limit = Annotated[
    int, Meta(ge=1, le=LIMIT_MAX, description=f"a whole number from 1 to {LIMIT_MAX}")
]
Cursor = Annotated[
    str, Meta(max_length=2_000, description="the `next` of the part before, or left out")
]


class Listing(QueryFields, frozen=True, kw_only=True):
    """Which part of a list."""

    limit: Limit = LIMIT
    after: Cursor = ""


class RequestBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a client sends: a misspelt field is refused rather than overlooked."""


AnswerSent = Annotated[
    int,
    Meta(
        ge=-2,
        le=2,
        description="a whole number, above 0 if the first text is better: 2 much better, "
        "1 better, 0 equal, -1 worse, -2 much worse; with three steps 1, 0 or -1, with two "
        "1 or -1 (the session tells how many steps there are)",
    ),
]
Took = Annotated[float, Meta(ge=0, le=YEAR_S)]
TOOK = "how long it took: a number of seconds from 0 to a year"


About = Annotated[
    Which | None,
    Meta(description="the text that the comment is about: first or second; null: both"),
]


class Decision(RequestBody, frozen=True, kw_only=True):
    """What the judge says of a pair."""

    answer: AnswerSent
    took_s: Annotated[Took | None, Meta(description=f"{TOOK}, or null")] = None
    comment: Comment = ""
    about: About = None


class Flagging(RequestBody, frozen=True, kw_only=True):
    """Why a pair is left unjudged."""

    why: Annotated[
        Flag,
        Meta(
            description="cannot_judge (the judge cannot or should not compare these), "
            "too_alike, off_task, unreadable, knows_pupil, worrying (whoever asked has to see it: "
            "their pages tell of it at once) or problem_file (a text is broken, empty or not the "
            "pupil's)"
        ),
    ]
    which: Annotated[
        Which | None,
        Meta(description="the text that is the problem: first or second, or null"),
    ] = None
    comment: Comment = ""


class Undoing(RequestBody, frozen=True, kw_only=True):
    """How many decisions are taken back."""

    decided: Annotated[
        int,
        Meta(
            ge=0,
            le=COUNT_MAX,
            description="how many decisions the judge has made, as the session tells: a whole "
            "number from 0; if it is another one, nothing is taken back, so that repeating a "
            "request does no harm",
        ),
    ]
    count: Annotated[
        int,
        Meta(
            ge=1,
            le=COUNT_MAX,
            description="how many of the last ones are taken back: a whole number from 1",
        ),
    ] = 1


class Holding(RequestBody, frozen=True, kw_only=True):
    """What the judge looks at just now, so that the pair after it is told."""

    holding: Annotated[
        UUID | None,
        Meta(description="the pair in hand, whose successor is wanted, or null"),
    ] = None


class ChangedDecision(RequestBody, frozen=True, kw_only=True):
    """What the judge says now of a pair that they had decided."""

    answer: AnswerSent
    took_s: Annotated[Took | None, Meta(description=f"{TOOK}; null or left out: as it was")] = None
    comment: Annotated[
        Comment | None,
        Meta(
            description=f"text of at most {COMMENT_MAX} characters, without NUL characters; null "
            "or left out: as it was"
        ),
    ] = None


class Drafting(RequestBody, frozen=True, kw_only=True):
    """A comment that is begun."""

    pair: Annotated[UUID, Meta(description="a pair that is before the judge")]
    comment: Comment
    about: About = None


class Naming(RequestBody, frozen=True, kw_only=True):
    """What a judge is called whose link was made without a name."""

    name: Annotated[
        str,
        Meta(
            min_length=1,
            max_length=NAME_MAX,
            pattern=NO_NUL,
            description=f"text of 1 to {NAME_MAX} characters, without NUL characters",
        ),
    ]


class Healthy(Told, frozen=True):
    """The server answers."""


class Ready(Told, frozen=True):
    """The server and its database answer."""


STATUS: MappingProxyType[type[Told], int] = MappingProxyType(
    {
        Session: 200,
        PairToJudge: 200,
        # to be told that there is no pair is an expected answer to the question for one
        QuotaReached: 200,
        TextsUsedUp: 200,
        NoPairLeft: 200,
        NoPairNow: 200,
        Closed: 200,
        Recorded: 200,
        Changed: 200,
        Flagged: 200,
        TakenBack: 200,
        TakenAgain: 200,
        MoreAsked: 200,
        NoMore: 200,
        DecisionsMade: 200,
        CommentDraft: 200,
        PracticePairs: 200,
        Named: 200,
        Healthy: 200,
        Ready: 200,
        UnknownKey: 401,
        KeyRevoked: 401,
        KeyEnded: 401,
        NotEnrolled: 403,
        SchoolPaused: 403,
        NotYourPair: 404,
        NoDecision: 404,
        NotOpened: 409,
        RecordedBefore: 409,
        CountDiffers: 409,
        TooLate: 409,
        NoSuchAnswer: 422,
        NameRefused: 422,
    }
)
"""Every answer's status; `RecordedBefore` has another one if nothing differs."""
SAID_BEFORE = 200
"""What was said now was said before: the client may go on as if this had been the first time."""


def status_of(told: Told) -> int:
    """The answer's HTTP status."""
    if isinstance(told, RecordedBefore) and told.same:
        return SAID_BEFORE
    return STATUS[type(told)]


def statuses_of(form: type[Told]) -> tuple[int, ...]:
    """All statuses with which this form of answer is sent."""
    return (SAID_BEFORE, STATUS[form]) if form is RecordedBefore else (STATUS[form],)


_PAIR = UUID("5b0e3c9e-6d0c-4a43-9d52-0c8f6d9a41e7")

EXAMPLES: tuple[Told, ...] = (
    Session(
        judge="Åsa",
        title="Class 9B, argumentative text",
        essays=30,
        criterion="Which text is the better piece of writing, in content, structure and language?",
        steps=5,
        quota=20,
        decided=17,
        closed=None,
        more=10,
    ),
    PairToJudge(
        pair=_PAIR,
        first="School should start at nine, because …",
        second="In my opinion the school day …",
        leased_until=datetime(2026, 11, 26, 14, 15, tzinfo=UTC),
    ),
    QuotaReached(quota=20),
    TextsUsedUp(texts=60),
    NoPairLeft(),
    NoPairNow(),
    Closed(why="closed by hand"),
    Recorded(),
    Changed(),
    Flagged(),
    TakenBack(decisions=1),
    TakenAgain(),
    MoreAsked(quota=30),
    NoMore(),
    DecisionsMade(
        items=(
            DecisionMade(
                pair=_PAIR,
                first="School should start at nine, because",
                second="In my opinion the school day",
                answer=2,
                comment="The second one never says why.",
                about=Which.SECOND,
                decided_at=datetime(2026, 11, 26, 14, 2, tzinfo=UTC),
                changed_at=None,
            ),
        ),
        next=None,
    ),
    PracticePairs(
        items=(
            PracticeToTry(
                first="School should start at nine, because …",
                second="In my opinion the school day …",
                expected=1,
                why="The first one gives reasons, the second one only says so.",
            ),
        )
    ),
    CommentDraft(
        pair=_PAIR,
        comment="The second one never",
        about=Which.SECOND,
        saved_at=datetime(2026, 11, 26, 14, 1, tzinfo=UTC),
    ),
    Named(name="Åsa Lind"),
    Healthy(),
    Ready(),
    UnknownKey(),
    KeyRevoked(),
    KeyEnded(),
    NotEnrolled(),
    SchoolPaused(),
    NotYourPair(),
    NoDecision(),
    NotOpened(),
    RecordedBefore(answer=2, same=True),
    RecordedBefore(answer=-1, same=False),
    CountDiffers(decided=16),
    TooLate(why="closed by hand"),
    NoSuchAnswer(allowed=(-1, 0, 1)),
    NameRefused(why="alike"),
)
"""One of each form, for those who write a client; of two statuses, one for each."""

REQUEST_BODIES: tuple[RequestBody, ...] = (
    Decision(answer=2, took_s=31.5, comment="The second one never says why.", about=Which.SECOND),
    Flagging(why=Flag.PROBLEM_FILE, which=Which.FIRST, comment="It ends in mid-sentence."),
    Undoing(decided=17),
    Holding(holding=_PAIR),
    ChangedDecision(answer=-1),
    Drafting(pair=_PAIR, comment="The second one never", about=Which.SECOND),
    Naming(name="Åsa Lind"),
)
