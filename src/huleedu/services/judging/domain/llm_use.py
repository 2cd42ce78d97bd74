"""What language models were asked about a batch, and what it did cost."""

from datetime import datetime
from uuid import UUID

import msgspec


class LlmUse(msgspec.Struct, frozen=True, kw_only=True):
    """`tokens` and `cost` hold what is set aside for requests `under_way`, too.

    `stopped_at`: since then no request is made; what was under way is heard to its end.
    """

    calls: int
    under_way: int
    tokens: int
    cost: float
    stopped_at: datetime | None
    stopped_by: UUID | None = None
