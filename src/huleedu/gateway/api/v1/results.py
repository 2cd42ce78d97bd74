"""A batch's results over the API: the ranking with its chances, who judged how, the drawing."""

from collections.abc import Sequence
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta
from starlette.requests import Request
from starlette.responses import Response

from huleedu.contracts.ranking import RankingPicture
from huleedu.gateway.api.problems import HttpRefusal
from huleedu.gateway.api.schemas import Listing, QueryFields
from huleedu.gateway.api.v1.answers import ApiAnswer
from huleedu.gateway.api.v1.asking import NOTHING, AnyApiRoute, ApiAsked, ApiRoute, RawApiRoute
from huleedu.gateway.api.v1.batches import BATCH
from huleedu.gateway.api.v1.forms import Count
from huleedu.gateway.api.v1.paging import part
from huleedu.gateway.api.v1.seen import QueryAny, SentAny, batch_seen
from huleedu.gateway.report.drawing import svg
from huleedu.gateway.report.scores import Score, scores_of
from huleedu.gateway.web.results import told
from huleedu.gateway.web.results.loading import Results, load_results
from huleedu.gateway.web.results.rows import Flag, ResultRow
from huleedu.gateway.words.words import words

SVG = "image/svg+xml"
NOTHING_DRAWN = '<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>'
"""The drawing of a batch that nobody has judged."""
RankingNumber = Annotated[
    int, Meta(ge=0, le=2**31, description="the number of a ranking that was told; 0: the newest")
]


class OfRanking(QueryFields, frozen=True, kw_only=True):
    """Of which ranking."""

    ranking: RankingNumber = 0


class RankingListing(Listing, frozen=True, kw_only=True):
    """Which part of a ranking: all parts of one number are of one order."""

    ranking: RankingNumber = 0


class ResultsResource(ApiAnswer, frozen=True, kw_only=True, tag="results"):
    """How a batch's results stand; `ranking` is null until somebody has judged.

    `typical_error` is in places, `error_then` what it would be after `more` judgements;
    `for_grading` is false where a program has only counted. Probabilities are no grades: `decided`
    counts those that a person has decided.
    """

    batch: UUID
    sentence: str
    ranking: Count | None
    newest: Count
    """If this is larger than `ranking`, there are newer judgements."""
    judgements: Count
    judged_by: dict[str, Count]
    """How many people, models …"""
    for_grading: bool
    reliability: float | None
    reliability_low: float | None
    reliability_high: float | None
    typical_error: float | None
    more: Count
    error_then: float | None
    grades: tuple[str, ...]
    """The scale from the lowest; empty: no grade is likeliest."""
    why_no_grades: str
    essays: Count
    ranked: Count
    borderline: Count
    decided: Count
    clear: Count
    """Undecided, with a grade that is certain, and nothing that speaks against it."""
    look_again: dict[Flag, Count]


class RankedLine(msgspec.Struct, frozen=True, kw_only=True):
    """An essay at its place, which lies between `low` and `high` with 90 %; `chances` of grades.

    `name` is a code while names are hidden; `place` is null of one that nobody has judged.
    """

    essay: UUID
    name: str
    place: Count | None
    low: Count | None
    high: Count | None
    ability: float | None
    error: float | None
    score: float | None
    """The ability with the mean and the spread that the judging asks for, 100 and 15 usually."""
    judgements: Count
    likeliest: str
    chances: dict[str, float]
    band: str
    known_grade: str
    """Of an anchor."""
    flags: tuple[Flag, ...]
    decided_grade: str
    misspellings: Count | None
    feedback: str


class RankingPart(ApiAnswer, frozen=True, kw_only=True, tag="ranking"):
    """Some of a ranking by place; who was not judged stands at the end."""

    ranking: Count | None
    items: tuple[RankedLine, ...]
    next: str | None


class JudgedHow(msgspec.Struct, frozen=True, kw_only=True):
    """How somebody judged; null where there is nothing to tell.

    `infit` is about 1 for who judges as one expects; `first_share`: how often the text shown first
    won, with its 90 % interval; `median_s`: the median time of a judgement. `agreed` of `compared`
    decisions are as the others' ranking has it; `odd` says how they are off (`reversed`, `first`,
    `second`, `coin`, `quick`), and is empty if they are not. So many as `turned` count the other
    way round, for somebody has said so.
    """

    name: str
    kind: str
    judgements: Count
    infit: float | None
    first_share: float | None
    first_low: float | None
    first_high: float | None
    median_s: float | None
    quick: Count
    agreement: str
    side: str
    agreed: Count | None
    compared: Count
    odd: str
    turned: Count


class JudgesResource(ApiAnswer, frozen=True, kw_only=True, tag="judges"):
    """Who judged, and how; `people_and_models`: how far both say the same, in sentences.

    `odd` says in sentences which judges are off, `otherwise` what the ranking is without them,
    `noted` whose decisions somebody has turned or left out, and which anchors have drifted.
    """

    ranking: Count | None
    items: tuple[JudgedHow, ...]
    people_and_models: tuple[str, ...]
    odd: tuple[str, ...]
    otherwise: tuple[str, ...]
    noted: tuple[str, ...]


async def _loaded(asked: ApiAsked[SentAny, QueryAny], ranking: int = 0) -> Results | HttpRefusal:
    seen = await batch_seen(asked, asked.ids["batch"])
    if isinstance(seen, HttpRefusal):
        return seen
    contents, school = asked.web.contents, asked.who.school
    return await load_results(asked.database, contents, seen.id, school, ranking or None)


