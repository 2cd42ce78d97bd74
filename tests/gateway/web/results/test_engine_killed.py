"""PostgreSQL is killed while a grade is decided, and an export is asked for: each is there once."""

import asyncio
import os
import signal
from collections.abc import Sequence
from pathlib import Path

from tests.gateway.web.lost_answers import AUDIT, in_the_way, serving, wait
from tests.gateway.web.results.judged_class import BATCH, judged
from tests.gateway.web.results.test_deciding import AT, CERTAIN, LIKELIEST, cell, hidden
from tests.gateway.web.results.test_killed import NOT_YET, noted, rows, told
from tests.gateway.web.test_exports import request_in
from tests.patience import LONG_S

from huleedu.engines.postgres.embedded import Embedded
from huleedu.wiring.program import open_program
from huleedu.wiring.settings import read

EXPORTS = f"/batches/{BATCH}/exports"
AWAY = "The server cannot answer just now"
ASKED_FOR = "lock table exports.export in access exclusive mode"


async def test_what_was_not_answered_is_sent_again_and_there_once(home: Path) -> None:
    environment = {"HULEEDU_HOME": str(home)}
    likeliest = LIKELIEST[str(CERTAIN)]
    async with open_program(read(environment)) as house, serving(environment) as at:
        await judged(house)
        form = {**hidden((await at.browser.get(AT)).text, CERTAIN), "grade": likeliest}

        async def killed(held: Sequence[str], *sent: tuple[str, dict[str, str]]) -> None:
            """PostgreSQL ends when each of these waits for a lock; the pages say so."""
            server = Embedded(home).files.read_state().server
            async with in_the_way(house.owner, *held) as sql:
                sending = [
                    asyncio.create_task(at.browser.post(path, data=form)) for path, form in sent
                ]
                await wait(sql, *sending)
                os.kill(server, signal.SIGKILL)
                for one in sending:
                    answer = await one
                    assert (answer.status_code, AWAY in answer.text) == (503, True)
            async with asyncio.timeout(LONG_S):
                while (await at.browser.get(AT)).status_code == 503:
                    await asyncio.sleep(0.01)

        asked = {"profile": "csv", "request": request_in((await at.browser.get(EXPORTS)).text)}
        await killed([NOT_YET, ASKED_FOR], (cell(CERTAIN), form), (EXPORTS, asked))
        assert await rows(house) == []
        await killed([AUDIT], (cell(CERTAIN), form))
        assert await rows(house) == [(str(CERTAIN), likeliest, 1)]
        assert await noted(house) == []
        page = await told(at.browser, await at.browser.post(cell(CERTAIN), data=form))
        assert f"has the grade {likeliest}" in page
        assert await rows(house) == [(str(CERTAIN), likeliest, 1)]
        assert await noted(house) == [("grade_decided", str(CERTAIN))]
        for _ in range(2):
            answer = await at.browser.post(EXPORTS, data=asked)
            async with house.database("exports").session() as sql:
                [export] = await sql.fetch("select id from export")
            assert f"export-{export['id']}" in answer.headers["location"]
