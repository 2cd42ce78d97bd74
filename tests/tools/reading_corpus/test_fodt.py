"""A flat document is well-formed, and has what its layout needs."""

from xml.etree import ElementTree

from tools.reading_corpus.essays import truth_of
from tools.reading_corpus.fodt import flat_document
from tools.reading_corpus.layouts import LAYOUTS, essay


def test_each_layout_becomes_a_document_with_all_its_words() -> None:
    for layout in LAYOUTS:
        one = essay(layout, "sv", "cyrillic")
        root = ElementTree.fromstring(flat_document(one))
        words = "".join(root.itertext())
        truth = truth_of(one)
        for text in (*truth.asides, *truth.left_out):
            assert text.replace("\t", "") in words, layout
