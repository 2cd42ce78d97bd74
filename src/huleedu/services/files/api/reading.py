"""Read one file here and now; whoever doesn't trust it leaves that to the service's workers."""

from huleedu.services.files.domain import Limits, Outcome, Reading
from huleedu.services.files.domain.reading import read

__all__ = ["Limits", "Outcome", "Reading", "read"]
