"""Checks: one subject in, one verdict out; the same as a test, evaluation, guard and monitor."""

from __future__ import annotations

from genchi.checks.checking import Check, check
from genchi.checks.discovery import (
    FOLDER,
    default_checks,
    known_checks,
    library_checks,
    load_checks,
)
from genchi.checks.running import CheckRun, OnBatch, run_checks
from genchi.checks.saving import checks_to_run
from genchi.checks.specs import find_check, parse_spec
from genchi.checks.using import use_folder, use_these

__all__ = [
    "FOLDER",
    "Check",
    "CheckRun",
    "OnBatch",
    "check",
    "checks_to_run",
    "default_checks",
    "find_check",
    "known_checks",
    "library_checks",
    "load_checks",
    "parse_spec",
    "run_checks",
    "use_folder",
    "use_these",
]
