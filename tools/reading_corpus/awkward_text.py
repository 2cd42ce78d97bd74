r"""Rich text, web pages, Markdown and plain text as programs and people write them."""

import textwrap
from collections.abc import Callable

from tools.reading_corpus.awkward import Told


def _bytes_of(text: str) -> str:
    r"""Letters as \'e5."""
    return "".join(
        char if char < "\x80" else "".join(f"\\'{byte:02x}" for byte in char.encode("cp1252"))
        for char in text
    )


def _unicode(text: str) -> str:
    r"""Letters as \u229\'e5: what they are, and what older programs should show."""
    return "".join(c if c < "\x80" else f"\\u{ord(c)}{_instead(c)}" for c in text)


def _instead(char: str) -> str:
    return "".join(f"\\'{byte:02x}" for byte in char.encode("cp1252", "replace"))


def _bare_unicode(text: str) -> str:
    r"""Letters as \uc0\u229 and a space."""
    return "".join(c if c < "\x80" else f"\\uc0\\u{ord(c)} " for c in text)


def wordpad(told: Told) -> bytes:
    """One code page, lines broken anywhere."""
    paragraphs = "\\par\r\n".join(_bytes_of(told.say(3)) for _ in range(3))
    lines = "{\\rtf1\\ansi\\ansicpg1252\\deff0\\deflang1053{\\fonttbl{\\f0\\fnil Calibri;}}\r\n"
    lines += "{\\*\\generator Riched20 10.0;}\\viewkind4\\uc1 \r\n\\pard\\f0\\fs22 "
    return (lines + paragraphs + "\\par\r\n}\r\n").encode("ascii")


def textedit(told: Told) -> bytes:
    """Cocoa's dialect: a backslash at a line's end is a line break, letters without substitutes."""
    body = "\\\n\\\n".join(_bare_unicode(told.say(3)) for _ in range(2))
    head = (
        "{\\rtf1\\ansi\\ansicpg1252\\cocoartf2709\n{\\fonttbl\\f0\\fswiss\\fcharset0 Helvetica;}\n"
    )
    head += "{\\colortbl;\\red255\\green255\\blue255;}\n\\pard\\tx566\\pardirnatural\n\n"
    head += "\\f0\\fs24 \\cf0 "
    return (head + body + "}").encode("ascii")


def word(told: Told) -> bytes:
    """Headers, notes, struck out and hidden text, a link, a box, Cyrillic by font."""
    name = "".join(f"\\'{byte:02x}" for byte in "Олена Коваль".encode("cp1251"))
    head = (
        "{\\rtf1\\ansi\\ansicpg1252\\uc1\\deff0{\\fonttbl{\\f0\\froman\\fcharset0 Times;}"
        "{\\f1\\froman\\fcharset204 Times Cyr;}}{\\stylesheet{\\s0 Normal;}}"
        f"{{\\info{{\\title {told.omit('Mallens titel')}}}{{\\author Nobody}}}}"
        f"{{\\header \\pard {told.omit('Klass nio')}\\par}}{{\\footer \\pard \\chpgn\\par}}\n"
    )
    told.say("Av Олена Коваль")
    body = f"\\pard Av {{\\f1 {name}}}\\par\n"
    body += f"{_unicode(told.say(2))}{{\\super\\chftn}}{{\\footnote \\pard {{\\super\\chftn}} "
    body += f"{_unicode(told.aside('1'))}}} {_unicode(told.say(1))}\\par\n"
    body += f"{_unicode(told.say(1))} {{\\deleted {_unicode(told.omit())}}}"
    body += f"{{\\revised {_unicode(told.say(1))}}}{{\\v {_unicode(told.omit())}}}\\par\n"
    link = '{\\field{\\*\\fldinst { HYPERLINK "x:y" }}{\\fldrslt {'
    body += f"{link}{_unicode(told.say('hela sagan'))}}}}}}}\\par\n"
    body += "{\\shp{\\*\\shpinst{\\sp{\\sn shapeType}{\\sv 202}}{\\shptxt \\pard "
    body += f"{_unicode(told.aside())}\\par}}}}}}{_unicode(told.say(3))}\\par\n"
    body += "{\\*\\datastore 0105000002}{\\pict\\pngblip 89504e470d0a}\\par"
    return (head + body + "}").encode("ascii")


def google_docs_page(told: Told) -> bytes:
    """A page from Google Docs: classes on everything, notes and comments as links."""
    style = '<style type="text/css">@import url(x);.c1{color:#000}ol{margin:0}</style>'
    body = f'<p class="c1 title"><span class="c1">{told.say("Vägen hem")}</span></p>'
    start, end = told.halves(2)
    body += f'<p class="c1"><span>{start}</span><span class="c2">&nbsp;{end}</span>'
    body += '<sup><a href="#ftnt1" id="ftnt_ref1">[1]</a></sup><span> '
    body += f'{told.say(2)}</span><sup><a href="#cmnt1" id="cmnt_ref1">[a]</a></sup></p>'
    body += f'<p class="c3"><span></span></p><p class="c1"><span>{told.say(3)}</span></p>'
    body += '<hr class="c4"><div><p><a href="#ftnt_ref1" id="ftnt1">[1]</a><span>&nbsp;'
    body += f"{told.aside('1')}</span></p></div>"
    body += '<div><p><a href="#cmnt_ref1" id="cmnt1">[a]</a><span>'
    body += f"{told.omit('Bra jobbat, fortsätt!')}</span></p></div>"
    return (
        f'<html><head><meta content="text/html; charset=UTF-8" http-equiv="content-type">{style}'
        f'</head><body class="doc-content">{body}</body></html>'
    ).encode()


