"""P13: words that help a pupil, written beside the essay, and kept while they are being typed."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import get_args
from uuid import UUID, uuid4

import msgspec

from huleedu.gateway.drafting.requests import DraftsOff, drafts_of, drafts_offered, want_drafts
from huleedu.gateway.feedback.around import AroundFeedback, PupilLine, pupil_lines
from huleedu.gateway.feedback.facts import TextFact, facts_about
from huleedu.gateway.feedback.giving import note
from huleedu.gateway.feedback.pupils_pages import essay_of, page_of, page_sources
from huleedu.gateway.feedback.telling import told_page
from huleedu.gateway.report.marking import marked
from huleedu.gateway.web.batch import Batch, batch_of
from huleedu.gateway.web.coming import asked_from, people, signed_in
from huleedu.gateway.web.live import Told
from huleedu.gateway.web.pages import (
    Answer,
    Asked,
    Bytes,
    Done,
    MayNot,
    NotThere,
    Page,
    PageRoute,
    Redirect,
    Undo,
    identifier,
)
from huleedu.gateway.web.rendering import rendered
from huleedu.services.feedback import api as feedback
from huleedu.services.feedback.api import (
    ChangedMeanwhile,
    Feedback,
    NotSo,
    Shown,
    Wanted,
    Written,
)
from huleedu.services.identity import api as identity
from huleedu.services.judging.api.comments import comments_on
from huleedu.services.results.api import EssayReport

JSON = "application/json"
SAVED: dict[type, int] = {Written: 200, ChangedMeanwhile: 409, NotSo: 422}


def around_of(asked: Asked) -> AroundFeedback:
    """What feedback is made with, for whoever looks at these pages."""
    person = asked.signed_in
    return AroundFeedback(
        database=asked.database,
        contents=asked.web.contents,
        school=person.school,
        school_name=person.school_name,
        person=person.person,
        person_name=person.name,
        language=asked.look.language,
        now=asked.web.clock(),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What lies before whoever writes: the class, and one pupil of it."""

    batch: Batch
    lines: Sequence[PupilLine]
    line: PupilLine
    essay: EssayReport
    revision: int
    """At which it was looked at."""

    def beside(self, step: int) -> PupilLine | None:
        """Who is next in the class, or before."""
        at = [line.file.id for line in self.lines].index(self.line.file.id) + step
        return self.lines[at] if 0 <= at < len(self.lines) else None


async def _desk(asked: Asked, batch: Batch, essay: UUID | None) -> Desk | None:
    """The class, and this pupil of it, or the first who has no feedback yet."""
    around = around_of(asked)
    revision = await _revision(asked, batch.id)  # read first: what is read later is not older
    lines = await pupil_lines(around, batch.id)
    waiting = [line for line in lines if line.feedback.state == "draft"] or lines
    chosen = [line for line in lines if line.file.id == essay] if essay else waiting
    if not chosen:
        return None
    found = await essay_of(around, batch.id, chosen[0].file.id)
    if found is None:
        return None
    return Desk(batch=batch, lines=lines, line=chosen[0], essay=found, revision=revision)


async def write(asked: Asked) -> Answer:
    """The class, and one pupil of it."""
    batch = await batch_of(asked, "look")
    if not isinstance(batch, Batch):
        return batch
    essay = identifier(asked.query("essay"))
    if essay is None and asked.query("essay"):
        return NotThere()
    desk = await _desk(asked, batch, essay)
    if desk is None:
        return NotThere() if essay else Page("feedback/empty.html", {"batch": batch})
    return await _page(asked, desk)


async def _revision(asked: Asked, batch: UUID) -> int:
    found = await feedback.revisions(asked.database("feedback"), [batch])
    return found.get(batch, 0)


async def live_parts(asked: Asked, batch: UUID, after: int) -> Told | None:
    """How far each pupil's is, if anything was done since; what is being typed is left alone."""
    revision = await _revision(asked, batch)
    seen = await batch_of(asked, "look", batch)
    if not isinstance(seen, Batch) or revision <= after:
        return None
    lines = await pupil_lines(around_of(asked), batch)
    chosen = identifier(asked.query("essay"))
    names = {"lines": lines, "chosen": chosen, **counts(lines)}
    return Told(revision, rendered(asked, "feedback/live.html", names, None))


