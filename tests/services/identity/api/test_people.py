"""Administrators say who is what; one always stays, and nobody else may."""

import asyncio
from dataclasses import replace
from uuid import uuid4

from tests.services.identity.persons import (
    HERE,
    NOW,
    ali,
    karin,
    known,
    signed_in,
    somebody,
    with_app,
)

from huleedu.kit.database import Database
from huleedu.services.identity import api


async def test_who_is_there_is_told_to_administrators_alone(identity: Database) -> None:
    admin = await karin(identity)
    await somebody(identity)
    seen = await api.people_of(identity, admin)
    assert isinstance(seen, list)
    assert [(each.name, each.has_factor) for each in seen] == [
        ("Ali Berg", False),
        ("Karin Åberg", True),
    ]


async def test_a_teacher_may_nothing_of_this(identity: Database) -> None:
    who, other = await ali(identity), await somebody(identity, "eva@lund.example")
    settings = api.SchoolSettings("Mine", "en", teachers_need_factor=False)
    refused = [
        await api.people_of(identity, who),
        await api.change_rights(identity, who, who.person, ["administrator"], NOW),
        await api.remove(identity, who, other, NOW),
        await api.reset_factor(identity, who, other, NOW),
        await api.end_sessions_of(identity, who, other, NOW),
        await api.invite(identity, who, "new@lund.example", ["teacher"], NOW),
        await api.open_invitations(identity, who, NOW),
        await api.withdraw_invitation(identity, who, "new@lund.example", NOW),
        await api.make_reset_link(identity, who, other, NOW),
        await api.settings_of(identity, who),
        await api.change_settings(identity, who, settings, NOW),
        await api.audit_of(identity, who),
        await api.kinds_of_audit(identity, who),
    ]
    assert refused == [api.MayNot()] * 13


async def test_other_rights_end_the_sessions(identity: Database) -> None:
    admin, person = await karin(identity), await somebody(identity)
    token = (await signed_in(identity)).token
    rights = ["teacher", "administrator"]
    assert await api.change_rights(identity, admin, person, ["teacher"], NOW) == api.Done()
    await known(identity, token)
    assert await api.change_rights(identity, admin, person, rights, NOW) == api.Done()
    assert await api.session_of(identity, token, NOW) == api.NoSession()
    own = await api.change_rights(identity, admin, admin.person, ["administrator"], NOW)
    assert isinstance(own, api.Renewed)
    assert (await known(identity, own.token)).rights == {"administrator"}


async def test_the_last_administrator_stays(identity: Database) -> None:
    admin = await karin(identity)
    person = admin.person
    teacher = await api.change_rights(identity, admin, person, ["teacher"], NOW)
    assert teacher == api.LastAdministrator()
    assert await api.remove(identity, admin, person, NOW) == api.LastAdministrator()


async def test_of_two_administrators_who_go_at_once_one_stays(identity: Database) -> None:
    admin = await karin(identity)
    other = await somebody(identity, rights=("administrator",))
    both = await asyncio.gather(
        api.remove(identity, admin, admin.person, NOW), api.remove(identity, admin, other, NOW)
    )
    assert sorted(type(each).__name__ for each in both) == ["Done", "LastAdministrator"]


async def test_who_is_taken_away_is_out_at_once(identity: Database) -> None:
    admin, who = await karin(identity), await ali(identity)
    token = (await signed_in(identity)).token
    assert await api.remove(identity, admin, who.person, NOW) == api.Done()
    assert await api.session_of(identity, token, NOW) == api.NoSession()
    assert await api.remove(identity, admin, who.person, NOW) == api.NoSuchPerson()
    left = await api.people_of(identity, admin)
    assert isinstance(left, list)
    assert [each.id for each in left] == [admin.person]
    await somebody(identity)  # the address is free again


async def test_a_lost_factor_is_reset_and_noted(identity: Database) -> None:
    admin, who = await karin(identity), await ali(identity)
    _, made = await with_app(identity, who)
    assert await api.reset_factor(identity, admin, who.person, NOW) == api.Done()
    assert await api.session_of(identity, made.token, NOW) == api.NoSession()
    await signed_in(identity)
    entries = await api.audit_of(identity, admin, person=who.person, what="factor_reset")
    assert not isinstance(entries, api.MayNot)
    [entry] = entries
    assert (entry.person_name, entry.about_name) == ("Karin Åberg", "Ali Berg")
    own = await api.reset_factor(identity, admin, admin.person, NOW)
    assert own == api.NoSuchPerson(), "one's own is changed in one's account"


async def test_who_is_of_another_school_is_not_there(identity: Database, tables: Database) -> None:
    admin, there = await karin(identity), uuid4()
    async with tables.session() as sql:
        await sql.execute(
            "insert into school (school, name, language) values ($1, 'B', 'en')", there
        )
    person = await somebody(identity, school=there)
    nobody = api.NoSuchPerson()
    assert await api.change_rights(identity, admin, person, ["teacher"], NOW) == nobody
    assert await api.remove(identity, admin, person, NOW) == nobody
    assert await api.reset_factor(identity, admin, person, NOW) == nobody
    assert await api.end_sessions_of(identity, admin, person, NOW) == nobody
    assert await api.make_reset_link(identity, admin, person, NOW) == nobody


async def test_an_administrator_is_not_over_operators(identity: Database) -> None:
    operator = await karin(identity)
    admin = replace(operator, person=uuid4(), rights=frozenset({"administrator"}))
    assert await api.reset_factor(identity, admin, operator.person, NOW) == api.NoSuchPerson()
    assert await api.make_reset_link(identity, admin, operator.person, NOW) == api.NoSuchPerson()
    made = await api.invite(identity, admin, "x@lund.example", ["operator"], NOW)
    assert made == api.FormRefused((api.FieldProblem("rights", "rights.not_yours"),))


async def test_somebody_is_signed_out_everywhere(identity: Database) -> None:
    admin, who = await karin(identity), await ali(identity)
    token = (await signed_in(identity, asked_from=HERE)).token
    assert await api.end_sessions_of(identity, admin, who.person, NOW) == api.Done()
    assert await api.session_of(identity, token, NOW) == api.NoSession()
    await api.end_sessions_of(identity, admin, admin.person, NOW)
    assert len(await api.sessions_of(identity, admin, NOW)) == 1, "but not here"


async def test_rights_are_changed_only_as_they_were_seen(identity: Database) -> None:
    admin, who = await karin(identity), await ali(identity)
    both = ("administrator", "teacher")
    stale = await api.change_rights(identity, admin, who.person, both, NOW, seen=both)
    assert stale == api.SeenOtherwise()
    assert await api.change_rights(identity, admin, who.person, both, NOW, seen=("teacher",)) == (
        api.Done()
    )
