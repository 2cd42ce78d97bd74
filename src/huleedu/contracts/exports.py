"""What the exports say to themselves: make what somebody asked for; it could not be made."""

from uuid import UUID

from huleedu.contracts.message import Message


class ExportMessage(Message, frozen=True, kw_only=True):
    """About one export of a batch."""

    export: UUID

    @property
    def order_key(self) -> str:
        """Exports of a batch are made side by side."""
        return str(self.export)


class MakeExport(ExportMessage, frozen=True, kw_only=True, tag="exports.make_export.v1"):
    """Make what was asked for; its profile and all else stand in the exports' table."""


class ExportFailed(ExportMessage, frozen=True, kw_only=True, tag="exports.export_failed.v1"):
    """It was tried again and again in vain."""

    why: str
    """For engineers: it may stand in a log, and is shown to nobody."""
