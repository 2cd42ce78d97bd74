"""Administrators set what their school offers: scales, pupils' links, language models."""

import pytest
from tests.gateway.web.visiting import begun, grown_stale, visiting

from huleedu.contracts.people import OWN_SCHOOL
from huleedu.services.identity import api as identity
from huleedu.wiring.program import House

SETTINGS = {"school_name": "Ekskolan", "language": "en"}
MODELS = {
    "provider": "Example AB",
    "country": "Sweden",
    "contract": "https://example.com/dpa",
    "protocol": "openai",
    "endpoint": "https://api.example.com/v1/",
    "models": "judge-1\n judge-2 \n",
    "currency": "sek",
    "price_in": "2,5",
    "price_out": "10.00",
    "limit_batch": "20",
    "limit_month": "1 500",
    "who": "administrators",
}


async def test_scales_are_offered(house: House) -> None:
    async with visiting(house) as admin:
        await begun(house, admin)
        told = {**SETTINGS, "scales": ["CEFR"], "own_scales": "IG, G, VG\n\n1,2,3,4,5,6"}
        done = await admin.post("/school/settings", data=told)
        assert "The settings are changed" in done.text
        assert ">IG, G, VG\n1, 2, 3, 4, 5, 6</textarea>" in done.text
        choices = await identity.school_choices(house.database("identity"), OWN_SCHOOL)
        assert choices.scales == ("CEFR", "IG,G,VG", "1,2,3,4,5,6")
        page = (await admin.get("/batches/new")).text
        assert '<option value="IG,G,VG">IG, G, VG</option>' in page
        assert '<option value="A-F">' not in page
        wrong = await admin.post("/school/settings", data={**told, "own_scales": "only"})
        assert wrong.status_code == 422
        assert ">only</textarea>" in wrong.text


async def test_pupils_have_links_once_somebody_showed_who_they_are(house: House) -> None:
    async with visiting(house) as admin:
        await begun(house, admin)
        await grown_stale(house)
        told = {**SETTINGS, "pupil_links": "on"}
        refused = await admin.post("/school/settings", data=told)
        assert refused.status_code == 403
        assert "show once more who you are" in refused.text
        other = await admin.post("/school/settings", data={**SETTINGS, "school_name": "Ny"})
        assert "The settings are changed" in other.text
        choices = await identity.school_choices(house.database("identity"), OWN_SCHOOL)
        assert not choices.pupil_links


async def test_language_models_are_allowed_and_ended(house: House) -> None:
    async with visiting(house) as admin:
        await begun(house, admin)
        page = await admin.get("/school/language-models")
        assert "No language models are used" in page.text
        assert "/school/language-models/off" not in page.text
        done = await admin.post("/school/language-models", data=MODELS)
        assert "Language models of Example AB are allowed" in done.text
        assert "0.00 of at most 1500 SEK" in done.text
        kept = await identity.llm_settings(house.database("identity"), OWN_SCHOOL)
        assert isinstance(kept, identity.LlmSettings)
        assert (kept.endpoint, kept.models) == (
            "https://api.example.com/v1",
            ("judge-1", "judge-2"),
        )
        assert (str(kept.price_in), str(kept.limit_month)) == ("2.5", "1500")
        audit = (await admin.get("/school/audit")).text
        assert "allowed language models" in audit
        ended = await admin.post("/school/language-models/off")
        assert "No language models are allowed any more" in ended.text
        assert "No language models are used" in ended.text


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("price_in", "cheap", "Enter an amount such as 2.50"),
        ("limit_month", "19", "no less than that for one batch"),
        ("endpoint", "api.example.com", "an address that begins with https://"),
        ("models", "", "one to twenty different names"),
    ],
)
async def test_what_is_wrong_is_said_and_what_was_typed_stays(
    house: House, field: str, typed: str, sentence: str
) -> None:
    async with visiting(house) as admin:
        await begun(house, admin)
        page = await admin.post("/school/language-models", data={**MODELS, field: typed})
        assert page.status_code == 422
        assert page.text.count(sentence) == 2, "above the field, and in the summary"
        assert 'value="Example AB"' in page.text
        assert await identity.llm_settings(house.database("identity"), OWN_SCHOOL) == (
            identity.LlmOff()
        )


async def test_whoever_allows_them_shows_first_who_they_are(house: House) -> None:
    async with visiting(house) as admin:
        await begun(house, admin)
        await grown_stale(house)
        page = await admin.get("/school/language-models")
        assert "show once more who you are" in page.text
        assert 'name="provider"' not in page.text
        await admin.post("/school/language-models", data=MODELS)
        kept = await identity.llm_settings(house.database("identity"), OWN_SCHOOL)
        assert kept == identity.LlmOff()
