"""Of Markdown the words are read, without its signs, in every place where they may stand."""

from hypothesis import given
from hypothesis import strategies as st

from huleedu.contracts.reason import Reason
from huleedu.services.files.domain import Limits, Reading
from huleedu.services.files.domain.reading import read


def of(text: str, name: str = "essay.md") -> Reading:
    outcome = read(name, text.encode(), Limits())
    assert isinstance(outcome, Reading)
    return outcome


PLACES = {
    "body": "{}",
    "heading": "## {}",
    "closed heading": "# {} #",
    "heading with a name": "# **{}** {{#h-1}}",
    "underlined": "{}\n=====",
    "list": "* {}",
    "numbers": "1. {}",
    "task": "- [ ] {}",
    "inner list": "- {}\n    - {}",
    "quotation": "> {}",
    "table": "| {} | {} |\n| --- | --- |\n| {} | {} |",
    "strong": "**{}** _{}_ ***{}*** ~~{}~~",
    "code": "`{}`",
    "fence": "```\n{}\n```",
    "set in": "    {}",
    "link": "[{}](https://example.org/x) [{}][1]\n\n[1]: https://example.org/y",
    "tag": "<b>{}</b> <span style='x'>{}</span>",
    "page": "<div>\n<p>{}</p>\n</div>",
    "broken": "{}\\\n{}  \n{}<br>{}",
    "escaped": "{}\\! {}\\.",
    "long": "{}" + " {}" * 40,
}
WORDS = st.text("abcdefghijklmnopqrstuvwxyzåäö", min_size=2, max_size=9)


@given(places=st.lists(st.sampled_from([*PLACES]), min_size=1, max_size=8), data=st.data())
def test_the_words_of_every_place_come_once_and_in_order(
    places: list[str], data: st.DataObject
) -> None:
    blocks: list[str] = []
    meant: list[str] = []
    for place in places:
        count = PLACES[place].count("{}")
        words = data.draw(st.lists(WORDS, min_size=count, max_size=count))
        meant += words
        blocks.append(PLACES[place].format(*words))
    found = of("\n\n<!-- ut -->\n\n".join(blocks))
    assert found.text.replace("!", "").replace(".", "").split() == meant
    assert found.format == "md"


def test_notes_come_at_the_end_in_the_order_of_their_marks() -> None:
    found = of("Ett[^b] två[^1].\n\n[^1]: Sist\n    och mer\n[^b]: Först\n\nTre.\n\n[^c]: Ensam\n")
    assert found.text == "Ett två.\n\nTre.\n\n[1] Först\n\n[2] Sist och mer\n\n[3] Ensam"


def test_what_is_left_out_is_told() -> None:
    head = "---\ntitle: Min text\nauthor: Åsa Öberg\n---\n\n"
    found = of(head + "Hej <!-- två ord --> då.\n\n![en bild](x.png)")
    assert found.text == "Hej  då."
    assert found.header_text == "Min text\nÅsa Öberg"
    told = {str(note.facts["kind"]): note.facts["n"] for note in found.notes}
    assert told == {"comments": 2, "pictures": 1, "header": 4}
    assert Reason("left_out", {"kind": "comments", "n": 2}) in found.notes


def test_what_only_looks_like_a_sign_stays() -> None:
    for text in (
        "<namn> kom hem, och 5 < 6 men 7 > 3.",
        "1987. Det året föddes hon.",
        "Hon sade #hej och 2 * 3 * 4 till mig_och_dig.",
        "---\n\nBörjan efter ett streck.\n\n---",
    ):
        words = [word for word in text.split() if word != "---"]
        assert of(text).text.split() == words


def test_lines_stay_lines_and_long_ones_paragraphs() -> None:
    assert of("ett\ntvå\n\ntre").text == "ett\ntvå\n\ntre"
    long = "ord " * 40
    assert of(f"{long}\n{long}").text == f"{long.strip()}\n\n{long.strip()}"


def test_only_what_is_named_so_is_markdown() -> None:
    assert of("# Hej **du**", name="essay.txt").text == "# Hej **du**"
    assert of("# Hej **du**", name="ESSAY.MARKDOWN").text == "Hej du"
