"""A prompt that can be called: `await genchi.prompt("refund")(question="怎么退款？")`.

A call renders the file, asks the model that the file names (or a cache first), and reads the answer
as the file's output says. It is recorded as one span, `prompt NAME`, with the inputs, the value and
the version; the calls of the model are within it and have the version too.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from genchi import models, prompts
from genchi.calls.caching import Cached, CachedModel, question_of, write_down
from genchi.errors import UsageError
from genchi.models.structured import Attempt
from genchi.records import Json, Message, Passage, Request, Response
from genchi.settings import settings_from
from genchi.tracing import SILENT, OpenSpan, is_recording, span

PASSAGES = "passages"
"""The input whose texts are recorded as passages, and which a model that quotes answers from."""


@dataclass(frozen=True, slots=True)
class Called:
    """What came of a call.

    `value` is of the prompt's output, or the text of the answer where it has none. `attempts` are
    the answers it took until one fitted, one where no output is asked for.
    """

    value: Any
    response: Response
    version: str
    attempts: tuple[Attempt, ...]

    @property
    def text(self) -> str:
        """The answer as it was written."""
        return self.attempts[-1].text

    def __str__(self) -> str:
        return self.text


class Prompt:
    """A prompt of a project, as its file says it now. Made by `genchi.prompt`."""

    def __init__(
        self,
        told: prompts.Prompt,
        model: models.Model | None,
        project: Path,
        cached: Cached | None = None,
    ) -> None:
        """`model` is asked in the place of the one that the file names."""
        self.told = told
        self._given = model
        self._project = project
        self._cached = cached

    def __repr__(self) -> str:
        return f"<Prompt {self.name} {self.version}>"

    @property
    def name(self) -> str:
        """The name of its file."""
        return self.told.name

    @property
    def version(self) -> str:
        """A name for what it says: 12 hexadecimal digits, the same on every machine."""
        return self.told.version

    @property
    def model(self) -> models.Model:
        """The model that is asked: the one given, else the file's alias, else `default`."""
        if self._given is None:
            self._given = models.open(self.told.model or "default", project=self._project)
        return self._given

    def render(self, /, **inputs: Any) -> tuple[Message, ...]:
        """The messages that are sent for some inputs. Raises `UsageError` for a wrong input."""
        return self._messages(_as_json(inputs))

    async def __call__(self, /, **inputs: Any) -> Called:
        """Ask. Raises `UsageError`, `ProviderError`, `UnparsedError` and `RunError`."""
        given = _as_json(inputs)
        with self._recorded(given) as opened:
            request = self._request(given, inputs.get(PASSAGES))
            if self._cached is None:
                called = await self._ask(self.model, request)
            else:
                called = await self._looked_up(self._cached, request, given, opened)
            opened.output = called.value
        return called

    def run(self, /, **inputs: Any) -> Called:
        """As the call itself, for code that does not wait."""
        return models.run(self(**inputs))

    def _recorded(self, given: Mapping[str, Json]) -> AbstractContextManager[OpenSpan]:
        if not is_recording():  # nobody is told so: tracing was not asked for
            return nullcontext(SILENT)
        name = f"prompt {self.name}"
        return span(name, operation="prompt", inputs=given, prompt_version=self.version)

    async def _looked_up(
        self, cached: Cached, request: Request, given: Mapping[str, Json], opened: OpenSpan
    ) -> Called:
        model = CachedModel(self.model, cached, self.name, question_of(given))
        try:
            return await self._ask(model, request)
        finally:
            write_down(opened, model.said)

    async def _ask(self, model: models.Model, request: Request) -> Called:
        wanted = _schema(self.told)
        if wanted is None:
            response = await model.complete(request, prompt_version=self.version)
            text = _prefill(request) + response.text
            return Called(text, response, self.version, (Attempt(text),))
        typed = await model.parse(request, wanted, prompt_version=self.version)
        return Called(typed.value, typed.response, self.version, typed.attempts)

    def _request(self, given: Mapping[str, Json], passages: object) -> Request:
        settings = dict(self.told.parameters)
        if "stop" in settings:
            settings["stop"] = tuple(settings["stop"])
        return Request(self._messages(given), passages=_passages(passages), **settings)

    def _messages(self, given: Mapping[str, Json]) -> tuple[Message, ...]:
        """In the structure that the model likes best; what begins its answer only where it may."""
        speaks_xml = "claude" in self._model_id().lower()
        messages = self.told.messages(given, style="xml" if speaks_xml else "markdown")
        begun = messages[-1].role == "assistant"
        if begun and (not speaks_xml or self.told.output is not None):
            return messages[:-1]
        return messages

    def _model_id(self) -> str:
        """The id of the model, as far as it is known: to render, an alias need not be there."""
        try:
            return self.model.targets[0].model
        except UsageError:
            return self.told.model or ""


def prompt(
    name: str,
    *,
    model: models.Model | None = None,
    cached: Cached | None = None,
    project: Path | None = None,
) -> Prompt:
    """The prompt of a name, from `prompts/NAME.md` of the project, ready to be called.

    The file is read now, its model is opened when it is first asked. `cached` says which cache is
    looked into first, and for whom. Raises `UsageError` where there is no such prompt, or it is
    wrong.
    """
    folder = project or settings_from(os.environ, Path.cwd()).project
    return Prompt(prompts.folder(folder / prompts.FOLDER).get(name), model, folder, cached)


def _as_json(inputs: Mapping[str, Any]) -> dict[str, Any]:
    """Inputs as a template takes them: passages as their texts."""
    found = dict(inputs)
    if isinstance(found.get(PASSAGES), list | tuple):
        found[PASSAGES] = [one.text if isinstance(one, Passage) else one for one in found[PASSAGES]]
    return found


def _passages(given: object) -> tuple[Passage, ...]:
    if not isinstance(given, Sequence) or isinstance(given, str):
        return ()
    kept = (Passage(one) if isinstance(one, str) else one for one in given)
    return tuple(one for one in kept if isinstance(one, Passage))


def _prefill(request: Request) -> str:
    """How the answer was begun for the model: its own words go on from there."""
    last = request.messages[-1]
    return last.text if last.role == "assistant" else ""


def _schema(told: prompts.Prompt) -> Any:
    """The schema of the output, or the class that it names."""
    if told.output is None:
        return None
    if told.output.reference is None:
        return dict(told.output.schema or {})
    module, _, name = told.output.reference.partition(":")
    try:
        return getattr(import_module(module), name)
    except (ImportError, AttributeError) as error:
        raise UsageError(
            f"{told.file}: the output {told.output.reference!r} cannot be found ({error}): "
            "name a class that can be imported"
        ) from error
