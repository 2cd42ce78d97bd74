"""What is asked for an essay brings what the batch was registered with."""

from uuid import UUID

import msgspec

from huleedu.contracts.batches import CheckSpelling, CheckSpellingV1, MeasureLanguage
from huleedu.services.batches.domain import Essay, Succeeded
from huleedu.services.batches.domain.asking import ASK, BatchSettings, SpellingDetail

BATCH, ONE, OTHER = UUID(int=7), UUID(int=1), UUID(int=2)
SETTINGS = BatchSettings("auto", ("Åsa",), "ab" * 32, 60, {OTHER: "sv"})


def test_an_essay_is_checked_in_its_own_language_if_somebody_told_it() -> None:
    asked = [ASK["spelling"](BATCH, 3, SETTINGS, Essay(of, 1, "text")) for of in (ONE, OTHER)]
    assert [each.language for each in asked if isinstance(each, CheckSpelling)] == ["auto", "sv"]
    assert {each.run for each in asked if isinstance(each, CheckSpelling)} == {3}


def test_the_names_are_sent_where_nobody_was_told_of_them() -> None:
    before = msgspec.structs.replace(SETTINGS, roster=None)
    asked = ASK["spelling"](BATCH, 1, before, Essay(ONE, 1, "text"))
    assert isinstance(asked, CheckSpellingV1)
    assert asked.names == ("Åsa",)


def test_it_is_measured_as_it_was_checked() -> None:
    detail = msgspec.to_builtins(SpellingDetail("sv", 4))
    essay = Essay(ONE, 1, "text", {"spelling": Succeeded(detail)})
    asked = ASK["linguistics"](BATCH, 0, SETTINGS, essay)
    assert isinstance(asked, MeasureLanguage)
    assert (asked.language, asked.misspellings, asked.run) == ("sv", 4, 0)
