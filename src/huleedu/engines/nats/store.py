"""What we ask of JetStream: two streams kept on disk, one in memory, and values with one writer."""

import asyncio
import json
import logging
from collections.abc import AsyncGenerator, Awaitable, Callable, Generator, Iterable, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from nats import errors
from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.aio.subscription import Subscription
from nats.js import JetStreamContext, api
from nats.js import errors as js_errors

from huleedu.kit.database import EngineAway
from huleedu.kit.outages import Retrying

log = logging.getLogger("huleedu.bus")

MESSAGES, STATE, MEMBERS = "huleedu-messages", "huleedu-state", "huleedu-members"
ANSWER_WITHIN_S = 5.0
READY_WITHIN_S = 20.0
TRY_AGAIN_S = 0.05
REPLICAS = 3
MEMBER_S = 3.0
"""A process that has said nothing for so long is not among the living."""
DUPLICATES_S = 120.0
"""So long the same message is known again."""
ACK_WITHIN_S = 30.0
"""What is not acknowledged and not extended for so long comes again."""
SOMEBODY_ELSE = 10071
"""JetStream's code for: the value has been written since you read it."""
TOGETHER_MAX = 500


class Lost(Exception):
    """Somebody else has written the value since we read it."""


@dataclass(frozen=True, slots=True)
class Value:
    """A value with its revision; revision 0: there is none."""

    data: bytes
    revision: int


@dataclass(frozen=True, slots=True)
class Letter:
    """A message for the stream; the same identity is taken once."""

    subject: str
    identity: str
    data: bytes


@contextmanager
def reaching() -> Generator[None]:
    """Whatever tells that NATS cannot do it now becomes `EngineAway`."""
    try:
        yield
    except (errors.Error, OSError, TimeoutError) as error:
        if isinstance(error, js_errors.APIError):
            log.info("NATS: %s", error)
        raise EngineAway(f"NATS does not answer: {error or type(error).__name__}") from error


async def all_of(things: Iterable[Awaitable[object]]) -> None:
    """Do all of them, side by side, to the end; then raise what the first of them raised."""
    for ended in await asyncio.gather(*things, return_exceptions=True):
        if isinstance(ended, BaseException):
            raise ended


