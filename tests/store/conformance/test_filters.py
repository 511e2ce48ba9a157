"""What each condition of a filter finds."""

from __future__ import annotations

import pytest

from genchi.errors import UsageError
from genchi.records import (
    AnyOf,
    Between,
    Condition,
    Filter,
    Message,
    Payload,
    Span,
    SpanKey,
    Text,
    Usage,
    Words,
)
from genchi.store.interface import SpanStore

FULL = Span(
    SpanKey("客服", "ab" * 16, "cd" * 8),
    start_ns=1_700_000_000_000_000_000,
    duration_ns=2_500_000_000,
    parent_id="ef" * 8,
    operation="execute_tool",
    name="查订单 find_order",
    model="gpt-4o",
    response_model="gpt-4o-2026-01-01",
    prompt_version="v2",
    user="王[1]?*",
    session='it\'s "a" session',
    status="error",
    status_message="429 请求太多",
    usage=Usage(100, 40, 20, 5, 0.25, 0.5),
    payload=Payload(
        inputs={"question": "退款政策是什么？"},
        output="Refunds take 30 days.",
        messages=(Message("user", (Text("退款政策是什么？"),)),),
        metadata={"lang": "zh", "tags": ["vip", "退货"], "score": 3, "deep": {"a": 1}},
        attributes={"gen_ai.request.temperature": 0.7, "ok": True},
    ),
)
BARE = Span(SpanKey("bare", "1" * 32, "2" * 16), start_ns=5)


def found(store: SpanStore, *conditions: Condition | Words) -> list[str]:
    spans = store.page(Filter(conditions)).spans
    return ["full" if span.key == FULL.key else "bare" for span in spans]


@pytest.fixture
def store(backend: SpanStore) -> SpanStore:
    assert backend.add([FULL, BARE]) == [True, True]
    return backend


@pytest.mark.parametrize(
    ("field", "pattern"),
    [
        ("app", "客服"),
        ("app", "客*"),
        ("trace", "ab" * 16),
        ("trace", "AB" * 16),
        ("trace", "aba*"),
        ("trace", "*b"),
        ("span", "cd" * 8),
        ("span", "*dcd*"),
        ("parent", "ef" * 8),
        ("parent", "e*"),
        ("parent", "*"),
        ("name", "查订单*"),
        ("name", "*find_order"),
        ("operation", "execute_tool"),
        ("model", "gpt-4o"),
        ("model", "gpt*4o"),
        ("response_model", "*-2026-*"),
        ("prompt_version", "v2"),
        ("user", "王[1]?*"),
        ("user", "*[1]*"),
        ("user", "*?*"),
        ("session", 'it\'s "a" session'),
        ("session", '*"a"*'),
        ("status", "error"),
        ("error", "429*"),
        ("error", "*太多"),
        ("error", "*"),
        ("root", "false"),
        ("latency", "*"),
        ("metadata.lang", "zh"),
        ("metadata.lang", "*"),
        ("metadata.tags", "退货"),
        ("metadata.tags", "v*"),
        ("metadata.score", "3"),
        ("metadata.deep", '{"a":1}'),
        ("attribute.gen_ai.request.temperature", "0.7"),
        ("attribute.ok", "true"),
    ],
)
def test_a_pattern_finds_the_span_that_has_it(store: SpanStore, field: str, pattern: str) -> None:
    assert found(store, Condition(field, AnyOf((pattern,)))) == ["full"]
    assert found(store, Condition(field, AnyOf((pattern,)), negated=True)) == ["bare"]


