"""OpenDocument texts as other programs than LibreOffice write them."""

from collections.abc import Callable

from tools.reading_corpus.awkward import Told, package

_SPACES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for short, name in (
        *((name, name) for name in ("office", "style", "text", "table")),
        ("draw", "drawing"),
        ("fo", "xsl-fo-compatible"),
        ("svg", "svg-compatible"),
    )
)
_KIND = "application/vnd.oasis.opendocument.text"


def _document(body: str, *, styles: str = "", margins: str = "") -> bytes:
    head = '<?xml version="1.0" encoding="UTF-8"?>'
    return package(
        {
            "mimetype": _KIND,
            "content.xml": f'{head}<office:document-content {_SPACES} office:version="1.2">'
            f"<office:automatic-styles>{styles}</office:automatic-styles><office:body>"
            f"<office:text>{body}</office:text></office:body></office:document-content>",
            "styles.xml": f'{head}<office:document-styles {_SPACES} office:version="1.2">'
            '<office:master-styles><style:master-page style:name="Standard">'
            f"{margins}</style:master-page></office:master-styles></office:document-styles>",
            "META-INF/manifest.xml": f"{head}<manifest:manifest xmlns:manifest="
            '"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
            f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{_KIND}"/>'
            '<manifest:file-entry manifest:full-path="content.xml" '
            'manifest:media-type="text/xml"/></manifest:manifest>',
        },
        stored=("mimetype",),
    )


def _p(*inside: str) -> str:
    return f"<text:p>{''.join(inside)}</text:p>"


def _note(number: int, text: str) -> str:
    return (
        f'<text:note text:note-class="footnote"><text:note-citation>{number}</text:note-citation>'
        f"<text:note-body>{_p(text)}</text:note-body></text:note>"
    )


def google_docs(told: Told) -> bytes:
    """Spans around every few words, spaces as elements, a note, a comment, a running header."""
    first, last = told.halves(2)
    spans = "".join(
        f'<text:span text:style-name="T{at}">{word}</text:span><text:s/>'
        for at, word in enumerate(first.split(" "))
    )
    comment = f"<office:annotation><text:p>{told.omit()}</text:p></office:annotation>"
    body = _p(spans, last, comment) + _p(told.say(2), _note(1, told.aside("1")), " " + told.say(2))
    header = f"<style:header>{_p(told.omit('Olena Коваль 9B'))}</style:header>"
    told.truth.marks += ["1", "2", "3"]
    items = "".join(f"<text:list-item>{_p(told.say(1))}</text:list-item>" for _ in range(3))
    return _document(body + f"<text:list>{items}</text:list>", margins=header)


def by_word(told: Told) -> bytes:
    """Bookmarks, page breaks in mid-sentence, a link, a shape with words, struck out text."""
    start, end = told.halves(2)
    struck = (
        '<text:tracked-changes><text:changed-region text:id="c1"><text:deletion>'
        f"<office:change-info/>{_p(told.omit())}</text:deletion></text:changed-region>"
        "</text:tracked-changes>"
    )
    body = struck + _p(
        f'<text:bookmark-start text:name="b"/>{start}<text:soft-page-break/> '
        f'<text:change text:change-id="c1"/>{end}<text:bookmark-end text:name="b"/>'
    )
    shape = (
        '<draw:custom-shape svg:width="5cm" svg:height="2cm"><svg:title>'
        f"{told.omit('Bild som inte syns')}</svg:title>{_p(told.aside())}"
        "<draw:enhanced-geometry/></draw:custom-shape>"
    )
    before, after = told.halves(2)
    body += _p(before + " ", shape, after)
    body += _p(f'<text:a xmlns:xlink="x" xlink:href="y">{told.say("hela berättelsen")}</text:a>')
    return _document(body + _p(told.say(3)))


def frames(told: Told) -> bytes:
    """A text box in a group in a frame, a table in a frame, and a ruby above a word."""
    inside = told.aside()
    group = (
        "<draw:g><draw:rect/><draw:frame><draw:text-box>"
        f"{_p(inside)}</draw:text-box></draw:frame></draw:g>"
    )
    before, after = told.halves(3)
    body = _p(before + " ", group, after)
    cells = "".join(f"<table:table-cell>{_p(told.say(1))}</table:table-cell>" for _ in range(2))
    body += f"<table:table><table:table-row>{cells}</table:table-row></table:table>"
    last = told.halves()
    ruby = (
        f"<text:ruby><text:ruby-base>{last[1]}</text:ruby-base><text:ruby-text>"
        f"{told.omit('uttal')}</text:ruby-text></text:ruby>"
    )
    return _document(body + _p(last[0] + " ", ruby))


def unseen(told: Told) -> bytes:
    """Text that a style hides, in a span and in a section."""
    styles = (
        '<style:style style:name="Gone" style:family="text"><style:text-properties '
        'text:display="none"/></style:style>'
    )
    hidden = f'<text:span text:style-name="Gone">{told.omit()}</text:span>'
    body = _p(told.say(3) + " ", hidden)
    body += f'<text:section text:display="none">{_p(told.omit())}</text:section>'
    return _document(body + _p(told.say(4)), styles=styles)


ODT: dict[str, Callable[[Told], bytes]] = {
    "google-docs.odt": google_docs,
    "by-word.odt": by_word,
    "frames.odt": frames,
    "unseen.odt": unseen,
}
