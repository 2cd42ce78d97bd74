# ruff: noqa: N801, N802, SLF001 - the library's names
import ctypes

from pypdfium2 import PdfDocument, PdfPage, PdfTextPage

FPDF_ERR_PASSWORD: int
FPDF_TEXTRENDERMODE_INVISIBLE: int
FPDF_TEXTRENDERMODE_CLIP: int
FPDF_PAGEOBJ_TEXT: int
FPDF_PAGEOBJ_PATH: int
FPDF_PAGEOBJ_IMAGE: int
FPDF_PAGEOBJ_SHADING: int
FPDF_FILLMODE_NONE: int
FPDF_ANNOT_TEXT: int
FPDF_ANNOT_FREETEXT: int
FPDF_ANNOT_LINE: int
FPDF_ANNOT_SQUARE: int
FPDF_ANNOT_CIRCLE: int
FPDF_ANNOT_POLYGON: int
FPDF_ANNOT_POLYLINE: int
FPDF_ANNOT_HIGHLIGHT: int
FPDF_ANNOT_UNDERLINE: int
FPDF_ANNOT_SQUIGGLY: int
FPDF_ANNOT_STRIKEOUT: int
FPDF_ANNOT_STAMP: int
FPDF_ANNOT_CARET: int
FPDF_ANNOT_INK: int
FPDF_ANNOT_WIDGET: int
FPDF_ANNOT_FLAG_HIDDEN: int
FPDF_ANNOT_FLAG_NOVIEW: int
FPDF_FORMFIELD_TEXTFIELD: int
FPDF_FORMFIELD_COMBOBOX: int
FPDF_FORMFIELD_LISTBOX: int
FPDF_FORMFLAG_TEXT_PASSWORD: int
FORMTYPE_NONE: int

class FPDF_PAGEOBJECT(ctypes._Pointer[ctypes.Structure]): ...
class FPDF_ANNOTATION(ctypes._Pointer[ctypes.Structure]): ...
class FPDF_FORMHANDLE(ctypes._Pointer[ctypes.Structure]): ...

class FPDF_FORMFILLINFO(ctypes.Structure):
    def __init__(self, *, version: int) -> None: ...

class FS_RECTF(ctypes.Structure):
    left: float
    bottom: float
    right: float
    top: float

_Buffer = ctypes.Array[ctypes.c_ushort] | None

FPDFText_GetTextObject: ctypes._CFunctionType
FPDFText_GetLooseCharBox: ctypes._CFunctionType
FPDFText_GetCharOrigin: ctypes._CFunctionType
FPDFText_GetMatrix: ctypes._CFunctionType
FPDFText_GetFontSize: ctypes._CFunctionType
FPDFPageObj_GetFillColor: ctypes._CFunctionType
FPDFTextObj_GetTextRenderMode: ctypes._CFunctionType

def FPDFPage_CountObjects(page: PdfPage) -> int: ...
def FPDFPage_GetObject(page: PdfPage, index: int) -> FPDF_PAGEOBJECT: ...
def FPDFPage_GetRotation(page: PdfPage) -> int: ...
def FPDFPageObj_GetType(drawn: FPDF_PAGEOBJECT) -> int: ...
def FPDFPageObj_HasTransparency(drawn: FPDF_PAGEOBJECT) -> int: ...
def FPDFPageObj_GetBounds(
    drawn: FPDF_PAGEOBJECT,
    left: ctypes.c_float,
    bottom: ctypes.c_float,
    right: ctypes.c_float,
    top: ctypes.c_float,
) -> int: ...
def FPDFPath_GetDrawMode(
    drawn: FPDF_PAGEOBJECT, fill: ctypes.c_int, stroke: ctypes.c_int
) -> int: ...
def FPDFText_CountChars(letters: PdfTextPage) -> int: ...
def FPDFText_GetUnicode(letters: PdfTextPage, index: int) -> int: ...
def FPDFText_IsGenerated(text_page: PdfTextPage, index: int) -> int: ...
def FPDFText_IsHyphen(letters: PdfTextPage, index: int) -> int: ...
def FPDF_GetFormType(document: PdfDocument) -> int: ...
def FPDFDOC_InitFormFillEnvironment(
    document: PdfDocument, settings: FPDF_FORMFILLINFO
) -> FPDF_FORMHANDLE: ...
def FPDFDOC_ExitFormFillEnvironment(handle: FPDF_FORMHANDLE) -> None: ...
def FPDFPage_GetAnnotCount(page: PdfPage) -> int: ...
def FPDFPage_GetAnnot(page: PdfPage, index: int) -> FPDF_ANNOTATION: ...
def FPDFPage_CloseAnnot(annotation: FPDF_ANNOTATION) -> None: ...
def FPDFAnnot_GetSubtype(annotation: FPDF_ANNOTATION) -> int: ...
def FPDFAnnot_GetFlags(annotation: FPDF_ANNOTATION) -> int: ...
def FPDFAnnot_GetRect(annotation: FPDF_ANNOTATION, rect: FS_RECTF) -> int: ...
def FPDFAnnot_GetStringValue(
    annotation: FPDF_ANNOTATION, key: bytes, buffer: _Buffer, size: int
) -> int: ...
def FPDFAnnot_GetFormFieldType(handle: FPDF_FORMHANDLE, annotation: FPDF_ANNOTATION) -> int: ...
def FPDFAnnot_GetFormFieldFlags(handle: FPDF_FORMHANDLE, annotation: FPDF_ANNOTATION) -> int: ...
def FPDFAnnot_GetFormFieldName(
    handle: FPDF_FORMHANDLE, annotation: FPDF_ANNOTATION, buffer: _Buffer, size: int
) -> int: ...
def FPDFAnnot_GetFormFieldValue(
    handle: FPDF_FORMHANDLE, annotation: FPDF_ANNOTATION, buffer: _Buffer, size: int
) -> int: ...
def FPDFAnnot_GetOptionCount(handle: FPDF_FORMHANDLE, annotation: FPDF_ANNOTATION) -> int: ...
def FPDFAnnot_IsOptionSelected(
    handle: FPDF_FORMHANDLE, annotation: FPDF_ANNOTATION, index: int
) -> int: ...
def FPDFAnnot_GetOptionLabel(
    handle: FPDF_FORMHANDLE, annotation: FPDF_ANNOTATION, index: int, buffer: _Buffer, size: int
) -> int: ...
