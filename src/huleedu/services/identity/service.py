"""The service `identity`, defined. It hears no messages: people ask it and wait."""

from pathlib import Path

from huleedu.kit.service import Service

SERVICE = Service(
    name="identity",
    purpose="who somebody is, and what they may do in their school",
    schema=Path(__file__).parent / "schema",
)
