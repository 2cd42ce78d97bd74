from collections.abc import Iterable
from typing import TypedDict

class _Estimate(TypedDict):
    guesses_log10: float

def zxcvbn(
    password: str, user_inputs: Iterable[object] | None = None, max_length: int = 72
) -> _Estimate: ...
