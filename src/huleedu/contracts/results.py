"""What the results service said when it still looked for the pupils itself."""

from uuid import UUID

import msgspec

from huleedu.contracts.message import Message


class MatchedPupilV1(msgspec.Struct, frozen=True, kw_only=True):
    """This pupil wrote this essay."""

    essay: UUID
    pupil: str


class PupilsMatchedV1(Message, frozen=True, kw_only=True, tag="results.pupils_matched.v1"):
    """Whose essays these are, as it was sent before; it may still be on its way."""

    essays: tuple[MatchedPupilV1, ...]
