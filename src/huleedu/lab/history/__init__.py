"""What was asked of a system that hands out slots, what it answered, and when.

A history is a file of lines (`docs/lab-history.md`), written by any number of processes.
"""

from huleedu.lab.history.lines import (
    AnswerLine,
    BatchLine,
    CallLine,
    HeadLine,
    Line,
    MarkLine,
    OperationKind,
    Outcome,
    Row,
    Slot,
    StateLine,
)
from huleedu.lab.history.operations import History, Operation
from huleedu.lab.history.reader import Malformed, read
from huleedu.lab.history.writer import Writer

__all__ = [
    "AnswerLine",
    "BatchLine",
    "CallLine",
    "HeadLine",
    "History",
    "Line",
    "Malformed",
    "MarkLine",
    "Operation",
    "OperationKind",
    "Outcome",
    "Row",
    "Slot",
    "StateLine",
    "Writer",
    "read",
]
