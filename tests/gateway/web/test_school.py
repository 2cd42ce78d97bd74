"""Administrators see their school's people, settings and audit, and nobody else does."""

import re
from pathlib import Path

import pytest
from tests.gateway.web.visiting import begun, grown_stale, invited, visiting

from huleedu.gateway.words.choice import LANGUAGES, Language
from huleedu.gateway.words.words import words
from huleedu.services.identity import api as identity
from huleedu.wiring.program import House


async def test_a_teacher_sees_nothing_of_it(house: House) -> None:
    async with visiting(house) as admin, visiting(house) as client:
        await begun(house, admin)
        await invited(house, admin, client)
        for path in ("/school/people", "/school/settings", "/school/audit"):
            assert (await client.get(path)).status_code == 403
        assert (await client.post("/school/settings", data={})).status_code == 403


async def test_people_are_invited_changed_and_taken_away(house: House) -> None:
    async with visiting(house) as admin, visiting(house) as client:
        await begun(house, admin)
        page = await admin.get("/school/people")
        assert "one administrator only" in page.text
        wrong = await admin.post("/school/invitations", data={"email": "x"})
        assert wrong.status_code == 422
        assert 'value="x"' in wrong.text
        told = {"email": "eva@ekskolan.example", "rights": "teacher"}
        made = await admin.post("/school/invitations", data=told)
        assert "1 invitation is open" in made.text
        gone = await admin.post("/school/invitations/withdraw", data=told)
        assert "is withdrawn" in gone.text
        await invited(house, admin, client)
        people = await admin.get("/school/people")
        [path] = re.findall(r'<a href="(/school/people/[0-9a-f-]+)">Ali Berg</a>', people.text)
        assert (await admin.get(path)).status_code == 200
        changed = await admin.post(f"{path}/rights", data={"rights": ["teacher", "administrator"]})
        assert "The rights are changed" in changed.text
        assert "/sign-in" in str((await client.get("/account")).url), "they sign in anew"
        empty = await admin.post(f"{path}/rights", data={})
        assert empty.status_code == 409
        typed = await admin.post(f"{path}/remove", data={"typed": "Ali"})
        assert typed.status_code == 409
        assert "Type the name" in typed.text
        removed = await admin.post(f"{path}/remove", data={"typed": "ali  berg"})
        assert "Ali Berg can no longer sign in" in removed.text
        assert (await admin.get(path)).status_code == 404
        assert (await admin.get("/school/people/nonsense")).status_code == 404


async def test_the_last_administrator_stays(house: House) -> None:
    async with visiting(house) as admin:
        await begun(house, admin)
        people = await admin.get("/school/people")
        [path] = re.findall(r'<a href="(/school/people/[0-9a-f-]+)">Karin Lind</a>', people.text)
        kept = await admin.post(f"{path}/rights", data={"rights": "teacher"})
        assert kept.status_code == 409
        assert "at least one administrator" in kept.text
        kept = await admin.post(f"{path}/remove", data={"typed": "Karin Lind"})
        assert "at least one administrator" in kept.text


async def test_help_for_who_lost_something(house: House) -> None:
    async with visiting(house) as admin, visiting(house) as client:
        await begun(house, admin)
        await invited(house, admin, client)
        people = await admin.get("/school/people")
        [path] = re.findall(r'<a href="(/school/people/[0-9a-f-]+)">Ali Berg</a>', people.text)
        ended = await admin.post(f"{path}/sessions")
        assert "signed out everywhere" in ended.text
        assert "/sign-in" in str((await client.get("/account")).url)
        reset = await admin.post(f"{path}/factor")
        assert "The second factor is reset" in reset.text
        await grown_stale(house)
        again = await admin.post(f"{path}/factor")
        assert "Show once more who you are" in again.text


async def test_settings_hold_at_once(house: House) -> None:
    async with visiting(house) as admin, visiting(house) as client:
        await begun(house, admin)
        await invited(house, admin, client)
        wrong = await admin.post("/school/settings", data={"school_name": ""})
        assert wrong.status_code == 422
        told = {"school_name": "Nya skolan", "language": "sv", "teachers_need_factor": "on"}
        done = await admin.post("/school/settings", data=told)
        assert "The settings are changed" in done.text
        assert "Mail is not set up" in done.text
        assert "Nya skolan" in done.text
        assert "Choose a second factor" in (await client.get("/account")).text


async def test_the_audit_is_read_filtered_and_taken_away(house: House) -> None:
    async with visiting(house) as admin, visiting(house) as client:
        await begun(house, admin)
        await invited(house, admin, client)
        page = await admin.get("/school/audit")
        for told in ("made the school", "set up a code app", "invited somebody", "192.0.2.7"):
            assert told in page.text
        page = await admin.get("/school/audit?what=invited")
        assert "<td>invited somebody</td>" in page.text
        assert "<td>made the school</td>" not in page.text
        page = await admin.get("/school/audit?what=nothing&before=%D9%A3&person=x")
        assert page.status_code == 200
        assert "Nothing stands here" in page.text
        table = await admin.post("/school/audit/export", data={"what": "invited"})
        assert table.headers["content-disposition"] == 'attachment; filename="audit.csv"'
        assert table.text.splitlines()[0] == "at,person,what,about,address,facts"
        assert len(table.text.splitlines()) == 2
        assert "took the audit away" in (await admin.get("/school/audit")).text


@pytest.mark.parametrize("language", LANGUAGES)
def test_whatever_is_noted_has_its_words(language: Language) -> None:
    """Every code that identity writes into the audit, as it stands in the calls of `note`."""
    sources = Path(identity.__file__).parent.glob("*.py")
    text = "\n".join(path.read_text(encoding="utf-8") for path in sources)
    calls = re.findall(r"\b_?note\(([^()]*(?:\([^()]*\)[^()]*)*)\)", text)
    told = (call.partition("facts=")[0] for call in calls)
    noted = {code for call in told for code in re.findall(r"\"([a-z_]+)\"", call)[:1]}
    assert "school_paused" in noted
    assert len(noted) > 20
    assert {code for code in noted if not words(language).has(f"identity.audit.{code}")} == set()
