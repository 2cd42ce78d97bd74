"""P16: a school's people and audit, for its administrators."""

from collections.abc import Awaitable, Callable, Sequence

from huleedu.gateway.web.coming import link_of, people, session_cookie, signed_in, told
from huleedu.gateway.web.hundred import hundred
from huleedu.gateway.web.mailing import MailTold, invitation_mail, mailed
from huleedu.gateway.web.one_person import one_person
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
    identifier,
)
from huleedu.gateway.web.setting_up import again
from huleedu.kit.spreadsheet import written
from huleedu.services.identity import api as identity

PEOPLE, AUDIT = "/school/people", "/school/audit"
EXPORTED = 10_000


async def everybody(asked: Asked) -> Answer:
    """Who is there, and who is invited."""
    return await _people(asked, {})


async def _people(
    asked: Asked,
    wrong: dict[str, str],
    status: int = 422,
    *,
    link: str = "",
    of: str = "",
    sent: Sequence[MailTold] = (),
) -> Answer:
    """The page; a link that was just made is told on it once."""
    who, database = signed_in(asked), people(asked)
    seen = await identity.people_of(database, who)
    invited = await identity.open_invitations(database, who, asked.web.clock())
    if isinstance(seen, identity.MayNot) or isinstance(invited, identity.MayNot):
        return MayNot()
    names = {
        "wrong": wrong,
        "shown": hundred(asked, seen, lambda one: (one.name, one.email)),
        "invited": invited,
        "link": link,
        "link_of": of,
        "sent": sent,
        "me": who.person,
        "operator": "operator" in who.rights,
        "administrators": sum("administrator" in each.rights for each in seen),
        "email": asked.first("email"),
        "chosen": asked.form.get("rights", ("teacher",)),
    }
    return Page("identity/people.html", names, status if wrong else 200)


async def invite(asked: Asked) -> Answer:
    """Make a link for somebody."""
    made = await identity.invite(
        people(asked),
        signed_in(asked),
        asked.first("email"),
        asked.form.get("rights", ()),
        asked.web.clock(),
    )
    match made:
        case identity.LinkMade():
            to, email = link_of(asked, "/invitation", made), asked.first("email")
            sent = await mailed(asked, [invitation_mail(asked.signed_in, asked.words, email, to)])
            return await _people(asked, {}, link=to, of=email, sent=sent)
        case identity.FormRefused(problems):
            return await _people(asked, told(asked, problems))
        case identity.MayNot():
            return MayNot()


async def withdraw(asked: Asked) -> Answer:
    """End an invitation."""
    email = asked.first("email")
    await identity.withdraw_invitation(people(asked), signed_in(asked), email, asked.web.clock())
    return Redirect(PEOPLE, Done("invitation_withdrawn", {"email": email}))


async def change_rights(asked: Asked) -> Answer:
    """Let somebody be something else."""
    person = asked.identifier("person")
    if person is None:
        return NotThere()
    changed = await identity.change_rights(
        people(asked),
        signed_in(asked),
        person,
        asked.form.get("rights", ()),
        asked.web.clock(),
    )
    match changed:
        case identity.Done():
            return Redirect(PEOPLE, Done("rights_changed"))
        case identity.Renewed(token):
            return Redirect(PEOPLE, Done("rights_changed"), cookies=[session_cookie(token)])
        case identity.FormRefused(problems):
            return await one_person(asked, told(asked, problems))
        case identity.LastAdministrator():
            wrong = {"rights": asked.words.say("identity.last_administrator")}
            return await one_person(asked, wrong)
        case identity.NoSuchPerson() | identity.SeenOtherwise():
            return NotThere()
        case identity.MayNot():
            return MayNot()


async def reset_factor(asked: Asked) -> Answer:
    """Forget the second factors of somebody who lost them."""
    person = asked.identifier("person")
    if person is None:
        return NotThere()
    done = await identity.reset_factor(people(asked), signed_in(asked), person, asked.web.clock())
    match done:
        case identity.Done():
            return Redirect(PEOPLE, Done("factor_reset"))
        case identity.NotFresh():
            return again(f"{PEOPLE}/{person}")
        case identity.NoSuchPerson():
            return NotThere()
        case identity.MayNot():
            return MayNot()


