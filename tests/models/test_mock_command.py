"""`genchi mock` from a terminal."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from genchi.cli.main import run
from genchi.models.mock import KINDS

GENCHI = [sys.executable, "-m", "genchi"]


@contextmanager
def started(*options: str) -> Iterator[tuple[subprocess.Popen[str], list[str]]]:
    """The command, and the lines that it says when it is up."""
    process = subprocess.Popen(
        [*GENCHI, "mock", "--port", "0", *options],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env=os.environ | {"PYTHONUNBUFFERED": "1"},
    )
    try:
        assert process.stdout is not None
        lines = []
        for line in process.stdout:
            lines.append(line.rstrip())
            if "Ctrl-C" in line:
                break
        yield process, lines
    finally:
        if process.poll() is None:
            process.kill()
        process.wait(30)
        if process.stdout is not None:
            process.stdout.close()


def ended(process: subprocess.Popen[str], with_signal: signal.Signals) -> tuple[int, str]:
    process.send_signal(with_signal)
    said, _ = process.communicate(timeout=30)
    return process.returncode, said


def test_it_says_what_to_set_answers_and_ends_with_a_summary() -> None:
    with started("--lang", "en", "--fault", "rate_limit=1", "--seed", "7") as (process, lines):
        assert lines[0].startswith("a mock of OpenAI and Anthropic is up (seed 7)")
        urls = dict(re.findall(r"export (\w+)=(\S+)", "\n".join(lines)))
        assert urls["OPENAI_BASE_URL"] == urls["ANTHROPIC_BASE_URL"] + "/v1"
        assert "  fault  rate_limit, rate 1" in lines
        body = json.dumps({"model": "m", "messages": [{"role": "user", "content": "x"}]})
        url = f"{urls['OPENAI_BASE_URL']}/chat/completions"
        for _ in range(2):
            with pytest.raises(urllib.error.HTTPError, match="429") as caught:
                urllib.request.urlopen(urllib.request.Request(url, body.encode()), timeout=30)
            caught.value.close()
        code, said = ended(process, signal.SIGINT)
    assert code == 0
    rows = dict(re.findall(r"^ +(\S.*?) +(\d+) *$", said, re.MULTILINE))
    assert rows["received"] == rows["rate_limit"] == rows["failed on purpose"] == "2"
    assert rows["would be charged"] == "0"


def test_it_speaks_chinese_and_ends_with_sigterm_too() -> None:
    with started("--lang", "zh", "--require-key") as (process, lines):
        assert lines[0].startswith("OpenAI 与 Anthropic 的模拟服务已启动（种子 0）")
        assert "没有 API 密钥的请求会被拒绝" in "\n".join(lines)
        code, said = ended(process, signal.SIGTERM)
    assert code == 0
    assert "模拟服务收到的请求（种子 0）" in said


@pytest.mark.parametrize(
    ("options", "why"),
    [
        (["--fault", "rate_limit"], "must be KIND=RATE, such as rate_limit=0.1"),
        (["--fault", "x=1"], "there is no fault 'x'"),
        (["--fault", "timeout=0.1", "--fault", "timeout=0.2"], "given twice"),
        (["--latency-ms", "slow"], "N, N..M or heavy:MEDIAN:P99"),
        (["--host", "300.1.1.1"], "no address of this machine"),
    ],
)
def test_what_cannot_be_meant_is_one_sentence(
    options: list[str], why: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["mock", *options]) == 2
    said = capsys.readouterr().err
    assert said.startswith("genchi: ")
    assert why in said
    assert len(said.splitlines()) == 1


def test_a_script_that_is_not_there_is_the_worlds_failure(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(["mock", "--script", "no such file"]) == 3
    assert "cannot be read" in capsys.readouterr().err


def test_help_names_every_fault(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["mock", "--help"]) == 0
    said = capsys.readouterr().out
    for kind in KINDS:
        assert f"    {kind} " in said, kind
