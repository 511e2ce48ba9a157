"""Messages as attributes and events carry them: GenAI JSON, flattened lists, one event each."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from genchi.records import Json, Message, Text
from genchi.records.conversations import is_conversation, read_messages, split_answer
from genchi.tracing.otlp.parts import read_message
from genchi.tracing.otlp.rules import Attributes, Part, bare_text, parsed, structure

Messages = tuple[Message, ...]
Conversation = tuple[Messages, Messages]
"""What was sent and what came back."""

_OURS = frozenset(["system", "user", "assistant", "tool"])
_EVENT_ROLES = {
    "gen_ai.system.message": "system",
    "gen_ai.user.message": "user",
    "gen_ai.assistant.message": "assistant",
    "gen_ai.tool.message": "tool",
    "gen_ai.choice": "assistant",
}


def messages_in(role: str) -> Callable[[Json, Attributes], Messages | Part | None]:
    """A reader of messages (a JSON text or structured); bare text is one message of `role`."""

    def read(value: Json, _: Attributes) -> Messages | Part | None:
        found = structure(value)
        if found is None:
            words = bare_text(value)
            return (Message(role, (Text(words),)),) if words else None
        return listed(found if isinstance(found, list) else [found], role)

    return read


def listed(found: list[Any], role: str) -> Messages | Part | None:
    """The messages of a list; those that name no role are of `role`."""
    messages, all_held = [], True
    for fields in found:
        read = _message(fields, role) if isinstance(fields, dict) else None
        if read is None:
            return None
        messages.append(read[0])
        all_held = all_held and read[1]
    if not messages:
        return None
    return tuple(messages) if all_held else Part(tuple(messages))


def instructions(value: Json, _: Attributes) -> Messages | Part | None:
    """System instructions, a list of parts or bare text, as the message they are."""
    found = structure(value)
    if found is None:
        words = bare_text(value)
        return (Message("system", (Text(words),)),) if words else None
    parts = found if isinstance(found, list) else [found]
    if is_conversation(parts):
        return listed(parts, "system")
    return listed([{"role": "system", "parts": parts}], "system") if parts else None


def whole_conversation(value: Json, _: Attributes) -> Conversation | Part | None:
    """All messages of a run: the last one is the answer, where it is the assistant's."""
    found = structure(value)
    read = listed(found, "user") if isinstance(found, list) else None
    if isinstance(read, Part):
        return Part(split_answer(read.value))
    return None if read is None else split_answer(read)


def event_list(value: Json, _: Attributes) -> Conversation | Part | None:
    """Messages as a JSON list of the events that carry one each."""
    found = structure(value)
    if not isinstance(found, list) or not all(isinstance(item, dict) for item in found):
        return None
    named = [(item.get("event.name"), item) for item in found]
    if not named or not all(isinstance(name, str) and name in _EVENT_ROLES for name, _ in named):
        return None
    return from_events(named)


def is_message_event(name: str) -> bool:
    """Whether an event of this name carries one message."""
    return name in _EVENT_ROLES


def from_events(events: Iterable[tuple[str, Attributes]]) -> Conversation | Part | None:
    """The conversation that message events tell, in their order."""
    sent: list[dict[str, Json]] = []
    came: list[dict[str, Json]] = []
    for name, attributes in events:
        (came if name == "gen_ai.choice" else sent).append(_of_event(name, attributes))
    both = (_told(sent, "user") or (), _told(came, "assistant") or ())
    if not any(both):
        return None
    whole = [m.value if isinstance(m, Part) else m for m in both]
    lost = any(isinstance(m, Part) for m in both) or bool(sent) > bool(whole[0])
    pair = (whole[0], whole[1])
    return Part(pair) if lost or bool(came) > bool(whole[1]) else pair


def unflattened(items: dict[int, dict[str, Json]], role: str) -> Messages | Part | None:
    """The messages of a flattened list, by their numbers."""
    return _told([_provider_form(items[index]) for index in sorted(items)], role)


def _told(found: list[Any], role: str) -> Messages | Part | None:
    """The messages of a list, None where a sender that records no content left only roles."""
    read = listed(found, role)
    messages = read.value if isinstance(read, Part) else read or ()
    return read if any(message.parts for message in messages) else None


def reasons(value: Json, _: Attributes) -> list[Json] | None:
    """Why the answers ended, one for each; some senders write the only one as text."""
    if isinstance(value, str):
        value = structure(value) or [value]
    return value if isinstance(value, list) else None


