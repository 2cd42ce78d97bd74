"""What the files service says, as it travels."""

from tests.contracts.wire import ESSAY, OTHER, read

from huleedu.contracts.files import ArchiveUnpacked, FileRefused, TextRead


def test_what_a_text_has_beside_itself_may_be_missing() -> None:
    told = {"essay": ESSAY, "name": "Åsa.txt", "text": "00", "characters": 3, "format": "txt"}
    found = read("files.text_read.v1", **told)
    assert isinstance(found, TextRead)
    assert (found.pages, found.header, found.notes) == (None, "", ())


def test_members_stand_in_an_archives_place_in_their_order() -> None:
    offered: dict[str, object] = {
        "size_bytes": 1,
        "content": "00",
        "refused": None,
        "facts": {},
        "note": "",
    }
    members = [
        {"essay": essay, "name": name, **offered, "detail": ""}
        for essay, name in ((ESSAY, "b.txt"), (OTHER, "a.txt"))
    ]
    unpacked = read("files.archive_unpacked.v1", essay=ESSAY, name="class.zip", members=members)
    assert isinstance(unpacked, ArchiveUnpacked)
    assert [member.name for member in unpacked.members] == ["b.txt", "a.txt"]


def test_a_reason_that_was_a_sentence_is_still_read() -> None:
    sentence = "The file is empty."
    refused = read("files.file_refused.v1", essay=ESSAY, name="a", code="empty", reason=sentence)
    assert isinstance(refused, FileRefused)
    assert refused.reason == sentence
