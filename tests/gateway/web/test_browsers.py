"""A browser is called as its owner calls it."""

import pytest

from huleedu.gateway.web.browsers import browser_of

CHROME = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) "


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        (CHROME + "Chrome/156.0.0.0 Safari/537.36", "Chrome, Linux"),
        (CHROME + "Chrome/156.0.0.0 Safari/537.36 Edg/156.0.0.0", "Edge, Linux"),
        (CHROME + "Chrome/156.0.0.0 Safari/537.36 OPR/120.0", "Opera, Linux"),
        ("Mozilla/5.0 (Windows NT 10.0; Win64; rv:150.0) Firefox/150.0", "Firefox, Windows"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Version/26 Safari/605.1", "Safari, Mac"),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 26 like Mac OS X) CriOS/156 Safari/604.1",
            "Chrome, iPhone",
        ),
        ("Mozilla/5.0 (Linux; Android 16) Chrome/156.0 Mobile Safari/537.36", "Chrome, Android"),
        ("curl/8.9", "curl/8.9"),
        ("x" * 300, "x" * 60),
        ("", ""),
    ],
)
def test_a_browser_has_a_name(agent: str, name: str) -> None:
    assert browser_of(agent) == name
