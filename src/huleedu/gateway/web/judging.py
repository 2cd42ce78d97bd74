"""P8, the judging of a batch: set it up once, then see how sure it is and what more would bring."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Literal

from huleedu.gateway.web import judging_judges as judges
from huleedu.gateway.web import judging_llm as models
from huleedu.gateway.web import judging_looks as looks
from huleedu.gateway.web import judging_set_up as set_up
from huleedu.gateway.web.batch import Batch, batch_of
from huleedu.gateway.web.judging_figures import figures, steering_of
from huleedu.gateway.web.judging_form import PER_ESSAY
from huleedu.gateway.web.pages import Answer, Asked, Done, Page, PageRoute, Redirect, Undo
from huleedu.services.judging.api.set_up import judgements_for
from huleedu.services.judging.api.steering import Late, MoreAsked, Overview

MORE_MAX = 10_000


async def judging(asked: Asked) -> Answer:
    """How judging stands, or what it is to be."""
    batch = await batch_of(asked, "look")
    if not isinstance(batch, Batch):
        return batch
    found = await steering_of(asked).overview(batch.id)
    if isinstance(found, Overview):
        return Page("judging/open.html", await _names(asked, batch, found, {}))
    if not batch.works:
        return Page("judging/waits.html", {"batch": batch})
    return await set_up.ask(asked, batch)


async def more(asked: Asked) -> Answer:
    """Ask for more judgements, of all judges alike."""
    batch = await batch_of(asked, "work")
    if not isinstance(batch, Batch):
        return batch
    typed = asked.first("count")
    count = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 6 else 0
    at = f"/batches/{batch.id}/judging"
    if not 0 < count <= MORE_MAX:
        return Redirect(at, Done("judging_more_wrong", {"most": MORE_MAX}))
    done = await steering_of(asked).more(batch.id, count)
    if not isinstance(done, MoreAsked):
        return Redirect(at)
    return Redirect(at, Done("judging_more", {"n": count, "wanted": done.wanted}))


async def close(asked: Asked) -> Answer:
    """End judging; it can go on."""
    batch = await batch_of(asked, "work")
    if not isinstance(batch, Batch):
        return batch
    await steering_of(asked).close(batch.id, asked.signed_in.person)
    at = f"/batches/{batch.id}/judging"
    return Redirect(at, Done("judging_closed", undo=Undo(f"{at}/go-on")))


async def go_on(asked: Asked) -> Answer:
    """Let judging go on."""
    batch = await batch_of(asked, "work")
    if not isinstance(batch, Batch):
        return batch
    await steering_of(asked).go_on(batch.id)
    return Redirect(f"/batches/{batch.id}/judging", Done("judging_open_again"))


async def let_in(asked: Asked) -> Answer:
    """Let essays be judged that came after judging began."""
    batch = await batch_of(asked, "work")
    if not isinstance(batch, Batch):
        return batch
    count = await steering_of(asked).let_in(batch.id)
    return Redirect(f"/batches/{batch.id}/judging", Done("judging_let_in", {"n": count}))


async def set_late(asked: Asked) -> Answer:
    """Say what becomes of essays that come late."""
    batch = await batch_of(asked, "work")
    if not isinstance(batch, Batch):
        return batch
    late: Late = "join" if asked.first("when_late") == "join" else "wait"
    await steering_of(asked).set_late(batch.id, late)
    return Redirect(f"/batches/{batch.id}/judging", Done(f"judging_late.{late}"))


async def llm(asked: Asked) -> Answer:
    """Have language models judge, stop them within one request, or let them go on."""
    if asked.first("do") != "start":
        return await models.steer(asked)
    batch = await batch_of(asked, "work")
    if not isinstance(batch, Batch):
        return batch
    found = await steering_of(asked).overview(batch.id)
    if not isinstance(found, Overview):
        return Redirect(f"/batches/{batch.id}/judging")
    offered = await models.models_offered(models.around_of(asked), batch.id)
    read = models.read_models(asked, offered)
    if isinstance(read, models.ModelsWanted):
        return await models.started(asked, batch, read)
    wrong = read or {"llm_model": asked.words.say("judging.llm_wrong.models")}
    return Page("judging/open.html", await _names(asked, batch, found, wrong), 422)


async def _names(
    asked: Asked, batch: Batch, found: Overview, wrong: Mapping[str, str]
) -> dict[str, object]:
    names = await figures(asked, batch, found)
    usual = judgements_for(found.essays, PER_ESSAY)
    llm = await models.models_form(asked, batch.id, usual) if batch.works else None
    told = {"wrong": wrong, "told_judges": "", "told_unnamed": ""}
    return {**names, **told, "llm_form": llm}


def _route(
    method: Literal["GET", "POST"],
    path: str,
    what: str,
    view: Callable[[Asked], Awaitable[Answer]],
) -> PageRoute:
    at = f"/batches/{{batch}}/judging{path}"
    return PageRoute(method=method, path=at, who="teacher", what=what, view=view)


JUDGING_PAGES = (
    _route("GET", "", "how a batch is judged", judging),
    _route("POST", "/draft", "keep what has been filled in of how to judge", set_up.keep_draft),
    _route("POST", "/last-judges", "take the judges of last time", set_up.take_last),
    _route("POST", "/open", "open judging", set_up.open_it),
    _route("POST", "/more", "ask for more judgements", more),
    _route("POST", "/close", "end judging", close),
    _route("POST", "/go-on", "let judging go on", go_on),
    _route("POST", "/late", "let essays be judged that came late", let_in),
    _route("POST", "/late-rule", "what becomes of essays that come late", set_late),
    _route("POST", "/looks/{look}/withdraw", "ask no longer for a look again", looks.withdraw),
    _route("POST", "/llm", "have language models judge, stop them, or let them go on", llm),
    _route("POST", "/judges", "let more people judge", judges.add),
    _route("GET", "/judges/{judge}", "a judge, and what can be done", judges.show),
    _route("POST", "/judges/{judge}/link", "a new link for a judge", judges.new_link),
    _route("POST", "/judges/{judge}/revoke", "end a judge's link", judges.revoke),
    _route("POST", "/judges/{judge}/leave-out", "count what a judge decides", judges.leave_out),
    _route("POST", "/judges/{judge}/turn", "count a judge's decisions turned", judges.turn),
    _route("POST", "/judges/{judge}/name", "what a judge is called", judges.call),
    _route("POST", "/judges/{judge}/terms", "how much a judge judges", judges.terms),
)
