"""Who can be asked, and how: the language of the wire, the address, the key, the dialect.

Addresses and dialects are as the providers document them. None of the hosted ones has been asked
from here: what is tested is the language, against servers on the same machine.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

BATCH = 2048
"""Texts in a call of embeddings, as OpenAI has it."""
FAMILIES = ("openai", "responses", "anthropic", "google")
"""Languages of the wire: OpenAI's chat completions and Responses, Anthropic's, Google's."""


@dataclass(frozen=True, slots=True)
class Provider:
    """One provider. `keys` are environment variables, of which the first that is set is used.

    Where there are none, none is needed. `dialect` has the arguments of the family, `batch` is how
    many texts it embeds in one call.
    """

    name: str
    family: str = "openai"
    base_url: str | None = None
    keys: tuple[str, ...] = ()
    dialect: Mapping[str, Any] = field(default_factory=dict)
    batch: int = BATCH


_JSON_OBJECT = {"schemas": "json_object"}
_WORDS = {"schemas": "words"}
_THINKS = {"schemas": "json_object", "thoughts": True}

_ALL = (
    Provider("openai", keys=("OPENAI_API_KEY",), dialect={"limit": "max_completion_tokens"}),
    Provider("openai-responses", "responses", keys=("OPENAI_API_KEY",)),
    Provider("anthropic", "anthropic", keys=("ANTHROPIC_API_KEY",)),
    Provider("google", "google", keys=("GEMINI_API_KEY", "GOOGLE_API_KEY")),
    Provider(
        "deepseek",
        base_url="https://api.deepseek.com",
        keys=("DEEPSEEK_API_KEY",),
        dialect=_THINKS,
    ),
    Provider(
        "zhipu",
        base_url="https://open.bigmodel.cn/api/paas/v4",
        keys=("ZHIPUAI_API_KEY", "ZAI_API_KEY"),
        dialect=_THINKS,
        batch=64,
    ),
    Provider(
        "qianfan",
        base_url="https://qianfan.baidubce.com/v2",
        keys=("QIANFAN_API_KEY",),
        dialect=_JSON_OBJECT,
        batch=16,
    ),
    Provider(
        "baichuan",
        base_url="https://api.baichuan-ai.com/v1",
        keys=("BAICHUAN_API_KEY",),
        dialect=_WORDS,
    ),
    Provider(
        "minimax",
        base_url="https://api.minimaxi.com/v1",
        keys=("MINIMAX_API_KEY",),
        dialect=_WORDS,
    ),
    Provider(
        "moonshot",
        base_url="https://api.moonshot.cn/v1",
        keys=("MOONSHOT_API_KEY",),
        dialect=_THINKS,
    ),
    Provider(
        "dashscope",
        base_url="https://dashscope.aliyuncs.com/compatible-mode/v1",
        keys=("DASHSCOPE_API_KEY",),
        dialect=_JSON_OBJECT,
        batch=10,
    ),
    Provider(
        "siliconflow",
        base_url="https://api.siliconflow.cn/v1",
        keys=("SILICONFLOW_API_KEY",),
        dialect=_JSON_OBJECT,
        batch=32,
    ),
    Provider(
        "volcengine",
        base_url="https://ark.cn-beijing.volces.com/api/v3",
        keys=("ARK_API_KEY",),
        dialect=_JSON_OBJECT,
    ),
    Provider("vllm", base_url="http://127.0.0.1:8000/v1"),
    Provider("ollama", base_url="http://127.0.0.1:11434/v1"),
    Provider("llamacpp", base_url="http://127.0.0.1:8080/v1"),
)
PRESETS: Mapping[str, Provider] = {provider.name: provider for provider in _ALL}
"""Providers by name, as `provider = "…"` in genchi.toml takes them."""
