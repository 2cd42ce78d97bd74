"""What pdfium gives up may be read by pypdf, within the same limits."""

import re

import msgspec
import pytest
from tests.services.files.hostile import pdf

from huleedu.services.files.domain import Code, Limits
from huleedu.services.files.domain.outcomes import CannotRead
from huleedu.services.files.domain.pdf.damaged import pages_of

LIMITS = Limits()


def code_of(content: bytes, limits: Limits) -> Code:
    with pytest.raises(CannotRead) as cannot:
        pages_of(content, limits)
    return cannot.value.refused.code


def test_a_file_whose_table_is_broken_gives_its_lines() -> None:
    broken = re.sub(rb"startxref\s+\d+", b"startxref\n0", pdf("The sea was calm."))
    [page] = pages_of(broken, LIMITS)
    assert [line.text for line in page.lines] == ["The sea was calm."]


def test_limits_hold_here_too() -> None:
    content = pdf("The sea was calm.", "It rained.")
    assert len(pages_of(content, LIMITS)) == 2
    few = msgspec.structs.replace(LIMITS, pages_max=1)
    assert code_of(content, few) is Code.TOO_MANY_PAGES
    short = msgspec.structs.replace(LIMITS, text_chars_max=10)
    assert code_of(content, short) is Code.TOO_LONG_TEXT


def test_what_cannot_be_mended_is_damaged_or_locked() -> None:
    assert code_of(b"%PDF-1.7\nnothing more", LIMITS) is Code.DAMAGED
    assert code_of(pdf("Secret.", password="9b"), LIMITS) is Code.PASSWORD
