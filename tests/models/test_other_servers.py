"""OpenAI's family against a server that is not ours: `transformers serve`, on loopback."""

from __future__ import annotations

import importlib.util
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from tests.models.families_speaking import Speaker, speaking
from tests.models.local_tiny import TEMPLATE, make_model

from genchi.models.failures import ProviderError
from genchi.records import Message, Request, Text

for package in ("torch", "transformers", "accelerate", "fastapi", "openai"):
    if importlib.util.find_spec(package) is None:
        pytest.skip(f"{package} is not installed", allow_module_level=True)

pytestmark = pytest.mark.slow
PATIENCE = 120.0
"""Seconds for the server to come up: importing torch takes long on a busy machine."""


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> str:
    return str(make_model(tmp_path_factory.mktemp("served"), TEMPLATE))


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with _served(tmp_path_factory.mktemp("server") / "log.txt") as made:
        yield made


@pytest.fixture(scope="module")
def speaker(url: str) -> Iterator[Speaker]:
    with speaking("openai", url, timeout=PATIENCE) as made:
        yield made


@contextmanager
def _served(log: Path) -> Iterator[str]:
    """`transformers serve` for as long as the block runs; models are loaded as they are named."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = shutil.which("transformers", path=str(Path(sys.executable).parent))
    assert command is not None
    with log.open("wb") as written:
        server = subprocess.Popen(
            [command, "serve", "--host", "127.0.0.1", "--port", str(port), "--device", "cpu"],
            env=os.environ | {"HF_HUB_OFFLINE": "1", "OMP_NUM_THREADS": "1"},
            stdout=written,
            stderr=written,
        )
    try:
        _wait(server, f"http://127.0.0.1:{port}/health", log)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait()


def _wait(server: subprocess.Popen[bytes], url: str, log: Path) -> None:
    until = time.monotonic() + PATIENCE
    while server.poll() is None and time.monotonic() < until:
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except OSError:
            time.sleep(0.2)
    pytest.fail(f"transformers serve did not come up:\n{log.read_text(encoding='utf-8')[-2000:]}")


def asked(text: str, most: int = 12) -> Request:
    return replace(Request.of(text, system="你是客服。"), max_tokens=most, temperature=0.0)


def test_a_question_is_answered_with_usage_and_the_reason_why_it_ended(
    speaker: Speaker, model: str
) -> None:
    response = speaker.complete(asked("怎么退款？"), model)
    assert response.model == model
    assert response.usage.output_tokens == 12
    longer = speaker.complete(asked("怎么退款？怎么退款？怎么退款？"), model)
    assert (longer.usage.input_tokens or 0) > (response.usage.input_tokens or 0) > 0
    assert (response.finish_reason, response.lacks) == ("length", "truncated")
    assert response.text
    assert response.id


def test_a_streamed_answer_has_the_words_and_the_usage_of_the_whole_one(
    speaker: Speaker, model: str
) -> None:
    whole = speaker.complete(asked("明天到吗？"), model)
    chunks, streamed = speaker.stream(asked("明天到吗？"), model)
    assert len(chunks) > 1
    assert "".join(chunk.text for chunk in chunks) == streamed.text == whole.text
    assert streamed.usage == whole.usage
    assert streamed.finish_reason == whole.finish_reason


def test_a_conversation_of_several_turns_is_taken(speaker: Speaker, model: str) -> None:
    request = asked("怎么退款？")
    turns = (Message("assistant", (Text("七天内。"),)), Message("user", (Text("然后呢？"),)))
    longer = replace(request, messages=(*request.messages, *turns))
    first, second = (speaker.complete(one, model).usage.input_tokens for one in (request, longer))
    assert (second or 0) > (first or 0) > 0


def test_a_schema_is_asked_for_but_this_server_does_not_hold_an_answer_to_it(
    speaker: Speaker, model: str
) -> None:
    plain = speaker.complete(asked("付款了吗？"), model)
    held = speaker.complete(replace(asked("付款了吗？"), schema={"type": "boolean"}), model)
    assert held.text == plain.text


def test_what_the_server_refuses_is_told_in_its_words(speaker: Speaker, model: str) -> None:
    for ask in (lambda r: speaker.complete(r, model), lambda r: speaker.stream(r, model)):
        with pytest.raises(ProviderError, match=r"Unexpected fields.*no_such_setting") as caught:
            ask(replace(asked("怎么退款？"), extra={"no_such_setting": 1}))
        assert (caught.value.kind, caught.value.status) == ("bad_request", 422)


def test_an_unknown_model_is_an_error_of_this_server(url: str) -> None:
    """It answers 500 in plain words that do not say what is missing, and drops the connection."""
    with (
        speaking("openai", url, timeout=PATIENCE) as alone,
        pytest.raises(ProviderError) as caught,
    ):
        alone.complete(asked("怎么退款？"), "no-such/model")
    assert (caught.value.kind, caught.value.status) == ("server_error", 500)
