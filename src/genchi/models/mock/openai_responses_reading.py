"""What a request for a response asks, which may go on from an earlier answer."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from typing import Any

from genchi.models.mock.exchange import Answer, Asked, Json, Refused, Role, Turn
from genchi.models.mock.fields import (
    an_object,
    count_at,
    flag_at,
    invalid,
    number_at,
    object_at,
    text_at,
    wrong,
)
from genchi.models.mock.openai_chat_reading import text_of
from genchi.models.mock.openai_tools import choice_in, schema_in, text_at_path, tools_in

MOST_REMEMBERED = 1000
_ROLES: Mapping[str, Role] = {
    "user": "user",
    "system": "system",
    "developer": "system",
    "assistant": "assistant",
}


class Remembered:
    """The conversations behind the last answers, for `previous_response_id`."""

    def __init__(self) -> None:
        self._turns: OrderedDict[str, tuple[tuple[Turn, ...], frozenset[str]]] = OrderedDict()

    def before(self, response_id: str) -> tuple[tuple[Turn, ...], frozenset[str]]:
        """What was said up to an answer, and the calls it made. Raises `Refused`."""
        if response_id not in self._turns:
            raise Refused(
                f"Previous response with id '{response_id}' not found.",
                param="previous_response_id",
                code="previous_response_not_found",
            )
        return self._turns[response_id]

    def keep(self, answer: Answer) -> Answer:
        """Remember an answer, unless the request says not to; the answer itself."""
        if answer.body.get("store") is not False:
            [said] = answer.said
            called = tuple(call.name for call in said.calls)
            calls = [answer.id("call_", str(place)) for place in range(len(said.calls))]
            heard = (*answer.asked.turns, Turn("assistant", said.text, called))
            self._turns[answer.id("resp_")] = heard, frozenset(calls)
            while len(self._turns) > MOST_REMEMBERED:
                self._turns.popitem(last=False)
        return answer

    def forget(self) -> None:
        """Remember nothing."""
        self._turns.clear()


def read(remembered: Remembered, body: Json) -> Asked:
    """What is asked. Raises `Refused`."""
    model = text_at(body, "model")
    turns = _turns(remembered, body)
    tools = tools_in(body, wrapped=False)
    choice, named, allowed = choice_in(body, tools, wrapped=False)
    told = object_at(object_at(body, "text"), "format", path="text.format")
    number_at(body, "temperature", least=0, most=2)
    number_at(body, "top_p", least=0, most=1)
    return Asked(
        model=model,
        turns=turns,
        tools=allowed,
        choice=choice,
        named=named,
        parallel=flag_at(body, "parallel_tool_calls", otherwise=True),
        schema=schema_in(
            told, "text.format", wrapped=False, said="\n".join(turn.text for turn in turns)
        ),
        most=count_at(body, "max_output_tokens", least=16),
        thinks="reasoner" in model,
        stream=flag_at(body, "stream", otherwise=False),
    )


def _turns(remembered: Remembered, body: Json) -> tuple[Turn, ...]:
    turns: list[Turn] = []
    calls: set[str] = set()
    if body.get("previous_response_id") is not None:
        before, made = remembered.before(text_at(body, "previous_response_id"))
        turns += before
        calls |= made
    if body.get("instructions") is not None:
        turns.insert(0, Turn("system", text_of(body["instructions"], "instructions")))
    told = body.get("input")
    if told is None:
        raise wrong("input", "a string or an array", None)
    if isinstance(told, str):
        return (*turns, Turn("user", told))
    if not isinstance(told, list):
        raise wrong("input", "a string or an array", told)
    for place, item in enumerate(told):
        turns += _item(an_object(item, f"input[{place}]"), f"input[{place}]", calls)
    if not turns:
        raise invalid("input", "it is empty; there must be at least one item.")
    return tuple(turns)


def _item(item: Json, path: str, calls: set[str]) -> list[Turn]:
    """What one item of the input says. `calls` are those made so far."""
    match item.get("type", "message"):
        case "message":
            role = text_at_path(item, "role", f"{path}.role")
            if role not in _ROLES:
                raise invalid(f"{path}.role", f"{role!r} is none of {', '.join(_ROLES)}.")
            text = text_of(item.get("content"), f"{path}.content")
            return [Turn(_ROLES[role], text)]
        case "function_call":
            calls.add(text_at_path(item, "call_id", f"{path}.call_id"))
            name = str(item.get("name", ""))
            return [Turn("assistant", f"{name}{item.get('arguments', '')}", (name,))]
        case "function_call_output":
            call_id = text_at_path(item, "call_id", f"{path}.call_id")
            if call_id not in calls:
                raise Refused(
                    f"No tool call found for function call output with call_id {call_id}.",
                    param="input",
                )
            return [Turn("tool", _output(item.get("output"), f"{path}.output"))]
    return []


def _output(output: Any, path: str) -> str:
    if output is None:
        raise wrong(path, "a string", None)
    return text_of(output, path)
