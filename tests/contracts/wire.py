"""Messages as they travel."""

import json
from typing import Any

import msgspec

from huleedu.contracts.catalogue import CATALOGUE
from huleedu.contracts.message import Message

BATCH, ESSAY, OTHER = (f"00000000-0000-0000-0000-00000000000{n}" for n in (1, 2, 3))


def read(type_: str, **fields: Any) -> Message:
    """The message that these fields of JSON are; what it is sent as has at least the same."""
    sent = {"type": type_, "batch": BATCH, **fields}
    message = msgspec.json.decode(json.dumps(sent), type=CATALOGUE[type_])
    assert sent.items() <= json.loads(msgspec.json.encode(message)).items()
    return message
