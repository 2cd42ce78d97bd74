"""The real tus-js-client sends to us: in pieces, at once, and going on after it was stopped."""

import asyncio
import os
import shutil
import subprocess
from collections.abc import AsyncIterator
from hashlib import sha256
from pathlib import Path
from uuid import UUID

import msgspec
import pytest
from tests.gateway.web.test_killed import serving
from tests.services.results.hearing import BATCH, REGISTERED, hear, life_of

from huleedu.contracts.gateway import FilesOffered
from huleedu.engines.postgres.database import Address
from huleedu.wiring.program import House

CLIENT = "tus-js-client@4.3.1"
SCRIPT = """
const tus = require("tus-js-client"), fs = require("fs");
const [, , endpoint, path, piece, stopAt] = process.argv;
let stopped = false;
const upload = new tus.Upload(fs.readFileSync(path), {
  endpoint, chunkSize: piece ? Number(piece) : Infinity, retryDelays: [0, 100, 500],
  metadata: { filename: "Åsa.pdf" },
  onError: (error) => { console.error(String(error)); process.exit(1); },
  onSuccess: () => { console.log(upload.url, stopped); },
  onChunkComplete: (_, sent) => {
    if (Number(stopAt) && sent >= Number(stopAt) && !stopped) {
      stopped = true;
      upload.abort().then(() => upload.start());
    }
  },
});
upload.start();
"""


@pytest.fixture
def client(request: pytest.FixtureRequest) -> Path:
    """A folder in which node finds the client; it is fetched once."""
    if not shutil.which("node") or not shutil.which("npm"):
        pytest.skip("node and npm are not installed")
    cache = request.config.cache
    assert cache
    folder = cache.mkdir("tus-js-client")
    if not (folder / "node_modules" / "tus-js-client").exists():
        subprocess.run(
            ["npm", "install", "--no-audit", "--no-fund", "--prefix", str(folder), CLIENT],
            check=True,
            capture_output=True,
        )
    (folder / "send.cjs").write_text(SCRIPT, encoding="utf-8")
    return folder


@pytest.fixture
async def site(address: Address, house: House) -> AsyncIterator[str]:
    """The pages, served by another process; the batch is known."""
    await hear(house.database("results"), REGISTERED, life_of(UUID(int=1))[0])
    async with serving(address) as (url, _):
        yield url


@pytest.mark.parametrize(
    ("size", "piece", "stop_at"),
    [(2_500_000, "1000000", "1000000"), (2_500_000, "", ""), (700, "100", ""), (0, "", "")],
    ids=["stopped and gone on", "in one piece", "in small pieces", "empty"],
)
async def test_what_it_sends_is_offered_once(
    client: Path, site: str, house: House, tmp_path: Path, size: int, piece: str, stop_at: str
) -> None:
    content = os.urandom(size)
    (tmp_path / "essay.pdf").write_bytes(content)
    process = await asyncio.create_subprocess_exec(
        *("node", str(client / "send.cjs"), f"{site}/batches/{BATCH}/uploads"),
        *(str(tmp_path / "essay.pdf"), piece, stop_at),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    told, wrong = await process.communicate()
    assert process.returncode == 0, wrong.decode()
    assert told.decode().split()[1] == ("true" if stop_at else "false")
    async with house.database("gateway").session() as sql:
        rows = await sql.fetch("select body from outbox")
    [file] = [
        file for row in rows for file in msgspec.json.decode(row["body"], type=FilesOffered).files
    ]
    assert (file.name, file.size_bytes) == ("Åsa.pdf", size)
    assert file.content == sha256(content).hexdigest()
