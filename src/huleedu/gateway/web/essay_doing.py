"""What may be done with one essay: decide, have judges look again, allow a word, take a note."""

from typing import Literal
from uuid import UUID, uuid4

from huleedu.contracts.judging import NotOpened
from huleedu.gateway.talking import talked
from huleedu.gateway.web.batch import Batch, May
from huleedu.gateway.web.essay_page import essay_of, scale_of_batch, speaker
from huleedu.gateway.web.pages import (
    Answer,
    Asked,
    Bytes,
    Done,
    MayNot,
    NotThere,
    PageRoute,
    Redirect,
    Undo,
    View,
    identifier,
)
from huleedu.services.judging.api import look_again
from huleedu.services.judging.api.look_again import AskedAgain, NotJudged
from huleedu.services.results.api import ListedFile, NotHeardOf, grades, own_words
from huleedu.services.results.api.grades import (
    ChangedSince,
    Decide,
    DecidedNow,
    Grader,
    NoSuchEssay,
    NoSuchGrade,
    ReasonTooLong,
    ReasonWanted,
)

WORD_MAX, NOTE_MAX = 200, 20_000


async def _essay(asked: Asked, needs: May) -> tuple[Batch, ListedFile, str] | NotThere | MayNot:
    """The batch, the essay and its page, if it has a place."""
    found = await essay_of(asked, needs)
    if not isinstance(found, tuple):
        return found
    batch, file = found
    if file.slot is None:
        return NotThere()
    return batch, file, f"/batches/{batch.id}/essays/{file.id}"


async def decide(asked: Asked) -> Answer:
    """Decide the essay's grade, or that it has none."""
    found = await _essay(asked, "work")
    if not isinstance(found, tuple):
        return found
    batch, file, at = found
    database, person, contents = asked.database("results"), asked.signed_in, asked.web.contents
    known = await talked(database, asked.database("judging"), contents, batch.id)
    grade, seen, reason = (asked.first(name) for name in ("grade", "seen", "reason"))
    wanted = Decide(
        essay=file.id,
        grade=grade,
        reason=grades.LATER if reason == asked.words.say("essay_page.later") else reason,
        seen=int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 10 else None,
    )
    act = identifier(asked.first("once")) or uuid4()
    by = Grader(person.person, person.name)
    outcome = await grades.decide(
        *(database, contents, batch.id, person.school, by, [wanted], asked.web.clock()),
        act=act,
        scale=await scale_of_batch(asked, batch, known),
    )
    if isinstance(outcome, DecidedNow):
        undo = Undo(f"{at}/grade/undo", {"act": str(act), "once": str(uuid4())})
        facts = {"name": known.called(file.id), "grade": grade}
        code = "grade_decided" if grade else "grade_undecided"
        return Redirect(at, Done(code, facts, undo if outcome.decided else None))
    return _not_decided(at, outcome)


def _not_decided(
    at: str,
    outcome: NoSuchEssay | NoSuchGrade | ReasonWanted | ReasonTooLong | ChangedSince | NotHeardOf,
) -> Answer:
    match outcome:
        case NoSuchEssay() | NotHeardOf():
            return NotThere()
        case ChangedSince(now=(now, *_)):
            facts = {"name": now.by_name, "grade": now.grade or grades.NO_BASIS}
            return Redirect(at, Done("grade_changed_since", facts))
        case ReasonWanted():
            return Redirect(f"{at}#reason", Done("grade_reason_wanted"))
        case ReasonTooLong(most=most):
            return Redirect(f"{at}#reason", Done("grade_reason_long", {"most": most}))
        case _:
            return Redirect(at, Done("grade_not_of_scale"))


async def undecide(asked: Asked) -> Answer:
    """Take back what was decided just now."""
    found = await _essay(asked, "work")
    act = identifier(asked.first("act"))
    if not isinstance(found, tuple) or act is None:
        return found if not isinstance(found, tuple) else NotThere()
    batch, _, at = found
    person = asked.signed_in
    await grades.take_back(
        *(asked.database("results"), batch.id, person.school),
        *(Grader(person.person, person.name), act, asked.web.clock()),
        act=identifier(asked.first("once")) or uuid4(),
    )
    return Redirect(at)


