"""What `trace` keeps of a call, and that the function stays what it was."""

from __future__ import annotations

import asyncio
import functools
import gc
import inspect
import sys
import traceback
from collections.abc import AsyncIterator, Callable, Generator, Iterator
from typing import Any

import pytest

from genchi import tracing
from genchi.errors import UsageError
from genchi.records import Payload, Span
from genchi.tracing import trace


def payload(span: Span) -> Payload:
    assert span.payload is not None
    return span.payload


class Desk:
    @trace
    def answer(self, question: str, *, tone: str = "kind") -> str:
        return f"{tone}: {question}"

    @classmethod
    @trace
    def named(cls, name: str) -> str:
        return f"{cls.__name__} {name}"

    @staticmethod
    @trace
    def plain(x: int) -> int:
        return x + 1

    @trace
    @classmethod
    def wrong_way_round(cls, name: str) -> str:
        return name


class Caller:
    async def __call__(self, x: int) -> int:
        return x * 2


@trace
def numbers(n: int) -> Generator[int, Any, str]:
    yield from range(n)
    return "done"


@trace
async def words(text: str) -> AsyncIterator[str]:
    for word in text:
        await asyncio.sleep(0)
        yield word


def test_arguments_are_kept_by_name_and_the_receiver_is_left_out(spans: list[Span]) -> None:
    assert Desk().answer("能退款吗", tone="短") == "短: 能退款吗"
    assert Desk.named("one") == "Desk one"
    assert Desk.wrong_way_round("two") == "two"
    assert [s.name for s in spans] == ["Desk.answer", "Desk.named", "Desk.wrong_way_round"]
    assert payload(spans[0]).inputs == {"question": "能退款吗", "tone": "短"}
    assert payload(spans[0]).output == "短: 能退款吗"
    assert payload(spans[1]).inputs == {"name": "one"}


def test_arguments_without_a_name_of_their_own_are_kept_under_that_of_the_rest(
    spans: list[Span],
) -> None:
    @trace
    def mixed(a: int, /, b: int, *more: int, c: int = 0, **others: int) -> int:
        return a

    mixed(1, 2, 3, 4, c=5, d=6)
    assert payload(spans[0]).inputs == {"a": 1, "b": 2, "more": [3, 4], "c": 5, "d": 6}


def test_arguments_are_those_of_the_moment_of_the_call(spans: list[Span]) -> None:
    @trace
    def consume(items: list[int]) -> list[int]:
        items.clear()
        return items

    result = consume([1, 2])
    result.append(9)
    assert payload(spans[0]).inputs == {"items": [1, 2]}
    assert payload(spans[0]).output == []


def test_a_wrong_call_raises_what_it_would_have_raised_and_is_recorded(spans: list[Span]) -> None:
    with pytest.raises(TypeError, match="missing 1 required positional argument"):
        Desk().answer()  # type: ignore[call-arg]
    assert spans[0].status == "error"


def test_name_operation_and_attributes_can_be_given(spans: list[Span]) -> None:
    @trace(name="查天气", operation="execute_tool", model="m-1", prompt_version="v2", plan="pro")
    def weather(city: str) -> str:
        return "晴"

    weather("北京")
    span = spans[0]
    assert (span.name, span.operation, span.model) == ("查天气", "execute_tool", "m-1")
    assert (span.prompt_version, payload(span).attributes) == ("v2", {"plan": "pro"})


@pytest.mark.parametrize(
    ("capture", "inputs", "output"),
    [(True, {"x": 1}, 2), (False, {}, None), ("inputs", {"x": 1}, None), ("outputs", {}, 2)],
)
def test_capture_says_what_is_kept(
    spans: list[Span], capture: Any, inputs: dict[str, int], output: int | None
) -> None:
    @trace(capture=capture)
    def double(x: int) -> int:
        return 2 * x

    assert double(1) == 2
    assert (payload(spans[0]).inputs, payload(spans[0]).output) == (inputs, output)


def test_an_output_that_the_function_set_itself_is_kept_over_its_result(spans: list[Span]) -> None:
    @trace
    def answer() -> object:
        span = tracing.current()
        assert span is not None
        span.output = "what the user saw"
        return object()

    answer()
    assert payload(spans[0]).output == "what the user saw"


def test_the_kind_and_the_signature_of_a_function_stay() -> None:
    async def one(a: int, *, b: str = "x") -> int:
        """Doc."""
        return a

    def plain(a: int) -> int:
        return a

    traced = trace(one)
    assert inspect.iscoroutinefunction(traced)
    assert inspect.iscoroutinefunction(trace(functools.partial(one, 1)))
    assert inspect.isgeneratorfunction(numbers)
    assert inspect.isasyncgenfunction(words)
    assert not inspect.iscoroutinefunction(trace(plain))
    assert inspect.signature(traced) == inspect.signature(one)
    assert (traced.__name__, traced.__doc__, traced.__module__) == ("one", "Doc.", __name__)


