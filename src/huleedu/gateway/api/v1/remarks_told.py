"""Which kinds of remarks are looked for, as the API tells it."""

from typing import Literal
from uuid import UUID

import msgspec

from huleedu.gateway.api.v1.answers import ApiAnswer
from huleedu.gateway.api.v1.forms import Count


class RemarkRule(msgspec.Struct, frozen=True, kw_only=True):
    """A kind of remark; `usual`: it is looked for unless somebody says otherwise.

    `found` tells how often it spoke of the batch's essays, whether it is on or not.
    """

    code: str
    language: Literal["both", "en", "sv"]
    name: str
    sentence: str
    on: bool
    usual: bool
    found: Count


class RemarksResource(ApiAnswer, frozen=True, kw_only=True, tag="remarks"):
    """What is looked for in a batch; null: in new batches of the school. Its ETag names `off`."""

    batch: UUID | None
    off: tuple[str, ...]
    rules: tuple[RemarkRule, ...]

    def changeable(self) -> object:
        """What may be changed of it."""
        return self.batch, self.off
