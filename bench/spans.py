"""Spans as a support assistant sends them, as OTLP bytes: the same bytes for the same seed.

    python bench/spans.py SPANS SEED FILE

Traces of five: an agent, a retrieval, a model call that asks for a tool, the tool, and a model call
that answers, in the order in which they end. A third of the conversations is in Chinese. As in life
the system prompt is the same everywhere, and the second model call repeats the messages of the
first. Names are those of the OpenTelemetry semantic conventions for generative AI.
"""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import wire

SPANS_PER_BODY = 512
"""The size of a batch in the OpenTelemetry SDKs."""
_EPOCH_NS = 1_793_491_200_000_000_000
"""1 November 2026; the spans of a run are spread over the day that follows."""
_DAY_NS = 86_400_000_000_000
_ENGLISH = (
    "the order refund of parcel delivery to address card battery a warranty repair and invoice "
    "member discount is within thirty days after you return it in its box we send money back by "
    "same way please check account before asking courier number was not found tomorrow morning "
    "shop support team can help with any question about charger cable screen new old broken price"
).split()
_CHINESE = (
    "退款 快递 地址 会员 保修 发票 优惠 电池 三十天内 工作日 订单 已经 发货 请 您 核对 手机号码 "
    "我们 会 在 收到 退货 之后 原路 退回 如果 屏幕 破损 不在 保修 范围 客服 稍后 联系 明天 上午"
).split()
_SYSTEM = (
    "You are the support assistant of a shop. Answer in the language of the question, from the "
    "passages alone, in at most three sentences. 不知道的事情请直接说不知道。"
)
_MODELS = ("small-2026-03", "large-2026-06", "qwen-max-2026-08")
_INTERNAL, _CLIENT = 1, 3
_OK, _ERROR = 1, 2


@dataclass(frozen=True, slots=True)
class EncodedSpan:
    """One span as protobuf, and the id to find it again by (16 hex digits)."""

    span_id: str
    data: bytes


@dataclass(frozen=True, slots=True)
class _Step:
    """One span of a trace: from and to are parts of the trace's duration."""

    name: str
    kind: int
    begin: float
    end: float
    attributes: dict[str, wire.Value]


def spans(number: int, seed: int) -> Iterator[EncodedSpan]:
    """`number` spans; the last trace may be cut."""
    generator = random.Random(seed)
    endless = (span for _ in iter(int, 1) for span in _trace(generator))
    return islice(endless, number)


def body(batch: Iterable[EncodedSpan]) -> bytes:
    """The spans as one ExportTraceServiceRequest."""
    resource = wire.attribute(1, "service.name", "support") + wire.attribute(
        1, "telemetry.sdk.language", "python"
    )
    scope = wire.part(1, wire.part(1, "bench") + wire.part(2, "1"))
    content = b"".join(wire.part(2, span.data) for span in batch)
    return wire.part(1, wire.part(1, resource) + wire.part(2, scope + content))


def batches(number: int, seed: int, size: int = SPANS_PER_BODY) -> Iterator[list[EncodedSpan]]:
    """The spans in groups as an SDK sends them."""
    rest = spans(number, seed)
    while batch := list(islice(rest, size)):
        yield batch


def _trace(generator: random.Random) -> list[EncodedSpan]:
    trace_id = generator.randbytes(16)
    ids = [generator.randbytes(8) for _ in range(5)]
    start = _EPOCH_NS + generator.randrange(_DAY_NS)
    duration = generator.lognormvariate(7.2, 0.6) * 1e6
    common: dict[str, wire.Value] = {
        "session.id": f"session-{generator.randrange(5000)}",
        "user.id": f"user-{generator.randrange(500)}",
        "deployment.environment.name": generator.choice(("production", "staging")),
    }
    out = []
    for place, step in enumerate(_steps(generator)):
        fields = wire.part(1, trace_id) + wire.part(2, ids[place])
        if place < 4:
            fields += wire.part(4, ids[4])
        fields += wire.part(5, step.name) + wire.whole(6, step.kind)
        fields += wire.fixed(7, start + int(step.begin * duration))
        fields += wire.fixed(8, start + int(step.end * duration))
        for key, value in (common | step.attributes).items():
            fields += wire.attribute(9, key, value)
        out.append(EncodedSpan(ids[place].hex(), fields + _status(generator)))
    return out


