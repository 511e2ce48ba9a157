"""What the attributes and events of a span mean, in whichever vocabulary they speak.

GenAI as it is now is believed before GenAI as it was, OpenInference and Traceloop. An attribute is
kept, unless a field holds all that it says: then the field can show it again. What cannot be meant
(a list where a name should be, JSON that does not parse) is kept as it came.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from genchi.records import Event, Json
from genchi.records.conversations import answer_of
from genchi.tracing.otlp import chats, genai, openinference, traceloop
from genchi.tracing.otlp.flattened import FAMILIES, Family, is_leaf, nested, place_of
from genchi.tracing.otlp.rules import LEGACY, Attributes, Part, Place, Rule

_MANY = 100
"""Attributes of a span from which on its shape is not remembered: it could be of any size."""
_REMEMBERED = 10_000
"""Attribute names whose meaning is remembered."""
_MIME_TYPES = (("input.value", "input.mime_type"), ("output.value", "output.mime_type"))
_CARRIERS = frozenset(
    [
        "gen_ai.content.prompt",
        "gen_ai.content.completion",
        "gen_ai.client.inference.operation.details",
    ]
)
"""Events whose attributes are those a span would have."""
_CARRIED = ("messages", "output_messages", "system")
"""The fields that such events are read for."""


@dataclass(slots=True)
class Meaning:
    """Fields of a span and its payload by name, and what no field holds."""

    said: dict[str, Any]
    attributes: dict[str, Json]
    events: list[Event]


def understand(attributes: dict[str, Json], events: list[Event]) -> Meaning:
    """The fields that attributes and events speak about, and the rest of both."""
    names = tuple(attributes)
    shape = _shape_of(names) if len(names) < _MANY else _shape_of.__wrapped__(names)
    if shape.speakers is not None and not events:
        said, held = _take_agreed(shape.rules, shape.speakers, attributes)
    else:
        heard = _Heard()
        for name, rule in shape.rules:
            heard.take(name, rule, attributes[name], attributes)
        _take_lists(heard, shape.places, attributes)
        _take_events(heard, events)
        heard.settle()
        said, held = heard.said, heard.held()
    left = _left_attributes(attributes, held) if held else attributes
    _join(said)
    if openinference.KIND in left:
        left = openinference.without_repeats(left, said.get("messages", ()), said.get("output"))
    return Meaning(said, left, _left_events(events, held, attributes) if events else events)


class _Known(dict[str, "Rule | Place | None"]):
    """What each attribute name means; a name met for the first time is looked into."""

    def __missing__(self, name: str) -> Rule | Place | None:
        found = place_of(name) or traceloop.association(name)
        if len(self) < _REMEMBERED and len(name) < 128:
            self[name] = found
        return found


_KNOWN = _Known(openinference.RULES | traceloop.RULES | genai.RULES)


@dataclass(frozen=True, slots=True)
class _Shape:
    """What the names of a span's attributes mean. Most spans of a sender share a few shapes."""

    rules: tuple[tuple[str, Rule], ...]
    places: tuple[tuple[str, Place], ...]
    speakers: dict[str, str] | None
    """Who speaks of which field; None where more than one may speak of the same."""


@lru_cache(maxsize=1024)
def _shape_of(names: tuple[str, ...]) -> _Shape:
    known = [(name, _KNOWN[name]) for name in names]
    rules = tuple((name, rule) for name, rule in known if isinstance(rule, Rule))
    places = tuple((name, place) for name, place in known if isinstance(place, Place))
    speakers = {rule.slot: name for name, rule in rules}
    agreed = len(speakers) == len(rules) and not places and "conversation" not in speakers
    return _Shape(rules, places, speakers if agreed else None)


Source = str | int | tuple[int, str]
"""Who says something: an attribute, an event (by number), or an attribute of an event."""


def _take_agreed(
    rules: Iterable[tuple[str, Rule]], speakers: dict[str, str], attributes: Attributes
) -> tuple[dict[str, Any], set[Source]]:
    """What is said of each field where all agree, and those who say nothing else."""
    said: dict[str, Any] = {}
    held: set[Source] = set()
    for name, rule in rules:
        meant = rule.read(attributes[name], attributes)
        if meant is None:
            continue
        if meant.__class__ is Part:
            meant = meant.value
        elif rule.held:
            held.add(name)
        said[rule.slot] = meant
    if _model_answered(said):
        held.discard(speakers["response_model"])
        del said["response_model"]
    return said, held


def _model_answered(said: dict[str, Any]) -> bool:
    """Whether the model that answered is the one that was asked."""
    return "response_model" in said and bool(said["response_model"] == said.get("model"))


