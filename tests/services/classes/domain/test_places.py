"""Where a name may stand: each piece by itself, with its place in the whole."""

import pytest

from huleedu.services.classes.domain.places import EssayHints, known_as, places_of


def essay(*, header: str = "", file: str = "", text: str = "") -> EssayHints:
    return EssayHints(id="e", header_text=header, file_name=file, first_lines=text)


@pytest.mark.parametrize(
    ("file", "name"),
    [
        ("ekbo_LATE_123_456_text.docx", ["ekbo"]),
        ("Bo Ek_1234_assignsubmission_file_text.docx", ["bo", "ek"]),
    ],
)
def test_what_a_platform_wrote_stands_apart_from_the_pupils_own_name_of_the_file(
    file: str, name: list[str]
) -> None:
    handed_in, own = places_of(essay(file=file))
    assert handed_in.handed_in
    assert [word.text for word in handed_in.words] == name
    assert [file[word.start : word.end].casefold() for word in handed_in.words] == name
    assert [word.text for word in own.words] == ["text"]
    assert next(known.text for known in known_as(essay(file=file))) in ("123", "1234")


def test_folders_and_parts_between_dashes_are_looked_at_each_alone() -> None:
    whole, *parts = places_of(essay(file="Ek, Bo/Version 1/Min sommar - Bo.docx"))
    assert not whole.name_alone
    assert [[word.text for word in part.words] for part in parts] == [
        ["ek", "bo"],
        ["version"],
        ["min", "sommar"],
        ["bo"],
    ]


def test_a_line_that_says_so_holds_a_name_and_a_long_one_holds_none() -> None:
    text = "Namn: Bo Ek 9B\nEtt två tre fyra fem sex sju åtta nio tio\nBo"
    labelled, alone = places_of(essay(text=text))
    assert (labelled.labelled, alone.labelled) == (True, False)
    assert [text[word.start : word.end] for word in labelled.beside] == ["Bo", "Ek"]
    assert [(word.text, word.start) for word in alone.words] == [("bo", len(text) - 2)]


def test_an_address_is_known_whole_and_by_its_words() -> None:
    header = "skrivet av Bo.Ekman7@skola.se"
    *_, address = places_of(essay(header=header))
    assert [word.text for word in address.words] == ["bo", "ekman"]
    [known] = [one for one in known_as(essay(header=header)) if "@" in one.text]
    assert header[known.start : known.end].casefold() == known.text == "bo.ekman7@skola.se"
