"""Pages in fonts that tell some of their letters' names, for tests of what is read of them."""

from tests.services.files.hostile import raw_pdf


def with_table(stream: bytes, *pairs: tuple[int, str]) -> bytes:
    """A page in a font that tells some of its letters' names."""
    names = b"".join(
        b"<%02x> <%s>\n" % (code, letters.encode("utf-16-be").hex().encode())
        for code, letters in pairs
    )
    table = (
        b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /A def\n"
        b"1 begincodespacerange <00> <ff> endcodespacerange\n"
        b"%d beginbfchar\n%sendbfchar\nendcmap end end" % (len(pairs), names)
    )
    return raw_pdf(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R"
        b"/Resources<</Font<</F 5 0 R>>>>>>",
        b"<</Length %d>>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/FirstChar 0/LastChar 255"
        b"/Widths[%s]/ToUnicode 6 0 R>>" % (b"500 " * 256),
        b"<</Length %d>>\nstream\n%s\nendstream" % (len(table), table),
    )


def shown(codes: bytes) -> bytes:
    """A line of these codes."""
    return b"BT /F 12 Tf 72 700 Td <%s> Tj ET" % codes.hex().encode()


PLAIN = [(code, chr(code)) for code in range(32, 127)]