class _Heard:
    """What is said of each field, and by whom."""

    __slots__ = ("claims", "ranks", "said")

    def __init__(self) -> None:
        self.said: dict[str, Any] = {}
        self.ranks: dict[str, float] = {}
        self.claims: list[tuple[Source, str, Any]] = []
        """Who speaks of which field, and what the field must be to hold all of it."""

    def take(
        self, source: Source, rule: Rule, value: Json, attributes: Attributes, later: float = 0
    ) -> None:
        """Hear one value, by its rule."""
        meant = rule.read(value, attributes)
        if meant is None:
            return
        slot = rule.slot
        if isinstance(meant, Part):
            meant = meant.value
        elif rule.held:
            self.claims.append((source, slot, meant))
        if slot in self.said:
            self.say(slot, rule.rank + later, meant)
        else:
            self.said[slot], self.ranks[slot] = meant, rule.rank + later

    def say(self, slot: str, rank: float, meant: Any) -> None:
        """Believe it, unless somebody who is believed first has spoken; metadata adds up."""
        if slot not in self.said:
            self.said[slot], self.ranks[slot] = meant, rank
            return
        before, first = self.said[slot], self.ranks[slot] <= rank
        if slot == "metadata":
            self.said[slot] = meant | before if first else before | meant
        elif not first:
            self.said[slot] = meant
        self.ranks[slot] = min(rank, self.ranks[slot])

    def settle(self) -> None:
        """A conversation told as a whole fills in what was not told on its own."""
        said = self.said
        messages, answered = said.pop("conversation", ((), ()))
        if messages:
            said.setdefault("messages", messages)
        if answered:
            said.setdefault("output_messages", answered)
        if _model_answered(said):
            del said["response_model"]

    def held(self) -> set[Source]:
        """Those who say nothing that the fields do not hold."""
        said = self.said
        return {
            source
            for source, slot, shown in self.claims
            if said.get(slot) is shown or self._holds(slot, shown)
        }

    def _holds(self, slot: str, shown: Any) -> bool:
        said = self.said
        if slot == "conversation":
            return (not shown[0] or shown[0] == said.get("messages")) and (
                not shown[1] or shown[1] == said.get("output_messages")
            )
        if slot == "metadata":
            merged = said[slot]
            return all(merged[name] == value for name, value in shown.items())
        return slot in said and bool(said[slot] == shown)


def _take_lists(heard: _Heard, places: Iterable[tuple[str, Place]], attributes: Attributes) -> None:
    """Flattened lists, attribute by attribute."""
    lists: dict[str, dict[str, tuple[Place, Json]]] = {}
    for name, place in places:
        if is_leaf(place, attributes[name]):
            lists.setdefault(place.family, {})[name] = (place, attributes[name])
    for family, leaves in lists.items():
        _take_list(heard, FAMILIES[family], leaves)


def _take_list(heard: _Heard, family: Family, leaves: dict[str, tuple[Place, Json]]) -> None:
    """A flattened list; it is held as a whole or not at all."""
    meant = family.read(nested(leaves.values()))
    if meant is None:
        return
    if isinstance(meant, Part):
        meant = meant.value
    else:
        heard.claims.extend((name, family.slot, meant) for name in leaves)
    heard.say(family.slot, family.rank, meant)


def _take_events(heard: _Heard, events: list[Event]) -> None:
    """Messages that came as events: one in each, or all in the attributes of one."""
    single = [n for n, event in enumerate(events) if chats.is_message_event(event.name)]
    meant = chats.from_events((events[n].name, events[n].attributes) for n in single)
    if isinstance(meant, Part):
        heard.say("conversation", LEGACY, meant.value)
    elif meant is not None:
        heard.say("conversation", LEGACY, meant)
        heard.claims.extend((n, "conversation", meant) for n in single)
    for number, event in enumerate(events):
        if event.name not in _CARRIERS:
            continue
        for name, value in event.attributes.items():
            rule = _KNOWN[name]
            if isinstance(rule, Rule) and rule.slot in _CARRIED:
                heard.take((number, name), rule, value, event.attributes, LEGACY)


def _join(said: dict[str, Any]) -> None:
    """What follows from several fields: models, instructions, reasons, the answer as output."""
    some_model = said.pop("some_model", None)  # the one that was asked, or that answered
    if some_model is not None and said.setdefault("model", some_model) != some_model:
        said.setdefault("response_model", some_model)
    system = said.get("system", ())
    messages = said.get("messages", ())
    if system and messages[: len(system)] != system:
        said["messages"] = (*system, *messages)
    answered = said.get("output_messages", ())
    if answered and "finish_reasons" in said:
        answered = said["output_messages"] = chats.with_reasons(answered, said["finish_reasons"])
    if answered and "output" not in said:
        said["output"] = answer_of(answered)


def _left_attributes(attributes: dict[str, Json], held: set[Source]) -> dict[str, Json]:
    """The attributes that say something no field holds."""
    if not held:
        return attributes
    for value, mime_type in _MIME_TYPES:
        if value in held and isinstance(attributes.get(mime_type), str):
            held.add(mime_type)
    return {name: value for name, value in attributes.items() if name not in held}


def _left_events(events: list[Event], held: set[Source], attributes: Attributes) -> list[Event]:
    """The events that say something no field and no attribute of the span holds."""
    return [
        event
        for number, event in enumerate(events)
        if number not in held
        and not (
            event.name in _CARRIERS
            and all(
                (number, name) in held or (name in attributes and attributes[name] == value)
                for name, value in event.attributes.items()
            )
        )
    ]
