"""Gemini through Google's SDK, against answers as Google documents them."""

from __future__ import annotations

import asyncio
import itertools
import json
import re
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.models.canned_provider import PROXY, Canned, as_events, as_json, providing
from tests.models.families_speaking import CLOCK, CLOSED, RICH, Speaker, speaking

from genchi.errors import UsageError
from genchi.models.failures import FailureKind, ProviderError
from genchi.models.families.google_genai import GoogleGenai
from genchi.records import (
    Message,
    OtherPart,
    Part,
    Reasoning,
    Request,
    Text,
    ToolCall,
    ToolResult,
    Usage,
)

pytest.importorskip("google.genai", reason="the google-genai SDK is not installed")

ASKED = Request.of("怎么退款？", system="你是客服")
SIGNED = OtherPart({"type": "thought_signature", "thought_signature": "AbC-_w=="})


def answer(*parts: Any, reason: str | None = "STOP", **more: Any) -> dict[str, Any]:
    candidate: dict[str, Any] = {"content": {"role": "model", "parts": list(parts)}, "index": 0}
    if reason is not None:
        candidate["finishReason"] = reason
    return {
        "candidates": [candidate],
        "modelVersion": "gemini-test-001",
        "responseId": "r1",
        **more,
    }


def camel(value: Any) -> Any:
    """The same with every name in camel case: the SDK mixes both, and Google takes both."""
    if isinstance(value, dict):
        return {re.sub("_(.)", lambda m: m[1].upper(), k): camel(v) for k, v in value.items()}
    return [camel(item) for item in value] if isinstance(value, list) else value


def asked_of(*answers: Canned, request: Request = ASKED) -> Any:
    """The answer, and what was sent for it."""
    with providing(*answers) as up, speaking("google", up.url) as speaker:
        response = speaker.complete(request)
    return response, up.sent


def test_a_whole_answer_is_read_with_its_thoughts_tokens_model_and_id() -> None:
    usage = {
        "promptTokenCount": 12,
        "cachedContentTokenCount": 4,
        "candidatesTokenCount": 5,
        "thoughtsTokenCount": 3,
        "toolUsePromptTokenCount": 1,
        "totalTokenCount": 21,
    }
    parts = [{"text": "先想。", "thought": True}, {"text": "七天"}, {"text": "内。"}]
    response, [sent] = asked_of(as_json(answer(*parts, usageMetadata=usage)))
    assert response.message.parts == (Reasoning("先想。"), Text("七天内。"))
    assert response.usage == Usage(13, 4, 8, 3)
    assert (response.model, response.id) == ("gemini-test-001", "r1")
    assert (response.finish_reason, response.lacks) == ("STOP", None)
    assert sent.path.endswith("/models/test-model:generateContent")
    assert sent.headers["x-goog-api-key"] == "k"


def test_a_streamed_answer_is_the_whole_answer() -> None:
    usage: dict[str, Any] = {"usageMetadata": {"promptTokenCount": 3, "candidatesTokenCount": 4}}
    call: Any = {"functionCall": {"id": "c1", "name": "clock", "args": {"zone": "上海"}}}
    call["thoughtSignature"] = "AbC-_w=="
    pieces = [{"text": "想。", "thought": True}, {"text": "七"}, {"text": "天。"}, call]
    events = [answer(piece, reason=None) for piece in pieces]
    events.append(answer({"text": ""}, **usage))
    whole = as_json(answer(*pieces, **usage))
    with providing(whole, as_events(*events)) as up, speaking("google", up.url) as speaker:
        response = speaker.complete(ASKED)
        chunks, streamed = speaker.stream(ASKED)
    assert streamed == response
    assert [(c.text, c.reasoning) for c in chunks] == [("", "想。"), ("七", ""), ("天。", "")]
    assert response.tool_calls == (ToolCall("c1", "clock", {"zone": "上海"}),)
    assert up.sent[1].path.endswith(":streamGenerateContent?alt=sse")
    assert up.sent[0].body == up.sent[1].body


