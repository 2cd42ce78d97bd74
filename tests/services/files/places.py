"""Documents with a known word in every place that a format has, for property tests.

A format's test says how each place is written; what a reader should make of it is reckoned here.
"""

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field

from hypothesis import strategies as st

from huleedu.contracts.reason import Reason
from huleedu.services.files.domain import Limits, Reading
from huleedu.services.files.domain.reading import read


@dataclass(frozen=True)
class Leaf:
    """A place with one word."""

    kind: str


@dataclass(frozen=True)
class Paragraph:
    """A block that holds what stands within a paragraph."""

    kind: str
    within: tuple["Leaf | Holder", ...]


@dataclass(frozen=True)
class Holder:
    """What holds blocks: itself a block, or within a paragraph a box."""

    kind: str
    blocks: tuple["Block", ...]


Block = Paragraph | Holder | Leaf


@dataclass(frozen=True, kw_only=True)
class Kinds:
    """The places of a format, and how each is written around its word or what it holds.

    Args:
        leaves: within a paragraph; writes a word, and answers also what is seen of it there.
        boxes: within a paragraph, holding blocks that follow it.
        paragraphs: blocks that hold what stands within a paragraph.
        holders: blocks that hold blocks.
        apart: blocks with a word that is none of the pupil's.
        told: place → the code and kind by which its word is told; "" for a place that isn't told.
        notes: leaves whose words stand at the end, numbered.
    """

    leaves: dict[str, Callable[[str], tuple[str, str]]]
    boxes: dict[str, Callable[[str], str]]
    paragraphs: dict[str, Callable[[str], str]]
    holders: dict[str, Callable[[str], str]]
    apart: dict[str, Callable[[str], str]]
    told: dict[str, tuple[str, str]]
    notes: Collection[str] = ()

    def documents(self) -> st.SearchStrategy[list[Block]]:
        """Blocks that stand in each other, three deep at most."""
        leaf = st.sampled_from(sorted(self.leaves)).map(Leaf)
        blocks: st.SearchStrategy[Block] = self._paragraph(leaf)
        for _ in range(2):
            within = st.lists(blocks, min_size=1, max_size=2).map(tuple)
            choices: list[st.SearchStrategy[Block]] = [self._paragraph(leaf)]
            if self.boxes:
                box = st.builds(Holder, st.sampled_from(sorted(self.boxes)), within)
                choices.append(self._paragraph(leaf | box))
            if self.holders:
                choices.append(st.builds(Holder, st.sampled_from(sorted(self.holders)), within))
            if self.apart:
                choices.append(st.sampled_from(sorted(self.apart)).map(Leaf))
            blocks = st.one_of(choices)
        return st.lists(blocks, min_size=1, max_size=5)

    def _paragraph(self, inline: st.SearchStrategy[Leaf | Holder]) -> st.SearchStrategy[Paragraph]:
        within = st.lists(inline, min_size=1, max_size=4).map(tuple)
        return st.builds(Paragraph, st.sampled_from(sorted(self.paragraphs)), within)


@dataclass
class Written:
    """Writes a document, and keeps what a reader should make of it."""

    kinds: Kinds
    told: Counter[tuple[str, str]] = field(default_factory=Counter[tuple[str, str]])
    notes: list[str] = field(default_factory=list[str])
    words: int = 0

    def blocks(self, blocks: Sequence[Block]) -> tuple[str, list[str]]:
        """Their markup, and their paragraphs."""
        each = [self._block(block) for block in blocks]
        return "".join(xml for xml, _ in each), [one for _, found in each for one in found]

    def _block(self, block: Block) -> tuple[str, list[str]]:
        kinds = self.kinds
        if isinstance(block, Leaf):
            return kinds.apart[block.kind](self._word(block.kind)), []
        if isinstance(block, Holder):
            xml, found = self.blocks(block.blocks)
            return kinds.holders[block.kind](xml), found
        xml, text, boxes = "", "", list[str]()
        for one in block.within:
            if isinstance(one, Holder):
                inner, found = self.blocks(one.blocks)
                xml += kinds.boxes[one.kind](inner)
                boxes += found
                continue
            written, seen = kinds.leaves[one.kind](self._word(one.kind))
            if one.kind in kinds.notes:
                self.notes.append(seen)
                seen = ""
            xml, text = xml + written, text + seen
        return kinds.paragraphs[block.kind](xml), [text, *boxes]

    def _word(self, kind: str) -> str:
        """The next word; it is told of if it stands in such a place."""
        self.words += 1
        if kind in self.kinds.told:
            self.told[self.kinds.told[kind]] += 1
        return "ord" + "".join(chr(ord("a") + int(digit)) for digit in str(self.words))

    def is_read_as(self, name: str, content: bytes, paragraphs: list[str]) -> None:
        """The file holds these paragraphs and the notes, and tells what was left out."""
        wanted = [*paragraphs, *(f"[{at}] {note}" for at, note in enumerate(self.notes, start=1))]
        wanted = [kept for text in wanted if (kept := " ".join(text.split()))]
        outcome = read(name, content, Limits())
        assert isinstance(outcome, Reading), outcome
        found = [" ".join(p.split()) for p in outcome.text.split("\n\n")]
        assert found == wanted
        told = Counter(
            {(note.code, str(note.facts["kind"])): note.facts["n"] for note in _accounts(outcome)}
        )
        assert told == self.told


def _accounts(reading: Reading) -> list[Reason]:
    return [note for note in reading.notes if "n" in note.facts]


def seen(form: str) -> Callable[[str], tuple[str, str]]:
    """A place that shows its word; `{}` stands for it."""
    return lambda word: (form.format(word + " "), word + " ")


def unseen(form: str) -> Callable[[str], tuple[str, str]]:
    """A place that doesn't."""
    return lambda word: (form.format(word + " "), "")


def around(form: str) -> Callable[[str], str]:
    """A block around what it holds."""
    return form.format