async def again(asked: Asked) -> Answer:
    """Have more judges look at it, who have not seen it."""
    found = await _essay(asked, "work")
    if not isinstance(found, tuple):
        return found
    batch, file, at = found
    told = asked.first("more")
    more = int(told) if told.isascii() and told.isdigit() and len(told) < 4 else 0
    if not 0 < more <= look_again.MORE_MAX:
        return Redirect(at, Done("again_wrong", {"most": look_again.MORE_MAX}))
    return Redirect(at, await ask_again(asked, batch, file.id, more))


async def ask_again(asked: Asked, batch: Batch, essay: UUID, more: int) -> Done:
    """Ask for so many judgements; what is told of it."""
    by = speaker(asked)
    outcome = await look_again.ask(
        *(asked.database("judging"), batch.id, essay, more, (by.person, by.name)),
        asked.web.clock(),
        once=identifier(asked.first("once")) or uuid4(),
    )
    match outcome:
        case AskedAgain(look, judges, reopened):
            undo = Undo(f"/batches/{batch.id}/essays/{essay}/look-again/{look}/withdraw")
            if not judges:
                return Done("again_nobody", {"n": more}, undo)
            code = "again_asked" if reopened is None else "again_reopened"
            return Done(code, {"n": more, "judges": asked.words.listed(judges)}, undo)
        case NotJudged():
            return Done("again_not_judged")
        case NotOpened():
            return Done("again_not_opened")


async def not_again(asked: Asked) -> Answer:
    """It is not to be looked at again any more."""
    found = await _essay(asked, "work")
    look = asked.identifier("look")
    if not isinstance(found, tuple) or look is None:
        return found if not isinstance(found, tuple) else NotThere()
    batch, _, at = found
    await look_again.withdraw(asked.database("judging"), batch.id, look, asked.web.clock())
    return Redirect(at, Done("again_withdrawn"))


async def word(asked: Asked) -> Answer:
    """A word is no misspelling in this batch, or is one again."""
    found = await _essay(asked, "work")
    if not isinstance(found, tuple):
        return found
    batch, _, at = found
    told, database = asked.first("word"), asked.database("results")
    if not 0 < len(told) <= WORD_MAX:
        return NotThere()
    facts = {"word": told}
    if asked.first("do") == "forbid":
        await own_words.forbid_word(database, batch.id, told)
        undo = Undo(f"{at}/word", {"word": told, "do": "allow"})
        return Redirect(at, Done("word_forbidden", facts, undo))
    await own_words.allow_word(database, batch.id, told, speaker(asked), asked.web.clock())
    undo = Undo(f"{at}/word", {"word": told, "do": "forbid"})
    return Redirect(at, Done("word_allowed", facts, undo))


async def note(asked: Asked) -> Answer:
    """Keep what somebody notes for themselves; who may only look may note, too."""
    found = await _essay(asked, "look")
    if not isinstance(found, tuple):
        return found
    await _keep_note(asked, found[0], found[1])
    return Redirect(found[2], Done("note_kept"))


async def note_meanwhile(asked: Asked) -> Answer:
    """The same while it is being typed: says when it was kept."""
    found = await _essay(asked, "look")
    if not isinstance(found, tuple):
        return found
    await _keep_note(asked, found[0], found[1])
    said = asked.words.say("draft.saved", time=asked.words.time(asked.web.clock()))
    return Bytes(said.encode(), "text/plain; charset=utf-8")


async def _keep_note(asked: Asked, batch: Batch, file: ListedFile) -> None:
    text = "".join(asked.form.get("note", ("",))).replace("\x00", "")[:NOTE_MAX]
    now, person = asked.web.clock(), asked.signed_in.person
    await own_words.keep_note(asked.database("results"), batch.id, file.id, person, text, now)


def _route(method: Literal["GET", "POST"], path: str, what: str, view: View) -> PageRoute:
    at = f"/batches/{{batch}}/essays/{{essay}}{path}"
    return PageRoute(method=method, path=at, who="signed-in", what=what, view=view)


ESSAY_DOING = (
    _route("POST", "/grade", "decide an essay's grade", decide),
    _route("POST", "/grade/undo", "take a decided grade back", undecide),
    _route("POST", "/look-again", "have more judges look at an essay", again),
    _route("POST", "/look-again/{look}/withdraw", "have no more judges look at it", not_again),
    _route("POST", "/word", "a word is no misspelling in this batch, or is one again", word),
    _route("POST", "/note", "keep a note about an essay", note),
    _route("POST", "/note/kept", "keep a note while it is being typed", note_meanwhile),
)
