"""A text is fetched and has its name taken out once, for as many judges as come."""

from collections.abc import Sequence
from uuid import UUID

from huleedu.services.judging.api.shown_texts import ShownTexts
from huleedu.services.judging.domain.desk import Script

TEXTS = {"a": "Anna Berg\nA dog ran.", "b": "A cat sat.", "c": "A bird flew."}


class Store:
    """Tells texts, and notes which it was asked for."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    async def texts(self, addresses: Sequence[str]) -> dict[str, str]:
        self.asked += sorted(addresses)
        return {address: TEXTS[address] for address in addresses}


def script(text: str, pupil: str = "") -> Script:
    return Script(essay=UUID(int=1), name="", text=text, measures={}, pupil=pupil)


async def test_each_text_is_fetched_once() -> None:
    store = Store()
    shown = ShownTexts(store)  # pyright: ignore[reportArgumentType] - a store to read from
    first = await shown.of({4: script("a", "Anna Berg"), 7: script("b")})
    assert "Anna" not in first[4]
    assert "A dog ran." in first[4]
    assert first[7] == TEXTS["b"]
    again = await shown.of({7: script("a", "Anna Berg"), 1: script("b"), 2: script("c")})
    assert again == {7: first[4], 1: first[7], 2: TEXTS["c"]}
    assert store.asked == ["a", "b", "c"]


async def test_a_name_that_is_known_later_is_taken_out_then() -> None:
    store = Store()
    shown = ShownTexts(store)  # pyright: ignore[reportArgumentType] - a store to read from
    assert "Anna" in (await shown.of({1: script("a")}))[1]
    assert "Anna" not in (await shown.of({1: script("a", "Anna Berg")}))[1]


async def test_those_longest_unseen_go_first() -> None:
    store = Store()
    shown = ShownTexts(store, letters_max=len(TEXTS["b"]) + len(TEXTS["c"]))  # pyright: ignore[reportArgumentType] - a store to read from
    for name in ("b", "c", "b", "a", "b", "c"):
        assert await shown.of({1: script(name)}) == {1: TEXTS[name]}
    assert store.asked == ["b", "c", "a", "b", "c"], "a is longer than what is left beside b"
