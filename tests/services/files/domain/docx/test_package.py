"""Parts are found however a program wrote their names."""

import pytest
from tests.services.files.hostile import packed

from huleedu.services.files.domain import Limits, Reading
from huleedu.services.files.domain.reading import read

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
KIND = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
TYPES = f'<Types><Override PartName="/word/document.xml" ContentType="{KIND}"/></Types>'
MAIN = (
    f'<w:document xmlns:w="{W}"><w:body><w:p><w:r><w:t>Åsa</w:t></w:r><w:r>'
    '<w:footnoteReference w:id="1"/></w:r></w:p></w:body></w:document>'
)
NOTES = (
    f'<w:footnotes xmlns:w="{W}"><w:footnote w:id="1"><w:p><w:r><w:t>not</w:t></w:r></w:p>'
    "</w:footnote></w:footnotes>"
)
HEADER = f'<w:hdr xmlns:w="{W}"><w:p><w:r><w:t>9B</w:t></w:r></w:p></w:hdr>'


def related(*each: tuple[str, str]) -> str:
    return "".join(
        [
            "<Relationships>",
            *(f'<Relationship Id="i{k}" Type="x/{k}" Target="{t}"/>' for k, t in each),
            "</Relationships>",
        ]
    )


ROOT = related(("officeDocument", "word/document.xml"))
OWN = related(("footnotes", "footnotes.xml"), ("header", "header1.xml"))
PARTS = {
    "[Content_Types].xml": TYPES,
    "_rels/.rels": ROOT,
    "word/document.xml": MAIN,
    "word/_rels/document.xml.rels": OWN,
    "word/footnotes.xml": NOTES,
    "word/header1.xml": HEADER,
}


def without(*names: str) -> dict[str, str]:
    return {name: xml for name, xml in PARTS.items() if name not in names}


WAYS: dict[str, dict[str, str]] = {
    "as Word does": PARTS,
    "backslashes": {name.replace("/", "\\"): xml for name, xml in PARTS.items()},
    "from the root on": {f"/{name}": xml for name, xml in PARTS.items()},
    "in another case": {name.replace("word/", "Word/"): xml for name, xml in PARTS.items()},
    "without relations": without("_rels/.rels", "word/_rels/document.xml.rels"),
    "without kinds": without("[Content_Types].xml"),
    "absolute": {**PARTS, "word/_rels/document.xml.rels": OWN.replace('t="', 't="/word/')},
    "backslashes in relations": {
        **PARTS,
        "_rels/.rels": ROOT.replace("word/", ".\\word\\"),
    },
    "by another name": {
        **without("word/document.xml", "word/_rels/document.xml.rels"),
        "_rels/.rels": ROOT.replace("word/document", "word/document2"),
        "word/document2.xml": MAIN,
        "word/_rels/document2.xml.rels": OWN,
    },
}


@pytest.mark.parametrize("parts", WAYS.values(), ids=WAYS)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_other_programs_write_a_little_differently(parts: dict[str, str], encoding: str) -> None:
    document = packed(*((name, xml.encode(encoding)) for name, xml in parts.items()))
    outcome = read("a.docx", document, Limits())
    assert isinstance(outcome, Reading), outcome
    assert outcome.text == "Åsa\n\n[1] not"
    assert outcome.header_text == "9B"