async def get_results(asked: ApiAsked[None, None]) -> ResultsResource | HttpRefusal:
    """How a batch's results stand."""
    of = await _loaded(asked)
    if isinstance(of, HttpRefusal):
        return of
    ranking, said = of.ranking, words("en")
    return ResultsResource(
        batch=asked.ids["batch"],
        sentence=told.heading(of, said),
        ranking=of.number or None,
        newest=of.newest,
        judgements=ranking.judgements if ranking else 0,
        judged_by=ranking.kinds if ranking else {},
        for_grading=bool(ranking and ranking.for_grading),
        reliability=ranking.reliability if ranking else None,
        reliability_low=ranking.reliability_low if ranking else None,
        reliability_high=ranking.reliability_high if ranking else None,
        typical_error=ranking.typical_error if ranking else None,
        more=ranking.more if ranking else 0,
        error_then=ranking.error_then if ranking else None,
        grades=ranking.grades if ranking else (),
        why_no_grades=told.without_grades(ranking, said) if ranking else "",
        essays=len(of.rows),
        ranked=sum(row.ranked is not None for row in of.rows),
        borderline=of.borderline,
        decided=of.decided,
        clear=len(of.clear),
        look_again={need.code: need.n for need in told.needs(of, "")},
    )


async def list_ranking(asked: ApiAsked[None, RankingListing]) -> RankingPart | HttpRefusal:
    """Some of a batch's ranking."""
    of = await _loaded(asked, asked.query.ranking)
    if isinstance(of, HttpRefusal):
        return of
    numbered = list(enumerate(of.rows))
    some = part(numbered, lambda one: [f"{one[0]:09}"], asked.query)
    if isinstance(some, HttpRefusal):
        return some
    scores = scores_of(of.ranking)
    items = tuple(_line(row, scores.get(str(row.essay))) for _, row in some[0])
    return RankingPart(ranking=of.number or None, items=items, next=some[1])


def _line(row: ResultRow, score: Score | None) -> RankedLine:
    each = row.ranked
    return RankedLine(
        essay=row.essay,
        name=row.line.name,
        place=each.place if each else None,
        low=each.low if each else None,
        high=each.high if each else None,
        ability=each.ability if each else None,
        error=each.error if each else None,
        score=score.score if score else None,
        judgements=each.judgements if each else 0,
        likeliest=row.likeliest,
        chances=dict(row.chances),
        band=each.band if each else "",
        known_grade=each.known_grade if each else "",
        flags=row.flags,
        decided_grade=row.decided.grade if row.decided else "",
        misspellings=row.line.misspellings,
        feedback=row.feedback or "",
    )


async def list_judges(asked: ApiAsked[None, OfRanking]) -> JudgesResource | HttpRefusal:
    """Who judged, and how."""
    of = await _loaded(asked, asked.query.ranking)
    if isinstance(of, HttpRefusal):
        return of
    off = told.odd(of.ranking, told.names_of(of.rows), words("en")) if of.ranking else None
    return JudgesResource(
        ranking=of.number or None,
        items=tuple(_judges(of.ranking, of.rows)) if of.ranking else (),
        people_and_models=(
            tuple(told.people_against_models(of.ranking, words("en"))) if of.ranking else ()
        ),
        odd=off.judges if off else (),
        otherwise=off.otherwise if off else (),
        noted=(told.noted(of.ranking, told.names_of(of.rows), words("en")) if of.ranking else ()),
    )


def _judges(ranking: RankingPicture, rows: Sequence[ResultRow]) -> list[JudgedHow]:
    said = told.judges(ranking, told.names_of(rows), words("en"))
    return [
        JudgedHow(
            name=line.name,
            kind=line.kind,
            judgements=line.judgements,
            infit=line.infit,
            first_share=line.first_share if ranking.sides_used else None,
            first_low=line.first_low if ranking.sides_used else None,
            first_high=line.first_high if ranking.sides_used else None,
            median_s=line.seconds,
            quick=line.quick,
            agreement=judge.agreement,
            side=judge.side,
            agreed=line.agreed,
            compared=line.compared,
            odd=line.odd,
            turned=line.turned,
        )
        for line, judge in zip(ranking.panel, said, strict=True)
    ]


async def draw_ranking(
    asked: ApiAsked[None, OfRanking], _request: Request
) -> Response | HttpRefusal:
    """The ranking as an image; of a batch that nobody has judged an empty one."""
    of = await _loaded(asked, asked.query.ranking)
    if isinstance(of, HttpRefusal):
        return of
    named = told.names_of(of.rows)
    image = svg(of.ranking, named, words("en")) if of.ranking else NOTHING_DRAWN
    headers = {"Content-Disposition": 'attachment; filename="ranking.svg"'}
    return Response(image.encode(), headers=headers, media_type=SVG)


ROUTES: tuple[AnyApiRoute, ...] = (
    ApiRoute(
        method="GET",
        path=f"{BATCH}/results",
        what="How a batch's results stand",
        needs="read",
        who="teacher",
        takes=NOTHING,
        query=NOTHING,
        says=ResultsResource,
        do=get_results,
    ),
    ApiRoute(
        method="GET",
        path=f"{BATCH}/results/ranking",
        what="Some of a ranking, by place, with the chances of grades",
        needs="read",
        who="teacher",
        takes=NOTHING,
        query=RankingListing,
        says=RankingPart,
        do=list_ranking,
    ),
    ApiRoute(
        method="GET",
        path=f"{BATCH}/results/judges",
        what="Who judged, and how",
        needs="read",
        who="teacher",
        takes=NOTHING,
        query=OfRanking,
        says=JudgesResource,
        do=list_judges,
    ),
    RawApiRoute(
        method="GET",
        path=f"{BATCH}/results/drawing.svg",
        what="The ranking as an image",
        needs="read",
        who="teacher",
        query=OfRanking,
        says={200: SVG},
        do=draw_ranking,
    ),
)
