"""P12: the essays that are to be talked about, the hardest first, for a meeting of colleagues."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal
from uuid import UUID, uuid4

from huleedu.gateway.talking import Talked, talked
from huleedu.gateway.web.batch import Batch, batch_of
from huleedu.gateway.web.essay_doing import ask_again
from huleedu.gateway.web.essay_page import speaker
from huleedu.gateway.web.essay_story import (
    ChanceBar,
    MarkedText,
    ToldJudgement,
    chances,
    judgement_of,
    marked_text,
)
from huleedu.gateway.web.live import Told
from huleedu.gateway.web.pages import (
    Answer,
    Asked,
    Done,
    MayNot,
    NotThere,
    Page,
    PageRoute,
    Redirect,
    Undo,
    View,
    identifier,
)
from huleedu.gateway.web.rendering import rendered
from huleedu.services.judging.api import look_again
from huleedu.services.judging.api.anonymising import mentions
from huleedu.services.results import api as results
from huleedu.services.results.api import EssayReport, ListedFile, grades, talk
from huleedu.services.results.api.talk import (
    NothingToUndo,
    NotOnList,
    OnListBefore,
    Outcome,
    SaidNow,
    TalkEntry,
    TalkReason,
    Verdict,
)

AT_ONCE = 10
"""So many cards stand on a page: each holds three texts."""
OUTCOMES: dict[str, Outcome] = {
    "stays": "stays",
    "grade": "grade",
    "look_again": "look_again",
    "text": "text",
}
LINE_MAX = 300
MORE_USUALLY = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class TalkCard:
    """An essay to talk about: why, its text, and the two judgements that disagree most."""

    file: ListedFile
    called: str
    reasons: Sequence[TalkReason]
    judgements: int
    place: int
    chances: Sequence[ChanceBar]
    decided: str
    text: MarkedText
    opposed: Sequence[ToldJudgement]


async def _talked(asked: Asked, batch: Batch) -> Talked:
    contents = asked.web.contents
    return await talked(asked.database("results"), asked.database("judging"), contents, batch.id)


async def to_talk_about(asked: Asked) -> Answer:
    """The list, and what came of talking."""
    batch = await batch_of(asked, "look")
    if not isinstance(batch, Batch):
        return batch
    # read first: what the page shows is not older than what its stream goes on behind
    revision = await results.revision(asked.database("results"), batch.id)
    names = await _names(asked, batch, AT_ONCE)
    return Page("talk.html", {**names, "revision": revision})


async def on_paper(asked: Asked) -> Answer:
    """All of it to be printed: texts, facts, and lines for notes."""
    batch = await batch_of(asked, "look")
    if not isinstance(batch, Batch):
        return batch
    return Page("talk_print.html", await _names(asked, batch, None))


async def live_parts(asked: Asked, batch: UUID, after: int) -> Told | None:
    """The list's heading and what is news, if anything of the batch has changed since."""
    seen = await batch_of(asked, "look", batch)
    revision = await results.revision(asked.database("results"), batch)
    if revision <= after or not isinstance(seen, Batch):
        return None
    names = await _names(asked, seen, AT_ONCE)
    return Told(revision, rendered(asked, "talk_live.html", names, None))


async def _names(asked: Asked, batch: Batch, at_most: int | None) -> dict[str, object]:
    known = await _talked(asked, batch)
    start = 0 if at_most is None else _start(asked.query("from"), len(known.talk.open))
    shown = known.talk.open[start : start + at_most if at_most else None]
    school = asked.signed_in.school
    decided = await grades.decided(asked.database("results"), batch.id, school)
    cards = [await _card(asked, batch, known, entry, decided) for entry in shown]
    listed = {entry.essay for entry in known.talk.open}
    return {
        "batch": batch,
        "known": known,
        "cards": cards,
        "count": len(known.talk.open),
        "start": start,
        "more": start + len(shown) if start + len(shown) < len(known.talk.open) else None,
        "page_cards": AT_ONCE,
        "closed": known.talk.closed,
        "addable": [essay for essay in known.files if essay not in listed],
        "outcomes": tuple(OUTCOMES),
        "most_again": look_again.MORE_MAX,
        "usually_again": MORE_USUALLY,
        "request": uuid4,
    }


def _start(asked_for: str, count: int) -> int:
    found = int(asked_for) if asked_for.isascii() and asked_for.isdigit() else 0
    return found if len(asked_for) < 7 and found < count else 0


async def _card(
    asked: Asked,
    batch: Batch,
    known: Talked,
    entry: TalkEntry,
    decided: dict[UUID, grades.DecidedGrade],
) -> TalkCard:
    by_pair = {one.pair: one for one in known.of(entry.essay)}
    two = [judgement_of(by_pair[pair], entry.essay, known) for pair in entry.opposed]
    ranked = known.ranked(entry.essay)
    return TalkCard(
        file=known.files[entry.essay],
        called=known.called(entry.essay),
        reasons=entry.reasons,
        judgements=entry.judgements,
        place=ranked.place if ranked else 0,
        chances=chances(ranked, asked.words),
        decided=decided[entry.essay].grade if entry.essay in decided else "",
        text=marked_text(await _report(asked, batch, entry.essay), asked.words),
        opposed=[
            replace(one, other_text=text.text)
            for one in two
            if (text := await _report(asked, batch, one.other))
        ],
    )


