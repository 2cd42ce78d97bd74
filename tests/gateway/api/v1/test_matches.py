"""Whose essay is each: proposals with their reasons, one decision or many, and what they settle."""

from uuid import uuid4

from tests.gateway.api.v1.conftest import Opened
from tests.gateway.api.v1.full import everything


async def test_proposals_are_told_with_whom_one_may_choose(program: Opened) -> None:
    ali = await program()
    there = await everything(ali, names=("Anna Ek", "Ola By"))
    path = f"/batches/{there['batch']}/matches"
    told = await ali.until(path, lambda told: all(each["sure"] for each in told["items"]))
    assert [each["pupil"] for each in told["items"]] == ["Anna Ek", "Ola By"]
    assert told["class"] == there["class"]
    assert {each["name"] for each in told["pupils"]} == {"Anna Ek", "Ola By", "Bo Lo"}
    assert {each["key"] for each in told["pupils"]} >= {there["pupil"]}
    first = (await ali.get(path, limit=1)).json()
    rest = (await ali.get(path, after=first["next"])).json()
    assert [*first["items"], *rest["items"]] == told["items"]


async def test_a_decision_stands_and_is_undone(program: Opened) -> None:
    ali = await program()
    there = await everything(ali, names=("Anna Ek", "Ola By"))
    path = f"/batches/{there['batch']}/matches"
    told = await ali.until(path, lambda told: all(each["sure"] for each in told["items"]))
    keys = {each["name"]: each["key"] for each in told["pupils"]}
    one, other = (each["essay"] for each in told["items"])
    swap = [
        {"essay": one, "pupils": [keys["Ola By"]]},
        {"essay": other, "pupils": [keys["Anna Ek"]]},
    ]
    once = str(uuid4())
    decided = await ali.post(path, {"decisions": swap}, once)
    assert decided.json()["decided"] == [one, other]
    assert (await ali.post(path, {"decisions": swap}, once)).json() == decided.json()
    now = await ali.until(path, lambda told: told["items"][0]["pupil"] == "Ola By")
    assert [each["decided"] for each in now["items"]] == [True, True]
    undo = [{"essay": essay, "undone": True} for essay in (one, other)]
    await ali.post(path, {"decisions": undo})
    back = await ali.until(path, lambda told: told["items"][0]["pupil"] == "Anna Ek")
    assert not any(each["decided"] for each in back["items"])


async def test_what_is_of_no_essay_and_no_pupil_is_refused(program: Opened) -> None:
    ali = await program()
    there = await everything(ali)
    path = f"/batches/{there['batch']}/matches"
    for decision, field in (
        ({"essay": str(uuid4())}, "essay"),
        ({"essay": there["essay"], "pupils": ["nobody"]}, "pupils"),
    ):
        refused = await ali.post(path, {"decisions": [decision]})
        assert refused.status_code == 422
        assert refused.json()["errors"][0]["field"] == field
    assert (await ali.post(path, {"decisions": []})).status_code == 422


async def test_of_two_essays_by_a_pupil_the_one_that_counts_is_chosen(program: Opened) -> None:
    ali = await program()
    there = await everything(ali, names=("Anna Ek", "Ola By"))
    path = f"/batches/{there['batch']}/matches"
    told = await ali.until(path, lambda told: all(each["sure"] for each in told["items"]))
    assert [each["same_pupil"] for each in told["items"]] == [[], []]
    keys = {each["name"]: each["key"] for each in told["pupils"]}
    one, other = (each["essay"] for each in told["items"])
    await ali.post(path, {"decisions": [{"essay": other, "pupils": [keys["Anna Ek"]]}]})
    told = await ali.until(path, lambda told: told["items"][1]["pupil"] == "Anna Ek")
    assert [each["same_pupil"] for each in told["items"]] == [[other], [one]]
    file = await ali.until(f"/files/{one}", lambda told: told["same_pupil"])
    assert (file["same_pupil"], "counts" in file["remedies"]) == ([other], True)
    for wrong in ({"essay": other, "counts": True, "undone": True}, {"essay": str(uuid4())}):
        sent = {"decisions": [{"counts": True, **wrong}]}
        assert (await ali.post(path, sent)).status_code == 422
    counts = {"decisions": [{"essay": other, "counts": True}]}
    assert set((await ali.post(path, counts)).json()["decided"]) == {one, other}
    told = await ali.until(path, lambda told: not told["items"][0]["pupil"])
    assert [each["pupil"] for each in told["items"]] == ["", "Anna Ek"]
    assert [each["same_pupil"] for each in told["items"]] == [[], []]
    assert (await ali.post(path, counts)).json()["decided"] == [], "again changes nothing"
