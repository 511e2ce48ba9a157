"""Pydantic AI, whose agents tell of themselves."""

from __future__ import annotations

import json
from typing import Any

from genchi.records import Message, Text, ToolCall, ToolResult, Usage

SYSTEM = Message("system", (Text("你是客服。Be brief."),))
CALLED = ToolCall("call_1", "weather", {"city": "上海"})
FOUND = {"city": "上海", "sky": "晴"}


def test_pydantic_ai_tells_everything_of_its_agents(emit: Any) -> None:
    told = emit("pydantic_ai_agents", "pydantic_ai", "openai")
    told.is_whole()
    assert len(told.spans) == 14
    request = told.the("handle request")
    assert [(span.name, len(told.children(span))) for span in told.children(request)] == [
        ("invoke_agent desk", 1),
        ("invoke_agent guide", 3),
        ("invoke_agent reader", 1),
        ("invoke_agent desk", 1),
        ("embeddings embedder", 0),
        ("invoke_agent desk", 1),
    ]
    _a_plain_run(told)
    _a_run_with_a_tool(told)
    _a_structured_answer(told)
    _a_stream(told)
    _embeddings(told)
    _a_failed_run(told)


def _a_plain_run(told: Any) -> None:
    asked = (SYSTEM, Message("user", (Text("怎么退款？"),)))
    answered = (Message("assistant", (Text("退款需要 7 天。"),), finish_reason="stop"),)
    agent, chat = told.named("invoke_agent desk")[0], told.of_model("plain")
    for span in (agent, chat):
        assert (span.payload.messages, span.payload.output_messages) == (asked, answered)
        assert span.payload.output == "退款需要 7 天。"
        assert span.session == "session-3"
        assert span.status == "ok"
    assert agent.operation == "invoke_agent"
    assert agent.payload.metadata == {"tier": "金牌"}
    assert agent.usage == Usage()  # its model calls have it: the sum would count it twice
    assert (chat.parent_id, chat.response_model) == (agent.key.span_id, "plain-2026")
    assert chat.usage == Usage(20, 8, 9, 3)


def _a_run_with_a_tool(told: Any) -> None:
    agent = told.the("invoke_agent guide")
    first, tool, second = told.children(agent)
    assert (tool.operation, tool.payload.inputs) == ("execute_tool", {"city": "上海"})
    assert tool.payload.output == FOUND
    (definition,) = json.loads(first.payload.attributes["gen_ai.tool.definitions"])
    assert definition["description"] == "今天的天气"
    assert first.payload.output_messages == (Message("assistant", (CALLED,)),)
    asked = (
        Message("user", (Text("上海天气？"),)),
        Message("assistant", (CALLED,)),
        Message("user", (ToolResult("call_1", FOUND),)),
    )
    for span in (second, agent):
        assert span.payload.messages == asked
        assert span.payload.output_messages == (Message("assistant", (Text("上海晴。"),)),)
        assert span.payload.output == "上海晴。"
        kept = span.payload.attributes
        assert [name for name, value in kept.items() if "上海天气" in str(value)] == []


def _a_structured_answer(told: Any) -> None:
    agent, chat = told.the("invoke_agent reader"), told.of_model("tools")
    asks = Message("assistant", (CALLED,), finish_reason="tool_call")
    assert chat.payload.output_messages == (asks,)
    assert agent.payload.output == {"city": "上海"}
    assert agent.payload.messages[:2] == (Message("user", (Text("上海？"),)), asks)


def _a_stream(told: Any) -> None:
    chat = told.of_model("thinking")
    assert chat.payload.messages == (SYSTEM, Message("user", (Text("慢慢说"),)))
    assert chat.payload.output == "退款需要 7 天。"
    assert chat.usage.output_tokens == 9
    assert chat.usage.first_token is not None


def _embeddings(told: Any) -> None:
    embedded = told.of_model("embedder", "embeddings")
    assert embedded.payload.inputs == {"input": ["退款政策", "refund policy"]}
    assert embedded.usage.input_tokens == 4


def _a_failed_run(told: Any) -> None:
    agent, chat = told.named("invoke_agent desk")[-1], told.of_model("status-429")
    assert agent.payload.messages == (SYSTEM, Message("user", (Text("太多了吗？"),)))
    for span in (agent, chat):
        assert span.status == "error"
        assert "请稍后再试" in span.status_message
        assert [event.name for event in span.payload.events] == ["exception"]
