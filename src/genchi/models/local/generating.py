"""One answer of a local model, token by token, in the thread it is called from."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from threading import Event
from typing import Any

from genchi.errors import UsageError
from genchi.models.failures import ProviderError
from genchi.models.local.constraint import Constraint
from genchi.models.local.loading import LocalModel, first_line, sdk
from genchi.models.local.prompts import prompt_of
from genchi.models.local.sampling import Sampling, samples
from genchi.models.local.wording import Wording
from genchi.records import Lack, Message, Request, Response, Text, Usage

MOST_TOKENS = 1024
"""Tokens of an answer whose request names no limit."""


class _Watch:
    """Looks at each token after it was chosen, and says whether it was the last."""

    def __init__(
        self,
        model: LocalModel,
        words: Wording,
        constraint: Constraint | None,
        say: Callable[[str], None],
        left: Event,
    ) -> None:
        self.count = 0
        self.ended = False
        self._ends = model.ends
        self._words = words
        self._constraint = constraint
        self._say = say
        self._left = left

    def __call__(self, ids: Any, scores: Any, **_: Any) -> Any:
        token = int(ids[0, -1])
        self.count += 1
        self.ended = token in self._ends or self._is_last(token)
        torch = sdk("torch")
        return torch.tensor([self.ended or self._left.is_set()], device=ids.device)

    def _is_last(self, token: int) -> bool:
        if self._constraint is not None:
            self._constraint.take(token)
        if piece := self._words.add(token):
            self._say(piece)
        whole = self._constraint is not None and self._constraint.ended
        return whole or self._words.stopped


def generate(
    model: LocalModel, request: Request, say: Callable[[str], None], left: Event
) -> Response:
    """The answer to a request; `say` is called with its words as they come.

    Stops after the next token when `left` is set. Raises `UsageError` for what cannot be asked of
    this model, `ProviderError` where it does not answer.
    """
    processors: list[Any] = []
    constraint = None if request.schema is None else Constraint(model, request.schema)
    if constraint is not None:
        processors.append(constraint)
    if samples(request):
        processors.append(Sampling(request))
    prompt = prompt_of(model, request)
    words = Wording(partial(_decoded, model), request.stop)
    watch = _Watch(model, words, constraint, say, left)
    _run(model, prompt, _limit(model, request, prompt.shape[1]), processors, watch)
    if piece := words.end():
        say(piece)
    return _response(model, words.text, prompt.shape[1], watch)


def _run(model: LocalModel, prompt: Any, limit: int, processors: list[Any], watch: _Watch) -> None:
    torch, transformers = sdk("torch"), sdk("transformers")
    prompt = prompt.to(model.network.device)
    try:
        with torch.inference_mode():
            model.network.generate(
                prompt,
                attention_mask=torch.ones_like(prompt),
                do_sample=False,  # `Sampling` draws
                max_new_tokens=limit,
                logits_processor=transformers.LogitsProcessorList(processors),
                stopping_criteria=transformers.StoppingCriteriaList([watch]),
            )
    except (RuntimeError, ValueError, IndexError) as error:  # out of memory, files that do not fit
        said = f"{model.name} broke while it answered: {first_line(error)}"
        raise ProviderError(said, "server_error") from error


def _limit(model: LocalModel, request: Request, read: int) -> int:
    most = MOST_TOKENS if request.max_tokens is None else request.max_tokens
    if most < 1:
        raise UsageError(f"max_tokens is {most}: give 1 or more")
    if model.window is None:
        return most
    if read >= model.window:
        raise ProviderError(
            f"{model.name} reads {model.window} tokens, and the request has {read}", "too_long"
        )
    return min(most, model.window - read)


def _decoded(model: LocalModel, tokens: list[int]) -> str:
    text: str = model.tokenizer.decode(
        tokens, skip_special_tokens=True, clean_up_tokenization_spaces=False
    )
    return text


def _response(model: LocalModel, text: str, read: int, watch: _Watch) -> Response:
    lacks: Lack | None = None if text else "empty"
    if not watch.ended:
        lacks = "truncated"
    finish = "stop" if watch.ended else "length"
    parts = (Text(text),) if text else ()
    usage = Usage(input_tokens=read, output_tokens=watch.count, cost=0.0)
    return Response(
        Message("assistant", parts, finish_reason=finish), model.name, usage, lacks=lacks
    )
