"""Read what is typed on top of a PDF's pages: in the fields of a form, and as free text."""

import ctypes
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import pypdfium2 as pdfium
from pypdfium2 import raw

from huleedu.services.files.domain.left_out import LeftOut
from huleedu.services.files.domain.outcomes import CannotRead, Code, Limits
from huleedu.services.files.domain.pdf.letters import Box

_UNSEEN = raw.FPDF_ANNOT_FLAG_HIDDEN | raw.FPDF_ANNOT_FLAG_NOVIEW
_CHOICES = (raw.FPDF_FORMFIELD_COMBOBOX, raw.FPDF_FORMFIELD_LISTBOX)
# A popup only shows once more what another annotation says; a link's words stand on the page.
_COMMENTS = frozenset(
    {
        *(raw.FPDF_ANNOT_TEXT, raw.FPDF_ANNOT_LINE, raw.FPDF_ANNOT_SQUARE, raw.FPDF_ANNOT_CIRCLE),
        *(raw.FPDF_ANNOT_POLYGON, raw.FPDF_ANNOT_POLYLINE, raw.FPDF_ANNOT_HIGHLIGHT),
        *(raw.FPDF_ANNOT_UNDERLINE, raw.FPDF_ANNOT_SQUIGGLY, raw.FPDF_ANNOT_STRIKEOUT),
        *(raw.FPDF_ANNOT_CARET, raw.FPDF_ANNOT_INK),
    }
)

# pypdfium2 hands strings over as the bytes that a buffer takes.
Ask = Callable[[ctypes.Array[ctypes.c_ushort] | None, int], int]


@dataclass(frozen=True, slots=True)
class Typed:
    """A text in a box on top of a page."""

    text: str
    box: Box


@dataclass
class Forms:
    """The fields and annotations of one document."""

    handle: raw.FPDF_FORMHANDLE | None
    limits: Limits
    _names: set[str] = field(default_factory=set[str])
    """Fields that were met: one may be shown on several pages."""

    def typed_on(self, page: pdfium.PdfPage, left_out: LeftOut) -> Iterator[Typed]:
        """What is typed on this page; comments, stamps and what is hidden are left out."""
        for at in range(raw.FPDFPage_GetAnnotCount(page)):
            annotation = raw.FPDFPage_GetAnnot(page, at)
            if not annotation:
                continue
            try:
                text = self._text(annotation, left_out).strip()
                if text and raw.FPDFAnnot_GetFlags(annotation) & _UNSEEN:
                    left_out.unseen("hidden", f"{text} ")
                elif text:
                    yield Typed(text, _box(annotation))
            finally:
                raw.FPDFPage_CloseAnnot(annotation)

    def _text(self, annotation: raw.FPDF_ANNOTATION, left_out: LeftOut) -> str:
        kind = raw.FPDFAnnot_GetSubtype(annotation)
        if kind == raw.FPDF_ANNOT_WIDGET:
            return self._value(annotation)
        if kind == raw.FPDF_ANNOT_FREETEXT:
            return self._said(annotation)
        if kind in _COMMENTS:
            left_out.on_purpose("comments", f"{self._said(annotation)} ")
        elif kind == raw.FPDF_ANNOT_STAMP:
            left_out.on_purpose("watermark", f"{self._said(annotation)} ")
        return ""

    def _said(self, annotation: raw.FPDF_ANNOTATION) -> str:
        return self._string(
            lambda buffer, size: raw.FPDFAnnot_GetStringValue(annotation, b"Contents", buffer, size)
        )

    def _value(self, annotation: raw.FPDF_ANNOTATION) -> str:
        handle = self.handle
        if handle is None:
            return ""
        kind = raw.FPDFAnnot_GetFormFieldType(handle, annotation)
        if kind not in (raw.FPDF_FORMFIELD_TEXTFIELD, *_CHOICES):
            return ""
        flags = raw.FPDFAnnot_GetFormFieldFlags(handle, annotation)
        if kind == raw.FPDF_FORMFIELD_TEXTFIELD and flags & raw.FPDF_FORMFLAG_TEXT_PASSWORD:
            return ""
        name = self._string(
            lambda buffer, size: raw.FPDFAnnot_GetFormFieldName(handle, annotation, buffer, size)
        )
        if name and name in self._names:
            return ""
        self._names.add(name)
        chosen = self._chosen(handle, annotation) if kind in _CHOICES else ""
        return chosen or self._string(
            lambda buffer, size: raw.FPDFAnnot_GetFormFieldValue(handle, annotation, buffer, size)
        )

    def _chosen(self, handle: raw.FPDF_FORMHANDLE, annotation: raw.FPDF_ANNOTATION) -> str:
        """What is shown of the options that are chosen."""
        return "\n".join(
            self._string(
                lambda buffer, size, at=at: raw.FPDFAnnot_GetOptionLabel(
                    handle, annotation, at, buffer, size
                )
            )
            for at in range(raw.FPDFAnnot_GetOptionCount(handle, annotation))
            if raw.FPDFAnnot_IsOptionSelected(handle, annotation, at)
        )

    def _string(self, ask: Ask) -> str:
        size = ask(None, 0)
        if size > 2 * self.limits.text_chars_max:
            raise CannotRead(Code.TOO_LONG_TEXT, limit=self.limits.text_chars_max)
        buffer = (ctypes.c_ushort * (size // 2 + 1))()
        ask(buffer, size)
        return bytes(buffer).decode("utf-16-le", errors="replace").partition("\0")[0]


@contextmanager
def forms_of(document: pdfium.PdfDocument, limits: Limits) -> Generator[Forms]:
    """The document's forms, as long as it is open."""
    handle = None
    settings = raw.FPDF_FORMFILLINFO(version=2)
    if raw.FPDF_GetFormType(document) != raw.FORMTYPE_NONE:
        handle = raw.FPDFDOC_InitFormFillEnvironment(document, settings) or None
    try:
        yield Forms(handle, limits)
    finally:
        if handle is not None:
            raw.FPDFDOC_ExitFormFillEnvironment(handle)


def _box(annotation: raw.FPDF_ANNOTATION) -> Box:
    rect = raw.FS_RECTF()
    raw.FPDFAnnot_GetRect(annotation, rect)
    return Box(rect.left, rect.bottom, rect.right, rect.top)
