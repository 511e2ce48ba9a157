"""The Anthropic SDK, also as the client of Bedrock and Vertex AI."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from genchi.tracing.instruments import Undo
from genchi.tracing.instruments.anthropic_messages import MESSAGES
from genchi.tracing.instruments.calls import Endpoint
from genchi.tracing.instruments.hooks import Sdk, hook
from genchi.tracing.instruments.openai import port_of


def install() -> Undo:
    """Record the calls of the Anthropic SDK. Raises `ImportError` where it is not installed."""
    anthropic = import_module("anthropic")
    return hook(
        Sdk(
            "anthropic",
            anthropic.__version__,
            anthropic.Anthropic,
            anthropic.AsyncAnthropic,
            _endpoint,
        )
    )


def _endpoint(client: Any, options: Any) -> Endpoint | None:
    path = options.url.partition("?")[0].strip("/")
    if path != "v1/messages" or options.method.lower() != "post":
        return None
    url = client.base_url
    return Endpoint(MESSAGES, _provider_of(url.host), url.host, port_of(url))


def _provider_of(host: str) -> str:
    if host.endswith(".amazonaws.com"):
        return "aws.bedrock"
    return "gcp.vertex_ai" if host.endswith("aiplatform.googleapis.com") else "anthropic"
