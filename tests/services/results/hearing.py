"""What is said of a batch and its files, for tests of what the read model makes of it."""

from uuid import UUID, uuid4

from huleedu.contracts.batches import BatchRegistered, StepFailure, StepFinished
from huleedu.contracts.files import TextRead
from huleedu.contracts.gateway import FilesOffered, OfferedFile
from huleedu.contracts.lifecycle import EssayLeftOver, SlotAssigned
from huleedu.contracts.linguistics import LanguageMeasured
from huleedu.contracts.message import Message
from huleedu.contracts.reason import Reason
from huleedu.contracts.spelling import SpellingChecked
from huleedu.kit.database import Database
from huleedu.kit.messages import wrap
from huleedu.kit.service import Heard, Transaction
from huleedu.services.results.handlers import ROUTES
from huleedu.wiring.program import now

BATCH = UUID(int=7)
REGISTERED = BatchRegistered(
    batch=BATCH, title="9B", slots=5, language="auto", pupils=(), deadline_s=60
)


async def hear(database: Database, *messages: Message) -> None:
    """Each in a transaction of its own."""
    for message in messages:
        async with database.transaction() as sql:
            tx, route = Transaction(sql, now()), ROUTES[type(message)]
            if route.together:
                how = wrap(message, identity=uuid4(), now=now(), cause=None)
                await route.handle(tx, message.batch, [Heard(message, how)])
            else:
                await route.handle(tx, message)


def life_of(essay: UUID, batch: UUID = BATCH) -> list[Message]:
    """All that may be said of one file, in an order in which it may be said."""
    name = f"{essay.int}.txt"
    file = OfferedFile(essay=essay, name=name, size_bytes=15, content="ab" * 32)
    found = SpellingChecked(
        batch=batch, essay=essay, run=1, language="sv", words=312, misspellings=()
    )
    measured = LanguageMeasured(
        batch=batch, essay=essay, run=1, measures={"words": 312.0}, not_measured={}
    )
    failed = StepFailure(essay=essay, reason=Reason("spelling_failed"))
    return [
        FilesOffered(batch=batch, files=(file,)),
        TextRead(batch=batch, essay=essay, name=name, text="cd" * 32, characters=15, format="txt"),
        EssayLeftOver(batch=batch, essay=essay),
        SlotAssigned(batch=batch, essay=essay, slot=essay.int, content="cd" * 32),
        StepFinished(batch=batch, run=1, step="spelling", succeeded=(), failed=(failed,)),
        StepFinished(batch=batch, run=1, step="spelling", succeeded=(essay,), failed=()),
        found,
        measured,
    ]
