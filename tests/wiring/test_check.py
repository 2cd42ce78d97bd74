"""`huleedu engine check` on engines that will do, and on each kind that will not."""

from collections.abc import Generator
from contextlib import AsyncExitStack
from pathlib import Path

import asyncpg
import pytest
from tests.program import Program, Ran
from tests.servers import Server, free_port, pooler, server

from huleedu.engines.nats import server as nats
from huleedu.engines.valkey import server as valkey


@pytest.fixture(scope="module")
def small() -> Generator[Server]:
    """Debian's PostgreSQL 15 with 17 connections for users that are no superusers."""
    with server(15, "max_connections=20") as found:
        yield found


@pytest.fixture(scope="module")
def lax() -> Generator[Server]:
    """One that does not wait for its disk."""
    with server(15, "fsync=off", "synchronous_commit=off") as found:
        yield found


async def sql(server: Server, *statements: str) -> None:
    connection = await asyncpg.connect(server.url())
    for statement in statements:
        await connection.execute(statement)
    await connection.close()


async def user(server: Server, name: str, rights: str = "createrole", make: str = "") -> str:
    """The URL of a user and of the database that is theirs."""
    await sql(
        server,
        f"create role {name} login {rights}",
        f"create database {name} owner {name} {make}",
    )
    return server.url(name, name)


async def check(folder: Path, url: str, **settings: str) -> Ran:
    more = {f"HULEEDU_{name.upper()}": value for name, value in settings.items()}
    return await Program({"HULEEDU_DATABASE_URL": url, **more}, folder).run("engine", "check")


def told(ran: Ran, about: str, engine: str = "PostgreSQL") -> tuple[str, str]:
    """How it is marked, and what is said."""
    assert "Traceback" not in ran.err, ran.err
    for line in ran.out.splitlines():
        found, what, mark, words = line.split(maxsplit=3)
        if (found, what) == (engine, about):
            return mark, words
    raise AssertionError(f"nothing of {about}: {ran.out}{ran.err}")


async def test_a_server_that_will_do_is_told_line_by_line_and_nothing_is_changed(
    small: Server, tmp_path: Path
) -> None:
    url = await user(small, "well")
    fresh = await check(tmp_path, url)
    assert fresh.code == 0, fresh.out + fresh.err
    assert told(fresh, "migrations")[0] == "but"
    assert told(fresh, "rights") == ("yes", "well may set up the schemas and their roles")
    connection = await asyncpg.connect(url)
    assert await connection.fetchval("select to_regnamespace('huleedu')") is None
    await connection.close()
    program = Program({"HULEEDU_DATABASE_URL": url}, tmp_path)
    assert (await program.run("engine", "migrate")).code == 0
    await sql(small, "alter role well nocreaterole")
    ended = await check(tmp_path, url)
    assert ended.code == 0, ended.out + ended.err
    assert [line.split()[1:3] for line in ended.out.splitlines()] == [
        [about, "yes"]
        for about in (
            *("version", "encoding", "pooler", "rights"),
            *("migrations", "connections", "clock", "syncs"),
        )
    ]
    assert "15 is the oldest" in told(ended, "version")[1]
    assert told(ended, "connections")[1].startswith("17 at most")


async def test_rights_that_are_missing_are_named(small: Server, tmp_path: Path) -> None:
    url = await user(small, "weak", "nocreaterole")
    await sql(small, "alter database weak owner to postgres")
    ended = await check(tmp_path, url)
    assert ended.code == 3
    mark, words = told(ended, "rights")
    assert mark == "NO"
    assert "alter role weak createrole; grant create on database weak to weak" in words


async def test_a_database_that_another_user_set_up_is_told(small: Server, tmp_path: Path) -> None:
    theirs = await user(small, "theirs")
    await sql(small, "create role stranger login createrole")
    program = Program({"HULEEDU_DATABASE_URL": theirs}, tmp_path)
    assert (await program.run("engine", "migrate")).code == 0
    ended = await check(tmp_path, small.url("stranger", "theirs"))
    assert ended.code == 3
    assert told(ended, "rights")[0] == "NO"
    assert "may not act as the owners" in told(ended, "rights")[1]
    assert told(ended, "migrations")[0] == "NO"


async def test_a_database_without_room_for_all_letters_is_told(
    small: Server, tmp_path: Path
) -> None:
    url = await user(small, "latin", make="encoding 'LATIN1' locale 'C' template template0")
    ended = await check(tmp_path, url)
    assert ended.code == 3
    assert "encoding 'UTF8' template template0" in told(ended, "encoding")[1]


