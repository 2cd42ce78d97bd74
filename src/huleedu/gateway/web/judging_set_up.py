"""P8 before judging is open: set it up in a minute, see what it means, and open it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from huleedu.gateway import drafts
from huleedu.gateway.judge_lines import LineWrong, read_judges
from huleedu.gateway.web.batch import Batch, batch_of
from huleedu.gateway.web.judging_essays import essays_named, essays_of_groups
from huleedu.gateway.web.judging_form import (
    ANCHOR_ROWS,
    FIELDS,
    PER_ESSAY,
    RELIABILITY,
    SetUp,
    practice_kept,
    read_form,
)
from huleedu.gateway.web.judging_last import last_judges, with_last
from huleedu.gateway.web.judging_links import LinkTold, links_page
from huleedu.gateway.web.judging_llm import (
    ModelsForm,
    around_of,
    models_form,
    models_offered,
    read_models,
    started,
)
from huleedu.gateway.web.new_batch_plan import EXAMPLES, plan_form, plan_offered
from huleedu.gateway.web.pages import Answer, Asked, Bytes, Form, Page, Redirect
from huleedu.services.judging.api.judgings import Enrolled, Judgings, NameTaken, WrongName
from huleedu.services.judging.api.library import anchors_here, fitting, with_anchors
from huleedu.services.judging.api.naming import Invited, invite
from huleedu.services.judging.api.plans import plan_of
from huleedu.services.judging.api.set_up import (
    PRACTICE_MAX,
    Kind,
    essays_ready,
    evenly,
    judgements_for,
    minutes_each,
    with_practice,
)
from huleedu.services.results import api as results

PRACTICE_FIELDS = ("first", "first_text", "second", "second_text", "expected", "why")
LEAST_ESSAYS = 2


def page_of(batch: UUID) -> str:
    """Under which what somebody types is kept."""
    return f"judging:{batch}"


@dataclass(frozen=True, slots=True)
class Means:
    """What opening means: judgements in all, for how many judges, of how many minutes each."""

    judgements: int
    judges: int
    each: int
    minutes: int


def means(essays: Sequence[tuple[UUID, float]], form: Form) -> Means:
    """That of this form, as far as it can be told."""
    lines = read_judges(next(iter(form.get("judges", ())), ""))
    judges = _whole(form, "unnamed") + (0 if isinstance(lines, LineWrong) else len(lines))
    per_essay = _whole(form, "per_essay") or PER_ESSAY
    total = judgements_for(len(essays), per_essay)
    shares = evenly(total, judges)
    each = shares[0] if shares else 0
    if next(iter(form.get("share", ())), "") == "each" and _whole(form, "quota"):
        each = _whole(form, "quota")
    return Means(total, judges, each, minutes_each([words for _, words in essays if words]))


def _whole(form: Form, name: str) -> int:
    typed = next(iter(form.get(name, ())), "").strip()
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 6 else 0


async def ask(asked: Asked, batch: Batch) -> Page:
    """The form, as it was left, or as the batch's plan has it."""
    kept = await drafts.read(asked.database("gateway"), asked.viewer, page_of(batch.id))
    form = kept or await _planned(asked, batch)
    return await _page(asked, batch, form, {})


async def _planned(asked: Asked, batch: Batch) -> Form:
    """What was said when the batch was made."""
    plan = await plan_of(asked.database("judging"), batch.id)
    form = plan_form(plan, await plan_offered(asked))
    if not plan.anchors:
        return form
    essays = [one.id for one in await essays_named(asked, batch.seen)]
    files = await results.real_names(asked.database("results"), batch.id, essays)
    known = [
        (essay, plan.anchors[files[essay].file])
        for essay in essays
        if essay in files and files[essay].file in plan.anchors
    ]
    return {
        **form,
        "anchor_essay": [str(essay) for essay, _ in known],
        "anchor_grade": [grade for _, grade in known],
    }


async def _page(asked: Asked, batch: Batch, form: Form, wrong: Mapping[str, str]) -> Page:
    told = {name: next(iter(form.get(name, ())), "") for name in FIELDS}
    defaults = {
        "share": "evenly",
        "judged_by": EXAMPLES[0],
        "steps": "3",
        "per_essay": str(PER_ESSAY),
        "stop": "judgements",
        "reliability": RELIABILITY,
    }
    told |= {name: told[name] or default for name, default in defaults.items()}
    essays = await essays_named(asked, batch.seen)
    ready = await essays_ready(asked.database("judging"), batch.id)
    rows = len(form.get("anchor_essay", ())) + ANCHOR_ROWS
    filled = {**form, **{name: [told[name]] for name in defaults}}
    names = {
        "batch": batch,
        "told": told,
        "anchors": _rows(form, ("anchor_essay", "anchor_grade"), rows),
        "scales": (await plan_offered(asked)).scales,
        "library": fitting(await anchors_here(asked.database("judging"), batch.id)),
        "practice": _rows(form, [f"practice_{name}" for name in PRACTICE_FIELDS], PRACTICE_MAX),
        "essays": essays,
        "ready": len(ready),
        "last": await last_judges(asked, batch),
        "means_told": told_means(asked, means(ready, filled)),
        "groups": sorted(await essays_of_groups(asked, batch)),
        "llm_form": await _models(asked, batch, form, judgements_for(len(ready), PER_ESSAY)),
        "llm_wanted": (await plan_of(asked.database("judging"), batch.id)).llm,
        "wrong": wrong,
    }
    return Page("judging/set_up.html", names, 422 if wrong else 200)


