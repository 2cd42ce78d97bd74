"""Write the whole picture as data that other programs can read, with its format's version."""

import msgspec

from huleedu.services.results.domain.picture import Picture
from huleedu.services.results.domain.readable import readable

FORMAT = "huleedu-results/1"


class Document(msgspec.Struct, frozen=True):
    """What stands in results.json. A field that changes its meaning makes a new format."""

    format: str
    picture: Picture


def data(picture: Picture) -> bytes:
    """UTF-8 JSON, indented by two, times as ISO 8601."""
    document = Document(FORMAT, readable(picture))
    return msgspec.json.format(msgspec.json.encode(document), indent=2) + b"\n"


def read(content: bytes) -> Picture:
    """The picture of a results.json. Raises msgspec.ValidationError for anything else."""
    document = msgspec.json.decode(content, type=Document)
    if document.format != FORMAT:
        raise msgspec.ValidationError(f"{document.format!r} is not {FORMAT!r}")
    return document.picture
