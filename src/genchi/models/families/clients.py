"""The client of an official SDK for a provider, and the family that speaks through it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any, get_args

from genchi.errors import UsageError, missing_extra
from genchi.models.families import Client, Family
from genchi.models.families.asking import Schemas
from genchi.models.providers import Provider

_NO_KEY = "none"
"""The key of a provider that needs none: the SDKs do not start without one."""


def client_of(
    provider: Provider, environment: Mapping[str, str], timeout: float | None = None
) -> Client:
    """The SDK's async client for a provider; its own retries are off.

    `timeout` is seconds without a sign of the provider; None waits, for callers that bound the
    call. Raises `OutsideError` where the SDK is not installed, `UsageError` where no key is set.
    """
    key = _key(provider, environment)
    return _MAKERS[provider.family](provider, key, timeout)


def _key(provider: Provider, environment: Mapping[str, str]) -> str:
    if not provider.keys:
        return _NO_KEY
    for name in provider.keys:
        if key := environment.get(name, "").strip():
            return key
    raise UsageError(
        f"provider {provider.name!r} wants a key: set the environment variable "
        f"{' or '.join(provider.keys)}"
    )


def _openai(provider: Provider, key: str, timeout: float | None) -> Client:
    sdk = _sdk("openai", provider, "openai")
    return sdk.AsyncOpenAI(api_key=key, base_url=provider.base_url, max_retries=0, timeout=timeout)


def _anthropic(provider: Provider, key: str, timeout: float | None) -> Client:
    sdk = _sdk("anthropic", provider, "anthropic")
    return sdk.AsyncAnthropic(
        api_key=key, base_url=provider.base_url, max_retries=0, timeout=timeout
    )


def _google(provider: Provider, key: str, timeout: float | None) -> Client:
    sdk = _sdk("google.genai", provider, "google")
    options: dict[str, Any] = {"retry_options": {"attempts": 1}}
    if provider.base_url is not None:
        options["base_url"] = provider.base_url
    if timeout is not None:
        options["timeout"] = round(timeout * 1000)
    return sdk.Client(api_key=key, vertexai=False, http_options=options)


def _sdk(package: str, provider: Provider, extra: str) -> Any:
    try:
        return import_module(package)
    except ImportError as error:
        raise missing_extra(f"asking models of {provider.name}", extra) from error


_MAKERS: Mapping[str, Callable[[Provider, str, float | None], Client]] = {
    "openai": _openai,
    "responses": _openai,
    "anthropic": _anthropic,
    "google": _google,
}


def _chat(**dialect: Any) -> Family:
    from genchi.models.families.openai_chat import OpenAIChat

    return OpenAIChat(**dialect)


def _responses(**dialect: Any) -> Family:
    from genchi.models.families.openai_responses import OpenAIResponses

    return OpenAIResponses(**dialect)


def _messages(**dialect: Any) -> Family:
    from genchi.models.families.anthropic_messages import AnthropicMessages

    return AnthropicMessages(**dialect)


def _genai(**dialect: Any) -> Family:
    from genchi.models.families.google_genai import GoogleGenai

    return GoogleGenai(**dialect)


def _speaking(
    name: str, make: Callable[..., Family], *known: str
) -> Callable[[Mapping[str, Any]], Family]:
    def speak(dialect: Mapping[str, Any]) -> Family:
        if unknown := [key for key in dialect if key not in known]:
            raise UsageError(
                f"family {name!r} has no {unknown[0]!r} in its dialect: it has {', '.join(known)}"
            )
        schemas = dialect.get("schemas", "json_schema")
        if schemas not in get_args(Schemas):
            raise UsageError(
                f"schemas = {schemas!r} is none of {', '.join(map(repr, get_args(Schemas)))}"
            )
        return make(**dialect)

    return speak


FAMILIES: Mapping[str, Callable[[Mapping[str, Any]], Family]] = {
    "openai": _speaking("openai", _chat, "schemas", "limit", "thoughts"),
    "responses": _speaking("responses", _responses, "schemas"),
    "anthropic": _speaking("anthropic", _messages, "schemas"),
    "google": _speaking("google", _genai, "schemas"),
}
"""What makes a family out of the dialect of a provider. Raises `UsageError` for an unknown one."""
