"""What drafting says to itself: have a language model draft one pupil's feedback; it could not."""

from uuid import UUID

from huleedu.contracts.message import EssayMessage, EssayWork


class DraftFeedback(EssayWork, frozen=True, kw_only=True, tag="drafting.draft_feedback.v1"):
    """Draft what was asked for; who asked, and all else, stands in drafting's table."""

    draft: UUID


class DraftFailed(EssayMessage, frozen=True, kw_only=True, tag="drafting.draft_failed.v1"):
    """It was tried again and again in vain."""

    draft: UUID
    why: str
    """For engineers: it may stand in a log, and is shown to nobody."""