@pytest.mark.parametrize(
    ("field", "pattern"),
    [
        ("trace", "ab"),
        ("trace", "zz*"),
        ("trace", "退款"),
        ("trace", "a" * 33 + "*"),
        ("span", "ab" * 16),
        ("name", "find_order"),
        ("name", "查订单?*"),
        ("model", "GPT-4o"),
        ("model", "gpt-4"),
        ("user", "王1*"),
        ("user", "王[1]??"),
        ("session", "session"),
        ("metadata.lang", "z"),
        ("metadata.tags", '["vip"]'),
        ("metadata.none", "*"),
        ("attribute.none", "None"),
        ("error", "\ud800*"),
        ("app", "\ud800"),
        ("name", "a\x00b*c"),
    ],
)
def test_what_no_span_has_finds_nothing(store: SpanStore, field: str, pattern: str) -> None:
    assert found(store, Condition(field, AnyOf((pattern,)))) == []
    assert found(store, Condition(field, AnyOf((pattern,)), negated=True)) == ["full", "bare"]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("latency", 2.5),
        ("first_token", 0.5),
        ("cost", 0.25),
        ("tokens", 120),
        ("input_tokens", 100),
        ("cached_tokens", 40),
        ("output_tokens", 20),
        ("reasoning_tokens", 5),
        ("metadata.score", 3),
        ("attribute.gen_ai.request.temperature", 0.7),
        ("time", FULL.start_ns),
    ],
)
def test_a_range_has_its_bounds_or_not(store: SpanStore, field: str, value: float) -> None:
    def between(low: float | None, high: float | None, *bounds: bool) -> list[str]:
        return found(store, Condition("app", AnyOf(("客服",))), _range(field, low, high, *bounds))

    assert between(value, value) == ["full"]
    assert between(value, None) == between(None, value) == between(None, None) == ["full"]
    assert between(value, None, False) == between(None, value, True, False) == []
    assert between(value / 2, value * 2) == between(-(10**30), 10**30) == ["full"]
    assert between(10**30, None) == between(None, -(10**30)) == []
    assert between(float("nan"), None) == between(None, float("nan")) == []
    missing = found(store, Condition(field, Between(None, None), negated=True))
    assert missing == ([] if field == "time" else ["bare"])


def _range(field: str, low: float | None, high: float | None, *bounds: bool) -> Condition:
    return Condition(field, Between(low, high, *bounds))


def test_one_of_several_values_is_enough(store: SpanStore) -> None:
    models = AnyOf(("claude", "gpt-4*", "通义"))
    assert found(store, Condition("model", models)) == ["full"]
    assert found(store, Condition("model", models, negated=True)) == ["bare"]
    assert found(store, Condition("metadata.tags", AnyOf(("none", "vip")))) == ["full"]


def test_all_conditions_must_hold(store: SpanStore) -> None:
    model, user = Condition("model", AnyOf(("gpt-4o",))), Condition("user", AnyOf(("nobody",)))
    assert found(store, model, Condition("status", AnyOf(("error",)))) == ["full"]
    assert found(store, model, user) == []
    assert found(store) == ["full", "bare"]


@pytest.mark.parametrize(
    "words", ["refunds", "退款政策", "退款", "30 days", "days.", "太多", "refund*"]
)
def test_words_are_found_in_what_was_said(store: SpanStore, words: str) -> None:
    assert found(store, Words(words)) == ["full"]
    assert found(store, Words(words, negated=True)) == ["bare"]
    assert found(store, Words(words), Condition("metadata.lang", AnyOf(("zh",)))) == ["full"]
    assert found(store, Words(words), Words("吃饭")) == []


def test_a_field_without_any_value_finds_nothing(store: SpanStore) -> None:
    assert found(store, Condition("model", AnyOf(()))) == []
    assert found(store, Condition("model", AnyOf(()), negated=True)) == ["full", "bare"]


@pytest.mark.parametrize(
    "condition",
    [
        Condition("colour", AnyOf(("red",))),
        Condition("colour", Between(1, 2)),
        Condition("label.good", AnyOf(("pass",))),
        Condition("check.json", AnyOf(("fail",))),
        Condition("model", Between(1, 2)),
        Condition("app", Between(1, 2)),
        Condition("root", AnyOf(("maybe",))),
        Condition("root", Between(0, 1)),
        Condition("latency", AnyOf(("quick",))),
        Condition("name", AnyOf(("a" * 100_000,))),
        Condition("name", AnyOf(tuple(map(str, range(100_000))))),
        Condition("metadata.x", AnyOf(("a" * 100_000,))),
    ],
)
def test_what_a_filter_cannot_mean_is_one_sentence(store: SpanStore, condition: Condition) -> None:
    with pytest.raises(UsageError):
        found(store, condition)


def test_a_filter_of_too_many_conditions_is_one_sentence(store: SpanStore) -> None:
    with pytest.raises(UsageError):
        found(store, *[Condition("model", AnyOf(("m",)))] * 10_000)


def test_a_pattern_of_many_stars_is_answered(store: SpanStore) -> None:
    assert found(store, Condition("error", AnyOf(("*429" * 200,)))) == []
    assert found(store, Condition("error", AnyOf(("*" * 500 + "太多",)))) == ["full"]
