"""A name is known in each of its vocabularies, and in no other."""

import pytest
from lxml import etree

from huleedu.services.files.domain.docx.names import child, local, relation, value

ECMA = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
ISO = "http://purl.oclc.org/ooxml/wordprocessingml/main"


@pytest.mark.parametrize(
    ("space", "name", "known"),
    [
        (ECMA, "p", "p"),
        (ISO, "p", "p"),
        (ECMA, "nobody", ""),
        ("urn:x", "p", ""),
        ("http://schemas.openxmlformats.org/drawingml/2006/main", "t", "t"),
        ("http://schemas.openxmlformats.org/drawingml/2006/diagram", "t", "txBody"),
    ],
)
def test_what_is_known_of_a_name(space: str, name: str, known: str) -> None:
    assert local(etree.fromstring(f'<{name} xmlns="{space}"/>')) == known


@pytest.mark.parametrize("space", [ECMA, ISO])
def test_settings_are_found_in_both_vocabularies(space: str) -> None:
    root = etree.fromstring(f'<w:rPr xmlns:w="{space}"><w:sz w:val="2"/><w:sz w:val="3"/></w:rPr>')
    assert value(child(root, "sz")) == "2"
    assert child(root, "color") is None
    assert value(None) == value(root) == ""


def test_a_relation_is_told_by_its_id() -> None:
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    root = etree.fromstring(f'<a xmlns:r="{office}" r:id="rId9" r:dm="rId2" id="x"/>')
    assert (relation(root), relation(root, "dm"), relation(root, "lo")) == ("rId9", "rId2", "")
