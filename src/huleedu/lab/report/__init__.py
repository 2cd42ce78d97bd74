"""Draw a history as one page that people read, and say what a run was made of."""

from huleedu.lab.report.manifest import (
    Changed,
    Manifest,
    NoManifest,
    Proven,
    make_manifest,
    verify_manifest,
)
from huleedu.lab.report.page import report

__all__ = [
    "Changed",
    "Manifest",
    "NoManifest",
    "Proven",
    "make_manifest",
    "report",
    "verify_manifest",
]
