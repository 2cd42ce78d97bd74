"""Reading as work for another process: it loads the readers, and nobody else does."""

import msgspec

from huleedu.kit.work import Work
from huleedu.services.files.domain.outcomes import Outcome

READING = "huleedu.services.files.domain.reading"
READ: Work[Outcome] = Work(f"{READING}:read", msgspec.msgpack.Decoder(Outcome))
"""`reading.read`, for a worker."""
WARM = f"{READING}:warm"
