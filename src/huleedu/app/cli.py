"""The command line: `huleedu assess`, `huleedu run`, and what operators need."""

import sys

from huleedu.app.commands import (
    assessing,
    batches,
    bench,
    dead,
    engine,
    judging,
    lab,
    running,
    serving,
)
from huleedu.app.commands.ending import ended
from huleedu.app.commands.program import program

__all__ = ["main"]

for commands in (assessing, running, serving, engine, batches, judging, dead, bench, lab):
    commands.attach(program)


def main() -> None:
    """Run the command that was typed, and end as it ended."""
    sys.exit(ended(program))
