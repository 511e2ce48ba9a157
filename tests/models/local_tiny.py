"""A transformers model of random weights, made in a moment, and a tokenizer whose tokens are bytes.

Its tokens cut Chinese characters and JSON anywhere, which is what decoding has to stand.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from importlib import import_module
from pathlib import Path
from typing import Any

from genchi.models.local import LocalModel, Transformers
from genchi.records import Chunk, Request, Response

SENTENCES = [
    "怎么退款？七天内退款，请保留发票。",
    'The answer is {"city": "上海", "days": [1, 2, 3], "paid": true, "why": null}.',
    "user: Where is my parcel?\nassistant: On its way, 明天到。\n",
]
SPECIAL = ["<pad>", "<s>", "</s>"]
TEMPLATE = (
    "{% for m in messages %}<s>{{ m.role }}\n{{ m.content }}\n{% endfor %}"
    "{% if add_generation_prompt %}<s>assistant\n{% endif %}"
)
TOOL_TEMPLATE = (
    "{% for t in tools or [] %}{{ t.function.name }} {% endfor %}"
    "{% for m in messages %}{{ m.role }}:{{ m.content }}"
    "{% for c in m.tool_calls or [] %}{{ c.function.name }}({{ c.function.arguments.city }})"
    "{% endfor %}\n{% endfor %}{{ mood }}"
)


def make_model(folder: Path, template: str | None = None, window: int = 4096) -> Path:
    """Saves a model of one layer as any other is saved; None leaves it without a chat template."""
    torch, transformers = import_module("torch"), import_module("transformers")
    torch.set_num_threads(1)  # for a network this small, threads only wait for each other
    tokenizer = transformers.PreTrainedTokenizerFast(
        tokenizer_object=_tokenizer(), pad_token="<pad>", bos_token="<s>", eos_token="</s>"
    )
    tokenizer.chat_template = template
    tokenizer.save_pretrained(folder)
    shape = transformers.GPT2Config(
        vocab_size=len(tokenizer) + 5,  # a few more than the tokenizer knows, as real ones have
        n_positions=window,
        n_embd=32,
        n_layer=1,
        n_head=2,
        initializer_range=0.3,
        bos_token_id=1,
        eos_token_id=2,
        pad_token_id=0,
    )
    with torch.random.fork_rng():
        torch.manual_seed(7)
        transformers.GPT2LMHeadModel(shape).save_pretrained(folder)
    return folder


def _tokenizer() -> Any:
    tokenizers = import_module("tokenizers")
    bytes_of = tokenizers.pre_tokenizers.ByteLevel
    made = tokenizers.Tokenizer(tokenizers.models.BPE())
    made.pre_tokenizer = bytes_of(add_prefix_space=False)
    made.decoder = tokenizers.decoders.ByteLevel()
    trainer = tokenizers.trainers.BpeTrainer(
        vocab_size=330,
        special_tokens=SPECIAL,
        initial_alphabet=bytes_of.alphabet(),
        show_progress=False,
    )
    made.train_from_iterator(SENTENCES * 3, trainer)
    return made


def ask(model: LocalModel, request: Request) -> Response:
    """The whole answer."""
    return asyncio.run(Transformers().complete(model, model.name, request))


def pieces(model: LocalModel, request: Request) -> tuple[list[Chunk], Response]:
    """The answer as it came, and the response."""

    async def all_of() -> list[Chunk | Response]:
        stream: AsyncIterator[Chunk | Response] = Transformers().stream(model, model.name, request)
        return [piece async for piece in stream]

    *chunks, response = asyncio.run(all_of())
    assert isinstance(response, Response)
    return [chunk for chunk in chunks if isinstance(chunk, Chunk)], response
