"""Each way of the story gives its number from its seed, and the lab names its cause."""

from collections import Counter
from pathlib import Path

import msgspec
import pytest

from huleedu.lab.explain.causes import Reason
from huleedu.lab.story import CHAPTERS, Chapter, ToldChapter, tell
from huleedu.lab.story.chapters import SLOTS, TASKS
from huleedu.lab.story.picture import boxes

CAUSES = {
    "15-counted-right": {},
    "30-handled": {Reason.YESES: 15},
    "25-replays": {Reason.REPLAYS: 10},
    "25-starved": {Reason.SLOT_TWICE: 10},
    "17-left-over": {Reason.LEFTOVERS: 2},
    "17-placeholders": {Reason.PLACEHOLDERS: 2},
}
HEADS = ["allowed", "unknown", "allowed", "violated", "violated", "violated"]


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> list[ToldChapter]:
    return tell(tmp_path_factory.mktemp("story"), days=1)


@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda chapter: chapter.key)
def test_a_way_gives_its_number_and_the_lab_its_cause(
    story: list[ToldChapter], chapter: Chapter
) -> None:
    told = story[CHAPTERS.index(chapter)]
    assert told.claimed == int(chapter.title.partition(":")[0])
    assert len(told.history.operations) == TASKS
    causes = {cause.reason: cause.effect for cause in told.explanation.causes}
    assert causes == CAUSES[chapter.key]
    assert told.explanation.unexplained == 0


def test_the_verdicts_are_what_the_page_says_of_them(story: list[ToldChapter]) -> None:
    assert [told.head for told in story] == HEADS


def test_the_picture_fills_as_many_boxes_as_were_claimed(story: list[ToldChapter]) -> None:
    for told in story:
        looks = Counter(box.look for box in boxes(told.chapter, told.history))
        assert looks["given"] == SLOTS
        assert looks["given"] + looks["wrong"] == told.claimed


def test_the_same_seed_writes_the_same_lines_and_another_one_others(tmp_path: Path) -> None:
    first, again = tell(tmp_path / "a", days=1), tell(tmp_path / "b", days=1)
    for one, other in zip(first, again, strict=True):
        assert one.history == other.history
    for name in ("seventeen.md", "seventeen.svg", "25-starved/history.jsonl"):
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()
    assert first[1].history != first[2].history


def test_a_story_is_told_anew_in_the_same_folder(tmp_path: Path) -> None:
    (tmp_path / "25-replays").mkdir()
    (tmp_path / "25-replays" / "history.jsonl").write_text("of another day\n")
    [replays] = [told for told in tell(tmp_path, days=1) if told.chapter.key == "25-replays"]
    assert replays.claimed == 25


def test_a_way_is_frozen() -> None:
    with pytest.raises(AttributeError):
        CHAPTERS[0].seed = 2  # pyright: ignore[reportAttributeAccessIssue]
    assert msgspec.structs.replace(CHAPTERS[0], seed=2).seed == 2
