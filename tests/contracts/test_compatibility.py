"""Messages on their way outlive the program that sent them: their form may not change unseen."""

import json
import os
from pathlib import Path
from typing import Any, cast

import msgspec

from huleedu.contracts.catalogue import CATALOGUE
from huleedu.contracts.message import name_of

SNAPSHOT = Path(__file__).with_name("messages.json")


def schemas() -> dict[str, object]:
    """Names, types and defaults of all messages."""
    _, components = msgspec.json.schema_components(CATALOGUE.values())
    return without_prose(json.loads(json.dumps(components, sort_keys=True)))


def without_prose(schema: Any) -> Any:
    """What is sent does not depend on how it is described; a field may be called `description`."""
    if isinstance(schema, list):
        return [without_prose(part) for part in cast("list[Any]", schema)]
    if not isinstance(schema, dict):
        return schema
    return {
        key: without_prose(value)
        for key, value in cast("dict[str, Any]", schema).items()
        if not (key == "description" and isinstance(value, str))
    }


def test_a_message_that_changes_gets_a_new_version() -> None:
    """After adding a message: HULEEDU_WRITE_SNAPSHOT=1 pytest tests/contracts."""
    if os.environ.get("HULEEDU_WRITE_SNAPSHOT"):
        SNAPSHOT.write_text(json.dumps(schemas(), indent=1, sort_keys=True) + "\n")
    known = json.loads(SNAPSHOT.read_text())
    now = schemas()
    for message, schema in known.items():
        assert now.get(message) == schema, f"{message} has changed: give it a new version"
    assert set(now) == set(known), "a message was added: write the snapshot anew"


def test_words_about_a_message_may_change_and_its_fields_may_not() -> None:
    said = {
        "description": "One line,\n    and another.",
        "properties": {"description": {"type": "string", "default": ""}},
        "anyOf": [{"description": "A name.", "type": "string"}, {"type": "null"}],
    }
    assert without_prose(said) == {
        "properties": {"description": {"type": "string", "default": ""}},
        "anyOf": [{"type": "string"}, {"type": "null"}],
    }


def test_a_messages_name_tells_its_sender_and_version() -> None:
    for name, message in CATALOGUE.items():
        sender, _, rest = name.partition(".")
        assert message.__module__ == f"huleedu.contracts.{sender}"
        assert rest.rpartition(".v")[2].isdecimal()
        assert name_of(message) == name
