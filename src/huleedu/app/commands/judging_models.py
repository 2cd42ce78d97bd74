"""`huleedu judging asked`, `wording`: what language models are told, and all that was said."""

import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, BinaryIO
from uuid import UUID

import msgspec
import typer

from huleedu.app.commands.batches import BatchId, with_batch
from huleedu.app.commands.program import Exit, fail, run, settings
from huleedu.kit.folders import make_private
from huleedu.wiring.program import House

ENCODER = msgspec.json.Encoder(decimal_format="number")


def attach(commands: typer.Typer) -> None:
    """Make these commands known."""
    commands.command("asked")(asked_command)
    commands.command("wording")(wording_command)


def asked_command(
    batch: BatchId,
    out: Annotated[
        Path | None, typer.Option(dir_okay=False, help="A file, instead of the screen.")
    ] = None,
) -> None:
    """Write what language models were asked about a batch and answered, word for word.

    A line of JSON for each question, in the order asked: the essays as they stood in it (null: a
    text of our own, to try the other), system prompt, criterion, question, response, tokens, cost.
    """

    async def work(house: House, found: UUID) -> Exit:
        from huleedu.services.judging.store.budget import all_asked  # noqa: PLC0415

        with _opened(out) as file:
            async for row in all_asked(house.database("judging"), found):
                asked = msgspec.json.decode(row["request"], type=dict[str, str])
                line = {
                    "asked_at": row["asked_at"],
                    "judge": row["judge"],
                    "pair": row["pair"],
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


def wording_command(
    out: Annotated[
        Path | None, typer.Option(file_okay=False, help="Write system.txt and criterion.txt here.")
    ] = None,
) -> None:
    """Show what language models are told: their task, and the criterion; both can be changed."""
    from huleedu.app.judging_models import wording_of  # noqa: PLC0415 - httpx takes a while

    try:
        wording = wording_of(settings().llm)
        if out is None:
            typer.echo(f"{wording.system}\n\nThe criterion: {wording.criterion}")
            return
        make_private(out)
        for name, text in (("system", wording.system), ("criterion", wording.criterion)):
            file = out / f"{name}.txt"
            file.write_text(f"{text}\n", encoding="utf-8")
            typer.echo(f"HULEEDU_LLM_{name.upper()}={file}")
    except OSError as error:
        raise fail(str(error), Exit.COULD_NOT_RUN) from error


@contextmanager
def _opened(out: Path | None) -> Generator[BinaryIO]:
    if out is None:
        yield sys.stdout.buffer
        return
    try:
        with out.open("wb") as file:
            yield file
    except OSError as error:
        raise fail(f"{out} cannot be written: {error}", Exit.COULD_NOT_RUN) from error
