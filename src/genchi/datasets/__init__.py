"""Dataset files: the cases a team tries its application on, one JSON object a line, kept in git."""

from __future__ import annotations

from genchi.datasets.editing import editing
from genchi.datasets.files import (
    FOLDER,
    REGRESSIONS,
    add_case,
    dataset_path,
    read_cases,
    read_dataset,
    remove_case,
)

__all__ = [
    "FOLDER",
    "REGRESSIONS",
    "add_case",
    "dataset_path",
    "editing",
    "read_cases",
    "read_dataset",
    "remove_case",
]
