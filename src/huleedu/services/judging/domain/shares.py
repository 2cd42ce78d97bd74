"""How many judgements a batch wants, and how many of them are whose."""

from collections.abc import Sequence

READ_WORDS_A_MINUTE = 250
"""At which people read to compare, not to correct."""


def judgements_for(essays: int, per_essay: int) -> int:
    """How many judgements compare each essay so often; never more than there are pairs."""
    return min(-(-essays * per_essay // 2), essays * (essays - 1) // 2)


def evenly(judgements: int, judges: int) -> list[int]:
    """How many each judge makes: as equal as can be, the first ones one more."""
    if judges == 0:
        return []
    each, over = divmod(judgements, judges)
    return [each + (at < over) for at in range(judges)]


def minutes_each(words: Sequence[float]) -> int:
    """How many minutes a judgement takes, of texts with so many words; at least one."""
    if not words:
        return 1
    mean = sum(words) / len(words)
    return max(1, round(2 * mean / READ_WORDS_A_MINUTE))
