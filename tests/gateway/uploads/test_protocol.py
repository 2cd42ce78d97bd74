"""What is said of uploads is said by tus 1.0, whoever asks."""

from base64 import b64encode

import pytest
from starlette.requests import Request

from huleedu.gateway.uploads import protocol


def asked(**headers: str) -> Request:
    named = [(name.replace("_", "-").encode(), told.encode()) for name, told in headers.items()]
    return Request({"type": "http", "method": "POST", "headers": named})


def test_another_version_is_refused_with_ours() -> None:
    refused = protocol.wrong_version(asked(tus_resumable="0.9"))
    assert refused
    assert (refused.status_code, refused.headers["tus-version"]) == (412, "1.0.0")
    assert protocol.wrong_version(asked(tus_resumable="1.0.0")) is None


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 415),
        ({"content_type": "text/plain", "upload_offset": "0"}, 415),
        ({"content_type": protocol.PIECE}, 400),
        ({"content_type": protocol.PIECE, "upload_offset": "-1"}, 400),
        ({"content_type": protocol.PIECE, "upload_offset": "1" * 30}, 400),
        ({"content_type": protocol.PIECE, "upload_offset": "7"}, None),
    ],
)
def test_what_is_no_piece_is_refused(headers: dict[str, str], status: int | None) -> None:
    refused = protocol.wrong_piece(asked(**headers))
    assert (refused.status_code if refused else None) == status


def test_metadata_is_read_or_not() -> None:
    read = protocol._metadata  # noqa: SLF001 # pyright: ignore[reportPrivateUsage]
    name = b64encode("Åsa.txt".encode()).decode()
    assert read(f"filename {name}, type ") == {"filename": "Åsa.txt", "type": ""}
    assert read("") == {}
    for odd in ("filename %%", "filename " + b64encode(b"\xff").decode()):
        assert read(odd) is None
