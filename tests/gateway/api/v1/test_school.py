"""A school's settings are changed as they were seen; its audit is read with filters."""

from datetime import timedelta
from uuid import uuid4

from tests.gateway.api.v1.conftest import Opened
from tests.gateway.api.v1.test_people import ALL

from huleedu.wiring.program import House


async def test_settings_are_changed_as_they_were_seen(program: Opened) -> None:
    eva = await program("eva@lund.example", ALL, of=("administrator",))
    first = await eva.get("/school")
    assert first.json()["type"] == "school"
    seen = first.headers["etag"]
    changed = await eva.patch("/school", {"name": "Lundaskolan", "language": "sv"}, seen)
    assert changed.json()["name"] == "Lundaskolan"
    assert changed.json()["teachers_need_factor"] is False
    stale = await eva.patch("/school", {"name": "Other"}, seen)
    assert (stale.status_code, stale.json()["now"]) == (412, changed.json())
    assert (await eva.patch("/school", {"name": ""}, seen)).status_code == 422
    same = await eva.patch("/school", {}, changed.headers["etag"])
    assert same.json() == changed.json()


MODELS = {
    "provider": "Example AB",
    "country": "Sweden",
    "contract": "https://example.com/dpa",
    "protocol": "openai",
    "endpoint": "https://api.example.com/v1",
    "models": ["judge-1"],
    "currency": "SEK",
    "price_in": "2.5",
    "price_out": "10",
    "limit_batch": "20",
    "limit_month": "500",
    "who": "teachers",
}


async def test_language_models_scales_and_links_are_set(program: Opened) -> None:
    eva = await program("eva@lund.example", ALL, of=("administrator",))
    first = await eva.get("/school")
    assert first.json()["language_models"] is None
    named = {"name": "Lundaskolan"}
    told = {**named, "language_models": MODELS, "scales": ["A-F", "IG, G"], "pupil_links": True}
    done = await eva.patch("/school", told, first.headers["etag"])
    assert done.json()["language_models"] == MODELS
    assert (done.json()["scales"], done.json()["pupil_links"]) == (["A-F", "IG,G"], True)
    seen = done.headers["etag"]
    for wrong, field in (
        ({"scales": ["A"]}, "scales"),
        ({"language_models": {**MODELS, "limit_month": "19"}}, "language_models.limit_month"),
        ({"language_models": {**MODELS, "endpoint": "http://[::1]/"}}, "language_models.endpoint"),
    ):
        refused = await eva.patch("/school", wrong, seen)
        assert refused.status_code == 422
        assert [each["field"] for each in refused.json()["errors"]] == [field]
    none = await eva.patch("/school", {"language_models": "none"}, seen)
    assert none.json()["language_models"] is None
    assert none.json()["pupil_links"] is True


async def test_a_school_without_a_name_needs_one(program: Opened, house: House) -> None:
    """As the installation's own is before anybody has begun there."""
    async with house.database("identity").session() as sql:
        await sql.execute("update school set name = ''")
    eva = await program("eva@lund.example", ALL, of=("administrator",))
    seen = (await eva.get("/school")).headers["etag"]
    assert (await eva.patch("/school", {}, seen)).status_code == 200
    refused = await eva.patch("/school", {"teachers_need_factor": True}, seen)
    assert refused.status_code == 422
    assert [each["field"] for each in refused.json()["errors"]] == ["name"]


async def test_the_audit_is_read_by_person_kind_and_time(program: Opened, house: House) -> None:
    eva = await program("eva@lund.example", ALL, of=("administrator",))
    ali = await program()
    for n in range(3):
        await eva.post("/people", {"email": f"n{n}@lund.example", "rights": ["teacher"]})
    part = (await eva.get("/audit", what="invited", limit=2)).json()
    rest = (await eva.get("/audit", what="invited", limit=2, after=part["next"])).json()
    ids = [each["id"] for each in (*part["items"], *rest["items"])]
    assert ids == sorted(ids, reverse=True)
    assert len(ids) == 3
    assert rest["next"] is None
    own = (await eva.get("/audit", person=ali.person)).json()["items"]
    assert own
    assert {each["person"] for each in own} == {str(ali.person)}
    assert (await eva.get("/audit", pupil=ali.person)).json()["items"] == own
    assert (await eva.get("/audit", pupil=uuid4(), person=ali.person)).json()["items"] == []
    assert (await eva.get("/audit", batch=uuid4())).json()["items"] == []
    later = (house.clock() + timedelta(days=1)).isoformat()
    assert (await eva.get("/audit", **{"from": later})).json()["items"] == []
    assert len((await eva.get("/audit", limit=200)).json()["items"]) > 3
    for wrong in ({"from": "yesterday"}, {"after": "odd"}, {"person": "x"}, {"odd": 1}):
        assert (await eva.get("/audit", **wrong)).status_code == 422
