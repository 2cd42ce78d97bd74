# ruff: noqa: N801, N815 - the library's names
from collections.abc import Iterator, Sequence

class Element:
    tag: str
    text: str | None
    tail: str | None
    def get(self, key: str) -> str | None: ...
    def find(self, path: str) -> Element | None: ...
    def iter(self, tag: str) -> Iterator[Element]: ...
    def getparent(self) -> Element | None: ...
    def getroottree(self) -> _Tree: ...
    def __iter__(self) -> Iterator[Element]: ...

class DocInfo:
    internalDTD: object | None

class _Tree:
    docinfo: DocInfo

class ErrorTypes:
    ERR_NO_MEMORY: int

class XMLSyntaxError(SyntaxError):
    code: int

class XMLParser:
    def __init__(
        self,
        *,
        resolve_entities: bool,
        load_dtd: bool,
        no_network: bool,
        huge_tree: bool,
        remove_comments: bool,
        remove_pis: bool,
    ) -> None: ...

class iterwalk(Iterator[tuple[str, Element]]):
    def __init__(self, root: Element, *, events: Sequence[str]) -> None: ...
    def __next__(self) -> tuple[str, Element]: ...
    def skip_subtree(self) -> None: ...

def fromstring(text: bytes, parser: XMLParser) -> Element: ...
