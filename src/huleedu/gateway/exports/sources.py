"""Where exports come from: the tables of each service."""

from collections.abc import Callable

from huleedu.kit.database import Database

Databases = Callable[[str], Database]
"""The tables of each service by its name, with the rights of whoever gathers."""
