"""The program on PostgreSQL servers that are not ours: older, shared, behind a pooler, in pairs."""

import asyncio
import os
import shutil
import subprocess
from collections.abc import Generator
from contextlib import suppress
from pathlib import Path

import asyncpg
import pytest
from tests.patience import LONG_S
from tests.program import Program
from tests.servers import Server, folder, free_port, pooler, server

ESSAYS = ("Åsa Lind", "Björn Ek", "Örjan Sund")


@pytest.fixture(scope="module", params=[15, 16])
def older(request: pytest.FixtureRequest) -> Generator[Server]:
    """PostgreSQL before and after roles' rights were divided anew, as small as servers get."""
    with server(request.param, "max_connections=20", "statement_timeout=1s") as found:
        yield found


@pytest.fixture
def essays(tmp_path: Path) -> str:
    folder = tmp_path / "essays"
    folder.mkdir()
    for name in ESSAYS:
        (folder / f"{name}.txt").write_text(f"{name} gick till skolan. Det var en bra dag där.")
    return str(folder)


async def sql(server: Server, *statements: str) -> None:
    # these servers let nobody ask for long: what is prepared for a test may take its time
    connection = await asyncpg.connect(server.url(), server_settings={"statement_timeout": "0"})
    for statement in statements:
        await connection.execute(statement)
    await connection.close()


def at(url: str, folder: Path) -> Program:
    return Program({"HULEEDU_DATABASE_URL": url}, folder)


async def owned(server: Server, *names: str) -> list[str]:
    """Databases of users that may make roles and nothing else."""
    for name in names:
        await sql(
            server,
            f"create role {name} login createrole",
            f"create database {name} owner {name}",
        )
    return [server.url(name, name) for name in names]


async def test_two_users_on_one_older_and_small_server_keep_apart(
    older: Server, essays: str, tmp_path: Path
) -> None:
    programs = [at(url, tmp_path) for url in await owned(older, "one", "two")]
    service = await programs[0].start("run", "all")
    assert service.stderr
    assert b"Running" in await service.stderr.readline()
    for program in programs:  # of 20 connections 3 are the superuser's; each takes at most 8
        ended = await program.run("assess", essays)
        assert ended.code == 0, ended.err
        assert "3 essays have a place" in ended.out
    service.terminate()
    await service.communicate()
    mine = await asyncpg.connect(older.url("one", "two"))
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await mine.fetch("select * from results.outbox")
    await mine.close()


async def test_a_database_whose_roles_have_the_old_names_goes_on(
    older: Server, essays: str, tmp_path: Path
) -> None:
    (url,) = await owned(older, "old")
    program = at(url, tmp_path)
    assert (await program.run("engine", "migrate")).code == 0
    connection = await asyncpg.connect(url)
    for row in await connection.fetch(
        "select nspname, pg_get_userbyid(nspowner) as role from pg_namespace "
        "where pg_get_userbyid(nspowner) like 'huleedu%'"
    ):
        await connection.execute(f"alter role {row['role']} rename to huleedu_{row['nspname']}")
    await connection.close()
    assert (await program.run("assess", essays)).code == 0


@pytest.mark.parametrize(
    ("make", "told"),
    [
        ("encoding 'LATIN1' locale 'C' template template0", "encoding 'UTF8' template template0"),
        ("owner postgres", "CREATEROLE"),
    ],
)
async def test_a_database_that_will_not_do_is_refused_in_words(
    older: Server, tmp_path: Path, make: str, told: str
) -> None:
    name = f"unfit_{len(make)}"
    await sql(older, f"create role {name} login", f"create database {name} {make}")
    ended = await at(older.url(name, name), tmp_path).run("batch", "list")
    assert ended.code == 3
    assert told in ended.err
    assert "Traceback" not in ended.err


async def test_who_is_not_let_in_or_finds_nobody_is_told(older: Server, tmp_path: Path) -> None:
    for url, told in (
        (older.url("nobody_here"), "lets nobody in"),
        (f"postgresql://x@127.0.0.1:{free_port()}/x", "does not answer"),
        (f"{older.url()}?sslmode=verify-full&sslrootcert=/no/such", "HULEEDU_DATABASE_URL"),
        (f"{older.url()}?sslmode=require", "rejected SSL upgrade"),
    ):
        ended = await at(url, tmp_path).run("batch", "list")
        assert ended.code == 3, (url, ended.err)
        assert told in ended.err, (url, ended.err)


