"""What others may ask of the files service: what one file may take of us, and what is in it."""

from huleedu.services.files.domain import WARM, Limits, count_members

__all__ = ["WARM", "Limits", "count_members"]
