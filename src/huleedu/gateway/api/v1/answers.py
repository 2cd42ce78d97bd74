"""What every answer of this API has: a status, and a name for the state that it tells."""

from hashlib import sha256
from typing import ClassVar, Self

import msgspec

from huleedu.contracts.judging import Told

encode = msgspec.json.Encoder().encode


class ApiAnswer(Told, frozen=True, kw_only=True):
    """What happened, told to a program."""

    status: ClassVar[int] = 200

    def changeable(self) -> object:
        """What its ETag names."""
        return self


class ToldOnce(ApiAnswer, frozen=True, kw_only=True):
    """An answer with a secret, which is told once and kept by nobody: asked again it is null."""

    secret: str | None

    def kept(self) -> Self:
        """What is kept, and told if the same is asked again."""
        return msgspec.structs.replace(self, secret=None)


def etag_of(said: ApiAnswer) -> str:
    """Names what was said: the same is said of the same state."""
    return f'"{sha256(encode(said.changeable())).hexdigest()[:32]}"'


def is_as_seen(now: ApiAnswer, if_match: str) -> bool:
    """Is it as whoever asks has seen it?"""
    return etag_of(now) in [each.strip() for each in if_match.split(",")]
