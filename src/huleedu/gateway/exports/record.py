"""Everything that is known of a batch, for the record: handed in, decided, said and seen."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from hashlib import sha256
from pathlib import PurePosixPath
from typing import BinaryIO, cast
from uuid import UUID
from zipfile import ZipFile

import msgspec

from huleedu.gateway.exports.facts import ExportFacts
from huleedu.gateway.exports.packing import add_file, add_table, archive, member
from huleedu.gateway.exports.sources import Databases
from huleedu.gateway.exports.store import Export
from huleedu.kit.content import ContentLost, Contents
from huleedu.kit.names import display_name, told_apart
from huleedu.services.feedback import api as feedback
from huleedu.services.identity import api as identity
from huleedu.services.judging.api.kept import pairs_by_essay, rules_told, transcript
from huleedu.services.judging.api.plans import Plan, plan_of
from huleedu.services.results import api as results
from huleedu.services.results.api import BatchSeen, ListedFile, grades, talk

PIECE_BYTES = 512 * 1024
FILES_AT_ONCE = 200
ORIGINALS = "originals"
GRADES = ("essay", "file", "pupil", "number", "grade", "by", "at", "reason", "likeliest_then")
DECISIONS = (
    *("judge", "kind", "first", "second", "state", "answer", "steps", "took_s", "comment"),
    *("assigned_at", "ended_at", "turned"),
)
TRANSCRIPT = (
    *("asked_at", "judge", "turned", "first", "second", "response", "outcome"),
    *("tokens_in", "tokens_out", "cost"),
)
FEEDBACK = ("essay", "file", "pupil", "state", "words", "changed_at", "given_at", "given_words")
TALK = ("essay", "file", "at", "by", "kind", "outcome", "line", "present")
AUDIT = ("at", "person", "what", "about", "facts")
CONTENTS = ("file", "size_bytes", "sha256")
Rows = AsyncIterator[Sequence[object]]


class RecordSettings(msgspec.Struct, frozen=True, kw_only=True):
    """How the batch was set up, and how it was judged."""

    batch: BatchSeen
    plan: Plan
    rules: dict[str, object] | None


@dataclass(frozen=True, slots=True)
class RecordSources:
    """Where the record comes from, and what its files and pupils are called."""

    databases: Databases
    contents: Contents
    export: Export
    facts: ExportFacts
    named: Mapping[str, tuple[str, str]]
    """Essay → its file's name, and its pupil's."""

    def names(self, essay: UUID) -> tuple[str, str]:
        """The same of one; of one that takes part no longer, nothing."""
        return self.named.get(str(essay), ("", ""))


async def add_record(
    databases: Databases, contents: Contents, export: Export, facts: ExportFacts, out: BinaryIO
) -> None:
    """Add all that is no report to an archive that has the report."""
    named = {
        essay.id: (essay.file, essay.pupil.name if essay.pupil else "")
        for essay in facts.report.essays
    }
    of = RecordSources(databases, contents, export, facts, named)
    tables: Mapping[str, tuple[Sequence[str], Callable[[RecordSources], Rows]]] = {
        "grades.csv": (GRADES, _grades),
        "decisions.csv": (DECISIONS, _decisions),
        "feedback.csv": (FEEDBACK, _feedback),
        "talk.csv": (TALK, _talk),
        "audit.csv": (AUDIT, _audit),
    }
    with archive(out, "a") as packed:
        for name, (head, rows) in tables.items():
            await add_table(packed, name, head, rows(of))
        await _add_transcript(packed, of)
        settings = await _settings(of)
        add_file(packed, "settings.json", msgspec.json.format(msgspec.json.encode(settings)))
        await _add_originals(packed, of)
    with archive(out, "a") as packed:
        listed = [row async for row in _contents(packed)]  # nothing is read while one writes
        await add_table(packed, "contents.csv", CONTENTS, _each(listed))


async def _each(rows: Sequence[Sequence[object]]) -> Rows:
    for row in rows:
        yield row


async def _grades(of: RecordSources) -> Rows:
    database, batch = of.databases("results"), of.export.batch
    for essay in of.named:
        for one in reversed(await grades.history(database, batch, of.export.school, UUID(essay))):
            told = (one.number, one.grade, one.by_name, one.at.isoformat())
            yield (essay, *of.names(one.essay), *told, one.reason, one.likeliest)


async def _decisions(of: RecordSources) -> Rows:
    async with aclosing(pairs_by_essay(of.databases("judging"), of.export.batch)) as pairs:
        async for row in pairs:
            first, second = (of.names(row[each])[0] or str(row[each]) for each in DECISIONS[2:4])
            times = (row[each].isoformat() if row[each] else None for each in DECISIONS[9:11])
            rest = (row[column] for column in DECISIONS[4:9])
            turned = "yes" if row["turned"] else None
            yield (row["judge"], row["kind"], first, second, *rest, *times, turned)


async def _feedback(of: RecordSources) -> Rows:
    database, batch, school = of.databases("feedback"), of.export.batch, of.export.school
    written = await feedback.feedback_of(database, batch, school)
    given = await feedback.given(database, batch, school)
    for essay in of.named:
        one, gift = written.get(UUID(essay)), given.get(UUID(essay))
        if one:
            changed = one.changed_at.isoformat() if one.changed_at else None
            had = (gift.at.isoformat(), gift.page.words) if gift else (None, None)
            yield (essay, *of.names(one.essay), one.state, one.words, changed, *had)


async def _talk(of: RecordSources) -> Rows:
    for one in await talk.said_of(of.databases("results"), of.export.batch):
        yield (
            *(str(one.essay), of.names(one.essay)[0], one.at.isoformat(), one.by_name),
            *(one.kind, one.outcome, one.line, one.present),
        )


async def _audit(of: RecordSources) -> Rows:
    database = of.databases("identity")
    entries = identity.audit_of_batch(database, of.export.school, of.export.batch)
    async with aclosing(entries) as found:
        async for one in found:
            facts = "; ".join(f"{k}: {v}" for k, v in sorted(one.facts.items()) if k != "batch")
            yield (one.at.isoformat(), one.person_name, one.what, one.about_name, facts)


async def _settings(of: RecordSources) -> RecordSettings:
    database, export = of.databases("judging"), of.export
    seen = await results.batch_seen(
        of.databases("results"), export.batch, export.person, administrator=True
    )
    assert isinstance(seen, BatchSeen), "it was seen when the record was begun"
    return RecordSettings(
        batch=seen,
        plan=await plan_of(database, export.batch),
        rules=await rules_told(database, export.batch),
    )


async def _add_transcript(packed: ZipFile, of: RecordSources) -> None:
    """What language models were asked and answered, a line of JSON each; no file if none were."""
    encoder = msgspec.json.Encoder(decimal_format="number")
    file = None
    try:
        async with aclosing(transcript(of.databases("judging"), of.export.batch)) as asked:
            async for row in asked:
                file = file or member(packed, "transcript.jsonl")
                line = {
                    **msgspec.json.decode(row["request"], type=dict[str, str]),
                    **{k: row[k] for k in TRANSCRIPT},
                }
                await asyncio.to_thread(file.write, encoder.encode(line) + b"\n")
    finally:
        if file:
            file.close()


async def _add_originals(packed: ZipFile, of: RecordSources) -> None:
    """Every file as it was handed in, under its pupil's name if that is sure."""
    database = of.databases("results")
    files: list[ListedFile] = []
    while some := await results.files_listed(
        database, of.export.batch, "all", None, len(files), FILES_AT_ONCE
    ):
        files += some
    there = [file for file in files if file.content]
    for file, name in zip(there, told_apart([called(f) for f in there]), strict=True):
        try:
            pieces = of.contents.stream(cast("str", file.content), PIECE_BYTES)
            with member(packed, f"{ORIGINALS}/{name}", packed_before=True) as original:
                async for piece in pieces:
                    await asyncio.to_thread(original.write, piece)
        except ContentLost:
            continue


def called(file: ListedFile) -> str:
    """What an original is called in the record: safe, and it tells whose it is."""
    name = PurePosixPath(display_name(file.name)).name
    pupil = file.pupil if file.pupil_sure else ""
    known = not pupil or pupil.casefold() in name.casefold()
    return display_name(name if known else f"{pupil} - {name}").replace("/", "-")


async def _contents(packed: ZipFile) -> Rows:
    """Every file of the archive with its digest, to see in years that it is whole."""
    for info in packed.infolist():
        with packed.open(info) as file:
            digest = sha256()
            while piece := await asyncio.to_thread(file.read, PIECE_BYTES):
                digest.update(piece)
        yield (info.filename, info.file_size, digest.hexdigest())
