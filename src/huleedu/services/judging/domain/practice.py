"""Practice pairs: two texts whose answer is known, and why; no decision on them counts."""

from typing import Annotated
from uuid import UUID

import msgspec

PRACTICE_MAX = 3


class PracticePair(msgspec.Struct, frozen=True, kw_only=True):
    """Two texts by their addresses in the content store, and the answer that is expected.

    `expected` is as an answer to any pair: positive, the first is better. An essay of the batch is
    named, so that its pupil's name is taken out of it; a text that was pasted is shown as it is.
    """

    first: str
    second: str
    first_essay: UUID | None = None
    second_essay: UUID | None = None
    expected: Annotated[int, msgspec.Meta(ge=-2, le=2)]
    why: str = ""
