"""`huleedu serve` tells why it cannot listen."""

import socket
from pathlib import Path

from tests.program import InThisProcess


def test_an_address_that_is_taken_is_told(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        ran = InThisProcess({}, tmp_path).run("serve", "--port", str(port))
    assert ran.code == 3
    assert str(port) in ran.err
    assert "--port" in ran.err
