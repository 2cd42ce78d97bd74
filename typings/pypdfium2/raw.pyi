# ruff: noqa: N802 - the library's names
from pypdfium2 import PdfPage, PdfTextPage

FPDF_ERR_PASSWORD: int

def FPDFPage_CountObjects(page: PdfPage) -> int: ...
def FPDFText_GetCharIndexFromTextIndex(text_page: PdfTextPage, index: int) -> int: ...
