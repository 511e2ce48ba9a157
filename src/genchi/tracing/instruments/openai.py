"""The OpenAI SDK, and with it every provider whose API it is pointed at."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from genchi.tracing.instruments import Undo
from genchi.tracing.instruments.calls import Endpoint
from genchi.tracing.instruments.hooks import Sdk, hook
from genchi.tracing.instruments.openai_chat import CHAT
from genchi.tracing.instruments.openai_responses import RESPONSES
from genchi.tracing.instruments.openai_text import COMPLETIONS, EMBEDDINGS

_APIS = {
    "chat/completions": CHAT,
    "responses": RESPONSES,
    "completions": COMPLETIONS,
    "embeddings": EMBEDDINGS,
}
_PROVIDERS = {
    "openai.azure.com": "azure.ai.openai",
    "cognitiveservices.azure.com": "azure.ai.openai",
    "services.ai.azure.com": "azure.ai.inference",
    "models.ai.azure.com": "azure.ai.inference",
    "deepseek.com": "deepseek",
    "groq.com": "groq",
    "mistral.ai": "mistral_ai",
    "x.ai": "x_ai",
    "perplexity.ai": "perplexity",
    "moonshot.cn": "moonshot_ai",
    "moonshot.ai": "moonshot_ai",
    "cohere.ai": "cohere",
    "cohere.com": "cohere",
    "anthropic.com": "anthropic",
    "amazonaws.com": "aws.bedrock",
    "generativelanguage.googleapis.com": "gcp.gemini",
    "aiplatform.googleapis.com": "gcp.vertex_ai",
}
"""Hosts and the names OpenTelemetry GenAI has for who is behind them."""


def install() -> Undo:
    """Record the calls of the OpenAI SDK. Raises `ImportError` where it is not installed."""
    openai = import_module("openai")
    return hook(Sdk("openai", openai.__version__, openai.OpenAI, openai.AsyncOpenAI, _endpoint))


def _endpoint(client: Any, options: Any) -> Endpoint | None:
    path = options.url.partition("?")[0].strip("/")
    api = _APIS.get(path)
    if api is None or options.method.lower() != "post":
        return None
    url = client.base_url
    is_azure = "Azure" in type(client).__name__  # Azure may be behind a host of one's own
    provider = "azure.ai.openai" if is_azure else provider_of(url.host)
    return Endpoint(api, provider, url.host, port_of(url))


def provider_of(host: str) -> str:
    """Who answers at a host; `openai` for one that is not known, as it speaks OpenAI's language.

    >>> provider_of("api.deepseek.com"), provider_of("127.0.0.1")
    ('deepseek', 'openai')
    """
    return next(
        (name for end, name in _PROVIDERS.items() if host == end or host.endswith(f".{end}")),
        "openai",
    )


def port_of(url: Any) -> int:
    """The port of a URL, also where the URL leaves it out."""
    return int(url.port or (80 if url.scheme == "http" else 443))
