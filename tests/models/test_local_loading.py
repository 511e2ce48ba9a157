"""Loading a model: from files, and plain words where they are not there."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from tests.models.local_tiny import ask, make_model

from genchi.errors import OutsideError, UsageError
from genchi.models.failures import ProviderError
from genchi.models.local import load
from genchi.models.local.wording import Wording
from genchi.records import Request

WITHOUT = """
import sys
sys.modules["torch"] = None
from genchi.errors import OutsideError
from genchi.models import local
try:
    local.load("/models/x")
except OutsideError as error:
    print(error)
print("transformers" in sys.modules)
"""


def test_without_the_extra_one_sentence_says_what_to_install() -> None:
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT], capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines() == [
        'running local models needs an optional part: pip install "genchi[local]"',
        "False",
    ]


def test_a_model_that_is_not_here_is_told_in_a_sentence(tmp_path: Path) -> None:
    pytest.importorskip("torch", reason="torch is not installed")
    pytest.importorskip("transformers", reason="transformers is not installed")
    for name in ("no-such/model", str(tmp_path / "missing"), "不存在的模型"):
        with pytest.raises(OutsideError, match=r"there is no model .* on this machine") as caught:
            load(name)
        assert name in str(caught.value)
        assert "\n" not in str(caught.value)
    with pytest.raises(OutsideError, match="has no model that transformers can load"):
        load(tmp_path)
    (tmp_path / "config.json").write_text(json.dumps({"model_type": "没有"}), encoding="utf-8")
    with pytest.raises(OutsideError, match="has no model that transformers can load"):
        load(tmp_path)


def test_files_that_are_damaged_or_do_not_fit_are_told_in_a_sentence(tmp_path: Path) -> None:
    pytest.importorskip("torch", reason="torch is not installed")
    transformers = pytest.importorskip("transformers", reason="transformers is not installed")
    folder = make_model(tmp_path)
    tokenizer = transformers.AutoTokenizer.from_pretrained(folder)
    tokenizer.add_tokens([f"<退款{number}>" for number in range(9)])  # the network has 5 to spare
    tokenizer.save_pretrained(folder)
    with pytest.raises(ProviderError, match="broke while it answered: index out of range"):
        ask(load(folder, device="cpu"), Request.of("<退款8>"))
    weights = folder / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:1000])
    with pytest.raises(OutsideError, match="has no model that transformers can load") as caught:
        load(folder)
    assert "\n" not in str(caught.value)


def test_a_device_that_is_not_here_is_a_mistake_of_the_caller(tmp_path: Path) -> None:
    pytest.importorskip("torch", reason="torch is not installed")
    pytest.importorskip("transformers", reason="transformers is not installed")
    with pytest.raises(UsageError, match="cannot be put on device 'abacus'"):
        load(make_model(tmp_path), device="abacus")


def test_the_defaults_of_a_models_files_change_no_answer(tmp_path: Path) -> None:
    pytest.importorskip("torch", reason="torch is not installed")
    pytest.importorskip("transformers", reason="transformers is not installed")
    folder = make_model(tmp_path)
    before = ask(load(folder, device="cpu"), Request.of("怎么退款？"))
    told = json.loads((folder / "generation_config.json").read_text(encoding="utf-8"))
    told |= {"do_sample": True, "temperature": 1.5, "repetition_penalty": 9.0, "max_length": 5}
    (folder / "generation_config.json").write_text(json.dumps(told), encoding="utf-8")
    after = ask(load(folder, device="cpu"), Request.of("怎么退款？"))
    assert after.text == before.text
    assert after.usage == before.usage


def test_words_are_whole_characters_and_stop_sequences_are_never_shown() -> None:
    def decode(tokens: list[int]) -> str:
        return bytes(tokens).decode(errors="replace")

    text = "订单 <|结束|> 后面"
    for stops, expected in (
        ([], text),
        (["<|结束|>"], "订单 "),
        (["后", "<|"], "订单 "),
        (["", "<|x|>"], text),
    ):
        wording = Wording(decode, stops)
        given = [wording.add(byte) for byte in text.encode()] + [wording.end()]
        assert "".join(given) == wording.text == expected
        assert "\ufffd" not in "".join(given)


def test_bytes_that_are_no_text_are_shown_as_such_at_the_end() -> None:
    wording = Wording(lambda tokens: bytes(tokens).decode(errors="replace"))
    assert [wording.add(byte) for byte in "退".encode()[:2]] == ["", ""]
    assert wording.end() == wording.text == "\ufffd"
