"""Read one file: find out what it is, and hand it to the reader that knows its kind."""

from collections.abc import Iterable
from functools import partial

from msgspec.structs import replace

from huleedu.contracts.reason import Fact, Reason
from huleedu.kit.mending import LOST, mend
from huleedu.services.files.domain.archives import unpack
from huleedu.services.files.domain.bounded_zip import BoundedZip
from huleedu.services.files.domain.docx.reader import read_docx
from huleedu.services.files.domain.html.reader import read_html
from huleedu.services.files.domain.html.web_archive import read_web_archive
from huleedu.services.files.domain.left_out import LeftOut, summed
from huleedu.services.files.domain.markup import parse
from huleedu.services.files.domain.odt.reader import read_flat_odt, read_odt
from huleedu.services.files.domain.outcomes import (
    Archive,
    CannotRead,
    Code,
    Limits,
    Outcome,
    Reading,
    Refused,
    unsupported,
)
from huleedu.services.files.domain.own_results import HEAD_BYTES, is_ours
from huleedu.services.files.domain.packages import package_of
from huleedu.services.files.domain.pdf.reader import read_pdf
from huleedu.services.files.domain.prompts import is_only_labels, without_prompts
from huleedu.services.files.domain.rtf.reader import read_rtf
from huleedu.services.files.domain.sniffing import from_pdf_head, kind_of
from huleedu.services.files.domain.txt import read_txt

EMBEDDED_DEPTH_MAX = 2
"""Documents in documents."""
_MARKDOWN = (".md", ".markdown")


def read(name: str, content: bytes, limits: Limits) -> Outcome:
    """The file's text, or the files packed in it, or why there is neither.

    The name only helps where the content alone doesn't tell. Hostile content may take long, take
    much memory, or end the process: it belongs in a worker, see `work.READ`.
    """
    if len(content) > limits.size_bytes_max:
        return Refused(Code.TOO_LARGE, {"limit_bytes": limits.size_bytes_max})
    if not content.strip():
        return Refused(Code.EMPTY)
    if is_ours(name, content[:HEAD_BYTES]):
        return Refused(Code.OWN_RESULT)
    try:
        outcome = _outcome(name, content, limits)
    except CannotRead as error:
        return error.refused
    return _checked(_mended(outcome), limits) if isinstance(outcome, Reading) else outcome


def _outcome(name: str, content: bytes, limits: Limits, depth: int = 0) -> Outcome:
    match kind_of(name, content):
        case "pdf":
            return read_pdf(from_pdf_head(content), limits)
        case "zip":
            return _package(name, content, limits, depth)
        case "rtf":
            return read_rtf(content)
        case "html":
            return read_html(content)
        case "web_archive":
            return read_web_archive(content)
        case "flat_odt":
            return read_flat_odt(parse(content))
        case "text":
            if len(content) > limits.text_chars_max * 4:  # bytes of the widest letter
                return _too_long(limits)
            if name.casefold().endswith(_MARKDOWN):
                return _read_markdown(name, content)
            return read_txt(name, content)
        case Refused() as refused:
            return refused


def _read_markdown(name: str, content: bytes) -> Reading:
    # few hand it in, and it takes as long to load as half of the others
    from huleedu.services.files.domain.markdown import read_markdown  # noqa: PLC0415

    return read_markdown(name, content)


def _package(name: str, content: bytes, limits: Limits, depth: int) -> Outcome:
    zipped = BoundedZip(content, limits)
    match package_of(name, zipped):
        case "docx":
            return read_docx(zipped, partial(_embedded, limits=limits, depth=depth))
        case "odt":
            return read_odt(zipped)
        case "archive":
            return unpack(name, content, limits)
        case Refused() as refused:
            return refused


def _mended(reading: Reading) -> Reading:
    """The same with letters put right that were garbled before the file was made."""
    text = mend(reading.text)
    notes = reading.notes
    if text.letters:
        notes = (*notes, Reason("letters_are_mended", {"n": text.letters}))
    if LOST in text.text:
        notes = (*notes, Reason("letters_are_damaged"))
    return replace(reading, text=text.text, header_text=mend(reading.header_text).text, notes=notes)


def _embedded(name: str, content: bytes, limits: Limits, depth: int) -> Reading | Refused:
    """A document inside a document."""
    if depth == EMBEDDED_DEPTH_MAX:
        return unsupported("binary")
    try:
        outcome = _outcome(name, content, limits, depth + 1)
    except CannotRead as error:
        return error.refused
    if isinstance(outcome, Archive):
        return unsupported("packed")
    return _with_account(outcome) if isinstance(outcome, Reading) else outcome


def _too_long(limits: Limits) -> Refused:
    return Refused(Code.TOO_LONG_TEXT, {"limit": limits.text_chars_max})


def _checked(reading: Reading, limits: Limits) -> Reading | Refused:
    if len(reading.text) > limits.text_chars_max:
        return _too_long(limits)
    if not reading.text.strip():
        return Refused(Code.EMPTY, _why_empty(reading))
    text, prompts = without_prompts(reading.text)
    if (prompts and not text) or is_only_labels(text):
        return Refused(Code.EMPTY, {"kind": "no_answer"})
    if not any(map(str.isalpha, text)):
        return Refused(Code.EMPTY, {"kind": "no_word"})
    return _with_account(replace(reading, text=text), prompts)


def _with_account(reading: Reading, prompts: Iterable[str] = ()) -> Reading:
    """The same with what every reader leaves out: headers, and prompts that nobody wrote over."""
    left_out = LeftOut()
    left_out.on_purpose("header", reading.header_text)
    left_out.on_purpose("placeholders", " ".join(prompts))
    return replace(reading, notes=summed((*reading.notes, *left_out.reasons())))


def _why_empty(reading: Reading) -> dict[str, Fact]:
    """What the file holds instead of words, if that is known."""
    for code, kind in (("not_read", "embedded"), ("unseen_text", "unseen")):
        if any(note.code == code for note in reading.notes):
            return {"kind": kind}
    pictures = any(note.facts.get("kind") == "pictures" for note in reading.notes)
    return {"kind": "pictures"} if pictures else {}


def warm() -> None:
    """Nothing is left to load: a worker that looks for this function has loaded all readers."""
