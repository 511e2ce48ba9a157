"""Answers as they come: in order, whole at the end, and a span that ends whatever happens."""

from __future__ import annotations

import asyncio
import gc
from pathlib import Path

import pytest
from tests.models.door import project, recorded

from genchi import models
from genchi.errors import UsageError
from genchi.models import ProviderError, Request, mock, scripted

pytest.importorskip("openai")

HERE = """
[models.small]
provider = "here"
model = "m"
timeout = 5
[providers.here]
base_url = "MOCK"
"""


def test_the_pieces_are_the_answer_and_the_response_is_the_same(tmp_path: Path) -> None:
    with mock.serving(seed=1) as up, recorded() as spans:
        model = models.open("small", project=project(tmp_path, up, HERE))
        stream = model.stream("你好 and hello")
        pieces = [chunk.text for chunk in stream]
        whole = model.run("你好 and hello")
        streamed, _ = spans()
    assert len(pieces) > 3
    assert "".join(pieces) == stream.response.text == whole.text
    assert stream.response.usage.output_tokens == whole.usage.output_tokens
    assert streamed.usage.first_token is not None
    assert streamed.duration_ns is not None
    assert 0 < streamed.usage.first_token <= streamed.duration_ns / 1e9


def test_the_response_is_not_there_before_the_end() -> None:
    stream = scripted(["one two three"]).stream("hello")
    next(iter(stream))
    with pytest.raises(UsageError, match="has not ended"):
        _ = stream.response


def test_a_stream_that_is_left_early_ends_its_span_and_frees_its_place(tmp_path: Path) -> None:
    with mock.serving(seed=1, chunk_ms=2) as up, recorded() as spans:
        told = HERE + "concurrency = 1\n"
        model = models.open("small", project=project(tmp_path, up, told))

        async def leave() -> None:
            async with model.stream("hello, a long question " * 5) as stream:
                async for _ in stream:
                    break

        asyncio.run(leave())
        with model.stream("hello, another long question " * 5) as plain:
            next(iter(plain))
        model.run("the only place is free")
        left, also_left, whole = spans()
    for span in (left, also_left):
        assert span.payload is not None
        assert span.payload.attributes["genchi.stream.end"] == "abandoned"
        assert span.status == "ok"
    assert whole.status == "ok"


def test_a_stream_that_is_forgotten_ends_its_span_too(tmp_path: Path) -> None:
    with mock.serving(seed=1, chunk_ms=2) as up, recorded() as spans:
        model = models.open("small", project=project(tmp_path, up, HERE))

        async def forget() -> None:
            async for _ in model.stream("hello, a long question " * 5):
                break
            gc.collect()
            await asyncio.sleep(0.05)

        asyncio.run(forget())
        [span] = spans()
    assert span.payload is not None
    assert span.payload.attributes["genchi.stream.end"] == "abandoned"


@pytest.mark.parametrize("fault", ["disconnect", "malformed_stream"])
def test_a_stream_that_breaks_raises_and_says_so_on_its_span(fault: str, tmp_path: Path) -> None:
    with mock.serving(seed=1, faults={fault: 1.0}) as up, recorded() as spans:
        model = models.open("small", project=project(tmp_path, up, HERE))
        pieces = []
        with pytest.raises(ProviderError) as raised:
            for chunk in model.stream("hello, a long question " * 5):
                pieces.append(chunk.text)  # noqa: PERF401 - those before the break count
        [span] = spans()
    assert raised.value.kind in ("disconnected", "unreadable")
    last = raised.value.attempts[-1]
    assert (last.failure, last.charged) == (raised.value.kind, "maybe")
    assert span.status == "error"
    assert span.payload is not None
    assert span.payload.attributes["error.type"] == raised.value.kind


def test_a_stream_is_tried_again_until_its_first_piece(tmp_path: Path) -> None:
    told = HERE.replace("timeout = 5", "retries = 8\nbackoff = 0.01")
    with mock.serving(seed=2, faults={"server_error": 0.4}) as up:
        model = models.open("small", project=project(tmp_path, up, told))
        streams = [model.stream(f"question {n}") for n in range(12)]
        for stream in streams:
            list(stream)
        assert up.requests().received == sum(len(s.response.attempts) for s in streams) > 12


def test_a_stream_that_stands_still_is_a_timeout(tmp_path: Path) -> None:
    told = HERE.replace("timeout = 5", "timeout = 0.3\nretries = 0")
    with mock.serving(seed=1, chunk_ms=2000) as up:
        model = models.open("small", project=project(tmp_path, up, told))
        with pytest.raises(ProviderError) as raised:
            list(model.stream("hello"))
    assert raised.value.kind == "timeout"


def test_thoughts_come_apart_from_words(tmp_path: Path) -> None:
    told = HERE.replace('"m"', '"mock-reasoner"')
    with mock.serving(seed=1) as up:
        model = models.open("small", project=project(tmp_path, up, told))
        stream = model.stream(Request.of("为什么？"))
        chunks = list(stream)
    assert "".join(chunk.text for chunk in chunks) == stream.response.text
    assert any(chunk.reasoning for chunk in chunks)
