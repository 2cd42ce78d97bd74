"""An invitation is taken without a password, by a passkey or by the school's service, once."""

import asyncio

from tests.engines.oidc.provider import Provider, providing
from tests.services.identity.api.test_invitations import EVA, invited
from tests.services.identity.api.test_passkeys import SITE, come, phone
from tests.services.identity.api.test_services import SERVICE, asked, came, is_set
from tests.services.identity.authenticator import Authenticator
from tests.services.identity.persons import GOOD, HERE, NOW, ali, karin, known, later

from huleedu.kit.database import Database
from huleedu.kit.sign_in_service import ServiceWrong
from huleedu.services.identity import api
from huleedu.services.identity.api.accepting import person_of


async def made_by_passkey(
    identity: Database, link: str, mine: Authenticator, name: str = "Eva", answer: str = ""
) -> object:
    if not answer:
        question = await api.ask_passkey_of_invited(identity, link, SITE, NOW)
        assert isinstance(question, api.PasskeyQuestion)
        answer = mine.make(question.options)
    eva = api.Invited(link, name, "sv")
    return await api.accept_by_passkey(identity, eva, SITE, answer, "phone", HERE, NOW)


async def test_a_passkey_makes_the_account_and_signs_in_ever_after(identity: Database) -> None:
    link = await invited(identity, await karin(identity), "administrator")
    mine = phone()
    made = await made_by_passkey(identity, link, mine)
    assert isinstance(made, api.AcceptedByPasskey)
    assert len(made.recovery_codes) == 10
    assert not made.came.must_enrol, "a passkey is two factors"
    who = await known(identity, made.came.token)
    assert (who.name, who.email, who.rights, who.language) == ("Eva", EVA, {"administrator"}, "sv")
    again = await come(identity, mine)
    assert isinstance(again, api.SignedInWith)
    assert (await known(identity, again.token)).person == who.person
    assert await made_by_passkey(identity, link, phone(), answer="{}") == api.LinkUsed()
    wrong = await api.sign_in(identity, EVA, "", HERE, NOW)
    assert wrong == api.WrongCredentials(), "there is no password"


async def test_an_answer_to_another_question_leaves_the_link_as_it_was(
    identity: Database,
) -> None:
    admin = await karin(identity)
    link, mine = await invited(identity, admin), phone()
    other = await api.invite(identity, admin, "bo@lund.example", ("teacher",), NOW)
    assert isinstance(other, api.LinkMade)
    theirs = await api.ask_passkey_of_invited(identity, other.secret, SITE, NOW)
    signing_in = await api.ask_passkey(identity, SITE, NOW)
    ours = await api.offer_passkey(identity, admin, SITE, NOW)
    assert isinstance(theirs, api.PasskeyQuestion)
    assert isinstance(ours, api.PasskeyQuestion)
    elsewhere = Authenticator("evil.example", "https://evil.example")
    question = await api.ask_passkey_of_invited(identity, link, SITE, NOW)
    assert isinstance(question, api.PasskeyQuestion)
    for answer in (
        mine.make(theirs.options),
        mine.make(ours.options),
        mine.use(signing_in.options),
        elsewhere.make(question.options),
        "no answer",
    ):
        assert await made_by_passkey(identity, link, mine, answer=answer) == api.PasskeyRefused()
    assert await made_by_passkey(identity, link, mine, name=" ") == api.FormRefused(
        (api.FieldProblem("name", "name.missing"),)
    )
    assert isinstance(await made_by_passkey(identity, link, mine), api.AcceptedByPasskey)


async def test_a_passkey_of_somebody_makes_no_second_account(identity: Database) -> None:
    admin = await karin(identity)
    mine = phone()
    first = await made_by_passkey(identity, await invited(identity, admin), mine)
    assert isinstance(first, api.AcceptedByPasskey)
    other = await api.invite(identity, admin, "bo@lund.example", ("teacher",), NOW)
    assert isinstance(other, api.LinkMade)
    assert await made_by_passkey(identity, other.secret, mine) == api.PasskeyRefused()
    assert isinstance(await api.invitation(identity, other.secret, NOW), api.Invitation)


