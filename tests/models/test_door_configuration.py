"""genchi.toml and the command that shows it: what is wrong is one sentence that says where."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from tests.models.door import project

from genchi import models
from genchi.cli.main import run
from genchi.errors import UsageError
from genchi.models import mock
from genchi.models.building import _OFFLINE
from genchi.models.configuration import OFFLINE
from genchi.models.pins import pin_of
from genchi.models.price import Price
from genchi.models.prices import listed_price
from genchi.models.providers import PRESETS
from genchi.records import Usage

pytest.importorskip("openai")


SMALL = "[models.small]\nprovider = "
"""How every entry begins."""
TO_SMALL = "[models.b]\nprovider = 'vllm'\nmodel = 'a'\nfallback = ['small']"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("[models.small", "is no TOML file"),
        ("models = 3", "models is not a table, write [models.NAME]"),
        ("[models.small]\nmodel = 'a'", "Object missing required field `provider`"),
        (f"{SMALL}'nix'\nmodel = 'a'", "there is no provider 'nix': choose one of"),
        (f"{SMALL}'openai'", "[models.small]: model is missing"),
        (
            f"{SMALL}'openai'\ntempature = 1",
            "unknown field `tempature`; it may have provider",
        ),
        (f"{SMALL}'openai'\nmax_tokens = 'many'", "got `str` - at `$.max_tokens`"),
        (f"{SMALL}'openai'\nmodel = 'a'\ntimeout = -1", "timeout is"),
        (f"{SMALL}'scripted'", "[models.small]: script is missing: name a JSON Lines file"),
        (
            f"{SMALL}'x'\nmodel = 'a'\n[providers.x]\nbase_url = 'http://x'\nfamily = 'smoke'",
            "family 'smoke': choose one of openai, responses, anthropic, google",
        ),
        (
            f"{SMALL}'vllm'\nmodel = 'a'\nfallback = ['b']\n" + TO_SMALL,
            "small → b → small is a circle of fallbacks",
        ),
        (f"{SMALL}'vllm'\nmodel = 'a'\nfallback = ['b']", "there is no model 'b'"),
        (
            f"{SMALL}'vllm'\nmodel = 'a'\n[providers.vllm]\nconcurrency = 0",
            "concurrency is a whole number, 1 or more, not 0",
        ),
    ],
)
def test_a_mistake_in_the_file_is_one_sentence(text: str, sentence: str, tmp_path: Path) -> None:
    (tmp_path / "genchi.toml").write_text(text, encoding="utf-8")
    with pytest.raises(UsageError) as raised:
        models.open("small", project=tmp_path)
    assert sentence in str(raised.value)
    assert "\n" not in str(raised.value)


def test_an_unknown_alias_says_which_there_are(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"\(it does not exist\): add \[models\.small\]"):
        models.open("small", project=tmp_path)
    (tmp_path / "genchi.toml").write_text(
        "[models.'大']\nprovider = 'vllm'\nmodel = 'a'", encoding="utf-8"
    )
    with pytest.raises(UsageError, match=r"it has 大"):
        models.open("small", project=tmp_path)
    assert models.open("大", project=tmp_path).targets[0].name == "大 (vllm:a)"


def test_a_key_that_is_not_set_is_named_and_never_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("MOONSHOT_API_KEY", raising=False)
    with pytest.raises(UsageError, match="MOONSHOT_API_KEY"):
        models.open("moonshot:kimi-k2", project=tmp_path).run("hello")


def test_every_provider_of_this_process_can_be_built() -> None:
    assert set(OFFLINE) == set(_OFFLINE)


@pytest.mark.parametrize("name", sorted(PRESETS))
def test_every_preset_can_be_opened(name: str, tmp_path: Path) -> None:
    model = models.open(f"{name}:some-model", project=tmp_path)
    assert model.targets[0].provider == name


def test_settings_of_the_alias_are_used_where_the_request_has_none(tmp_path: Path) -> None:
    told = """