def test_objects_that_can_be_called_are_traced_as_their_call_is(spans: list[Span]) -> None:
    traced: Any = trace(Caller())
    assert asyncio.run(traced(4)) == 8
    partial: Any = trace(functools.partial(Desk.plain, 4))
    assert partial() == 5
    assert trace(len)([1, 2]) == 2
    assert payload(spans[0]).output == 8
    assert [s.name for s in spans] == ["Caller", "Desk.plain", "Desk.plain", "len"]


@pytest.mark.parametrize("what", [Desk, 3, "name"])
def test_what_is_no_function_is_refused_where_it_is_decorated(what: Any) -> None:
    with pytest.raises(UsageError, match="trace is for functions"):
        trace(what)


def test_a_capture_that_does_not_exist_is_refused() -> None:
    with pytest.raises(UsageError, match='"inputs" or "outputs"'):
        trace(capture="everything")  # type: ignore[call-overload]


def test_an_exception_goes_on_as_the_same_object_with_its_context_and_is_recorded(
    spans: list[Span],
) -> None:
    error = ValueError("没有这个城市")

    @trace
    def fails() -> None:
        raise error

    with pytest.raises(ValueError, match="城市") as caught:
        fails()
    assert caught.value is error
    assert error.__context__ is None
    assert error.__cause__ is None
    frames = [f.name for f in traceback.extract_tb(error.__traceback__)]
    assert frames[1:] == ["traced", "fails"]
    assert spans[0].status == "error"
    assert spans[0].status_message == "ValueError: 没有这个城市"
    (event,) = payload(spans[0]).events
    assert event.name == "exception"
    assert event.attributes["exception.type"] == "ValueError"
    assert event.attributes["exception.message"] == "没有这个城市"
    assert "raise error" in event.attributes["exception.stacktrace"]
    assert "tracing/decorating.py" not in event.attributes["exception.stacktrace"]


def test_one_exception_through_nested_calls_is_one_event_in_each(spans: list[Span]) -> None:
    @trace
    def inner() -> None:
        raise KeyError("k")

    @trace
    def outer() -> None:
        inner()

    with pytest.raises(KeyError):
        outer()
    assert [(s.name, s.status, len(payload(s).events)) for s in spans] == [
        ("inner", "error", 1),
        ("outer", "error", 1),
    ]


def test_a_cancelled_call_is_recorded_with_what_is_known(spans: list[Span]) -> None:
    @trace
    async def slow(question: str) -> None:
        span = tracing.current()
        assert span is not None
        span.usage(input_tokens=7)
        await asyncio.sleep(60)

    async def main() -> None:
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(slow("q"), 0.01)

    asyncio.run(main())
    assert spans[0].status == "error"
    assert "CancelledError" in (spans[0].status_message or "")
    assert payload(spans[0]).inputs == {"question": "q"}
    assert spans[0].usage.input_tokens == 7


def test_ctrl_c_and_exit_are_recorded_and_go_on(spans: list[Span]) -> None:
    @trace
    def leave(how: BaseException) -> None:
        raise how

    for how in (KeyboardInterrupt(), SystemExit(2), SystemExit(0)):
        with pytest.raises(type(how)):
            leave(how)
    assert [s.status for s in spans] == ["error", "error", "ok"]


def test_a_generator_is_one_span_with_all_it_yielded(spans: list[Span]) -> None:
    returned: list[str] = []

    def reader() -> Generator[int]:
        returned.append((yield from numbers(3)))

    for number in reader():
        assert number in (0, 1, 2)
        assert tracing.current() is None
    assert returned == ["done"]
    assert payload(spans[0]).output == [0, 1, 2]
    assert spans[0].usage.first_token is not None
    assert payload(spans[0]).inputs == {"n": 3}


def test_texts_of_a_stream_are_joined(spans: list[Span]) -> None:
    async def main() -> str:
        return "".join([word async for word in words("能退款吗")])

    assert asyncio.run(main()) == "能退款吗"
    assert payload(spans[0]).output == "能退款吗"


def test_a_stream_is_kept_within_bounds_and_says_how_much_is_missing() -> None:
    ended: list[Span] = []
    tracing.start(app="desk", sink=tracing.ListSink(ended), limit=10)

    @trace
    def endless(piece: object, n: int) -> Iterator[object]:
        for _ in range(n):
            yield piece

    assert len(list(endless("abcd", 1000))) == 1000
    assert len(list(endless(1, 1000))) == 1000
    tracing.stop()
    assert payload(ended[0]).output == "abcdabcdab… [3990 characters cut]"
    kept = payload(ended[1]).output
    assert kept[-1] == f"… [{1000 - len(kept) + 1} more]"


