"""What a ranking shows is read once, and not more is kept than there is room for."""

import msgspec
import pytest
from tests.gateway.web.results.judged_class import ranking_of

from huleedu.contracts.ranking import RankingPicture
from huleedu.kit.content import ContentLost
from huleedu.services.results.api.pictures import Pictures
from huleedu.wiring.program import House


async def kept(house: House, *pictures: RankingPicture) -> list[str]:
    return await house.contents.keep([msgspec.json.encode(each) for each in pictures])


async def test_it_is_read_once_and_is_what_was_kept(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    [at] = await kept(house, ranking_of())
    pictures, fetch, fetched = Pictures(), house.contents.fetch, list[str]()

    async def counted(address: str) -> bytes:
        fetched.append(address)
        return await fetch(address)

    monkeypatch.setattr(house.contents, "fetch", counted)
    first = await pictures.read(house.contents, at)
    assert first == ranking_of()
    assert await pictures.read(house.contents, at) is first
    assert fetched == [at]


async def test_the_one_read_longest_ago_makes_room(house: House) -> None:
    one, two, three = (ranking_of("judged", 30, seed) for seed in (5, 6, 7))
    addresses = await kept(house, one, two, three)
    room = 2 * max(len(msgspec.json.encode(each)) for each in (one, two, three))
    pictures = Pictures(room)
    read = [await pictures.read(house.contents, at) for at in addresses[:2]]
    assert await pictures.read(house.contents, addresses[0]) is read[0]
    await pictures.read(house.contents, addresses[2])
    assert await pictures.read(house.contents, addresses[0]) is read[0]
    assert await pictures.read(house.contents, addresses[1]) is not read[1]


async def test_what_is_not_there_is_not_kept(house: House) -> None:
    with pytest.raises(ContentLost):
        await Pictures().read(house.contents, "ab" * 32)
