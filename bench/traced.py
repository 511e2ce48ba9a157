"""The ways to trace a function that `overhead.py` compares, each to be run in its own environment.

    python bench/traced.py NAME URL BURSTS CALLS

Traces a function that does nothing worth mentioning, with its input and output, and sends the spans
to URL. Each burst of calls is flushed before the next, so that the queues of default size hold it
and what it costs to send belongs to the calls. The last line of its output is JSON: one object for
each burst. Products are imported by name, since no environment has them all.
"""

from __future__ import annotations

import gc
import json
import os
import resource
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from importlib import import_module

from environments import GENCHI, Environment
from sink import INPUT_WORD, OUTPUT_WORD

Call = Callable[[str], str]
_EXPORTER = "opentelemetry-exporter-otlp-proto-http"
_EXPORTER_MODULE = "opentelemetry.exporter.otlp.proto.http.trace_exporter"


@dataclass(frozen=True, slots=True)
class Traced:
    """A function that is traced, and what hands over all that waits to be sent."""

    call: Call
    flush: Callable[[], object]


@dataclass(frozen=True, slots=True)
class Contestant:
    """A product's environment and how to trace with it; `start` is given the address to send to."""

    environment: Environment
    start: Callable[[str], Traced]

    @property
    def name(self) -> str:
        """The name of its environment."""
        return self.environment.name


@dataclass(frozen=True, slots=True)
class Burst:
    """Microseconds a call: CPU of all threads with sending, CPU and wall time of the caller."""

    cpu: float
    caller: float
    wall: float


def reply(question: str) -> str:
    """What is traced."""
    return f"{OUTPUT_WORD} {len(question)}"


def untraced(url: str) -> Traced:
    """The function alone."""
    return Traced(reply, lambda: None)


def genchi(url: str) -> Traced:
    """`@genchi.trace`."""
    product = import_module("genchi")
    product.configure(app="bench", to=url)
    return Traced(product.trace(reply), product.flush)


def opentelemetry(url: str) -> Traced:
    """The SDK with a batch processor; input and output are attributes set by hand."""
    provider = import_module("opentelemetry.sdk.trace").TracerProvider()
    export = import_module("opentelemetry.sdk.trace.export")
    exporter = import_module(_EXPORTER_MODULE).OTLPSpanExporter(f"{url}/v1/traces")
    provider.add_span_processor(export.BatchSpanProcessor(exporter))
    tracer = provider.get_tracer("bench")

    def call(question: str) -> str:
        with tracer.start_as_current_span("reply") as span:
            span.set_attribute("input.value", question)
            answer = reply(question)
            span.set_attribute("output.value", answer)
            return answer

    return Traced(call, provider.force_flush)


def langfuse(url: str) -> Traced:
    """`@observe`."""
    os.environ |= {
        "LANGFUSE_PUBLIC_KEY": "pk-lf-bench",
        "LANGFUSE_SECRET_KEY": "sk-lf-bench",
        "LANGFUSE_HOST": url,
        "LANGFUSE_BASE_URL": url,
    }
    product = import_module("langfuse")
    client = product.get_client()
    return Traced(product.observe()(reply), client.flush)


def phoenix(url: str) -> Traced:
    """`tracer.chain` of arize-phoenix-otel with a batch processor."""
    provider = import_module("phoenix.otel").register(
        endpoint=f"{url}/v1/traces",
        protocol="http/protobuf",
        batch=True,
        verbose=False,
        set_global_tracer_provider=False,
    )
    return Traced(provider.get_tracer("bench").chain(reply), provider.force_flush)


def mlflow(url: str) -> Traced:
    """`mlflow.trace` with export by OTLP, which replaces its own way of sending."""
    os.environ |= {
        "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT": f"{url}/v1/traces",
        "OTEL_EXPORTER_OTLP_TRACES_PROTOCOL": "http/protobuf",
        "MLFLOW_TRACKING_URI": "sqlite:///mlflow.db",
    }
    product = import_module("mlflow")
    tracing = import_module("mlflow.tracing.provider")
    # Its own flush knows its own way of sending alone; the provider is there after the first call.
    return Traced(product.trace(reply), lambda: tracing.provider.get().force_flush())


def logfire(url: str) -> Traced:
    """`@logfire.instrument` with its return value; sends to OTLP, not to the vendor."""
    os.environ["OTEL_EXPORTER_OTLP_ENDPOINT"] = url
    product = import_module("logfire")
    product.configure(send_to_logfire=False, console=False, inspect_arguments=False, metrics=False)
    return Traced(product.instrument("reply", record_return=True)(reply), product.force_flush)


CONTESTANTS = (
    Contestant(GENCHI, genchi),
    Contestant(Environment("opentelemetry", ("opentelemetry-sdk", _EXPORTER)), opentelemetry),
    Contestant(Environment("langfuse", ("langfuse",)), langfuse),
    Contestant(Environment("phoenix-otel", ("arize-phoenix-otel",)), phoenix),
    Contestant(Environment("mlflow", ("mlflow", _EXPORTER)), mlflow),
    Contestant(Environment("logfire", ("logfire",)), logfire),
)
"""The function alone is measured in the environment of genchi."""
UNTRACED = Contestant(GENCHI, untraced)


def measure(traced: Traced, calls: int) -> Burst:
    """What one burst of calls costs, with sending."""
    questions = [f"{INPUT_WORD} {number}" for number in range(calls)]
    gc.collect()
    cpu, caller, wall = _cpu(), time.thread_time(), time.perf_counter()
    for question in questions:
        traced.call(question)
    caller, wall = time.thread_time() - caller, time.perf_counter() - wall
    traced.flush()
    scale = 1e6 / calls
    return Burst((_cpu() - cpu) * scale, caller * scale, wall * scale)


def _cpu() -> float:
    """CPU seconds of all threads of this process, and of children it may have started."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def main() -> None:
    """Measure the bursts; the first warms up."""
    name, url, bursts, calls = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
    known = {contestant.name: contestant for contestant in CONTESTANTS} | {"untraced": UNTRACED}
    traced = known[name].start(url)
    measured = [asdict(measure(traced, calls)) for _ in range(bursts)]
    print(f"\n{json.dumps(measured)}")


if __name__ == "__main__":
    main()
