"""Order is kept per batch, and per essay where essays are worked on side by side."""

from uuid import UUID

from huleedu.contracts.batches import CheckSpelling
from huleedu.contracts.catalogue import CATALOGUE
from huleedu.contracts.files import FileRefused
from huleedu.contracts.message import EssayWork, name_of

BATCH, ESSAY = UUID(int=1), UUID(int=2)


def test_facts_keep_the_order_of_their_batch_and_work_that_of_its_essay() -> None:
    refused = FileRefused(batch=BATCH, essay=ESSAY, name="", code="empty", reason="")
    work = CheckSpelling(batch=BATCH, essay=ESSAY, run=1, text="00", language="sv", roster="")
    assert refused.order_key == str(BATCH)
    assert work.order_key == str(ESSAY)


def test_what_is_work_is_called_by_a_verb() -> None:
    work = {name for name, kind in CATALOGUE.items() if issubclass(kind, EssayWork)}
    assert work == {
        "batches.check_spelling.v1",
        "batches.check_spelling.v2",
        "batches.measure_language.v1",
        "drafting.draft_feedback.v1",
        "files.read_file.v1",
    }


def test_a_name_is_the_same_of_a_message_and_of_its_kind() -> None:
    assert name_of(FileRefused) == "files.file_refused.v1"
