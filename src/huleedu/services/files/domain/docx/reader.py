"""Read a .docx: the pupil's text as it would be printed with all changes accepted."""

from collections.abc import Callable, Iterable

from lxml import etree

from huleedu.contracts.reason import Reason
from huleedu.services.files.domain.bounded_zip import BoundedZip
from huleedu.services.files.domain.docx.names import local, value
from huleedu.services.files.domain.docx.package import DocxPackage, Related
from huleedu.services.files.domain.docx.styles import DocxStyles
from huleedu.services.files.domain.docx.walk import DocxWalk, Embedded
from huleedu.services.files.domain.left_out import LeftOut, summed
from huleedu.services.files.domain.outcomes import Reading, Refused
from huleedu.services.files.domain.whitespace import joined, lines_once

EMBEDDED_MAX = 30
"""Documents inside a document that are read."""
ReadEmbedded = Callable[[str, bytes], Reading | Refused]
"""Reads a document inside a document: its name, its bytes."""


def read_docx(zipped: BoundedZip, embedded: ReadEmbedded) -> Reading:
    """The body, then the notes that it refers to; headers and footers apart."""
    package = DocxPackage(zipped)
    related = package.related(package.main)
    parts = _Parts(package, related, embedded)
    body = parts.walk(package.root(package.main), related)
    reasons = list(body.left_out.reasons())
    paragraphs = list(body.paragraphs)
    for kind in ("footnote", "endnote"):
        numbers = dict.fromkeys(number for of, number in body.notes if of == kind)
        if numbers and related.by_kind.get(kind + "s"):
            found = parts.notes(related.by_kind[kind + "s"][0], kind)
            walks = [(at, found[number]) for at, number in enumerate(numbers, 1) if number in found]
            for at, note in walks:
                if text := " ".join(filter(None, map(str.strip, note.paragraphs))):
                    paragraphs.append(f"[{at}] {text}")
                reasons += note.left_out.reasons()
    comments = LeftOut()
    comments.on_purpose("comments", " ".join(parts.aside(related.by_kind.get("comments", ()))))
    margins = [*related.by_kind.get("header", ()), *related.by_kind.get("footer", ())]
    tracked = (Reason("changes_were_tracked"),) if body.tracked else ()
    return Reading(
        text=joined(paragraphs),
        format="docx",
        header_text=lines_once(parts.aside(margins)),
        notes=summed((*tracked, *reasons, *comments.reasons(), *parts.remarks)),
    )


def _walked(root: etree.Element, styles: DocxStyles, embedded: Embedded) -> DocxWalk:
    walk = DocxWalk(styles, embedded)
    walk.through(root)
    if walk.fields:  # a field that never ends would swallow all that follows it
        walk = DocxWalk(styles, embedded, trust_fields=False)
        walk.through(root)
    return walk


def _nothing(_relation: str) -> None:
    """What stands in a part that is none of the text is not read."""


_NO_STYLES = DocxStyles(iter(()))


class _Parts:
    """The parts of a document, which are walked with its styles."""

    def __init__(self, package: DocxPackage, related: Related, embedded: ReadEmbedded) -> None:
        self.package = package
        self.remarks: list[Reason] = []
        """What a teacher should know of the documents inside of this one."""
        self._embedded = embedded
        self._read: dict[str, list[str] | None] = {}
        styles = related.by_kind.get("styles", ())
        self._styles = DocxStyles(package.pieces(styles[0]) if styles else iter(()))

    def walk(self, root: etree.Element, related: Related) -> DocxWalk:
        """A way through a part, or through an element of it."""

        def embedded(relation: str) -> list[str] | None:
            return self._inside(related.by_id.get(relation, ""))

        return _walked(root, self._styles, embedded)

    def notes(self, part: str, kind: str) -> dict[str, DocxWalk]:
        """Number → each footnote or endnote; Word's own lines between them are none."""
        related = self.package.related(part)
        return {
            value(note, "id"): self.walk(note, related)
            for note in self.package.root(part)
            if local(note) == kind and value(note, "type") in ("", "normal")
        }

    def aside(self, parts: Iterable[str]) -> list[str]:
        """The paragraphs of parts that are none of the text."""
        return [
            text
            for part in parts
            for text in _walked(self.package.root(part), _NO_STYLES, _nothing).paragraphs
        ]

    def _inside(self, part: str) -> list[str] | None:
        """The paragraphs of a part that stands in the text; None: it can't be read."""
        if part not in self._read:
            self._read[part] = self._paragraphs(part) if len(self._read) < EMBEDDED_MAX else None
        return self._read[part]

    def _paragraphs(self, part: str) -> list[str] | None:
        if not part:
            return None
        if "diagrams/" in part:
            return self.aside([part])
        reading = self._embedded(part, self.package.content(part))
        if isinstance(reading, Refused):
            return None
        self.remarks += reading.notes
        return reading.text.split("\n\n")
