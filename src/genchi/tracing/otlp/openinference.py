"""OpenInference (Arize): span kinds, `input.value` and `output.value`, flattened lists.

Names: https://github.com/Arize-ai/openinference/blob/main/spec/semantic_conventions.md
"""

from __future__ import annotations

from typing import Any

from genchi.records import Json, Message, clean, to_json
from genchi.records.conversations import is_conversation
from genchi.tracing.otlp import chats
from genchi.tracing.otlp.rules import (
    OPENINFERENCE,
    Attributes,
    Rule,
    amount,
    count,
    json_object,
    parsed,
    query,
    structure,
    text,
)

KIND = "openinference.span.kind"
_OPERATIONS = {
    "LLM": "chat",
    "EMBEDDING": "embeddings",
    "RETRIEVER": "retrieval",
    "RERANKER": "rerank",
    "TOOL": "execute_tool",
    "AGENT": "invoke_agent",
    "EVALUATOR": "evaluate",
}
"""Where our word is not simply theirs in small letters."""
FIRST_TOKEN = "First Token Stream Event"
"""The event of the first piece of a streamed answer."""


def _operation(value: Json, _: Attributes) -> str | None:
    if not isinstance(value, str) or not value:
        return None
    return _OPERATIONS.get(value.upper(), value.lower())


def _inputs(value: Json, attributes: Attributes) -> dict[str, Json] | None:
    if _has_messages(attributes, "gen_ai.input.messages", "llm.input_messages.0.message.role"):
        return None  # the provider's raw request, see `without_request`
    found = _by_mime_type(value, attributes.get("input.mime_type"))
    return found if found is None or isinstance(found, dict) else {"input": found}


def _output(value: Json, attributes: Attributes) -> Json:
    if _has_messages(attributes, "gen_ai.output.messages", "llm.output_messages.0.message.role"):
        return None  # the provider's raw response: it says more than the answer
    return _by_mime_type(value, attributes.get("output.mime_type"))


def _has_messages(attributes: Attributes, *names: str) -> bool:
    return _is_model_call(attributes) and any(name in attributes for name in names)


def _is_model_call(attributes: Attributes) -> bool:
    kind = attributes.get(KIND)
    return isinstance(kind, str) and kind.upper() == "LLM"


def _by_mime_type(value: Json, mime_type: Json) -> Json:
    """A value as its mime type says; JSON that was cut off is the text that is left of it."""
    if isinstance(value, str) and mime_type == "application/json":
        try:
            return parsed(value)
        except ValueError:
            return value
    return value


def _tags(value: Json, _: Attributes) -> dict[str, Json] | None:
    return {"tags": value} if isinstance(value, list) and value else None


def _asked_model(value: Json, _: Attributes) -> str | None:
    """The model among the parameters of a request."""
    parameters = structure(value)
    model = parameters.get("model") if isinstance(parameters, dict) else None
    return model if isinstance(model, str) and model else None


RULES = {
    KIND: Rule("operation", OPENINFERENCE, _operation),
    "input.value": Rule("inputs", OPENINFERENCE, _inputs, held=True),
    "output.value": Rule("output", OPENINFERENCE, _output, held=True),
    "reranker.query": Rule("inputs", OPENINFERENCE + 0.5, query, held=True),
    "llm.request.model_name": Rule("model", OPENINFERENCE, text),
    "llm.invocation_parameters": Rule("model", OPENINFERENCE + 0.2, _asked_model),
    "embedding.invocation_parameters": Rule("model", OPENINFERENCE + 0.2, _asked_model),
    "llm.model_name": Rule("some_model", OPENINFERENCE, text),
    "embedding.model_name": Rule("some_model", OPENINFERENCE, text),
    "reranker.model_name": Rule("model", OPENINFERENCE + 0.5, text),
    "llm.response.model_name": Rule("response_model", OPENINFERENCE, text),
    "llm.token_count.prompt": Rule("input_tokens", OPENINFERENCE, count),
    "llm.token_count.completion": Rule("output_tokens", OPENINFERENCE, count),
    "llm.token_count.prompt_details.cache_read": Rule("cached_tokens", OPENINFERENCE, count),
    "llm.token_count.completion_details.reasoning": Rule("reasoning_tokens", OPENINFERENCE, count),
    "llm.cost.total": Rule("cost", OPENINFERENCE, amount),
    "llm.finish_reason": Rule("finish_reasons", OPENINFERENCE, chats.reasons),
    "llm.prompt_template.version": Rule("prompt_version", OPENINFERENCE, text),
    "session.id": Rule("session", OPENINFERENCE, text),
    "metadata": Rule("metadata", OPENINFERENCE, json_object, held=True),
    "tag.tags": Rule("metadata", OPENINFERENCE + 0.5, _tags, held=True),
}


def without_repeats(
    attributes: dict[str, Json], messages: tuple[Message, ...], output: Json
) -> dict[str, Json]:
    """The attributes of a model call without what its raw request and response say again.

    Of the request, what it says beside the messages stays `input.value`, unless other attributes
    say that too. A response that is only the answer goes; one that says more stays.
    """
    if not _is_model_call(attributes):
        return attributes
    if output is not None and attributes.get("output.value") == output:
        attributes = _without(attributes, "output.value", "output.mime_type")
    rest = _rest_of_request(attributes, messages)
    if rest is None:
        return attributes
    if _is_said(rest, attributes):
        return _without(attributes, "input.value", "input.mime_type")
    return attributes | {"input.value": to_json(clean(rest)).decode()}


def _without(attributes: dict[str, Json], *names: str) -> dict[str, Json]:
    return {name: value for name, value in attributes.items() if name not in names}


def _rest_of_request(attributes: Attributes, messages: tuple[Message, ...]) -> Json:
    """A raw request without its messages, None where it does not repeat `messages`."""
    request = structure(attributes.get("input.value")) if messages else None
    if not isinstance(request, dict) or not is_conversation(request.get("messages")):
        return None
    if chats.listed(request["messages"], "user") != messages:
        return None
    return {name: value for name, value in request.items() if name != "messages"}


def _is_said(rest: dict[str, Any], attributes: Attributes) -> bool:
    parameters = structure(attributes.get("llm.invocation_parameters"))
    said = parameters if isinstance(parameters, dict) else {}
    left = {name: value for name, value in rest.items() if name not in said or said[name] != value}
    tools = left.pop("tools", [])
    return not left and all(
        structure(attributes.get(f"llm.tools.{number}.tool.json_schema")) == tool
        for number, tool in enumerate(tools if isinstance(tools, list) else [None])
    )
