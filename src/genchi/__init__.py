"""genchi: the system around the model.

Importing this package does nothing: no file, no socket, no thread. The public names are loaded
when they are first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from genchi import errors, models, prompts, records, stats, text, tracing
    from genchi.app import Home
    from genchi.calls import Cached, prompt
    from genchi.checks import Check, check
    from genchi.configuring import configure
    from genchi.errors import GenchiError, OutsideError, RunError, UsageError
    from genchi.records import Evidence, Subject, Verdict
    from genchi.tracing import flush, span, trace
    from genchi.tracing.instruments import instrument

__version__ = "0.1.0"

__all__ = [
    "Cached",
    "Check",
    "Evidence",
    "GenchiError",
    "Home",
    "OutsideError",
    "RunError",
    "Subject",
    "UsageError",
    "Verdict",
    "__version__",
    "check",
    "configure",
    "errors",
    "flush",
    "instrument",
    "models",
    "prompt",
    "prompts",
    "records",
    "span",
    "stats",
    "text",
    "trace",
    "tracing",
]

_HOMES = {
    "Check": "genchi.checks",
    "check": "genchi.checks",
    "configure": "genchi.configuring",
    "Cached": "genchi.calls",
    "prompt": "genchi.calls",
    "trace": "genchi.tracing",
    "span": "genchi.tracing",
    "flush": "genchi.tracing",
    "instrument": "genchi.tracing.instruments",
    "Evidence": "genchi.records",
    "Subject": "genchi.records",
    "Verdict": "genchi.records",
    "Home": "genchi.app",
    "GenchiError": "genchi.errors",
    "OutsideError": "genchi.errors",
    "RunError": "genchi.errors",
    "UsageError": "genchi.errors",
}
_ROOMS = frozenset(["errors", "models", "prompts", "records", "stats", "text", "tracing"])


def __getattr__(name: str) -> Any:
    if name in _ROOMS:
        return import_module(f"genchi.{name}")
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"genchi has no {name!r}; it has {', '.join(__all__)}")


def __dir__() -> list[str]:
    return sorted(__all__)
