"""Every code has its sentence in each language, and what is in the catalogues is said."""

import ast
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from string import Formatter
from typing import get_args

import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po

from huleedu.app.commands.judging_desk import CLOSED
from huleedu.app.commands.judging_library import COLUMNS
from huleedu.contracts.batches import Step
from huleedu.contracts.judging import Kind
from huleedu.contracts.reason import Reason
from huleedu.contracts.spelling import REMARK_RULES
from huleedu.gateway import ranking
from huleedu.gateway.exports.research import DECISIONS, ESSAYS, MORE_OF_ESSAYS
from huleedu.gateway.llm_judging.requests import NotOffered, WrongOfModels
from huleedu.gateway.report.ranking_page import SURENESS
from huleedu.gateway.words.choice import LANGUAGES, Language
from huleedu.gateway.words.words import words
from huleedu.kit import encodings
from huleedu.services.batches import domain as batches
from huleedu.services.classes.domain import tables as lists
from huleedu.services.files.domain import left_out
from huleedu.services.files.domain import outcomes as files
from huleedu.services.judging.api.llm_runs import LlmEnd
from huleedu.services.judging.domain.judge_names import WhyNot
from huleedu.services.judging.domain.ranking.reliability import TooLittle
from huleedu.services.lifecycle import handlers as lifecycle
from huleedu.services.lifecycle.api import State
from huleedu.services.linguistics.api import MEASURES
from huleedu.services.results import handlers as results
from huleedu.services.results.domain.batch_report import FileState, FoundIn
from huleedu.services.results.domain.talk import OF_TEXTS

SOURCE = Path(__file__).parents[3] / "src" / "huleedu"
SAYS = {"say", "sentence", "has"}
"""Functions whose first argument is a code."""
CALLS = re.compile(rf"\b(?:{'|'.join(SAYS)})\(\s*\"([^\"]+)\"")
FOUND_IN = [place.replace(" ", "_") for place in get_args(FoundIn)]
FAMILIES = {
    "judging.llm.": [
        *map("col.{}".format, ("model", "decided", "cost", "state")),
        *map("not_offered.{}".format, get_args(NotOffered)),
        *map("wrong.{}".format, get_args(WrongOfModels)),
        *(f"state.{why.value}" for why in LlmEnd),
        "state.going",
    ],
    "remark.": [
        f"{code}.{part}"
        for codes in REMARK_RULES.values()
        for code in codes
        for part in ("name", "why", "pupil")
    ],
    "reason.": [
        *(code.value for code in files.Code if code is not files.Code.UNSUPPORTED_TYPE),
        *map("{}_failed_for_all".format, get_args(Step)),
        *(refusal.value for refusal in batches.Refusal),
        lifecycle.SAME_TEXT,
        lifecycle.GIVEN_UP,
        results.NO_SLOT,
        ranking.TOO_LONG,
        ranking.GIVEN_UP,
        "empty.no_answer",
        "empty.no_word",
        *get_args(encodings.Doubt),
        "empty.embedded",
        "empty.pictures",
        "empty.unseen",
        *("unsupported_type.rtf", "unsupported_type.web_page"),  # of files before these were read
        "hidden_text",  # of files that were read before hidden words were counted
    ],
    "reason.left_out.": get_args(left_out.Purpose),
    "reason.not_read.": get_args(left_out.NotRead),
    "reason.unseen_text.": get_args(left_out.Unseen),
    "reason.move.": ["all_taken", "closed", *map("{}_done".format, get_args(Step))],
    "reason.other_languages_measure.": ["en", "sv"],
    "reason.roster.": get_args(lists.Code),
    "reason.talk_flagged.": OF_TEXTS,
    "reason.unsupported_type.": get_args(files.Unsupported),
    "batch.": ["assessed", "failed", "waiting", "working"],
    "desk.": [
        *("not_opened", "not_enrolled", "no_pair_left", "no_pair_now", "not_your_pair"),
        *("recorded_before", "key_revoked", "key_ended"),
    ],
    "desk.ended.": CLOSED.values(),
    "enrol.name.": [why.value for why in WhyNot],
    "anchors.": COLUMNS,
    "codebook.": DECISIONS,
    "codebook.essay.": (*ESSAYS, *MORE_OF_ESSAYS),
    "method.part.": ["asked", "who", "sure", "grades", "checked", "limits"],
    "reason.decisions.": [
        "case",
        "passed_over",
        "repeated",
        "repeated_once",
        "written_again",
        "written_again_once",
    ],
    "reason.grades.": [
        *("no_scale", "no_band", "bands_alike", "bands_sum", "nobody_has_read"),
        *("anchor_unknown", "anchor_off_scale", "anchors_needed", "anchors_columns"),
        *("anchor_lacks", "anchor_two_grades", "anchor_two_places", "below_nought", "no_number"),
        *("measures_columns", "measures_unknown"),
    ],
    "reason.names.": ["unknown", "several", "unknown_and_several"],
    "reason.ranking.": [
        *("only_counted", "baseline_left_out", "judges_alike.few", "judges_alike.many"),
        *("views_left_out", *map("left_out.{}".format, ("gain", "deciding", "without"))),
    ],
    "reason.rules.": ["not_text", "no_criterion"],
    "essay.": [state.value.replace(" ", "_") for state in State],
    "found_in.": FOUND_IN,
    "judge.": [kind.value for kind in Kind],
    "judged.": ["imported", "before_them", "left"],
    "judged_by.": [kind.value for kind in Kind],
    "language.": ["auto", "unknown", *LANGUAGES],
    "measure.": [*MEASURES, *map("{}.meaning".format, MEASURES)],
    "not_known_yet.": [why.value for why in TooLittle],
    "odd.": [
        *("reversed", "first", "second", "coin"),
        *("without", "without_sure", "turned", "turned_sure"),
    ],
    "ranking.order.": [code for _, code in SURENESS],
    "ranking.result.": ["better", "much_better", "worse", "much_worse", "equal"],
    "reason_of.": ["left_over", "waiting"],
    "stage.": ["read", "slots", "spelling", "language"],
    "state.": get_args(FileState),
    "step.": get_args(Step),
    "unit.": {one.unit for one in MEASURES.values() if one.unit},
    "where.": FOUND_IN,
}
"""Codes that are put together: what they begin with, and all that may follow."""


