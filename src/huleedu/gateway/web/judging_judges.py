"""What is done with judges: add some, give new links, end them, leave their decisions out."""

from collections.abc import Mapping

from huleedu.contracts.judging import NotEnrolled
from huleedu.gateway.judge_lines import NoSuchGroup, barred_by
from huleedu.gateway.turning import Turner
from huleedu.gateway.web.batch import Batch, batch_of
from huleedu.gateway.web.coming import asked_from, people, signed_in
from huleedu.gateway.web.judging_essays import essays_of_groups
from huleedu.gateway.web.judging_figures import figures, judge_line, steering_of
from huleedu.gateway.web.judging_form import QUOTA_MAX, SetUp, read_form
from huleedu.gateway.web.judging_links import LinkTold, links_page
from huleedu.gateway.web.judging_set_up import enrolled
from huleedu.gateway.web.new_batch_plan import plan_offered
from huleedu.gateway.web.pages import (
    Answer,
    Asked,
    Done,
    NotThere,
    Page,
    Redirect,
    Undo,
    identifier,
)
from huleedu.services.judging.api.judgings import Judgings
from huleedu.services.judging.api.naming import Enrolment, Renamed, WrongName, rename
from huleedu.services.judging.api.steering import JudgeSeen, Overview
from huleedu.services.judging.api.turning import CountsOtherwise, turnings_of


async def add(asked: Asked) -> Answer:
    """Let more people judge; their links are told now."""
    batch = await batch_of(asked, "work")
    if not isinstance(batch, Batch):
        return batch
    found = await steering_of(asked).overview(batch.id)
    if not isinstance(found, Overview):
        return Redirect(f"/batches/{batch.id}/judging")
    read = read_form(asked, (), await essays_of_groups(asked, batch), await plan_offered(asked))
    if not isinstance(read, SetUp):
        names = await figures(asked, batch, found)
        told = {"told_judges": asked.first("judges"), "told_unnamed": asked.first("unnamed")}
        page = {**names, **told, "wrong": read, "llm_form": None}
        return Page("judging/open.html", page, 422)
    judgings = Judgings(asked.database("judging"), asked.web.clock)
    return await enrolled(asked, batch, judgings, read, found.essays)


async def _judge(asked: Asked) -> tuple[Batch, JudgeSeen] | Answer:
    """The batch and the judge in the address, for who may change something."""
    batch = await batch_of(asked, "work")
    if not isinstance(batch, Batch):
        return batch
    identity = asked.identifier("judge")
    judge = await steering_of(asked).judge(batch.id, identity) if identity else None
    return (batch, judge) if isinstance(judge, JudgeSeen) else NotThere()


async def show(asked: Asked) -> Answer:
    """A judge, and what can be done about them."""
    found = await _judge(asked)
    if not isinstance(found, tuple):
        return found
    return await _shown(asked, *found)


async def _shown(
    asked: Asked, batch: Batch, judge: JudgeSeen, wrong: Mapping[str, str] | None = None
) -> Page:
    names = {
        "batch": batch,
        "at": f"/batches/{batch.id}/judging",
        "row": judge_line(asked, judge, asked.web.clock()),
        "groups": sorted(await essays_of_groups(asked, batch)),
        "wrong": wrong or {},
        "told_name": asked.first("name"),
        "turnings": await turnings_of(asked.database("judging"), batch.id, judge.id),
    }
    return Page("judging/judge.html", names, 422 if wrong else 200)


async def call(asked: Asked) -> Answer:
    """Call a judge otherwise; all that they did goes with the name."""
    found = await _judge(asked)
    if not isinstance(found, tuple):
        return found
    batch, judge = found
    done = await rename(
        asked.database("judging"),
        Enrolment(batch.id, judge.name),
        asked.first("name"),
        asked.web.clock(),
        themself=False,
    )
    match done:
        case Renamed(name):
            facts = {"before": judge.name, "name": name}
            return Redirect(f"/batches/{batch.id}/judging", Done("judging_renamed", facts))
        case WrongName(why, like):
            facts = {"name": asked.first("name"), "like": like}
            return await _shown(
                asked, batch, judge, {"name": asked.words.say(f"judging.name.{why}", **facts)}
            )
        case NotEnrolled():
            return NotThere()


