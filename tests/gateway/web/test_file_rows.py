"""A file's row: its state, and what whoever looks may do about it."""

from datetime import UTC, datetime
from uuid import UUID

import pytest
from msgspec import structs
from tests.services.results.domain.test_seen import BATCH

from huleedu.contracts.reason import Reason
from huleedu.gateway.uploads import Upload, essay_of
from huleedu.gateway.web.batch import Batch
from huleedu.gateway.web.file_rows import FileRow, row_of, row_of_upload
from huleedu.gateway.words.words import words
from huleedu.services.results.api import ListedFile

NOW = datetime(2026, 11, 29, 12, tzinfo=UTC)
FILE = ListedFile(
    id=UUID(int=1),
    name="Anna.txt",
    place=(1, 1),
    size_bytes=15,
    content="ab" * 32,
    state="assigned",
    slot=1,
    code="",
    same_as=None,
    reason="",
    notes=(),
    text="cd" * 32,
    language="sv",
    pages=None,
    words=312,
    misspellings=2,
    failures={},
    came_at=NOW,
    revision=3,
    late=False,
    pupil="",
    pupil_sure=False,
    pupil_by_hand=False,
    hidden=False,
)
OWN = Batch(structs.replace(BATCH, id=UUID(int=7), may="own"))
LOOKS = Batch(structs.replace(BATCH, id=UUID(int=7), may="look"))


def row(batch: Batch = OWN, **changed: object) -> FileRow:
    found = row_of(structs.replace(FILE, **changed), batch, words("en"))
    assert found
    return found


def test_who_may_only_look_is_offered_to_look_and_nothing_else() -> None:
    refused: dict[str, object] = {
        "state": "refused",
        "code": "damaged",
        "reason": Reason("damaged"),
    }
    assert row(OWN, **refused).remedies == ("replace", "remove")
    assert row(LOOKS, **refused).remedies == ()
    assert row(LOOKS).remedies == ("look",)


def test_a_step_that_failed_tells_why_and_is_tried_again() -> None:
    failed = row(failures={"linguistics": Reason("measuring_broke_down")})
    assert (failed.state, failed.needs_you, failed.remedies[0]) == ("failed", True, "retry")
    assert "broke down" in failed.why


@pytest.mark.parametrize("state", ["unpacked", "replaced", "withdrawn"])
def test_what_others_stand_for_has_no_row(state: str) -> None:
    assert row_of(structs.replace(FILE, state=state), OWN, words("en")) is None


def test_late_is_a_mark_and_no_refusal() -> None:
    assert (row(late=True).late, row(late=True).state) == (True, "read")


def test_a_file_on_its_way_has_the_id_that_it_will_have() -> None:
    upload = Upload(
        id=UUID(int=5),
        batch=OWN.id,
        person=UUID(int=6),
        name="Anna.txt",
        size_bytes=15,
        fingerprint="ab" * 32,
        sent_bytes=7,
        offered=False,
        expires_at=NOW,
    )
    sending = row_of_upload(upload, OWN, words("en"))
    assert sending.id == essay_of(OWN.id, "Anna.txt", "ab" * 32)
    assert (sending.state, sending.sent_bytes, sending.needs_you) == ("sending", 7, False)


def test_of_a_hidden_batch_an_upload_tells_no_name() -> None:
    upload = Upload(
        id=UUID(int=3),
        batch=UUID(int=7),
        person=UUID(int=6),
        name="Anna.txt",
        size_bytes=10,
        fingerprint="ab" * 32,
        sent_bytes=4,
        offered=False,
        expires_at=NOW,
    )
    hidden = Batch(structs.replace(OWN.seen, blind=True))
    assert row_of_upload(upload, hidden, words("en")).name == "a file on its way"
    shown = Batch(structs.replace(OWN.seen, blind=True, names_shown=True))
    assert row_of_upload(upload, shown, words("en")).name == "Anna.txt"
