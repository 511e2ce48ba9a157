"""One call of a prompt: render, look up, ask the model, read the answer, one span around it."""

from __future__ import annotations

from genchi.calls.caching import Cached
from genchi.calls.prompting import Called, Prompt, prompt

__all__ = ["Cached", "Called", "Prompt", "prompt"]
