"""Whatever place of an .md a word stands in, it is in the text once, or told of, or nobody's."""

from hypothesis import given, settings
from tests.services.files.places import Block, Kinds, Leaf, Paragraph, Written, around, seen, unseen

KINDS = Kinds(
    leaves={
        "plain": seen("{}"),
        "strong": lambda word: (f"**{word}** ", f"{word} "),
        "link": lambda word: (f"[{word}](http://x.y) ", f"{word} "),
        "code": lambda word: (f"`{word}` ", f"{word} "),
        "struck": lambda word: (f"~~{word}~~ ", f"{word} "),
        "description": unseen('<i title="{}"></i> '),
        "remark": unseen("<!-- {} --> "),
    },
    boxes={},
    paragraphs={
        "paragraph": around("\n\nx {}\n\n"),
        "heading": around("\n\n## x {}\n\n"),
        "item": around("\n\n- x {}\n\n"),
        "quote": around("\n\n> x {}\n\n"),
    },
    holders={},
    apart={"remark": around("\n\n<!-- {} -->\n\n")},
    told={"remark": ("left_out", "comments")},
)


@settings(max_examples=100, deadline=None)
@given(KINDS.documents())
def test_every_word_of_the_pupil_is_read_once_in_order(blocks: list[Block]) -> None:
    written = Written(KINDS)
    text, paragraphs = written.blocks([*blocks, Paragraph("paragraph", (Leaf("plain"),))])
    written.is_read_as("a.md", text.encode(), [f"x {paragraph}" for paragraph in paragraphs])
