"""A model's files into memory, and nothing from a network unless that is asked for."""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cached_property
from importlib import import_module
from pathlib import Path
from typing import Any

from genchi.errors import OutsideError, UsageError, missing_extra


def sdk(package: str) -> Any:
    """A package of `genchi[local]`. Raises `OutsideError` where it is not installed."""
    try:
        return import_module(package)
    except ImportError as error:
        raise missing_extra("running local models", "local") from error


@dataclass(frozen=True, eq=False)
class LocalModel:
    """A model in memory, made by `load`. It is asked one thing at a time, in its own thread."""

    name: str
    tokenizer: Any = field(repr=False)
    network: Any = field(repr=False)
    ends: frozenset[int] = field(repr=False)
    """The tokens that end an answer."""
    thread: ThreadPoolExecutor = field(repr=False)
    """One thread: what is asked meanwhile waits in its queue."""

    @property
    def window(self) -> int | None:
        """Tokens that the model reads and writes together, or None where its files do not say."""
        return getattr(self.network.config.get_text_config(), "max_position_embeddings", None)

    @property
    def width(self) -> int:
        """Tokens the network chooses among: often a few more than its tokenizer knows."""
        return int(self.network.config.get_text_config().vocab_size)

    @cached_property
    def vocabulary(self) -> Any:
        """The tokenizer in the form that llguidance masks; made once, as it may take a second.

        Raises `UsageError` for tokenizers whose bytes are not known, or that have no end.
        """
        size = max(len(self.tokenizer), self.width)
        sdk("llguidance")
        try:
            return import_module("llguidance.hf").from_tokenizer(
                self.tokenizer, n_vocab=size, eos_token=sorted(self.ends)
            )
        except ValueError as error:
            raise UsageError(
                f"answers of {self.name} cannot be held to a schema: {first_line(error)}"
            ) from error


def load(path_or_name: str | Path, device: str | None = None, download: bool = False) -> LocalModel:
    """The model in a folder, or one that `huggingface_hub` keeps on this machine, by its name.

    `device` is one of torch's, by default `cuda` where there is one, else `cpu`. Only `download`
    lets anything come from a network; code that lies beside a model's weights is never run. Raises
    `OutsideError` where there is no such model here, or nothing that runs it, and `UsageError` for
    a device that is not here.
    """
    torch, transformers = sdk("torch"), sdk("transformers")
    name = str(path_or_name)
    where = {"local_files_only": not download, "trust_remote_code": False}
    try:
        tokenizer = transformers.AutoTokenizer.from_pretrained(name, **where)
        network = transformers.AutoModelForCausalLM.from_pretrained(name, dtype="auto", **where)
    except Exception as error:  # files of strangers fail in as many ways as there are libraries
        raise _no_model(name, download, error) from error
    ends = _numbers(network.generation_config.eos_token_id, tokenizer.eos_token_id)
    # What a request leaves open is greedy and plain; a model's own defaults (penalties, sampling)
    # would be settings that nobody sees.
    network.generation_config = transformers.GenerationConfig(
        eos_token_id=sorted(ends) or None, pad_token_id=min(ends, default=0)
    )
    _move(torch, network, device)
    thread = ThreadPoolExecutor(1, thread_name_prefix="genchi-local")
    return LocalModel(name, tokenizer, network, ends, thread)


def _move(torch: Any, network: Any, device: str | None) -> None:
    chosen = device or ("cuda" if torch.cuda.is_available() else "cpu")
    try:
        network.to(chosen).eval()
    except (RuntimeError, AssertionError) as error:
        raise UsageError(
            f"the model cannot be put on device {chosen!r}: {first_line(error)}"
        ) from error


def _numbers(*given: int | Iterable[int] | None) -> frozenset[int]:
    groups = [[] if one is None else [one] if isinstance(one, int) else list(one) for one in given]
    return frozenset(number for group in groups for number in group)


def _no_model(name: str, download: bool, error: Exception) -> OutsideError:
    if not (download or Path(name).is_dir()) and isinstance(error, OSError):
        return OutsideError(
            f"there is no model {name!r} on this machine: name a folder with its files, or load "
            "it once with download=True"
        )
    return OutsideError(f"{name} has no model that transformers can load: {first_line(error)}")


def first_line(error: Exception) -> str:
    """What an error of a library says, in one line."""
    return (str(error).strip() or type(error).__name__).splitlines()[0]
