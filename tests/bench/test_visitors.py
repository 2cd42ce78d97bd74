"""The benchmark's people come in as anybody does, and what is no answer is told."""

from pathlib import Path

from huleedu.bench.visitors import begin, join, served, sign_in, visitor
from huleedu.engines.postgres import server


async def test_they_come_in_by_the_pages_themselves(tmp_path: Path) -> None:
    try:
        async with (
            served(tmp_path / "home") as program,
            visitor(program) as eva,
            visitor(program) as ali,
            visitor(program) as ali_elsewhere,
        ):
            await begin(eva, program)
            await join(eva, ali, "ali@ekskolan.example")
            assert await ali.new_batch("A challenge")
            assert (eva.seen.errors, ali.seen.errors) == ([], [])
            assert await sign_in(ali_elsewhere, "ali@ekskolan.example") > 0
            assert "A challenge" in await ali_elsewhere.page("/")
            assert await ali_elsewhere.page("/nowhere") == ""
            assert ali_elsewhere.seen.errors == ["404 /nowhere"]
    finally:
        server.stop(tmp_path / "home", now=True)
