"""What was queued before reasons had codes is still read, and keeps its English sentence."""

from uuid import UUID

import msgspec
import pytest

from huleedu.contracts.batches import BatchFailed, RegistrationRefused, StepFinished
from huleedu.contracts.files import FileRefused, TextRead
from huleedu.contracts.gateway import OfferedFile
from huleedu.contracts.lifecycle import EssayRefused
from huleedu.contracts.linguistics import LanguageMeasured, LanguageNotMeasured
from huleedu.contracts.message import Message, name_of
from huleedu.contracts.reason import Reason, Why, code_of
from huleedu.contracts.spelling import SpellingFailed
from huleedu.gateway.words.words import words

BATCH = ESSAY = UUID(int=7)
SENTENCE = "It is locked with a password."


def old(message: type[Message], **fields: object) -> Message:
    body = {"type": name_of(message), "batch": BATCH, "essay": ESSAY, **fields}
    return msgspec.json.decode(msgspec.json.encode(body), type=message)


@pytest.mark.parametrize(
    "message",
    [
        old(FileRefused, name="a", code="password", reason=SENTENCE),
        old(EssayRefused, code="password", reason=SENTENCE),
        old(RegistrationRefused, reason=SENTENCE),
        old(SpellingFailed, run=1, reason=SENTENCE),
        old(LanguageNotMeasured, run=1, reason=SENTENCE),
        old(BatchFailed, run=1, reason=SENTENCE),
    ],
    ids=name_of,
)
def test_a_reason_from_before_is_shown_as_it_is(message: Message) -> None:
    reason: Why = getattr(message, "reason")  # noqa: B009 - each of them has one
    assert words("sv").explain(reason) == SENTENCE
    assert code_of(reason) == SENTENCE


def test_so_are_the_reasons_within_a_message() -> None:
    failed = [{"essay": ESSAY, "reason": SENTENCE}]
    step = old(StepFinished, run=1, step="spelling", succeeded=[], failed=failed)
    read = old(TextRead, name="a", text="x", characters=1, format="pdf", notes=[SENTENCE])
    measured = old(LanguageMeasured, run=1, measures={}, not_measured={"lix": SENTENCE})
    assert isinstance(step, StepFinished)
    assert isinstance(read, TextRead)
    assert isinstance(measured, LanguageMeasured)
    assert step.failed[0].reason == read.notes[0] == measured.not_measured["lix"] == SENTENCE


def test_a_reason_comes_back_as_it_was_sent() -> None:
    reason = Reason("one_of_several", {"names": ("Anna Å", "Bo Ö"), "n": 2, "kind": "x"})
    sent = FileRefused(batch=BATCH, essay=ESSAY, name="a", code="x", reason=reason)
    assert msgspec.json.decode(msgspec.json.encode(sent), type=FileRefused) == sent


def test_an_offer_from_before_has_its_fact_as_words() -> None:
    body = {"essay": ESSAY, "name": "a", "size_bytes": 1, "content": None, "detail": "20 MB"}
    file = msgspec.json.decode(msgspec.json.encode(body), type=OfferedFile)
    assert (file.detail, file.facts, file.note) == ("20 MB", {}, "")
