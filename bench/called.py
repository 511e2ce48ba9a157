"""The ways to ask a model that `call.py` compares, each to be run in its own environment.

    python bench/called.py NAME URL BURSTS CALLS STREAMS

Asks the provider at URL the same question over and over, one call after the other, and looks at
each answer. Bursts of one way and of the bare SDK that it is compared with alternate in one
process, so that whatever else the machine does troubles both alike. The last line of its output is
JSON: what each burst cost, and the spans that arrived. Packages are imported by name, since no
environment has them all.
"""

from __future__ import annotations

import asyncio
import gc
import json
import os
import sys
import time
from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Any

from canned import CHUNKS, QUESTION, TEXT, TOOL, VALUE
from environments import Environment

GENCHI = Environment("genchi", ("genchi", "openai", "jsonschema-rs"))
LITELLM = Environment("litellm", ("litellm", "openai"))
INSTRUCTOR = Environment("instructor", ("instructor", "openai"))
MODEL = "small-2026-01-01"
_MESSAGES = [{"role": "user", "content": QUESTION}]
Repeat = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Asked:
    """How to make so many calls, to read so many streams, and to count the spans since then."""

    calls: Repeat
    streams: Repeat | None = None
    spans: Callable[[], int] = lambda: 0


Start = Callable[[str], Asked]


@dataclass(frozen=True, slots=True)
class Bare:
    """The SDK alone, in one of the ways it can be used."""

    name: str
    start: Start


@dataclass(frozen=True, slots=True)
class Way:
    """One way to ask; `start` is given the address. `spans` is how many each call leaves."""

    name: str
    environment: Environment
    bare: Bare
    start: Start
    spans: int = 0


def right(answer: object, wanted: object = TEXT) -> None:
    """An answer that is another one is not worth its microseconds."""
    if answer != wanted:
        raise RuntimeError(f"the answer is {answer!r}")


def waiting(
    call: Callable[[], Awaitable[None]],
    stream: Callable[[], Awaitable[None]] | None = None,
    spans: Callable[[], int] = lambda: 0,
) -> Asked:
    """Calls that are awaited, all in one event loop."""
    runner = asyncio.Runner()

    async def repeat(one: Callable[[], Awaitable[None]], times: int) -> None:
        for _ in range(times):
            await one()

    def calls(times: int) -> None:
        runner.run(repeat(call, times))

    def streams(times: int) -> None:
        assert stream is not None
        runner.run(repeat(stream, times))

    return Asked(calls, None if stream is None else streams, spans)


def plain(call: Callable[[], None], spans: Callable[[], int] = lambda: 0) -> Asked:
    """Calls that do not wait."""

    def calls(times: int) -> None:
        for _ in range(times):
            call()

    return Asked(calls, None, spans)


def sdk(url: str) -> Asked:
    """The SDK of OpenAI, async."""
    client = import_module("openai").AsyncOpenAI(base_url=f"{url}/v1", api_key="k", max_retries=0)
    create = client.chat.completions.create

    async def call() -> None:
        completion = await create(model=MODEL, messages=_MESSAGES)
        right(completion.choices[0].message.content)

    async def stream() -> None:
        options = {"stream": True, "stream_options": {"include_usage": True}}
        text = ""
        async for chunk in await create(model=MODEL, messages=_MESSAGES, **options):
            if chunk.choices:
                text += chunk.choices[0].delta.content or ""
        right(text)

    return waiting(call, stream)


def sdk_raw(url: str) -> Asked:
    """The SDK of OpenAI with bodies as they are, not its classes: what the door asks with."""
    openai = import_module("openai")
    client = openai.AsyncOpenAI(base_url=f"{url}/v1", api_key="k", max_retries=0)
    body = {"model": MODEL, "messages": _MESSAGES}
    options = {"stream": True, "stream_options": {"include_usage": True}}

    async def call() -> None:
        answer = await client.post("/chat/completions", cast_to=object, body=body)
        right(answer["choices"][0]["message"]["content"])

    async def stream() -> None:
        text = ""
        async for chunk in await client.post(
            "/chat/completions",
            cast_to=object,
            body=body | options,
            stream=True,
            stream_cls=openai.AsyncStream[object],
        ):
            if chunk["choices"]:
                text += chunk["choices"][0]["delta"].get("content") or ""
        right(text)

    return waiting(call, stream)


def sdk_sync(url: str) -> Asked:
    """The SDK of OpenAI, not async."""
    client = import_module("openai").OpenAI(base_url=f"{url}/v1", api_key="k", max_retries=0)

    def call() -> None:
        completion = client.chat.completions.create(model=MODEL, messages=_MESSAGES)
        right(completion.choices[0].message.content)

    return plain(call)


def litellm(url: str) -> Asked:
    """`litellm.acompletion`, without its retries and its telemetry."""
    os.environ["LITELLM_LOCAL_MODEL_COST_MAP"] = "True"
    product: Any = import_module("litellm")
    product.telemetry = False
    product.suppress_debug_info = True
    where = {"model": f"openai/{MODEL}", "api_base": f"{url}/v1", "api_key": "k", "max_retries": 0}

    async def call() -> None:
        completion = await product.acompletion(messages=_MESSAGES, **where)
        right(completion.choices[0].message.content)

    async def stream() -> None:
        text = ""
        async for chunk in await product.acompletion(messages=_MESSAGES, stream=True, **where):
            if chunk.choices:
                text += chunk.choices[0].delta.content or ""
        right(text)

    return waiting(call, stream)


