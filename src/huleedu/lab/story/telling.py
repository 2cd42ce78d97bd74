"""Tell the story: play each chapter, ask the lab about its history, write the page."""

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from huleedu.kit.folders import make_private
from huleedu.lab.check import check
from huleedu.lab.explain import Explanation, explain
from huleedu.lab.history import History, Malformed, read
from huleedu.lab.report import report
from huleedu.lab.story.chapters import CHAPTERS, SLOTS, Chapter
from huleedu.lab.story.picture import ChapterRow, boxes
from huleedu.lab.story.playing import play
from huleedu.lab.verdict import Verdict, in_words

PAGE, PICTURE = "seventeen.md", "seventeen.svg"
HISTORY, REPORT = "history.jsonl", "report.html"
DAYS = 20

_TEMPLATES = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=select_autoescape(["svg.jinja"]),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    keep_trailing_newline=True,
)


class ToldChapter(msgspec.Struct, frozen=True):
    """A chapter with what came out."""

    chapter: Chapter
    history: History
    verdict: Verdict
    explanation: Explanation
    others: str
    """What other seeds give: '17' or '15 to 19'."""

    @property
    def claimed(self) -> int:
        """What was counted."""
        return self.explanation.claimed

    @property
    def head(self) -> str:
        """The verdict in a word or two."""
        return in_words(self.verdict).partition(":")[0].partition(",")[0]

    @property
    def sum(self) -> str:
        """The causes, with what each of them adds."""
        causes = [f"{cause.effect:+d} {cause.meaning}" for cause in self.explanation.causes]
        return "; ".join(causes) or "none"

    @property
    def check(self) -> Sequence[str]:
        """What `lab check` prints."""
        return in_words(self.verdict).splitlines()

    @property
    def lines(self) -> Sequence[str]:
        """What `lab explain` prints."""
        return self.explanation.text.splitlines()


def tell(folder: Path, *, days: int = DAYS) -> list[ToldChapter]:
    """Write the page, the picture, and a folder for each chapter. Raises OSError.

    Args:
        folder: is made if need be; histories that it holds are written anew.
        days: other seeds that each chapter is played with, to show what luck does.
    """
    make_private(folder)
    story = [_told(chapter, folder / chapter.key, days) for chapter in CHAPTERS]
    rows = [
        ChapterRow(
            told.claimed, told.chapter.title.partition(": ")[2], boxes(told.chapter, told.history)
        )
        for told in story
    ]
    words = "; ".join(f"{row.claimed}: {row.title}" for row in rows)
    _write(folder / PICTURE, rows=rows, words=words)
    _write(folder / PAGE, story=story, picture=PICTURE, slots=SLOTS, days=days)
    return story


def _told(chapter: Chapter, folder: Path, days: int) -> ToldChapter:
    make_private(folder)
    history = _played(chapter, folder / HISTORY)
    claimed, verdict = chapter.counted.claimed(history), check(history)
    explanation = explain(history, SLOTS, claimed, verdict)
    page = report(
        history,
        verdict,
        title=chapter.title,
        facts={"seed": str(chapter.seed), "counted": chapter.counted.value},
        explanation=explanation,
    )
    (folder / REPORT).write_text(page, encoding="utf-8")
    return ToldChapter(chapter, history, verdict, explanation, _on_other_days(chapter, days))


def _played(chapter: Chapter, path: Path) -> History:
    path.unlink(missing_ok=True)
    play(chapter, path)
    found = read(path)
    assert not isinstance(found, Malformed), found
    return found


def _on_other_days(chapter: Chapter, days: int) -> str:
    with TemporaryDirectory() as folder:
        path = Path(folder) / HISTORY
        counts = {
            chapter.counted.claimed(_played(msgspec.structs.replace(chapter, seed=seed), path))
            for seed in range(1, days + 1)
        }
    few, many = min(counts), max(counts)
    return str(few) if few == many else f"{few} to {many}"


def _write(path: Path, **shown: object) -> None:
    path.write_text(_TEMPLATES.get_template(f"{path.name}.jinja").render(**shown), encoding="utf-8")
