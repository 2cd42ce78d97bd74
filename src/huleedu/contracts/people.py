"""Whose things are whose: the schools that share an installation."""

from typing import Literal
from uuid import UUID

MayShared = Literal["look", "work"]
"""What a colleague may do with a batch: look at it, or all but share and throw it away."""

OWN_SCHOOL = UUID("00000000-0000-4000-8000-000000000001")
"""The installation's own school: what the command line makes is its, and has no owner."""

Right = Literal["administrator", "teacher", "operator"]
"""What a person may be in their school; a person may be several of these."""
