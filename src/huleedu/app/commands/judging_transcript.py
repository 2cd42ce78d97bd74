"""`huleedu judging transcript`: what language models are told, and all that was said."""

import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, BinaryIO
from uuid import UUID

import msgspec
import typer

from huleedu.app.commands.batches import BatchId, with_batch
from huleedu.app.commands.program import Exit, fail, run
from huleedu.app.language import words
from huleedu.services.judging.api.kept import transcript
from huleedu.wiring.program import House

ENCODER = msgspec.json.Encoder(decimal_format="number")


def transcript_command(
    batch: BatchId,
    out: Annotated[
        Path | None, typer.Option(dir_okay=False, help="A file, instead of the screen.")
    ] = None,
) -> None:
    """Write what language models were asked about a batch and answered, word for word.

    A line of JSON for each question, in the order asked: the essays as they stood in it (null: a
    text of our own, to try the other), system prompt, criterion, question, response, tokens, cost;
    `turned`: its decision counts the other way round, because somebody has said so.
    """

    async def work(house: House, found: UUID) -> Exit:
        with _opened(out) as file:
            async for row in transcript(house.database("judging"), found):
                asked = msgspec.json.decode(row["request"], type=dict[str, str])
                line = {
                    "asked_at": row["asked_at"],
                    "judge": row["judge"],
                    "pair": row["pair"],
                    "turned": row["turned"],
                    "first": row["first"],
                    "second": row["second"],
                    **asked,
                    "response": row["response"],
                    "outcome": row["outcome"],
                    "tokens_in": row["tokens_in"],
                    "tokens_out": row["tokens_out"],
                    "cost": row["cost"],
                }
                file.write(ENCODER.encode(line) + b"\n")
        return Exit.WELL

    run(lambda house: with_batch(house, batch, work))


@contextmanager
def _opened(out: Path | None) -> Generator[BinaryIO]:
    if out is None:
        yield sys.stdout.buffer
        return
    try:
        with out.open("wb") as file:
            yield file
    except OSError as error:
        raise fail(
            words().say("desk.not_written", file=str(out), why=str(error)), Exit.COULD_NOT_RUN
        ) from error
