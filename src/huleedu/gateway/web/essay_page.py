"""P11: one essay, why it stands where it stands, and what may be done with it."""

from dataclasses import replace
from uuid import UUID, uuid4

from huleedu.gateway.talking import Talked, talked
from huleedu.gateway.web.about_batch import about_batch
from huleedu.gateway.web.batch import Batch, May, batch_of
from huleedu.gateway.web.essay_story import (
    ToldJudgement,
    chances,
    deciding,
    judgement_of,
    life,
    marked_text,
    measures,
)
from huleedu.gateway.web.file_rows import row_of
from huleedu.gateway.web.live import Told
from huleedu.gateway.web.pages import (
    Answer,
    Asked,
    MayNot,
    NotThere,
    Page,
    PageRoute,
    Redirect,
    identifier,
)
from huleedu.gateway.web.rendering import rendered
from huleedu.services.judging.api import look_again, of_essays
from huleedu.services.judging.api.anonymising import mentions
from huleedu.services.judging.api.opening import USUAL_SCALE, NotGraded, scale_of
from huleedu.services.judging.api.plans import plan_of
from huleedu.services.lifecycle import api as lifecycle
from huleedu.services.results import api as results
from huleedu.services.results.api import EssayReport, ListedFile, NotHeardOf, grades, own_words
from huleedu.services.results.api.talk import Speaker, said_of

REPLACED = "replaced"
GONE = ("unpacked", "withdrawn")


def speaker(asked: Asked) -> Speaker:
    """Who asks, as what they say is told to others."""
    return Speaker(asked.signed_in.person, asked.signed_in.name)


async def essay_of(asked: Asked, needs: May) -> tuple[Batch, ListedFile] | NotThere | MayNot:
    """The batch and the essay at this address."""
    batch = await batch_of(asked, needs)
    if not isinstance(batch, Batch):
        return batch
    identity = asked.identifier("essay")
    if identity is None:
        return NotThere()
    file = await results.file_listed(asked.database("results"), batch.id, identity)
    return NotThere() if isinstance(file, NotHeardOf) else (batch, file)


async def look_at(asked: Asked) -> Answer:
    """Everything about one essay."""
    found = await essay_of(asked, "look")
    if not isinstance(found, tuple):
        return found
    batch, file = found
    if file.state == REPLACED:
        return await _replaced(asked, batch, file)
    if file.state in GONE:
        return NotThere()
    if file.slot is None:  # it has no place, so there is nothing to tell but of its file
        return Redirect(f"/batches/{batch.id}/files/{file.id}")
    database, now = asked.database("results"), asked.web.clock()
    # read first: what the page shows is not older than what its stream goes on behind
    revision = await results.revision(database, batch.id)
    await own_words.looked(database, batch.id, file.id, speaker(asked), now)
    note = await own_words.note_of(database, file.id, asked.signed_in.person)
    names = await _names(asked, batch, file)
    about = await about_batch(asked, batch)
    more = {"revision": revision, "note": note, "class_name": about.class_name}
    return Page("essay.html", {**names, **more})


async def _replaced(asked: Asked, batch: Batch, file: ListedFile) -> Answer:
    """Of a text whose place another has: which one that is, and what happened to it."""
    instead = await results.instead_of(asked.database("results"), batch.id, file.id)
    school, database = asked.signed_in.school, asked.database("results")
    history = await grades.history(database, batch.id, school, file.id)
    names = {
        "batch": batch,
        "file": file,
        "instead": None if isinstance(instead, NotHeardOf) else instead,
        "looks_again": (),
        "life": await _life(asked, batch, file, history),
    }
    return Page("essay_replaced.html", names)


async def live_parts(asked: Asked, batch: UUID, after: int) -> Told | None:
    """The essay's parts, if anything of the batch has changed since that revision."""
    database, seen = asked.database("results"), await batch_of(asked, "look", batch)
    revision = await results.revision(database, batch)
    essay = identifier(asked.query("essay"))
    if revision <= after or not isinstance(seen, Batch) or essay is None:
        return None
    file = await results.file_listed(database, batch, essay)
    if isinstance(file, NotHeardOf) or file.slot is None:
        return None
    names = await _names(asked, seen, file)
    return Told(revision, rendered(asked, "essay_live.html", names, None))


