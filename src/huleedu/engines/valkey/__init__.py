"""Valkey: a server of our own for trials and tests, and what we ask of any."""

from huleedu.kit.cannot_run import CannotRun

SYNCS_LATE = (
    "Valkey answers before its writes are on disk (`appendonly yes` and `appendfsync always` would "
    "mend that). No slot can be lost, for PostgreSQL keeps them; after a power cut Valkey learns "
    "them anew."
)


class NotValkey(CannotRun):
    """The server cannot be used; the message says why and what to do."""
