"""P4: a teacher's classes, and the pupils of each."""

from uuid import uuid4

from huleedu.gateway.web.coming import people, signed_in
from huleedu.gateway.web.hundred import hundred
from huleedu.gateway.web.pages import (
    Answer,
    Asked,
    Done,
    NotThere,
    Page,
    PageRoute,
    Redirect,
    Undo,
    identifier,
)
from huleedu.services.classes.api import classes
from huleedu.services.classes.api.classes import NAME_CHARS_MAX, Entry, Pupil, Seen, Teacher
from huleedu.services.identity import api as identity
from huleedu.services.results import api as results


def teacher(asked: Asked) -> Teacher:
    """Who asks, as classes know them."""
    who = asked.signed_in
    return Teacher(who.school, who.person, administrator="administrator" in who.rights)


async def seen_class(asked: Asked) -> Seen | None:
    """The class in the address, if it is there for whoever asks."""
    class_ = asked.identifier("class")
    if class_ is None:
        return None
    found = await classes.one(asked.database("classes"), teacher(asked), class_)
    return found if isinstance(found, Seen) else None


async def all_classes(asked: Asked) -> Answer:
    """The classes of whoever asks."""
    return await _all(asked, {})


async def _all(asked: Asked, wrong: dict[str, str]) -> Answer:
    found = await classes.classes_of(asked.database("classes"), teacher(asked))
    names = {
        "shown": hundred(
            asked, [one for one in found if not one.archived], lambda one: (one.name, one.year)
        ),
        "archived": [one for one in found if one.archived],
        "wrong": wrong,
        "name": asked.first("name"),
        "year": asked.first("year"),
    }
    return Page("classes/classes.html", names, 422 if wrong else 200)


async def make(asked: Asked) -> Answer:
    """Make a class; the same form sent twice makes one."""
    name, year = asked.first("name")[:NAME_CHARS_MAX], asked.first("year")[:40]
    if not name:
        return await _all(asked, {"name": asked.words.say("classes.name_missing")})
    class_ = identifier(asked.first("id")) or uuid4()
    now = asked.web.clock()
    await classes.make(asked.database("classes"), teacher(asked), class_, (name, year), now)
    return Redirect(f"/classes/{class_}")


async def one_class(asked: Asked) -> Answer:
    """One class with its pupils."""
    return await _one(asked, {})


async def _one(asked: Asked, wrong: dict[str, str], status: int = 422) -> Answer:
    found = await seen_class(asked)
    if found is None:
        return NotThere()
    who = teacher(asked)
    batches = await results.batches_of(
        asked.database("results"), who.person, administrator=who.administrator
    )
    teachers = await classes.teachers_of(asked.database("classes"), who, found.of.id)
    named = await identity.names_of(people(asked), signed_in(asked))
    names = {
        "seen": found.of,
        "shown": hundred(asked, found.pupils, _told_of),
        "wrong": wrong,
        "typed": {
            **{name: asked.first(name) for name in ("pupil", "called", "name", "year")},
            "change": "revision" in asked.form,
        },
        "new_id": uuid4(),
        "batches": [each for each in batches if each.class_ == found.of.id],
        "teachers": [(each, named.get(each, "")) for each in teachers],
        "others": [
            (str(one.id), one.name)
            for one in await identity.colleagues_of(people(asked), signed_in(asked))
            if one.id not in teachers
        ],
    }
    return Page("classes/class.html", names, status if wrong else 200)


def _told_of(pupil: Pupil) -> tuple[str, ...]:
    """What a pupil is found by."""
    return pupil.name, pupil.called, *pupil.groups, pupil.email, *pupil.ids


async def change(asked: Asked) -> Answer:
    """Another name or year."""
    found = await seen_class(asked)
    if found is None:
        return NotThere()
    name, year = asked.first("name")[:NAME_CHARS_MAX], asked.first("year")[:40]
    if not name:
        return await _one(asked, {"name": asked.words.say("classes.name_missing")})
    if asked.first("revision") != str(found.of.revision):
        told = asked.words.say("classes.changed_meanwhile", name=found.of.name)
        return await _one(asked, {"name": told}, 409)
    who = teacher(asked)
    await classes.change(asked.database("classes"), who, found.of, (name, year))
    return Redirect(f"/classes/{found.of.id}", Done("class_changed"))


async def archive(asked: Asked) -> Answer:
    """Put a class away, or take it back."""
    found = await seen_class(asked)
    if found is None:
        return NotThere()
    away = asked.first("away") != "no"
    where = f"/classes/{found.of.id}"
    await classes.archive(
        asked.database("classes"), teacher(asked), found.of.id, asked.web.clock(), away=away
    )
    if not away:
        return Redirect(where, Done("class_back"))
    return Redirect(
        "/classes",
        Done("class_away", {"name": found.of.name}, Undo(f"{where}/away", {"away": "no"})),
    )


