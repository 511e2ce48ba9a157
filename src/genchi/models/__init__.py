"""Models: what comes back from one, as a value that fits a schema (`genchi.models.structured`)."""

from __future__ import annotations

from genchi.models import structured

__all__ = ["structured"]
