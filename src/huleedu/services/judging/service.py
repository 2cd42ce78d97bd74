"""The service `judging`, defined. Judges ask it and wait for the answer: it hears no messages."""

from pathlib import Path

from huleedu.kit.service import Service

SERVICE = Service(
    name="judging",
    purpose="hand out pairs to judges, keep every decision, rank",
    schema=Path(__file__).parent / "schema",
)
