"""The corpus of documents says what the script that made it says."""

import json
from dataclasses import asdict

from tools.reading_corpus.essays import truth_of
from tools.reading_corpus.layouts import LAYOUTS, NAMES, essay

from huleedu.bench.reading import CORPUS

TOLD = json.loads((CORPUS / "truth.json").read_text("utf-8"))
LAID_OUT = [one for one in TOLD["documents"] if one["layout"] != "awkward"]


def test_the_truth_in_the_corpus_is_the_scripts() -> None:
    made = {
        one.key: asdict(truth_of(one))
        for layout in LAYOUTS
        for language in ("sv", "en")
        for letters in NAMES
        if (one := essay(layout, language, letters)).key in TOLD["essays"]
    }
    assert made == {one["essay"]: TOLD["essays"][one["essay"]] for one in LAID_OUT}


def test_every_layout_is_there_in_both_languages_and_with_three_kinds_of_letters() -> None:
    assert {one["layout"] for one in LAID_OUT} == set(LAYOUTS)
    kinds = {tuple(one["essay"].split("-")[1:]) for one in LAID_OUT}
    assert {language for language, _ in kinds} == {"sv", "en"}
    assert {letters for _, letters in kinds} == set(NAMES)


def test_no_essay_has_a_sentence_twice() -> None:
    for key, told in TOLD["essays"].items():
        long = [text for text in told["text"] + told["asides"] if len(text) > 40]
        assert len(long) == len(set(long)), key
