"""The rules of remarks as pages, the API and the command line list them."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Literal

from huleedu.contracts.spelling import REMARK_RULES, RULES_OFF
from huleedu.gateway.words.words import Words
from huleedu.services.results.api.remarks import RULES, RulesKept

Spoken = Literal["both", "en", "sv"]


@dataclass(frozen=True, slots=True)
class RuleLine:
    """A rule: whether it is looked for (`on`), usually is, and how often it spoke in the batch."""

    code: str
    spoken: Spoken
    name: str
    why: str
    on: bool
    usual: bool
    found: int


def rule_lines(kept: RulesKept, words: Words) -> list[RuleLine]:
    """The rules of the languages of the batch, in their order."""
    return [
        RuleLine(
            code=code,
            spoken=spoken_of(code),
            name=words.say(f"remark.{code}.name"),
            why=words.say(f"remark.{code}.why"),
            on=code not in kept.off,
            usual=code not in RULES_OFF,
            found=kept.found.get(code, 0),
        )
        for code in RULES
        if kept.fits(code)
    ]


def spoken_of(code: str) -> Spoken:
    """In which language a rule is looked for."""
    both = all(code in rules for rules in REMARK_RULES.values())
    return "both" if both else "en" if code in REMARK_RULES["en"] else "sv"


def switched(
    of: Collection[str], on: Collection[str]
) -> Callable[[Collection[str]], Collection[str]]:
    """What is left out if of the rules `of` those are looked for that are `on`."""
    return lambda before: {*(set(before) - set(of)), *(set(of) - set(on))}


def known(codes: Sequence[str]) -> list[str]:
    """Those of the codes that are a rule's."""
    return [code for code in codes if code in RULES]
