"""Who must have a second factor."""

from collections.abc import Collection


def needs_factor(rights: Collection[str], *, teachers_need_factor: bool) -> bool:
    """Administrators and operators always; teachers where their school wants it."""
    return "administrator" in rights or "operator" in rights or teachers_need_factor
