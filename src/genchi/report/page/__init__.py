"""The report as one self-contained HTML page: no script, no font, no address outside it."""

from __future__ import annotations

from genchi.report.page.page import report_page

__all__ = ["report_page"]
