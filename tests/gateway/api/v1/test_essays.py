"""Essays over the API: what was found, the text, the life, whose it is; hidden where names are."""

from tests.gateway.api.v1.conftest import Opened
from tests.gateway.api.v1.full import everything, text


async def test_an_essay_with_its_text_and_life(program: Opened) -> None:
    ali = await program()
    there = await everything(ali, names=("Anna Ek", "Ola By"))
    listed = (await ali.get(f"/batches/{there['batch']}/essays")).json()["items"]
    assert [each["place"] for each in listed] == [1, 2]
    assert {each["file"] for each in listed} == {"Anna Ek.txt", "Ola By.txt"}
    first = (await ali.get(f"/batches/{there['batch']}/essays", limit=1)).json()
    rest = (await ali.get(f"/batches/{there['batch']}/essays", after=first["next"])).json()
    assert [each["id"] for each in (*first["items"], *rest["items"])] == [
        each["id"] for each in listed
    ]
    essay = (await ali.get(f"/essays/{there['essay']}")).json()
    assert (essay["type"], essay["batch"]) == ("essay", there["batch"])
    told = (await ali.get(f"/essays/{there['essay']}/text")).json()
    assert told["text"].split() == text("Anna Ek").decode().split()
    life = (await ali.get(f"/essays/{there['essay']}/life")).json()["moves"]
    assert life[0]["before"] is None
    assert life[-1]["after"] == "assigned"
    assert [each["at"] for each in life] == sorted(each["at"] for each in life)


async def test_whose_an_essay_is_is_said_as_it_was_seen(program: Opened) -> None:
    ali = await program()
    there = await everything(ali)
    path = f"/essays/{there['essay']}"
    await ali.until(path, lambda told: told["pupil"] == "Anna Ek" and told["pupil_sure"])
    pupils = (await ali.get(f"/classes/{there['class']}/pupils")).json()["items"]
    [bo] = [each["id"] for each in pupils if each["name"] == "Bo Lo"]
    seen = (await ali.get(path)).headers["etag"]
    await ali.put(f"{path}/pupils", {"pupils": [bo]}, seen)
    now = await ali.until(path, lambda told: told["pupil"] == "Bo Lo")
    assert now["pupil_by_hand"] is True
    stale = await ali.put(f"{path}/pupils", {"pupils": []}, seen)
    assert (stale.status_code, stale.json()["now"]["pupil"]) == (412, "Bo Lo")
    seen = (await ali.get(path)).headers["etag"]
    wrong = await ali.put(f"{path}/pupils", {"pupils": ["nobody"]}, seen)
    assert (wrong.status_code, wrong.json()["errors"][0]["field"]) == (422, "pupils")
    await ali.put(f"{path}/pupils", {"pupils": None}, seen)
    await ali.until(path, lambda told: told["pupil"] == "Anna Ek")


async def test_a_blind_batch_tells_no_name_anywhere(program: Opened) -> None:
    ali = await program()
    there = await everything(ali, names=("Anna Ek", "Ola By"), blind=True)
    batch, essay = there["batch"], there["essay"]
    for path in (
        f"/batches/{batch}",
        f"/batches/{batch}/files",
        f"/batches/{batch}/essays",
        f"/files/{essay}",
        f"/essays/{essay}",
        f"/essays/{essay}/text",
        f"/essays/{essay}/life",
    ):
        answer = await ali.get(path)
        assert answer.status_code == 200, path
        for name in ("Anna", "Ek.", "Ola", "By."):
            assert name not in answer.text, path
    for refused in (
        await ali.get(f"/batches/{batch}/matches"),
        await ali.get(f"/files/{essay}/original"),
        await ali.put(f"/essays/{essay}/pupils", {"pupils": []}, '"x"'),
        await ali.post(f"/batches/{batch}/matches", {"decisions": [{"essay": essay}]}),
    ):
        assert refused.status_code == 403
        assert refused.json()["type"].endswith("names_hidden")