def _steps(generator: random.Random) -> list[_Step]:
    """The five spans of a trace as they end; the agent, parent of the others, is the last."""
    words = generator.choice((_ENGLISH, _ENGLISH, _CHINESE))
    model, call = generator.choice(_MODELS), f"call_{generator.randbytes(9).hex()}"
    question, answer = _text(generator, words, 220), _text(generator, words, 400)
    passages = [_passage(generator, _text(generator, words, 300)) for _ in range(3)]
    found = {"order": generator.randrange(10**8), "state": _text(generator, words, 900)}
    context = "\n\n".join(passage["content"] for passage in passages)
    asked = [_message("system", _SYSTEM), _message("user", f"{context}\n\n{question}")]
    arguments = {"query": question[:60]}
    request = {"type": "tool_call", "id": call, "name": "find_order", "arguments": arguments}
    wants = {"role": "assistant", "parts": [request], "finish_reason": "tool_call"}
    result = {"type": "tool_call_response", "id": call, "response": found}
    replied = _message("assistant", answer) | {"finish_reason": "stop"}
    told = [*asked, wants, {"role": "tool", "parts": [result]}]
    return [
        _Step("retrieval docs", _CLIENT, 0.02, 0.12, _retrieval(question, passages)),
        _Step(f"chat {model}", _CLIENT, 0.14, 0.4, _chat(generator, model, asked, wants)),
        _Step("execute_tool find_order", _INTERNAL, 0.41, 0.5, _tool(call, arguments, found)),
        _Step(f"chat {model}", _CLIENT, 0.52, 0.97, _chat(generator, model, told, replied)),
        _Step("invoke_agent support", _INTERNAL, 0.0, 1.0, _agent(question, replied)),
    ]


def _passage(generator: random.Random, content: str) -> dict[str, Any]:
    score = round(generator.random(), 4)
    return {"id": f"doc-{generator.randrange(9999)}", "score": score, "content": content}


def _retrieval(question: str, passages: list[dict[str, Any]]) -> dict[str, wire.Value]:
    return {
        "gen_ai.operation.name": "retrieval",
        "gen_ai.data_source.id": "docs",
        "gen_ai.retrieval.query.text": question,
        "gen_ai.retrieval.documents": _json(passages),
    }


def _chat(
    generator: random.Random, model: str, messages: list[dict[str, Any]], answer: dict[str, Any]
) -> dict[str, wire.Value]:
    return {
        "gen_ai.operation.name": "chat",
        "gen_ai.provider.name": "openai",
        "gen_ai.request.model": model,
        "gen_ai.response.model": model,
        "gen_ai.request.temperature": 0.2,
        "gen_ai.request.max_tokens": 512,
        "gen_ai.request.stream": True,
        "gen_ai.response.id": f"chatcmpl-{generator.randbytes(12).hex()}",
        "gen_ai.response.finish_reasons": [str(answer["finish_reason"])],
        "gen_ai.response.time_to_first_chunk": round(generator.random(), 4),
        "gen_ai.usage.input_tokens": generator.randrange(400, 900),
        "gen_ai.usage.output_tokens": generator.randrange(20, 200),
        "gen_ai.input.messages": _json(messages),
        "gen_ai.output.messages": _json([answer]),
    }


def _tool(call: str, arguments: dict[str, str], found: dict[str, Any]) -> dict[str, wire.Value]:
    return {
        "gen_ai.operation.name": "execute_tool",
        "gen_ai.tool.name": "find_order",
        "gen_ai.tool.type": "function",
        "gen_ai.tool.call.id": call,
        "gen_ai.tool.call.arguments": _json(arguments),
        "gen_ai.tool.call.result": _json(found),
    }


def _agent(question: str, answer: dict[str, Any]) -> dict[str, wire.Value]:
    return {
        "gen_ai.operation.name": "invoke_agent",
        "gen_ai.agent.name": "support",
        "gen_ai.provider.name": "openai",
        "gen_ai.input.messages": _json([_message("user", question)]),
        "gen_ai.output.messages": _json([answer]),
    }


def _message(role: str, content: str) -> dict[str, Any]:
    return {"role": role, "parts": [{"type": "text", "content": content}]}


def _text(generator: random.Random, words: list[str], size: int) -> str:
    """Words up to about `size` bytes of UTF-8."""
    space = " " if words is _ENGLISH else ""
    length = sum(len(word.encode()) + len(space) for word in words) / len(words)
    return space.join(generator.choices(words, k=max(1, int(size / length))))


def _status(generator: random.Random) -> bytes:
    if generator.random() < 0.03:
        return wire.part(15, wire.part(2, "upstream timeout 上游超时") + wire.whole(3, _ERROR))
    return wire.part(15, wire.whole(3, _OK))


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def main() -> None:
    """Write one request with SPANS spans to FILE, to be sent with curl."""
    number, seed, path = int(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3])
    content = body(spans(number, seed))
    path.write_bytes(content)
    print(f"{number} spans, {len(content):,} bytes, {len(content) / number:.0f} bytes a span")


if __name__ == "__main__":
    main()
