"""Whose things are whose: the schools that share an installation."""

from uuid import UUID

OWN_SCHOOL = UUID("00000000-0000-4000-8000-000000000001")
"""The installation's own school: what the command line makes is its, and has no owner."""
