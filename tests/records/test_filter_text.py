"""Filters as people type them: what each means, what is wrong with it, and that it comes back."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from genchi.errors import UsageError
from genchi.records import (
    AnyOf,
    Between,
    Condition,
    Filter,
    Words,
    filter_text,
    parse_filter,
)
from genchi.records.filters import NUMBER_FIELDS, PREFIXES, TEXT_FIELDS

NOW = int(datetime(2026, 11, 25, 12, tzinfo=UTC).timestamp()) * 10**9
HOUR = 3600 * 10**9
MIDNIGHT = NOW - 12 * HOUR
DAY = 24 * HOUR


def parsed(text: str) -> tuple[Condition | Words, ...]:
    return parse_filter(text, now_ns=NOW).conditions


def condition_test(text: str) -> AnyOf | Between:
    (condition,) = parsed(text)
    assert isinstance(condition, Condition)
    return condition.test


def test_conditions_and_words_stand_side_by_side() -> None:
    assert parsed('model:gpt-4*,claude -status:error 退款 -spam "refund policy"') == (
        Condition("model", AnyOf(("gpt-4*", "claude"))),
        Condition("status", AnyOf(("error",)), negated=True),
        Words("退款"),
        Words("spam", negated=True),
        Words("refund policy"),
    )
    assert parsed("") == parsed(" \n\u3000") == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('name:"a b"', AnyOf(("a b",))),
        ('name:"say \\"hi\\" \\\\"', AnyOf(('say "hi" \\',))),
        ('name:"a, b",c', AnyOf(("a, b", "c"))),
        ('user:""', AnyOf(("",))),
        ("user:*", AnyOf(("*",))),
        ("session:a:b", AnyOf(("a:b",))),
        ("MODEL:Gpt", AnyOf(("Gpt",))),
        ("status:ERROR", AnyOf(("error",))),
        ("root:true", AnyOf(("true",))),
        ("metadata.n:5", AnyOf(("5",))),
        ("tokens:5,6", AnyOf(("5", "6"))),
        ("cost:*", AnyOf(("*",))),
    ],
)
def test_a_value_is_text_where_the_field_is(text: str, expected: AnyOf) -> None:
    assert condition_test(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("latency:>2s", Between(low=2, with_low=False)),
        ("latency:>=500ms", Between(low=0.5)),
        ("latency:<1.5m", Between(high=90, with_high=False)),
        ("latency:<=1h", Between(high=3600)),
        ("latency:2", Between(2, 2)),
        ("first_token:>250us", Between(low=0.00025, with_low=False)),
        ("first_token:>250µs", Between(low=0.00025, with_low=False)),
        ("latency:123ms", Between(0.123, 0.123)),
        ("latency:1d", Between(86_400, 86_400)),
        ("latency:7ns", Between(7e-9, 7e-9)),
        ("tokens:100..500", Between(100, 500)),
        ("tokens:100..", Between(low=100)),
        ("tokens:..500", Between(high=500)),
        ("tokens:>100..<500", Between(100, 500, with_low=False, with_high=False)),
        ("cost:<=1e-2", Between(high=0.01)),
        ("metadata.n:>-5", Between(low=-5, with_low=False)),
        ("attribute.gen_ai.request.temperature:>=0.5..1", Between(0.5, 1)),
        ("label.grounded:0.3..0.7", Between(0.3, 0.7)),
        ("check.x:>0.5", Between(low=0.5, with_low=False)),
    ],
)
def test_numbers_are_compared_in_seconds_dollars_and_counts(text: str, expected: Between) -> None:
    assert condition_test(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("time:today", Between(MIDNIGHT, MIDNIGHT + DAY, with_high=False)),
        ("time:yesterday", Between(MIDNIGHT - DAY, MIDNIGHT, with_high=False)),
        ("time:昨天", Between(MIDNIGHT - DAY, MIDNIGHT, with_high=False)),
        ("time:2026-11-25", Between(MIDNIGHT, MIDNIGHT + DAY, with_high=False)),
        ("time:2026-11", Between(MIDNIGHT - 24 * DAY, MIDNIGHT + 6 * DAY, with_high=False)),
        ("time:>2026-11-25", Between(low=MIDNIGHT + DAY)),
        ("time:>=2026-11-25", Between(low=MIDNIGHT)),
        ("time:<2026-11-25", Between(high=MIDNIGHT, with_high=False)),
        ("time:<=2026-11-25", Between(high=MIDNIGHT + DAY, with_high=False)),
        ("time:2026-11-24..2026-11-25", Between(MIDNIGHT - DAY, MIDNIGHT + DAY, with_high=False)),
        ("time:>-7d", Between(low=NOW - 7 * DAY, with_low=False)),
        ("time:-30m", Between(low=NOW - HOUR // 2)),
        ("time:-2d..-1d", Between(NOW - 2 * DAY, NOW - DAY)),
        ("time:>=2026-11-25T12:00", Between(low=NOW)),
        ("time:>=2026-11-25T20:00+08:00", Between(low=NOW)),
        ("time:>=2026-11-25T07:00:00-0500", Between(low=NOW)),
        ('time:>="2026-11-25 12:00Z"', Between(low=NOW)),
        ("time:2026-11-25T12:00:00.5", Between(NOW + 5 * 10**8, NOW + 5 * 10**8)),
        (
            "time:2026-12",
            Between(MIDNIGHT + 6 * DAY, MIDNIGHT + 37 * DAY, with_high=False),
        ),
    ],
)
def test_a_day_and_a_month_stand_for_all_of_it(text: str, expected: Between) -> None:
    assert condition_test(text) == expected


@pytest.mark.parametrize(
    ("text", "field", "value"),
    [
        ("label.grounded:good", "label.grounded", "pass"),
        ("label.礼貌:bad", "label.礼貌", "fail"),
        ("Label.X:fail", "label.X", "fail"),
        ("check.max_words(120):fail", "check.max_words(120)", "fail"),
        ("check.contains('a: b', 2):skip", "check.contains('a: b', 2)", "skip"),
        ('check.contains(") :\\" x"):error', 'check.contains(") :\\" x")', "error"),
        ("check.\"contains('a b')\":fail", "check.contains('a b')", "fail"),
        ('metadata."a: b":x', "metadata.a: b", "x"),
        ("metadata.「语 言」：中文", "metadata.语 言", "中文"),
    ],
)
def test_a_field_may_go_on_with_a_name(text: str, field: str, value: str) -> None:
    assert parsed(text) == (Condition(field, AnyOf((value,))),)


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("model：gpt，claude", "model:gpt,claude"),
        ("latency：＞2s", "latency:>2s"),
        ("latency:＜＝２", "latency:<=2"),
        ("latency:≥2", "latency:>=2"),
        ("“退款 政策”", '"退款 政策"'),
        ("「退款 政策」", '"退款 政策"'),
        ("－退款\u3000status：ok", "-退款 status:ok"),
        ("name：“甲 乙”", 'name:"甲 乙"'),
    ],
)
def test_punctuation_of_a_chinese_keyboard_is_taken_for_its_twin(typed: str, plain: str) -> None:
    assert parsed(typed) == parsed(plain)


@pytest.mark.parametrize(
    "word",
    ["http://x/a:b", "12:30", "std::vector", "app://x", "订单号：123", ":x", "-", 'a"b', "label.x"],
)
def test_what_only_looks_like_a_condition_is_a_word(word: str) -> None:
    assert parsed(word) == (Words(word),)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("退款 modle:x", r"no field 'modle' \(column 4\): did you mean model\? There are app, .*"),
        ("foo:bar", r"no field 'foo' .* What should be searched for as it stands goes in quotes"),
        ("a model:", "column 3: model needs a value"),
        ("model:a,", "model needs a value"),
        ("latency:>", "latency needs a value"),
        ('x "abc', "the quote at column 3 is not closed"),
        ('""', "nothing between the quotes"),
        ('name:"a"b', "after a quoted value comes a space or a comma"),
        ("status:bad", "status is ok or error, not 'bad'"),
        ("root:1", "root is true or false, not '1'"),
        ("model:>2", "model is not a number"),
        ("latency:fast", "latency is a number, with ns, us, .*, not 'fast'"),
        ("tokens:2s", "tokens is a number, not '2s'"),
        ("tokens:1,>5", "tokens takes one comparison or range"),
        ("tokens:..", "a range such as 1..5"),
        ("tokens:<1..5", "a range such as 1..5"),
        ("tokens:5..1", "nothing lies between"),
        ("tokens:1e999", "tokens is a number"),
        ("label.x:nice", "label.x is pass, good, fail, bad or a number, not 'nice'"),
        ("label.:x", "label. needs a name"),
        ('metadata."a"', "a colon and a value are missing"),
        ("check.f(a:fail", "a bracket is not closed"),
        ("check.f('a):fail", "a quote within brackets is not closed"),
        ("time:soon", "time is not 'soon' but such as 2026-11-01"),
        ("time:2026-13", "there is no date '2026-13'"),
        ("time:2026-11-01T25:00", "time is not"),
        ("time:1969", "between 1970 and 2262"),
        ("time:>-999999d", "between 1970 and 2262"),
        ("time:2026,2027", "time takes one comparison or range"),
    ],
)
def test_what_cannot_be_read_is_said_with_its_place_and_what_there_is(
    text: str, problem: str
) -> None:
    with pytest.raises(UsageError, match=problem):
        parsed(text)


SYNTAX = [
    *(*TEXT_FIELDS, *NUMBER_FIELDS, *PREFIXES, "time", "root", "2026-11-01", "T09:30", "+08:00"),
    *("..", ">=", "2s", "1e3", "ms", "-7d", "today", "pass", "true", "ok", "\ud800", "\x00"),
    *":：,，-*\"“”「」\\><＞=.(){}' \n\u3000aé退2",
]
LIKELY = st.lists(st.sampled_from(SYNTAX), max_size=10).map("".join)


@given(LIKELY | st.text(st.characters()))
def test_any_text_is_a_filter_that_comes_back_or_a_usage_error(text: str) -> None:
    try:
        filter_ = parse_filter(text, now_ns=NOW)
    except UsageError:
        return
    assert parse_filter(filter_text(filter_), now_ns=0) == filter_


NAMES = st.text(st.characters(), min_size=1, max_size=8) | st.sampled_from(
    ["max_words(120)", "contains('a b')", 'one_of(["a:b"])', "gen_ai.request.model"]
)
NUMBERS = st.floats(allow_nan=False, allow_infinity=False) | st.integers(-(10**6), 10**6)
MOMENTS = st.integers(0, 2**63 - 1) | st.integers(0, 100_000).map(lambda days: days * DAY)


@st.composite
def betweens(draw: st.DrawFn, values: st.SearchStrategy[float]) -> Between:
    low, high = sorted((draw(values), draw(values)))
    flags = st.booleans()
    return draw(
        st.builds(Between, st.just(low), st.just(high), flags, flags)
        | st.builds(Between, low=st.just(low), with_low=flags)
        | st.builds(Between, high=st.just(high), with_high=flags)
    )


TEXTS = st.lists(st.text(st.characters(), max_size=8), min_size=1, max_size=3).map(
    lambda texts: AnyOf(tuple(texts))
)
FREE_FIELDS = st.builds("{}{}".format, st.sampled_from(["metadata.", "attribute."]), NAMES)
JUDGED = st.builds("{}{}".format, st.sampled_from(["label.", "check."]), NAMES)
OUTCOMES = st.sampled_from([AnyOf(("pass",)), AnyOf(("fail", "pass")), AnyOf(("*",))])
CONDITIONS = st.one_of(
    st.builds(
        Condition,
        st.sampled_from([field for field in TEXT_FIELDS if field != "status"]) | FREE_FIELDS,
        TEXTS,
        st.booleans(),
    ),
    st.builds(
        Condition,
        st.sampled_from(NUMBER_FIELDS) | FREE_FIELDS | JUDGED,
        betweens(NUMBERS),
        st.booleans(),
    ),
    st.builds(Condition, JUDGED, OUTCOMES, st.booleans()),
    st.builds(Condition, st.just("time"), betweens(MOMENTS), st.booleans()),
    st.builds(
        Words,
        st.text(st.characters(), min_size=1).filter(lambda text: text.strip() != ""),
        st.booleans(),
    ),
)


@given(st.lists(CONDITIONS, max_size=4))
def test_a_filter_is_written_as_text_that_reads_as_the_same(
    conditions: list[Condition | Words],
) -> None:
    filter_ = Filter(tuple(conditions))
    assert parse_filter(filter_text(filter_), now_ns=NOW) == filter_


def test_plain_filters_are_written_plainly() -> None:
    for text in (
        "model:gpt-4*,claude -status:error 退款",
        'latency:>2s tokens:100..500 "refund policy"',
        "label.grounded:pass check.max_words(120):fail metadata.n:>=1..5",
        "time:>=2026-11-01 user:*",
        'name:":a" name:"//a" -"-x" "label.x:"',
    ):
        assert filter_text(parse_filter(text, now_ns=NOW)) == text
