"""Answers that are almost as documented: each is read, or is a `ProviderError`, nothing else."""

from __future__ import annotations

import copy
import json
import random
import urllib.request
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.models.canned_provider import Canned, Provider, as_json, providing
from tests.models.families_speaking import CLOCK, NAMES, Speaker, speaking

from genchi.models import mock
from genchi.models.failures import ProviderError
from genchi.records import Request, Response, message_to_json, to_json

pytest.importorskip("openai", reason="the openai SDK is not installed")
pytest.importorskip("anthropic", reason="the anthropic SDK is not installed")

SCRIPT: list[dict[str, Any]] = [
    {"when": "call", "say": [{"tool": "clock", "arguments": {"at": 1}}, {"tool": "clock"}]},
    {"say": "Hello, 世界.", "reasoning": "A greeting."},
]
PATHS = {
    "openai": "/v1/chat/completions",
    "responses": "/v1/responses",
    "anthropic": "/v1/messages",
}
GARBAGE: list[Any] = [
    *(None, True, -1, 3.5, "", "x"),
    *([], {}, [1], [None], [[]], {"a": 1}, [{}], {"type": "text"}),
]
SEEN = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def paths_of(value: Any) -> list[tuple[Any, ...]]:
    """The way to everything within a value."""
    inner = value.items() if isinstance(value, dict) else enumerate(value)
    found: list[tuple[Any, ...]] = []
    for key, part in inner:
        below = paths_of(part) if isinstance(part, dict | list) else []
        found += [(key,), *((key, *rest) for rest in below)]
    return found


def spoilt(value: Any, dice: random.Random) -> Any:
    """The same with one thing in it gone, or something else."""
    value = copy.deepcopy(value)
    *way, last = dice.choice(paths_of(value))
    place = value
    for step in way:
        place = place[step]
    if dice.random() < 0.3:
        del place[last]
    else:
        place[last] = copy.deepcopy(dice.choice(GARBAGE))
    return value


def outcome(ask: Any) -> str:
    """How asking ends; anything but these two goes on to the test."""
    try:
        answered = ask(Request.of("hi"))
    except ProviderError as error:
        return error.kind
    response = answered if isinstance(answered, Response) else answered[1]
    to_json(message_to_json(response.message))
    return "answered"


@pytest.fixture(scope="module")
def right() -> dict[str, list[tuple[Any, list[Any]]]]:
    """What the mock answers, whole and as events, by family."""
    return {name: list(_answers(name)) for name in NAMES}


def _answers(name: str) -> Iterator[tuple[Any, list[Any]]]:
    with mock.serving(script=SCRIPT) as up, speaking(name, up.url) as speaker:
        for words in ("call", "hello"):
            request = replace(Request.of(words), tools=(CLOCK,))
            body = speaker.family.body("m", request)  # type: ignore[attr-defined]
            whole = json.loads(_posted(up.url + PATHS[name], body))
            lines = _posted(up.url + PATHS[name], body | {"stream": True}).decode().splitlines()
            data = [line.removeprefix("data: ") for line in lines if line.startswith("data: {")]
            yield whole, [json.loads(line) for line in data]


def _posted(url: str, body: Any) -> bytes:
    headers = {"content-type": "application/json", "anthropic-version": "2023-06-01"}
    asked = urllib.request.Request(url, json.dumps(body).encode(), headers)
    with urllib.request.urlopen(asked) as answer:
        return bytes(answer.read())


def as_named_events(events: list[Any]) -> Canned:
    """Events with their names, as Anthropic frames them and OpenAI may."""
    lines = []
    for event in events:
        kind = event.get("type") if isinstance(event, dict) else None
        name = f"event: {kind}\n" if isinstance(kind, str) and "\n" not in kind else ""
        lines.append(f"{name}data: {json.dumps(event)}\n\n")
    return Canned("".join(lines).encode(), kind="text/event-stream")


@pytest.fixture(scope="module")
def up() -> Iterator[Provider]:
    with providing() as made:
        yield made


@pytest.fixture(scope="module", params=NAMES)
def speaker(request: pytest.FixtureRequest, up: Provider) -> Iterator[Speaker]:
    with speaking(request.param, up.url) as made:
        yield made


def test_what_is_spoilt_here_is_right_before(
    speaker: Speaker, up: Provider, right: dict[str, list[tuple[Any, list[Any]]]]
) -> None:
    for whole, events in right[speaker.name]:
        up.answers[:] = [as_json(whole)]
        assert outcome(speaker.complete) == "answered"
        up.answers[:] = [as_named_events(events)]
        assert outcome(speaker.stream) == "answered"


@SEEN
@given(dice=st.randoms(use_true_random=False))
def test_a_spoilt_answer_is_read_or_a_failure(
    speaker: Speaker,
    up: Provider,
    right: dict[str, list[tuple[Any, list[Any]]]],
    dice: random.Random,
) -> None:
    whole, _ = dice.choice(right[speaker.name])
    up.answers[:] = [as_json(spoilt(whole, dice))]
    assert outcome(speaker.complete) in ("answered", "unreadable", "server_error")


@SEEN
@given(dice=st.randoms(use_true_random=False))
def test_a_spoilt_stream_is_read_or_a_failure(
    speaker: Speaker,
    up: Provider,
    right: dict[str, list[tuple[Any, list[Any]]]],
    dice: random.Random,
) -> None:
    _, events = dice.choice(right[speaker.name])
    up.answers[:] = [as_named_events(spoilt(events, dice))]
    kinds = ("answered", "unreadable", "server_error", "disconnected")
    assert outcome(speaker.stream) in kinds


GEMINI = {
    "candidates": [
        {
            "content": {
                "role": "model",
                "parts": [
                    {"text": "想", "thought": True},
                    {"text": "好"},
                    {"functionCall": {"name": "f", "args": {"a": 1}}, "thoughtSignature": "AA=="},
                ],
            },
            "finishReason": "STOP",
        }
    ],
    "usageMetadata": {"promptTokenCount": 1, "candidatesTokenCount": 2},
    "modelVersion": "m",
}


@pytest.fixture(scope="module")
def google(up: Provider) -> Iterator[Speaker]:
    pytest.importorskip("google.genai", reason="the google-genai SDK is not installed")
    with speaking("google", up.url) as made:
        yield made


@pytest.mark.filterwarnings("ignore:.* is not a valid FinishReason")
@SEEN
@given(dice=st.randoms(use_true_random=False))
def test_a_spoilt_answer_of_google_is_read_or_a_failure(
    google: Speaker, up: Provider, dice: random.Random
) -> None:
    bad = spoilt(GEMINI, dice)
    up.answers[:] = [as_json(bad)]
    assert outcome(google.complete) in ("answered", "unreadable")
    up.answers[:] = [as_named_events([bad])]
    assert outcome(google.stream) in ("answered", "unreadable", "disconnected")
