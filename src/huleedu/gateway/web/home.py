"""Home: what needs me, and every batch of mine."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, get_args
from uuid import UUID
from zlib import crc32

from huleedu.contracts.gateway import ArchiveBatch
from huleedu.gateway.grading import grades_to_decide
from huleedu.gateway.sampled import offer_sample, sample_of
from huleedu.gateway.web.batch import Batch, batch_of
from huleedu.gateway.web.classes import teacher
from huleedu.gateway.web.live import PageRevision
from huleedu.gateway.web.pages import (
    Answer,
    Asked,
    Done,
    Page,
    PageRoute,
    Redirect,
    Undo,
)
from huleedu.gateway.web.soon import batch_shows, soon
from huleedu.gateway.worries import open_worries
from huleedu.services.classes.api import classes
from huleedu.services.classes.api.classes import SchoolClass
from huleedu.services.judging.api import steering
from huleedu.services.results import api as results
from huleedu.services.results.api import BatchSeen

Which = Literal["mine", "shared", "finished", "archived"]
WHICH: tuple[Which, ...] = get_args(Which)
ROWS = 100
NEEDS_MAX = 8


@dataclass(frozen=True, slots=True)
class Need:
    """Something that waits for whoever looks: so many of what, in which batch, and where to go."""

    code: str
    n: int
    batch: BatchSeen
    to: str


async def home(asked: Asked) -> Answer:
    """The start page of somebody who is signed in."""
    person = asked.signed_in
    if "teacher" not in person.rights:
        return Redirect("/school/people" if "administrator" in person.rights else "/account")
    batches = await batches_seen(asked)
    revision = home_revision(await revisions_at_home(asked, batches))
    names = await shown_at_home(asked, batches)
    return Page("home.html", {**names, "revision": revision})


async def revisions_at_home(
    asked: Asked, batches: Sequence[BatchSeen]
) -> Mapping[UUID, tuple[int, int]]:
    """How often each batch changed, and what names how its judging stands (0: nothing to tell)."""
    judged = await steering.revisions(asked.database("judging"), [batch.id for batch in batches])
    return {batch.id: (batch.revision, judged.get(batch.id, 0)) for batch in batches}


def home_revision(of: Mapping[UUID, tuple[int, int]]) -> int:
    """Names what home tells: any process makes the same of the same."""
    told = "/".join(f"{batch} {judged}" for batch, (_, judged) in sorted(of.items()) if judged)
    return PageRevision(sum(changed for changed, _ in of.values()), crc32(told.encode())).number


async def batches_seen(asked: Asked) -> Sequence[BatchSeen]:
    """Every batch of whoever asks, the latest changed first."""
    person = asked.signed_in
    return await results.batches_of(
        asked.database("results"), person.person, administrator="administrator" in person.rights
    )


async def shown_at_home(asked: Asked, batches: Sequence[BatchSeen]) -> dict[str, Any]:
    """What the page tells of these batches."""
    which = _which(asked.query("show"))
    sought = asked.query("search")
    named = {one.id: one.name for one in await _classes(asked)}
    found = await results.with_pupil(asked.database("results"), [b.id for b in batches], sought)
    shown = [
        each
        for each in batches
        if _is(each, which) and (each.id in found or _matches(each, _class(each, named), sought))
    ]
    worries = await open_worries(
        asked.database("results"), asked.database("judging"), [each.id for each in batches]
    )
    to_decide = await grades_to_decide(
        asked.database("results"), asked.database("judging"), batches
    )
    needs = [
        need
        for each in batches
        if not each.archived
        for need in needs_of(each, len(worries.get(each.id, ())), to_decide.get(each.id, 0))
    ]
    return {
        "needs": needs[:NEEDS_MAX],
        "needs_all": len(needs),
        "which_one": which,
        "counts": {each: sum(_is(batch, each) for batch in batches) for each in WHICH},
        "all": sum(not each.archived for each in batches),
        "batches": shown[:ROWS],
        "classes": {each.id: _class(each, named) for each in batches},
        "judged": await steering.under_way(
            asked.database("judging"), [each.id for each in shown[:ROWS]]
        ),
        "hidden": max(0, len(shown) - ROWS),
        "search": sought,
        "empty": not batches,
        "sample": sample_of(asked.viewer),
    }


def _which(asked_for: str) -> Which | None:
    return next((each for each in WHICH if each == asked_for), None)


def _is(batch: BatchSeen, which: Which | None) -> bool:
    match which:
        case "archived":
            return batch.archived
        case "mine":
            return batch.may == "own" and not batch.archived
        case "shared":
            return batch.may != "own" and not batch.archived
        case "finished":
            return batch.step in ("assessed", "judged") and not batch.archived
        case None:
            return not batch.archived


async def _classes(asked: Asked) -> Sequence[SchoolClass]:
    return await classes.classes_of(asked.database("classes"), teacher(asked))


def _class(batch: BatchSeen, named: Mapping[UUID, str]) -> str:
    return named.get(batch.class_, "") if batch.class_ else ""


def _matches(batch: BatchSeen, class_: str, sought: str) -> bool:
    told = f"{batch.title} {class_}".casefold()
    return all(word in told for word in sought.casefold().split())


def needs_of(batch: BatchSeen, worries: int = 0, to_decide: int = 0) -> Sequence[Need]:
    """What in this batch waits for whoever may work on it.

    Args:
        worries: texts in which judges found something worrying.
        to_decide: essays whose grade can be decided, and is not.
    """
    if batch.may == "look":
        return ()
    here, counts = f"/batches/{batch.id}", batch.counts
    found = [
        Need("worrying", worries, batch, here),
        Need("refused", counts.refused, batch, f"{here}?show=needs"),
        Need("left_over", counts.left_over, batch, f"{here}?show=left_over"),
        Need("failed", counts.failed, batch, f"{here}?show=needs"),
        Need("collecting", int(batch.step == "collecting"), batch, f"{here}#end"),
        Need("no_files", int(batch.step == "no_files"), batch, here),
        Need("grades", to_decide, batch, f"{here}/results?which=undecided"),
    ]
    return [need for need in found if need.n]


async def archive(asked: Asked) -> Answer:
    """Put a batch away, or take it out again."""
    batch = await batch_of(asked, "own")
    if not isinstance(batch, Batch):
        return batch
    away = asked.first("archived") != "no"
    await asked.web.batches.commands.send(ArchiveBatch(batch=batch.id, archived=away))
    await soon(batch_shows(asked, batch.id, lambda seen: seen.archived == away))
    undo = Undo(f"/batches/{batch.id}/archive", {"archived": "no" if away else "yes"})
    return Redirect("/", Done("archived" if away else "taken_out", {"title": batch.title}, undo))


async def take_sample(asked: Asked) -> Answer:
    """Have the sample class as a batch of one's own, and look at it."""
    batch = await offer_sample(
        asked.web.batches.commands,
        asked.web.contents,
        asked.viewer,
        asked.words.say("sample.title"),
        asked.words.say("sample.judge"),
    )
    await soon(batch_shows(asked, batch, lambda _: True))
    return Redirect(f"/batches/{batch}")


HOME_PAGES = (
    PageRoute(
        method="GET",
        path="/",
        who="signed-in",
        what="What needs me, and every batch of mine",
        view=home,
    ),
    PageRoute(
        method="POST",
        path="/batches/{batch}/archive",
        who="teacher",
        what="Put a batch away, or take it out again",
        view=archive,
    ),
    PageRoute(
        method="POST",
        path="/sample",
        who="teacher",
        what="Have the sample class as a batch of one's own",
        view=take_sample,
    ),
)