def test_a_request_is_sent_like_this() -> None:
    request = replace(RICH, stop=("。",), extra={"top_k": 40})
    _, [sent] = asked_of(as_json(answer({"text": "好"})), request=request)
    call = {"name": "get_weather"}
    assert camel(sent.body) == {
        "systemInstruction": {"parts": [{"text": "你是客服。"}]},
        "contents": [
            {"role": "user", "parts": [{"text": "上海和北京的天气？"}]},
            {
                "role": "model",
                "parts": [
                    {"text": "我查一下。"},
                    {"functionCall": {"id": "call_1", **call, "args": {"city": "上海"}}},
                    {"functionCall": {"id": "call_2", **call, "args": {"city": "北京"}}},
                ],
            },
            {
                "role": "user",
                "parts": [
                    {"functionResponse": {"id": "call_1", **call, "response": {"晴": 31}}},
                    {"functionResponse": {"id": "call_2", **call, "response": {"output": "雨"}}},
                    {"text": "再告诉我时间。"},
                ],
            },
        ],
        "tools": [
            {
                "functionDeclarations": [
                    {
                        "name": "get_weather",
                        "description": "The weather of a city",
                        "parametersJsonSchema": {
                            "type": "object",
                            "properties": {"city": {"type": "string"}},
                            "required": ["city"],
                        },
                    },
                    {
                        "name": "clock",
                        "description": "",
                        "parametersJsonSchema": {"type": "object", "properties": {}},
                    },
                ]
            }
        ],
        "toolConfig": {"functionCallingConfig": {"mode": "ANY", "allowedFunctionNames": ["clock"]}},
        "generationConfig": {
            "maxOutputTokens": 300,
            "temperature": 0.5,
            "topP": 0.9,
            "topK": 40.0,
            "seed": 7,
            "stopSequences": ["。"],
            "thinkingConfig": {"thinkingLevel": "LOW"},
            "responseMimeType": "application/json",
            "responseJsonSchema": CLOSED,
        },
    }


def test_calls_without_ids_go_back_without_and_with_the_signature_that_google_wants() -> None:
    called = answer(
        {"functionCall": {"name": "clock", "args": {}}, "thoughtSignature": "AbC-_w=="},
        {"functionCall": {"name": "get_weather", "args": {"city": "上海"}}},
    )
    asked = replace(ASKED, tools=(CLOCK,))
    with (
        providing(as_json(called), as_json(answer({"text": "好"}))) as up,
        speaking("google", up.url) as speaker,
    ):
        first = speaker.complete(asked)
        assert [call.id for call in first.tool_calls] == [None, None]
        results = Message("tool", (ToolResult(None, "noon"), ToolResult(None, "晴")))
        again = replace(asked, messages=(*asked.messages, first.message, results))
        assert speaker.complete(again).text == "好"
    _, model, user = up.sent[1].body["contents"]
    assert model["parts"] == called["candidates"][0]["content"]["parts"]
    assert user["parts"] == [
        {"functionResponse": {"name": "clock", "response": {"output": "noon"}}},
        {"functionResponse": {"name": "get_weather", "response": {"output": "晴"}}},
    ]


def test_media_of_an_answer_are_kept_and_go_back_as_they_came() -> None:
    image = {"inlineData": {"mimeType": "image/png", "data": "AAEC_w=="}}
    response, _ = asked_of(as_json(answer({"text": "看"}, image)))
    [_text, other] = response.message.parts
    assert isinstance(other, OtherPart)
    again = Request((*ASKED.messages, response.message, *ASKED.messages[1:]))
    _, [sent] = asked_of(as_json(answer({"text": "好"})), request=again)
    assert camel(sent.body["contents"][1]["parts"]) == [{"text": "看"}, image]


@pytest.mark.parametrize(
    ("schemas", "mime"), [("json_object", "application/json"), ("words", None)]
)
def test_a_schema_can_be_told_in_words(schemas: Any, mime: str | None) -> None:
    body = GoogleGenai(schemas).body("m", replace(ASKED, schema=CLOSED))
    assert body["config"].get("response_mime_type") == mime
    assert "response_json_schema" not in body["config"]
    assert "order" in body["config"]["system_instruction"]["parts"][-1]["text"]


@pytest.mark.parametrize(
    ("choice", "mode"), [("auto", "AUTO"), ("required", "ANY"), ("none", "NONE")]
)
def test_a_choice_of_tools_has_googles_word(choice: str, mode: str) -> None:
    body = GoogleGenai().body("m", replace(ASKED, tools=(CLOCK,), tool_choice=choice))
    assert body["config"]["tool_config"] == {"function_calling_config": {"mode": mode}}


