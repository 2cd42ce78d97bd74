"""Several systems under the same load, beside each other on one page."""

from collections.abc import Sequence
from dataclasses import dataclass

from huleedu.lab.report.page import rendered


@dataclass(frozen=True, slots=True)
class Compared:
    """A system under the load; `exact` is the share of repetitions, from 0 to 1."""

    name: str
    verdict: str
    exact: float
    p95_ms: float
    cells: tuple[str, ...]


def compared(seed: int, heading: Sequence[str], systems: Sequence[Compared]) -> str:
    """A page of HTML that needs nothing else: a picture, and the table behind it."""
    slowest = max((system.p95_ms for system in systems), default=0.0) or 1.0
    return rendered("compare.html", seed=seed, heading=heading, systems=systems, slowest=slowest)
