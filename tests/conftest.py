"""What tests of several rooms share."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="session")
def real_data() -> Path:
    """The folder of public recorded outputs and human judgements; skips where it is absent."""
    named = os.environ.get("GENCHI_REAL_DATA")
    folder = Path(named) if named else ROOT.parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip(f"no folder of public data at {folder} (name one with GENCHI_REAL_DATA)")
    return folder
