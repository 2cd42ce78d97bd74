"""All rules, and how a text is looked at by them."""

from huleedu.kit.prose import Prose
from huleedu.services.spelling.domain.findings import Language, Remark
from huleedu.services.spelling.domain.remarks import (
    capitals,
    doubled,
    english_confusions,
    english_grammar,
    swedish_confusions,
    swedish_nouns,
)
from huleedu.services.spelling.domain.remarks.rule import Rule, lines_of

# of two that speak of the same words the first is heard: see `contracts.spelling.heard`
RULES: tuple[Rule, ...] = (
    *english_confusions.RULES,
    *english_grammar.RULES,
    *doubled.RULES,
    *swedish_confusions.RULES,
    *swedish_nouns.RULES,
    *capitals.RULES,
)


def remark_on(prose: Prose, language: Language) -> list[Remark]:
    """What there is to remark on by every rule, in the text's order; two may lie on one word."""
    lines = tuple(lines_of(prose))
    found = (
        remark for rule in RULES if rule.language == language for remark in rule.look(prose, lines)
    )
    return sorted(found, key=lambda remark: (remark.start, -remark.end))
