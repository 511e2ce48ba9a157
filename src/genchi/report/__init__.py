"""Reports that people read, in English and Simplified Chinese."""

from __future__ import annotations

from genchi.report.check_tables import check_page, check_runs_table, checks_table
from genchi.report.criteria_tables import criteria_table
from genchi.report.terminal import (
    comparison_table,
    import_lines,
    imports_table,
    keys_table,
    people_table,
    preview_report,
    quality_table,
    record_fields,
)
from genchi.report.trace_tables import (
    keeps_table,
    sample_table,
    size_text,
    span_line,
    traces_table,
    trend_table,
)
from genchi.report.trace_tree import trace_view
from genchi.report.words import WORDS, say

__all__ = [
    "WORDS",
    "check_page",
    "check_runs_table",
    "checks_table",
    "comparison_table",
    "criteria_table",
    "import_lines",
    "imports_table",
    "keeps_table",
    "keys_table",
    "people_table",
    "preview_report",
    "quality_table",
    "record_fields",
    "sample_table",
    "say",
    "size_text",
    "span_line",
    "trace_view",
    "traces_table",
    "trend_table",
]