def catalogue(language: Language) -> dict[str, Message]:
    path = SOURCE / "gateway" / "words" / f"{language}.po"
    with path.open("rb") as file:
        return {_code(message): message for message in read_po(file) if message.id}


def _code(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def forms(message: Message) -> tuple[str, ...]:
    return (message.string,) if isinstance(message.string, str) else tuple(message.string or ())


def placeholders(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name is not None}


ENGLISH = catalogue("en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_catalogue_has_every_code_once_and_in_order(language: Language) -> None:
    text = (SOURCE / "gateway" / "words" / f"{language}.po").read_text(encoding="utf-8")
    codes = re.findall(r'^msgid "(.+)"$', text, re.MULTILINE)
    assert codes == sorted(set(codes))
    assert codes == list(ENGLISH)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_code_has_a_sentence_with_the_same_facts(language: Language) -> None:
    for code, message in catalogue(language).items():
        english = ENGLISH[code]
        assert not message.fuzzy, code
        assert message.pluralizable == english.pluralizable, code
        assert all(form.strip() for form in forms(message)), code
        assert placeholders(forms(message)[-1]) == placeholders(forms(english)[-1]), code
        for form in forms(message):  # "one file" need not tell how many
            assert placeholders(form) | {"n"} == placeholders(forms(english)[-1]) | {"n"}, code
        assert ("n" in placeholders(forms(message)[-1])) <= message.pluralizable, code


def test_what_is_said_has_a_sentence() -> None:
    kinds = tuple(code.rpartition(".")[0] for code in ENGLISH)
    missing = {code for code in said() if code not in ENGLISH and code not in kinds}
    assert not missing - of_pages()


def of_pages() -> set[str]:
    """The codes of the pages' own catalogue (test_web_words)."""
    with (SOURCE / "gateway" / "words" / "web.en.po").open("rb") as file:
        return {_code(message) for message in read_po(file) if message.id}


def test_every_sentence_is_said() -> None:
    composed = {f"{start}{end}" for start, ends in FAMILIES.items() for end in ends}
    composed |= {f"column.{code}" for code in columns()}
    assert composed <= ENGLISH.keys()
    assert not ENGLISH.keys() - composed - set(said())


def said() -> Iterator[str]:
    """Every code that stands in a call of `SAYS`, in Python or in a template, or in a `Reason`."""
    for room in ("services", "gateway", "harness", "app"):
        for path in (SOURCE / room).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and _called(node.func) == "Reason":
                    yield from (f"reason.{code}" for code in _codes(node.args[0]))
    for room in ("app", "gateway"):
        for path in (SOURCE / room).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and _called(node.func) in SAYS and node.args:
                    yield from _codes(node.args[0])
        for path in (SOURCE / room).rglob("*.html"):
            yield from CALLS.findall(path.read_text(encoding="utf-8"))


def columns() -> list[str]:
    """The codes of the workbook's columns, which stand beside their widths."""
    source = (SOURCE / "gateway" / "report" / "workbook.py").read_text(encoding="utf-8")
    return sorted(set(re.findall(r'\("(\w+)", \d+\)', source)))


def _called(function: ast.expr) -> str:
    match function:
        case ast.Attribute(attr=name) | ast.Name(id=name):
            return name
        case _:
            return ""


def _codes(argument: ast.expr) -> Iterator[str]:
    match argument:
        case ast.Constant(value=str(code)):
            yield code
        case ast.IfExp(body=one, orelse=other):
            yield from _codes(one)
            yield from _codes(other)
        case _:
            pass


@pytest.mark.parametrize(
    ("language", "written"), [("en", "1,234,567.9"), ("sv", "1\u00a0234\u00a0567,9")]
)
def test_numbers_are_written_by_the_languages_rules(language: Language, written: str) -> None:
    assert words(language).number(1234567.89, 1) == written
    assert words(language).number(1.0) == "1"


def test_facts_are_written_by_the_languages_rules() -> None:
    reason = Reason("roster.too_many_names", {"limit": 5000})
    assert words("en").explain(reason) == "The class list has more than 5,000 names."
    assert words("sv").explain(reason) == "Klasslistan har fler än 5\u00a0000 namn."
    large = Reason("roster.too_large", {"limit_bytes": 20 << 20})
    assert "20\u00a0MB" in words("sv").explain(large)


def test_one_is_told_from_many() -> None:
    assert words("en").say("bytes", n=1) == "1 byte"
    assert words("en").say("bytes", n=0) == "0 bytes"
    assert words("en").size(1536) == "1\u00a0kB"


def test_days_are_written_by_the_languages_rules() -> None:
    then = datetime(2026, 10, 14, 9, 30).astimezone(UTC)
    assert words("en").moment(then) == "14 October 2026 at 09:30"
    assert words("sv").moment(then) == "14 oktober 2026 kl. 09:30"
    assert words("sv").stamp(then) == "2026-10-14 09:30"


def test_a_code_without_a_sentence_is_a_bug() -> None:
    assert not words("sv").has("reason.from_the_future")
    with pytest.raises(KeyError, match="from_the_future"):
        words("sv").explain(Reason("from_the_future"))
