"""Models: one narrow door to any of them, typed values out of what one answered, and a mock.

Importing this costs next to nothing: each name is loaded when it is first used, and the SDK of a
provider when the provider is first asked.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from genchi.models import mock, structured, techniques
    from genchi.models.bounds import BudgetError, budget
    from genchi.models.door import Model
    from genchi.models.embedders import Embedder
    from genchi.models.failures import ProviderError
    from genchi.models.looping import run
    from genchi.models.opening import (
        extractive,
        open,  # noqa: A004 - `models.open` is what it is called
        open_embedder,
        open_reranker,
        replay,
        scripted,
    )
    from genchi.models.pins import OtherModelWarning
    from genchi.models.rerankers import Reranker
    from genchi.records import Message, Request, Response, Text, Tool, ToolCall, ToolResult

__all__ = [
    "BudgetError",
    "Embedder",
    "Message",
    "Model",
    "OtherModelWarning",
    "ProviderError",
    "Request",
    "Reranker",
    "Response",
    "Text",
    "Tool",
    "ToolCall",
    "ToolResult",
    "budget",
    "extractive",
    "mock",
    "open",
    "open_embedder",
    "open_reranker",
    "replay",
    "run",
    "scripted",
    "structured",
    "techniques",
]

_HOMES = {
    "open_reranker": "genchi.models.opening",
    "open_embedder": "genchi.models.opening",
    "Reranker": "genchi.models.rerankers",
    "Embedder": "genchi.models.embedders",
    "BudgetError": "genchi.models.bounds",
    "Model": "genchi.models.door",
    "OtherModelWarning": "genchi.models.pins",
    "ProviderError": "genchi.models.failures",
    "budget": "genchi.models.bounds",
    "extractive": "genchi.models.opening",
    "open": "genchi.models.opening",
    "replay": "genchi.models.opening",
    "run": "genchi.models.looping",
    "scripted": "genchi.models.opening",
}
_ROOMS = frozenset(["mock", "structured", "techniques"])


def __getattr__(name: str) -> Any:
    if name in _ROOMS:
        return import_module(f"genchi.models.{name}")
    if name in __all__:
        return getattr(import_module(_HOMES.get(name, "genchi.records")), name)
    raise AttributeError(f"genchi.models has no {name!r}; it has {', '.join(__all__)}")


def __dir__() -> list[str]:
    return sorted(__all__)
