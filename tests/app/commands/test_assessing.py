"""What `huleedu assess` loads before it begins is what it needs."""

import subprocess
import sys

HEAVY = {"numpy", "scipy", "openpyxl", "jinja2", "PIL", "hunspell", "pypdfium2", "httpx"}
"""Of those who read files, check spelling, rank and write: in processes of their own, or later."""


def test_nothing_heavy_is_loaded_before_it_is_needed() -> None:
    told = "import sys, huleedu.app.commands.assessing; print(*sys.modules)"
    ran = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    assert HEAVY & set(ran.stdout.split()) == set()
