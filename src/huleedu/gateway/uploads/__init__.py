"""Take in files that are sent over the network, piece by piece, and offer each once."""

from huleedu.gateway.uploads.sending import (
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
)

__all__ = [
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
]
