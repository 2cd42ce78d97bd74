"""Tell what a benchmark aimed at and what it reached, as a table in Markdown."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table: what, the aim, what was reached, and whether that meets the aim."""

    what: str
    aim: str
    reached: str
    met: bool | None


def rendered(lines: Sequence[Line], seeds: int, first: int, took_s: float) -> str:
    """The table as Markdown, with the seeds that were used and the seconds it took."""
    verdict = {True: "met", False: "missed", None: ""}
    told = [
        f"{seeds} seeds from {first}; {took_s:.0f} s; ± is a standard error",
        "",
        "| what | aim | reached | |",
        "| --- | --- | --- | --- |",
    ]
    told += [
        f"| {line.what} | {line.aim} | {line.reached} | {verdict[line.met]} |" for line in lines
    ]
    return "\n".join(told) + "\n"
