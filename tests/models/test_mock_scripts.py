"""Answers that were written down beforehand."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from genchi.errors import OutsideError, UsageError
from genchi.models import mock

openai = pytest.importorskip("openai", reason="the openai SDK is not installed")

SCRIPT: list[dict[str, Any]] = [
    {"when": "退款", "say": "七天内退款。", "usage": {"input_tokens": 1000, "output_tokens": 7}},
    {"when": {"regex": r"order \d+"}, "say": {"tool": "find", "arguments": {"order": 12}}},
    {"when": "both", "say": [{"tool": "find", "arguments": {}}, {"tool": "mail"}]},
    {"when": "broken", "say": {"tool": "find", "arguments": '{"order": '}},
    {"when": "found", "say": "It is on its way.", "reasoning": "The tool says so."},
]
TOOLS: list[Any] = [
    {"type": "function", "function": {"name": name, "parameters": {"type": "object"}}}
    for name in ("find", "mail")
]


def written(folder: Path, *lines: object) -> Path:
    path = folder / "script.jsonl"
    path.write_text("\n\n".join(json.dumps(line, ensure_ascii=False) for line in lines), "utf-8")
    return path


def chat(up: mock.Mock, text: str) -> Any:
    with openai.OpenAI(base_url=up.openai_url, api_key="k", max_retries=0) as client:
        return client.chat.completions.create(
            model="m", messages=[{"role": "user", "content": text}], tools=TOOLS
        )


def test_a_file_says_texts_calls_thoughts_and_usage(tmp_path: Path) -> None:
    with mock.serving(script=written(tmp_path, *SCRIPT)) as up:
        refund = chat(up, "怎么退款？")
        assert refund.choices[0].message.content == "七天内退款。"
        assert (refund.usage.prompt_tokens, refund.usage.completion_tokens) == (1000, 7)
        [call] = chat(up, "where is order 12").choices[0].message.tool_calls
        assert (call.function.name, json.loads(call.function.arguments)) == ("find", {"order": 12})
        both = chat(up, "both")
        assert both.choices[0].finish_reason == "tool_calls"
        assert [c.function.name for c in both.choices[0].message.tool_calls] == ["find", "mail"]
        [call] = chat(up, "broken").choices[0].message.tool_calls
        assert call.function.arguments == '{"order": '
        assert chat(up, "found").choices[0].message.reasoning_content == "The tool says so."
        assert "anything else" in chat(up, "anything else").choices[0].message.content
        assert up.requests().input_tokens >= 1000


def test_the_first_line_that_fits_wins_and_one_without_when_fits_all() -> None:
    with mock.serving(script=[{"when": "a", "say": "first"}, {"say": "rest"}]) as up:
        assert chat(up, "abc").choices[0].message.content == "first"
        assert chat(up, "xyz").choices[0].message.content == "rest"


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ({"when": "x"}, 'with "say"'),
        ([], 'with "say"'),
        ({"say": 5}, "say must be a text"),
        ({"say": {"arguments": {}}}, "say must be a text"),
        ({"say": "x", "then": 1}, "has 'then': a line has when, say"),
        ({"say": "x", "when": 5}, "when must be a text"),
        ({"say": "x", "when": {"regex": "("}}, "no expression"),
        ({"say": "x", "usage": {"tokens": 1}}, "usage may have"),
        ({"say": "x", "usage": {"input_tokens": -1}}, "usage may have"),
        ({"say": "x", "reasoning": 1}, "reasoning must be a text"),
    ],
)
def test_a_line_that_cannot_be_meant_is_told_with_its_place(
    tmp_path: Path, line: Any, why: str
) -> None:
    path = written(tmp_path, {"say": "fine"}, line)
    with pytest.raises(UsageError) as caught, mock.serving(script=path):
        pass
    assert why in str(caught.value)
    assert f"{path}:3" in str(caught.value)


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    with pytest.raises(OutsideError, match="cannot be read"):
        mock.behaviour_of(script=tmp_path / "none.jsonl")
    (tmp_path / "odd.jsonl").write_bytes(b"\xff\xff")
    with pytest.raises(UsageError, match="no UTF-8"):
        mock.behaviour_of(script=str(tmp_path / "odd.jsonl"))
    (tmp_path / "cut.jsonl").write_text('{"say": ')
    with pytest.raises(UsageError, match="is no JSON"):
        mock.behaviour_of(script=tmp_path / "cut.jsonl")
