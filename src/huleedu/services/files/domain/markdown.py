"""Read a .md: the words, without the signs that say how they should look."""

import re
from collections.abc import Iterator, Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token

from huleedu.contracts.reason import Reason
from huleedu.services.files.domain.left_out import LeftOut
from huleedu.services.files.domain.outcomes import Reading
from huleedu.services.files.domain.txt import letters_of
from huleedu.services.files.domain.whitespace import clean, joined, lines_once, paragraphs_apart

NUMBER_MAX = 99
"""A larger number before a paragraph is a year or the like, and no item's of a list."""

# What an editor keeps of the file, as YAML: "title: My summer".
_FRONT_MATTER = re.compile(
    r"---[ \t]*\n((?:(?:[\w-]+:|[ \t#-])[^\n]*\n){1,200}?)(?:---|\.\.\.)[ \t]*(?:\n|\Z)"
)
_KEY = re.compile(r"^[\w -]+:[ \t]*", re.MULTILINE)
# "[^1]: a note", with lines that go on, set in or not, until an empty line.
_NOTE = re.compile(
    r"^ {0,3}\[\^([^\]\s]{1,40})\]:[ \t]*(.*(?:\n(?![ \t]*\n| {0,3}\[\^).+)*)\n?", re.MULTILINE
)
_NOTE_MARK = re.compile(r"\[\^[^\]\s]{1,40}\]")
_HEADING_ID = re.compile(r"[ \t]*\{[#.][^{}]*\}\s*\Z")
_TASK = re.compile(r"\[[ xX]\][ \t]+")
_COMMENT = re.compile(r"<!--(.*?)(?:-->|\Z)", re.DOTALL)
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
# What is no tag of HTML is something that the pupil wrote in angle brackets.
_TAG = re.compile(
    r"</?(?:a|b|big|blockquote|center|code|del|details|div|em|font|h[1-6]|hr|i|img|ins|kbd|li|mark|ol"
    r"|p|pre|q|s|small|span|strike|strong|sub|summary|sup|table|tbody|td|th|thead|tr|u|ul)"
    r"(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)


def read_markdown(name: str, content: bytes) -> Reading:
    """The text, then its notes; what stands before it about the file goes with the headers.

    Raises `CannotRead` for binary content and unknown letters.
    """
    letters = letters_of(name, content)
    text, header = clean(letters.text) + "\n", ""
    if found := _FRONT_MATTER.match(text):
        text, header = text[found.end() :], _KEY.sub("", found[1])
    left_out = LeftOut()
    notes = {found[1]: found[2] for found in _NOTE.finditer(text)}
    text = _NOTE.sub("\n", text)
    marks = [mark[2:-1] for mark in _NOTE_MARK.findall(text)]
    body = _Walk(left_out).paragraphs(text)
    for at, note in enumerate(dict.fromkeys((*marks, *notes)), start=1):
        if note in notes:
            words = " ".join(" ".join(_Walk(left_out).paragraphs(notes[note])).split())
            body.append(f"[{at}] {words}")
    return Reading(
        text=paragraphs_apart(joined(body)),
        format="md",
        header_text=lines_once([header]),
        encoding=letters.encoding,
        notes=(*map(Reason, letters.doubts), *left_out.reasons()),
    )


class _Walk:
    """One way through the blocks of a text."""

    def __init__(self, left_out: LeftOut) -> None:
        self._left_out = left_out
        self._parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])

    def paragraphs(self, text: str) -> list[str]:
        """The paragraphs, headings, items and cells, in order."""
        return list(self._blocks(self._parser.parse(text)))

    def _blocks(self, blocks: Sequence[Token]) -> Iterator[str]:
        number = ""
        for before, block in zip((None, *blocks), blocks, strict=False):
            match block.type:
                case "inline":
                    words = "".join(map(self._inline, block.children or ()))
                    if before is not None and before.type == "heading_open":
                        words = _HEADING_ID.sub("", words)
                    yield number + (
                        words[found.end() :] if (found := _TASK.match(words)) else words
                    )
                    number = ""
                case "list_item_open":
                    number = f"{block.info}. " if _is_large(block.info) else ""
                case "fence" | "code_block":
                    yield block.content
                case "html_block":
                    yield self._html(block.content)
                case _:
                    pass

    def _inline(self, token: Token) -> str:
        match token.type:
            case "text":
                return _NOTE_MARK.sub("", token.content)
            case "code_inline":
                return token.content
            case "softbreak" | "hardbreak":
                return "\n"
            case "html_inline":
                return self._html(token.content)
            case "image":
                self._left_out.drawn("pictures")
                return ""
            case _:
                return ""

    def _html(self, text: str) -> str:
        """Without tags; comments are told."""
        for comment in _COMMENT.findall(text):
            self._left_out.on_purpose("comments", comment)
        return _TAG.sub("", _BREAK.sub("\n", _COMMENT.sub("", text)))


def _is_large(number: str) -> bool:
    return number.isdecimal() and int(number) > NUMBER_MAX
