"""What a request for a chat completion asks, and what OpenAI would refuse of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from genchi.models.mock.exchange import Asked, Json, Refused, Role, Turn
from genchi.models.mock.fields import (
    an_object,
    count_at,
    flag_at,
    invalid,
    list_at,
    number_at,
    object_at,
    text_at,
    wrong,
)
from genchi.models.mock.openai_tools import choice_in, schema_in, text_at_path, tools_in

_ROLES: Mapping[str, Role] = {
    "system": "system",
    "developer": "system",
    "user": "user",
    "assistant": "assistant",
    "tool": "tool",
    "function": "tool",
}
_MOST_STOPS = 4
_MOST_ANSWERS = 128


def read(body: Json) -> Asked:
    """What is asked. Raises `Refused`."""
    model = text_at(body, "model")
    turns = _turns(body)
    tools = tools_in(body, wrapped=True)
    choice, named, allowed = choice_in(body, tools, wrapped=True)
    said = "\n".join(turn.text for turn in turns)
    number_at(body, "temperature", least=0, most=2)
    number_at(body, "top_p", least=0, most=1)
    object_at(body, "stream_options")
    if body.get("stream_options") and not body.get("stream"):
        raise Refused(
            "The 'stream_options' parameter is only allowed when 'stream' is enabled.",
            param="stream_options",
        )
    return Asked(
        model=model,
        turns=turns,
        tools=allowed,
        choice=choice,
        named=named,
        parallel=flag_at(body, "parallel_tool_calls", otherwise=True),
        schema=schema_in(
            object_at(body, "response_format"), "response_format", wrapped=True, said=said
        ),
        most=count_at(body, "max_completion_tokens") or count_at(body, "max_tokens"),
        stops=stops_in(body, "stop"),
        thinks="reasoner" in model,
        several=count_at(body, "n", most=_MOST_ANSWERS) or 1,
        stream=flag_at(body, "stream", otherwise=False),
    )


def stops_in(body: Json, field: str) -> tuple[str, ...]:
    """The texts that end an answer: one, or a list of them."""
    told = body.get(field)
    if told is None:
        return ()
    stops = [told] if isinstance(told, str) else told
    if not isinstance(stops, list) or not all(isinstance(stop, str) for stop in stops):
        raise wrong(field, "a string or an array of strings", told)
    if len(stops) > _MOST_STOPS:
        raise invalid(field, f"at most {_MOST_STOPS} are supported.")
    return tuple(stop for stop in stops if stop)


def text_of(content: Any, path: str) -> str:
    """The text in the content of a message: a string, or the text of its parts."""
    if content is None:
        return ""
    if isinstance(content, str):
        return content
    if not isinstance(content, list):
        raise wrong(path, "a string or an array of parts", content)
    texts = []
    for place, item in enumerate(content):
        part = an_object(item, f"{path}[{place}]")
        kind = text_at_path(part, "type", f"{path}[{place}].type")
        if kind in ("text", "input_text", "output_text"):
            texts.append(_a_text(part.get("text"), f"{path}[{place}].text"))
    return "\n".join(texts)


def _a_text(value: Any, path: str) -> str:
    if not isinstance(value, str):
        raise wrong(path, "a string", value)
    return value


def _turns(body: Json) -> tuple[Turn, ...]:
    if body.get("messages") is None:
        raise wrong("messages", "an array", None)
    messages = [an_object(m, f"messages[{n}]") for n, m in enumerate(list_at(body, "messages"))]
    if not messages:
        raise invalid("messages", "it is empty; there must be at least one message.")
    turns = []
    waiting: list[str] = []
    for place, message in enumerate(messages):
        path = f"messages[{place}]"
        role = text_at_path(message, "role", f"{path}.role")
        if role not in _ROLES:
            raise invalid(f"{path}.role", f"{role!r} is none of {', '.join(_ROLES)}.")
        _follow(message, role, path, waiting)
        if message.get("content") is None and role not in ("assistant", "function"):
            raise wrong(f"{path}.content", "a string", None)
        text = text_of(message.get("content"), f"{path}.content")
        calls = list_at(message, "tool_calls", path=f"{path}.tool_calls")
        called = [_called(call, f"{path}.tool_calls[{n}]") for n, call in enumerate(calls)]
        text += "".join(name + arguments for name, arguments in called)
        turns.append(Turn(_ROLES[role], text, tuple(name for name, _ in called)))
    if waiting:
        raise _unanswered(waiting)
    return tuple(turns)


def _follow(message: Json, role: str, path: str, waiting: list[str]) -> None:
    """Every call of a tool must be answered, before anything else is said."""
    if role == "tool":
        call_id = text_at_path(message, "tool_call_id", f"{path}.tool_call_id")
        if call_id not in waiting:
            raise Refused(
                "Invalid parameter: messages with role 'tool' must be a response to a preceding "
                "message with 'tool_calls'.",
                param=f"{path}.role",
            )
        waiting.remove(call_id)
        return
    if waiting:
        raise _unanswered(waiting)
    if role == "assistant":
        calls = list_at(message, "tool_calls", path=f"{path}.tool_calls")
        for place, call in enumerate(calls):
            at = f"{path}.tool_calls[{place}]"
            waiting.append(text_at_path(an_object(call, at), "id", f"{at}.id"))


def _unanswered(waiting: list[str]) -> Refused:
    return Refused(
        "An assistant message with 'tool_calls' must be followed by tool messages responding to "
        f"each 'tool_call_id'. The following tool_call_ids did not have response messages: "
        f"{', '.join(waiting)}",
        param="messages",
    )


def _called(call: Any, path: str) -> tuple[str, str]:
    """The name and the arguments of a call."""
    told = object_at(an_object(call, path), "function", path=f"{path}.function")
    return str(told.get("name", "")), str(told.get("arguments", ""))
