"""What stands on a layer that is switched off is told and not counted."""

import pytest
from tests.services.files.hostile import raw_pdf
from tests.services.files.sheets import reading, told

from huleedu.services.files.domain.pdf.layers import layers_off


def layered(name: bytes, settings: bytes = b"/OFF[6 0 R]") -> bytes:
    """A page with words on no layer, on one of this name, and on another."""

    def said(words: bytes, at: int) -> bytes:
        return b"BT /F 12 Tf 72 %d Td (%s) Tj ET" % (at, words)

    stream = b"%s /OC /A BDC %s EMC /OC /B BDC %s EMC" % (
        *(said(b"Det var en dag.", 700), said(b"Facit till allt", 680)),
        said(b"Den var lang.", 660),
    )
    return raw_pdf(
        b"<</Type/Catalog/Pages 2 0 R/OCProperties<</OCGs[6 0 R 7 0 R]/D<<%s>>>>>>" % settings,
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources"
        b"<</Font<</F 5 0 R>>/Properties<</A 6 0 R/B 7 0 R>>>>>>",
        b"<</Length %d>>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        b"<</Type/OCG/Name%s>>" % name,
        b"<</Type/OCG/Name(Text)>>",
    )


@pytest.mark.parametrize(
    "name", [b"(Facit)", b"<FEFF0053 0076006100720021>", b"(A \\(1\\))", b"<41424>"]
)
def test_words_on_a_layer_that_is_off_are_told(name: bytes) -> None:
    found = reading(layered(name))
    assert found.text.split() == ["Det", "var", "en", "dag.", "Den", "var", "lang."]
    assert told(found) == {("unseen_text", "hidden", 3)}


@pytest.mark.parametrize("settings", [b"", b"/OFF[]", b"/ON[6 0 R]"])
def test_words_on_layers_that_are_on_are_read(settings: bytes) -> None:
    found = reading(layered(b"(Facit)", settings))
    assert "Facit till allt" in found.text
    assert found.notes == ()


def test_a_document_without_layers_has_none_off() -> None:
    assert layers_off(b"%PDF-1.4 /OFF[6 0 R]") == frozenset()
    assert layers_off(b"/OCProperties /OFF[" + b"1" * 100_000) == frozenset()
