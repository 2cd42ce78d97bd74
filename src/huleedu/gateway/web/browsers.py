"""Call a browser by a name that its owner knows, of all that it calls itself."""

import re

BROWSERS = (
    (re.compile(r"\bEdgA?/"), "Edge"),
    (re.compile(r"\bOPR/"), "Opera"),
    (re.compile(r"\b(Firefox|FxiOS)\b"), "Firefox"),
    (re.compile(r"\b(Headless)?(Chrome|CriOS)/"), "Chrome"),
    (re.compile(r"\bSafari/"), "Safari"),
)
"""In this order: most call themselves by the names of those behind them as well."""
SYSTEMS = (
    (re.compile(r"\biPhone\b"), "iPhone"),
    (re.compile(r"\biPad\b"), "iPad"),
    (re.compile(r"\bAndroid\b"), "Android"),
    (re.compile(r"\bCrOS\b"), "Chromebook"),
    (re.compile(r"\bWindows\b"), "Windows"),
    (re.compile(r"\bMac OS X\b|\bMacintosh\b"), "Mac"),
    (re.compile(r"\bLinux\b"), "Linux"),
)
SHOWN = 60


def browser_of(agent: str) -> str:
    """`Firefox, Windows`; of what is unknown, the beginning of what it calls itself."""
    browser = next((name for form, name in BROWSERS if form.search(agent)), "")
    system = next((name for form, name in SYSTEMS if form.search(agent)), "")
    return ", ".join(filter(None, (browser, system))) or agent[:SHOWN]
