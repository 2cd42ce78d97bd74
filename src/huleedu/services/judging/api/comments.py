"""What judges wrote about one text, without saying who did."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from huleedu.contracts.judging import Kind
from huleedu.kit.database import Database
from huleedu.services.judging.store import comments

__all__ = ["JudgesComment", "comments_on"]


@dataclass(frozen=True, slots=True)
class JudgesComment:
    """What somebody wrote when they compared this text with another.

    Args:
        than_other: how they found it beside that one.
        program: a language model wrote it.
    """

    words: str
    than_other: Literal["better", "worse", "equal"]
    program: bool


async def comments_on(database: Database, batch: UUID, essay: UUID) -> Sequence[JudgesComment]:
    """The comments on one essay, the first first; raises `EngineAway`."""
    async with database.session() as sql:
        rows = await comments.of_essay(sql, batch, essay)
    return [
        JudgesComment(row["comment"], _found(row["answer"]), row["kind"] == Kind.MODEL)
        for row in rows
    ]


def _found(answer: int) -> Literal["better", "worse", "equal"]:
    return "better" if answer > 0 else "worse" if answer < 0 else "equal"