@pytest.mark.skipif(not shutil.which("openssl"), reason="there is no openssl here")
async def test_a_certificate_is_taken_from_its_own_authority_alone(tmp_path: Path) -> None:
    def openssl(*words: str) -> None:
        subprocess.run(["openssl", *words], check=True, capture_output=True, cwd=tmp_path)

    for name in ("ours", "other"):
        openssl(
            *(
                "req",
                "-x509",
                "-newkey",
                "rsa:2048",
                "-nodes",
                "-days",
                "2",
                "-subj",
                f"/CN={name}",
            ),
            *("-keyout", f"{name}.key", "-out", f"{name}.pem"),
        )
    openssl(
        *("req", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=localhost"),
        *("-keyout", "server.key", "-out", "server.csr"),
    )
    (tmp_path / "names").write_text("subjectAltName=DNS:localhost")
    openssl(
        *("x509", "-req", "-in", "server.csr", "-CA", "ours.pem", "-CAkey", "ours.key"),
        *("-days", "2", "-extfile", "names", "-out", "server.pem"),
    )
    with server(15) as tls:
        tls.stop()
        for name in ("server.pem", "server.key"):
            shutil.copy(tmp_path / name, tls.folder / name)
            shutil.chown(tls.folder / name, tls.data.stat().st_uid)
            (tls.folder / name).chmod(0o600)
        keys = (f"ssl_cert_file={tls.folder}/server.pem", f"ssl_key_file={tls.folder}/server.key")
        tls.options = ("ssl=on", *keys)
        tls.start()
        url = tls.url().replace("127.0.0.1", "localhost") + "?sslmode=verify-full&sslrootcert="
        assert (await at(f"{url}{tmp_path}/ours.pem", tmp_path).run("batch", "list")).code == 0
        refused = await at(f"{url}{tmp_path}/other.pem", tmp_path).run("batch", "list")
        assert refused.code == 3
        assert "certificate is not vouched for" in refused.err


@pytest.mark.parametrize("mode", ["session", "transaction"])
async def test_a_pooler_has_to_keep_a_connection_for_a_session(
    older: Server, essays: str, tmp_path: Path, mode: str
) -> None:
    name = f"pooled_{mode}"
    await owned(older, name)
    with pooler(older, name, mode) as url:
        ended = await at(url, tmp_path).run("assess", essays)
    if mode == "session":
        assert ended.code == 0, ended.err
    else:
        assert ended.code == 3
        assert "pool_mode = session" in ended.err
        assert "Traceback" not in ended.err


async def test_the_other_server_of_the_url_takes_over_when_it_is_promoted(
    essays: str, tmp_path: Path
) -> None:
    with server(18, "wal_level=replica") as primary, folder() as beside:
        standby = Server(primary.programs, beside, free_port())
        primary.do(
            *("pg_basebackup", "-h", "127.0.0.1", "-p", str(primary.port), "-U", "postgres"),
            *("-D", standby.data, "-R", "-c", "fast"),
        )
        standby.start()
        try:
            alone = await at(standby.url(), tmp_path).run("batch", "list")
            assert alone.code == 3
            assert "takes no changes: it is a standby" in alone.err
            both = at(
                f"postgresql://postgres@127.0.0.1:{standby.port},127.0.0.1:{primary.port}/postgres",
                tmp_path,
            )
            service = await both.start("run", "all")
            assert service.stderr
            assert b"Running" in await service.stderr.readline()
            assert (await both.run("assess", essays)).code == 0
            await caught_up(primary)
            primary.stop()
            standby.do("pg_ctl", "promote", "-D", standby.data)
            Path(essays, "Ett till.txt").write_text("Det kom en text till, och den var bra.")
            ended = await both.run("assess", essays)
            assert ended.code == 0, ended.err
            assert "4 essays have a place" in ended.out
            assert service.returncode is None
            service.terminate()
            await service.communicate()
        finally:
            standby.stop()


async def caught_up(primary: Server) -> None:
    """Wait until the standby has all that was said to be done."""
    connection = await asyncpg.connect(primary.url())
    behind = "select count(*) from pg_stat_replication where replay_lsn = pg_current_wal_lsn()"
    async with asyncio.timeout(LONG_S):
        while not await connection.fetchval(behind):
            await asyncio.sleep(0.02)
    await connection.close()


def fill(ballast: Path) -> None:
    """Write until the disk is full."""
    with suppress(OSError), ballast.open("wb", buffering=0) as file:
        while True:
            file.write(bytes(1 << 16))


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can make a disk that is full")
async def test_a_full_disk_is_named_at_once_and_nothing_is_lost(
    essays: str, tmp_path: Path
) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=200m,mode=0777", "none", str(disk)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("this machine lets nobody mount")
    for above in (tmp_path, *tmp_path.parents):
        if above.owner() == "root" and above.stat().st_mode & 0o055 != 0o055 and above != Path("/"):
            above.chmod(0o755)
    try:
        with server(18, "min_wal_size=32MB", "max_wal_size=64MB", at=disk) as full:
            program = at(full.url(), tmp_path)
            assert (await program.run("engine", "migrate")).code == 0
            ballast = disk / "ballast"
            fill(ballast)
            long = Path(essays, "long.txt")
            long.write_text("Det var en lång dag. " * 20_000)
            ended = await program.run("assess", essays)
            assert ended.code == 3, ended.err
            assert "disk of PostgreSQL is full" in ended.err
            ballast.unlink()
            assert (await program.run("assess", essays)).code == 0
    finally:
        subprocess.run(["umount", "-l", str(disk)], check=True)
