"""Whatever a record holds is found again: in the span, its labels and verdicts, or the rejects."""

from __future__ import annotations

import dataclasses
import json
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from genchi import Home
from genchi.records import to_json

NAMES = (
    *("answer", "output", "response", "messages", "request", "choices", "usage", "labels"),
    *("label", "label.grounded", "checks", "check.judge", "spans.bad", "passages", "model", "time"),
    *("latency", "cost", "error", "annotator", "user", "id", "inputs", "inputs.city", "question"),
    *("input", "metadata", "metadata.team", "prompt_version", "body", "completion", "traj"),
    *("task_id", "info", "问题", "回答", "note"),
)
INNER = ("text", "content", "message", "messages", "choices", "model", "usage", "body", "task", "x")


def kept(home: Home, app: str = "app") -> str:
    """All that the store says about the outputs of an application, as one text."""
    spans = list(home.store().spans.list(app, payloads=True))
    labels = [label for span in spans for label in home.store().labels.history(span.key)]
    checks = [
        [name, [dataclasses.asdict(v) for v in home.store().verdicts.of(app, name).values()]]
        for name, _ in home.store().verdicts.checks(app)
    ]
    rejects = [path.read_text() for path in sorted((home.path / "rejects").glob("*"))]
    said = [[dataclasses.asdict(x) for x in spans], [dataclasses.asdict(x) for x in labels], checks]
    return to_json(said).decode() + "".join(rejects)


def lost(home: Home, record: dict[str, Any]) -> list[str]:
    """The marked values of a record that are nowhere to be found."""
    text = kept(home)
    return [mark for mark in marks(record) if mark not in text]


def marks(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [mark for item in value.values() for mark in marks(item)]
    if isinstance(value, list):
        return [mark for item in value for mark in marks(item)]
    return [value] if isinstance(value, str) and value.startswith("mark-") else []


MARK = st.integers(10**9, 10**10 - 1).map(lambda n: f"mark-{n}")
VALUE = st.recursive(
    MARK | st.sampled_from([True, 0, None, "yes"]),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(INNER), inner, max_size=3)
    ),
    max_leaves=6,
)
CHAT = st.lists(
    st.fixed_dictionaries({"role": st.sampled_from(["user", "assistant", "tool"]), "content": MARK})
)
RECORD = st.dictionaries(st.sampled_from(NAMES), VALUE | CHAT, max_size=6)


@settings(max_examples=250, deadline=None)
@given(record=RECORD)
def test_every_value_of_a_record_is_found_again(record: dict[str, Any]) -> None:
    with tempfile.TemporaryDirectory() as folder, Home(Path(folder) / "home") as home:
        path = Path(folder) / "a.jsonl"
        path.write_text(json.dumps(record | {"generation": "known"}), encoding="utf-8")
        home.import_file(path, "app")
        assert lost(home, record) == []


@settings(max_examples=100, deadline=None)
@given(rest=RECORD)
def test_every_value_of_a_chat_record_is_found_again(rest: dict[str, Any]) -> None:
    record = rest | {"messages": [{"role": "user", "content": "mark-0"}]}
    with tempfile.TemporaryDirectory() as folder, Home(Path(folder) / "home") as home:
        path = Path(folder) / "a.jsonl"
        path.write_text(json.dumps(record), encoding="utf-8")
        assert home.import_file(path, "app").format == "openai"
        assert lost(home, record) == []


USER = {"role": "user", "content": "mark-1"}
SAID = {"role": "assistant", "content": "mark-2"}


@pytest.mark.parametrize(
    "record",
    [
        {"messages": [USER], "response": "mark-3"},
        {"messages": [USER], "completion": "mark-3", "request": "mark-4"},
        {"messages": [USER], "input": [{"role": "user", "content": "mark-3"}]},
        {"messages": [USER], "choices": [{"message": SAID}, {"message": {"content": "mark-3"}}]},
        {
            "request": {"messages": [USER], "temperature": "mark-3", "tools": [{"name": "mark-4"}]},
            "response": {"choices": [{"message": SAID, "logprobs": "mark-5"}], "id": "mark-6"},
        },
        {"request": {"messages": [USER]}, "response": {"content": "mark-3", "id": "mark-4"}},
        {"messages": [USER], "usage": "mark-3"},
        {"answer": "mark-1", "usage": {"total_tokens": "mark-2", "prompt_tokens": 5}},
        {"answer": "mark-1", "inputs": {"q": "mark-2"}, "inputs.q": "mark-3"},
        {"answer": "mark-1", "checks": {"a": "mark-2", "b": "C"}, "check.a": True},
        {"answer": "mark-1", "error": "mark-2"},
        {"conversation": [USER, {"role": "assistant", "tool_calls": "mark-3"}]},
        {"conversation": [USER, {"role": "assistant", "tool_calls": ["mark-3"]}]},
        {"conversation": [{"role": "model", "parts": [{"text": "mark-3"}, {"image": "mark-4"}]}]},
        {"conversation": [{"role": "user", "content": [{"type": "text", "text": ["mark-3"]}]}]},
        {"conversation": [{"role": "user", "content": [{"type": "reasoning", "x": "mark-3"}]}]},
    ],
)
def test_what_records_often_have_besides_is_found_again(
    record: dict[str, Any], tmp_path: Path
) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps(record), encoding="utf-8")
    with Home(tmp_path / "home") as home:
        assert home.import_file(path, "app").rejected == 0
        assert lost(home, record) == []
