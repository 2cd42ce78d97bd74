"""A Swedish report has no English word in it."""

import re
from html.parser import HTMLParser

import msgspec
from babel.messages.pofile import read_po
from tests.gateway.words.test_words import SOURCE

from huleedu.gateway.report.exports import report_html
from huleedu.gateway.words.choice import Language
from huleedu.gateway.words.words import words
from huleedu.services.results.api import BatchReport

WORD = re.compile(r"[a-zåäö]{3,}", re.IGNORECASE)
NAMES = {"anna", "essay", "from", "text", "huleedu", "results", "ranking"}
"""Of pupils and of files; `from` stands in a text's address."""
SPOKEN = ("aria-label", "data-tip", "title", "alt")
"""Attributes that are read to people."""
NOT_OURS = {"style", "script", "bdi"}
VOID = {"br", "col", "hr", "img", "input", "link", "meta"}


class Walk(HTMLParser):
    """Collects what a page shows or has read out, without the pupils' texts and names."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.said: list[str] = []
        self._inside = 0
        """How many elements are open within one that is not ours."""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Has it read out, or leaves it out."""
        has = dict(attrs)
        pupils = "lang" in has and {"text", "words"} & set((has.get("class") or "").split())
        if self._inside or tag in NOT_OURS or pupils:
            self._inside += tag not in VOID
            return
        self.said += [has[name] or "" for name in SPOKEN if name in has]

    def handle_endtag(self, tag: str) -> None:
        """Comes back from what is not ours."""
        self._inside -= bool(self._inside and tag not in VOID)

    def handle_data(self, data: str) -> None:
        """Shows it."""
        if not self._inside:
            self.said.append(data)


def said_in(language: Language) -> set[str]:
    """Every word of a catalogue, without its placeholders."""
    with (SOURCE / "gateway" / "words" / f"{language}.po").open("rb") as file:
        sentences = " ".join(str(message.string) for message in read_po(file) if message.id)
    return {word.casefold() for word in WORD.findall(re.sub(r"{\w+}", " ", sentences))}


def shown(page: str) -> set[str]:
    """Every word that a page shows or has read out, without the pupils' texts and names."""
    return {word.casefold() for word in WORD.findall(" ".join(Walk(page).said))}


def test_no_english_word_stands_in_a_swedish_report(judged: BatchReport) -> None:
    assert judged.ranking is not None
    ranking = msgspec.structs.replace(judged.ranking, note=(), panel=())
    swedish = words("sv")
    report = msgspec.structs.replace(judged, title=swedish.say("sample.title"), ranking=ranking)
    english = said_in("en") - said_in("sv") - NAMES
    page = report_html(report, swedish)
    assert '<html lang="sv">' in page
    assert not shown(page) & english
    assert shown(report_html(report, words("en"))) & english, "the walk would see them"
