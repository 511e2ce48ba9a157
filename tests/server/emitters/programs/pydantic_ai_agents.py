"""Agents of Pydantic AI, which watches itself."""

from __future__ import annotations

import asyncio
import contextlib

from opentelemetry import trace
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from pydantic import BaseModel
from pydantic_ai import (
    Agent,
    Embedder,
    ModelHTTPError,
    ModelMessage,
    ModelResponse,
    TextPart,
    ToolCallPart,
    ToolOutput,
)
from pydantic_ai.models.function import AgentInfo, FunctionModel
from pydantic_ai.models.openai import OpenAIChatModel

provider = TracerProvider()
provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
trace.set_tracer_provider(provider)
Agent.instrument_all()
Embedder.instrument_all()


class Place(BaseModel):
    """Where somebody asks about the weather."""

    city: str


def forecast(messages: list[ModelMessage], info: AgentInfo) -> ModelResponse:
    """A model that asks for a tool, then answers."""
    if len(messages) == 1:
        return ModelResponse([ToolCallPart("weather", {"city": "上海"}, "call_1")])
    return ModelResponse([TextPart("上海晴。")])


desk = Agent(OpenAIChatModel("plain"), instructions="你是客服。Be brief.", name="desk")
reader = Agent(
    OpenAIChatModel("tools"), output_type=ToolOutput(Place, name="weather"), name="reader"
)
guide = Agent(FunctionModel(forecast, model_name="forecaster"), name="guide")


@guide.tool_plain
def weather(city: str) -> dict[str, str]:
    """今天的天气"""
    return {"city": city, "sky": "晴"}


async def stream() -> None:
    """An answer in pieces."""
    async with desk.run_stream("慢慢说", model=OpenAIChatModel("thinking")) as answer:
        async for _ in answer.stream_text(delta=True):
            pass


with trace.get_tracer("shop").start_as_current_span("handle request"):
    desk.run_sync("怎么退款？", conversation_id="session-3", metadata={"tier": "金牌"})
    guide.run_sync("上海天气？", conversation_id="session-3")
    reader.run_sync("上海？")
    asyncio.run(stream())
    Embedder("openai:embedder").embed_documents_sync(["退款政策", "refund policy"])
    with contextlib.suppress(ModelHTTPError):
        desk.run_sync("太多了吗？", model=OpenAIChatModel("status-429"))
