"""Which kinds of remarks are looked for: in a batch, and in a school's new ones."""

from typing import Literal
from uuid import UUID

from huleedu.gateway.remark_rules import RuleLine, known, rule_lines, switched
from huleedu.gateway.web.batch import Batch, batch_of
from huleedu.gateway.web.coming import asked_from, people, signed_in
from huleedu.gateway.web.pages import (
    Answer,
    Asked,
    Done,
    Page,
    PageRoute,
    Redirect,
    Undo,
    View,
    Who,
    identifier,
)
from huleedu.services.identity import api as identity
from huleedu.services.results.api import remarks

IN_SCHOOL = "/school/remarks"


async def look_at(asked: Asked) -> Answer:
    """Every kind, and whether it is looked for in this batch."""
    batch = await batch_of(asked, "look")
    if not isinstance(batch, Batch):
        return batch
    kept = await remarks.of_batch(asked.database("results"), batch.id)
    lines = rule_lines(kept, asked.words)
    names = {"batch": batch, "works": batch.works, "at": _at(batch.id), "counted": kept.languages}
    return Page("remarks.html", names | _told(lines))


def _at(batch: UUID) -> str:
    return f"/batches/{batch}/remarks"


def _told(lines: list[RuleLine]) -> dict[str, object]:
    """The kinds by their language, and how many are looked for."""
    groups = [(spoken, [one for one in lines if one.spoken == spoken]) for spoken in SPOKEN]
    return {
        "groups": [(spoken, rules) for spoken, rules in groups if rules],
        "on": sum(line.on for line in lines),
        "all": len(lines),
        "shown": " ".join(line.code for line in lines),
    }


SPOKEN = ("en", "sv", "both")


async def change(asked: Asked) -> Answer:
    """Look for these in the batch, of those that were shown; the others are as they were."""
    batch = await batch_of(asked, "work")
    if not isinstance(batch, Batch):
        return batch
    of, on = _sent(asked, "of"), _sent(asked, "on")
    database = asked.database("results")
    before = await remarks.change(database, batch.id, switched(of, on))
    essay = identifier(asked.first("essay"))
    at = f"/batches/{batch.id}/essays/{essay}" if essay else _at(batch.id)
    fields = _as_before(of, before) | ({"essay": str(essay)} if essay else {})
    return Redirect(at, _done(asked, of, on, Undo(_at(batch.id), fields)))


def _sent(asked: Asked, name: str) -> list[str]:
    """The codes in these fields of the form; one field may hold several, with spaces."""
    return known(" ".join(asked.form.get(name, ())).split())


def _as_before(of: list[str], before: tuple[str, ...]) -> dict[str, str]:
    return {"of": " ".join(of), "on": " ".join(code for code in of if code not in before)}


def _done(asked: Asked, of: list[str], on: list[str], undo: Undo) -> Done:
    if len(of) == 1:
        facts = {"name": asked.words.say(f"remark.{of[0]}.name")}
        return Done("remark_on" if on else "remark_off", facts, undo)
    return Done("remarks_changed", {"n": len(set(on) & set(of))}, undo)


async def school_rules(asked: Asked) -> Answer:
    """The same of the batches that will be made in the school."""
    kept = await remarks.of_school(asked.database("results"), asked.signed_in.school)
    names = {"batch": None, "works": True, "at": IN_SCHOOL, "counted": ()}
    return Page("remarks.html", names | _told(rule_lines(kept, asked.words)))


async def change_in_school(asked: Asked) -> Answer:
    """Begin new batches with these."""
    of, on = _sent(asked, "of"), _sent(asked, "on")
    school = asked.signed_in.school
    before = await remarks.change_in_school(asked.database("results"), school, switched(of, on))
    await identity.note(
        people(asked),
        signed_in(asked),
        "settings_changed",
        asked.web.clock(),
        facts={"remarks_off": " ".join(code for code in of if code not in on)},
        address=asked_from(asked).address,
    )
    return Redirect(IN_SCHOOL, _done(asked, of, on, Undo(IN_SCHOOL, _as_before(of, before))))


def _page(method: Literal["GET", "POST"], path: str, who: Who, what: str, view: View) -> PageRoute:
    return PageRoute(method=method, path=path, who=who, what=what, view=view)


REMARK_PAGES = (
    _page("GET", "/batches/{batch}/remarks", "signed-in", "which remarks are looked for", look_at),
    _page("POST", "/batches/{batch}/remarks", "signed-in", "look for other remarks", change),
    _page("GET", IN_SCHOOL, "administrator", "which remarks new batches look for", school_rules),
    _page("POST", IN_SCHOOL, "administrator", "let new batches look for others", change_in_school),
)
