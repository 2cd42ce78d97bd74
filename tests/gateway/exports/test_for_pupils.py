"""Each pupil's PDF is the page that they were given, and nobody else's."""

import io
import zipfile

import msgspec
import pypdfium2
import pytest
from tests.gateway.exports.classroom import NAMES, OWNER, classroom
from tests.gateway.exports.taking import ask_for, settled, taken
from tests.gateway.feedback.test_telling import PAGE

from huleedu.contracts.people import OWN_SCHOOL
from huleedu.gateway.exports import for_pupils
from huleedu.services.feedback import api as feedback
from huleedu.services.feedback.api import InBatch, ToGive, Wanted
from huleedu.wiring.program import House


def text_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    pages = [document[at].get_textpage() for at in range(len(document))]
    return " ".join(page.get_text_range() for page in pages)


async def test_what_was_given_is_there_by_name_and_what_was_not_is_not(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(for_pupils, "AT_ONCE", 2)
    room = await classroom(house, names=NAMES[:4])
    early = await settled(house, await ask_for(house, room.batch, "pupils"))
    assert (early.state, early.why) == ("failed", "not_given")
    database, of = house.database("feedback"), InBatch(OWN_SCHOOL, room.batch)
    for name in NAMES[:4]:
        words = Wanted(words=f"Bra, {name}!", shows=frozenset(), ready=name != NAMES[3])
        await feedback.write(
            database, of, room.essays[name], words, who=OWNER, now=house.clock(), seen=0
        )  # fmt: skip
    pages = [
        ToGive(
            room.essays[name], 1, msgspec.structs.replace(PAGE, name=name, words=f"Bra, {name}!")
        )
        for name in NAMES[:3]
    ]
    await feedback.give(database, of, pages, who=OWNER, now=house.clock())
    export, content = await taken(house, room.batch, "pupils")
    assert export.name == "Min sommar - pupils.zip"
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        assert packed.namelist() == [f"{name}.pdf" for name in sorted(NAMES[:3])]
        for name in NAMES[:3]:
            told = text_of(packed.read(f"{name}.pdf"))
            assert f"Bra, {name}!" in " ".join(told.split())
            assert not [other for other in NAMES if other != name and other in told]
