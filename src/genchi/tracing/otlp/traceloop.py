"""Traceloop (OpenLLMetry), and what a few other senders say in words of their own.

Names: `opentelemetry.semconv_ai` of openllmetry, before and after it took up the GenAI names;
Pydantic AI and Langfuse as their SDKs write them.
"""

from __future__ import annotations

from genchi.records import Json
from genchi.tracing.otlp import chats
from genchi.tracing.otlp.rules import (
    OTHERS,
    TRACELOOP,
    Attributes,
    Rule,
    amount,
    count,
    named_inputs,
    text,
    text_or_structure,
)

_KINDS = {"workflow": "invoke_workflow", "agent": "invoke_agent", "tool": "execute_tool"}
_REQUESTS = {"completion": "text_completion", "embedding": "embeddings"}
ASSOCIATION = "traceloop.association.properties."
"""What the application said about a request: who asked, in which session, and anything else."""
CHUNK = "gen_ai.content.completion.chunk"
"""The event of each piece of a streamed answer."""


def _kind(value: Json, _: Attributes) -> str | None:
    return _KINDS.get(value, value) or None if isinstance(value, str) else None


def _request(value: Json, _: Attributes) -> str | None:
    if not isinstance(value, str) or value == "unknown":
        return None
    return _REQUESTS.get(value, value) or None


def _embedded(value: Json, attributes: Attributes) -> dict[str, Json] | None:
    """The texts of a call for embeddings; of other spans the name could be anybody's."""
    if attributes.get("gen_ai.operation.name") != "embeddings":
        return None
    return named_inputs(value, attributes)


RULES = {
    "llm.request.type": Rule("operation", TRACELOOP, _request),
    "traceloop.span.kind": Rule("operation", TRACELOOP + 0.5, _kind),
    "traceloop.entity.input": Rule("inputs", TRACELOOP, named_inputs, held=True),
    "traceloop.entity.output": Rule("output", TRACELOOP, text_or_structure, held=True),
    "llm.usage.prompt_tokens": Rule("input_tokens", TRACELOOP, count),
    "llm.usage.completion_tokens": Rule("output_tokens", TRACELOOP, count),
    "llm.usage.reasoning_tokens": Rule("reasoning_tokens", TRACELOOP, count),
    "traceloop.prompt.version": Rule("prompt_version", TRACELOOP, text),
    f"{ASSOCIATION}user_id": Rule("user", TRACELOOP, text),
    f"{ASSOCIATION}session_id": Rule("session", TRACELOOP, text),
    f"{ASSOCIATION}conversation_id": Rule("session", TRACELOOP + 0.2, text),
    f"{ASSOCIATION}thread_id": Rule("session", TRACELOOP + 0.4, text),
    "gen_ai.user": Rule("user", TRACELOOP + 0.5, text),
    "llm.user": Rule("user", TRACELOOP + 0.5, text),
    # Pydantic AI
    "pydantic_ai.all_messages": Rule("conversation", OTHERS, chats.whole_conversation, held=True),
    "all_messages_events": Rule("conversation", OTHERS, chats.event_list, held=True),
    "final_result": Rule("output", OTHERS, text_or_structure, held=True),
    "tool_arguments": Rule("inputs", OTHERS, named_inputs, held=True),
    "tool_response": Rule("output", OTHERS, text_or_structure, held=True),
    "inputs": Rule("inputs", OTHERS, _embedded, held=True),
    "gen_ai.client.operation.time_to_first_chunk": Rule("first_token", OTHERS, amount),
    "gen_ai.usage.details.cache_read_tokens": Rule("cached_tokens", OTHERS, count),
    "gen_ai.usage.details.reasoning_tokens": Rule("reasoning_tokens", OTHERS, count),
    "operation.cost": Rule("cost", OTHERS, amount),
    # Langfuse
    "langfuse.user.id": Rule("user", OTHERS, text),
    "langfuse.session.id": Rule("session", OTHERS, text),
}


def association(name: str) -> Rule | None:
    """The rule of an association property, which is metadata of its span."""
    own = name.removeprefix(ASSOCIATION)
    if own in ("", name):
        return None
    return Rule("metadata", TRACELOOP, lambda value, _: {own: value}, held=True)
