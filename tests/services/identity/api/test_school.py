"""A school's settings, and its audit by pages."""

from dataclasses import replace
from uuid import UUID

from tests.services.identity.persons import HERE, NOW, ali, karin, known, signed_in

from huleedu.contracts.people import OWN_SCHOOL
from huleedu.kit.database import Database
from huleedu.services.identity import api


async def test_settings_are_changed_and_hold_at_once(identity: Database) -> None:
    admin, _ = await karin(identity), await ali(identity)
    token = (await signed_in(identity)).token
    settings = api.SchoolSettings("Nya skolan", "en", teachers_need_factor=True)
    assert await api.change_settings(identity, admin, settings, NOW) == api.Done()
    assert await api.settings_of(identity, admin) == settings
    assert isinstance(await api.session_of(identity, token, NOW), api.MustEnrol)
    nameless = api.SchoolSettings(" ", "en", teachers_need_factor=True)
    assert isinstance(await api.change_settings(identity, admin, nameless, NOW), api.FormRefused)


async def test_the_audit_is_read_by_pages_persons_and_kinds(identity: Database) -> None:
    admin, who = await karin(identity), await ali(identity)
    for _ in range(3):
        await api.note(
            identity, who, "looked", NOW, about=admin.person, facts={"at": "x"}, address="::1"
        )
    newest = await api.audit_of(identity, admin, limit=2)
    assert not isinstance(newest, api.MayNot)
    assert [entry.what for entry in newest] == ["looked", "looked"]
    assert (newest[0].person_name, newest[0].about_name) == ("Ali Berg", "Karin Åberg")
    assert (newest[0].facts, newest[0].address, newest[0].at) == ({"at": "x"}, "::1", NOW)
    older = await api.audit_of(identity, admin, before=newest[-1].id)
    assert not isinstance(older, api.MayNot)
    assert [entry.what for entry in older] == [
        "looked",
        "signed_in",
        "app_set",
        "signed_in",
        "started",
    ]
    of_kind = await api.audit_of(identity, admin, what="signed_in", person=who.person)
    assert not isinstance(of_kind, api.MayNot)
    assert [entry.address for entry in of_kind] == [HERE.address]
    kinds = await api.kinds_of_audit(identity, admin)
    assert kinds == ["app_set", "looked", "signed_in", "started"]
    await known(identity, (await signed_in(identity)).token)


async def test_settings_are_changed_only_as_they_were_seen(identity: Database) -> None:
    admin = await karin(identity)
    now = await api.settings_of(identity, admin)
    assert isinstance(now, api.SchoolSettings)
    other = api.SchoolSettings("Elsewhere", "en", teachers_need_factor=False)
    stale = await api.change_settings(identity, admin, other, NOW, seen=other)
    assert stale == api.SeenOtherwise()
    assert await api.settings_of(identity, admin) == now
    assert await api.change_settings(identity, admin, other, NOW, seen=now) == api.Done()


async def test_an_act_on_many_is_noted_once_of_each(identity: Database) -> None:
    admin = await karin(identity)
    essays = [UUID(int=at) for at in (3, 4)]
    for act in ("one", "one", "two"):
        for who in (admin.person, None):
            await api.note_each(
                identity, (admin.school, who), "grade_decided", NOW, essays, facts={"act": act}
            )
    found = await api.audit_of(identity, admin, what="grade_decided")
    assert not isinstance(found, api.MayNot)
    assert len(found) == 8
    assert {(e.about, e.person, e.facts["act"]) for e in found} == {
        (essay, who, act)
        for essay in essays
        for who in (admin.person, None)
        for act in ("one", "two")
    }


async def test_teachers_see_what_they_can_choose(identity: Database) -> None:
    admin = await karin(identity)
    assert (await api.school_choices(identity, OWN_SCHOOL)).scales == api.KNOWN_SCALES
    now = await api.settings_of(identity, admin)
    assert isinstance(now, api.SchoolSettings)
    wanted = replace(now, scales=("CEFR", "IG,G,VG"), pupil_links=True)
    assert await api.change_settings(identity, admin, wanted, NOW) == api.Done()
    chosen = await api.school_choices(identity, OWN_SCHOOL)
    assert chosen == api.SchoolChoices(("CEFR", "IG,G,VG"), pupil_links=True)