async def _report(asked: Asked, batch: Batch, essay: UUID) -> EssayReport | None:
    database, contents = asked.database("results"), asked.web.contents
    found = await results.essay_of_file(database, contents, batch.id, essay, mentions)
    return found if isinstance(found, EssayReport) else None


async def put(asked: Asked) -> Answer:
    """Put an essay on the list by hand."""
    batch = await batch_of(asked, "work")
    essay = identifier(asked.first("essay"))
    if not isinstance(batch, Batch):
        return batch
    known = await _talked(asked, batch)
    if essay is None or essay not in known.files:
        return NotThere()
    at = f"/batches/{batch.id}"
    outcome = await talk.put(
        *(asked.database("results"), batch.id, essay, speaker(asked), _line(asked, "line")),
        asked.web.clock(),
        once=identifier(asked.first("once")),
    )
    there = f"{at}/essays/{essay}" if asked.first("from") == "essay" else f"{at}/talk#essay-{essay}"
    facts = {"name": known.called(essay)}
    if isinstance(outcome, OnListBefore):
        return Redirect(there, Done("talk_there_before", facts))
    undo = Undo(f"{at}/talk/{essay}/undo", {"from": asked.first("from")})
    return Redirect(there, Done("talk_put", facts, undo))


async def close(asked: Asked) -> Answer:
    """Close an essay with what came of talking about it."""
    found = await _entry(asked)
    if not isinstance(found, tuple):
        return found
    batch, known, essay = found
    at, entry = f"/batches/{batch.id}/talk", known.talk.by_essay.get(essay)
    outcome = OUTCOMES.get(asked.first("outcome"))
    if outcome is None:
        return Redirect(f"{at}#essay-{essay}", Done("talk_outcome_missing"))
    told = asked.first("more")
    more = int(told) if told.isascii() and told.isdigit() and len(told) < 4 else MORE_USUALLY
    again = outcome == "look_again"
    verdict = Verdict(
        outcome=outcome,
        line=_line(asked, "line"),
        present=_line(asked, "present"),
        more=min(max(more, 1), look_again.MORE_MAX) if again else 0,
    )
    facts = {"name": known.called(essay)}
    if entry is None:
        return Redirect(at, _closed_meanwhile(known, essay))
    said = await talk.close(
        *(asked.database("results"), batch.id, entry, speaker(asked), verdict), asked.web.clock()
    )
    if isinstance(said, NotOnList):
        return Redirect(at, _closed_meanwhile(await _talked(asked, batch), essay))
    if again:
        await ask_again(asked, batch, essay, verdict.more)
    undo = Undo(f"{at}/{essay}/undo")
    return Redirect(at, Done(f"talk_closed.{outcome}", facts, undo))


def _closed_meanwhile(known: Talked, essay: UUID) -> Done:
    last = next((one for one in known.talk.closed if one.essay == essay), None)
    facts = {"name": known.called(essay)}
    if last is None:
        return Done("talk_not_there", facts)
    return Done("talk_closed_meanwhile", {**facts, "by": last.by_name})


async def undo(asked: Asked) -> Answer:
    """Take back what was said last of an essay."""
    found = await _entry(asked)
    if not isinstance(found, tuple):
        return found
    batch, known, essay = found
    at, now = f"/batches/{batch.id}", asked.web.clock()
    last = next((one for one in known.talk.closed if one.essay == essay), None)
    said = await talk.undo(asked.database("results"), batch.id, essay, speaker(asked), now)
    if isinstance(said, SaidNow) and last and last.outcome == "look_again":
        await _withdraw(asked, batch, essay)
    there = f"{at}/essays/{essay}" if asked.first("from") == "essay" else f"{at}/talk#essay-{essay}"
    code = "talk_nothing_to_undo" if isinstance(said, NothingToUndo) else "talk_undone"
    return Redirect(there, Done(code, {"name": known.called(essay)}))


async def _withdraw(asked: Asked, batch: Batch, essay: UUID) -> None:
    """What was asked for by the outcome is not asked for any more."""
    judging, now = asked.database("judging"), asked.web.clock()
    for look in await look_again.of_essay(judging, batch.id, essay):
        if not look.over:
            await look_again.withdraw(judging, batch.id, look.id, now)


async def _entry(asked: Asked) -> tuple[Batch, Talked, UUID] | NotThere | MayNot:
    batch, essay = await batch_of(asked, "work"), asked.identifier("essay")
    if not isinstance(batch, Batch):
        return batch
    known = await _talked(asked, batch)
    return (batch, known, essay) if essay and essay in known.files else NotThere()


def _line(asked: Asked, field: str) -> str:
    return " ".join(asked.first(field).split()).replace("\x00", "")[:LINE_MAX]


def _route(method: Literal["GET", "POST"], path: str, what: str, view: View) -> PageRoute:
    at = f"/batches/{{batch}}/talk{path}"
    return PageRoute(method=method, path=at, who="signed-in", what=what, view=view)


TALK_PAGES = (
    _route("GET", "", "the essays to talk about", to_talk_about),
    _route("GET", "/print", "the same, to be printed", on_paper),
    _route("POST", "", "put an essay on the list", put),
    _route("POST", "/{essay}/outcome", "close an essay with an outcome", close),
    _route("POST", "/{essay}/undo", "take back what was said last of it", undo),
)
