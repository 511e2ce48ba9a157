"""OpenTelemetry GenAI: the current names, the legacy ones, and genchi's own beside them.

Names: the semantic conventions for generative AI (open-telemetry/semantic-conventions-genai), and
before them those of semantic-conventions up to 1.36.
"""

from __future__ import annotations

from genchi.tracing.otlp import chats, passages
from genchi.tracing.otlp.rules import (
    CURRENT,
    GENCHI,
    LEGACY,
    Rule,
    amount,
    count,
    json_object,
    json_value,
    named_inputs,
    query,
    text,
    text_or_structure,
)

RULES = {
    "genchi.prompt.version": Rule("prompt_version", GENCHI, text, held=True),
    "genchi.cost": Rule("cost", GENCHI, amount, held=True),
    "genchi.inputs": Rule("inputs", GENCHI, json_object, held=True),
    "genchi.output": Rule("output", GENCHI, json_value, held=True),
    "genchi.reference": Rule("reference", GENCHI, json_value, held=True),
    "genchi.metadata": Rule("metadata", GENCHI, json_object, held=True),
    "genchi.passages": Rule("passages", GENCHI, passages.own, held=True),
    "gen_ai.operation.name": Rule("operation", CURRENT, text, held=True),
    "gen_ai.request.model": Rule("model", CURRENT, text, held=True),
    "gen_ai.response.model": Rule("response_model", CURRENT, text, held=True),
    "gen_ai.response.finish_reasons": Rule("finish_reasons", CURRENT, chats.reasons),
    "gen_ai.response.time_to_first_chunk": Rule("first_token", CURRENT, amount, held=True),
    "gen_ai.conversation.id": Rule("session", CURRENT, text, held=True),
    "gen_ai.usage.input_tokens": Rule("input_tokens", CURRENT, count, held=True),
    "gen_ai.usage.output_tokens": Rule("output_tokens", CURRENT, count, held=True),
    "gen_ai.usage.cache_read.input_tokens": Rule("cached_tokens", CURRENT, count, held=True),
    "gen_ai.usage.reasoning.output_tokens": Rule("reasoning_tokens", CURRENT, count, held=True),
    "gen_ai.usage.cost": Rule("cost", CURRENT, amount, held=True),
    "gen_ai.input.messages": Rule("messages", CURRENT, chats.messages_in("user"), held=True),
    "gen_ai.output.messages": Rule(
        "output_messages", CURRENT, chats.messages_in("assistant"), held=True
    ),
    "gen_ai.system_instructions": Rule("system", CURRENT, chats.instructions, held=True),
    "gen_ai.tool.call.arguments": Rule("inputs", CURRENT, named_inputs, held=True),
    "gen_ai.tool.call.result": Rule("output", CURRENT, text_or_structure, held=True),
    "gen_ai.retrieval.query.text": Rule("inputs", CURRENT, query, held=True),
    "gen_ai.retrieval.documents": Rule("passages", CURRENT, passages.documents, held=True),
    "gen_ai.prompt.version": Rule("prompt_version", CURRENT, text),
    "gen_ai.prompt.name": Rule("prompt_version", CURRENT + 0.5, text),
    "user.id": Rule("user", CURRENT, text, held=True),
    "enduser.id": Rule("user", LEGACY, text),
    "gen_ai.usage.prompt_tokens": Rule("input_tokens", LEGACY, count),
    "gen_ai.usage.completion_tokens": Rule("output_tokens", LEGACY, count),
    "gen_ai.usage.cache_read_input_tokens": Rule("cached_tokens", LEGACY, count),
    "gen_ai.usage.reasoning_tokens": Rule("reasoning_tokens", LEGACY, count),
    "gen_ai.prompt": Rule("messages", LEGACY, chats.messages_in("user"), held=True),
    "gen_ai.completion": Rule("output_messages", LEGACY, chats.messages_in("assistant"), held=True),
    "events": Rule("conversation", LEGACY, chats.event_list, held=True),
}
