"""Take a platform's own file, and find out where the grades go in it."""

from dataclasses import dataclass

import msgspec

from huleedu.gateway.exports.facts import Given
from huleedu.gateway.exports.platforms.known import (
    NotTheirs,
    ThisColumn,
    WhichColumn,
    look_into,
)
from huleedu.gateway.exports.profiles import Profile
from huleedu.kit.names import display_name


@dataclass(frozen=True, slots=True)
class GivenFile:
    """A platform's file as it was sent, and the columns among which one has to be chosen."""

    file: Given | None = None
    columns: tuple[str, ...] = ()


def into_given(
    profile: Profile, name: str, content: bytes, title: str, *, numbers: bool, column: str = ""
) -> GivenFile | NotTheirs:
    """What is kept of the file that was given for this form; no bytes: none was.

    Args:
        title: of the batch.
        numbers: all grades are numbers.
        column: the one that is meant, if somebody said so.
    """
    if not profile.takes_file or not content:
        return NotTheirs("no_file") if "file" in profile.wants else GivenFile()
    file = Given(name=display_name(name), content=content)
    match look_into(profile.code, content, title, numbers=numbers, column=column):
        case ThisColumn(found):
            return GivenFile(msgspec.structs.replace(file, column=found))
        case WhichColumn(columns):
            return GivenFile(file, columns)
        case NotTheirs() as why:
            return why
