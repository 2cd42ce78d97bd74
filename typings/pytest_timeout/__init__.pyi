from typing import NamedTuple

import pytest

class Settings(NamedTuple):
    timeout: float
    method: str
    func_only: bool
    disable_debugger_detection: bool

def timeout_timer(item: pytest.Item, settings: Settings) -> None: ...
