"""A report of the sample class as the program would make it, and a browser to look at it."""

import csv
import os
import re
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from docx import Document
from msgspec import structs
from playwright.sync_api import Browser, Page, sync_playwright
from pypdf import PdfReader
from tests.gateway.report.browsing import Open, Scheme

import huleedu.sample
from huleedu.contracts.judging import Kind
from huleedu.contracts.reason import Reason
from huleedu.gateway.report.exports import report_html
from huleedu.gateway.words.words import words
from huleedu.services.judging.domain.decisions import Decisions
from huleedu.services.judging.domain.grading.grades import A_TO_F
from huleedu.services.judging.domain.judgements import Judgements
from huleedu.services.judging.domain.ranking.described import described
from huleedu.services.judging.domain.ranking.ranking import Asked, rank
from huleedu.services.results.api import (
    BatchReport,
    EssayReport,
    FileLine,
    Measured,
    MeasureInfo,
    Misspelling,
    NotMeasured,
    PupilFound,
    RankingPicture,
    StepLine,
)

EN = words("en")
SAMPLE = Path(huleedu.sample.__file__).parent
ESSAYS = SAMPLE / "class" / "essays"

MEASURES = (
    MeasureInfo(key="words"),
    MeasureInfo(key="sentences"),
    MeasureInfo(key="sentence_length", unit="words", decimals=1),
    MeasureInfo(key="lix"),
    MeasureInfo(key="long_words", unit="percent", decimals=1),
    MeasureInfo(key="mtld", unit="words", decimals=1),
    MeasureInfo(key="ovix", decimals=1),
    MeasureInfo(key="misspellings_per_100_words", unit="per_100_words", decimals=1),
)


def text_of(file: Path) -> str:
    """The text of a sample file, read the plain way."""
    if file.suffix == ".docx":
        return "\n".join(p.text for p in Document(str(file)).paragraphs)
    content = file.read_bytes()
    if file.suffix == ".pdf":
        pages = [page.extract_text() for page in PdfReader(file).pages]
        return re.sub(r"\s*\n\s*", " ", "\n".join(pages)).strip()
    codec = "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        return content.decode(codec).replace("\r\n", "\n")
    except UnicodeDecodeError:
        return content.decode("cp1252").replace("\r\n", "\n")


def measured(text: str, misspellings: int) -> dict[str, Measured]:
    """A few true numbers and one that is missing, so that a page has all kinds."""
    words = re.findall(r"\w+(?:[’'-]\w+)*", text)
    sentences = max(1, len(re.findall(r"[.!?]+(?:\s|$)", text)))
    long_words = 100 * sum(len(word) > 6 for word in words) / len(words)
    kinds = len({word.casefold() for word in words})
    return {
        "words": len(words),
        "sentences": sentences,
        "sentence_length": len(words) / sentences,
        "lix": len(words) / sentences + long_words,
        "long_words": long_words,
        "mtld": NotMeasured("fewer than 120 words") if len(words) < 120 else 0.6 * kinds,
        "ovix": 100 * kinds / len(words),
        "misspellings_per_100_words": 100 * misspellings / len(words),
    }


