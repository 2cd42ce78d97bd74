"""What a sender does with uploads: announce files, send their pieces, and give one up."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4, uuid5

import msgspec

from huleedu.contracts.gateway import FilesExpected, FilesOffered, OfferedFile, ReplaceFile
from huleedu.contracts.message import Message
from huleedu.contracts.reason import Reason
from huleedu.gateway import intake
from huleedu.gateway.intake import TakenIn
from huleedu.gateway.uploads import store
from huleedu.gateway.uploads.store import NewUpload, Upload
from huleedu.kit import outbox
from huleedu.kit.content import Contents
from huleedu.kit.database import Database
from huleedu.kit.names import display_name, told_apart
from huleedu.services.results import api as results

PIECE_BYTES = 512 * 1024
"""So much of a file is held at a time; a body that is larger is kept in parts as it comes."""
KEPT = timedelta(hours=24)
"""So long an upload is kept after the last piece came."""
ANNOUNCED_AT_ONCE = 1000


@dataclass(frozen=True, slots=True)
class Sender:
    """Who sends: nobody else sees these uploads."""

    school: UUID
    person: UUID


class Announced(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be done about a file that is named.

    Of a file that the batch has already, or that is too large, there is no upload.
    """

    essay: UUID
    """Its id in the batch, once it is offered."""
    name: str
    there: bool
    upload: UUID | None = None
    sent_bytes: int = 0


@dataclass(frozen=True, slots=True)
class Appended:
    """The piece is kept; so much has come."""

    sent_bytes: int


@dataclass(frozen=True, slots=True)
class CameWhole:
    """The file is whole, and its batch has been offered it."""

    sent_bytes: int
    essay: UUID


@dataclass(frozen=True, slots=True)
class WrongPlace:
    """The piece belongs elsewhere: so much has come."""

    sent_bytes: int


@dataclass(frozen=True, slots=True)
class Differs:
    """The file is not what was announced: nothing was offered, and the upload is forgotten."""


