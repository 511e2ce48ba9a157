"""Where the calls of an SDK are seen: three methods of the clients both SDKs are built on.

The SDKs of OpenAI and Anthropic come from one generator. Whatever the application calls (`create`,
`parse`, `stream`, `beta`, `with_raw_response`, a platform's client), it comes down to one
`client.request(…)`, retries included, so a call is seen once. Within it, `_build_request` makes
each attempt and `_process_response` turns the answer into a result.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from contextvars import ContextVar, Token
from dataclasses import dataclass
from types import ModuleType, TracebackType
from typing import Any

from genchi.errors import OutsideError
from genchi.tracing import context, faults
from genchi.tracing.instruments import Undo
from genchi.tracing.instruments.calls import Endpoint, ProviderCall

FindEndpoint = Callable[[Any, Any], Endpoint | None]
"""The endpoint that a client is about to ask with these options, or None for another one."""

_call: ContextVar[ProviderCall | None] = ContextVar("genchi_provider_call", default=None)
"""The call that `client.request` is busy with, for the two methods inside it."""


@dataclass(frozen=True, slots=True)
class Sdk:
    """An SDK to be hooked: its package, its two public clients, and which calls are of interest."""

    name: str
    version: str
    sync_client: type
    async_client: type
    endpoint: FindEndpoint


def hook(sdk: Sdk) -> Undo:
    """See the calls of every client of an SDK, also of those that exist. Undone by the result."""
    plan = [
        (sdk.sync_client, "request", _request(sdk.endpoint)),
        (sdk.async_client, "request", _async_request(sdk.endpoint)),
        (sdk.sync_client, "_build_request", _build_request),
        (sdk.async_client, "_build_request", _build_request),
        (sdk.sync_client, "_process_response", _process_response(asynchronous=False)),
        (sdk.async_client, "_process_response", _process_response(asynchronous=True)),
    ]
    owners = {(_owner(sdk, client, name), name): wrap for client, name, wrap in plan}
    undos = [replace_method(owner, name, wrap) for (owner, name), wrap in owners.items()]

    def undo() -> None:
        for undo_one in undos:
            undo_one()

    return undo


def _owner(sdk: Sdk, client: type, name: str) -> type:
    """The class that defines a method: other clients of the SDK have it too."""
    for cls in client.__mro__:
        if name in vars(cls):
            return cls
    raise OutsideError(
        f"{sdk.name} {sdk.version} cannot be instrumented, as its clients have no {name}: "
        f"install another version of {sdk.name}, or record its calls with genchi.span"
    )


def replace_method(owner: type | ModuleType, name: str, wrap: Callable[[Any], Any]) -> Undo:
    """Put `wrap(method)` in the place of a method, or of a module's function; the result undoes it.

    Where someone else has wrapped ours by then, theirs stays, with ours inside doing nothing.
    """
    original = vars(owner)[name]
    active = True

    def dispatch(*args: Any, **kwargs: Any) -> Any:
        return (wrapped if active else original)(*args, **kwargs)

    wrapped = wrap(original)
    dispatch = functools.wraps(original)(dispatch)
    setattr(owner, name, dispatch)

    def undo() -> None:
        nonlocal active
        active = False
        if vars(owner).get(name) is dispatch:
            setattr(owner, name, original)

    return undo


def _request(find: FindEndpoint) -> Callable[[Any], Any]:
    def wrap(original: Any) -> Any:
        def request(client: Any, cast_to: Any, options: Any, *args: Any, **kwargs: Any) -> Any:
            with _Running(_begin(find, client, options)):
                return original(client, cast_to, options, *args, **kwargs)

        return request

    return wrap


def _async_request(find: FindEndpoint) -> Callable[[Any], Any]:
    def wrap(original: Any) -> Any:
        async def request(
            client: Any, cast_to: Any, options: Any, *args: Any, **kwargs: Any
        ) -> Any:
            with _Running(_begin(find, client, options)):
                return await original(client, cast_to, options, *args, **kwargs)

        return request

    return wrap


def _begin(find: FindEndpoint, client: Any, options: Any) -> ProviderCall | None:
    try:
        endpoint = find(client, options)
        return None if endpoint is None else ProviderCall(endpoint, options.json_data)
    except Exception as error:  # an SDK that is not as we know it must work on without us
        faults.note("instruments", error)
        return None


class _Running:
    """While it is entered, a call is under way and its span the current one."""

    def __init__(self, call: ProviderCall | None) -> None:
        self._call = call

    def __enter__(self) -> None:
        call = self._call
        # A span that is not recorded is current too: what happens within it is not recorded either.
        self._activation = None if call is None else context.activate(call.span)
        if call is not None and not call.span.recording:
            self._call = None
        self._outer: Token[ProviderCall | None] = _call.set(self._call)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        try:
            _call.reset(self._outer)
        except ValueError:  # a coroutine that is thrown away may be closed in another context
            _call.set(None)
        if self._activation is not None:
            context.deactivate(self._activation)
        if self._call is None:
            return
        if error is None:
            self._call.returned()
        else:
            self._call.raised(error)


def _build_request(original: Any) -> Any:
    def build_request(client: Any, *args: Any, **kwargs: Any) -> Any:
        request = original(client, *args, **kwargs)
        if (call := _call.get()) is not None:
            call.sending(request)
        return request

    return build_request


def _process_response(*, asynchronous: bool) -> Callable[[Any], Any]:
    def wrap(original: Any) -> Any:
        def process_response(client: Any, *args: Any, **kwargs: Any) -> Any:
            response = kwargs.get("response")
            if (call := _call.get()) is not None and response is not None:
                call.received(response, asynchronous=asynchronous)
            return original(client, *args, **kwargs)

        return process_response

    return wrap