async def _page(
    asked: Asked,
    desk: Desk,
    *,
    typed: Wanted | None = None,
    theirs: Feedback | None = None,
    wrong: str = "",
) -> Page:
    """The page.

    Args:
        typed: what whoever writes has typed, if it is not what is kept.
        theirs: what somebody else wrote meanwhile.
        wrong: a code of what stands in the way.
    """
    around, batch = around_of(asked), desk.batch
    now = desk.line.feedback
    names = {
        "batch": batch,
        "revision": desk.revision,
        "lines": desk.lines,
        "chosen": desk.line.file.id,
        "desk": desk,
        "told": typed or Wanted(words=now.words, shows=now.shows, ready=now.ready),
        "theirs": theirs,
        "wrong": wrong,
        "named": await identity.names_of(people(asked), signed_in(asked)),
        "history": await feedback.history(
            around.database("feedback"), around.school, desk.line.file.id
        ),
        "pieces": marked(desk.essay, asked.words)[0],
        "comments": await comments_on(asked.database("judging"), batch.id, desk.line.file.id),
        "facts": [_fact(asked, one) for one in facts_about(desk.essay)],
        "phrases": await feedback.phrases_of(
            around.database("feedback"), around.school, asked.signed_in.person
        ),
        "switches": get_args(Shown),
        **(await _drafting(asked, desk)),
        **(await _seen(asked, desk, typed)),
    }
    return Page("feedback/write.html", names, 409 if theirs else 422 if wrong else 200)


async def _drafting(asked: Asked, desk: Desk) -> dict[str, object]:
    """Whether a program may draft here, for how many, and what came of what was asked for."""
    around, batch = around_of(asked), desk.batch.id
    drafts = await drafts_of(around, batch)
    blank = [line for line in desk.lines if not line.feedback.words.strip()]
    waiting = sum(draft.state == "waiting" for draft in drafts.values())
    return {
        "llm": await drafts_offered(around, batch, asked.signed_in.rights),
        "blank": len(blank) - waiting,
        "drafting": waiting,
        "draft": drafts.get(desk.line.file.id),
    }


def _fact(asked: Asked, fact: TextFact) -> str:
    return asked.words.say(f"feedback.fact.{fact.code}", **fact.told)


async def _seen(asked: Asked, desk: Desk, typed: Wanted | None = None) -> dict[str, object]:
    """What the pupil will see, and the counts above it."""
    around, line = around_of(asked), desk.line
    if typed:
        as_typed = msgspec.structs.replace(
            line.feedback, words=typed.words, shows=typed.shows, ready=typed.ready
        )
        line = PupilLine(line.file, as_typed)
    sources = await page_sources(around, desk.batch.seen)
    page = page_of(around, desk.batch.seen, line, desk.essay, sources)
    return {
        "page": told_page(page, asked.words),
        "graded": line.file.id in sources.grades,
        "ranked": sources.ranking is not None,
        **counts(desk.lines),
    }


def counts(lines: Sequence[PupilLine]) -> dict[str, int]:
    """How many of the class have feedback, are ready, have it, and would be given it."""
    return {
        "all": len(lines),
        "begun": sum(bool(line.feedback.words.strip()) for line in lines),
        "ready": sum(line.feedback.to_give for line in lines),
        "given": sum(line.feedback.state == "given" for line in lines),
    }


def _wanted(asked: Asked, *, ready: bool) -> Wanted:
    shows = frozenset(each for each in get_args(Shown) if each in asked.form.get("shows", ()))
    words = next(iter(asked.form.get("words", ())), "").replace("\r\n", "\n").replace("\0", "")
    return Wanted(words=words, shows=shows, ready=ready)


async def _writing(asked: Asked) -> Desk | Answer:
    """Whose feedback is being written, by somebody who may."""
    batch = await batch_of(asked, "work")
    if not isinstance(batch, Batch):
        return batch
    essay = identifier(asked.first("essay"))
    return (await _desk(asked, batch, essay) if essay else None) or NotThere()


async def _write(asked: Asked, desk: Desk, wanted: Wanted) -> Written | ChangedMeanwhile | NotSo:
    around = around_of(asked)
    typed = asked.first("seen")
    return await feedback.write(
        around.database("feedback"),
        around.of(desk.batch.id),
        desk.line.file.id,
        wanted,
        seen=int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else 0,
        who=around.person,
        now=around.now,
    )


