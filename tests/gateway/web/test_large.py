"""Pages stay light however much there is: a hundred rows at a time (web pages of ≤ 200 kB)."""

from collections.abc import Callable
from uuid import UUID

import httpx
from tests.gateway.web.test_class_import import OURS, made, seen, shown
from tests.services.results.hearing import BATCH, REGISTERED, hear

from huleedu.contracts.gateway import FilesOffered, OfferedFile
from huleedu.contracts.lifecycle import SlotAssigned
from huleedu.wiring.program import House

Browser = Callable[..., httpx.AsyncClient]
WEIGHT_MAX = 200_000
FILES, PUPILS = 1_000, 5_000


async def weight_of(client: httpx.AsyncClient, path: str) -> tuple[str, int]:
    """A page, and what comes of it over the line."""
    async with client.stream("GET", path, headers={"Accept-Encoding": "gzip"}) as answer:
        assert answer.status_code == 200, path
        raw = b"".join([piece async for piece in answer.aiter_raw()])
    whole = await client.get(path)
    return whole.text, len(raw)


async def test_a_batch_of_a_thousand_files(browser: Browser, house: House) -> None:
    files = tuple(
        OfferedFile(essay=UUID(int=n + 1), name=f"Elev {n}.docx", size_bytes=9, content="00")
        for n in range(FILES)
    )
    results = house.database("results")
    await hear(results, REGISTERED, FilesOffered(batch=BATCH, files=files))
    await hear(
        results,
        *(
            SlotAssigned(batch=BATCH, essay=file.essay, slot=n, content="ab" * 32)
            for n, file in enumerate(files[:150], 1)
        ),
    )
    eva = browser("eva")
    names: list[str] = []
    for start in range(0, FILES, 100):
        page, weight = await weight_of(eva, f"/batches/{BATCH}?from={start}")
        assert weight <= WEIGHT_MAX
        assert page.count("<tr id=") == 100
        names += [f"Elev {n}.docx" for n in range(FILES) if f">Elev {n}.docx<" in page]
    assert names == [file.name for file in files]


async def test_a_class_of_five_thousand_pupils(browser: Browser) -> None:
    client = browser("karin", **OURS)
    where = await made(client)
    there, page = await shown(client, where, "\n".join(f"Elev Nummer{n}" for n in range(PUPILS)))
    assert (await weight_of(client, there))[1] <= WEIGHT_MAX
    assert (await client.post(there, data=seen(page))).headers["location"] == where
    page, weight = await weight_of(client, where)
    assert weight <= WEIGHT_MAX
    assert "5,000" in page
