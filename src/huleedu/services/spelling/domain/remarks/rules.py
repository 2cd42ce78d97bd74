"""All rules, and how a text is looked at by them: a word carries one remark."""

from collections.abc import Collection

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

# of two that speak of the same words the first is heard
RULES: tuple[Rule, ...] = (
    *english_confusions.RULES,
    *english_grammar.RULES,
    *doubled.RULES,
    *swedish_confusions.RULES,
    *swedish_nouns.RULES,
    *capitals.RULES,
)


def remark_on(prose: Prose, language: Language, switched_off: Collection[str] = ()) -> list[Remark]:
    """What there is to remark on, in the text's order; rules by their codes may be switched off."""
    lines = tuple(lines_of(prose))
    found = sorted(
        (
            remark
            for rule in RULES
            if rule.language == language and rule.code not in switched_off
            for remark in rule.look(prose, lines)
        ),
        key=lambda remark: (remark.start, -remark.end),
    )
    kept: list[Remark] = []
    for remark in found:
        if not kept or remark.start >= kept[-1].end:
            kept.append(remark)
    return kept
