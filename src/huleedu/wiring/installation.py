"""The installation, as its operators' page asks for it: each part by itself, and with a bound."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from uuid import UUID

from huleedu.contracts.reason import Reason
from huleedu.gateway.web.installation import Letter, PartSeen, SchoolSize, Silent
from huleedu.kit.bounded import Asking, NoAnswer
from huleedu.kit.bus import DeadLetter
from huleedu.kit.cannot_run import CannotRun
from huleedu.kit.database import Collision, Database
from huleedu.services.classes.api.classes import classes_of_schools
from huleedu.services.results.api import sizes_of_schools
from huleedu.wiring import parts
from huleedu.wiring.program import House

PART_S = 3.0
"""So long the page waits for a part."""
SIZES_S = 5.0
AWAY = (CannotRun, Collision, OSError, TimeoutError)
"""What an engine says that is away (`EngineAway` is a `CannotRun`), or a disk that fails."""

Look = Callable[[], Awaitable[list[PartSeen]]]


class HouseInstallation:
    """See `gateway.web.installation.Installation`."""

    def __init__(self, house: House) -> None:
        self._house = house
        self.schools: Database = house.database("identity")
        self._looks = {names: Asking(look) for names, look in _looks(house).items()}
        self._letters = Asking(house.bus.dead)
        self._sizes = Asking(self._counted)

    async def parts(self) -> Sequence[PartSeen]:
        """See `Installation`."""
        found = await asyncio.gather(
            *(_answered(names, asking) for names, asking in self._looks.items())
        )
        return [
            *(part for some in found for part in some),
            *parts.of_settings(self._house.settings),
        ]

    async def given_up(self) -> Sequence[Letter] | Silent:
        """See `Installation`."""
        try:
            letters = await self._letters.answer(PART_S)
        except AWAY:
            return Silent()
        return Silent() if isinstance(letters, NoAnswer) else [_letter(each) for each in letters]

    async def try_again(self, letters: Sequence[tuple[UUID, str]]) -> int | Silent:
        """See `Installation`."""
        bus, revived = self._house.bus, 0
        try:
            async with asyncio.timeout(SIZES_S):
                for message, consumer in letters:
                    revived += await bus.revive(message, consumer)
        except AWAY:
            return Silent()
        return revived

    async def sizes(self) -> Mapping[UUID, SchoolSize] | Silent:
        """See `Installation`."""
        try:
            sizes = await self._sizes.answer(SIZES_S)
        except AWAY:
            return Silent()
        return Silent() if isinstance(sizes, NoAnswer) else sizes

    async def _counted(self) -> Mapping[UUID, SchoolSize]:
        classes = await classes_of_schools(self._house.database("classes"))
        sizes = await sizes_of_schools(self._house.database("results"))
        found: dict[UUID, SchoolSize] = {}
        for school in {*classes, *sizes}:
            size = sizes.get(school)
            found[school] = SchoolSize(
                classes.get(school, 0),
                size.batches if size else 0,
                size.essays if size else 0,
                size.size_bytes if size else 0,
            )
        return found


def _looks(house: House) -> dict[tuple[str, ...], Look]:
    """Which parts are looked at together, in the order of the page, and how."""
    settings = house.settings
    looks: dict[tuple[str, ...], Look] = {
        ("version", "clock", "database"): lambda: parts.of_postgres(house.owner, settings),
        ("disk",): lambda: parts.of_disk(settings, house.database("identity")),
        ("dictionaries",): parts.of_dictionaries,
    }
    if settings.general.bus == "nats":
        looks["nats",] = lambda: parts.of_nats(settings)
    if settings.general.slot_ledger == "valkey":
        looks["valkey",] = lambda: parts.of_valkey(settings)
    return looks


async def _answered(names: Sequence[str], asking: Asking[list[PartSeen]]) -> Sequence[PartSeen]:
    try:
        found = await asking.answer(PART_S)
    except AWAY:
        found = NoAnswer()
    if isinstance(found, NoAnswer):
        return [PartSeen(name, "silent", [Reason("system.silent")]) for name in names]
    return found


def _letter(letter: DeadLetter) -> Letter:
    envelope = letter.envelope
    return Letter(envelope.id, letter.consumer, envelope.type, envelope.said_at, letter.attempts)
