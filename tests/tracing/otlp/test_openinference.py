"""OpenInference, as its instrumentations write it."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from genchi.records import Message, OtherPart, Passage, Payload, Span, Text, ToolCall, ToolResult

Understood = Callable[..., tuple[Span, Payload]]
KIND = "openinference.span.kind"


@pytest.mark.parametrize(
    ("kind", "operation"),
    [
        ("LLM", "chat"),
        ("EMBEDDING", "embeddings"),
        ("RETRIEVER", "retrieval"),
        ("RERANKER", "rerank"),
        ("TOOL", "execute_tool"),
        ("AGENT", "invoke_agent"),
        ("CHAIN", "chain"),
        ("GUARDRAIL", "guardrail"),
        ("EVALUATOR", "evaluate"),
        ("PROMPT", "prompt"),
        ("DECISION", "decision"),
        ("Something new", "something new"),
    ],
)
def test_the_kind_of_a_span_is_its_operation(
    understood: Understood, kind: str, operation: str
) -> None:
    span, payload = understood({KIND: kind})
    assert span.operation == operation
    assert payload.attributes == {KIND: kind}


@pytest.mark.parametrize(
    ("value", "mime_type", "inputs"),
    [
        ('{"question": "退款"}', "application/json", {"question": "退款"}),
        ('["a", "b"]', "application/json", {"input": ["a", "b"]}),
        ('{"question": "退', "application/json", {"input": '{"question": "退'}),
        ('{"question": "退款"}', "text/plain", {"input": '{"question": "退款"}'}),
        ('{"question": "退款"}', None, {"input": '{"question": "退款"}'}),
        ("退款", "text/plain", {"input": "退款"}),
    ],
)
def test_an_input_is_read_as_its_mime_type_says(
    understood: Understood, value: str, mime_type: str | None, inputs: dict[str, Any]
) -> None:
    said = {"input.value": value} | ({"input.mime_type": mime_type} if mime_type else {})
    _, payload = understood({KIND: "CHAIN", **said})
    assert payload.inputs == inputs
    assert payload.attributes == {KIND: "CHAIN"}


@pytest.mark.parametrize(
    ("value", "mime_type", "output"),
    [
        ('{"a": [1, 2]}', "application/json", {"a": [1, 2]}),
        ('"已发货"', "application/json", "已发货"),
        ('{"a": [1, 2]}', "text/plain", '{"a": [1, 2]}'),
        ("已发货", None, "已发货"),
        (7, None, 7),
    ],
)
def test_an_output_is_read_as_its_mime_type_says(
    understood: Understood, value: Any, mime_type: str | None, output: Any
) -> None:
    said = {"output.value": value} | ({"output.mime_type": mime_type} if mime_type else {})
    _, payload = understood({KIND: "CHAIN", **said})
    assert payload.output == output
    assert payload.attributes == {KIND: "CHAIN"}


def message(number: int, side: str = "input", **fields: str) -> dict[str, str]:
    prefix = f"llm.{side}_messages.{number}.message."
    return {prefix + name.replace("__", "."): value for name, value in fields.items()}


FLAT = {
    **message(0, role="system", content="你是客服"),
    **message(
        1,
        role="user",
        contents__0__message_content__type="text",
        contents__0__message_content__text="看图",
        contents__1__message_content__type="image",
        contents__1__message_content__image__image__url="http://x/y.png",
    ),
    "llm.input_messages.2.message.role": "assistant",
    "llm.input_messages.2.message.tool_calls.0.tool_call.id": "c1",
    "llm.input_messages.2.message.tool_calls.0.tool_call.function.name": "look",
    "llm.input_messages.2.message.tool_calls.0.tool_call.function.arguments": '{"n": 1}',
    "llm.input_messages.2.message.tool_calls.1.tool_call.function.name": "note",
    **message(10, role="tool", content="ok", tool_call_id="c1"),
    **message(0, "output", role="assistant", content="好"),
}
MESSAGES = (
    Message("system", (Text("你是客服"),)),
    Message(
        "user",
        (Text("看图"), OtherPart({"type": "image_url", "image_url": {"url": "http://x/y.png"}})),
    ),
    Message("assistant", (ToolCall("c1", "look", {"n": 1}), ToolCall(None, "note", None))),
    Message("tool", (ToolResult("c1", "ok"),)),
)


def test_flattened_messages_are_nested_again_in_the_order_of_their_numbers(
    understood: Understood,
) -> None:
    shuffled = dict(sorted(FLAT.items(), reverse=True))
    span, payload = understood({**shuffled, KIND: "LLM", "llm.model_name": "gpt-4o"})
    assert span.model == "gpt-4o"
    assert payload.messages == MESSAGES
    assert payload.output_messages == (Message("assistant", (Text("好"),)),)
    assert payload.output == "好"
    assert payload.attributes == {KIND: "LLM", "llm.model_name": "gpt-4o"}


def test_leaves_that_are_not_understood_stay_attributes(understood: Understood) -> None:
    odd: dict[str, Any] = {
        "llm.input_messages.0.message.content": ["not", "text"],
        "llm.input_messages.0.message.mood": "good",
        "llm.input_messages.x.message.role": "user",
        "llm.input_messages.1234567.message.role": "user",
        "llm.input_messages": "all of them",
    }
    _, payload = understood(odd | message(3, role="user", content="在吗"))
    assert payload.messages == (Message("user", (Text("在吗"),)),)
    assert payload.attributes == odd


def test_roles_without_any_content_are_no_conversation(understood: Understood) -> None:
    """What is left of messages where content is not recorded: it must not look like a question."""
    roles = message(0, role="user") | message(0, "output", role="assistant")
    _, payload = understood(roles)
    assert payload == Payload(attributes=roles)


def test_no_leaf_of_a_message_is_lost(understood: Understood) -> None:
    said = message(
        0,
        role="user",
        content="one",
        contents__0__message_content__type="image",
        contents__0__message_content__text="two",
        contents__0__message_content__image__image__url="three",
    )
    _, payload = understood(said)
    image = {"type": "image", "text": "two", "image": "three"}
    assert payload.messages == (Message("user", (Text("one"), OtherPart(image))),)
    tool = message(0, role="tool", content="ok", tool_calls__0__tool_call__id="c1")
    assert understood(tool)[1].attributes == tool


def test_a_raw_request_is_kept_without_the_messages_it_repeats(understood: Understood) -> None:
    request = {
        "model": "gpt-4o",
        "seed": 7,
        "messages": [{"role": "user", "content": "在吗"}],
    }
    _, payload = understood(
        {
            KIND: "LLM",
            "input.value": json.dumps(request),
            "input.mime_type": "application/json",
            **message(0, role="user", content="在吗"),
        }
    )
    assert payload.messages == (Message("user", (Text("在吗"),)),)
    assert payload.inputs == {}
    assert json.loads(payload.attributes["input.value"]) == {"model": "gpt-4o", "seed": 7}


def test_a_raw_request_that_other_attributes_say_again_is_gone(understood: Understood) -> None:
    tool = {"type": "function", "function": {"name": "look"}}
    request = {"model": "m", "messages": [{"role": "user", "content": "在吗"}], "tools": [tool]}
    said = {
        KIND: "LLM",
        "llm.invocation_parameters": '{"model": "m"}',
        "llm.tools.0.tool.json_schema": json.dumps(tool),
    }
    flat = message(0, role="user", content="在吗")
    raw = {"input.value": json.dumps(request), "input.mime_type": "application/json"}
    assert understood(said | flat | raw)[1].attributes == said


def test_a_raw_request_with_other_messages_is_kept_whole(understood: Understood) -> None:
    raw = {"input.value": '{"messages": [{"role": "user", "content": "another"}]}'}
    _, payload = understood({KIND: "LLM", **raw, **message(0, role="user", content="在吗")})
    assert payload.attributes == {KIND: "LLM", **raw}


def test_a_raw_response_is_kept_beside_the_answer(understood: Understood) -> None:
    raw = {"output.value": '{"choices": [], "id": "1"}', "output.mime_type": "application/json"}
    answer = message(0, "output", role="assistant", content="好")
    _, payload = understood({KIND: "LLM", **raw, **answer})
    assert payload.output == "好"
    assert payload.attributes == {KIND: "LLM", **raw}


def test_a_model_call_without_messages_has_inputs_and_an_output(understood: Understood) -> None:
    _, payload = understood({KIND: "LLM", "input.value": "在吗", "output.value": "在"})
    assert (payload.inputs, payload.output) == ({"input": "在吗"}, "在")


def test_the_answer_alone_as_output_value_is_not_kept_twice(understood: Understood) -> None:
    answer = message(0, "output", role="assistant", content="好")
    _, payload = understood(
        {KIND: "LLM", "output.value": "好", "output.mime_type": "text/plain", **answer}
    )
    assert payload.output == "好"
    assert payload.attributes == {KIND: "LLM"}


def test_retrieved_documents_are_passages(understood: Understood) -> None:
    flat = {
        "retrieval.documents.0.document.id": "d1",
        "retrieval.documents.0.document.content": "七天无理由",
        "retrieval.documents.0.document.score": 0.9,
        "retrieval.documents.0.document.metadata": '{"lang": "zh"}',
        "retrieval.documents.1.document.content": "运费",
    }
    _, payload = understood({KIND: "RETRIEVER", "input.value": "退货", **flat})
    assert payload.inputs == {"input": "退货"}
    assert payload.passages == (
        Passage("七天无理由", "d1", scores={"score": 0.9}, metadata={"lang": "zh"}),
        Passage("运费"),
    )
    assert payload.attributes == {KIND: "RETRIEVER"}


def test_reranked_documents_are_passages(understood: Understood) -> None:
    before = {"reranker.input_documents.0.document.content": "a"}
    after = {
        "reranker.output_documents.0.document.content": "a",
        "reranker.output_documents.0.document.score": 0.5,
    }
    span, payload = understood(
        {KIND: "RERANKER", "reranker.query": "q", "reranker.model_name": "r", **before, **after}
    )
    assert (span.operation, span.model) == ("rerank", "r")
    assert payload.inputs == {"query": "q"}
    assert payload.passages == (Passage("a", scores={"score": 0.5}),)
    assert payload.attributes == {KIND: "RERANKER", "reranker.model_name": "r", **before}


def test_session_user_metadata_tags_and_cost(understood: Understood) -> None:
    span, payload = understood(
        {
            "session.id": "s1",
            "user.id": "小明",
            "metadata": '{"team": "desk"}',
            "tag.tags": ["a", "b"],
            "llm.cost.total": 0.01,
            "llm.prompt_template.version": "v3",
        }
    )
    assert (span.session, span.user, span.prompt_version) == ("s1", "小明", "v3")
    assert span.usage.cost == 0.01
    assert payload.metadata == {"team": "desk", "tags": ["a", "b"]}
    assert payload.attributes == {
        "session.id": "s1",
        "llm.cost.total": 0.01,
        "llm.prompt_template.version": "v3",
    }


def test_metadata_that_is_no_object_stays_an_attribute(understood: Understood) -> None:
    _, payload = understood({"metadata": "just words"})
    assert payload == Payload(attributes={"metadata": "just words"})


def test_the_model_of_the_request_was_asked_and_the_other_one_answered(
    understood: Understood,
) -> None:
    asked = {"llm.invocation_parameters": '{"model": "gpt-4o", "temperature": 0}'}
    span, payload = understood(asked | {"llm.model_name": "gpt-4o-2024-08-06"})
    assert (span.model, span.response_model) == ("gpt-4o", "gpt-4o-2024-08-06")
    assert payload.attributes.keys() == {"llm.invocation_parameters", "llm.model_name"}
    span, _ = understood(asked | {"llm.model_name": "gpt-4o"})
    assert (span.model, span.response_model) == ("gpt-4o", None)
    span, _ = understood(asked)  # the call failed
    assert (span.model, span.response_model) == ("gpt-4o", None)


@pytest.mark.parametrize("parameters", ['{"model": 7}', '{"model": ""}', '{"mod', "[1]", "{}", 5])
def test_without_a_model_in_the_request_the_one_that_answered_was_asked(
    understood: Understood, parameters: Any
) -> None:
    said = {"embedding.invocation_parameters": parameters, "embedding.model_name": "e-3"}
    span, payload = understood(said)
    assert (span.model, span.response_model) == ("e-3", None)
    assert payload.attributes == said
