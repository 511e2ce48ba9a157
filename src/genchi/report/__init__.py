"""Reports that people read, in English and Simplified Chinese."""

from __future__ import annotations

from genchi.report.check_tables import check_page, check_runs_table, checks_table
from genchi.report.terminal import (
    comparison_table,
    import_lines,
    imports_table,
    keys_table,
    preview_report,
    quality_table,
    record_fields,
)
from genchi.report.words import WORDS, say

__all__ = [
    "WORDS",
    "check_page",
    "check_runs_table",
    "checks_table",
    "comparison_table",
    "import_lines",
    "imports_table",
    "keys_table",
    "preview_report",
    "quality_table",
    "record_fields",
    "say",
]
