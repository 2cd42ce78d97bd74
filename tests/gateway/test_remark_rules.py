"""The rules as they are listed, and what is left out once some are switched."""

from huleedu.contracts.spelling import REMARK_RULES, RULES_OFF
from huleedu.gateway.remark_rules import known, rule_lines, spoken_of, switched
from huleedu.gateway.words.words import words
from huleedu.services.results.api.remarks import RULES, RulesKept


def test_every_rule_of_the_batchs_languages_is_listed_with_its_words() -> None:
    lines = rule_lines(RulesKept(("than",), {"than": 3}, {"en"}), words("sv"))
    assert {line.code for line in lines} == set(REMARK_RULES["en"])
    (than,) = (line for line in lines if line.code == "than")
    assert (than.on, than.usual, than.found, than.spoken) == (
        False,
        "than" not in RULES_OFF,
        3,
        "en",
    )
    assert all(line.name and line.why for line in lines)
    assert len(rule_lines(RulesKept(()), words("en"))) == len(RULES), "any language may come"


def test_a_rule_of_both_languages_is_said_to_be() -> None:
    assert [spoken_of(code) for code in ("doubled", "than", "apart")] == ["both", "en", "sv"]


def test_only_those_that_are_spoken_of_are_switched() -> None:
    wanted = switched(["than", "article"], ["article", "apart"])
    assert wanted(["article", "doubled"]) == {"than", "doubled"}


def test_a_code_that_is_no_rules_is_nothing() -> None:
    assert known(["than", "no_rule", ""]) == ["than"]