def word_page(told: Told) -> bytes:
    """A page that Word saved: Windows' letters, lines wrapped in mid-sentence, its own tags."""

    def wrapped(text: str) -> str:
        return "\r\n".join(textwrap.wrap(text, 70, break_on_hyphens=False))

    head = (
        '<html xmlns:o="urn:schemas-microsoft-com:office:office">\r\n<head>\r\n'
        '<meta http-equiv=Content-Type content="text/html; charset=windows-1252">\r\n'
        f"<title>{told.omit('Dokument utan titel')}</title>\r\n<style>\r\n<!--\r\n p.MsoNormal\r\n"
        "\t{margin:0cm;}\r\n-->\r\n</style>\r\n<!--[if gte mso 9]><xml><o:Pages>osynlig</o:Pages>"
        "</xml><![endif]-->\r\n</head>\r\n"
    )
    body = "".join(
        f"<p class=MsoNormal><span lang=SV>{wrapped(told.say(3))}<o:p></o:p></span></p>\r\n\r\n"
        for _ in range(2)
    )
    items = "".join(
        "<p class=MsoListParagraph><![if !supportLists]><span>·<span>&nbsp;&nbsp; </span></span>"
        f"<![endif]>{wrapped(told.say(1))}</p>\r\n"
        for _ in range(2)
    )
    last = f"<p class=MsoNormal>{wrapped(told.say(2))}</p>"
    for letter, entity in (("å", "&aring;"), ("ä", "&#228;"), ("ö", "&#xF6;")):
        last = last.replace(letter, entity)
    page = f"{head}<body lang=SV>\r\n<div>\r\n{body}{items}{last}</div></body></html>"
    return page.encode("cp1252")


def pasted(told: Told) -> bytes:
    """A piece of a page without head and body, its paragraphs never closed."""
    first = told.say(2)
    breaks = "<br>\n".join(told.say(1) for _ in range(3))
    return (
        f"<!DOCTYPE html>\n<p>{first}\n<p>{breaks}\n<div>{told.say(2)}</div>"
        f"<div>{told.say(2)}<div>{told.say(1)}</div></div>\n<script>var osynlig = 1;</script>"
    ).encode()


def notes_app(told: Told) -> bytes:
    """Markdown with front matter, headings underlined, tasks and a quotation."""
    wrapped = textwrap.fill(told_title := told.say("Det sista tåget"), 80)
    text = f"---\ntitle: {told.omit('Anteckning')}\ntags: [skola]\n---\n\n{wrapped}\n"
    text += "=" * len(told_title) + "\n\n"
    text += textwrap.fill(told.say(4), 78, break_on_hyphens=False) + "\n\n"
    text += f"* {told.say(1)}\n* **{told.say(1)}**\n    * {told.say(1)}\n\n"
    text += f"> {told.say(1)}\n> *{told.say(1)}*\n\n***\n\n{told.say(2)}  \n{told.say(1)}\n"
    return text.replace("\n", "\r\n").encode("utf-8-sig")


def google_docs_markdown(told: Told) -> bytes:
    """Markdown from Google Docs: signs escaped, headings bold, notes as `[^1]`."""
    text = f"# **{told.say('Ett brev till mig själv')}** {{#brev}}\n\n"
    told.truth.text.append("Mitt mål är 100 procent! Eller – ärligt talat – lite mindre.")
    text += "Mitt mål är 100 procent\\! Eller – ärligt talat – lite mindre\\.\n\n"
    note = told.aside("1")
    text += f"{told.say(2)}[^1] {told.say(2)}\n\n1. {told.say(1)}  \n2. {told.say(1)}\n\n"
    told.truth.marks += ["1", "2"]
    text += f"[{told.say('hela texten')}](https://example.org/osynlig)\n\n[^1]:  {note}\n"
    return text.encode()


def old_mac(told: Told) -> bytes:
    """Lines that end with a carriage return, in a Macintosh's letters."""
    return "\r\r".join(told.say(3) for _ in range(3)).encode("mac_roman")


TEXT: dict[str, Callable[[Told], bytes]] = {
    "wordpad.rtf": wordpad,
    "textedit.rtf": textedit,
    "by-word.rtf": word,
    "google-docs.html": google_docs_page,
    "by-word.html": word_page,
    "pasted.html": pasted,
    "notes-app.md": notes_app,
    "google-docs.md": google_docs_markdown,
    "old-mac.txt": old_mac,
}
