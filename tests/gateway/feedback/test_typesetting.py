"""The typesetter is told everything that its template asks for, and no more."""

import re
from importlib.resources import files

import msgspec
from tests.gateway.feedback.test_telling import PAGE

from huleedu.gateway.feedback.pdf import to_set
from huleedu.gateway.feedback.typesetting import PageToSet, typeset
from huleedu.gateway.words.words import words


def test_the_template_asks_for_what_it_is_told() -> None:
    source = (files("huleedu.gateway.feedback") / "pupils_page.typ").read_text()
    asked = set(re.findall(r"page-of\.([a-z-]+)", source))
    told = {field.encode_name for field in msgspec.structs.fields(PageToSet)}
    assert asked == told == set(to_set(PAGE, words("en")))


def test_the_same_page_is_the_same_file_but_for_its_time() -> None:
    page = msgspec.convert(to_set(PAGE, words("en")), PageToSet)
    assert typeset(page)[:5] == b"%PDF-"