async def end_sessions(asked: Asked) -> Answer:
    """Sign somebody out everywhere."""
    person = asked.identifier("person")
    if person is None:
        return NotThere()
    done = await identity.end_sessions_of(
        people(asked), signed_in(asked), person, asked.web.clock()
    )
    if isinstance(done, identity.Done):
        return Redirect(f"{PEOPLE}/{person}", Done("their_sessions_ended"))
    return MayNot() if isinstance(done, identity.MayNot) else NotThere()


async def reset_link(asked: Asked) -> Answer:
    """A link by which somebody chooses a new password."""
    person = asked.identifier("person")
    if person is None:
        return NotThere()
    made = await identity.make_reset_link(
        people(asked), signed_in(asked), person, asked.web.clock()
    )
    if isinstance(made, identity.LinkMade):
        return await one_person(asked, {}, link_of(asked, "/reset/new", made))
    return MayNot() if isinstance(made, identity.MayNot) else NotThere()


async def audit(asked: Asked) -> Answer:
    """Who did or saw what, by pages."""
    who, database = signed_in(asked), people(asked)
    before = asked.query("before")
    entries = await identity.audit_of(
        database,
        who,
        person=identifier(asked.query("person")),
        what=asked.query("what"),
        before=int(before) if before.isascii() and before.isdigit() and len(before) < 18 else None,
    )
    kinds = await identity.kinds_of_audit(database, who)
    seen = await identity.people_of(database, who)
    if (
        isinstance(entries, identity.MayNot)
        or isinstance(kinds, identity.MayNot)
        or isinstance(seen, identity.MayNot)
    ):
        return MayNot()
    names = {
        "entries": entries,
        "kinds": [(each, _kind(asked, each)) for each in kinds],
        "kind_of": {each: _kind(asked, each) for each in kinds},
        "people": [(str(each.id), each.name) for each in seen],
        "person_chosen": asked.query("person"),
        "what": asked.query("what"),
        "more": entries[-1].id if len(entries) == identity.ENTRIES else None,
        "first_page": not before,
    }
    return Page("identity/audit.html", names)


def _kind(asked: Asked, what: str) -> str:
    """What an entry is called; a newer version may have written others."""
    code = f"identity.audit.{what}"
    return asked.words.say(code) if asked.words.has(code) else what


async def export(asked: Asked) -> Answer:
    """The audit as a table, with the same filters; that it was taken away stands in it."""
    entries = await identity.audit_of(
        people(asked),
        signed_in(asked),
        person=identifier(asked.first("person")),
        what=asked.first("what"),
        limit=EXPORTED,
    )
    if isinstance(entries, identity.MayNot):
        return MayNot()
    await identity.note(people(asked), signed_in(asked), "audit_exported", asked.web.clock())
    rows = [("at", "person", "what", "about", "address", "facts")]
    rows += [
        (
            each.at.isoformat(timespec="seconds"),
            each.person_name,
            each.what,
            each.about_name,
            each.address,
            "; ".join(f"{name}={fact}" for name, fact in each.facts.items()),
        )
        for each in entries
    ]
    headers = {"Content-Disposition": 'attachment; filename="audit.csv"'}
    return Bytes(written(rows).encode(), "text/csv; charset=utf-8", headers)


def _page(path: str, what: str, view: Callable[[Asked], Awaitable[Answer]]) -> PageRoute:
    return PageRoute(method="GET", path=path, who="administrator", what=what, view=view)


def _post(path: str, what: str, view: Callable[[Asked], Awaitable[Answer]]) -> PageRoute:
    return PageRoute(method="POST", path=path, who="administrator", what=what, view=view)


SCHOOL_PAGES = (
    _page(PEOPLE, "The people of the school", everybody),
    _post("/school/invitations", "Invite somebody", invite),
    _post("/school/invitations/withdraw", "End an invitation", withdraw),
    _post("/school/people/{person}/rights", "Change somebody's rights", change_rights),
    _post("/school/people/{person}/factor", "Reset a lost factor", reset_factor),
    _post("/school/people/{person}/sessions", "Sign somebody out", end_sessions),
    _post("/school/people/{person}/reset", "A link for a new password", reset_link),
    _page(AUDIT, "Who did or saw what", audit),
    _post("/school/audit/export", "Take the audit away as a table", export),
)