async def add(asked: Asked) -> Answer:
    """Add a pupil."""
    found = await seen_class(asked)
    if found is None:
        return NotThere()
    entry = _entry(asked)
    if not entry.name:
        return await _one(asked, {"pupil": asked.words.say("classes.pupil_missing")})
    pupil = identifier(asked.first("id")) or uuid4()
    await classes.add(asked.database("classes"), teacher(asked), found.of.id, pupil, entry)
    undo = Undo(f"/classes/{found.of.id}/pupils/{pupil}/remove")
    return Redirect(f"/classes/{found.of.id}", Done("pupil_added", {"name": entry.name}, undo))


def _entry(asked: Asked) -> Entry:
    return Entry(
        name=" ".join(asked.first("pupil").split())[:NAME_CHARS_MAX],
        called=asked.first("called")[:NAME_CHARS_MAX],
        groups=tuple(each.strip() for each in asked.first("groups").split(",") if each.strip()),
        email=asked.first("email")[:254],
        ids=tuple(asked.first("ids").split()),
    )


async def _pupil(asked: Asked) -> tuple[Seen, Pupil] | None:
    found, wanted = await seen_class(asked), asked.identifier("pupil")
    if found is None:
        return None
    pupil = next((each for each in found.pupils if each.id == wanted), None)
    return (found, pupil) if pupil else None


async def one_pupil(asked: Asked) -> Answer:
    """What is known of a pupil, to be changed."""
    there = await _pupil(asked)
    if there is None:
        return NotThere()
    found, pupil = there
    others = [each for each in found.pupils if each.id != pupil.id]
    shown = hundred(asked, others, _told_of)
    return Page(
        "classes/pupil.html", {"seen": found.of, "pupil": pupil, "others": shown, "wrong": {}}
    )


async def change_pupil(asked: Asked) -> Answer:
    """Say something else of a pupil, or make one of two."""
    there = await _pupil(asked)
    if there is None:
        return NotThere()
    found, pupil = there
    database, who = asked.database("classes"), teacher(asked)
    where = f"/classes/{found.of.id}"
    if other := identifier(asked.first("same_as")):
        now = asked.web.clock()
        await classes.merge(database, who, found.of.id, pupil.id, other, now)
        return Redirect(where, Done("pupils_merged", {"name": pupil.name}))
    entry = _entry(asked)
    changed = Pupil(
        id=pupil.id,
        name=entry.name or pupil.name,
        called=entry.called,
        groups=entry.groups,
        email=entry.email,
        ids=entry.ids,
        no_models=bool(asked.first("no_models")),
    )
    await classes.change_pupil(database, who, found.of.id, changed)
    return Redirect(where, Done("pupil_changed", {"name": changed.name}))


async def remove(asked: Asked) -> Answer:
    """Take a pupil out of the class."""
    there = await _pupil(asked)
    if there is None:
        return NotThere()
    found, pupil = there
    class_, now = found.of.id, asked.web.clock()
    here = hundred(asked, found.pupils, _told_of).here
    await classes.remove(asked.database("classes"), teacher(asked), class_, pupil.id, now)
    undo = Undo(f"/classes/{class_}/pupils/{pupil.id}/back{here}")
    return Redirect(f"/classes/{class_}{here}", Done("pupil_removed", {"name": pupil.name}, undo))


async def back(asked: Asked) -> Answer:
    """Take a pupil back who was removed."""
    found, pupil = await seen_class(asked), asked.identifier("pupil")
    if found is None or pupil is None:
        return NotThere()
    await classes.back(asked.database("classes"), teacher(asked), found.of.id, pupil)
    here = hundred(asked, found.pupils, _told_of).here
    return Redirect(f"/classes/{found.of.id}{here}")


CLASS_PAGES = (
    PageRoute(method="GET", path="/classes", who="teacher", what="Classes", view=all_classes),
    PageRoute(method="POST", path="/classes", who="teacher", what="Make a class", view=make),
    PageRoute(
        method="GET", path="/classes/{class}", who="teacher", what="One class", view=one_class
    ),
    PageRoute(
        method="POST", path="/classes/{class}", who="teacher", what="Rename a class", view=change
    ),
    PageRoute(
        method="POST",
        path="/classes/{class}/away",
        who="teacher",
        what="Put a class away, or take it back",
        view=archive,
    ),
    PageRoute(
        method="POST", path="/classes/{class}/pupils", who="teacher", what="Add a pupil", view=add
    ),
    PageRoute(
        method="GET",
        path="/classes/{class}/pupils/{pupil}",
        who="teacher",
        what="One pupil",
        view=one_pupil,
    ),
    PageRoute(
        method="POST",
        path="/classes/{class}/pupils/{pupil}",
        who="teacher",
        what="Change a pupil, or make one of two",
        view=change_pupil,
    ),
    PageRoute(
        method="POST",
        path="/classes/{class}/pupils/{pupil}/remove",
        who="teacher",
        what="Take a pupil out of the class",
        view=remove,
    ),
    PageRoute(
        method="POST",
        path="/classes/{class}/pupils/{pupil}/back",
        who="teacher",
        what="Take a pupil back",
        view=back,
    ),
)
