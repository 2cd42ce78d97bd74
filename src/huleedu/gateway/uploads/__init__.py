"""Take in files that are sent over the network, piece by piece, and offer each once."""

from huleedu.gateway.uploads.sending import (
    ANNOUNCED_AT_ONCE,
    PIECE_BYTES,
    Announced,
    Appended,
    CameWhole,
    Differs,
    NewUpload,
    NoUpload,
    Sender,
    Upload,
    Uploads,
    WrongPlace,
    essay_of,
)

__all__ = [
    "ANNOUNCED_AT_ONCE",
    "PIECE_BYTES",
    "Announced",
    "Appended",
    "CameWhole",
    "Differs",
    "NewUpload",
    "NoUpload",
    "Sender",
    "Upload",
    "Uploads",
    "WrongPlace",
    "essay_of",
]
