"""OpenAI's SDK, watched by OpenInference."""

import runpy
from pathlib import Path

from openinference.instrumentation import using_attributes
from openinference.instrumentation.openai import OpenAIInstrumentor
from opentelemetry import trace
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor

provider = TracerProvider()
provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
trace.set_tracer_provider(provider)
OpenAIInstrumentor().instrument()

with (
    trace.get_tracer("shop").start_as_current_span("handle request"),
    using_attributes(
        session_id="session-3", user_id="user-7", metadata={"tier": "金牌"}, tags=["beta"]
    ),
):
    runpy.run_path(str(Path(__file__).with_name("application.py")), run_name="__main__")
