"""An invitation makes one account, within seven days, of what was offered."""

import asyncio

from tests.services.identity.persons import GOOD, HERE, NOW, karin, known, later, somebody

from huleedu.kit.database import Database
from huleedu.services.identity import api

EVA = "eva@lund.example"


async def invited(identity: Database, admin: api.SignedIn, *rights: str) -> str:
    link = await api.invite(identity, admin, EVA, rights or ("teacher",), NOW)
    assert isinstance(link, api.LinkMade)
    return link.secret


async def accepted(
    identity: Database, link: str, password: str = GOOD, name: str = "Eva", days: float = 0
) -> api.SignedInWith | api.FormRefused | api.LinkWrong:
    return await api.accept(identity, link, name, password, HERE, later(days=days), language="sv")


async def test_an_invitation_tells_who_where_and_as_what(identity: Database) -> None:
    link = await invited(identity, await karin(identity), "teacher", "administrator")
    told = await api.invitation(identity, link, NOW)
    assert told == api.Invitation(
        school_name="Lundaskolan",
        invited_by="Karin Åberg",
        email=EVA,
        rights=frozenset({"teacher", "administrator"}),
        needs_factor=True,
    )


async def test_it_makes_an_account_and_signs_in(identity: Database) -> None:
    admin = await karin(identity)
    link = await invited(identity, admin)
    came = await accepted(identity, link)
    assert isinstance(came, api.SignedInWith)
    who = await known(identity, came.token)
    assert (who.name, who.email, who.rights, who.language) == ("Eva", EVA, {"teacher"}, "sv")
    assert who.school == admin.school
    assert await accepted(identity, link) == api.LinkUsed()
    assert await api.open_invitations(identity, admin, NOW) == []


async def test_an_administrator_must_set_up_a_factor_first(identity: Database) -> None:
    came = await accepted(identity, await invited(identity, await karin(identity), "administrator"))
    assert isinstance(came, api.SignedInWith)
    assert came.must_enrol
    assert isinstance(await api.session_of(identity, came.token, NOW), api.MustEnrol)


async def test_of_two_who_accept_at_once_one_does(identity: Database) -> None:
    link = await invited(identity, await karin(identity))
    both = await asyncio.gather(accepted(identity, link), accepted(identity, link))
    assert sorted(type(each).__name__ for each in both) == ["LinkUsed", "SignedInWith"]


async def test_it_ends_after_seven_days(identity: Database) -> None:
    link = await invited(identity, await karin(identity))
    assert isinstance(await api.invitation(identity, link, later(days=6.99)), api.Invitation)
    assert await accepted(identity, link, days=7) == api.LinkEnded()
    assert await api.invitation(identity, "made up", NOW) == api.NoSuchLink()


async def test_a_newer_one_or_a_withdrawal_ends_it(identity: Database) -> None:
    admin = await karin(identity)
    older, newer = await invited(identity, admin), await invited(identity, admin)
    assert await accepted(identity, older) == api.LinkEnded()
    await api.withdraw_invitation(identity, admin, EVA, NOW)
    assert await accepted(identity, newer) == api.LinkEnded()


async def test_it_ends_with_the_rights_of_who_invited(identity: Database, tables: Database) -> None:
    link = await invited(identity, await karin(identity))
    async with tables.session() as sql:
        await sql.execute("update person set rights = '{teacher}'")
    assert await api.invitation(identity, link, NOW) == api.LinkEnded()
    assert await accepted(identity, link) == api.LinkEnded()


async def test_what_is_wrong_is_told_and_the_link_goes_on(identity: Database) -> None:
    link = await invited(identity, await karin(identity))
    wrong = await accepted(identity, link, "kort", "")
    assert isinstance(wrong, api.FormRefused)
    assert [each.code for each in wrong.problems] == ["name.missing", "password.too_short"]
    of_school = await accepted(identity, link, "Lundaskolan 1")
    assert isinstance(of_school, api.FormRefused)
    assert isinstance(await accepted(identity, link), api.SignedInWith)


async def test_who_has_an_account_is_not_invited(identity: Database) -> None:
    admin = await karin(identity)
    await somebody(identity, EVA)
    taken = await api.invite(identity, admin, EVA.upper(), ["teacher"], NOW)
    assert taken == api.FormRefused((api.FieldProblem("email", "email.taken"),))
    wrong = await api.invite(identity, admin, "eva", [], NOW)
    assert isinstance(wrong, api.FormRefused)
    assert [each.field for each in wrong.problems] == ["email", "rights"]
