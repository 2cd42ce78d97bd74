"""Messages on their way outlive the program that sent them: their form may not change unseen."""

import json
import os
from pathlib import Path

import msgspec

from huleedu.contracts.catalogue import CATALOGUE
from huleedu.contracts.message import name_of

SNAPSHOT = Path(__file__).with_name("messages.json")


def schemas() -> dict[str, object]:
    _, components = msgspec.json.schema_components(CATALOGUE.values())
    return json.loads(json.dumps(components, sort_keys=True))


def test_a_message_that_changes_gets_a_new_version() -> None:
    """After adding a message: HULEEDU_WRITE_SNAPSHOT=1 pytest tests/contracts."""
    if os.environ.get("HULEEDU_WRITE_SNAPSHOT"):
        SNAPSHOT.write_text(json.dumps(schemas(), indent=1, sort_keys=True) + "\n")
    known = json.loads(SNAPSHOT.read_text())
    now = schemas()
    for message, schema in known.items():
        assert now.get(message) == schema, f"{message} has changed: give it a new version"
    assert set(now) == set(known), "a message was added: write the snapshot anew"


def test_a_messages_name_tells_its_sender_and_version() -> None:
    for name, message in CATALOGUE.items():
        sender, _, rest = name.partition(".")
        assert message.__module__ == f"huleedu.contracts.{sender}"
        assert rest.rpartition(".v")[2].isdecimal()
        assert name_of(message) == name
