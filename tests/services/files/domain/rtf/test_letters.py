"""RtfLetters are read in the code page of their font, or of the document."""

from huleedu.services.files.domain.rtf.letters import RtfLetters


def letters() -> RtfLetters:
    found = RtfLetters()
    for number, charset, name in ((1, 204, "Arial Cyr;"), (2, 2, "Symbol;"), (3, 0, "Arial;")):
        found.begin_font(number)
        found.has_charset(charset)
        found.is_named(name)
    return found


def test_a_font_tells_its_letters() -> None:
    assert letters().read(b"\xcc\xe8\xf0", 1) == "Мир"
    assert letters().read(b"a", 2) == "α"
    assert letters().seen("\uf061", 2) == "α"
    assert letters().read(b"\xe5", 3) == "å"


def test_otherwise_the_document_does() -> None:
    found = letters()
    found.default = 1
    assert found.read(b"\xcc", None) == "М"
    for word, number, letter in (("mac", None, "Å"), ("ansicpg", 1250, "\x81"), ("pc", None, "ü")):
        found.is_written_in(word, number)
        assert found.read(b"\x81", 9) == letter.replace("\x81", "\ufffd")
    found.is_written_in("ansicpg", 99999)
    assert found.code_page == "cp437"
