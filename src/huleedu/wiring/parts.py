"""How each part of the installation is, in codes that the pages have sentences for."""

import asyncio
import shutil
from collections.abc import Sequence
from pathlib import Path

from huleedu import __version__
from huleedu.contracts.reason import Fact, Reason
from huleedu.engines.postgres.check import check as check_postgres
from huleedu.engines.postgres.connecting import Address
from huleedu.gateway.web.installation import PartSeen, State
from huleedu.kit.database import Database
from huleedu.kit.fitness import Advice, Finding, Fit, Unfit
from huleedu.services.spelling.api import without_dictionary
from huleedu.wiring.check import check_nats_at, check_valkey_at
from huleedu.wiring.program import all_migrations
from huleedu.wiring.settings import Settings

NEAR_ITS_END_BYTES = 5 << 30
"""Less room is to be looked at: it is what some hundred classes hand in."""
AT_ITS_END_BYTES = 1 << 30
"""With less, a class's scans may fill the disk, and then nothing goes on."""
OWN_ROWS = {"migrations": "version", "clock": "clock"}
"""What PostgreSQL is asked and has a row of its own on the page."""
WORST: dict[State, int] = {"well": 0, "look": 1, "silent": 2, "unwell": 3}
DATABASE_SIZE = "select pg_database_size(current_database())"


async def of_postgres(address: Address, settings: Settings) -> list[PartSeen]:
    """The database, its clock, and whether its tables are this version's; raises `EngineAway`."""
    connections = settings.general.database_connections
    findings = await check_postgres(address, all_migrations(), connections)
    rest = [each for each in findings if each.about not in OWN_ROWS]
    return [
        *(
            part_of(OWN_ROWS[each.about], [each], {"version": __version__})
            for each in findings
            if each.about in OWN_ROWS
        ),
        part_of("database", rest),
    ]


async def of_disk(settings: Settings, database: Database) -> list[PartSeen]:
    """Room where the home lies, and where the database does; raises `EngineAway` or `OSError`."""
    room = await asyncio.to_thread(shutil.disk_usage, existing(settings.home))
    async with database.session() as sql:
        size = await sql.fetchval(DATABASE_SIZE)
    state = state_of_room(room.free)
    facts: dict[str, Fact] = {"free_bytes": room.free, "total_bytes": room.total}
    said = [Reason(f"system.disk.{state}", facts)]
    elsewhere = "elsewhere" if settings.general.database_url else "here"
    said.append(Reason(f"system.disk.database_{elsewhere}", {"size_bytes": size}))
    return [PartSeen("disk", state, said)]


def existing(path: Path) -> Path:
    """The path, or the first of its parents that is there: a home is made when it is needed."""
    return next(each for each in (path.absolute(), *path.absolute().parents) if each.exists())


def state_of_room(free_bytes: int) -> State:
    """How a disk is with so much room."""
    if free_bytes < AT_ITS_END_BYTES:
        return "unwell"
    return "look" if free_bytes < NEAR_ITS_END_BYTES else "well"


async def of_dictionaries() -> list[PartSeen]:
    """Whether the dictionaries of both languages are there."""
    missing = await asyncio.to_thread(without_dictionary)
    if not missing:
        return [PartSeen("dictionaries", "well", [Reason("system.dictionaries.well")])]
    said = [Reason(f"system.dictionaries.missing.{language}") for language in missing]
    return [PartSeen("dictionaries", "unwell", said)]


async def of_nats(settings: Settings) -> list[PartSeen]:
    """NATS, where its address is set; raises `NotInstalled`."""
    urls = settings.general.nats_url
    if not urls:
        return [PartSeen("nats", "well", [Reason("system.nats.own")])]
    return [part_of("nats", await check_nats_at(urls, settings))]


async def of_valkey(settings: Settings) -> list[PartSeen]:
    """Valkey, where its address is set; raises `NotInstalled`."""
    url = settings.general.valkey_url
    if not url:
        return [PartSeen("valkey", "well", [Reason("system.valkey.own")])]
    return [part_of("valkey", await check_valkey_at(url))]


def of_settings(settings: Settings) -> list[PartSeen]:
    """What is looked up in settings alone: language models and mail."""
    llm = settings.llm
    models = (
        Reason("system.models.set", {"model": llm.model})
        if llm.url
        else Reason("system.models.none")
    )
    mail = (
        Reason("system.mail.set", {"host": settings.mail.host})
        if settings.mail.host
        else Reason("system.mail.none")
    )
    return [
        PartSeen("models", "well", [models]),
        PartSeen("mail", "well", [mail]),
    ]


def part_of(
    name: str, findings: Sequence[Finding], facts: dict[str, Fact] | None = None
) -> PartSeen:
    """What is said of a part: each thing that could be better; or that all is as it has to be."""
    states: list[State] = ["well", *map(state_of, findings)]
    state = max(states, key=lambda each: WORST[each])
    said = [
        Reason(f"system.{name}.{_code(each)}", {**(facts or {}), **each.facts})
        for each in findings
        if not isinstance(each, Fit)
    ]
    return PartSeen(name, state, said or [Reason(f"system.{name}.well", facts or {})])


def state_of(finding: Finding) -> State:
    """How something is of which this was found."""
    match finding:
        case Fit():
            return "well"
        case Advice():
            return "look"
        case Unfit():
            return "unwell"


def _code(finding: Finding) -> str:
    return f"{finding.about.lower()}.{'advice' if isinstance(finding, Advice) else 'unfit'}"