def with_reasons(messages: Messages, reasons: Sequence[Json]) -> Messages:
    """The messages, each with the reason why it ended, where it does not say one."""
    if all(message.finish_reason for message in messages):
        return messages
    padded = [*reasons, *[None] * len(messages)]
    return tuple(
        dataclasses.replace(message, finish_reason=reason)
        if message.finish_reason is None and isinstance(reason, str)
        else message
        for message, reason in zip(messages, padded, strict=False)
    )


def _message(fields: dict[str, Any], role: str) -> tuple[Message, bool] | None:
    """A message and whether it holds everything that was said; None where it is none."""
    if "role" not in fields:
        if fields.keys().isdisjoint(_SAYS_SOMETHING):
            return None
        fields = {"role": role} | fields
    told = fields["role"]
    if "parts" in fields and isinstance(told, str):
        read = read_message(fields)
        if read is not None:
            return read if told in _OURS else (_with_known_role(read[0]), read[1])
    if not all(isinstance(fields.get(name), str | None) for name in _TEXTS):
        return None
    message, reason = read_messages([fields])[0], fields.get("finish_reason")
    if reason is not None:
        message = dataclasses.replace(message, finish_reason=reason)
    said = {name for name, value in fields.items() if value is not None}
    if "content" not in said:  # of the two, the content is read
        said.discard("parts")
    return message, said <= (_TOOL_SAYS if message.role == "tool" else _OTHERS_SAY)


def _with_known_role(message: Message) -> Message:
    """The message with its role in our word, where it is another word for one of ours."""
    [known] = read_messages([{"role": message.role}])
    return dataclasses.replace(message, role=known.role)


_SAYS_SOMETHING = ("parts", "content", "tool_calls")
"""What makes a message of an object that names no role."""
_TEXTS = ("role", "name", "finish_reason", "tool_call_id")
"""What must be text in a message."""
_TOOL_SAYS = frozenset("role content name finish_reason tool_call_id".split())
_OTHERS_SAY = frozenset(
    "role content name finish_reason tool_calls function_call refusal reasoning_content".split()
)
"""What of a provider's message ours holds."""


def _of_event(name: str, attributes: Attributes) -> dict[str, Json]:
    """The provider's form of the message in one event."""
    body = structure(attributes.get("gen_ai.event.content"))
    fields = dict(body) if isinstance(body, dict) else dict(attributes)
    for told in _ABOUT_EVENTS:
        fields.pop(told, None)
    inner = structure(fields.get("message"))
    if isinstance(inner, dict):
        del fields["message"]
        fields |= inner
    elif isinstance(fields.get("message"), str):
        fields.setdefault("content", fields.pop("message"))
    calls = structure(fields.get("tool_calls"))
    if calls is not None:
        fields["tool_calls"] = calls
    role = _EVENT_ROLES[name]
    if role == "tool" and "id" in fields:
        fields["tool_call_id"] = fields.pop("id")
    return {"role": role} | fields


_ABOUT_EVENTS = (
    "gen_ai.system",
    "gen_ai.provider.name",
    "event.name",
    "index",
    "gen_ai.message.index",
    "gen_ai.event.content",
)
"""What a message event says beside its message; the span says the same or it is a number."""


def _provider_form(item: dict[str, Json]) -> dict[str, Json]:
    """A message as nested from its flattened attributes, as a provider would write it."""
    fields = dict(item)
    contents = fields.pop("contents", None)
    if isinstance(contents, dict):
        bare = [{"type": "text", "text": fields["content"]}] if "content" in fields else []
        fields["content"] = bare + [_content(contents[index]) for index in sorted(contents)]
    elif isinstance(fields.get("content"), str) and fields["content"].startswith("[{"):
        fields["content"] = _parts_in(fields["content"])
    calls = fields.get("tool_calls")
    if isinstance(calls, dict):
        fields["tool_calls"] = [{"name": ""} | calls[index] for index in sorted(calls)]
    name = fields.pop("function_call_name", None)
    arguments = fields.pop("function_call_arguments_json", None)
    if name is not None or arguments is not None:
        fields["function_call"] = {"name": name, "arguments": arguments}
    return fields


def _content(part: dict[str, Json]) -> dict[str, Json]:
    if part.keys() <= {"type", "image"} and "image" in part:
        return {"type": "image_url", "image_url": {"url": part["image"]}}
    return part


def _parts_in(content: str) -> Json:
    """The parts that a list of content was written as, else the text itself."""
    try:
        found = parsed(content)
    except ValueError:
        return content
    typed = isinstance(found, list) and all(isinstance(p, dict) and "type" in p for p in found)
    return found if typed else content
