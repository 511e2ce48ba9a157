"""Which field of a record means what, guessed by its name, in English and Chinese."""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import lru_cache

NAMES: dict[str, tuple[str, ...]] = {
    "id": ("id", "uid", "recordid", "requestid", "编号", "序号"),
    "output": (
        *("output", "response", "modeloutput", "modelresponse", "completion", "generation"),
        *("prediction", "reply", "answer", "输出", "模型输出", "回答", "模型回答", "回复", "答复"),
    ),
    "messages": ("messages", "conversation", "conversations", "dialogue", "chat", "对话"),
    "reference": (
        *("reference", "referenceanswer", "expected", "expectedoutput", "groundtruth", "gold"),
        *("target", "ideal", "参考答案", "标准答案", "期望输出"),
    ),
    "passages": (
        *("passages", "contexts", "context", "documents", "retrieved", "retrieveddocuments"),
        *("sources", "chunks", "段落", "上下文", "参考资料", "检索结果", "资料"),
    ),
    "model": ("model", "modelname", "modelid", "engine", "模型", "模型名称"),
    "user": ("user", "userid", "用户", "用户id"),
    "session": ("session", "sessionid", "conversationid", "threadid", "chatid", "会话", "会话id"),
    "time": (
        *("time", "timestamp", "createdat", "created", "datetime", "date", "starttime"),
        *("时间", "创建时间", "日期"),
    ),
    "latency": (
        "latency",
        "latencys",
        "latencyseconds",
        "duration",
        "durations",
        "elapsed",
        "耗时",
    ),
    "latency_ms": ("latencyms", "durationms", "elapsedms", "毫秒"),
    "cost": ("cost", "costusd", "totalcost", "费用", "成本"),
    "prompt_version": ("promptversion", "templateversion", "提示词版本", "版本"),
    "annotator": ("annotator", "rater", "labeler", "labeller", "reviewer", "标注人", "标注员"),
    "input_tokens": ("inputtokens", "prompttokens"),
    "output_tokens": ("outputtokens", "completiontokens"),
    "error": ("error", "errormessage", "错误"),
    "labels": ("labels", "标签"),
    "checks": ("checks", "scores"),
    "usage": ("usage",),
    "label.good": (
        *("label", "humanlabel", "good", "isgood", "verdict", "人工标注", "标注", "是否合格"),
    ),
}
"""Key to the field names that mean it, best first; spaces, case, `_` and `-` do not matter."""

INPUTS = frozenset(
    [
        *("question", "query", "input", "inputs", "instruction", "userinput", "userquery"),
        *("usermessage", "request", "source", "article"),
        *("问题", "输入", "提问", "指令", "用户输入", "用户问题"),
    ]
)
PROMPTS = frozenset(["prompt", "提示词", "提示"])
"""What was asked, where no other field says it: prompts differ between prompt versions."""


@lru_cache(maxsize=4096)
def plain(name: str) -> str:
    """A field name without case and separators.

    >>> plain("Model_Output ")
    'modeloutput'
    """
    return re.sub(r"[\s_\-.]+", "", name).lower()


def guess(fields: Collection[str]) -> dict[str, str]:
    """Key to field, for the fields whose names say what they are.

    >>> guess(["question", "Answer", "temperature"])
    {'output': 'Answer', 'inputs.question': 'question'}
    """
    by_name = {plain(name): name for name in reversed(list(fields))}
    found = {}
    for key, names in NAMES.items():
        name = next((by_name[n] for n in names if n in by_name), None)
        if name is not None:
            found[key] = name
    found |= {f"inputs.{name}": name for name in fields if plain(name) in INPUTS}
    if not any(key.startswith("inputs.") for key in found):
        found |= {f"inputs.{name}": name for name in fields if plain(name) in PROMPTS}
    return found | _prefixed(fields)


def _prefixed(fields: Collection[str]) -> dict[str, str]:
    """`label.grounded`, `label_grounded`, `check.judge`, `metadata.lang`, `inputs.city`, …"""
    found = {}
    for name in fields:
        match = re.fullmatch(r"(label|spans|check|metadata|inputs)[._](.+)", name, re.IGNORECASE)
        if match:
            found[f"{match[1].lower()}.{match[2]}"] = name
    return found
