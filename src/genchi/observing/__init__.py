"""Looking at what was recorded: finding, following and choosing spans, by filters that people type.

`Traces` is what the command line, the server and a user's script ask; the store answers.
"""

from __future__ import annotations

from genchi.observing.following import follow
from genchi.observing.measuring import MEASURES, measures_of
from genchi.observing.traces import NotFoundError, Traces

__all__ = ["MEASURES", "NotFoundError", "Traces", "follow", "measures_of"]
