"""XML is parsed without reaching for anything, and its paragraphs are collected in order."""

import re

import pytest

from huleedu.services.files.domain.markup import Story, parse, text_in
from huleedu.services.files.domain.outcomes import CannotRead, Code


def test_comments_and_instructions_are_no_text() -> None:
    assert parse(b"<a><!-- c --><?p i?>b</a>").text == "b"


@pytest.mark.parametrize(
    "content",
    [
        b"<a>",
        b"",
        b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
        '<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>'.encode("utf-16"),
    ],
)
def test_what_is_broken_or_has_a_dtd_is_damaged(content: bytes) -> None:
    with pytest.raises(CannotRead) as cannot:
        parse(content)
    assert cannot.value.refused.code is Code.DAMAGED


def test_a_text_box_follows_the_paragraph_that_it_hangs_on() -> None:
    story = Story()
    story.begin()
    story.add("Before ")
    story.begin_box()
    story.begin()
    story.add("In the box.")
    story.end()
    story.hang(story.end_box())
    story.add("and after.")
    assert story.in_paragraph
    story.end()
    assert [p for p in story.finish() if p] == ["Before and after.", "In the box."]


def test_a_paragraph_that_goes_on_is_one_with_the_next() -> None:
    story = Story()
    for words, goes_on in (("One ", True), ("two.", False), ("Three.", False)):
        story.begin()
        story.add(words)
        story.end(goes_on=goes_on)
    assert story.paragraphs == ["One two.", "Three."]


def test_what_was_never_closed_is_kept() -> None:
    story = Story()
    story.begin()
    story.add("Open.")
    story.begin_box()
    story.begin()
    story.add("Boxed.")
    assert [p for p in story.finish() if p] == ["Open.", "Boxed."]


def test_what_is_left_out_is_counted_by_its_paragraphs() -> None:
    root = parse(b"<a>no<p>o<b>n</b>e</p><c>no<p>two</p>no</c></a>")
    assert text_in(root, ("p",)).split() == ["one", "two"]
    assert text_in(root[0], ("p",)).split() == ["one"]


def test_a_heading_may_be_taken_back() -> None:
    story = Story()
    story.place(["Essä", "Innehåll", " "])
    assert story.take_back(re.compile("innehåll", re.IGNORECASE)) == "Innehåll"
    assert story.take_back(re.compile("innehåll", re.IGNORECASE)) == ""
    assert [p for p in story.finish() if p] == ["Essä"]


def test_a_paragraph_may_be_dropped_with_all_that_hangs_on_it() -> None:
    story = Story()
    story.begin()
    story.add("a")
    story.hang(["b"])
    assert story.drop() == "a b"
    assert not story.in_paragraph
    assert not any(story.finish())
