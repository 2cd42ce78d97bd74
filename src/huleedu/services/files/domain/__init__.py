"""Read a file's text, or say why that can't be done, from its bytes alone."""

from huleedu.services.files.domain.archives import count_members
from huleedu.services.files.domain.outcomes import (
    Archive,
    Code,
    Format,
    Limits,
    Member,
    Outcome,
    Reading,
    Refused,
    RefusedMember,
    facts_before,
)
from huleedu.services.files.domain.work import READ, WARM

__all__ = [
    "READ",
    "WARM",
    "Archive",
    "Code",
    "Format",
    "Limits",
    "Member",
    "Outcome",
    "Reading",
    "Refused",
    "RefusedMember",
    "count_members",
    "facts_before",
]
