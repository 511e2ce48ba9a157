"""How providers fail, and what each failure is called: for whole answers and for streams."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from tests.models.canned_provider import PROXY, Canned, as_events, as_json, providing
from tests.models.families_speaking import CLOSED, NAMES, Speaker, speaking

from genchi.errors import UsageError
from genchi.models import mock
from genchi.models.failures import FailureKind, ProviderError
from genchi.records import Request

pytest.importorskip("openai", reason="the openai SDK is not installed")
pytest.importorskip("anthropic", reason="the anthropic SDK is not installed")

ASKED = replace(Request.of("order 7, please"), schema=CLOSED)
FAILING: dict[str, FailureKind] = {
    "rate_limit": "rate_limited",
    "overloaded": "overloaded",
    "server_error": "server_error",
    "disconnect": "disconnected",
    "timeout": "timeout",
}
ANSWERING = ("truncate", "malformed", "wrong_model", "slow_start")
STATUSES: list[tuple[int, dict[str, Any], FailureKind]] = [
    (400, {"message": "no such field", "type": "invalid_request_error"}, "bad_request"),
    (400, {"message": "too long", "code": "context_length_exceeded"}, "too_long"),
    (400, {"message": "This model's maximum context length is 8192 tokens."}, "too_long"),
    (400, {"message": "账户欠费", "code": "Arrearage"}, "out_of_credit"),
    (401, {"message": "wrong key", "type": "invalid_request_error"}, "bad_key"),
    (401, {"message": "wrong key", "type": "authentication_error"}, "bad_key"),
    (402, {"message": "Insufficient Balance", "type": "unknown_error"}, "out_of_credit"),
    (403, {"message": "not for you", "type": "permission_error"}, "bad_key"),
    (404, {"message": "no such model", "code": "model_not_found"}, "unknown_model"),
    (413, {"message": "too large", "type": "request_too_large"}, "too_long"),
    (422, {"message": "cannot be processed"}, "bad_request"),
    (429, {"message": "slower", "type": "rate_limit_error"}, "rate_limited"),
    (429, {"message": "pay first", "code": "insufficient_quota"}, "out_of_credit"),
    (429, {"message": "余额不足", "code": "1113"}, "out_of_credit"),
    (429, {"message": "busy", "type": "engine_overloaded_error"}, "overloaded"),
    (500, {"message": "broken"}, "server_error"),
    (502, {"message": "broken"}, "server_error"),
    (503, {"message": "busy"}, "overloaded"),
    (504, {"message": "late"}, "timeout"),
    (529, {"message": "busy", "type": "overloaded_error"}, "overloaded"),
]


def failures(speaker: Speaker, request: Request = ASKED) -> list[ProviderError]:
    """How both ways to ask fail."""
    found = []
    for ask in speaker.both():
        with pytest.raises(ProviderError) as caught:
            ask(request)
        found.append(caught.value)
    return found


def kinds(speaker: Speaker, request: Request = ASKED) -> list[FailureKind]:
    return [failure.kind for failure in failures(speaker, request)]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("fault", FAILING)
def test_every_fault_of_the_mock_has_its_kind(name: str, fault: str) -> None:
    with mock.serving(faults={fault: 1}) as up, speaking(name, up.url, timeout=0.5) as speaker:
        assert kinds(speaker) == [FAILING[fault]] * 2
        assert up.requests().received == 2  # the SDK did not try again


def test_every_fault_of_the_mock_is_met_here() -> None:
    assert {*FAILING, *ANSWERING, "malformed_stream"} == set(mock.KINDS)


@pytest.mark.parametrize("name", NAMES)
def test_the_seconds_that_a_provider_asks_to_wait_are_told(name: str) -> None:
    with mock.serving(faults={"rate_limit": "1:7"}) as up, speaking(name, up.url) as speaker:
        assert [failure.retry_after for failure in failures(speaker)] == [7.0, 7.0]


@pytest.mark.parametrize("told", ["inf", "nan", "soon", ""])
def test_a_wait_that_is_no_number_of_seconds_is_none(told: str) -> None:
    busy = as_json({"error": {"message": "busy"}}, 503, **{"retry-after": told})
    with providing(busy) as up, speaking("openai", up.url) as speaker:
        assert [failure.retry_after for failure in failures(speaker)] == [None, None]


def test_a_wait_until_a_date_that_is_over_is_none_to_wait() -> None:
    date = "Wed, 21 Oct 2015 07:28:00 GMT"
    busy = as_json({"error": {"message": "busy"}}, 503, **{"retry-after": date})
    with providing(busy) as up, speaking("openai", up.url) as speaker:
        assert [failure.retry_after for failure in failures(speaker)] == [0.0, 0.0]


@pytest.mark.parametrize("name", NAMES)
def test_a_broken_line_in_a_stream_is_unreadable_and_shown(name: str) -> None:
    with mock.serving(faults={"malformed_stream": 1}) as up, speaking(name, up.url) as speaker:
        with pytest.raises(ProviderError, match="the answer is no JSON") as caught:
            speaker.stream(ASKED)
        assert caught.value.kind == "unreadable"
        assert caught.value.passing
        assert caught.value.charged == "maybe"


@pytest.mark.parametrize("name", NAMES)
def test_faults_within_an_answer_are_left_to_the_reader(name: str) -> None:
    with mock.serving(faults={"malformed": 1}) as up, speaking(name, up.url) as speaker:
        broken = speaker.complete(ASKED).text
    with pytest.raises(ValueError, match=r"."):
        json.loads(broken)
    with mock.serving(faults={"truncate": 1}) as up, speaking(name, up.url) as speaker:
        assert speaker.complete(ASKED).lacks == speaker.stream(ASKED)[1].lacks == "truncated"
    with mock.serving(faults={"wrong_model": 1}) as up, speaking(name, up.url) as speaker:
        assert speaker.complete(ASKED).model == "mock-other-model"


@pytest.mark.parametrize("name", NAMES)
def test_a_server_that_is_not_there_is_unreachable(name: str) -> None:
    with providing(PROXY) as gone:
        pass
    with speaking(name, gone.url) as speaker:
        [whole, streamed] = failures(speaker)
    assert whole.kind == streamed.kind == "unreachable"
    assert whole.charged == "no"


@pytest.mark.parametrize("name", NAMES)
def test_every_status_has_its_kind(name: str) -> None:
    answers = [as_json({"type": "error", "error": e}, status) for status, e, _ in STATUSES]
    for answer, (status, error, kind) in zip(answers, STATUSES, strict=True):
        with providing(answer) as up, speaking(name, up.url) as speaker:
            for failure in failures(speaker):
                assert (failure.kind, failure.status) == (kind, status)
                assert error["message"] in str(failure)


@pytest.mark.parametrize("name", NAMES)
def test_the_page_of_a_proxy_is_unreadable_and_its_beginning_is_shown(name: str) -> None:
    with providing(PROXY) as up, speaking(name, up.url) as speaker:
        for failure in failures(speaker):
            assert failure.kind == "unreadable"
            assert "<html> <h1>Please log in</h1>" in str(failure)


@pytest.mark.parametrize("name", NAMES)
def test_a_page_with_an_error_status_is_shown_in_short(name: str) -> None:
    page = Canned(b"<html>" + b"<p>Bad gateway</p>" * 500, 502, "text/html")
    with providing(page) as up, speaking(name, up.url) as speaker:
        for failure in failures(speaker):
            assert failure.kind == "server_error"
            assert "Bad gateway" in str(failure)
            assert len(str(failure)) < 300


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    "body", [b"[1]", b'"ok"', b"{}", b'{"choices":', b"", b'{"a": "\xff"}'], ids=repr
)
def test_an_answer_that_is_none_is_unreadable(name: str, body: bytes) -> None:
    with providing(Canned(body)) as up, speaking(name, up.url) as speaker:
        assert kinds(speaker) == ["unreadable"] * 2


@pytest.mark.parametrize("name", NAMES)
def test_silence_within_an_answer_is_a_timeout(name: str) -> None:
    whole = Canned(b'{"id": ', hang=True)
    stream = Canned(b": nothing yet\n\n", kind="text/event-stream", hang=True)
    with providing(whole, stream) as up, speaking(name, up.url, timeout=0.2) as speaker:
        assert kinds(speaker) == ["timeout"] * 2


@pytest.mark.parametrize("name", NAMES)
def test_a_stream_that_just_ends_is_disconnected(name: str) -> None:
    ended = Canned(b": hello\n\n", kind="text/event-stream")
    with providing(ended) as up, speaking(name, up.url) as speaker:
        with pytest.raises(ProviderError, match="ended before the answer did") as caught:
            speaker.stream(ASKED)
        assert caught.value.kind == "disconnected"


STREAMED = {
    "openai": {"error": {"message": "busy", "type": "overloaded_error"}},
    "responses": {"type": "error", "code": "rate_limit_exceeded", "message": "slower"},
    "anthropic": {"type": "error", "error": {"type": "api_error", "message": "broken"}},
}


@pytest.mark.parametrize(
    ("name", "kind"),
    [("openai", "overloaded"), ("responses", "rate_limited"), ("anthropic", "server_error")],
)
def test_an_error_within_a_stream_has_its_kind(name: str, kind: FailureKind) -> None:
    line = f"event: error\ndata: {json.dumps(STREAMED[name])}\n\n".encode()
    with (
        providing(Canned(line, kind="text/event-stream")) as up,
        speaking(name, up.url) as speaker,
        pytest.raises(ProviderError) as caught,
    ):
        speaker.stream(ASKED)
    assert caught.value.kind == kind


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        ({"code": "rate_limit_exceeded", "message": "slower"}, "rate_limited"),
        ({"code": "server_error", "message": "broken"}, "server_error"),
        (None, "server_error"),
    ],
)
def test_a_response_that_failed_is_an_error(error: Any, kind: FailureKind) -> None:
    body = {"object": "response", "id": "resp_1", "status": "failed", "error": error, "output": []}
    event = {"type": "response.failed", "response": body}
    with providing(as_json(body), as_events(event)) as up, speaking("responses", up.url) as speaker:
        assert kinds(speaker) == [kind] * 2


def test_a_response_that_the_filter_ended_is_filtered_and_one_without_words_truncated() -> None:
    for reason, lacks in (("content_filter", "filtered"), ("max_output_tokens", "truncated")):
        body = {
            "object": "response",
            "status": "incomplete",
            "incomplete_details": {"reason": reason},
            "output": [],
        }
        events = as_events({"type": "response.incomplete", "response": body})
        with providing(as_json(body), events) as up, speaking("responses", up.url) as speaker:
            whole = speaker.complete(ASKED)
            assert whole == speaker.stream(ASKED)[1]
        assert (whole.lacks, whole.finish_reason, whole.text) == (lacks, reason, "")


def chat(**choice: Any) -> dict[str, Any]:
    return {"id": "c1", "model": "m", "choices": [{"index": 0} | choice]}


@pytest.mark.parametrize(
    ("choice", "lacks"),
    [
        ({"message": {"content": None}, "finish_reason": "content_filter"}, "filtered"),
        ({"message": {"content": "a"}, "finish_reason": "length"}, "truncated"),
        ({"message": {"content": None, "refusal": "No."}, "finish_reason": "stop"}, "refused"),
        ({"message": {"content": ""}, "finish_reason": "stop"}, "empty"),
        ({"message": {"content": "a"}, "finish_reason": "stop"}, None),
    ],
)
def test_a_finish_reason_of_chat_says_what_is_missing(choice: Any, lacks: str | None) -> None:
    delta = {"delta": choice["message"], "finish_reason": choice["finish_reason"]}
    events = as_events(chat(**delta))
    with providing(as_json(chat(**choice)), events) as up, speaking("openai", up.url) as speaker:
        whole = speaker.complete(ASKED)
        chunks, streamed = speaker.stream(ASKED)
    assert whole.lacks == streamed.lacks == lacks
    assert "".join(chunk.text for chunk in chunks) == whole.text == streamed.text


@pytest.mark.parametrize(
    ("reason", "lacks"),
    [
        ("refusal", "refused"),
        ("max_tokens", "truncated"),
        ("model_context_window_exceeded", "truncated"),
        ("end_turn", None),
    ],
)
def test_a_stop_reason_of_messages_says_what_is_missing(reason: str, lacks: str | None) -> None:
    body = {"content": [{"type": "text", "text": "好"}], "stop_reason": reason, "model": "m"}
    with providing(as_json(body)) as up, speaking("anthropic", up.url) as speaker:
        response = speaker.complete(ASKED)
    assert (response.lacks, response.finish_reason, response.text) == (lacks, reason, "好")


@pytest.mark.parametrize("code", [1002, 1004, 1008, 2013, 9999])
def test_an_error_of_minimax_with_status_200_is_an_error(code: int) -> None:
    body = {"base_resp": {"status_code": code, "status_msg": "出错了"}}
    wanted = {1002: "rate_limited", 1004: "bad_key", 1008: "out_of_credit", 2013: "bad_request"}
    for streamed in (as_json(body), as_events(body)):
        with providing(as_json(body), streamed) as up, speaking("openai", up.url) as speaker:
            for failure in failures(speaker):
                assert failure.kind == wanted.get(code, "server_error")
                assert "出错了" in str(failure)


def test_events_under_a_wrong_content_type_are_read() -> None:
    events = as_events(chat(delta={"content": "好"}, finish_reason="stop"))
    mislabelled = replace(events, kind="application/json")
    with providing(mislabelled) as up, speaking("openai", up.url) as speaker:
        assert speaker.stream(ASKED)[1].text == "好"


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    "value", [float("nan"), object(), "\ud800"], ids=["nan", "object", "surrogate"]
)
def test_a_request_that_is_no_json_is_the_developers_mistake(name: str, value: Any) -> None:
    with providing(PROXY) as up, speaking(name, up.url) as speaker:
        for ask in speaker.both():
            with pytest.raises(UsageError, match="cannot be written as JSON"):
                ask(replace(ASKED, extra={"mine": value}))
        assert up.sent == []