async def test_too_few_connections_are_told_with_the_limit_that_binds(
    small: Server, tmp_path: Path
) -> None:
    url = await user(small, "many")
    ended = await check(tmp_path, url, database_connections="18")
    assert ended.code == 3
    mark, words = told(ended, "connections")
    assert mark == "NO"
    assert "There are 17 at most" in words
    assert "raise max_connections" in words
    await sql(small, "alter role many connection limit 5")
    mark, words = told(await check(tmp_path, url), "connections")
    assert mark == "NO"
    assert "raise the connection limit of the user many" in words
    await sql(small, "alter role many connection limit 12")
    async with AsyncExitStack() as held:
        for _ in range(6):
            connection = await asyncpg.connect(url)
            held.push_async_callback(connection.close)
        busy = await check(tmp_path, url)
        assert busy.code == 0, busy.out + busy.err
        mark, words = told(busy, "connections")
        assert mark == "but"
        assert words.startswith("12 at most, 6 taken")
        for _ in range(6):
            connection = await asyncpg.connect(url)
            held.push_async_callback(connection.close)
        full = await check(tmp_path, url)
        assert full.code == 3
        assert "takes no more connections" in full.err


async def test_a_server_that_does_not_wait_for_its_disk_is_told(
    lax: Server, tmp_path: Path
) -> None:
    url = await user(lax, "lax")
    ended = await check(tmp_path, url)
    assert ended.code == 3
    assert told(ended, "syncs")[0] == "NO"
    assert "fsync is off" in told(ended, "syncs")[1]


async def test_half_pages_are_advised_against(small: Server, tmp_path: Path) -> None:
    url = await user(small, "pages")
    await sql(small, "alter system set full_page_writes = off", "select pg_reload_conf()")
    try:
        connection = await asyncpg.connect(url)
        while await connection.fetchval("show full_page_writes") != "off":
            pass
        await connection.close()
        ended = await check(tmp_path, url)
    finally:
        await sql(small, "alter system reset full_page_writes", "select pg_reload_conf()")
    assert ended.code == 0
    assert told(ended, "syncs")[0] == "but"


@pytest.mark.parametrize(("mode", "code"), [("session", 0), ("transaction", 3)])
async def test_a_pooler_is_told_by_what_it_keeps(
    small: Server, tmp_path: Path, mode: str, code: int
) -> None:
    await user(small, f"by_{mode}")
    with pooler(small, f"by_{mode}", mode) as url:
        ended = await check(tmp_path, url)
    assert ended.code == code, ended.out + ended.err
    mark, words = told(ended, "pooler")
    assert mark == ("NO" if code else "yes")
    assert ("pool_mode = session" in words) == bool(code)


async def test_nats_and_valkey_are_looked_at_when_they_are_set(
    small: Server, tmp_path: Path
) -> None:
    url = await user(small, "three")
    with (
        nats.run(tmp_path / "n", wait_for_end=True) as cluster,
        valkey.run(tmp_path / "v", wait_for_end=True) as node,
    ):
        both = {"nats_url": cluster.urls[0], "valkey_url": node.url}
        ended = await check(tmp_path, url, nats_monitor=cluster.monitors[0], **both)
        assert ended.code == 0, ended.out + ended.err
        for engine, about in (
            *(("NATS", "version"), ("NATS", "JetStream"), ("NATS", "syncs")),
            *(("Valkey", "version"), ("Valkey", "syncs")),
        ):
            assert told(ended, about, engine)[0] == "yes"
        assert told(await check(tmp_path, url, **both), "syncs", "NATS")[0] == "but"
    with (
        nats.run(tmp_path / "nl", sync="2m", wait_for_end=True) as cluster,
        valkey.run(tmp_path / "vl", fsync="everysec", wait_for_end=True) as node,
    ):
        ended = await check(
            tmp_path,
            url,
            nats_url=cluster.urls[0],
            nats_monitor=cluster.monitors[0],
            valkey_url=node.url,
        )
    assert ended.code == 3
    assert told(ended, "syncs", "NATS")[0] == "NO"
    assert told(ended, "syncs", "Valkey")[0] == "but"


async def test_engines_that_do_not_answer_are_told(small: Server, tmp_path: Path) -> None:
    url = await user(small, "alone")
    nobody = f"127.0.0.1:{free_port()}"
    ended = await check(tmp_path, url, nats_url=f"nats://{nobody}", valkey_url=f"redis://{nobody}")
    assert ended.code == 3
    assert told(ended, "answer", "NATS")[0] == "NO"
    assert told(ended, "answer", "Valkey")[0] == "but"
    away = await check(tmp_path, f"postgresql://x@{nobody}/x")
    assert away.code == 3
    assert "does not answer" in away.err


async def test_the_embedded_one_is_started_and_will_do(tmp_path: Path) -> None:
    ended = await Program({"HULEEDU_HOME": str(tmp_path / "home")}, tmp_path).run("engine", "check")
    assert ended.code == 0, ended.out + ended.err
    assert told(ended, "rights")[0] == "yes"
