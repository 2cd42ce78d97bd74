"""What a browser shows of a page is its text."""

import pytest
from hypothesis import given, settings
from tests.services.files.places import Block, Kinds, Leaf, Paragraph, Written, around, seen, unseen

from huleedu.contracts.reason import Reason
from huleedu.services.files.domain import Code, Limits, Reading, Refused
from huleedu.services.files.domain.reading import read


def reading(body: str, head: str = "", name: str = "a.html") -> Reading:
    page = f"<!DOCTYPE html><html><head><title>Titel</title>{head}</head><body>{body}</body></html>"
    outcome = read(name, page.encode(), Limits())
    assert isinstance(outcome, Reading), outcome
    assert outcome.format == "html"
    return outcome


CASES = {
    "paragraphs and headings": (
        "<h1>Min\n resa</h1>\n <p>Vi <b>åk</b>te.</p>", "Min resa\n\nVi åkte."
    ),
    "spaces at the edges of words": ("<p> a <i> b </i> <b>c</b>\td </p>", "a b c d"),
    "words without a block": ("a<p>b</p>c<div>d</div>", "a\n\nb\n\nc\n\nd"),
    "lines": ("<p>a<br>b<br/> c</p>", "a\nb\nc"),
    "what is set as it is typed": ("<pre>a  b\n c</pre>", "a  b\n c"),
    "signs": (
        "<p>&Aring;sa &amp; &#229; &nbsp;&ldquo;x&rdquo; &#128512;</p>", "Åsa & å \xa0“x” 😀"
    ),
    "lists and tables": (
        "<ul><li>a<li>b</ul><table><tr><td>c<td>d</table><dl><dt>e<dd>f</dl>",
        "a\n\nb\n\nc\n\nd\n\ne\n\nf",
    ),
    "scripts and the like": (
        (
            "<script>x</script><style>x</style><noscript>x</noscript><template>x</template>a"
            "<select><option>x</select><button>x</button>"
        ),
        "a",
    ),
    "blocks in blocks that never end": ("<div><div><p>a<div>b", "a\n\nb"),
    "markup by hand": ("a < b och b > c <3 d", "a < b och b > c <3 d"),
    "ruby": ("<ruby>ord<rp>(</rp><rt>ovan</rt></ruby>", "ord"),
    "exponents": ("<p>10 km<sup>2</sup>, 1<sup>st</sup></p>", "10 km², 1st"),
    "formulas": ("<p>1<math><mfrac><mn>1</mn><mn>2</mn></mfrac></math> kaka", "1 1/2 kaka"),
    "what is struck and what came for it": ("<p><del>x</del><ins>a</ins> <s>b</s></p>", "a b"),
    "an answer in a form": ("<form><textarea>mitt svar</textarea></form>", "mitt svar"),
    "notes as Word writes them": (
        (
            '<p>ord<a href="#_ftn1" name="_ftnref1"><span>[1]</span></a></p><div id="ftn1"><p>'
        '<a href="#_ftnref1" name="_ftn1">[1]</a> noten</p></div>'
        ),
        "ord\n\n[1] noten",
    ),
    "notes as LibreOffice writes them": (
        (
            '<p>ord<a name="sdfootnote1anc" href="#sdfootnote1sym"><sup>1</sup></a></p><div><p>'
        '<a class="sdfootnotesym" href="#sdfootnote1anc">1</a>noten</p></div>'
        ),
        "ord\n\n[1] noten",
    ),
    "notes as Google Docs writes them": (
        (
            '<p>ord<sup><a href="#ftnt1" id="ftnt_ref1">[1]</a></sup></p><div><p>'
        '<a href="#ftnt_ref1" id="ftnt1">[1]</a><span> noten</span></p></div>'
        ),
        "ord\n\n[1] noten",
    ),
    "notes of a page by hand": (
        (
            '<p>ord<sup id="m1"><a href="#n1">1</a></sup> och<sup><a id="m2" href="#n2">*</a></sup>'
            '</p><p id="n1"><sup><a href="#m1">1</a></sup> ett</p><p id="n2"><a href="#m2">'
            "<sup>*</sup></a>två</p>"
        ),
        "ord och\n\n[1] ett\n\n[2] två",
    ),
    "other links": (
        '<p>se <a href="#k">kapitel</a> <a href="#k">1</a> <a href="http://x.y">här</a>',
        "se kapitel 1 här",
    ),
    "marks of a list by Word": ('<p><span style="mso-list:Ignore">·  </span>a</p>', "a"),
}  # fmt: skip


@pytest.mark.parametrize(("body", "text"), CASES.values(), ids=CASES)
def test_the_text_is_what_is_shown(body: str, text: str) -> None:
    assert reading(body).text == text


