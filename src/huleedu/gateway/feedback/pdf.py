"""PDFs of pupils' pages, one each, and an archive of them under names that are safe and unique."""

import asyncio
import io
import re
import sys
from asyncio.subprocess import PIPE
from collections.abc import Iterable, Sequence

import msgspec

from huleedu.gateway.exports.packing import archive, member
from huleedu.gateway.feedback.telling import told_page
from huleedu.gateway.words.words import Words
from huleedu.kit import extras
from huleedu.kit.names import display_name
from huleedu.services.feedback.api import PupilsPage

TYPESETTER = "huleedu.gateway.feedback.typesetting"
WITHIN_S = 300.0
LAST_WORDS_MAX = 2_000
NAME_MAX = 80
UNFIT = re.compile(r'[/\\:*?"<>|\x00-\x1f]+')
RESERVED = re.compile(r"^(con|prn|aux|nul|com\d|lpt\d)$", re.IGNORECASE)
_PDFS = msgspec.msgpack.Decoder(list[bytes])


class NotTypeset(Exception):
    """The process that sets pages ended otherwise than well; the message is what it said last."""


def pdfs_can_be_made() -> bool:
    """Whether the extra is installed."""
    return extras.is_there("pdf")


def to_set(page: PupilsPage, words: Words) -> dict[str, object]:
    """What the typesetter is told of a page: see `typesetting.PageToSet`."""
    told = told_page(page, words)
    return {
        "title": words.say("pupil.title", task=told.task),
        "lang": words.language,
        "foot": f"{told.school} · {told.name}",
        "name": told.name,
        "about": f"{told.school} · {told.task}",
        "criterion": told.criterion,
        "words": told.words,
        "grade": told.grade,
        "place": told.place,
        "measures": told.measures,
        "written-heading": words.say("pupil.written"),
        "misspellings": told.misspellings,
        "written": [(piece.text, piece.better) for piece in told.written],
        "how-heading": words.say("pupil.how"),
        "how": [*told.how, *told.program, *([told.ask] if told.ask else [])],
    }


async def pdfs_of(pages: Sequence[PupilsPage], words: Words) -> list[bytes]:
    """A PDF of each page, in this language.

    Raises `NotInstalled` without the extra, `NotTypeset` or TimeoutError if it does not succeed.
    """
    extras.need("pdf", "What makes PDFs")
    asked = msgspec.msgpack.encode([to_set(page, words) for page in pages])
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-P", "-m", TYPESETTER), stdin=PIPE, stdout=PIPE, stderr=PIPE
    )
    try:
        async with asyncio.timeout(WITHIN_S):
            made, said = await process.communicate(asked)
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if process.returncode:
        raise NotTypeset(said.decode("utf-8", "replace")[-LAST_WORDS_MAX:])
    return _PDFS.decode(made)


async def zip_of_pdfs(pages: Sequence[PupilsPage], words: Words) -> bytes:
    """The same in an archive, each under its pupil's name; raises as `pdfs_of`."""
    made = await pdfs_of(pages, words)
    names = own_names(page.name for page in pages)
    out = io.BytesIO()
    with archive(out) as packed:
        for name, pdf in zip(names, made, strict=True):
            with member(packed, f"{name}.pdf") as file:
                file.write(pdf)
    return out.getvalue()


def own_names(names: Iterable[str]) -> list[str]:
    """A name for each file: safe on every system, and never the same as another's."""
    taken: set[str] = set()
    found: list[str] = []
    for name in names:
        safe = file_stem(name)
        own, count = safe, 1
        while own.casefold() in taken:
            count += 1
            own = f"{safe} ({count})"
        taken.add(own.casefold())
        found.append(own)
    return found


def file_stem(name: str) -> str:
    """What a pupil's file is called before its ending."""
    plain = UNFIT.sub("-", display_name(UNFIT.sub("-", name)))[:NAME_MAX].strip(". -")
    return f"{plain}_" if RESERVED.match(plain) else plain or "pupil"
