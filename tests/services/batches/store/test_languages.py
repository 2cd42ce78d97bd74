"""An essay whose language somebody told is checked in it, and nothing else is done anew."""

from collections.abc import Sequence
from uuid import UUID, uuid4

import msgspec
from tests.services.batches.test_handlers import registration

from huleedu.contracts.batches import BatchAssessed, CheckSpelling, MeasureLanguage, StepStarted
from huleedu.contracts.catalogue import CATALOGUE
from huleedu.contracts.gateway import LanguageAsked, SetLanguage
from huleedu.contracts.lifecycle import BatchSettled, SettledEssay
from huleedu.contracts.linguistics import LanguageMeasured
from huleedu.contracts.message import Message
from huleedu.contracts.spelling import SpellingChecked
from huleedu.kit import outbox
from huleedu.kit.messages import wrap
from huleedu.kit.service import Heard
from huleedu.services.batches.handlers import ROUTES
from huleedu.wiring.program import House, now

ONE, OTHER = UUID(int=101), UUID(int=102)


async def said(house: House, *heard: Message) -> Sequence[Message]:
    """What is said when these are heard, one after the other."""
    database = house.database("batches")
    for message in heard:
        async with outbox.speaking(database, now()) as tx:
            route = ROUTES[type(message)]
            if route.together:
                how = wrap(message, identity=uuid4(), now=now(), cause=None)
                await route.handle(tx, message.batch, [Heard(message, how)])
            else:
                await route.handle(tx, message)
    async with database.session() as sql:
        rows = await sql.fetch("delete from outbox returning seq, type, body")
    ordered = sorted(rows, key=lambda row: row["seq"])
    return [msgspec.json.decode(row["body"], type=CATALOGUE[row["type"]]) for row in ordered]


def settled(batch: UUID) -> BatchSettled:
    essays = (
        SettledEssay(essay=ONE, slot=1, text="a" * 64),
        SettledEssay(essay=OTHER, slot=2, text="b" * 64),
    )
    return BatchSettled(
        batch=batch, revision=1, cause="complete", essays=essays, refused=0, left_over=0
    )


def tell(batch: UUID, language: LanguageAsked, essay: UUID = ONE) -> SetLanguage:
    return SetLanguage(batch=batch, essay=essay, language=language)


def done(batch: UUID, essay: UUID, run: int = 1) -> list[Message]:
    """What the steps say of an essay."""
    found = SpellingChecked(
        batch=batch, essay=essay, run=run, language="sv", words=3, misspellings=()
    )
    measured = LanguageMeasured(batch=batch, essay=essay, run=run, measures={}, not_measured={})
    return [found, measured]


def asked(messages: Sequence[Message]) -> dict[UUID, LanguageAsked]:
    return {each.essay: each.language for each in messages if isinstance(each, CheckSpelling)}


async def test_what_was_told_before_it_takes_part_counts(house: House) -> None:
    batch = uuid4()
    assert asked(await said(house, registration(batch), tell(batch, "en"))) == {}
    assert asked(await said(house, settled(batch))) == {ONE: "en", OTHER: "auto"}


async def test_one_essay_is_checked_and_measured_anew(house: House) -> None:
    batch = uuid4()
    await said(house, registration(batch), settled(batch))
    first, other = done(batch, ONE), done(batch, OTHER)
    ended = await said(house, first[0], other[0], first[1], other[1])
    assert isinstance(ended[-1], BatchAssessed)
    told = await said(house, tell(batch, "en"), tell(batch, "en"))
    assert asked(told) == {ONE: "en"}, "once, and no other"
    assert [each.run for each in told if isinstance(each, StepStarted)] == [2]
    assert await said(house, done(batch, ONE, run=1)[0]) == [], "it was checked in the old language"
    spelt, measured = done(batch, ONE, run=2)
    [measure] = [e for e in await said(house, spelt) if isinstance(e, MeasureLanguage)]
    assert measure.essay == ONE
    assert isinstance((await said(house, measured))[-1], BatchAssessed)


async def test_while_it_is_being_checked_the_old_answer_counts_no_more(house: House) -> None:
    batch = uuid4()
    await said(house, registration(batch), settled(batch), done(batch, OTHER)[0])
    assert asked(await said(house, tell(batch, "sv"))) == {ONE: "sv"}
    assert await said(house, done(batch, ONE, run=1)[0]) == []
    assert await said(house, tell(batch, "sv", essay=uuid4())) == [], "nobody's"
