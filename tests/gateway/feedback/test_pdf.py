"""A PDF a pupil: tagged, in their language, nothing of it markup, nothing of others in it."""

import io
import zipfile
from collections.abc import Iterator
from typing import Any, cast

import msgspec
import pypdfium2
import pytest
from pypdf import PdfReader
from tests.gateway.feedback.test_telling import PAGE

from huleedu.gateway.feedback import pdf
from huleedu.gateway.feedback.pdf import file_stem, own_names, pdfs_of, zip_of_pdfs
from huleedu.gateway.words.words import words
from huleedu.kit import extras
from huleedu.kit.extras import NotInstalled

MARKUP = (
    '#panic("x") #set page(width: 1pt) $x^2$ *bold* _it_ `raw` @ref <label> = no heading '
    '\\ // comment /* more */ #read("/etc/passwd") [] "quotes" \\u{1F600} ~ -- ...'
)


def texts(made: bytes) -> str:
    """All that is written in a PDF, lines joined."""
    document = pypdfium2.PdfDocument(made)
    pages = [document[at].get_textpage() for at in range(len(document))]
    return " ".join(" ".join(page.get_text_range().split()) for page in pages)


def kinds_of(element: Any) -> Iterator[str]:
    """What the tags say the parts below this one are."""
    found = element.get_object()
    if isinstance(found, dict):
        told: dict[str, Any] = cast("dict[str, Any]", found)
        yield str(told.get("/S", ""))
        below: Any = told.get("/K", [])
        each: Any
        several: list[Any] = cast("list[Any]", below) if isinstance(below, list) else [below]
        for each in several:
            if hasattr(each, "get_object"):
                yield from kinds_of(each)


def root_of(made: bytes) -> Any:
    return PdfReader(io.BytesIO(made)).trailer["/Root"]


async def test_it_is_tagged_and_says_its_language_and_title() -> None:
    english, swedish = await pdfs_of([PAGE], words("en")), await pdfs_of([PAGE], words("sv"))
    for [made], lang in ((english, "en"), (swedish, "sv")):
        reader = PdfReader(io.BytesIO(made))
        root = root_of(made)
        assert root["/Lang"] == lang
        assert root["/MarkInfo"]["/Marked"] == True  # noqa: E712 - pypdf's own
        assert {"/H1", "/H2", "/P"} <= set(kinds_of(root["/StructTreeRoot"]))
        assert reader.metadata
        assert "A challenge" in str(reader.metadata.title)
        assert b"pdfuaid" in made or b"pdfuaid" in root["/Metadata"].get_data()
        assert root["/ViewerPreferences"]["/DisplayDocTitle"] == True  # noqa: E712


async def test_all_that_the_page_says_is_in_it() -> None:
    told = texts((await pdfs_of([PAGE], words("en")))[0])
    for part in ("Anna Åberg", "Ekskolan", "Good.", "Go on.", "Grade: B", "afriad (afraid)"):
        assert part in told
    assert "3 people and 1 language model" in told


async def test_what_is_written_like_markup_is_text() -> None:
    hostile = msgspec.structs.replace(
        PAGE, name=MARKUP[:60], words=MARKUP, written=MARKUP, task=MARKUP, misspellings=()
    )
    told = texts((await pdfs_of([hostile], words("en")))[0])
    for part in ('#panic("x")', "$x^2$", "*bold*", "`raw`", "@ref <label>", "// comment", "[]"):
        assert told.count(part) >= 2, part
    assert "root:" not in told


async def test_letters_that_no_typeface_has_are_no_obstacle() -> None:
    odd = msgspec.structs.replace(
        PAGE, words="👍 漢字 \U000e0041 \u202e \ufffe", written="x", misspellings=()
    )
    [made] = await pdfs_of([odd], words("en"))
    assert "/StructTreeRoot" in root_of(made)


async def test_lines_of_the_text_stay_lines() -> None:
    poem = msgspec.structs.replace(PAGE, written="one\ntwo\n\nthree", misspellings=())
    [made] = await pdfs_of([poem], words("en"))
    document = pypdfium2.PdfDocument(made)
    told = document[0].get_textpage().get_text_range().replace("\r", "")
    assert "one\ntwo\n" in told


async def test_an_archive_holds_each_pupils_and_nobody_elses() -> None:
    names = [f"Abbe{n} Sur{n}name" for n in range(30)]
    pages = [
        msgspec.structs.replace(PAGE, name=name, words=f"Dear {name}", written=name,
                                misspellings=())
        for name in names
    ]  # fmt: skip
    made = await zip_of_pdfs(pages, words("sv"))
    with zipfile.ZipFile(io.BytesIO(made)) as packed:
        assert packed.namelist() == [f"{name}.pdf" for name in names]
        for name in names:
            told = texts(packed.read(f"{name}.pdf"))
            assert {each for each in names if f"{each} " in f"{told} "} == {name}


def test_names_of_files_are_safe_and_each_its_own() -> None:
    names = [
        "Anna Åberg",
        "anna åberg",
        "Anna Åberg",
        "../../etc/passwd",
        "CON",
        "a/b:c*",
        " . ",
        "",
    ]
    found = own_names(names)
    assert found[:3] == ["Anna Åberg", "anna åberg (2)", "Anna Åberg (3)"]
    assert len({each.casefold() for each in found}) == len(names)
    for each in found:
        assert not set('/\\:*?"<>|') & set(each)
        assert each == each.strip(". ")
        assert each.upper() != "CON"
    assert len(file_stem("x" * 500)) <= 80


async def test_without_the_extra_it_is_said_how_to_have_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(extras.MODULES, "pdf", ("no_such_module",))
    assert not pdf.pdfs_can_be_made()
    with pytest.raises(NotInstalled, match="pdf"):
        await pdfs_of([PAGE], words("en"))
