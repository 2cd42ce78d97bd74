"""Who teaches a class: colleagues see its pupils and lists as whoever made it does."""

from huleedu.gateway.web.classes import seen_class, teacher
from huleedu.gateway.web.coming import asked_from, people, signed_in
from huleedu.gateway.web.pages import (
    Answer,
    Asked,
    Done,
    NotThere,
    PageRoute,
    Redirect,
    Undo,
    identifier,
)
from huleedu.services.classes.api import classes
from huleedu.services.identity import api as identity


async def share(asked: Asked) -> Answer:
    """Let a colleague of the same school teach the class, too, or no longer."""
    found, person = await seen_class(asked), identifier(asked.first("person"))
    if found is None or person is None:
        return NotThere()
    teaches, at = asked.first("teaches") != "no", f"/classes/{found.of.id}"
    named = await identity.names_of(people(asked), signed_in(asked))
    colleagues = await identity.colleagues_of(people(asked), signed_in(asked))
    if teaches and person not in {one.id for one in colleagues}:
        return NotThere()
    database, who = asked.database("classes"), teacher(asked)
    made = await classes.share(database, who, found.of.id, person, teaches=teaches)
    if isinstance(made, classes.NoSuchClass):
        return NotThere()
    if isinstance(made, classes.LastTeacher):
        return Redirect(at, Done("class_last_teacher"))
    await identity.note(
        people(asked),
        signed_in(asked),
        "class_shared" if teaches else "class_unshared",
        asked.web.clock(),
        about=person,
        facts={"class": str(found.of.id)},
        address=asked_from(asked).address,
    )
    done = "class_shared" if teaches else "class_unshared"
    undo = Undo(f"{at}/teachers", {"person": str(person), "teaches": "no" if teaches else "yes"})
    gone = person == asked.signed_in.person
    return Redirect(
        "/classes" if gone else at,
        Done(done, {"name": named.get(person, "")}, None if gone else undo),
    )


CLASS_SHARE_PAGES = (
    PageRoute(
        method="POST",
        path="/classes/{class}/teachers",
        who="teacher",
        what="Let a colleague teach a class, or no longer",
        view=share,
    ),
)
