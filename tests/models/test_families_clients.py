"""Clients of the official SDKs as presets describe providers, and families by their dialect."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from typing import Any

import pytest
from tests.models.canned_provider import as_json, providing

from genchi.errors import OutsideError, UsageError
from genchi.models import mock
from genchi.models.families.clients import FAMILIES, client_of
from genchi.models.families.openai_chat import OpenAIChat
from genchi.models.providers import FAMILIES as NAMES
from genchi.models.providers import PRESETS, Provider
from genchi.records import Request

SDKS = {
    "openai": "openai",
    "responses": "openai",
    "anthropic": "anthropic",
    "google": "google.genai",
}


def test_every_family_has_a_maker() -> None:
    assert set(FAMILIES) == set(NAMES) == set(SDKS)


@pytest.mark.parametrize("name", PRESETS)
def test_every_preset_has_a_client_and_a_family(name: str) -> None:
    preset = PRESETS[name]
    pytest.importorskip(SDKS[preset.family])
    keys = dict.fromkeys(preset.keys, "k")

    async def made() -> Any:
        return client_of(preset, keys)

    assert asyncio.run(made()) is not None
    assert FAMILIES[preset.family](preset.dialect) is not None


def test_the_first_key_that_is_set_is_used_and_blanks_are_none() -> None:
    pytest.importorskip("openai")
    provider = Provider("two", keys=("FIRST", "SECOND"), base_url="http://127.0.0.1:9/v1")
    assert client_of(provider, {"FIRST": " ", "SECOND": "two"}).api_key == "two"
    assert client_of(provider, {"FIRST": "one\n", "SECOND": "two"}).api_key == "one"


def test_a_missing_key_names_the_provider_and_the_variables() -> None:
    with pytest.raises(UsageError) as caught:
        client_of(PRESETS["zhipu"], {"OPENAI_API_KEY": "k"})
    assert str(caught.value) == (
        "provider 'zhipu' wants a key: set the environment variable ZHIPUAI_API_KEY or ZAI_API_KEY"
    )


def test_a_provider_without_keys_is_asked_without() -> None:
    pytest.importorskip("openai")
    assert client_of(PRESETS["vllm"], {}).api_key == "none"


@pytest.mark.parametrize("family", SDKS)
def test_the_sdk_does_not_try_again_and_has_the_timeout(family: str) -> None:
    pytest.importorskip(SDKS[family])
    provider = Provider("p", family, "http://127.0.0.1:9")
    client = client_of(provider, {}, 2.5)
    if family == "google":
        options = client._api_client._http_options
        assert (options.timeout, options.retry_options.attempts) == (2500, 1)
    else:
        assert (client.timeout, client.max_retries) == (2.5, 0)


@pytest.mark.parametrize("family", SDKS)
@pytest.mark.parametrize("slash", ["", "/"])
def test_an_address_may_end_with_a_slash_and_have_a_path(family: str, slash: str) -> None:
    pytest.importorskip(SDKS[family])
    with providing(as_json({"error": {"message": "no", "code": 400}}, 400)) as up:
        provider = Provider("p", family, f"{up.url}/a/proxy{slash}")

        async def ask() -> None:
            client = client_of(provider, {}, 5)
            with pytest.raises(OutsideError):
                await FAMILIES[family]({}).complete(client, "m", Request.of("hi"))
            await (client.aio.aclose() if family == "google" else client.close())

        asyncio.run(ask())
    [sent] = up.sent
    assert sent.path.startswith("/a/proxy/")
    assert "//" not in sent.path


@pytest.mark.parametrize("family", SDKS)
def test_a_missing_sdk_says_what_installs_it(family: str) -> None:
    extra = SDKS[family].partition(".")[0]
    code = (
        "import sys\n"
        f"sys.modules[{SDKS[family]!r}] = None\n"
        "from genchi.models.families.clients import client_of\n"
        "from genchi.models.providers import Provider\n"
        f"client_of(Provider('mine', {family!r}), {{}})\n"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert ran.returncode == 1
    assert (
        'OutsideError: asking models of mine needs an optional part: pip install "genchi['
        f'{extra}]"' in ran.stderr
    )


def test_no_sdk_is_loaded_before_a_client_is_made() -> None:
    code = (
        "import sys, genchi.models.families.clients as clients\n"
        "[clients.FAMILIES[name]({}) for name in clients.FAMILIES]\n"
        "print([name for name in ('openai', 'anthropic', 'google.genai') if name in sys.modules])"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"


def test_a_dialect_is_the_arguments_of_a_family() -> None:
    made = FAMILIES["openai"]({"limit": "max_completion_tokens", "schemas": "words"})
    assert made == OpenAIChat(limit="max_completion_tokens", schemas="words")


def test_a_dialect_that_there_is_not_is_the_developers_mistake() -> None:
    with pytest.raises(UsageError, match="family 'anthropic' has no 'limit' in its dialect"):
        FAMILIES["anthropic"]({"limit": "max_tokens"})
    with pytest.raises(UsageError, match="schemas = 'xml' is none of 'json_schema', 'json_obj"):
        FAMILIES["google"]({"schemas": "xml"})


def test_a_key_is_sent_where_the_provider_looks_for_it() -> None:
    pytest.importorskip("openai")
    pytest.importorskip("anthropic")
    with mock.serving(require_key=True) as up:
        for family, url in (("openai", up.openai_url), ("anthropic", up.anthropic_url)):

            async def ask(provider: Provider) -> str:
                async with client_of(provider, {"K": "k"}) as client:
                    family = FAMILIES[provider.family]({})
                    return (await family.complete(client, "m", Request.of("hello"))).text

            assert "hello" in asyncio.run(ask(Provider("p", family, url, ("K",))))
