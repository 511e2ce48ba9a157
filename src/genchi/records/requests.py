"""One call of a model, whoever the provider is: what is asked, what comes back, piece by piece."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from genchi.records.encoding import Json
from genchi.records.messages import Message, Text, ToolCall
from genchi.records.spans import Usage
from genchi.records.subjects import Passage

Lack = Literal["refused", "filtered", "truncated", "empty"]
"""How a whole answer falls short of being one."""

Charged = Literal["yes", "maybe", "no"]
"""Whether a provider charges for an attempt: one that broke off may have been answered."""


@dataclass(frozen=True, slots=True)
class Tool:
    """A tool the model may ask for; `parameters` is a JSON Schema of an object."""

    name: str
    description: str = ""
    parameters: Mapping[str, Json] = field(
        default_factory=lambda: {"type": "object", "properties": {}}
    )


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked of a model. None leaves a setting to the alias, and then to the provider.

    `tool_choice` is auto, required, none or the name of a tool. `schema` is a JSON Schema that the
    answer is to fit, by the provider's own means where it has them. `extra` goes to the provider
    as it stands, for what only that one knows. `passages` are what the answer is to rest on: they
    are recorded with the call, and read by `extractive`; other models read what the messages say.

    >>> Request.of("怎么退款？", system="Answer in one sentence.").messages[1].text
    '怎么退款？'
    """

    messages: tuple[Message, ...]
    tools: tuple[Tool, ...] = ()
    tool_choice: str | None = None
    schema: Mapping[str, Json] | None = None
    max_tokens: int | None = None
    temperature: float | None = None
    top_p: float | None = None
    stop: tuple[str, ...] = ()
    seed: int | None = None
    reasoning_effort: str | None = None
    extra: Mapping[str, Json] = field(default_factory=dict)
    passages: tuple[Passage, ...] = ()

    @classmethod
    def of(cls, text: str, *, system: str | None = None) -> Request:
        """A request with one message of the user, after one of the system where there is one."""
        before = (Message("system", (Text(system),)),) if system else ()
        return cls((*before, Message("user", (Text(text),))))


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try of a call: which target, for how many seconds, and what went wrong, if it did.

    `failure` is the kind of a `ProviderError`, `cancelled` for one that was no longer needed, or
    None for the one that answered. `charged` says whether the provider charges for it.
    """

    target: str
    seconds: float
    failure: str | None = None
    message: str | None = None
    charged: Charged = "yes"


@dataclass(frozen=True, slots=True)
class Response:
    """What a model answered.

    `model` is the one that says it answered, `usage.cost` is USD or None where the price is not
    known, and `lacks` says how the answer falls short. `estimated` says that the tokens of `usage`
    were not counted by a tokenizer. `attempts` are all tries, in the order in which they ended.
    """

    message: Message
    model: str | None = None
    usage: Usage = field(default_factory=Usage)
    id: str | None = None
    lacks: Lack | None = None
    estimated: bool = False
    attempts: Sequence[Attempt] = ()

    @property
    def text(self) -> str:
        """The words of the answer, without reasoning and tool calls."""
        return self.message.text

    @property
    def tool_calls(self) -> tuple[ToolCall, ...]:
        """The tools the model asks for."""
        return self.message.tool_calls

    @property
    def finish_reason(self) -> str | None:
        """Why the answer ended, in the provider's own word."""
        return self.message.finish_reason


@dataclass(frozen=True, slots=True)
class Chunk:
    """A piece of an answer on its way: more of its words, or of its reasoning."""

    text: str = ""
    reasoning: str = ""
