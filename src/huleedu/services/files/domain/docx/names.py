"""The names in a .docx that its reader knows, whichever of their vocabularies they are from."""

from lxml import etree

# Each vocabulary has two names: ECMA's, which Word writes, and ISO's of strict documents.
_ECMA = "http://schemas.openxmlformats.org"
_ISO = "http://purl.oclc.org/ooxml"
_WORDS = (f"{_ECMA}/wordprocessingml/2006/main", f"{_ISO}/wordprocessingml/main")
_DRAWING = (f"{_ECMA}/drawingml/2006/main", f"{_ISO}/drawingml/main")
_RELATIONS = (
    f"{_ECMA}/officeDocument/2006/relationships",
    f"{_ISO}/officeDocument/relationships",
)
LEFT_OUT = frozenset(
    {
        # deleted and moved-away text, and codes of fields
        *("del", "moveFrom", "delText", "delInstrText"),
        # settings, which have tabs and breaks of their own
        *("rPr", "pPr", "tblPr", "trPr", "tcPr", "tblPrEx", "tblGrid", "sectPr", "sdtPr"),
        *("sdtEndPr", "ffData", "rubyPr"),
        # readings above East Asian words, and page numbers
        *("rt", "pgNum"),
    }
)
_NAMES: dict[tuple[str, ...], tuple[str, ...]] = {
    _WORDS: (
        *(*LEFT_OUT, "p", "r", "t", "tab", "ptab", "br", "cr", "noBreakHyphen", "sym"),
        *("instrText", "fldChar", "fldSimple", "ins", "moveTo", "sdt", "tbl", "tr", "tc"),
        *("txbxContent", "footnoteReference", "endnoteReference", "altChunk", "object"),
        *("footnote", "endnote", "background", "style", "docDefaults", "rPrDefault", "name"),
        *("basedOn", "pStyle", "rStyle", "tblStyle", "vanish", "color", "sz", "shd", "highlight"),
        *("vertAlign", "rFonts", "framePr", "cellDel", "hidden", "showingPlcHdr", "docPartObj"),
        *("docPartGallery", "ddList", "listEntry", "result"),
    ),
    # text in shapes and diagrams that are no text boxes of Word's
    _DRAWING: ("p", "r", "t", "br", "txBody", "rPr", "pPr", "bodyPr", "lstStyle"),
    (f"{_ECMA}/officeDocument/2006/math", f"{_ISO}/officeDocument/math"): ("oMath",),
    (f"{_ECMA}/markup-compatibility/2006",): ("Fallback", "Choice"),
    (f"{_ECMA}/drawingml/2006/picture", f"{_ISO}/drawingml/picture"): ("pic",),
    (f"{_ECMA}/drawingml/2006/chart", f"{_ISO}/drawingml/chart"): ("chart",),
    (f"{_ECMA}/drawingml/2006/diagram", f"{_ISO}/drawingml/diagram"): ("relIds", "t"),
    ("urn:schemas-microsoft-com:vml",): ("textpath", "imagedata"),
    ("urn:schemas-microsoft-com:office:office",): ("OLEObject",),
}
_OTHERS = {("diagram", "t"): "txBody"}
"""Where a name means something else than Word's own of that name."""
_LOCAL = {
    f"{{{space}}}{name}": _OTHERS.get((space.rpartition("/")[2], name), name)
    for spaces, names in _NAMES.items()
    for space in spaces
    for name in names
}


def local(element: etree.Element) -> str:
    """The name of an element that we know, "" of any other."""
    return _LOCAL.get(element.tag, "")


def child(element: etree.Element, name: str) -> etree.Element | None:
    """The first child of this name."""
    return next((one for one in element if local(one) == name), None)


def value(element: etree.Element | None, name: str = "val") -> str:
    """An attribute, whichever of the two vocabularies it is from; "" if there is none."""
    if element is None:
        return ""
    space = element.tag[: element.tag.find("}") + 1]
    return element.get(space + name) or ""


def relation(element: etree.Element, name: str = "id") -> str:
    """The id of a relation to another part; "" if there is none."""
    return next((id_ for of in _RELATIONS if (id_ := element.get(f"{{{of}}}{name}"))), "")
