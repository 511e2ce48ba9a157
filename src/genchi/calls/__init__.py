"""One call of a prompt: render, ask the model, read the answer, one span around it."""

from __future__ import annotations

from genchi.calls.prompting import Called, Prompt, prompt

__all__ = ["Called", "Prompt", "prompt"]
