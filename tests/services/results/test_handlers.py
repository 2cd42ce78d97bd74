"""Whose an essay is, is kept as it was told, and a batch is not finished before."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from uuid import UUID

import pytest

from huleedu.contracts.batches import BatchAssessed, BatchRegistered
from huleedu.contracts.classes import MatchedPupil, PupilsMatched
from huleedu.contracts.files import ArchiveUnpacked
from huleedu.contracts.gateway import FilesExpected, FilesOffered, OfferedFile
from huleedu.contracts.lifecycle import BatchSettled
from huleedu.contracts.reason import Reason
from huleedu.engines.postgres.database import Address, PostgresDatabase
from huleedu.kit.service import Transaction
from huleedu.services.results import api, handlers, store
from huleedu.services.results.domain.read_model import essays_of
from huleedu.services.results.store import listed

BATCH, ANNAS, NOBODYS = UUID(int=7), UUID(int=70), UUID(int=71)
NOW = datetime(2026, 11, 29, tzinfo=UTC)


@pytest.fixture
async def database(address: Address) -> AsyncIterator[PostgresDatabase]:
    database = PostgresDatabase(address, "results")
    yield database
    await database.aclose()


async def test_a_batch_is_not_finished_before_its_pupils_are_known(
    database: PostgresDatabase,
) -> None:
    registered = BatchRegistered(
        batch=BATCH, title="9B", slots=2, language="sv", pupils=("Anna Åberg",), deadline_s=60
    )
    settlement = BatchSettled(
        batch=BATCH, revision=2, cause="complete", essays=(), refused=0, left_over=0
    )
    async with database.transaction() as sql:
        tx = Transaction(sql, NOW)
        await handlers.on_batch_registered(tx, registered)
        await handlers.on_batch_settled(tx, settlement)
        await handlers.on_batch_assessed(tx, BatchAssessed(batch=BATCH, run=1, essays=2, failed=0))
    for settled, finished in ((1, False), (2, True), (1, True)):
        told = PupilsMatched(batch=BATCH, essays=(), settlement=settled)
        async with database.transaction() as sql:
            await handlers.on_pupils_matched(Transaction(sql, NOW), told)
        progress = await api.progress(database, BATCH)
        assert isinstance(progress, api.Progress)
        assert progress.finished == finished


async def test_the_report_names_those_who_are_sure_and_says_why_of_the_others(
    database: PostgresDatabase,
) -> None:
    anna = MatchedPupil(
        essay=ANNAS, pupil="Anna Åberg", also=("Bo Ek",), sure=True, found_in="header"
    )
    maybe = MatchedPupil(
        essay=NOBODYS, pupil="Bo Ek", found_in="text", reason=Reason("no_name_found")
    )
    told = PupilsMatched(batch=BATCH, essays=(anna, maybe), settlement=1)
    async with database.transaction() as sql:
        tx = Transaction(sql, NOW)
        await handlers.on_pupils_matched(tx, told)
        for slot, file in enumerate((ANNAS, NOBODYS), 1):
            await store.set_file(tx, BATCH, file, state="assigned", slot=slot, text="ab")
        files = await store.files(sql, [str(ANNAS), str(NOBODYS)])
    first, second = essays_of(files, {"ab": "Min text"}, (), lambda _text, _name: ())
    assert first.pupil
    assert (first.pupil.name, first.pupil.found_in) == ("Anna Åberg, Bo Ek", "header")
    assert first.warnings == ()
    assert second.pupil is None
    assert second.warnings == (Reason("no_name_found"),)


async def test_files_stand_as_they_were_named_in_whichever_order_they_come(
    database: PostgresDatabase,
) -> None:
    before, first, second, third, later = (UUID(int=n) for n in range(21, 26))

    def offered(*files: UUID) -> FilesOffered:
        return FilesOffered(
            batch=BATCH,
            files=tuple(
                OfferedFile(essay=file, name=f"{file.int}", size_bytes=1, content="ab")
                for file in files
            ),
        )

    named = FilesExpected(batch=BATCH, files=(first, second, third))
    member = OfferedFile(essay=UUID(int=30), name="in", size_bytes=1, content="cd")
    unpacked = ArchiveUnpacked(batch=BATCH, essay=second, name="2.zip", members=(member,))
    async with database.transaction() as sql:
        tx = Transaction(sql, NOW)
        await handlers.on_files_offered(tx, offered(before))
        await handlers.on_files_expected(tx, named)
        await handlers.on_files_offered(tx, offered(later))
        await handlers.on_files_expected(tx, named)
        for file in (third, second, first):
            await handlers.on_files_offered(tx, offered(file))
        await handlers.on_archive_unpacked(tx, unpacked)
        files = await listed.some(sql, BATCH, "all", None, 0, 10)
    assert [file.id for file in files] == [before, first, member.essay, third, later]