class Store:
    """What there is on a connected server or cluster."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self._stream = JetStreamContext(client, timeout=ANSWER_WITHIN_S)
        self.since: datetime | None = None
        """When the stream of messages was made: another time, and its numbers began anew."""
        self._waits: set[asyncio.Timeout] = set()

    async def disconnected(self) -> None:
        """What was asked will not be answered any more."""
        for wait in self._waits:
            wait.reschedule(0)

    @asynccontextmanager
    async def _answered(self) -> AsyncGenerator[None]:
        """Wait until there is an answer or none can come; raises `EngineAway`."""
        with reaching():
            async with asyncio.timeout(ANSWER_WITHIN_S) as wait:
                self._waits.add(wait)
                try:
                    yield
                finally:
                    self._waits.discard(wait)

    async def make(self) -> None:
        """Make the streams that are not there; raises `EngineAway`.

        A cluster that has only just started needs a while before it can.
        """
        try:
            retrying = Retrying("Making the streams of NATS")
            async with asyncio.timeout(READY_WITHIN_S):
                while True:
                    try:
                        await self._make_all()
                    except (errors.Error, OSError, TimeoutError) as error:
                        retrying.failed(error)
                        await asyncio.sleep(TRY_AGAIN_S)
                    else:
                        retrying.worked()
                        return
        except TimeoutError as error:
            raise EngineAway("NATS cannot make its streams; see the server's log") from error

    async def _make_all(self) -> None:
        servers = {(server.hostname, server.port) for server in self.client.servers}
        replicas = REPLICAS if len(servers) >= REPLICAS else 1
        made = [
            api.StreamConfig(
                name=MESSAGES,
                subjects=["huleedu.to.>"],
                num_replicas=replicas,
                duplicate_window=DUPLICATES_S,
                allow_atomic=True,
            ),
            api.StreamConfig(
                name=STATE,
                subjects=["huleedu.state.>"],
                num_replicas=replicas,
                max_msgs_per_subject=1,
            ),
            api.StreamConfig(
                name=MEMBERS,
                subjects=["huleedu.member.>"],
                num_replicas=replicas,
                max_msgs_per_subject=1,
                max_age=MEMBER_S,
                storage=api.StorageType.MEMORY,
                duplicate_window=MEMBER_S,
            ),
        ]
        for config in made:
            try:
                await self._stream.stream_info(config.name or "")
            except js_errors.NotFoundError:
                await self._stream.add_stream(config)  # pyright: ignore[reportUnknownMemberType]
        self.since = (await self._stream.stream_info(MESSAGES)).created

    async def hear(self, subject: str, told: Callable[[Msg], Awaitable[None]]) -> Subscription:
        """Call `told` with whatever is said there from now on."""
        async with self._answered():
            return await self.client.subscribe(subject, cb=told)  # pyright: ignore[reportUnknownMemberType]

    async def last_sequence(self) -> int:
        """The sequence number of the newest message."""
        async with self._answered():
            return (await self._stream.stream_info(MESSAGES)).state.last_seq

    async def subjects(self, stream: str, pattern: str) -> list[str]:
        """The subjects that have something."""
        async with self._answered():
            info = await self._stream.stream_info(stream, subjects_filter=pattern)
        return list(info.state.subjects or {})

    async def get(self, subject: str, stream: str = STATE) -> Value:
        """The value of a subject."""
        async with self._answered():
            try:
                found = await self._stream.get_last_msg(stream, subject)
            except js_errors.NotFoundError:
                return Value(b"", 0)
        return Value(found.data or b"", found.seq or 0)

    async def put(self, subject: str, data: bytes, revision: int | None = None) -> int:
        """Write a value, on `revision` only if given; returns its revision, raises `Lost`."""
        headers = (
            None
            if revision is None
            else {api.Header.EXPECTED_LAST_SUBJECT_SEQUENCE.value: str(revision)}
        )
        async with self._answered():
            try:
                return (await self._stream.publish(subject, data, headers=headers)).seq
            except js_errors.APIError as error:
                if error.err_code == SOMEBODY_ELSE:
                    raise Lost from error
                raise

    async def remove(self, stream: str, subject: str) -> None:
        """Remove what these subjects have."""
        async with self._answered():
            await self._stream.purge_stream(stream, subject=subject)

    async def forget_before(self, sequence: int) -> None:
        """Remove the messages before this sequence number."""
        async with self._answered():
            await self._stream.purge_stream(MESSAGES, seq=sequence)

    async def send(self, letters: Sequence[Letter]) -> None:
        """Put letters in the stream, in this order, on disk when it returns.

        Together, all or none, where none of them is known already; else one after another.
        """
        for start in range(0, len(letters), TOGETHER_MAX):
            some = letters[start : start + TOGETHER_MAX]
            async with self._answered():
                if len(some) == 1 or not await self._send_together(some):
                    for letter in some:
                        await self._stream.publish(
                            letter.subject, letter.data, headers={"Nats-Msg-Id": letter.identity}
                        )

    async def _send_together(self, letters: Sequence[Letter]) -> bool:
        """An atomic batch (NATS 2.12, ADR-50); False: the server did not take it."""
        *first, last = [
            (
                letter,
                {
                    "Nats-Msg-Id": letter.identity,
                    "Nats-Batch-Id": batch,
                    "Nats-Batch-Sequence": str(number),
                },
            )
            for batch in (uuid4().hex,)
            for number, letter in enumerate(letters, 1)
        ]
        for letter, headers in first:
            await self.client.publish(letter.subject, letter.data, headers=headers)
        letter, headers = last
        answer = await self.client.request(
            letter.subject,
            letter.data,
            timeout=ANSWER_WITHIN_S,
            headers=headers | {"Nats-Batch-Commit": "1"},
        )
        return "error" not in json.loads(answer.data)

    async def consume(self, name: str, patterns: Sequence[str], after: int, at_most: int) -> None:
        """Make a durable consumer of the messages after a sequence number.

        `at_most` messages are out at a time; what is not acknowledged comes again.
        """
        config = api.ConsumerConfig(
            durable_name=name,
            name=name,
            ack_policy=api.AckPolicy.EXPLICIT,
            deliver_policy=api.DeliverPolicy.BY_START_SEQUENCE,
            opt_start_seq=after + 1,
            filter_subjects=list(patterns),
            ack_wait=ACK_WITHIN_S,
            max_deliver=-1,
            max_ack_pending=at_most,
        )
        async with self._answered():
            await self._stream.add_consumer(MESSAGES, config)  # pyright: ignore[reportUnknownMemberType]

    async def stop_consuming(self, name: str) -> None:
        """Remove a consumer, if there is one."""
        async with self._answered():
            try:
                await self._stream.delete_consumer(MESSAGES, name)
            except js_errors.NotFoundError:
                return

    async def consumer(self, name: str) -> api.ConsumerInfo | None:
        """How far a consumer is; None: there is none."""
        async with self._answered():
            try:
                return await self._stream.consumer_info(MESSAGES, name)
            except js_errors.NotFoundError:
                return None

    async def consumers(self) -> list[api.ConsumerInfo]:
        """How far all consumers are."""
        found: list[api.ConsumerInfo] = []
        async with self._answered():
            while page := await self._stream.consumers_info(MESSAGES, offset=len(found)):
                found += page
        return found
