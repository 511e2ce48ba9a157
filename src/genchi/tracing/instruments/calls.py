"""One call of a provider's API, from the first attempt to the last byte of its answer, as one span.

Whatever happens is written down: an answer, half an answer, an error of the provider, of the
network, or a task that was cancelled. The span ends once. Nothing here raises: what cannot be
read is named on the span (`genchi.capture.error`), and the application never notices.

Names of attributes: OpenTelemetry semantic conventions for GenAI, HTTP and servers. Our own are
`genchi.answer` (how an answer falls short), `genchi.stream.end` (how the reading of a stream ended)
and `genchi.error.body` (what the provider sent with an error).
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from time import perf_counter
from typing import Any, ParamSpec

from genchi.records import from_json, to_json
from genchi.records.conversations import answer_of
from genchi.tracing import faults
from genchi.tracing.instruments import tapes
from genchi.tracing.instruments.events import json_object
from genchi.tracing.instruments.wire import Answer, Api, Body, Failure, failure_in, inner, text
from genchi.tracing.openspan import OpenSpan
from genchi.tracing.recording import open_span

P = ParamSpec("P")


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where a call goes: the API, and the provider as its host tells."""

    api: Api
    provider: str
    host: str
    port: int | None


def _quietly(method: Callable[P, None]) -> Callable[P, None]:
    """The door between us and the application: what goes wrong behind it stays behind it."""

    @functools.wraps(method)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            method(*args, **kwargs)
        except Exception as error:
            call = args[0]
            if isinstance(call, ProviderCall):
                call.note(error)

    return guarded


