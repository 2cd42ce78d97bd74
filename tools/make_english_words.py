"""Write the English words that the chunspell wheel's dictionary of American English lacks.

Run: `uv run tools/make_english_words.py BRITISH AMERICAN`, where each is a folder with `index.aff`
and `index.dic`, as unpacked from the npm packages dictionary-en-gb 3.0.0 and dictionary-en 4.0.0
(Hunspell dictionaries en_GB-ise and en_US, version 2020.12.07, made from SCOWL by Kevin Atkinson;
licence beside the result). They bring British spellings and words that are newer than the wheel's
list. Words with -ise get their forms with -ize from the wheel.
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from hunspell import Hunspell

RESULT = Path("src/huleedu/services/spelling/domain/words/en.txt")
HEAD = """\
# English words that the dictionary of the chunspell wheel lacks: British spellings, newer words.
# Made by tools/make_english_words.py from SCOWL's Hunspell dictionaries; see NOTICE.md beside this.
"""
WORD = re.compile(r"[A-Za-z][a-z]+(?:[-'][a-z]+)*|[A-Z]+")

Rules = dict[tuple[str, str], list[tuple[str, str, str]]]


def main() -> None:
    """Expand both dictionaries and keep what the wheel's doesn't know."""
    wheel = Hunspell("en_US")
    words = {word for folder in sys.argv[1:] for word in _expanded(Path(folder))}
    lacking = sorted(
        word
        for word in words
        if WORD.fullmatch(word) and not word.endswith("'s") and not wheel.spell(word)
    )
    RESULT.write_text(HEAD + "\n".join(lacking) + "\n", encoding="utf-8")
    sys.stdout.write(f"{len(lacking)} words in {RESULT}\n")


def _expanded(folder: Path) -> Iterator[str]:
    """Each word of a Hunspell dictionary with one prefix and one suffix at most."""
    rules = _rules((folder / "index.aff").read_text(encoding="utf-8"))
    for line in (folder / "index.dic").read_text(encoding="utf-8").splitlines()[1:]:
        stem, _, flags = line.partition("/")
        if len(stem) < 2:
            continue
        inflected = [stem, *(w for flag in flags for w in _with(stem, rules.get(("SFX", flag))))]
        yield from inflected
        for flag in flags:
            for word in inflected:
                yield from _with(word, rules.get(("PFX", flag)), front=True)


def _rules(affixes: str) -> Rules:
    """By kind and flag: what to strip, what to add, and a pattern that the word must have."""
    rules: Rules = {}
    for fields in map(str.split, affixes.splitlines()):
        if fields[:1] in (["PFX"], ["SFX"]) and len(fields) >= 5:
            kind, flag, strip, add, condition = fields[:5]
            rule = (strip.strip("0"), add.strip("0").partition("/")[0], condition)
            rules.setdefault((kind, flag), []).append(rule)
    return rules


def _with(
    word: str, rules: list[tuple[str, str, str]] | None, *, front: bool = False
) -> Iterator[str]:
    for strip, add, condition in rules or ():
        if front and re.match(condition, word) and word.startswith(strip):
            yield add + word[len(strip) :]
        elif not front and re.search(f"{condition}$", word) and word.endswith(strip):
            yield word[: len(word) - len(strip)] + add


if __name__ == "__main__":
    main()