@pytest.mark.parametrize(
    ("reason", "words", "lacks"),
    [
        ("STOP", "好", None),
        ("STOP", "", "empty"),
        ("MAX_TOKENS", "好", "truncated"),
        ("CONTINUATION", "好", "truncated"),
        ("SAFETY", "", "filtered"),
        ("RECITATION", "好", "filtered"),
        ("PROHIBITED_CONTENT", "", "filtered"),
        ("MALFORMED_FUNCTION_CALL", "", "empty"),
    ],
)
def test_a_finish_reason_says_what_is_missing(reason: str, words: str, lacks: str | None) -> None:
    body = answer({"text": words}, reason=reason)
    with (
        providing(as_json(body), as_events(body)) as up,
        speaking("google", up.url) as speaker,
    ):
        whole = speaker.complete(ASKED)
        assert whole == speaker.stream(ASKED)[1]
    assert (whole.lacks, whole.finish_reason, whole.text) == (lacks, reason, words)


def test_a_prompt_that_google_blocks_is_filtered() -> None:
    blocked = {
        "promptFeedback": {"blockReason": "PROHIBITED_CONTENT"},
        "usageMetadata": {"promptTokenCount": 8},
    }
    with (
        providing(as_json(blocked), as_events(blocked)) as up,
        speaking("google", up.url) as speaker,
    ):
        whole = speaker.complete(ASKED)
        assert whole == speaker.stream(ASKED)[1]
    assert (whole.lacks, whole.finish_reason) == ("filtered", "PROHIBITED_CONTENT")
    assert (whole.usage.input_tokens, whole.usage.output_tokens) == (8, None)


def test_one_call_is_one_request_also_with_a_client_that_would_send_more() -> None:
    genai = pytest.importorskip("google.genai")
    busy = as_json({"error": {"code": 503, "message": "busy", "status": "UNAVAILABLE"}}, 503)
    with providing(busy) as up:
        retry = {"attempts": 3, "initial_delay": 0.01, "max_delay": 0.01}
        options = {"base_url": up.url, "retry_options": retry}

        async def ask() -> None:
            client = genai.Client(api_key="k", vertexai=False, http_options=options)
            with pytest.raises(ProviderError, match="busy"):
                await GoogleGenai().complete(client, "m", ASKED)
            await client.aio.aclose()
            client.close()

        asyncio.run(ask())
    assert len(up.sent) == 1


def test_an_answer_that_could_go_on_is_not_gone_on_with() -> None:
    body = answer({"text": "七"}, reason="CONTINUATION")
    body["candidates"][0]["continuationToken"] = "AAAA"
    with providing(as_json(body), as_events(body)) as up, speaking("google", up.url) as speaker:
        assert speaker.complete(ASKED).lacks == speaker.stream(ASKED)[1].lacks == "truncated"
    assert len(up.sent) == 2


def failures(speaker: Speaker) -> list[ProviderError]:
    found = []
    for ask in speaker.both():
        with pytest.raises(ProviderError) as caught:
            ask(ASKED)
        found.append(caught.value)
    return found


ERRORS: list[tuple[int, str, str, FailureKind]] = [
    (400, "INVALID_ARGUMENT", "Invalid value at 'contents'", "bad_request"),
    (400, "INVALID_ARGUMENT", ("The input token count (9) exceeds the maximum number of tokens "
     "allowed (8)."), "too_long"),
    (403, "PERMISSION_DENIED", "not for you", "bad_key"),
    (404, "NOT_FOUND", "models/x is not found", "unknown_model"),
    (429, "RESOURCE_EXHAUSTED", "quota", "rate_limited"),
    (500, "INTERNAL", "broken", "server_error"),
    (503, "UNAVAILABLE", "The model is overloaded.", "overloaded"),
    (504, "DEADLINE_EXCEEDED", "late", "timeout"),
]  # fmt: skip


@pytest.mark.parametrize(("code", "status", "message", "kind"), ERRORS)
def test_every_status_has_its_kind_and_is_asked_once(
    code: int, status: str, message: str, kind: FailureKind
) -> None:
    body = {"error": {"code": code, "message": message, "status": status}}
    with providing(as_json(body, code)) as up, speaking("google", up.url) as speaker:
        for failure in failures(speaker):
            assert (failure.kind, failure.status, str(failure)) == (kind, code, message)
    assert len(up.sent) == 2


