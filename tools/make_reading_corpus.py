# pyright: basic
# typst is not among our dependencies
"""Make the documents that `huleedu bench reading` reads, and the truth about them.

Run it as `uv run --group dev --with typst --with pyphen python -m tools.make_reading_corpus`.
Needs LibreOffice (`soffice`), Chromium, Liberation and Noto Naskh Arabic; on Debian the packages
libreoffice-writer-nogui, chromium, hyphen-sv, hyphen-en-gb, fonts-liberation, fonts-noto-core.
Texts and layouts are the same each time; bytes are not, as programs write the time into files: so
a file that is there stays as it is, and one to be made anew is deleted first.

With `--number N --out DIR` it makes a corpus of other sentences, letters and languages, to see
whether what was mended with the help of the first also holds of documents never seen.
"""

import argparse
import json
import subprocess
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import typst  # pyright: ignore[reportMissingImports]
from tools.reading_corpus.awkward import Told
from tools.reading_corpus.awkward_docx import DOCX
from tools.reading_corpus.awkward_odt import ODT
from tools.reading_corpus.awkward_pdf import PDF
from tools.reading_corpus.awkward_text import TEXT
from tools.reading_corpus.essays import Essay, Language, Script, Truth, truth_of
from tools.reading_corpus.fodt import flat_document
from tools.reading_corpus.layouts import LAYOUTS, essay
from tools.reading_corpus.printed import printed
from tools.reading_corpus.typed import markdown, plain_text
from tools.reading_corpus.typeset import typst_source
from tools.reading_corpus.web import web_page

OUT = Path(__file__).parents[1] / "src" / "huleedu" / "bench" / "data" / "reading"
FILTERS = {
    "odt": "writer8",
    "docx": "MS Word 2007 XML",
    "rtf": "Rich Text Format",
    "html": "HTML (StarWriter)",
    "pdf": "writer_pdf_Export",
    "fodt": "OpenDocument Text Flat XML",
}
MADE_BY_OFFICE = (
    *((f"libreoffice.{kind}", set[str]()) for kind in ("docx", "odt", "rtf")),
    # a web page has no changes, and a print shows what was struck out
    ("libreoffice.html", {"edited"}),
    ("libreoffice.pdf", {"edited"}),
    ("libreoffice.fodt", set(LAYOUTS) - {"headings", "notes", "box", "verse", "edited"}),
)
ENCODINGS = {
    "plain": ("utf-8", None),
    "headings": ("cp1252", 72),
    "notes": ("utf-16", None),
    "lists": ("utf-8-sig", 72),
    "form": ("cp850", None),
    "verse": ("mac_roman", None),
}
"""How each layout is typed: the letters' encoding and the lines' width."""
AWKWARD = {**DOCX, **ODT, **TEXT, **PDF}
"""Written by hand, as programs write that are not at hand."""
LETTERS = ("latin", "arabic", "cyrillic")
MB = 1 << 20
Write = Callable[[Essay, Path], object]


def main() -> None:
    """Make the files that are not there, and tell the truth of all."""
    options = argparse.ArgumentParser()
    options.add_argument("--out", type=Path, default=OUT)
    options.add_argument("--number", type=int, default=0)
    told = options.parse_args()
    told.out.mkdir(parents=True, exist_ok=True)
    _Maker(told.out, told.number).make()