async def new_link(asked: Asked) -> Answer:
    """Another link for this judge; the one before opens nothing any more."""
    found = await _judge(asked)
    if not isinstance(found, tuple):
        return found
    batch, judge = found
    ends_at = judge.ends_at if judge.ends_at and judge.ends_at > asked.web.clock() else None
    key = await steering_of(asked).new_key(batch.id, judge.id, ends_at)
    return await links_page(asked, batch, [LinkTold(judge.name, judge.email, key)])


async def revoke(asked: Asked) -> Answer:
    """End this judge's link; what they have decided counts."""
    found = await _judge(asked)
    if not isinstance(found, tuple):
        return found
    batch, judge = found
    await Judgings(asked.database("judging"), asked.web.clock).revoke(batch.id, judge.name)
    return Redirect(
        f"/batches/{batch.id}/judging", Done("judging_link_ended", {"name": judge.name})
    )


async def leave_out(asked: Asked) -> Answer:
    """Take this judge's decisions out of the ranking, or put them back."""
    found = await _judge(asked)
    if not isinstance(found, tuple):
        return found
    batch, judge = found
    out = asked.first("out") != "no"
    await steering_of(asked).leave_out(batch.id, judge.id, out=out)
    at = f"/batches/{batch.id}/judging"
    undo = Undo(f"{at}/judges/{judge.id}/leave-out", {"out": "no" if out else "yes"})
    facts = {"name": judge.name, "n": judge.decided + judge.imported}
    return Redirect(at, Done("judging_left_out" if out else "judging_put_back", facts, undo))


async def turn(asked: Asked) -> Answer:
    """Count what this judge has decided so far the other way round, or as they said it."""
    found = await _judge(asked)
    if not isinstance(found, tuple):
        return found
    batch, judge = found
    turner = Turner(
        people=people(asked),
        judging=asked.database("judging"),
        batch=batch.id,
        school=signed_in(asked).school,
        person=asked.signed_in.person,
        name=asked.signed_in.name,
        now=asked.web.clock(),
        address=asked_from(asked).address,
    )
    at, back = f"/batches/{batch.id}/judging", asked.first("turned") == "no"
    if back:
        done = await turner.turn_back(judge.id, identifier(asked.first("act")))
    else:
        done = await turner.turn(judge.id)
    if not isinstance(done, CountsOtherwise):
        return Redirect(at, Done("judging_turned_none", {"name": judge.name}))
    facts = {"name": judge.name, "n": done.decisions}
    again = f"{at}/judges/{judge.id}/turn"
    if back:
        whole = done.decisions == judge.decided + judge.imported
        return Redirect(at, Done("judging_turned_back", facts, Undo(again) if whole else None))
    undo = Undo(again, {"turned": "no", "act": str(done.act)})
    return Redirect(at, Done("judging_turned", facts, undo))


async def terms(asked: Asked) -> Answer:
    """How many judgements are asked of this judge, and which groups' essays they never get."""
    found = await _judge(asked)
    if not isinstance(found, tuple):
        return found
    batch, judge = found
    at = f"/batches/{batch.id}/judging"
    typed = asked.first("quota")
    quota = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 6 else 0
    if typed and not 0 < quota <= QUOTA_MAX:
        return Redirect(at, Done("judging_quota_wrong", {"most": QUOTA_MAX}))
    of = await essays_of_groups(asked, batch)
    more = barred_by(asked.form.get("group", ()), of)
    kept = () if asked.first("sees_all") else judge.barred
    barred = () if isinstance(more, NoSuchGroup) else tuple(dict.fromkeys((*kept, *more)))
    await steering_of(asked).set_terms(
        batch.id,
        judge.id,
        quota=quota or None,
        barred=barred,
        email=judge.email,
        ends_at=judge.ends_at,
    )
    return Redirect(at, Done("judging_terms", {"name": judge.name}))
