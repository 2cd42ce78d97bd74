"""Work is named, so that only the worker loads what it needs."""

import msgspec

from huleedu.kit.work import Done, Work
from huleedu.kit.workers import Workers


async def test_an_answer_has_the_type_that_the_work_has_named() -> None:
    digits = Work("string:capwords", msgspec.msgpack.Decoder(str))
    workers = Workers(1, memory_bytes=1 << 29)
    try:
        assert await workers.call(digits, "the sea", time_s=60) == Done("The Sea")
    finally:
        await workers.aclose()