@dataclass(frozen=True, slots=True)
class NoUpload:
    """There is no such upload for this sender, or its time is over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Uploads:
    """Files on their way in. Every method may raise `EngineAway`.

    Args:
        database: the gateway's tables.
        results: the results' tables, which tell which files a batch has.
        size_bytes_max: the largest file.
        hint: called when there is something to send on.
        turns: how many files are announced or kept at a time in this process; the others wait,
            and who looks at a page does not wait behind a school's files.
    """

    database: Database
    results: Database
    contents: Contents
    size_bytes_max: int
    clock: Callable[[], datetime]
    hint: Callable[[], None]
    turns: asyncio.Semaphore

    async def announce(
        self, sender: Sender, batch: UUID, files: Sequence[NewUpload]
    ) -> list[Announced]:
        """These are to come, in this order; only what the batch lacks gets an upload.

        Each has a fingerprint. A file that is too large is offered as refused, so that it has its
        line among the others.
        """
        async with self.turns:
            return await self._announce(sender, batch, files)

    async def _announce(
        self, sender: Sender, batch: UUID, files: Sequence[NewUpload]
    ) -> list[Announced]:
        named = _named(files)
        essays = [essay_of(batch, file.name, file.fingerprint) for file in named]
        there = await results.files_there(self.results, batch, essays)
        wanted: dict[UUID, NewUpload] = {}
        large: dict[UUID, NewUpload] = {}
        for essay, file in zip(essays, named, strict=True):
            if essay not in there:
                (large if file.size_bytes > self.size_bytes_max else wanted)[essay] = file
        if large:
            await self._offer(batch, *(_too_large(batch, file) for file in large.values()))
        if wanted:
            await self._say(FilesExpected(batch=batch, files=tuple(wanted)))
        made = await self._made(sender, batch, list(wanted.values()))
        of_essay = {essay_of(batch, one.name, one.fingerprint): one for one in made}
        return [
            Announced(
                essay=essay,
                name=file.name,
                there=essay not in of_essay or of_essay[essay].offered,
                upload=of_essay[essay].id if essay in of_essay else None,
                sent_bytes=of_essay[essay].sent_bytes if essay in of_essay else 0,
            )
            for essay, file in zip(essays, named, strict=True)
        ]

    async def create(self, sender: Sender, batch: UUID, file: NewUpload) -> Upload:
        """One file is to come; it may have no fingerprint, and is not too large."""
        file = msgspec.structs.replace(file, name=display_name(file.name))
        [made] = await self._made(sender, batch, [file])
        return made

    async def _made(self, sender: Sender, batch: UUID, files: Sequence[NewUpload]) -> list[Upload]:
        if not files:
            return []
        until = self.clock() + KEPT
        named = [(uuid4(), file) for file in files]
        async with self.database.transaction() as sql:
            made = await store.announce(sql, sender.school, batch, sender.person, named, until)
        return [await self._at_once(sender, one) for one in made]

    async def _at_once(self, sender: Sender, made: Upload) -> Upload:
        """A file without bytes has come whole already: nothing more is sent of it."""
        if made.size_bytes or made.offered:
            return made
        await self._append(sender, made.id, 0, b"")
        return msgspec.structs.replace(made, offered=True)

    async def look(self, sender: Sender, upload: UUID) -> Upload | NoUpload:
        """How much has come."""
        async with self.database.session() as sql:
            found = await store.one(sql, upload, sender.school, sender.person, self.clock())
        return found or NoUpload()

    async def open_ones(self, sender: Sender, batch: UUID) -> list[Upload]:
        """This sender's files of the batch that have not come whole."""
        now = self.clock()
        async with self.database.session() as sql:
            return await store.open_ones(sql, sender.school, batch, sender.person, now)

    async def append(
        self, sender: Sender, upload: UUID, at: int, piece: bytes
    ) -> Appended | CameWhole | WrongPlace | Differs | NoUpload:
        """Keep a piece, at most `PIECE_BYTES` long; the last one offers the file, exactly once.

        What would go beyond the file's end belongs elsewhere, too.
        """
        async with self.turns:
            return await self._append(sender, upload, at, piece)

    async def _append(
        self, sender: Sender, upload: UUID, at: int, piece: bytes
    ) -> Appended | CameWhole | WrongPlace | Differs | NoUpload:
        known = await self.look(sender, upload)
        if isinstance(known, NoUpload):
            return known
        end = at + len(piece)
        if known.offered or known.sent_bytes != at or end > known.size_bytes:
            return WrongPlace(known.sent_bytes)
        if end == known.size_bytes:
            return await self._end(sender, known, piece)
        async with self.database.transaction() as sql:
            kept = await store.append(sql, upload, at, piece, self.clock() + KEPT)
        return Appended(end) if kept else await self._elsewhere(sender, upload)

    async def _elsewhere(self, sender: Sender, upload: UUID) -> WrongPlace | NoUpload:
        """Another piece was faster."""
        known = await self.look(sender, upload)
        return known if isinstance(known, NoUpload) else WrongPlace(known.sent_bytes)

    async def _end(
        self, sender: Sender, upload: Upload, last: bytes
    ) -> CameWhole | WrongPlace | Differs | NoUpload:
        if upload.sent_bytes:
            content = await self.contents.keep_stream(self._pieces(upload.id, last))
        else:
            [content] = await self.contents.keep([last])
        if upload.fingerprint not in ("", content):
            # parts of another transfer cannot have come between: it was announced wrongly
            await self.give_up(sender, upload.id)
            return Differs()
        taken = TakenIn(upload.name, upload.size_bytes, content)
        async with outbox.speaking(self.database, self.clock()) as tx:
            ended = await store.end(tx.sql, upload.id, upload.sent_bytes)
            if ended:
                tx.say(
                    FilesOffered(batch=upload.batch, files=intake.offered(upload.batch, [taken]))
                )
        if not ended:
            return await self._elsewhere(sender, upload.id)
        self.hint()
        return CameWhole(upload.size_bytes, essay_of(upload.batch, upload.name, content))

    async def _pieces(self, upload: UUID, last: bytes) -> AsyncIterator[bytes]:
        async for part in store.parts(self.database, upload):
            yield part
        yield last

    async def give_up(self, sender: Sender, upload: UUID) -> bool:
        """Forget an upload and what has come of it; False: there was none."""
        async with self.database.transaction() as sql:
            return await store.forget(sql, upload, sender.school, sender.person)

    async def take(self, name: str, pieces: AsyncIterator[bytes]) -> TakenIn:
        """Keep the bytes of a file that comes in one go; of one that is too large only its size."""
        size_bytes = 0

        async def bounded() -> AsyncIterator[bytes]:
            nonlocal size_bytes
            async for piece in pieces:
                size_bytes += len(piece)
                if size_bytes > self.size_bytes_max:
                    raise _TooLarge
                yield piece

        name = display_name(name)
        try:
            content = await self.contents.keep_stream(bounded())
        except _TooLarge:
            async for piece in pieces:  # what comes behind it may be another file
                size_bytes += len(piece)
            return TakenIn(name, size_bytes, None, intake.TOO_LARGE)
        return TakenIn(name, size_bytes, content)

    async def offer(
        self, batch: UUID, taken: Sequence[TakenIn], instead: UUID | None = None
    ) -> list[UUID]:
        """Offer files that were taken, in their order; the same again are the same essays.

        Args:
            instead: the essay whose place the first of them is to have.
        """
        names = told_apart([file.name for file in taken])
        apart = [
            file
            if file.name == name
            else msgspec.structs.replace(
                file, name=name, note=Reason("same_name", {"name": file.name})
            )
            for file, name in zip(taken, names, strict=True)
        ]
        files = intake.offered(batch, apart)
        asked = [ReplaceFile(batch=batch, essay=instead, by=files[0].essay)] if instead else []
        await self._say(*asked, FilesOffered(batch=batch, files=files))
        return [file.essay for file in files]

    async def _offer(self, batch: UUID, *files: OfferedFile) -> None:
        await self._say(FilesOffered(batch=batch, files=files))

    async def _say(self, *messages: Message) -> None:
        async with outbox.speaking(self.database, self.clock()) as tx:
            tx.say(*messages)
        self.hint()


class _TooLarge(Exception):
    """More has come than one file may have."""


def essay_of(batch: UUID, name: str, content: str) -> UUID:
    """The id that the file will have in its batch; see `intake.offered`."""
    return uuid5(batch, f"{name}\0{content}")


def _too_large(batch: UUID, file: NewUpload) -> OfferedFile:
    return OfferedFile(
        essay=essay_of(batch, file.name, file.fingerprint),
        name=file.name,
        size_bytes=file.size_bytes,
        content=None,
        refused=intake.TOO_LARGE,
    )


def _named(files: Sequence[NewUpload]) -> list[NewUpload]:
    """Under names that can be shown; two files of one name are told apart, one file twice is one.

    The sender hears the names, and asks for a file again by the name that it was given.
    """
    shown = [(display_name(file.name), file.fingerprint) for file in files]
    once = list(dict.fromkeys(shown))
    apart = dict(zip(once, told_apart([name for name, _ in once]), strict=True))
    return [
        msgspec.structs.replace(file, name=apart[each])
        for file, each in zip(files, shown, strict=True)
    ]
