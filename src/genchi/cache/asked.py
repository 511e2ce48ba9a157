"""What is asked of the cache, and the keys that follow from it.

Everything that may change an answer is in the exact key: who is answered, the prompt's version,
model, parameters, messages, tools, schema, passages, documents, which repeat. The other keys leave
out one thing each, and say so.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from genchi.cache.normalised import normalised
from genchi.errors import UsageError
from genchi.records import Json, Message, Request, Text, content_hash, message_to_json
from genchi.records.request_json import request_to_json
from genchi.store import AnswerKeys


@dataclass(frozen=True, slots=True)
class Asked:
    """One question to a model, and whose it is.

    `model` is the pinned id and `request` has the parameters that are really sent, not those left
    to an alias. `tenant` has no default, so that nobody forgets it; `user` narrows it to one person
    (None: the answer is for everybody of the tenant). `prompt` is the name of the prompt file and
    `prompt_version` its version. `id` is the caller's own name of the thing asked about, such as a
    product's number; it needs `prompt_version`, because whoever gives one promises that the id and
    the version say it all. `repeat` tells the repeats of an evaluation apart. `documents` are the
    versions, by name, of what the answer rests on. `question` is what people read of it, without
    which it is the text of the last message.
    """

    request: Request
    model: str
    provider: str
    tenant: str
    user: str | None = None
    prompt: str | None = None
    prompt_version: str | None = None
    id: str | None = None
    repeat: int = 0
    documents: Mapping[str, str] = field(default_factory=dict)
    question: str | None = None

    def __post_init__(self) -> None:
        if self.id is not None and self.prompt_version is None:
            raise UsageError(
                f"an answer by id ({self.id!r}) needs prompt_version: "
                "the same id may be asked about with another prompt"
            )

    @property
    def words(self) -> str:
        """The question as people read it."""
        if self.question is not None:
            return self.question
        return self.request.messages[-1].text if self.request.messages else ""


def keys_of(asked: Asked, *, normalise: bool = True) -> AnswerKeys:
    """The names under which the answer is kept and found."""
    request = request_to_json(asked.request)
    passages = [
        {"id": passage.id, "document": passage.document, "text": passage.text}
        for passage in asked.request.passages
    ]
    around = _scope(asked) | {
        "provider": asked.provider,
        "model": asked.model,
        "prompt_version": asked.prompt_version,
        "documents": dict(asked.documents),
    }
    exact = around | {"passages": passages, "request": request}
    other = _normalised(asked.request) if normalise else None
    return AnswerKeys(
        exact=content_hash({"exact": exact}),
        by_id=_by_id(asked, around, request),
        normalised=content_hash({"normalised": exact | {"request": other}}) if other else None,
        question=_question(asked, request),
    )


def _scope(asked: Asked) -> dict[str, Json]:
    return {
        "tenant": asked.tenant,
        "user": asked.user,
        "prompt": asked.prompt,
        "repeat": asked.repeat,
    }


def _by_id(asked: Asked, around: dict[str, Json], request: dict[str, Json]) -> bytes | None:
    """Without messages and passages: the id and the prompt's version stand for them."""
    if asked.id is None:
        return None
    settings = {name: value for name, value in request.items() if name != "messages"}
    return content_hash({"by_id": around | {"id": asked.id, "settings": settings}})


def _question(asked: Asked, request: dict[str, Json]) -> bytes | None:
    """Without versions, model and parameters; the prompt must have a name to be the same."""
    if asked.prompt is None:
        return None
    said: Json = asked.id
    if asked.id is None:
        said = [message for message in request["messages"] if message["role"] != "system"]
    about = {"said": said, "schema": request["schema"], "tools": request["tools"]}
    return content_hash({"question": _scope(asked) | about})


def _normalised(request: Request) -> dict[str, Json] | None:
    """The request with its last question in its normal form; None where it ends with none."""
    if not request.messages:
        return None
    last = request.messages[-1]
    if last.role != "user" or len(last.parts) != 1 or not isinstance(last.parts[0], Text):
        return None
    plain: Message = replace(last, parts=(Text(normalised(last.parts[0].content)),))
    told = request_to_json(replace(request, messages=()))
    before = [message_to_json(message) for message in request.messages[:-1]]
    return told | {"messages": [*before, message_to_json(plain)]}