@dataclass
class _Maker:
    out: Path
    number: int

    def make(self) -> None:
        documents: list[dict[str, str]] = []
        truths: dict[str, Truth] = {}
        for name, one in self._all():
            truths[one.key] = truth_of(one)
            documents.append({"file": name, "layout": one.layout, "essay": one.key})
        for name, truth in self._awkward():
            truths[name] = truth
            documents.append({"file": f"awkward-{name}", "layout": "awkward", "essay": name})
        told = {
            "essays": {key: asdict(one) for key, one in sorted(truths.items())},
            "documents": sorted(documents, key=lambda document: document["file"]),
        }
        page = json.dumps(told, ensure_ascii=False, indent=1)
        (self.out / "truth.json").write_text(page + "\n", encoding="utf-8")
        size = sum(file.stat().st_size for file in self.out.iterdir())
        print(f"{len(documents)} documents, {size / MB:.1f} MB")

    def _awkward(self) -> Iterator[tuple[str, Truth]]:
        for at, (name, write) in enumerate(AWKWARD.items()):
            seed = f"{name} {self.number}" if self.number else name
            told = Told(seed, ("sv", "en")[at % 2])
            made = write(told)
            if not (self.out / f"awkward-{name}").exists():
                (self.out / f"awkward-{name}").write_bytes(made)
            yield name, told.truth

    def _all(self) -> Iterator[tuple[str, Essay]]:
        for turn, (maker, without) in enumerate(MADE_BY_OFFICE):
            yield from self._by_office(maker, turn, (x for x in LAYOUTS if x not in without))
        for turn, (maker, (without, write)) in enumerate(WRITTEN.items(), start=5):
            yield from self._each(maker, turn, without, write)

    def _essay(self, maker: str, turn: int, layout: str) -> Essay:
        """Turn by turn another language and other letters."""
        at = LAYOUTS.index(layout) + turn + self.number
        language: Language = ("sv", "en")[at % 2]
        letters: tuple[Script, ...] = LETTERS
        if maker == "reportlab.pdf":  # it does not shape Arabic letters
            letters = ("greek", "latin", "cyrillic")
        if maker == "typed.txt" and not ENCODINGS[layout][0].startswith("utf"):
            letters = ("latin",)
        return essay(layout, language, letters[at % len(letters)], self.number)

    def _each(
        self, maker: str, turn: int, without: set[str], write: Write
    ) -> Iterator[tuple[str, Essay]]:
        by, _, kind = maker.partition(".")
        for layout in LAYOUTS:
            if layout not in without:
                one = self._essay(maker, turn, layout)
                name = f"{by}-{layout}-{one.language}.{kind}"
                if not (self.out / name).exists():
                    write(one, self.out / name)
                yield name, one

    def _by_office(
        self, maker: str, turn: int, layouts: Iterable[str]
    ) -> Iterator[tuple[str, Essay]]:
        by, _, kind = maker.partition(".")
        with tempfile.TemporaryDirectory() as place:
            sources: list[Path] = []
            for layout in layouts:
                one = self._essay(maker, turn, layout)
                source = Path(place) / f"{by}-{layout}-{one.language}.source"
                if not (self.out / f"{source.stem}.{kind}").exists():
                    source.write_text(flat_document(one), encoding="utf-8")
                    sources.append(source)
                yield f"{source.stem}.{kind}", one
            if not sources:
                return
            told = ("--convert-to", f"{kind}:{FILTERS[kind]}", "--outdir", str(self.out))
            profile = f"-env:UserInstallation={(Path(place) / 'profile').as_uri()}"
            run = ("soffice", "--headless", profile, *told, *map(str, sources))
            subprocess.run(run, check=True, capture_output=True)


def _chromium(one: Essay, to: Path) -> None:
    with tempfile.TemporaryDirectory() as place:
        page = Path(place) / "essay.html"
        page.write_text(web_page(one), encoding="utf-8")
        told = ("--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer")
        run = ("chromium", *told, f"--print-to-pdf={to}", page.as_uri())
        subprocess.run(run, check=True, capture_output=True)


def _typst(one: Essay, to: Path) -> None:
    to.write_bytes(typst.compile(typst_source(one).encode()))


def _typed(one: Essay, to: Path) -> None:
    encoding, width = ENCODINGS[one.layout]
    to.write_bytes(plain_text(one, width=width).encode(encoding))


_NO_PRINT = {"contents", "edited"}
WRITTEN: dict[str, tuple[set[str], Write]] = {
    "chromium.pdf": (_NO_PRINT | {"numbered"}, _chromium),
    "typst.pdf": ({"edited"}, _typst),
    "reportlab.pdf": (_NO_PRINT, lambda one, to: to.write_bytes(printed(one))),
    "page.html": (
        {"running", "numbered"},
        lambda one, to: to.write_text(web_page(one), encoding="utf-8"),
    ),
    "typed.md": (
        {"columns", "running", "justified", "initial", "numbered", "contents"},
        lambda one, to: to.write_text(markdown(one), encoding="utf-8"),
    ),
    "typed.txt": (set(LAYOUTS) - set(ENCODINGS), _typed),
}
"""Maker and format → the layouts that it does not write, and how it writes."""


if __name__ == "__main__":
    main()