def account(found: Reading) -> list[tuple[str, object, object]]:
    return [(n.code, n.facts["kind"], n.facts["n"]) for n in found.notes if n.facts]


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ('<p style="display:none">dolt ord</p>', ("unseen_text", "hidden", 2)),
        ("<p hidden>dolt ord</p>", ("unseen_text", "hidden", 2)),
        ('<p class="x">dolt</p>', ("unseen_text", "hidden", 1)),
        ('<span style="color:#fff">vitt</span>', ("unseen_text", "same_colour", 1)),
        ('<font color="white">vitt</font>', ("unseen_text", "same_colour", 1)),
        ('<span style="font-size:1px">smått</span>', ("unseen_text", "tiny", 1)),
        ('<nav>meny <a href="x">ett</a></nav>', ("left_out", "contents", 2)),
        ("<p class=MsoToc1>Inledning 1</p>", ("left_out", "contents", 1)),
        ('<div id="Table of Contents1"><p>Inledning 1</p></div>', ("left_out", "contents", 1)),
        ('<img src="x" alt="en bild">', ("left_out", "pictures", 1)),
        ('<iframe src="x">ram</iframe>', ("not_read", "embedded", 1)),
        ("<div style='mso-element:comment-list'><p>Bra!</p></div>", ("left_out", "comments", 1)),
        ('<div><p><a href="#cmnt_ref1" id="cmnt1">[a]</a> Bra</p><p>så</p></div>',
         ("left_out", "comments", 2)),
        ('<div title="header"><p>Åsa Lind</p></div>', ("left_out", "header", 2)),
    ],
)  # fmt: skip
def test_what_is_not_the_pupils_is_told_of(body: str, told: tuple[str, object, object]) -> None:
    found = reading(f"<p>a</p>{body}<p>b</p>", "<style>p.x, .y {display: none}</style>")
    assert found.text == "a\n\nb"
    assert account(found) == [told]


def test_white_words_on_a_dark_ground_are_seen() -> None:
    assert reading('<div style="background:#123">a <b style="color:#fff">b</b></div>').text == "a b"
    assert reading('<table><td bgcolor="#112233"><font color="#fff">b</table>').text == "b"


def test_a_teacher_is_told_of_tracked_changes() -> None:
    assert reading("<ins>a</ins>").notes == (Reason("changes_were_tracked"),)


@pytest.mark.parametrize(
    ("head", "encoding"),
    [
        ('<meta charset="utf-8">', "utf-8"),
        ('<meta http-equiv="Content-Type" content="text/html; charset=windows-1252">', "cp1252"),
        ('<meta charset="iso-8859-1">', "cp1252"),
        ('<meta charset="utf-8">', "cp1252"),  # it says what isn't so
        ('<meta charset="x-nobody">', "utf-8"),
        ("", "utf-8-sig"),
        ("", "utf-16"),
    ],
)
def test_letters_are_read_as_the_page_says_or_as_the_evidence_does(
    head: str, encoding: str
) -> None:
    page = f"<html><head>{head}</head><body>Åsa gick på fjället – och där bodde hon.</body></html>"
    outcome = read("a.htm", page.encode(encoding), Limits())
    assert isinstance(outcome, Reading)
    assert outcome.text == "Åsa gick på fjället – och där bodde hon."


@pytest.mark.parametrize("page", ["<html></html>", "<html><body><!-- x", "<html><p>  <br></p>"])
def test_a_page_without_words_is_empty(page: str) -> None:
    assert read("a.html", page.encode(), Limits()) == Refused(Code.EMPTY)


def test_a_part_of_a_page_is_known_by_its_name() -> None:
    assert read("a.htm", b"<p>Hej <b>du</b></p>", Limits()) == Reading(
        text="Hej du", format="html", encoding="utf-8"
    )


def test_pages_may_be_nested_deep_but_not_without_end() -> None:
    assert reading("<div>" * 1000 + "<p>innerst").text == "innerst"
    page = "<p>utanför</p>" + "<div>" * 3000 + "<p>innerst"
    assert read("a.html", page.encode(), Limits()) == Refused(Code.DAMAGED)


KINDS = Kinds(
    leaves={
        "plain": seen("{}"),
        "bold": seen("<b>{}</b>"),
        "link": seen('<a href="x">{}</a>'),
        "inserted": seen("<ins>{}</ins>"),
        "deleted": unseen("<del>{}</del>"),
        "hidden": unseen('<span style="display:none">{}</span>'),
        "hidden by a class": unseen('<span class="gone">{}</span>'),
        "white": unseen('<span style="color:rgb(255, 255, 255)">{}</span>'),
        "tiny": unseen('<span style="font-size:1pt">{}</span>'),
        "script": unseen("<script>{}</script>"),
        "description": unseen('<i title="{}"></i>'),
        "remark": unseen("<!-- {} -->"),
    },
    boxes={},
    paragraphs={
        "paragraph": around("<p>{}</p>\n"),
        "heading": around("<h2>{}</h2>"),
        "words alone": around("\n<hr>{}<hr>"),
        "item": around("<li>{}</li>"),
        "cell": around("<table><tr><td>{}</td></tr></table>"),
    },
    holders={
        "block": around("<div>\n{}</div>"),
        "list": around("<ul>{}</ul>"),
        "table": around("<table><tr><td>{}</td></tr></table>"),
        "quote": around("<blockquote>{}</blockquote>"),
    },
    apart={
        "contents": around('<p class="MsoToc1">{}</p>'),
        "menu": around("<nav>{}</nav>"),
        "hidden block": around("<div hidden>{}</div>"),
        "comment": around('<div><p><a href="#cmnt_ref1" id="cmnt1"></a>{}</p></div>'),
    },
    told={
        "contents": ("left_out", "contents"),
        "menu": ("left_out", "contents"),
        "comment": ("left_out", "comments"),
        "white": ("unseen_text", "same_colour"),
        "tiny": ("unseen_text", "tiny"),
        **dict.fromkeys(
            ("hidden", "hidden by a class", "hidden block"), ("unseen_text", "hidden")
        ),
    },
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(KINDS.documents())
def test_every_word_of_the_pupil_is_read_once_in_order(blocks: list[Block]) -> None:
    written = Written(KINDS)
    body, paragraphs = written.blocks([*blocks, Paragraph("paragraph", (Leaf("plain"),))])
    page = f"<html><head><style>.gone {{ display:none }}</style></head><body>{body}</body></html>"
    written.is_read_as("a.html", page.encode(), paragraphs)