async def test_of_a_passkey_and_a_password_at_once_one_makes_the_account(
    identity: Database,
) -> None:
    link = await invited(identity, await karin(identity))
    question = await api.ask_passkey_of_invited(identity, link, SITE, NOW)
    assert isinstance(question, api.PasskeyQuestion)
    both = await asyncio.gather(
        made_by_passkey(identity, link, phone(), answer=phone().make(question.options)),
        api.accept(identity, link, "Eva", GOOD, HERE, NOW, language="sv"),
    )
    assert sum(isinstance(each, api.LinkUsed) for each in both) == 1, both


async def test_a_link_that_ended_is_asked_nothing(identity: Database) -> None:
    link = await invited(identity, await karin(identity))
    late = later(days=7)
    assert await api.ask_passkey_of_invited(identity, link, SITE, late) == api.LinkEnded()
    assert await api.ask_passkey_of_invited(identity, "made up", SITE, NOW) == api.NoSuchLink()
    eva = api.Invited(link, "Eva", "sv")
    assert await api.ask_service_as_invited(identity, SERVICE, eva, "", late) == api.LinkEnded()
    assert person_of(link) != person_of("made up")


async def tried(identity: Database, provider: Provider) -> api.SignedIn:
    """The school's service has been tried, by Ali; Karin may invite."""
    admin, who = await is_set(identity, provider), await ali(identity)
    done = await came(identity, *await asked(identity, provider, who, connect=True), who=who)
    assert done == api.Connected()
    return admin


async def gone(
    identity: Database, provider: Provider, link: str, name: str = "Eva"
) -> tuple[str, str]:
    eva = api.Invited(link, name, "sv")
    to = await api.ask_service_as_invited(identity, SERVICE, eva, "https://skola.example/back", NOW)
    assert isinstance(to, api.GoThere), to
    return provider.authorize(to.address)


async def test_the_schools_service_makes_the_account_and_signs_in_ever_after(
    identity: Database,
) -> None:
    async with providing(NOW) as provider:
        admin = await is_set(identity, provider)
        link = await invited(identity, admin, "administrator")
        eva = api.Invited(link, "Eva", "sv")
        none = await api.ask_service_as_invited(identity, SERVICE, eva, "", NOW)
        assert none == api.NoService(), "not before somebody has tried it"
        await came(identity, *await asked(identity, provider, admin, connect=True), who=admin)
        told = await api.invitation(identity, link, NOW)
        assert isinstance(told, api.Invitation)
        assert told.service == "Skolinloggning"
        provider.subject = "eva-1"
        made = await came(identity, *await gone(identity, provider, link))
        assert isinstance(made, api.SignedInWith)
        assert made.must_enrol, "the service stands for the password, not for the second factor"
        again = await came(identity, *await asked(identity, provider, admin, connect=False))
        assert isinstance(again, api.SignedInWith)
        who = await api.session_of(identity, again.token, NOW)
        assert isinstance(who, api.MustEnrol)
        assert (who.who.name, who.who.email) == ("Eva", EVA)


async def test_who_has_an_account_there_already_makes_no_second_one(identity: Database) -> None:
    async with providing(NOW) as provider:
        link = await invited(identity, await tried(identity, provider))
        assert await came(identity, *await gone(identity, provider, link)) == api.SomebodyElse()
        assert isinstance(await api.invitation(identity, link, NOW), api.Invitation)


async def test_a_lie_of_the_service_makes_no_account(identity: Database) -> None:
    async with providing(NOW) as provider:
        link = await invited(identity, await tried(identity, provider))
        provider.subject = "eva-1"
        code, state = await gone(identity, provider, link)
        provider.fault = "nonce"
        assert isinstance(await came(identity, code, state), ServiceWrong)
        provider.fault = ""
        assert await came(identity, code, state) == api.NoQuestion(), "an answer counts once"
        assert isinstance(await api.invitation(identity, link, NOW), api.Invitation)


async def test_what_was_withdrawn_meanwhile_makes_no_account(identity: Database) -> None:
    async with providing(NOW) as provider:
        admin = await tried(identity, provider)
        link = await invited(identity, admin)
        provider.subject = "eva-1"
        code, state = await gone(identity, provider, link)
        await api.withdraw_invitation(identity, admin, EVA, NOW)
        assert await came(identity, code, state) == api.LinkEnded()
        nameless = api.Invited(await invited(identity, admin), "", "sv")
        refused = await api.ask_service_as_invited(identity, SERVICE, nameless, "", NOW)
        assert isinstance(refused, api.FormRefused)