async def send(asked: Asked) -> Answer:
    """Write it, with a sentence taken over perhaps; or say that it is ready, and go on."""
    desk = await _writing(asked)
    if not isinstance(desk, Desk):
        return desk
    do, take = asked.first("do"), asked.first("take")
    wanted = _wanted(asked, ready=do == "ready")
    if take:
        apart = "" if not wanted.words or wanted.words.endswith((" ", "\n")) else " "
        wanted = msgspec.structs.replace(wanted, words=f"{wanted.words}{apart}{take}")
    if do == "keep_phrase":
        await _keep_phrase(asked)
    match await _write(asked, desk, wanted):
        case ChangedMeanwhile(now):
            return await _page(asked, desk, typed=wanted, theirs=now)
        case NotSo(why):
            return await _page(asked, desk, typed=wanted, wrong=why)
        case Written():
            pass
    at = f"/batches/{desk.batch.id}/feedback?essay="
    following = desk.beside(1)
    if do == "ready" and following:
        return Redirect(f"{at}{following.file.id}#words", Done("feedback_ready", _called(desk)))
    done = Done("feedback_ready", _called(desk)) if do == "ready" else None
    return Redirect(f"{at}{desk.line.file.id}#words", done)


def _called(desk: Desk) -> dict[str, str]:
    return {"name": desk.line.called}


async def _keep_phrase(asked: Asked) -> None:
    around = around_of(asked)
    words = asked.first("phrase")
    whose = around.school, asked.signed_in.person
    await feedback.add_phrase(around.database("feedback"), whose, uuid4(), words, around.now)


async def keep(asked: Asked) -> Answer:
    """The same while somebody types: what is kept, when, and what the pupil would see."""
    desk = await _writing(asked)
    if not isinstance(desk, Desk):
        return desk
    wanted = _wanted(asked, ready=False)
    done = await _write(asked, desk, wanted)
    told: dict[str, object] = {"type": type(done).__name__}
    if isinstance(done, Written):
        now = asked.web.clock()
        names = await _seen(asked, desk, wanted)
        told |= {
            "seen": done.now.revision,
            "saved": asked.words.say("draft.saved", time=asked.words.time(now)),
            "page": rendered(asked, "feedback/pupils_page.html", names, None),
            "state": rendered(asked, "feedback/state.html", {"one": done.now}, None),
        }
    return Bytes(msgspec.json.encode(told), JSON, status=SAVED[type(done)])


async def ask_for_drafts(asked: Asked) -> Answer:
    """Have a program draft for whom nobody has written: all of the class, or one."""
    batch = await batch_of(asked, "work")
    if not isinstance(batch, Batch):
        return batch
    essay = identifier(asked.first("essay"))
    around, rights = around_of(asked), asked.signed_in.rights
    essays = None if essay is None else [essay]
    commands = asked.web.batches.commands
    done = await want_drafts(around, commands, batch.id, rights, essays)
    if isinstance(done, DraftsOff):
        return MayNot("feedback.drafts_off")
    if done.essays:
        address = asked_from(asked).address
        await note(around, "feedback_drafted", batch.id, len(done.essays), address)
    at = f"/batches/{batch.id}/feedback"
    said = Done("drafts_wanted", {"n": len(done.essays)}) if done.essays else None
    return Redirect(f"{at}?essay={essay}" if essay else at, said)


async def forget_phrase(asked: Asked) -> Answer:
    """A phrase is not wanted any more; or it is again."""
    around, id_ = around_of(asked), asked.identifier("phrase")
    back = f"/batches/{batch}/feedback" if (batch := identifier(asked.first("batch"))) else "/"
    if essay := identifier(asked.first("essay")):
        back += f"?essay={essay}"
    if id_ is None:
        return NotThere()
    database, whose = around.database("feedback"), (around.school, asked.signed_in.person)
    if words := asked.first("words"):
        await feedback.add_phrase(database, whose, id_, words, around.now)
        return Redirect(back)
    gone = await feedback.remove_phrase(database, whose, id_)
    fields = {"batch": str(batch or ""), "essay": str(essay or "")}
    undo = Undo(f"/phrases/{id_}", {**fields, "words": gone.words}) if gone else None
    return Redirect(back, Done("phrase_forgotten", undo=undo) if undo else None)


FEEDBACK_PAGES = (
    PageRoute(
        method="GET",
        path="/batches/{batch}/feedback",
        who="teacher",
        what="Words for each pupil of a class",
        view=write,
    ),
    PageRoute(
        method="POST",
        path="/batches/{batch}/feedback",
        who="teacher",
        what="Write to a pupil",
        view=send,
    ),
    PageRoute(
        method="POST",
        path="/batches/{batch}/feedback/keep",
        who="teacher",
        what="Keep what is being typed",
        view=keep,
    ),
    PageRoute(
        method="POST",
        path="/batches/{batch}/feedback/draft",
        who="teacher",
        what="Have a program draft for whom nobody has written",
        view=ask_for_drafts,
    ),
    PageRoute(
        method="POST",
        path="/phrases/{phrase}",
        who="teacher",
        what="Forget a phrase of one's own, or undo that",
        view=forget_phrase,
    ),
)
