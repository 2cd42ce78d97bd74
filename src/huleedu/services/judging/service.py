"""The judging service's card. Judges ask it and wait for the answer: it hears no messages."""

from pathlib import Path

from huleedu.kit.service import Card

CARD = Card(
    name="judging",
    purpose="hand out pairs to judges, keep every decision, rank",
    schema=Path(__file__).parent / "schema",
)
