"""A class whose essays are read and measured, as the results know it."""

from collections.abc import Sequence
from uuid import UUID

from tests.services.results.hearing import BATCH, hear

from huleedu.contracts.batches import BatchRegistered
from huleedu.contracts.classes import MatchedPupil, PupilsMatched
from huleedu.contracts.files import TextRead
from huleedu.contracts.gateway import FilesOffered, OfferedFile
from huleedu.contracts.lifecycle import SlotAssigned
from huleedu.contracts.linguistics import LanguageMeasured
from huleedu.contracts.message import Message
from huleedu.contracts.spelling import FoundMisspelling, FoundRemark, SpellingChecked
from huleedu.wiring.program import House

__all__ = ["BATCH", "a_class", "text_of"]

PEOPLE = ("Anna Åberg", "Bo Lo", "Cia Ny")


def text_of(name: str) -> str:
    """A text that says whose it is, with a word that is right once and wrong once."""
    return f"{name}\n\nI was afraid of the sea.\nAfriad I was, {name[::-1]}, of there boat."


async def a_class(
    house: House, owner: UUID | None, names: Sequence[str] = PEOPLE, *, blind: bool = False
) -> list[UUID]:
    """The class 'A challenge'; returns its essays, by place."""
    essays = [UUID(int=at) for at in range(1, len(names) + 1)]
    texts = [text_of(name) for name in names]
    kept = await house.contents.keep([text.encode() for text in texts])
    said: list[Message] = [
        BatchRegistered(
            batch=BATCH,
            title="A challenge",
            slots=None,
            language="en",
            pupils=(),
            deadline_s=60,
            owner=owner,
            blind=blind,
        )
    ]
    for essay, name, text, address in zip(essays, names, texts, kept, strict=True):
        said += _life_of(essay, f"{name}.txt", text, address)
    whose = [
        MatchedPupil(essay=essay, pupil=name, sure=True, found_in="header")
        for essay, name in zip(essays, names, strict=True)
    ]
    said.append(PupilsMatched(batch=BATCH, essays=tuple(whose), settlement=1))
    await hear(house.database("results"), *said)
    return essays


def _life_of(essay: UUID, name: str, text: str, address: str) -> list[Message]:
    wrong, there = text.index("Afriad"), text.index("there boat")
    return [
        FilesOffered(
            batch=BATCH,
            files=(OfferedFile(essay=essay, name=name, size_bytes=99, content=address),),
        ),
        TextRead(batch=BATCH, essay=essay, name=name, text=address, characters=99, format="txt"),
        SlotAssigned(batch=BATCH, essay=essay, slot=essay.int, content=address),
        SpellingChecked(
            batch=BATCH,
            essay=essay,
            run=1,
            language="en",
            words=14,
            misspellings=(FoundMisspelling(wrong, wrong + 6, "Afriad", ("Afraid",)),),
            remarks=(FoundRemark(there, there + 5, "their_own", "their"),),
        ),
        LanguageMeasured(
            batch=BATCH,
            essay=essay,
            run=1,
            measures={"words": 14.0, "sentences": 2.0, "sentence_length": 7.0},
            not_measured={},
        ),
    ]
