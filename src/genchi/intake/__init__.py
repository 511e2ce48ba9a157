"""Recorded outputs from files of other tools into spans, labels and verdicts."""

from __future__ import annotations

from genchi.intake.formats import NAMES as FORMATS
from genchi.intake.importing import Preview, Progress, Summary, import_file, preview_file
from genchi.intake.rows import Imported, Reject

__all__ = [
    "FORMATS",
    "Imported",
    "Preview",
    "Progress",
    "Reject",
    "Summary",
    "import_file",
    "preview_file",
]
