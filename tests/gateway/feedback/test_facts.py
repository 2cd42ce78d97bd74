"""Facts about a text, in codes: what is right elsewhere, what is often wrong, what was meant."""

from collections.abc import Sequence

from huleedu.gateway.feedback.facts import EACH_MAX, TextFact, facts_about, spelt_right_elsewhere
from huleedu.services.results.api import EssayReport, Misspelling, NotMeasured, Remark


def essay(text: str, wrong: Sequence[tuple[str, str]] = (), **more: object) -> EssayReport:
    """A text in which these words are misspelt wherever they stand."""
    found: list[Misspelling] = []
    for word, better in wrong:
        at = -1
        while (at := text.find(word, at + 1)) >= 0:
            suggestions = (better,) if better else ()
            end = at + len(word)
            found.append(Misspelling(start=at, end=end, word=word, suggestions=suggestions))
    told: dict[str, object] = {"language": "en", **more}
    return EssayReport(id="x", slot=1, file="x.txt", text=text, misspellings=tuple(found), **told)  # pyright: ignore[reportArgumentType]


def test_a_word_that_is_spelt_right_elsewhere_is_found_whatever_its_capitals() -> None:
    text = essay(
        "Because it was cold. becuase I was afriad.", [("becuase", "because"), ("afriad", "afraid")]
    )
    assert spelt_right_elsewhere(text) == {"because"}
    assert facts_about(text)[0] == TextFact("spelt_right_elsewhere", {"n": 1})


def test_a_word_within_another_or_wrong_itself_is_not_spelt_right() -> None:
    assert not spelt_right_elsewhere(essay("afraidly afriad", [("afriad", "afraid")]))
    assert not spelt_right_elsewhere(essay("afriad afriad", [("afriad", "afriad")]))
    assert not spelt_right_elsewhere(essay("xyzzy", [("xyzzy", "")]))


def test_what_is_often_wrong_has_a_sentence_of_its_own() -> None:
    told = facts_about(essay("teh cat and teh dog saw taht", [("teh", "the"), ("taht", "that")]))
    assert told == [
        TextFact("misspelt_often", {"word": "teh", "better": "the", "n": 2}),
        TextFact("misspelt", {"n": 2}),
    ]


def test_of_a_text_that_nobody_checked_nothing_is_said_of_spelling() -> None:
    assert facts_about(essay("All is well.")) == [TextFact("none_misspelt")]
    assert facts_about(essay("All is well.", language="")) == []
    assert facts_about(essay("All is well.", failures={"spelling": "x"})) == []


def test_what_was_meant_is_said_once_each_and_not_too_often() -> None:
    text = "there " * 3 + "a b c d "
    remarks = [Remark(start=at, end=at + 5, rule="r", better="their") for at in (0, 6, 12)]
    remarks += [Remark(start=18 + 2 * n, end=19 + 2 * n, rule="r", better="x") for n in range(4)]
    told = [one for one in facts_about(essay(text, remarks=tuple(remarks))) if one.code == "meant"]
    assert told[0] == TextFact("meant", {"word": "there", "better": "their"})
    assert len(told) == len({str(one.told) for one in told}) == EACH_MAX


def test_only_measures_that_have_a_value_are_told() -> None:
    some = essay("One two.", measures={"words": 2, "sentence_length": NotMeasured("few")})
    assert TextFact("words", {"n": 2}) in facts_about(some)
    assert "sentence_length" not in {one.code for one in facts_about(some)}
