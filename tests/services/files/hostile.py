"""Files that want to do harm, or are broken, and what is to be said of each.

`HOSTILE` holds them by name. Their bytes are made when asked for; the same each time.
"""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from docx import Document
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

MB = 1 << 20
HUGE_BYTES = 200 * MB
DAMAGED = ("damaged",)
BOMB = ("unpacks_too_large",)
# Which of the limits is met first depends on the machine; a C++ library dies of too little memory.
DRAINED = ("needs_too_much_memory", "took_too_long", "unreadable")
BINARY = ("unsupported_type",)


@dataclass(frozen=True)
class Hostile:
    """One file: its name, its bytes, and the codes of which one must be answered."""

    name: str
    make: Callable[[], bytes]
    codes: tuple[str, ...]


def packed(*members: tuple[str, bytes], level: int = 9) -> bytes:
    """A .zip of these."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as archive:
        for name, content in members:
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED, level)
    return out.getvalue()


def docx(*paragraphs: str) -> bytes:
    """A Word document of these paragraphs."""
    document = Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def with_part(document: bytes, name: str, content: bytes, level: int = 9) -> bytes:
    """The document with one of its parts replaced."""
    with zipfile.ZipFile(io.BytesIO(document)) as old:
        parts = {part: old.read(part) for part in old.namelist()}
    return packed(*{**parts, name: content}.items(), level=level)


def odt(content_xml: bytes, *more: tuple[str, bytes], kind: str = "") -> bytes:
    """An OpenDocument text, or a template or the like, with this content."""
    manifest = b'<manifest:manifest xmlns:manifest="urn:x"/>'
    return packed(
        ("mimetype", f"application/vnd.oasis.opendocument.text{kind}".encode()),
        ("META-INF/manifest.xml", manifest),
        ("content.xml", content_xml),
        *more,
    )


def pdf(*texts: str, password: str | None = None) -> bytes:
    """A page for each text."""
    out = io.BytesIO()
    lock = StandardEncryption(password, ownerPassword="owner") if password is not None else None
    canvas = Canvas(out, invariant=1, encrypt=lock)
    for text in texts:
        canvas.drawString(72, 700, text)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def raw_pdf(*objects: bytes) -> bytes:
    """A PDF of objects as they stand, numbered from 1; the first is the catalogue."""
    out = b"%PDF-1.4\n"
    places: list[int] = []
    for number, content in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    count = len(objects) + 1
    return (
        out
        + b"xref\n0 %d\n0000000000 65535 f \n%s" % (count, table)
        + b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (count, len(out))
    )


def one_page_pdf(stream: bytes, settings: bytes = b"") -> bytes:
    """A page with this content stream."""
    return raw_pdf(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R"
        b"/Resources<</Font<</F 5 0 R>>>>>>",
        b"<<%s/Length %d>>\nstream\n%s\nendstream" % (settings, len(stream), stream),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    )


def zeros_packed(size: int) -> bytes:
    """So many zero bytes, as zlib packs them."""
    packer = zlib.compressobj(9)
    piece = bytes(MB)
    return b"".join([*(packer.compress(piece) for _ in range(size // MB)), packer.flush()])


def flat_bomb() -> bytes:
    """One member that unpacks to 1 GB."""
    out = io.BytesIO()
    piece = bytes(MB)
    with (
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
        archive.open("Anna.txt", "w") as member,
    ):
        for _ in range(1024):
            member.write(piece)
    return out.getvalue()


def lying_bomb() -> bytes:
    """The same, but each header says that the member has 100 bytes."""
    bomb = bytearray(flat_bomb())
    true = struct.pack("<I", 1 << 30)
    lie = struct.pack("<I", 100)
    while (at := bomb.find(true)) >= 0:
        bomb[at : at + 4] = lie
    return bytes(bomb)


def overlapping_bomb() -> bytes:
    """A hundred members that share one kernel of packed bytes (10 MB each)."""
    kernel = zeros_packed(10 * MB)[2:-4]
    crc = zlib.crc32(bytes(10 * MB))
    sizes = struct.pack("<III", crc, len(kernel), 10 * MB)
    local = b"PK\x03\x04" + struct.pack("<HHHHH", 20, 0, 8, 0, 0x21) + sizes
    out = local + struct.pack("<HH", 5, 0) + b"a.txt" + kernel
    entry = b"PK\x01\x02" + struct.pack("<HHHHHH", 20, 20, 0, 8, 0, 0x21) + sizes
    entry += struct.pack("<HHHHHII", 5, 0, 0, 0, 0, 0, 0) + b"a.txt"
    directory = entry * 100
    end = struct.pack("<HHHHIIH", 0, 0, 100, 100, len(directory), len(out), 0)
    return out + directory + b"PK\x05\x06" + end


def crowded() -> bytes:
    """An archive of a million entries that hold nothing: only its directory is large."""
    entry = b"PK\x01\x02" + bytes(42)
    directory = entry * 400_000
    end = struct.pack("<HHHHIIH", 0, 0, 0xFFFF, 0xFFFF, len(directory), 0, 0)
    return b"PK\x03\x04" + directory + b"PK\x05\x06" + end


def encrypted_zip() -> bytes:
    """A member whose flag says that it is encrypted, as `zip -e` sets it."""
    archive = bytearray(packed(("Anna.txt", b"a secret essay " * 20)))
    for sign, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        archive[archive.find(sign) + flags] |= 1
    return bytes(archive)


def compound(*parts: str) -> bytes:
    """An OLE compound file with these parts in its directory: old or encrypted documents."""
    names = b"".join(part.encode("utf-16-le").ljust(128, b"\0") for part in parts)
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + names.ljust(1024, b"\0")


_LAUGHS = b"".join(
    b'<!ENTITY l%d "%s">' % (level, b"&l%d;" % (level - 1) * 10) for level in range(1, 10)
)
BILLION = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "ha">' + _LAUGHS + b"]>"
OUTSIDE = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l9 SYSTEM "file:///etc/passwd">]>'
W = b'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
WORD_BODY = b"<w:document %s><w:body><w:p><w:r><w:t>%s</w:t></w:r></w:p></w:body></w:document>"
FALLBACKS = (
    b'<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
    b"<mc:Choice/>%s</mc:AlternateContent>" % (b"<mc:Fallback/>" * 200_000)
)
MIME = b"MIME-Version: 1.0\n"


def _mime_part(number: int) -> bytes:
    """The beginning of a part that holds the next one."""
    return b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (number, number)


ODT_BODY = (
    b'<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    b'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:text>'
    b"<text:p>%s</text:p></office:text></office:body></office:document-content>"
)


def in_word(content: bytes, level: int = 9) -> bytes:
    """A Word document whose main part is this."""
    return with_part(docx("x"), "word/document.xml", content, level)


def deep(levels: int) -> bytes:
    """Tags in tags in tags."""
    inside = b"<w:p>" * levels + b"</w:p>" * levels
    return b"<w:document %s><w:body>%s</w:body></w:document>" % (W, inside)


def cut(content: bytes, share: float) -> bytes:
    """The beginning of it."""
    return content[: int(len(content) * share)]


def noise(start: bytes, seed: int) -> bytes:
    """Random bytes after a known beginning."""
    return start + Random(seed).randbytes(20_000)


def pictures_pdf() -> bytes:
    """100 pages, each a picture of 100 million points that packs to nothing."""
    picture = zeros_packed(100 * MB)
    kids = b" ".join(b"%d 0 R" % number for number in range(4, 104))
    page = (
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 104 0 R"
        b"/Resources<</XObject<</P 3 0 R>>>>>>"
    )
    drawn = b"q 600 0 0 800 0 0 cm /P Do Q"
    return raw_pdf(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[%s]/Count 100>>" % kids,
        b"<</Type/XObject/Subtype/Image/Width 10240/Height 10240/BitsPerComponent 8"
        b"/ColorSpace/DeviceGray/Filter/FlateDecode/Length %d>>\nstream\n%s\nendstream"
        % (len(picture), picture),
        *[page] * 100,
        b"<</Length %d>>\nstream\n%s\nendstream" % (len(drawn), drawn),
    )


def looping_pdf() -> bytes:
    """The page tree holds itself."""
    return raw_pdf(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[2 0 R 3 0 R]/Count 9>>",
        b"<</Type/Pages/Parent 2 0 R/Kids[2 0 R]/Count 4>>",
    )


def self_drawing_pdf() -> bytes:
    """A drawing that draws itself, twice."""
    drawn = b"/X Do /X Do"
    return raw_pdf(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R"
        b"/Resources<</XObject<</X 5 0 R>>>>>>",
        b"<</Length %d>>\nstream\n%s\nendstream" % (len(drawn), drawn),
        b"<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 5 0 R>>>>"
        b"/Length %d>>\nstream\n%s\nendstream" % (len(drawn), drawn),
    )


def stream_bomb(size: int) -> bytes:
    """A page whose content unpacks to so many bytes, through two layers."""
    twice = zlib.compress(zeros_packed(size), 9)
    return one_page_pdf(twice, b"/Filter[/FlateDecode/FlateDecode]")


def letters_bomb() -> bytes:
    """A page of 60 million letters."""
    packer = zlib.compressobj(9)
    piece = b"BT /F 9 Tf 1 0 0 1 9 9 Tm (" + b"a" * 6000 + b") Tj ET\n"
    packed_pieces = b"".join([*(packer.compress(piece) for _ in range(10_000)), packer.flush()])
    return one_page_pdf(packed_pieces, b"/Filter/FlateDecode")


def encrypted_odt() -> bytes:
    """What LibreOffice writes with a password: parts that are noise, and how to read them."""
    manifest = b'<m:manifest xmlns:m="urn:x"><m:encryption-data/></m:manifest>'
    return with_part(odt(noise(b"", 1)), "META-INF/manifest.xml", manifest)


TEXT = "Det var en gång en älg som åt blåbär på ön. " * 40
NESTED = packed(("inner.zip", packed(("Anna.txt", TEXT.encode()))))
# r.zip unpacks to itself for ever; the first step is what a reader would meet.
QUINE_LIKE = packed(("r.zip", packed(("r.zip", NESTED))))
_SECRET = pdf(TEXT[:80], password="hemligt")
_LARGE_BODY = WORD_BODY % (W, b"a" * (30 * MB))
_TAGS_BODY = b"<w:document %s><w:body>%s</w:body></w:document>" % (W, b"<p/>" * 4_500_000)

HOSTILE: dict[str, Hostile] = {
    file.name: file
    for file in (
        Hostile("0 bytes.txt", bytes, ("empty",)),
        Hostile("0 bytes.docx", bytes, ("empty",)),
        Hostile("only white space.txt", lambda: b" \r\n\t \n" * 500, ("empty",)),
        Hostile("only marks.txt", "\ufeff\u200b \u2028".encode, ("empty",)),
        Hostile("no words.docx", lambda: docx("", " "), ("empty",)),
        Hostile("blank page.pdf", lambda: pdf(""), ("empty",)),
        Hostile("200 MB.docx", lambda: bytes(HUGE_BYTES), ("too_large",)),
        Hostile("21 MB.txt", lambda: b"a" * (21 * MB), ("too_large",)),
        Hostile("two million letters.txt", lambda: b"ab cd " * 350_000, ("too_long_text",)),
        Hostile("flat bomb.zip", flat_bomb, ("too_large", *BOMB)),
        Hostile("lying bomb.zip", lying_bomb, ("unpacks_too_large", "damaged")),
        Hostile("overlapping bomb.zip", overlapping_bomb, DAMAGED),
        Hostile("crowded.zip", crowded, ("too_many_files",)),
        Hostile(
            "501 files.zip",
            lambda: packed(*((f"{number}.txt", b"x") for number in range(501))),
            ("too_many_files",),
        ),
        Hostile("nothing in it.zip", packed, ("empty",)),
        Hostile("nested.zip", lambda: NESTED, ("nested_archive",)),
        Hostile("quine.zip", lambda: QUINE_LIKE, ("nested_archive",)),
        Hostile("bomb.docx", lambda: in_word(zeros_packed(1)), DAMAGED),
        Hostile("bomb part.docx", lambda: in_word(_LARGE_BODY), BOMB),
        Hostile("four million tags.docx", lambda: in_word(_TAGS_BODY, 0), DRAINED),
        Hostile(
            "billion laughs.docx", lambda: in_word(BILLION + WORD_BODY % (W, b"&l9;")), DAMAGED
        ),
        Hostile("outside.docx", lambda: in_word(OUTSIDE + WORD_BODY % (W, b"&l9;")), DAMAGED),
        Hostile(
            "utf-16 laughs.docx",
            lambda: in_word((BILLION + WORD_BODY % (W, b"&l9;")).decode().encode("utf-16")),
            DAMAGED,
        ),
        Hostile("billion laughs.odt", lambda: odt(BILLION + ODT_BODY % b"&l9;"), DAMAGED),
        Hostile("outside.odt", lambda: odt(OUTSIDE + ODT_BODY % b"&l9;"), DAMAGED),
        Hostile("deep.docx", lambda: in_word(deep(100_000)), DAMAGED),
        Hostile("not well formed.docx", lambda: in_word(b"<w:document>"), DAMAGED),
        Hostile("no main part.docx", lambda: packed(("[Content_Types].xml", b"<x/>")), DAMAGED),
        Hostile("an archive.docx", lambda: packed(("Anna.txt", TEXT.encode())), DAMAGED),
        Hostile("loop.pdf", looping_pdf, ("damaged", "empty")),
        Hostile("draws itself.pdf", self_drawing_pdf, DRAINED),
        Hostile("pictures.pdf", pictures_pdf, ("no_text_layer",)),
        Hostile(
            "a billion pages.pdf",
            lambda: raw_pdf(
                b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[]/Count 1000000000>>"
            ),
            ("too_many_pages", "damaged"),
        ),
        Hostile("201 pages.pdf", lambda: pdf(*["x"] * 201), ("too_many_pages",)),
        Hostile(
            "stream bomb.pdf",
            lambda: stream_bomb(1024 * MB),
            DRAINED,
        ),
        Hostile(
            "letters bomb.pdf",
            letters_bomb,
            ("too_long_text", *DRAINED),
        ),
        Hostile("locked.pdf", lambda: _SECRET, ("password",)),
        Hostile("locked.docx", lambda: compound("EncryptedPackage"), ("password",)),
        Hostile("locked.odt", encrypted_odt, ("password",)),
        Hostile("locked.zip", encrypted_zip, ("password",)),
        Hostile("old.doc", lambda: compound("WordDocument"), BINARY),
        Hostile("program.txt", lambda: noise(b"\x7fELF", 2), BINARY),
        Hostile("picture.pdf", lambda: noise(b"\xff\xd8\xff\xe0", 3), BINARY),
        Hostile("picture.heic", lambda: noise(b"\0\0\0\x18ftypheic", 4), BINARY),
        Hostile("fallbacks.docx", lambda: in_word(WORD_BODY % (W, FALLBACKS)), ("empty",)),
        Hostile("deep.rtf", lambda: b"{\\rtf1" + b"{" * 1_000_000, DAMAGED),
        Hostile("deep.html", lambda: b"<html>" + b"<b>" * 1_000_000 + b"x", DAMAGED),
        Hostile("deep.mht", lambda: MIME + b"".join(map(_mime_part, range(50_000))), DAMAGED),
        Hostile("noise.docx", lambda: noise(b"", 5), DAMAGED),
        Hostile("noise.pdf", lambda: noise(b"%PDF-1.7\n", 6), DAMAGED),
        Hostile("noise.zip", lambda: noise(b"PK\x03\x04", 7), DAMAGED),
        Hostile("noise.doc", lambda: noise(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 8), BINARY),
        Hostile("noise.7z", lambda: noise(b"7z\xbc\xaf\x27\x1c", 9), BINARY),
        *(
            Hostile(f"cut at {share:.0%}.{kind}", lambda c=content, s=share: cut(c, s), DAMAGED)
            for kind, content in (("docx", docx(TEXT)), ("odt", odt(ODT_BODY % TEXT.encode())))
            for share in (0.01, 0.3, 0.6, 0.95, 0.999)
        ),
    )
}
