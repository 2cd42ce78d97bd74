"""Find the parts of a .docx, also where a program named or related them a little otherwise."""

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from huleedu.services.files.domain.bounded_zip import BoundedZip
from huleedu.services.files.domain.markup import parse

MAIN = "word/document.xml"
_NUMBER = re.compile(r"\d*\.xml$")


@dataclass(frozen=True)
class Related:
    """The parts that a part refers to, those that are in the package."""

    by_kind: dict[str, list[str]] = field(default_factory=dict[str, list[str]])
    """Last word of the relation's type → parts."""
    by_id: dict[str, str] = field(default_factory=dict[str, str])


class DocxPackage:
    """A .docx as its parts."""

    def __init__(self, zipped: BoundedZip) -> None:
        self._zipped = zipped
        self.main = (self.related("").by_kind.get("officeDocument") or [MAIN])[0]

    def content(self, part: str) -> bytes:
        """The bytes of a part; raises `CannotRead`."""
        return self._zipped.part(part)

    def pieces(self, part: str) -> Iterator[bytes]:
        """The same, piece by piece."""
        return self._zipped.pieces(part)

    def root(self, part: str) -> etree.Element:
        """The root of a part; raises `CannotRead`."""
        return parse(self._zipped.part(part))

    def related(self, part: str) -> Related:
        """What a part refers to; the package itself is ""."""
        folder, name = posixpath.split(part)
        relations = posixpath.join(folder, "_rels", f"{name}.rels")
        if not self._zipped.has(relations):
            return self._beside(folder) if part else Related()
        related = Related()
        for one in parse(self._zipped.part(relations)):
            told = (one.get("Target") or "").replace("\\", "/")
            target = posixpath.normpath(posixpath.join("/", folder, told))[1:]
            if one.get("TargetMode") != "External" and self._zipped.has(target):
                kind = (one.get("Type") or "").rpartition("/")[2]
                related.by_kind.setdefault(kind, []).append(target)
                related.by_id[one.get("Id") or ""] = target
        return related

    def _beside(self, folder: str) -> Related:
        """What stands beside a part that says nothing of its relations."""
        related = Related()
        for name in self._zipped.names():
            if posixpath.dirname(name) == folder:
                kind = _NUMBER.sub("", posixpath.basename(name))
                related.by_kind.setdefault(kind, []).append(name)
        return related