[models.small]
provider = "here"
model = "m"
max_tokens = 1
extra = { user = "from the alias" }
[providers.here]
base_url = "MOCK"
"""
    with mock.serving(seed=1) as up:
        model = models.open("small", project=project(tmp_path, up, told))
        cut = model.run("say a lot please")
        whole = model.run(replace(models.Request.of("say a lot please"), max_tokens=500))
    assert cut.lacks == "truncated"
    assert whole.lacks is None


def test_a_client_of_ones_own_is_used(tmp_path: Path) -> None:
    import openai

    with mock.serving(seed=1, require_key=True) as up:
        client = openai.AsyncOpenAI(base_url=up.openai_url, api_key="sesame")
        model = models.open("openai:gpt-5-mini", client=client, project=tmp_path)
        assert "hello" in model.run("hello").text
        models.run(client.close())


@pytest.mark.parametrize(
    ("asked", "answered", "pin"),
    [
        ("gpt-5-mini", "gpt-5-mini", "kept"),
        ("GPT-5-mini", "gpt-5-mini", "kept"),
        ("deepseek-ai/DeepSeek-V3", "deepseek-v3", "kept"),
        ("models/gemini-2.5-pro", "gemini-2.5-pro", "kept"),
        ("gpt-5-mini", "gpt-5-mini-2025-08-07", "undated"),
        ("claude-sonnet-4-5", "claude-sonnet-4-5-20250929", "undated"),
        ("qwen-max-latest", "qwen-max-2025-01-25", "undated"),
        ("gpt-5", "gpt-5-mini", "other"),
        ("gpt-4", "gpt-4o", "other"),
        ("gpt-4o-2024-05-13", "gpt-4o-2024-08-06", "other"),
        ("qwen-max", "qwen-plus", "other"),
        ("m", None, "unknown"),
        ("m", "", "unknown"),
    ],
)
def test_the_model_that_answered_is_compared_with_the_one_asked(
    asked: str, answered: str | None, pin: str
) -> None:
    assert pin_of(asked, answered) == pin


def test_prices_come_from_the_table_and_unknown_ones_are_none() -> None:
    pytest.importorskip("genai_prices")
    known = listed_price("openai", "gpt-5-mini-2025-08-07")
    assert known is not None
    assert known.output > known.input > (known.cached_input or 0) > 0
    assert listed_price("openai", "no-such-model") is None
    assert listed_price("dashscope", "qwen-max", PRESETS["dashscope"].base_url) is None
    assert listed_price("vllm", "gpt-5-mini") is None


def test_a_cost_is_unknown_where_price_or_tokens_are() -> None:
    price = Price(2.0, 8.0)
    assert price.cost(Usage(input_tokens=10)) is None
    assert price.cost(Usage(1000, 600, 0)) == 0.002


Cli = Callable[..., tuple[int, str, str]]


@pytest.fixture
def cli(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Cli:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("DEEPSEEK_API_KEY", raising=False)

    def call(*arguments: str) -> tuple[int, str, str]:
        code = run(list(arguments))
        out, err = capsys.readouterr()
        return code, out, err

    return call


TWO = """
[models.small]
provider = "deepseek"
model = "deepseek-chat"
price = { input = 0.5, output = 2 }
fallback = ["ours"]
[models.ours]
provider = "here"
model = "qwen3:8b"
[providers.here]
base_url = "MOCK"
"""


def test_the_list_says_keys_prices_and_fallbacks(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "genchi.toml").write_text(TWO, encoding="utf-8")
    code, out, _ = cli("--lang", "en", "models", "list")
    assert code == 0
    assert "DEEPSEEK_API_KEY not set" in out
    assert "0.5 / 2" in out
    assert "unknown" in out
    code, out, _ = cli("models", "list", "--json")
    first, second = json.loads(out)
    assert (first["key"], first["key_set"]) == ("DEEPSEEK_API_KEY", False)
    assert first["price"]["output"] == 2
    assert (second["key"], second["price"], second["base_url"]) == (None, None, "MOCK")


def test_the_list_of_nothing_says_what_to_write(cli: Cli) -> None:
    code, out, _ = cli("--lang", "zh", "models", "list")
    assert code == 0
    assert "还没有模型" in out


def test_check_says_who_answered_and_whether_it_was_asked(cli: Cli, tmp_path: Path) -> None:
    with mock.serving(seed=1) as up:
        project(tmp_path, up, TWO)
        code, out, _ = cli("--lang", "en", "models", "check", "ours")
        assert (code, "qwen3:8b" in out) == (0, True)
        code, out, _ = cli("models", "check", "--json")
        assert code == 1
        small, ours = json.loads(out)
        assert "DEEPSEEK_API_KEY" in small["error"]
        assert (ours["pin"], ours["error"]) == ("kept", None)
    with mock.serving(seed=1, faults={"wrong_model": 1.0}) as up:
        project(tmp_path, up, TWO)
        code, out, _ = cli("--lang", "en", "models", "check", "ours")
        assert code == 1
        assert "another model" in out


def test_check_of_an_unknown_alias_is_used_wrongly(cli: Cli, tmp_path: Path) -> None:
    code, _, err = cli("models", "check", "nix")
    assert code == 2
    assert "there is no model 'nix'" in err
