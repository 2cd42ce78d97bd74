"""Why something is as it is: a code with its facts. What people read is made of it at the edge."""

import msgspec

Fact = str | int | tuple[str, ...]
"""A text, a whole number, or several texts of which one is meant."""


class Reason(msgspec.Struct, frozen=True):
    """A code, which stays the same for good, and what its sentence has to tell.

    A fact `kind` tells cases of one code apart; a fact `…_bytes` is a size.
    """

    code: str
    facts: dict[str, Fact] = {}


Why = Reason | str
"""A reason; from before reasons had codes, its English sentence, which is shown as it is."""


def code_of(why: Why) -> str:
    """The code, for tables that only engineers read; of a sentence, the sentence."""
    return why if isinstance(why, str) else why.code
