"""A new batch: one page of four questions; all but the first have a good answer already."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from uuid import UUID, uuid4, uuid5

from huleedu.contracts.gateway import LanguageAsked, PlanJudging, RegisterBatch
from huleedu.gateway import drafts
from huleedu.gateway.web.batch import batch_seen
from huleedu.gateway.web.classes import teacher
from huleedu.gateway.web.new_batch_plan import (
    EXAMPLES,
    PLAN_FIELDS,
    plan_form,
    plan_offered,
    plan_understood,
)
from huleedu.gateway.web.pages import (
    Answer,
    Asked,
    Bytes,
    Form,
    Page,
    PageRoute,
    Redirect,
    identifier,
)
from huleedu.gateway.web.soon import batch_shows, soon
from huleedu.services.classes.api import classes
from huleedu.services.classes.api.classes import Seen
from huleedu.services.judging.api.plans import Plan, plan_of
from huleedu.services.results.api import BatchSeen

PAGE = "new-batch"
FIELDS = (
    *("title", "class", "language", "many", "slots", "due", "blind", "once"),
    *PLAN_FIELDS,
)
LANGUAGES: tuple[LanguageAsked, ...] = ("auto", "en", "sv")
TITLE_MAX = 200
SLOTS_MAX = 5_000
LAST_MINUTE = time(23, 59)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewBatch:
    """What was filled in, understood."""

    title: str
    class_: UUID | None
    names: tuple[str, ...]
    """The class's pupils now: their names are no misspellings."""
    language: LanguageAsked
    slots: int | None
    due: datetime | None
    blind: bool
    plan: Plan


async def ask(asked: Asked) -> Answer:
    """The four questions, as they were left, or as another batch answered them."""
    again = identifier(asked.query("again"))
    form = await _of_batch(asked, again) if again else None
    kept = await drafts.read(asked.database("gateway"), asked.viewer, PAGE)
    if class_ := identifier(asked.query("class")):  # somebody comes from their class
        kept = {**kept, "class": [str(class_)]}
    return await _page(asked, form or kept, {})


async def _of_batch(asked: Asked, batch: UUID) -> Form | None:
    seen = await batch_seen(asked, batch)
    if not isinstance(seen, BatchSeen):
        return None
    many = "come" if seen.open else "number"
    return {
        "title": [seen.title],
        "language": [seen.language],
        "many": [many],
        "slots": ["" if seen.open else str(seen.slots or "")],
        "blind": ["on"] if seen.blind else [],
        **plan_form(await plan_of(asked.database("judging"), batch), await plan_offered(asked)),
    }


async def _page(asked: Asked, form: Form, wrong: Mapping[str, str]) -> Page:
    found = await classes.classes_of(asked.database("classes"), teacher(asked))
    told = {name: next(iter(form.get(name, ())), "") for name in FIELDS}
    told["once"] = told["once"] or uuid4().hex
    told["language"] = told["language"] or "auto"
    told["many"] = told["many"] or "come"
    told["judged_by"] = told["judged_by"] or EXAMPLES[0]
    told["known"] = told["known"] or "later"
    offered = await plan_offered(asked)
    names = {
        "told": told,
        "wrong": wrong,
        "classes": [one for one in found if not one.archived],
        "offered": offered,
        "more": _chose_more(told, wrong),
    }
    return Page("new_batch.html", names, 422 if wrong else 200)


def _chose_more(told: Mapping[str, str], wrong: Mapping[str, str]) -> bool:
    """Whether something stands under "More" that is not as usual."""
    chosen = told["judged_by"] != EXAMPLES[0] or told["known"] == "now"
    ticked = any(told[name] for name in ("scale", "blind", "llm", "secret"))
    return chosen or ticked or any(name in wrong for name in PLAN_FIELDS)