def test_send_throw_and_close_reach_the_generator(spans: list[Span]) -> None:
    seen: list[object] = []

    @trace
    def echo() -> Generator[object, object, str]:
        try:
            while True:
                try:
                    seen.append((yield len(seen)))
                except ValueError as error:
                    seen.append(error)
        finally:
            seen.append("closed")

    generator = echo()
    assert next(generator) == 0
    assert generator.send("a") == 1
    error = ValueError("b")
    assert generator.throw(error) == 2
    generator.close()
    assert seen == ["a", error, "closed"]
    assert error.__context__ is None
    assert spans[0].status == "ok"
    assert payload(spans[0]).output == [0, 1, 2]
    assert payload(spans[0]).attributes["genchi.stopped_early"] is True


def test_a_generator_that_ignores_close_is_told_so_by_python_as_ever(spans: list[Span]) -> None:
    @trace
    def stubborn() -> Generator[int]:
        try:
            yield 1
        except GeneratorExit:
            yield 2

    generator = stubborn()
    next(generator)
    with pytest.raises(RuntimeError, match="ignored GeneratorExit"):
        generator.close()


def test_a_generator_that_nobody_finished_is_recorded_when_it_is_collected(
    spans: list[Span],
) -> None:
    generator = numbers(5)
    next(generator)
    del generator
    gc.collect()
    assert payload(spans[0]).output == [0]
    assert spans[0].status == "ok"


def test_a_generator_that_fails_keeps_what_it_had_yielded(spans: list[Span]) -> None:
    @trace
    def half() -> Iterator[str]:
        yield "能退"
        raise RuntimeError("cut")

    with pytest.raises(RuntimeError, match="cut"):
        list(half())
    assert payload(spans[0]).output == "能退"
    assert spans[0].status == "error"


def test_an_exception_of_a_later_step_does_not_remember_one_that_was_handled(
    spans: list[Span],
) -> None:
    @trace
    def handles() -> Iterator[int]:
        handled = False
        try:
            yield 1
        except ValueError:
            handled = True
        if handled:
            raise KeyError("later")

    generator: Any = handles()
    next(generator)
    with pytest.raises(KeyError) as caught:
        generator.throw(ValueError("first"))
    assert caught.value.__context__ is None


def test_asend_athrow_and_aclose_reach_the_generator(spans: list[Span]) -> None:
    seen: list[object] = []

    @trace
    async def echo() -> Any:
        try:
            while True:
                try:
                    seen.append((yield len(seen)))
                except ValueError as error:
                    seen.append(error)
        finally:
            await asyncio.sleep(0)
            seen.append("closed")

    async def main() -> None:
        generator = echo()
        assert await anext(generator) == 0
        assert await generator.asend("a") == 1
        assert await generator.athrow(ValueError("b")) == 2
        await generator.aclose()

    asyncio.run(main())
    assert seen[0] == "a"
    assert seen[2] == "closed"
    assert payload(spans[0]).output == [0, 1, 2]
    assert spans[0].status == "ok"


def test_an_async_generator_may_be_read_and_closed_by_different_tasks(spans: list[Span]) -> None:
    @trace
    async def stream() -> AsyncIterator[str]:
        with tracing.span("inner"):
            for word in "abc":
                with tracing.span(word):
                    await asyncio.sleep(0)
                yield word

    async def step(generator: Any) -> Any:
        assert tracing.current() is None
        got = await anext(generator)
        assert tracing.current() is None
        return got

    async def main() -> None:
        generator: Any = stream()
        assert await asyncio.create_task(step(generator)) == "a"
        assert await asyncio.create_task(step(generator)) == "b"
        await asyncio.create_task(generator.aclose())

    asyncio.run(main())
    by_name = {s.name: s for s in spans}
    stream_span = by_name["stream"]
    assert by_name["inner"].parent_id == stream_span.key.span_id
    assert {by_name[w].parent_id for w in "ab"} == {by_name["inner"].key.span_id}
    assert payload(stream_span).output == "ab"


def test_what_the_reader_of_a_generator_does_is_not_inside_its_span(spans: list[Span]) -> None:
    for _ in numbers(2):
        with tracing.span("reader"):
            pass
    assert [(s.name, s.parent_id) for s in spans[:2]] == [("reader", None), ("reader", None)]


def test_iterators_in_arguments_and_results_are_not_consumed(spans: list[Span]) -> None:
    @trace
    def passes(items: Iterator[int]) -> Iterator[int]:
        return items

    assert list(passes(iter([1, 2]))) == [1, 2]
    assert payload(spans[0]).output == "<list_iterator>"


def test_deep_recursion_ends_as_it_would_without_us(spans: list[Span]) -> None:
    @trace
    def down(n: int) -> int:
        return down(n + 1)

    before = sys.getrecursionlimit()
    sys.setrecursionlimit(len(inspect.stack(0)) + 150)
    try:
        with pytest.raises(RecursionError):
            down(0)
    finally:
        sys.setrecursionlimit(before)
    assert len(spans) > 10
    assert tracing.current() is None


def test_a_traced_function_can_be_traced_again(spans: list[Span]) -> None:
    twice: Callable[[int], int] = trace(trace(lambda x: x + 1))
    assert twice(1) == 2
    assert spans[0].parent_id == spans[1].key.span_id
