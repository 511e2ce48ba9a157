"""A model that says what was written down for it: for tests, and for trying a program out."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from pathlib import Path
from threading import Lock
from typing import Any

from genchi.errors import UsageError
from genchi.models.failures import ProviderError
from genchi.models.families import Client
from genchi.models.mock.scripts import Line, line_for, script_in, script_of
from genchi.models.offline.saying import chunks_of, said
from genchi.records import (
    Chunk,
    Message,
    Part,
    Reasoning,
    Request,
    Response,
    Text,
    ToolCall,
    from_json,
)

Answer = str | Message | Response | ProviderError
"""Words, a whole message (with tool calls), a response, or what goes wrong."""
Script = Path | str | Sequence[Answer] | Sequence[Mapping[str, Any]] | Callable[[Request], Answer]
"""A file as `genchi mock --script` takes it, its lines, answers in order, or a function."""


class Scripted:
    """The family of scripted models. `requests` has what was asked, in order."""

    def __init__(self, script: Script) -> None:
        """Answers of a list are given once, from first to last; lines as often as they fit."""
        self.requests: list[Request] = []
        self._answer = _answering(script)
        self._lock = Lock()

    async def complete(self, client: Client, model: str, request: Request) -> Response:
        """The answer that the script has for a request."""
        with self._lock:
            self.requests.append(request)
            answer = self._answer(request)
        if isinstance(answer, ProviderError):
            raise answer
        if isinstance(answer, Response):
            return answer
        message = Message("assistant", (Text(answer),)) if isinstance(answer, str) else answer
        return said(model, request, message)

    async def stream(
        self, client: Client, model: str, request: Request
    ) -> AsyncIterator[Chunk | Response]:
        """The same in the pieces that a stream has."""
        response = await self.complete(client, model, request)
        for chunk in chunks_of(response.message):
            yield chunk
        yield response


def _answering(script: Script) -> Callable[[Request], Answer]:
    if callable(script):
        return script
    if isinstance(script, str | Path):
        return _by_line(script_in(Path(script)))
    if script and all(isinstance(line, Mapping) for line in script):
        return _by_line(script_of(script))  # type: ignore[arg-type]  # all are
    return _in_order(script)  # type: ignore[arg-type]  # none is


def _in_order(answers: Sequence[Answer]) -> Callable[[Request], Answer]:
    for answer in answers:
        if not isinstance(answer, Answer):
            raise UsageError(f"a script has texts, messages, responses and errors, not {answer!r}")
    left = iter(answers)

    def answer_of(request: Request) -> Answer:
        many = len(answers)
        spent = f"the script has {many} answers, and this is request {many + 1} or later"
        return next(left, ProviderError(spent, "bad_request"))

    return answer_of


def _by_line(lines: Sequence[Line]) -> Callable[[Request], Answer]:
    def answer_of(request: Request) -> Answer:
        words = request.messages[-1].text if request.messages else ""
        line = line_for(words, lines)
        if line is None:
            return ProviderError(f"no line of the script is for {words[:80]!r}", "bad_request")
        return _message(line)

    return answer_of


def _message(line: Line) -> Message:
    parts: list[Part] = [Reasoning(line.reasoning)] if line.reasoning else []
    parts += [Text(line.text)] if line.text else []
    parts += [
        ToolCall(f"call_{place}", call.name, _arguments(call.arguments))
        for place, call in enumerate(line.calls)
    ]
    return Message("assistant", tuple(parts))


def _arguments(text: str) -> Any:
    try:
        return from_json(text.encode())
    except ValueError:
        return text
