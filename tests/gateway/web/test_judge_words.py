"""What the judge's scripts say is told them, and nothing that they never say."""

import re
from collections.abc import Callable
from pathlib import Path

import httpx
import msgspec

from huleedu.gateway.web.judge_words import CODES, COUNTED

STATIC = Path(__file__).parents[3] / "src" / "huleedu" / "gateway" / "web" / "static"
SCRIPTS = "\n".join(
    (STATIC / name).read_text(encoding="utf-8")
    for name in ("desk.js", "judge.js", "judge_parts.js")
)
PUT_TOGETHER = ("said.", "state.", "link.", "name.")
"""Behind these the scripts put what they were told."""


def test_scripts_say_what_they_are_told_and_all_of_it() -> None:
    told = {*CODES, *COUNTED}
    for code in told:
        if not code.startswith(PUT_TOGETHER):
            assert re.search(rf'words\.{code}\b|"{code}"', SCRIPTS), code
    said = set(re.findall(r"\bwords\.([a-z_]+)\b", SCRIPTS))
    said |= set(re.findall(r"\b(?:say|tell|told)\((?:this\.words, )?\"([a-z_.]+)\"", SCRIPTS))
    assert said - {"questions"} <= told


async def test_the_usual_questions_are_asked_in_the_pages_language(
    browser: Callable[..., httpx.AsyncClient],
) -> None:
    page = await browser(**{"Accept-Language": "sv"}).get("/judge")
    [told] = re.findall(r'data-words="([^"]+)"', page.text)
    words = msgspec.json.decode(told.replace("&#34;", '"').replace("&amp;", "&").encode())
    asked = "Which text is the better piece of writing, in content, structure and language?"
    assert words["questions"][asked].startswith("Vilken text")
    assert words["minutes"] == ["ungefär {n} minut kvar", "ungefär {n} minuter kvar"]
