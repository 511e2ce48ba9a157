"""A request as the text that a local model reads: by its own chat template, where it has one.

Without a template each message is `role: text` on a line of its own, and the last line is
`assistant:`.
"""

from __future__ import annotations

from typing import Any

from genchi.errors import UsageError
from genchi.models.failures import ProviderError
from genchi.models.families.asking import (
    arguments_object,
    as_text,
    paired,
    schema_in_words,
    shown,
)
from genchi.models.families.openai_chat import function_of
from genchi.models.local.loading import LocalModel, sdk
from genchi.records import Message, OtherPart, Reasoning, Request, ToolCall, ToolResult

Turn = dict[str, Any]


def prompt_of(model: LocalModel, request: Request) -> Any:
    """The tokens of a request, as a tensor of shape (1, tokens).

    A schema is told in words too: a model that knows what it is held to answers better. Raises
    `UsageError` for what the model cannot be asked, `ProviderError` where its template refuses.
    """
    if request.schema is not None:
        request = schema_in_words(request)
    tools = _tools(model, request)
    turns = [turn for message in paired(request.messages) for turn in _turns(message)]
    templated = model.tokenizer.chat_template is not None
    text = _filled(model, turns, tools, request) if templated else _lines(turns)
    return model.tokenizer(text, add_special_tokens=not templated, return_tensors="pt").input_ids


def _filled(model: LocalModel, turns: list[Turn], tools: list[Turn], request: Request) -> str:
    more: dict[str, Any] = dict(request.extra)
    if request.reasoning_effort is not None:
        more["reasoning_effort"] = request.reasoning_effort
    try:
        text: str = model.tokenizer.apply_chat_template(
            turns, tools=tools or None, tokenize=False, add_generation_prompt=True, **more
        )
    except sdk("jinja2").TemplateError as error:
        said = f"the chat template of {model.name} does not take these messages: {error}"
        raise ProviderError(said, "bad_request") from error
    return text


def _lines(turns: list[Turn]) -> str:
    return "".join(f"{turn['role']}: {turn['content']}\n" for turn in turns) + "assistant:"


def _tools(model: LocalModel, request: Request) -> list[Turn]:
    if request.tool_choice not in (None, "auto", "none"):
        raise UsageError(
            f"{model.name} cannot be made to call a tool, and tool_choice is "
            f"{request.tool_choice!r}: a local model takes 'auto' and 'none'"
        )
    if not request.tools or request.tool_choice == "none":
        return []
    tools = [{"type": "function", "function": function_of(tool)} for tool in request.tools]
    template = model.tokenizer.chat_template and model.tokenizer.get_chat_template(tools=tools)
    if not template or "tools" not in template:
        raise UsageError(
            f"the chat template of {model.name} has no place for tools: ask without them, or "
            "with a model that was trained on them"
        )
    return tools


def _turns(message: Message) -> list[Turn]:
    """A message in the turns of a chat template: one for each result of a tool, and the rest."""
    results = [
        {"role": "tool", "tool_call_id": part.id, "content": as_text(part.response)}
        for part in message.parts
        if isinstance(part, ToolResult)
    ]
    if results and not message.tool_calls and not message.text:
        return results
    return [*results, _said(message)]


def _said(message: Message) -> Turn:
    for part in shown(message.parts):
        if isinstance(part, OtherPart):
            kind = part.data.get("type", "unknown")
            raise UsageError(f"local models read text, and a message has a part of type {kind!r}")
    role = "user" if message.role == "tool" else message.role  # words beside results
    turn: Turn = {"role": role, "content": message.text}
    if message.tool_calls:
        turn["tool_calls"] = [_call(call) for call in message.tool_calls]
    if thought := "".join(p.content for p in message.parts if isinstance(p, Reasoning)):
        turn["reasoning_content"] = thought
    return turn


def _call(call: ToolCall) -> Turn:
    function = {"name": call.name, "arguments": arguments_object(call)}
    return {"type": "function", "id": call.id, "function": function}
