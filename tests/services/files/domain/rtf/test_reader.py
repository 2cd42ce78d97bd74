"""What word processors write into an .rtf, and what of it is the pupil's."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.services.files.places import Block, Kinds, Leaf, Paragraph, Written, around, seen, unseen

from huleedu.contracts.reason import Reason
from huleedu.services.files.domain import Code, Limits, Reading, Refused
from huleedu.services.files.domain.reading import read
from huleedu.services.files.domain.rtf.reader import GROUPS_MAX

FONTS = (
    r"{\fonttbl{\f0\fswiss\fcharset0 Arial;}{\f1\fcharset204 Arial Cyr;}{\f2\fcharset2 Symbol;}"
    r"{\f3\fcharset128 MS Mincho;}}"
)
COLOURS = r"{\colortbl;\red0\green0\blue0;\red255\green255\blue255;\red31\green56\blue100;}"
HEAD = r"{\rtf1\ansi\ansicpg1252\deff0" + FONTS + COLOURS


def reading(body: str) -> Reading:
    outcome = read("a.rtf", (HEAD + body + "}").encode("latin-1"), Limits())
    assert isinstance(outcome, Reading), outcome
    assert outcome.format == "rtf"
    return outcome


CASES = {
    "letters in bytes": (r"\'c5sa \'e5t bl\'e5b\'e4r", "Åsa åt blåbär"),
    "letters as they are": ("Åsa", "Åsa"),
    "letters in Unicode, with what stands in for them": (r"\u229 ?t p\u229\'e5 \u246o", "åt på ö"),
    "letters in Unicode, with nothing": (r"\uc0\u197 sa \u246 l", "Åsa öl"),
    "letters in Unicode, with two": (r"\uc2\u229 abt", "åt"),
    "letters beyond, in halves": (r"hej \u-10179?\u-8704?", "hej 😀"),
    "half a letter": (r"hej \u-10179? du", "hej  du"),
    "Cyrillic by its font": (r"{\f1 \'cc\'e8\'f0} mir", "Мир mir"),
    "Japanese in two bytes": (r"{\f3 \'93\'fa\'96\'7b}", "日本"),
    "Greek by a symbol font": (r"a {\f2 \'61}", "a α"),
    "paragraphs of TextEdit": ("ett\\\ntv\\'e5\\\n", "ett\n\ntvå"),
    "breaks and signs": (
        r"a\tab b\line c\_d\~e\-f \ldblquote g\rdblquote  \endash  \{h\}",
        "a\tb\nc-d\xa0ef “g” – {h}",
    ),
    "a line end in the file is nothing": ("hu\r\nnd", "hund"),
    "both ways of writing once": (r"{\upr{a?}{\*\ud{a\u229 ?}}}", "aå"),
    "tables": (r"\trowd\cellx1 a\cell b\cell\row\pard c", "a\n\nb\n\nc"),
    "lists": (r"{\listtext\bullet\tab}ett\par{\pntext 2.}tv\'e5", "ett\n\ntvå"),
    "fields": (r'se {\field{\*\fldinst HYPERLINK "x"}{\fldrslt {sidan}}} nu', "se sidan nu"),
    "a contents list with its heading": (
        r"Ess\'e4\par Inneh\'e5ll\par{\field{\*\fldinst TOC}{\fldrslt A\tab 1\par}}\pard A\par b",
        "Essä\n\nA\n\nb",
    ),
    "page numbers": (r"a{\field{\*\fldinst PAGE}{\fldrslt 7}}\chpgn", "a"),
    "notes": (
        r"a{\footnote \chftn  ett}b\par c{\footnote tv\'e5}", "ab\n\nc\n\n[1] ett\n\n[2] två"
    ),
    "a text box": (
        r"a {\shp{\*\shpinst{\sp{\sn x}{\sv 1}}{\shptxt box\par}}{\shprslt box}}b", "a b\n\nbox"
    ),
    "exponents": (r"10 km{\super 2}, 1{\super st}", "10 km², 1st"),
    "a formula": (r"{\mmath{\*\moMath{\mf{\mfPr}{\mnum 1}{\mden 2}}}} kaka", "1/2 kaka"),
    "a drop cap": (r"{\pard\dropcapli2 D\par}\pard et var", "Det var"),
    "deleted": (r"a{\deleted gone} b", "a b"),
    "what nobody knows": (r"a{\*\unknown gone}{\unknown b}", "ab"),
    "bytes that are no text": (r"a{\*\blipuid\bin3 }}}}b", "ab"),
    "groups that never end": (r"a{b{c", "abc"),
    "groups that never began": ("a", "a"),
}  # fmt: skip


@pytest.mark.parametrize(("body", "text"), CASES.values(), ids=CASES)
def test_the_text_is_what_would_be_printed(body: str, text: str) -> None:
    assert reading(body).text == text


def test_headers_stand_apart() -> None:
    found = reading(r"{\header \pard \'c5sa Lind\par 9A\par}{\footerl 9A}Hej du.")
    assert found.header_text == "Åsa Lind\n9A"
    assert found.text == "Hej du."


def test_a_teacher_is_told_of_tracked_changes() -> None:
    assert reading("a").notes == ()
    assert reading(r"a{\revised\revauth1 b}").notes == (Reason("changes_were_tracked"),)


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (r"{\cf2 vit}", True),
        (r"{\cf2\highlight1 vit}", False),
        (r"{\cf2\cb3 vit}", False),
        (r"\trowd\clcbpat3\cellx1\intbl{\cf2 vit}\cell\row", False),
        (r"{\shp{\*\shpinst{\shptxt{\cf2 vit}}}}", False),
        (r"\trowd\clcbpat3\cellx1 a\cell\row\trowd\cellx1{\cf2 vit}\cell\row", True),
        (r"{\cf1 vit}", False),
        (r"{\cf99 vit}", False),
    ],
)
def test_white_words_are_unseen_on_white_alone(body: str, told: bool) -> None:
    found = reading("ord " + body)
    assert ("vit" not in found.text) == told
    assert bool(found.notes) == told


def test_the_colour_of_text_on_a_dark_screen_is_seen_on_paper() -> None:
    mac = (
        r"{\rtf1\ansi\cocoartf2709{\colortbl;\red255\green255\blue255;\red255\green255\blue255;"
        r"\red255\green255\blue255;}{\*\expandedcolortbl;;\cssrgb\c100000\c100000\c100000\cname "
        r"textColor;\cssrgb\c100000\c100000\c100000;}\f0\fs24 \cf2 Hej du \cf3 dolt\cf1 dolt}"
    )
    outcome = read("a.rtf", mac.encode(), Limits())
    assert isinstance(outcome, Reading)
    assert outcome.text == "Hej du"
    assert outcome.notes == (Reason("unseen_text", {"kind": "same_colour", "n": 1}),)


def test_too_many_groups_are_damage() -> None:
    deep = b"{\\rtf1 " + b"{" * (GROUPS_MAX + 1)
    assert read("a.rtf", deep, Limits()) == Refused(Code.DAMAGED)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from([*(body for body, _ in CASES.values()), "{", "}", "\\", "\\'"])))
def test_whatever_is_written_something_is_said(bodies: list[str]) -> None:
    outcome = read("a.rtf", (HEAD + "".join(bodies)).encode("latin-1", "replace"), Limits())
    assert isinstance(outcome, Reading | Refused)


def field(code: str, result: str) -> str:
    return r"{{\field{{\*\fldinst " + code + "}}{{\\fldrslt " + result + "}}}}"


KINDS = Kinds(
    leaves={
        "plain": seen("{}"),
        "bold": seen(r"{{\b {}}}"),
        "field": seen(field("REF a", "{}")),
        "note": lambda word: (rf"{{\footnote \chftn {word}}}", word),
        "inserted": seen(r"{{\revised {}}}"),
        "deleted": unseen(r"{{\deleted {}}}"),
        "page number": unseen(field("PAGE", "{}")),
        "comment": unseen(r"{{\*\atnauthor Lena}}{{\*\annotation {}}}"),
        "hidden": unseen(r"{{\v {}}}"),
        "tiny": unseen(r"{{\fs2 {}}}"),
        "bookmark": seen(r"{{\*\bkmkstart b}}{}{{\*\bkmkend b}}"),
        "index entry": unseen(r"{{\xe {}}}"),
    },
    boxes={"text box": around(r"{{\shp{{\*\shpinst{{\shptxt {}}}}}{{\shprslt igen}}}}")},
    paragraphs={
        "paragraph": around("\\pard {}\\par\n"),
        "heading": around(r"{{\pard\s1\b {}\par}}"),
        "list item": around(r"\pard{{\listtext 1.\tab}}{}\par "),
        "cell": around(r"\trowd\cellx1\intbl {}\cell\row\pard "),
    },
    holders={"group": around("{{{}}}")},
    apart={"contents": around(field("TOC", r"\pard {}\tab 3\par "))},
    told={
        "comment": ("left_out", "comments"),
        "contents": ("left_out", "contents"),
        "hidden": ("unseen_text", "hidden"),
        "tiny": ("unseen_text", "tiny"),
    },
    notes=("note",),
)


@settings(max_examples=150, deadline=None)
@given(KINDS.documents())
def test_every_word_of_the_pupil_is_read_once_in_order(blocks: list[Block]) -> None:
    written = Written(KINDS)
    body, paragraphs = written.blocks([*blocks, Paragraph("paragraph", (Leaf("plain"),))])
    written.told["left_out", "header"] = 2
    content = HEAD + r"{\header \'c5sa Lind}" + body + "}"
    written.is_read_as("a.rtf", content.encode("latin-1"), paragraphs)