class ProviderCall:
    """The span of one call, and what is known of the call so far."""

    def __init__(self, endpoint: Endpoint, options_body: object) -> None:
        self._api = endpoint.api
        self._given = options_body
        self._start = perf_counter()
        self._request: Any = None
        self._response: Any = None
        self._tape: tapes.Tape | None = None
        self._over: tuple[tapes.Tape, tapes.End, BaseException | None] | None = None
        self._running = True
        self._sent = 0
        model = text(inner(options_body, "model"))
        operation = self._api.operation
        name = f"{operation} {model}" if model else operation
        self.span: OpenSpan = open_span(name, operation=operation, model=model)
        self.span.set("gen_ai.provider.name", endpoint.provider)
        self.span.set("server.address", endpoint.host)
        self.span.set("server.port", endpoint.port)

    def note(self, error: BaseException) -> None:
        """Say on the span what could not be read."""
        faults.note("instruments", error)
        self.span.set("genchi.capture.error", repr(error))

    @_quietly
    def sending(self, request: Any) -> None:
        """An attempt is about to be made. An SDK may make several of them."""
        self._request = request
        self._sent += 1

    @_quietly
    def received(self, response: Any, *, asynchronous: bool) -> None:
        """The head of an answer has come; its body may be still to be read."""
        self._cut()  # an earlier answer: middleware of the SDK did not want it
        if not response.is_success:
            return
        if response.is_closed:
            self._response = response
            return
        # The response is not kept: it holds the tape, which would keep an answer that the
        # application has dropped from being noticed.
        tape = tapes.Tape(response.headers, self._api.fold(), self._tape_ended)
        tapes.put_on(response, tape, asynchronous=asynchronous)
        self._tape = tape

    def _cut(self) -> None:
        if self._tape is not None:
            self._tape.cut()
        self._response = self._tape = self._over = None

    def returned(self) -> None:
        """The application has its result. An answer that is yet to be read keeps the span open."""
        self._running = False
        if self._over is not None:
            self._tape_ended(*self._over)
        elif self._tape is None:
            self._finish(None)

    def raised(self, error: BaseException) -> None:
        """The application got an exception, be it of the network, the provider or the SDK."""
        self._running = False
        if self._tape is not None:
            self._tape.cut()
        self._finish(error)

    def _finish(self, error: BaseException | None) -> None:
        self._write_request()
        self._write_response()
        if error is not None:
            self._write_error(error)
        self.span.end()

    @_quietly
    def _write_request(self) -> None:
        asked = self._api.asked(self._body_sent())
        self.span.messages = asked.messages
        if asked.inputs:
            self.span.inputs = dict(asked.inputs)
        self._set_all(asked.attributes)
        if self._sent > 1:
            self.span.set("http.request.resend_count", self._sent - 1)

    def _body_sent(self) -> Body:
        """The body as it went out; as it was given to the SDK where nothing did."""
        if self._request is not None:
            return json_object(self._request.content) or {}
        given = self._given if isinstance(self._given, Mapping) else {}
        # What is no plain value may be an iterator, which is not ours to consume.
        kinds = (str, int, float, list, tuple, dict)
        plain = {key: value for key, value in given.items() if isinstance(value, kinds)}
        body: Body = from_json(to_json(plain))
        return body

    @_quietly
    def _write_response(self) -> None:
        if self._response is None:
            return
        body = json_object(self._response.content)
        if body is None:
            self._write_unreadable(self._response.headers.get("content-type", ""))
            self.span.set("genchi.error.body", self._response.text)
        else:
            self._write_answer(self._api.answered(body), whole=True)

    def _write_unreadable(self, kind: str) -> None:
        self._write_failure(Failure("not_json", f"the answer is not a JSON object but {kind!r}"))

    def _write_answer(self, answer: Answer, *, whole: bool) -> None:
        span, usage = self.span, answer.usage
        span.output_messages = answer.messages
        span.output = answer_of(answer.messages)
        span.response_model = answer.model
        span.usage(
            input_tokens=usage.input_tokens,
            cached_tokens=usage.cached_tokens,
            output_tokens=usage.output_tokens,
            reasoning_tokens=usage.reasoning_tokens,
        )
        self._set_all(answer.attributes)
        if answer.failure is not None:
            self._write_failure(answer.failure)
        elif answer.lacks is not None and whole:
            self.span.set("genchi.answer", answer.lacks)

    def _write_failure(self, failure: Failure) -> None:
        self.span.fail(str(failure))
        self.span.set("error.type", failure.kind)

    @_quietly
    def _write_error(self, error: BaseException) -> None:
        self.span.fail(error)
        status = getattr(error, "status_code", None)
        body = getattr(error, "body", None)
        said = failure_in(body) or failure_in({"error": body})
        named = said.kind if said is not None and said.kind != "error" else None
        kind = named or (str(status) if isinstance(status, int) else type(error).__name__)
        self.span.set("error.type", kind)
        if isinstance(status, int):
            self.span.set("http.response.status_code", status)
        if body is not None:
            self.span.set("genchi.error.body", body)

    def _tape_ended(self, tape: tapes.Tape, how: tapes.End, error: BaseException | None) -> None:
        if self._running:  # read by middleware; what the application gets is not known yet
            self._over = (tape, how, error)
            return
        self._write_request()
        self._write_taped(tape, how, error)
        self.span.end()

    @_quietly
    def _write_taped(self, tape: tapes.Tape, how: tapes.End, error: BaseException | None) -> None:
        whole = tape.complete or (how == "read" and not tape.streaming)
        failed = tape.failure is not None or (how == "read" and not whole)
        self.span.set("genchi.stream.end", "read" if whole else "broken" if failed else how)
        self.span.set("genchi.capture.error", tape.trouble)
        if tape.streaming and tape.first_chunk is not None:
            self.span.usage(first_token=tape.first_chunk - self._start)
        if tape.readable:
            self._write_tape(tape, whole=whole)
        if tape.failure is not None:
            self._write_failure(tape.failure)
        elif error is not None and not whole:
            self._write_error(error)
        elif how == "read" and not whole and tape.trouble is None:
            self._write_failure(Failure("incomplete", "the stream ended before the answer did"))

    def _write_tape(self, tape: tapes.Tape, *, whole: bool) -> None:
        body = tape.body()
        if body:
            self._write_answer(self._api.answered(body), whole=whole)
        elif body is None and whole:
            self._write_unreadable(tape.content_type)

    def _set_all(self, attributes: Mapping[str, Any]) -> None:
        for name, value in attributes.items():
            self.span.set(name, value)
