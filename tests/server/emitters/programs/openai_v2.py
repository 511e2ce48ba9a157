"""OpenAI's SDK, watched by OpenTelemetry's own instrumentation."""

import runpy
from pathlib import Path

from opentelemetry import trace
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.instrumentation.openai_v2 import OpenAIInstrumentor
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor

provider = TracerProvider()
provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
trace.set_tracer_provider(provider)
OpenAIInstrumentor().instrument()  # type: ignore[no-untyped-call]

with trace.get_tracer("shop").start_as_current_span("handle request"):
    runpy.run_path(str(Path(__file__).with_name("application.py")), run_name="__main__")