def test_a_wrong_key_is_known_by_its_reason_and_a_wait_by_its_details() -> None:
    wrong = {"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": "API_KEY_INVALID"}
    wait = {"@type": "type.googleapis.com/google.rpc.RetryInfo", "retryDelay": "34.5s"}
    error = {"code": 400, "message": "API key not valid.", "status": "INVALID_ARGUMENT"}
    for details, kind, seconds in (([wrong], "bad_key", None), ([wait], "bad_request", 34.5)):
        body = {"error": error | {"details": details}}
        with providing(as_json(body, 400)) as up, speaking("google", up.url) as speaker:
            for failure in failures(speaker):
                assert (failure.kind, failure.retry_after) == (kind, seconds)


def test_an_error_within_a_stream_has_its_kind() -> None:
    error = {"error": {"code": 503, "message": "overloaded", "status": "UNAVAILABLE"}}
    events = as_events(answer({"text": "七"}, reason=None), error)
    with (
        providing(events) as up,
        speaking("google", up.url) as speaker,
        pytest.raises(ProviderError, match="overloaded") as caught,
    ):
        speaker.stream(ASKED)
    assert caught.value.kind == "overloaded"


@pytest.mark.parametrize("body", [PROXY, Canned(b"{}"), Canned(b'{"candidates": [')], ids=str)
def test_an_answer_that_is_none_is_unreadable(body: Canned) -> None:
    with (
        providing(body) as up,
        speaking("google", up.url) as speaker,
        pytest.raises(ProviderError, match="the answer") as caught,
    ):
        speaker.complete(ASKED)
    assert caught.value.kind == "unreadable"


def test_a_connection_that_fails_has_its_kind() -> None:
    begun = as_events(answer({"text": "七"}, reason=None))
    cases: list[tuple[Canned, FailureKind]] = [
        (replace(begun, cut=True), "disconnected"),
        (replace(begun, hang=True), "timeout"),
        (begun, "disconnected"),
    ]
    for canned, kind in cases:
        with providing(canned) as up, speaking("google", up.url, timeout=0.3) as speaker:
            with pytest.raises(ProviderError) as caught:
                speaker.stream(ASKED)
            assert caught.value.kind == kind
    with speaking("google", up.url) as speaker:
        assert [failure.kind for failure in failures(speaker)] == ["unreachable"] * 2


@pytest.mark.parametrize(
    "request_",
    [
        replace(ASKED, extra={"no_such_field": 1}),
        replace(ASKED, extra={"audio_timestamp": True}),
        Request((Message("user", (OtherPart({"type": "image_url"}),)),)),
        Request((Message("assistant", (ToolCall("a", "f", {"x": object()}),)),)),
        Request((Message("assistant", (ToolCall("a", "f"), OtherPart(SIGNED.data | {
            "thought_signature": 1})),),)),
    ],
    ids=["unknown", "of vertex", "of openai", "no JSON", "broken signature"],
)  # fmt: skip
def test_a_request_that_the_sdk_does_not_take_is_the_developers_mistake(request_: Request) -> None:
    with providing(as_json(answer({"text": "好"}))) as up, speaking("google", up.url) as speaker:
        for ask in speaker.both():
            with pytest.raises(UsageError):
                ask(request_)
    assert up.sent == []


def any_part() -> st.SearchStrategy[Part]:
    values = st.none() | st.text(max_size=3) | st.dictionaries(st.text(max_size=2), st.integers())
    ids = st.sampled_from([None, "a"])
    return st.one_of(
        st.builds(Text, st.text(max_size=4)),
        st.builds(Reasoning, st.text(max_size=4)),
        st.builds(ToolCall, ids, st.just("clock"), values),
        st.builds(ToolResult, ids, values),
        st.just(SIGNED),
    )


@settings(max_examples=60, deadline=None)
@given(
    messages=st.lists(
        st.builds(
            Message,
            st.sampled_from(["system", "user", "assistant", "tool"]),
            st.lists(any_part(), max_size=4).map(tuple),
        ),
        max_size=5,
    )
)
def test_any_conversation_has_turns_by_turns_and_no_part_twice(messages: list[Message]) -> None:
    contents = GoogleGenai().body("m", Request(tuple(messages)))["contents"]
    roles = [content["role"] for content in contents]
    assert all(one != other for one, other in itertools.pairwise(roles))
    sent = [part for content in contents for part in content["parts"]]
    told = [p for m in messages if m.role != "system" for p in m.parts]
    kept = [p for p in told if isinstance(p, ToolCall | ToolResult) or (
        isinstance(p, Text) and p.content)]  # fmt: skip
    assert len(sent) == len(kept)
    json.dumps(contents)
