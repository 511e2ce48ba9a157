"""What the mock answers: the same for the same request and seed, in whichever format it was asked.

By default it quotes the last message, in English or Chinese. With a schema it writes a value that
fits. It calls the tools that the message names, or that it is made to call; after the result of a
tool it answers with that.
"""

from __future__ import annotations

import hashlib
import json
import random
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from genchi.models.mock.estimating import cut
from genchi.models.mock.exchange import Asked, Call, Finish, Said, Tool
from genchi.models.mock.schemas import value_for
from genchi.models.mock.scripts import Line, line_for
from genchi.text.scripts import is_chinese
from genchi.text.token_counts import estimated_tokens, estimated_tokens_of

LONGEST_QUOTE = 400
"""Characters of a message that are quoted at most."""

_ENGLISH = (
    "You wrote: “{quote}”. This is a mock answer to it.",
    "About “{quote}”: a mock has no opinion, but it heard you.",
    "A mock model read “{quote}”. Nothing else is known about it here.",
)
_CHINESE = (
    "您写的是：“{quote}”。这是模拟模型的回答。",
    "关于“{quote}”：模拟模型没有看法，但已经收到。",
    "模拟模型读到了“{quote}”。除此之外，它一无所知。",
)
_RESULT = {True: "工具返回：{quote}", False: "The tool answered: {quote}"}
_THOUGHT = {
    True: "先看问题：“{quote}”。再决定怎么回答。",
    False: "The message is “{quote}”. Then comes the answer.",
}


def answers_to(asked: Asked, script: Sequence[Line], seed: int) -> tuple[Said, ...]:
    """As many answers as are asked for, each ended where the request ends it."""
    line = line_for(asked.heard, script)
    dice = [_dice(asked, seed, number) for number in range(asked.several)]
    said = [scripted(line, asked) if line else _own(asked, draw) for draw in dice]
    return tuple(_ended(one, asked) for one in said)


def scripted(line: Line, asked: Asked) -> Said:
    """What a line of the script says."""
    thought = line.reasoning or (_thought(asked) if asked.thinks else "")
    finish: Finish = "tools" if line.calls else "stop"
    return Said(line.text, thought, line.calls, finish, usage=line.usage)


def _own(asked: Asked, draw: random.Random) -> Said:
    thought = _thought(asked) if asked.thinks else ""
    calls = tuple(_call(tool, draw) for tool in _wanted(asked))
    if calls:
        return Said("", thought, calls, "tools")
    if asked.schema is not None:
        value = value_for(asked.schema, draw)
        return Said(json.dumps(value, ensure_ascii=False), thought)
    return Said(_quoting(asked, draw), thought)


def _dice(asked: Asked, seed: int, number: int) -> random.Random:
    """The dice of one answer. Whether it is streamed, and how long it may be, changes nothing."""
    told = repr((seed, number, asked.model, asked.turns, asked.tools, asked.schema))
    return random.Random(hashlib.blake2b(told.encode(), digest_size=8).digest())


def _wanted(asked: Asked) -> list[Tool]:
    """The tools to call now."""
    if asked.choice == "none" or not asked.tools:
        return []
    if asked.named is not None:
        return [tool for tool in asked.tools if tool.name == asked.named][:1]
    named: list[Tool] = []
    if asked.last.role == "user":
        text = _plain(asked.last.text)
        named = [tool for tool in asked.tools if _names(text, _plain(tool.name))]
    if asked.choice == "any" and not named:
        new = [tool for tool in asked.tools if tool.name not in asked.called]
        named = new[:1] or [asked.tools[-1]]  # so that an agent comes to its last tool, and ends
    return named if asked.parallel else named[:1]


def _names(text: str, name: str) -> bool:
    """Whether a text has a name as words of its own; Chinese beside it is no part of a word."""
    return bool(re.search(f"(?<![a-z0-9]){re.escape(name)}(?![a-z0-9])", text))


def _plain(text: str) -> str:
    return text.lower().replace("_", " ").replace("-", " ")


def _call(tool: Tool, draw: random.Random) -> Call:
    value: Any = value_for({"type": "object", **tool.schema}, draw)
    return Call(tool.name, json.dumps(value, ensure_ascii=False))


def _quoting(asked: Asked, draw: random.Random) -> str:
    chinese = is_chinese(asked.heard)
    if asked.last.role == "tool":
        return _RESULT[chinese].format(quote=_quote(asked.heard))
    said = draw.choice(_CHINESE if chinese else _ENGLISH)
    return said.format(quote=_quote(asked.heard))


def _thought(asked: Asked) -> str:
    text = asked.heard
    return _THOUGHT[is_chinese(text)].format(quote=_quote(text)[:80])


def _quote(text: str) -> str:
    flat = text.strip()
    return flat if len(flat) <= LONGEST_QUOTE else flat[:LONGEST_QUOTE] + "…"


def _ended(said: Said, asked: Asked) -> Said:
    """The answer up to where a stop sequence or the most tokens end it."""
    places = [(said.text.find(stop), stop) for stop in asked.stops if stop in said.text]
    if places:
        place, stop = min(places)
        said = replace(said, text=said.text[:place], finish="sequence", stopped_by=stop)
    return said if asked.most is None else shortened(said, asked.most)


def shortened(said: Said, most: int) -> Said:
    """The answer in at most so many tokens: thoughts come first, calls last."""
    reasoning = cut(said.reasoning, most)
    left = most - estimated_tokens(reasoning)
    text = cut(said.text, left)
    left -= estimated_tokens(text)
    calls: list[Call] = []
    for call in said.calls:
        if left <= 0:
            break
        calls.append(replace(call, arguments=cut(call.arguments, left)))
        left -= estimated_tokens(call.arguments)
    short = replace(said, reasoning=reasoning, text=text, calls=tuple(calls))
    return said if short == said else replace(short, finish="length", stopped_by=None)


def tokens_said(said: Said) -> tuple[int, int]:
    """All tokens of an answer, and those of its thoughts."""
    calls = sum(
        estimated_tokens(call.name) + estimated_tokens(call.arguments) for call in said.calls
    )
    thought = estimated_tokens(said.reasoning)
    return estimated_tokens(said.text) + calls + thought, thought


def tokens_asked(asked: Asked) -> int:
    """The tokens of a request: its messages, tools and schema."""
    told = [turn.text for turn in asked.turns]
    for tool in asked.tools:
        told += [tool.name, json.dumps(tool.schema, ensure_ascii=False)]
    if asked.schema is not None:
        told.append(json.dumps(asked.schema, ensure_ascii=False))
    return estimated_tokens_of(told)
