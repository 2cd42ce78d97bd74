"""Where somebody asks from, as far as the request tells."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class AskedFrom:
    """`address` of the net, `agent` (what the browser calls itself), `device` (its secret)."""

    address: str = ""
    agent: str = ""
    device: str = ""

    @property
    def agent_kept(self) -> str:
        """As much of the browser's own name as is kept."""
        return "".join(letter for letter in self.agent if letter.isprintable())[:300]
