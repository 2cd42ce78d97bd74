"""`huleedu serve` tells why it cannot listen, and serves nobody whom others can overhear."""

import socket
from pathlib import Path

import pytest
from tests.program import InThisProcess

from huleedu.app.commands.serving import NotSafe, Reached, reached
from huleedu.gateway.api.server import Listening


def test_an_address_that_is_taken_is_told(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        ran = InThisProcess({}, tmp_path).run("serve", "--port", str(port))
    assert ran.code == 3
    assert str(port) in ran.err
    assert "--port" in ran.err


URL = "https://huleedu.school.se"
FILE = Path("file.pem")


@pytest.mark.parametrize(
    ("host", "url", "certificate", "key", "behind_proxy", "origins"),
    [
        ("127.0.0.1", "", None, None, False, ()),
        ("127.0.0.1", URL, None, None, True, (URL,)),
        ("0.0.0.0", URL, None, None, True, (URL,)),
        ("0.0.0.0", f"{URL}:8443/", FILE, FILE, False, (f"{URL}:8443",)),
        ("127.0.0.1", "", FILE, FILE, False, ("https://127.0.0.1:{port}",)),
        ("0.0.0.0", "", None, None, False, None),
        ("0.0.0.0", "", None, None, True, None),
        ("0.0.0.0", "", FILE, FILE, False, None),
        ("0.0.0.0", URL, None, None, False, None),
        ("127.0.0.1", URL, None, None, False, None),
        ("0.0.0.0", "http://huleedu.school.se", None, None, True, None),
        ("0.0.0.0", f"{URL}/huleedu", None, None, True, None),
        ("127.0.0.1", "", FILE, None, False, None),
    ],
)
def test_pages_are_for_this_machine_or_by_tls(
    host: str,
    url: str,
    certificate: Path | None,
    key: Path | None,
    behind_proxy: bool,
    origins: tuple[str, ...] | None,
) -> None:
    with socket.create_server((host, 0)) as listening:
        at = Listening(listening)
        found = reached(at, url, certificate, key, behind_proxy=behind_proxy)
        port = listening.getsockname()[1]
    if origins is None:
        assert isinstance(found, NotSafe)
    else:
        assert isinstance(found, Reached)
        assert found.origins == tuple(each.format(port=port) for each in origins)
        assert found.secure == bool(origins)
