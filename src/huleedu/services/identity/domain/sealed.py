"""What a kept secret is about: it opens for nothing else."""

from uuid import UUID


def app_of(school: UUID, person: UUID) -> str:
    """The secret of somebody's code app."""
    return f"totp:{school}:{person}"


def client_at(school: UUID) -> str:
    """Our secret at a school's sign-in service."""
    return f"sign-in-service:{school}"
