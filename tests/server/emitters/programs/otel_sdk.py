"""A search and a tool, traced by hand with OpenTelemetry's SDK.

Two exporters send to one place, as happens where a framework brings its own.
"""

from opentelemetry import trace
from opentelemetry.exporter.otlp.proto.http import Compression
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor, SimpleSpanProcessor
from opentelemetry.util.types import AnyValue

provider = TracerProvider(resource=Resource.create({"deployment.environment.name": "测试"}))
provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter(compression=Compression.Gzip)))
provider.add_span_processor(SimpleSpanProcessor(OTLPSpanExporter()))
trace.set_tracer_provider(provider)
tracer = trace.get_tracer("shop", "1.2")

with tracer.start_as_current_span("earlier request") as earlier:
    pass

with tracer.start_as_current_span(
    "handle request",
    kind=trace.SpanKind.SERVER,
    links=[trace.Link(earlier.get_span_context(), {"reason": "同一位客户"})],
    attributes={"user.id": "user-7", "gen_ai.conversation.id": "session-3"},
) as request:
    with tracer.start_as_current_span("search") as search:
        search.set_attribute("gen_ai.operation.name", "retrieval")
        search.set_attribute("gen_ai.retrieval.query.text", "退款政策")
        search.set_attribute(
            "gen_ai.retrieval.documents", [{"id": "a", "score": 0.75}, {"id": "b", "score": 0.5}]
        )
    with tracer.start_as_current_span("ask") as ask:
        ask.set_attribute("gen_ai.operation.name", "chat")
        ask.set_attribute("gen_ai.request.model", "plain")
        ask.set_attribute("gen_ai.response.model", "plain-2026")
        ask.set_attribute("gen_ai.usage.input_tokens", 20)
        ask.set_attribute("gen_ai.usage.cache_read.input_tokens", 8)
        ask.set_attribute("gen_ai.usage.output_tokens", 9)
        ask.set_attribute(
            "gen_ai.input.messages",
            [{"role": "user", "parts": [{"type": "text", "content": "怎么退款？"}]}],
        )
        call: AnyValue = {
            "type": "tool_call",
            "id": "call_1",
            "name": "refund",
            "arguments": {"单号": "A-1"},
        }
        ask.set_attribute(
            "gen_ai.output.messages",
            [{"role": "assistant", "parts": [call], "finish_reason": "tool_calls"}],
        )
        with tracer.start_as_current_span("refund") as tool:
            tool.set_attribute("gen_ai.operation.name", "execute_tool")
            tool.set_attribute("gen_ai.tool.call.arguments", {"单号": "A-1"})
            tool.set_attribute("gen_ai.tool.call.result", {"ok": True, "金额": 12.5})
    request.add_event("answered", {"pieces": 3, "words": ["三十", "天"]})
    request.set_attribute("raw", b"\x00\xff")
    request.set_attribute("nothing.to.count", float("nan"))

try:
    with tracer.start_as_current_span("fail"):
        raise TimeoutError("数据库没有回答")
except TimeoutError:
    pass

for number in range(20):
    tracer.start_span(f"step {number}").end()
