"""What pupils were given, as a PDF for each: exactly the page that they have, nothing of others."""

import asyncio
from typing import BinaryIO

from huleedu.gateway.exports.facts import ExportFacts
from huleedu.gateway.exports.packing import archive, member
from huleedu.gateway.exports.sources import Databases
from huleedu.gateway.exports.store import Export
from huleedu.gateway.feedback.pdf import own_names, pdfs_of
from huleedu.gateway.words.words import words
from huleedu.kit.content import Contents
from huleedu.services.feedback import api as feedback

AT_ONCE = 50
"""Pages that are set at a time: of a large batch they would all lie in memory."""


async def add_pdfs(
    databases: Databases, _contents: Contents, export: Export, _facts: ExportFacts, out: BinaryIO
) -> None:
    """Add each pupil's PDF under their name; raises `NotInstalled` without the extra."""
    given = await feedback.given(databases("feedback"), export.batch, export.school)
    had = (gift.page for gift in given.values())
    pages = sorted(had, key=lambda page: (page.name.casefold(), page.written))
    names = own_names(page.name for page in pages)
    with archive(out, "a") as packed:
        for at in range(0, len(pages), AT_ONCE):
            pdfs = await pdfs_of(pages[at : at + AT_ONCE], words(export.language))
            for name, pdf in zip(names[at : at + AT_ONCE], pdfs, strict=True):
                with member(packed, f"{name}.pdf") as file:
                    await asyncio.to_thread(file.write, pdf)
