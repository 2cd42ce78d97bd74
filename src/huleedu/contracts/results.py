"""What the results service says: whose each essay is, as far as a roster tells."""

from uuid import UUID

import msgspec

from huleedu.contracts.message import Message


class MatchedPupil(msgspec.Struct, frozen=True, kw_only=True):
    """This pupil wrote this essay."""

    essay: UUID
    pupil: str


class PupilsMatched(Message, frozen=True, kw_only=True, tag="results.pupils_matched.v1"):
    """Whose essays these are; said when a batch with a roster is settled, and again with others."""

    essays: tuple[MatchedPupil, ...]