async def _names(asked: Asked, batch: Batch, file: ListedFile) -> dict[str, object]:
    """What the page speaks of."""
    database, judging = asked.database("results"), asked.database("judging")
    known = await talked(database, judging, asked.web.contents, batch.id)
    essay = await results.essay_of_file(database, asked.web.contents, batch.id, file.id, mentions)
    report = essay if isinstance(essay, EssayReport) else None
    ranked = known.ranked(file.id)
    before, after = known.beside(file.id) if file.id in known.files else (None, None)
    history = await grades.history(database, batch.id, asked.signed_in.school, file.id)
    moved_it = await _with_texts(asked, batch, deciding(file.id, known, asked.words))
    told = {one.pair for one in moved_it}
    rest = [judgement_of(one, file.id, known) for one in known.of(file.id)]
    return {
        "batch": batch,
        "file": file,
        "row": row_of(file, batch, asked.words),
        "essay": report,
        "called": known.called(file.id),
        "before": before,
        "after": after,
        "known": known,
        "ranked": ranked,
        "chances": chances(ranked, asked.words),
        "decided": history[0] if history else None,
        "scale": grades.may_be_decided(await scale_of_batch(asked, batch, known)),
        "reason": _reason(asked, history),
        "text": marked_text(None if isinstance(essay, NotHeardOf) else essay, asked.words),
        "allowed": await own_words.allowed_words(database, batch.id),
        "measures": await _measures(asked, batch, report),
        "deciding": moved_it,
        "others": [one for one in rest if one.pair not in told],
        "talk": known.talk.by_essay.get(file.id),
        "looks_again": await look_again.of_essay(judging, batch.id, file.id),
        "most_again": look_again.MORE_MAX,
        "life": await _life(asked, batch, file, history),
        "request": uuid4(),
    }


def _reason(asked: Asked, history: list[grades.DecidedGrade]) -> str:
    """Why the grade is decided so, in the reader's words if that is told later."""
    told = history[0].reason if history else ""
    return asked.words.say("essay_page.later") if told == grades.LATER else told


async def scale_of_batch(asked: Asked, batch: Batch, known: Talked) -> tuple[str, ...]:
    """The grades of the batch from the lowest: the ranking's, or those that were planned."""
    if known.ranking and known.ranking.grades:
        return known.ranking.grades
    plan = await plan_of(asked.database("judging"), batch.id)
    found = scale_of(plan.scale or USUAL_SCALE)
    return () if isinstance(found, NotGraded) else found.grades


async def _with_texts(asked: Asked, batch: Batch, told: list[ToldJudgement]) -> list[ToldJudgement]:
    """The same with the other's text, and what a language model said."""
    database, contents = asked.database("results"), asked.web.contents
    pairs = [one.pair for one in told if one.by_model]
    said = await of_essays.said_of(asked.database("judging"), batch.id, pairs) if pairs else ()
    cover = await results.covering(database, batch.id, mentions)
    found: list[ToldJudgement] = []
    for one in told:
        other = await results.essay_of_file(database, contents, batch.id, one.other, mentions)
        text = other.text if isinstance(other, EssayReport) else ""
        own = [replace(each, answer=cover(each.answer)) for each in said if each.pair == one.pair]
        found.append(replace(one, other_text=text, said=own))
    return found


async def _measures(asked: Asked, batch: Batch, essay: EssayReport | None) -> object:
    if essay is None:
        return ()
    of_class = await results.measures_of_class(asked.database("results"), batch.id)
    return measures(essay, of_class, asked.words)


async def _life(
    asked: Asked, batch: Batch, file: ListedFile, history: list[grades.DecidedGrade]
) -> object:
    database = asked.database("results")
    said = [one for one in await said_of(database, batch.id) if one.essay == file.id]
    return life(
        await lifecycle.moves_of(asked.database("lifecycle"), file.id),
        await own_words.looks(database, file.id),
        said,
        history,
        asked.words,
        hidden=file.hidden,
    )


ESSAY_PAGE = (
    PageRoute(
        method="GET",
        path="/batches/{batch}/essays/{essay}",
        who="signed-in",
        what="one essay, and why it stands where it stands",
        view=look_at,
    ),
)
