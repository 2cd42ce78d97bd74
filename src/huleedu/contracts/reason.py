"""Why something is as it is: a code with its facts. What people read is made of it at the edge."""

import msgspec

Fact = str | int


class Reason(msgspec.Struct, frozen=True):
    """A code, which stays the same for good, and what its sentence has to tell.

    A fact `kind` tells cases of one code apart; a fact `…_bytes` is a size.
    """

    code: str
    facts: dict[str, Fact] = {}
