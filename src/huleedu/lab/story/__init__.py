"""The story of the seventeen: 30 tasks, 15 slots, and five ways to count something else than 15."""

from huleedu.lab.story.chapters import CHAPTERS, Chapter, Counted
from huleedu.lab.story.telling import PAGE, PICTURE, ToldChapter, tell

__all__ = ["CHAPTERS", "PAGE", "PICTURE", "Chapter", "Counted", "ToldChapter", "tell"]