async def _models(asked: Asked, batch: Batch, form: Form, usual: int) -> ModelsForm | None:
    """Which models may judge, as that was filled in."""
    return await models_form(replace(asked, form=form), batch.id, usual)


async def take_last(asked: Asked) -> Answer:
    """Write the judges of last time into the form; all else that was filled in stays."""
    batch = await batch_of(asked, "work")
    if not isinstance(batch, Batch):
        return batch
    form = with_last(asked.form, await last_judges(asked, batch))
    kept = {name: form[name] for name in FIELDS if name in form}
    now = asked.web.clock()
    await drafts.keep(asked.database("gateway"), asked.viewer, page_of(batch.id), kept, now)
    return Redirect(f"/batches/{batch.id}/judging#judges")


def _rows(form: Form, fields: Sequence[str], rows: int) -> list[list[str]]:
    """What stands in each row of fields that are asked for several times."""
    columns = [[*form.get(name, ()), *[""] * rows][:rows] for name in fields]
    return [list(row) for row in zip(*columns, strict=True)]


async def keep_draft(asked: Asked) -> Answer:
    """Keep what has been filled in so far; say when that was, and what it means."""
    batch = await batch_of(asked, "work")
    if not isinstance(batch, Batch):
        return batch
    fields = {name: asked.form[name] for name in FIELDS if name in asked.form}
    now = asked.web.clock()
    await drafts.keep(asked.database("gateway"), asked.viewer, page_of(batch.id), fields, now)
    found = means(await essays_ready(asked.database("judging"), batch.id), asked.form)
    saved = asked.words.say("draft.saved", time=asked.words.time(now))
    return Bytes(f"{saved}\n{told_means(asked, found)}".encode(), "text/plain")


def told_means(asked: Asked, found: Means) -> str:
    """The same in a sentence."""
    say = asked.words.say
    if not found.judgements:
        return say("judging.means.too_few")
    first = say("judging.means.judgements", n=found.judgements, minutes=found.minutes)
    if not found.judges:
        return f"{first} {say('judging.means.nobody')}"
    hours = say("judging.means.time", count=max(1, round(found.each * found.minutes / 5) * 5))
    return f"{first} {say('judging.means.each', n=found.judges, each=found.each, time=hours)}"


async def open_it(asked: Asked) -> Answer:
    """Open judging by what was filled in, and tell each judge's link, which is told only now."""
    batch = await batch_of(asked, "work")
    if not isinstance(batch, Batch):
        return batch
    essays = await essays_named(asked, batch.seen)
    groups = await essays_of_groups(asked, batch)
    read = read_form(asked, essays, groups, await plan_offered(asked))
    offered = await models_offered(around_of(asked), batch.id)
    models = read_models(asked, offered)
    if not isinstance(read, SetUp) or isinstance(models, dict):
        wrong = {} if isinstance(read, SetUp) else read
        return await _page(
            asked, batch, asked.form, {**wrong, **(models if isinstance(models, dict) else {})}
        )
    ready = await essays_ready(asked.database("judging"), batch.id)
    if len(ready) < LEAST_ESSAYS:
        return Redirect(f"/batches/{batch.id}/judging")
    practice = await practice_kept(asked, read.practice)
    judgings = Judgings(asked.database("judging"), asked.web.clock)
    rules = with_practice(read.rules, practice)
    if asked.first("library"):
        rules = with_anchors(rules, await anchors_here(asked.database("judging"), batch.id))
    await judgings.open(batch.id, (), batch.title, rules, asked_by=asked.signed_in.name)
    answer = await enrolled(asked, batch, judgings, read, len(ready))
    if models is not None:  # after people, who are left what is theirs
        await started(asked, batch, models)
    return answer


async def enrolled(
    asked: Asked, batch: Batch, judgings: Judgings, read: SetUp, essays: int
) -> Answer:
    """Let those judge who were named; tell their links, or which name cannot be."""
    total = judgements_for(essays, read.rules.per_script)
    shares = evenly(total, len(read.judges) + read.unnamed)
    links: list[LinkTold] = []
    refused: list[str] = []
    for judge, share in zip(read.judges, shares, strict=False):
        found = await judgings.enrol(
            batch.id,
            judge.line.name,
            Kind.PERSON,
            quota=judge.line.quota or read.quota or max(1, share),
            barred=judge.barred,
            ends_at=read.links_until,
            email=judge.line.email,
        )
        match found:
            case Enrolled(key):
                links.append(LinkTold(judge.line.name, judge.line.email, key))
            case WrongName():
                facts = {"name": judge.line.name, "like": found.like}
                refused.append(asked.words.say(f"judging.name.{found.why}", **facts))
            case NameTaken():
                refused.append(asked.words.say("judging.name.taken", name=judge.line.name))
            case _:
                pass  # who was enrolled before keeps their link
    for share in shares[len(read.judges) :]:
        invited = await invite(
            asked.database("judging"),
            batch.id,
            lambda n: asked.words.say("judging.unnamed_nth", number=n),
            asked.web.clock(),
            quota=read.quota or max(1, share),
            ends_at=read.links_until,
        )
        if isinstance(invited, Invited):
            links.append(LinkTold(invited.name, "", invited.key))
    await drafts.forget(asked.database("gateway"), asked.viewer, page_of(batch.id))
    if not links and not refused:
        return Redirect(f"/batches/{batch.id}/judging")
    return await links_page(asked, batch, links, refused)