async def make(asked: Asked) -> Answer:
    """Make the batch, and go on to its files; the same form again makes no second one."""
    understood = await _understand(asked)
    if not isinstance(understood, NewBatch):
        return await _page(asked, asked.form, understood)
    viewer = asked.viewer
    assert viewer.school, "who is signed in has a school"
    batch = _batch_id(asked, viewer.person)
    await asked.web.batches.commands.send(
        RegisterBatch(
            batch=batch,
            title=understood.title,
            slots=understood.slots,
            language=understood.language,
            due=understood.due,
            class_=understood.class_,
            pupils=understood.names,
            school=viewer.school,
            owner=viewer.person,
            blind=understood.blind,
        ),
        PlanJudging(
            batch=batch,
            school=viewer.school,
            criterion=understood.plan.criterion,
            scale=understood.plan.scale,
            llm=understood.plan.llm,
            secret=understood.plan.secret,
            anchors=understood.plan.anchors,
        ),
    )
    await soon(batch_shows(asked, batch, lambda _: True))
    await drafts.forget(asked.database("gateway"), viewer, PAGE)
    return Redirect(f"/batches/{batch}")


def _batch_id(asked: Asked, person: UUID | None) -> UUID:
    """The same form sent twice is the same batch; nobody can name another's."""
    once = identifier(asked.first("once")) or uuid4()
    return uuid5(once, f"batch of {person}")


async def _understand(asked: Asked) -> NewBatch | Mapping[str, str]:
    """What was filled in, or what is wrong with which field, in words."""
    wrong: dict[str, str] = {}
    say = asked.words.say
    title = " ".join(asked.first("title").split())
    if not title:
        wrong["title"] = say("new_batch.title_missing")
    elif len(title) > TITLE_MAX:
        wrong["title"] = say("new_batch.title_long", most=TITLE_MAX)
    slots = None
    if asked.first("many") == "number":
        typed = asked.first("slots")
        slots = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 6 else 0
        if not 0 < slots <= SLOTS_MAX:
            wrong["slots"] = say("new_batch.slots_wrong", most=SLOTS_MAX)
    due = _day(asked.first("due"))
    if due is None and asked.first("due"):
        wrong["due"] = say("new_batch.due_wrong")
    elif due and due <= asked.web.clock():
        wrong["due"] = say("new_batch.due_past")
    class_, names = await _class(asked)
    if class_ is None and asked.first("class"):
        wrong["class"] = say("new_batch.class_gone")
    plan = plan_understood(asked, await plan_offered(asked), wrong)
    if wrong:
        return wrong
    return NewBatch(
        title=title,
        class_=class_,
        names=names,
        language=_language(asked.first("language")),
        slots=slots,
        due=due,
        blind=bool(asked.first("blind")),
        plan=plan,
    )


async def _class(asked: Asked) -> tuple[UUID | None, tuple[str, ...]]:
    """The class that was chosen, if it is there for whoever asks, and its pupils' names."""
    chosen = identifier(asked.first("class"))
    if chosen is None:
        return None, ()
    found = await classes.one(asked.database("classes"), teacher(asked), chosen)
    if not isinstance(found, Seen):
        return None, ()
    return chosen, tuple(pupil.name for pupil in found.pupils if pupil.name)


def _language(asked_for: str) -> LanguageAsked:
    found: LanguageAsked = "auto"
    for each in LANGUAGES:
        if each == asked_for:
            found = each
    return found


def _day(typed: str) -> datetime | None:
    """The end of that day, where this program runs."""
    try:
        return datetime.combine(datetime.fromisoformat(typed), LAST_MINUTE).astimezone()
    except ValueError:
        return None


async def keep_draft(asked: Asked) -> Answer:
    """Keep what has been filled in so far, and say when that was."""
    fields: dict[str, Sequence[str]] = {
        name: asked.form[name] for name in FIELDS if name in asked.form
    }
    now = asked.web.clock()
    await drafts.keep(asked.database("gateway"), asked.viewer, PAGE, fields, now)
    return Bytes(asked.words.say("draft.saved", time=asked.words.time(now)).encode(), "text/plain")


NEW_BATCH_PAGES = (
    PageRoute(
        method="GET", path="/batches/new", who="teacher", what="What is a new batch?", view=ask
    ),
    PageRoute(method="POST", path="/batches/new", who="teacher", what="Make a batch", view=make),
    PageRoute(
        method="POST",
        path="/batches/new/draft",
        who="teacher",
        what="Keep what has been filled in of a new batch",
        view=keep_draft,
        bytes_max=drafts.DRAFT_BYTES_MAX,
    ),
)