def sample_report() -> BatchReport:
    """The sample class, assessed: what stands in its files and what is planted in them."""
    essays: list[EssayReport] = []
    files: dict[str, FileLine] = {}
    with (SAMPLE / "about.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    for slot, row in enumerate(sorted(rows, key=lambda row: row["file"])[:30], start=1):
        text = text_of(ESSAYS / row["file"])
        slips = dict(pair.split(">")[::-1] for pair in row["planted"].split())
        found = tuple(
            Misspelling(
                start=word.start(),
                end=word.end(),
                word=word[0],
                suggestions=(slips[word[0]], "first", "least")[: 1 + slot % 3],
            )
            for word in re.finditer(r"[A-Za-z]+(?:’[a-z]+)?", text)
            if word[0] in slips
        )
        named = "header" if row["file"].endswith("docx") else "file name"
        essay = EssayReport(
            id=f"018f-{slot:04}",
            slot=slot,
            file=row["file"],
            text=text,
            language="en",
            pupil=None if slot == 9 else PupilFound(name=row["pupil"], found_in=named),
            misspellings=found,
            measures=measured(text, len(found)),
            warnings=(Reason("no_name_found"),) if slot == 4 else (),
        )
        essays.append(essay)
        files[essay.file] = FileLine(name=essay.file, state="assigned", slot=slot, essay=essay.id)
    refused = {
        "Lena Wikström.txt": Reason("empty"),
        "IMG 2041.pdf": Reason("no_text_layer"),
        "Vincent Backlund.txt": Reason("same_text", {"name": "Pelle Jönsson.txt"}),
    }
    for name, why in refused.items():
        files[name] = FileLine(name=name, state="refused", code=why.code, reason=why)
    files["Zoë Östlund.txt"] = FileLine(name="Zoë Östlund.txt", state="left_over")
    return BatchReport(
        batch="0193a5c2-7c1e-7000-8000-5a2f0c9b1e77",
        title=EN.say("sample.title"),
        created_at=datetime(2026, 11, 24, 9, 0, 3, tzinfo=UTC),
        finished_at=datetime(2026, 11, 24, 9, 0, 5, tzinfo=UTC),
        slots=30,
        state="assessed",
        program="HuleEdu 0.1.0",
        files=tuple(files[name] for name in sorted(files)),
        essays=tuple(essays),
        measures=MEASURES,
        steps=(
            StepLine(name="spelling", succeeded=30, failed=0),
            StepLine(name="linguistics", succeeded=30, failed=0),
        ),
    )


def judged_ranking(report: BatchReport, *, grades: bool = True) -> RankingPicture:
    """A ranking of the class by three people and a model, with six anchors; nothing is drawn by
    hand, so that the page is tried with what it will get."""
    dice = np.random.default_rng(5)
    names = tuple(essay.id for essay in report.essays)
    count = 40 * 4
    truth = np.linspace(2.5, -2.5, len(names))
    first = dice.integers(0, len(names), count)
    second = (first + dice.integers(1, len(names), count)) % len(names)
    judge = np.arange(count) % 4
    seen = truth[first] - truth[second] + dice.logistic(size=count)
    made = Judgements(
        scripts=len(names),
        judges=4,
        first=first,
        second=second,
        judge=judge,
        answer=np.searchsorted([-2.0, -0.4, 0.4, 2.0], seen) - 2,
        steps=np.full(count, 5),
    )
    decisions = Decisions(
        judgements=made,
        scripts=names,
        judges=("Åsa Öberg", "Bo <b>Ek</b>", "Cecilia", "gpt-4"),
        times=("",) * count,
        sides_usable=True,
        kinds=(Kind.PERSON, Kind.PERSON, Kind.PERSON, Kind.MODEL),
        took_s=dice.uniform(4, 90, count),
    )
    anchors = dict(zip(names[::5], "ABBCDE", strict=True)) if grades else {}
    words = np.full(len(names), 300.0)
    return described(rank(decisions, 1, Asked(grades=anchors, scale=A_TO_F, words=words)))


@pytest.fixture(scope="session")
def report() -> BatchReport:
    return sample_report()


@pytest.fixture(scope="session")
def judged(report: BatchReport) -> BatchReport:
    """The class with a ranking and grades."""
    return structs.replace(report, ranking=judged_ranking(report))


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    program = os.environ.get("HULEEDU_CHROMIUM", "/usr/bin/chromium")
    quiet = ["--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"]
    quiet += ["--disable-background-networking", "--disable-component-update"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", *quiet])
        yield browser
        browser.close()


@pytest.fixture
def visit(browser: Browser, tmp_path: Path) -> Iterator[Open]:
    """Open a report's page from disk; it must stay silent and ask for nothing but itself."""
    noise: list[str] = []
    file = tmp_path / "report.html"

    def go(
        report: BatchReport, *, width: int = 1366, scheme: Scheme = "light", scripts: bool = True
    ) -> Page:
        file.write_text(report_html(report, EN), encoding="utf-8")
        page = room.enter_context(
            browser.new_page(
                viewport={"width": width, "height": 768 if width > 800 else 844},
                color_scheme=scheme,
                java_script_enabled=scripts,
            )
        )
        page.on("console", lambda message: noise.append(message.text))
        page.on("pageerror", lambda error: noise.append(str(error)))
        page.on("request", lambda request: noise.append(request.url))
        page.goto(file.as_uri())
        return page

    with ExitStack() as room:
        yield go
        assert noise == [file.as_uri()]


@pytest.fixture(scope="session")
def hostile(report: BatchReport) -> BatchReport:
    """The same class with everything in it that could break a page or a table."""
    text = (
        "<script>window.broken = 1</script> ]]> --> </style> <!-- {{ 7 * 7 }} {% raw %} \x00\x08 "
        "\u202egnp.exe\u202c \ud800 \ufffe 👩‍👩‍👧 &amp; &lt; '\"` \r\n=1+1 _x0041_"
    )
    name = "=HYPERLINK(\"http://evil\")<img src=x onerror='window.broken=1'>\u202egnp\r\n\x07å.txt"
    first, *others = report.essays
    first = structs.replace(
        first,
        file=name,
        text=text + first.text,
        pupil=PupilFound(name=f"@{name}", found_in="header"),
        misspellings=(
            Misspelling(start=0, end=40, word="<script>", suggestions=("</a><b onclick=x>", '"')),
            Misspelling(start=8, end=45, word="overlaps the first"),
            Misspelling(start=46, end=len(text) + 3, word="#N/A", suggestions=("-1", "+1")),
        ),
        failures={"linguistics": "<b>the worker died</b>"},
        warnings=("<i>short</i>",),
    )
    return structs.replace(
        report,
        title="<b>9B</b> \u202e\x00 & co",
        essays=(first, *others),
        files=(
            FileLine(name=name, state="assigned", slot=first.slot, essay=first.id),
            FileLine(name="\t-1+1|cmd", state="refused", code="@x", reason="\n=<u>no</u>"),
            *report.files[1:],
        ),
        measures=(
            *report.measures,
            MeasureInfo(key="=1+1<b>n</b>", unit='"><script>window.broken=1</script>'),
        ),
    )