def instructor(url: str) -> Asked:
    """`instructor.from_openai` with its default mode, a call of a tool."""
    openai = import_module("openai")
    client = import_module("instructor").from_openai(
        openai.AsyncOpenAI(base_url=f"{url}/v1", api_key="k", max_retries=0)
    )
    trip = trip_model()

    async def call() -> None:
        value = await client.create(model=MODEL, messages=_MESSAGES, response_model=trip)
        right(value.model_dump(), VALUE)

    return waiting(call)


def trip_model() -> Any:
    """What is to be parsed."""
    return import_module("pydantic").create_model(TOOL, city=(str, ...), days=(int, ...))


def door_model(url: str) -> Any:
    """The alias `bench` of a project in this directory."""
    os.environ["BENCH_KEY"] = "k"
    Path("genchi.toml").write_text(
        f'[models.bench]\nprovider = "canned"\nmodel = "{MODEL}"\n'
        f'[providers.canned]\nbase_url = "{url}/v1"\nfamily = "openai"\nkey = "BENCH_KEY"\n'
    )
    return import_module("genchi.models").open("bench", project=Path.cwd())


def door(url: str) -> Asked:
    """`await model.complete(…)`, nothing recorded."""
    model = door_model(url)

    async def call() -> None:
        right((await model.complete(QUESTION)).text)

    async def stream() -> None:
        text = ""
        async for chunk in model.stream(QUESTION):
            text += chunk.text
        right(text)

    return waiting(call, stream)


def door_sync(url: str) -> Asked:
    """`model.run(…)`, nothing recorded."""
    model = door_model(url)
    return plain(lambda: right(model.run(QUESTION).text))


def door_parse(url: str) -> Asked:
    """`await model.parse(…)`, nothing recorded."""
    model, trip = door_model(url), trip_model()

    async def call() -> None:
        answered = await model.parse(QUESTION, trip)
        right(answered.parsed.value.model_dump(), VALUE)

    return waiting(call)


def recorded(start: Start, instrument: str | None = None) -> Start:
    """The same with everything recorded into the store of a home in this directory."""

    def started(url: str) -> Asked:
        product = import_module("genchi")
        product.configure(app="bench", to="home")
        asked = start(url)
        before = 0

        def instrumented(repeat: Repeat) -> Repeat:
            def instrumented_repeat(times: int) -> None:
                undo = product.instrument(instrument)
                repeat(times)
                undo()

            return repeat if instrument is None else instrumented_repeat

        def spans() -> int:
            nonlocal before
            before, earlier = int(product.flush(timeout=30).delivered), before
            return before - earlier

        streams = None if asked.streams is None else instrumented(asked.streams)
        return Asked(instrumented(asked.calls), streams, spans)

    return started


TYPED = Bare("openai", sdk)
RAW = Bare("openai raw", sdk_raw)
SYNC = Bare("openai sync", sdk_sync)
WAYS = (
    Way("openai, recorded by genchi", GENCHI, TYPED, recorded(sdk, "openai"), spans=1),
    Way("litellm", LITELLM, TYPED, litellm),
    Way("instructor parse", INSTRUCTOR, TYPED, instructor),
    Way("genchi", GENCHI, RAW, door),
    Way("genchi, recorded", GENCHI, RAW, recorded(door), spans=1),
    Way("genchi parse", GENCHI, RAW, door_parse),
    Way("genchi sync", GENCHI, SYNC, door_sync),
    Way("genchi sync, recorded", GENCHI, SYNC, recorded(door_sync), spans=1),
)


@dataclass(slots=True)
class Spent:
    """Microseconds of CPU of all threads for each call and each chunk, burst by burst."""

    calls: list[float] = field(default_factory=list)
    chunks: list[float] = field(default_factory=list)
    spans: int = 0

    def burst(self, asked: Asked, calls: int, streams: int) -> None:
        """Measure one more. What it takes to bring the spans to the store is on the clock."""
        self.calls.append(self._cost(asked.calls, calls, asked.spans))
        if asked.streams is not None and streams:
            self.chunks.append(self._cost(asked.streams, streams, asked.spans) / CHUNKS)

    def _cost(self, repeat: Repeat, times: int, spans: Callable[[], int]) -> float:
        gc.collect()
        start = time.process_time()
        repeat(times)
        self.spans += spans()
        return (time.process_time() - start) / times * 1e6


def main() -> None:
    """Measure the bursts; the first warms up."""
    name, url, *numbers = sys.argv[1:]
    bursts, calls, streams = map(int, numbers)
    way = next(way for way in WAYS if way.name == name)
    mine, bare = way.start(url), way.bare.start(url)
    spent = Spent(), Spent()
    for _ in range(bursts):
        spent[0].burst(bare, calls, streams if mine.streams is not None else 0)
        spent[1].burst(mine, calls, streams)
    print(f"\n{json.dumps([asdict(one) for one in spent])}")


if __name__ == "__main__":
    main()
