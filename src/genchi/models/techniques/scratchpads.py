"""Where the scratchpad of an answer is, and what is left without it.

Tags are read from left to right. Within a scratchpad only a tag of the same name counts, and within
an answer nothing does but its end, so that either may quote the tags of the other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_THOUGHTS = "scratchpad|thinking|think|thoughts?|reasoning|草稿|思考过程|思考"
_ANSWERS = "final[ _-]?answer|answer|最终答案|答案"
_TAG = re.compile(
    rf"[<＜]\s{{0,9}}(?P<closes>/?)\s{{0,9}}(?P<name>{_THOUGHTS}|{_ANSWERS})"
    r"(?:\s[^<>]{0,200})?[>＞]",
    re.IGNORECASE,
)
_DRESSED = r"^[ \t]*(?:#{{1,6}}[ \t]*(?:\*\*)?|\*\*)(?:{})[*:： \t]*$"
_THOUGHTS_HEADING = re.compile(_DRESSED.format(_THOUGHTS), re.IGNORECASE | re.MULTILINE)
_ANSWER_HEADING = re.compile(_DRESSED.format(_ANSWERS), re.IGNORECASE | re.MULTILINE)
_IS_ANSWER = re.compile(_ANSWERS, re.IGNORECASE)
_LABEL = re.compile(
    rf"\*\*(?:{_ANSWERS})\s*(?:[:：]\s*\*\*|\*\*\s*[:：])|(?:#{{1,6}}\s*)?(?:{_ANSWERS})\s*[:：]",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Split:
    """A text in two. `problem` says what is wrong; an answer of None cannot be told apart."""

    answer: str | None
    scratchpad: str | None
    problem: str = ""


@dataclass(frozen=True, slots=True)
class _Block:
    """What stands between two tags, and whether that is the answer."""

    is_answer: bool
    start: int
    inside: str
    end: int


class _UnsaidError(Exception):
    """Why the text does not say which part is the answer."""


def split_scratchpad(text: str) -> Split:
    """The answer and the thoughts before it.

    >>> split_scratchpad("<think>Hm.</think> **答案：** 四十二")
    Split(answer='四十二', scratchpad='Hm.', problem='')
    >>> split_scratchpad("<think>Hm. 42").problem
    'the scratchpad <think> is not closed: the text may be cut off'
    """
    try:
        blocks = list(_blocks(text)) or list(_headed(text))
    except _UnsaidError as unsaid:
        return Split(None, None, str(unsaid))
    if not blocks:
        return Split(None, None, "there is no scratchpad and nothing is marked as the answer")
    thoughts = [block.inside.strip() for block in blocks if not block.is_answer]
    answers = [block.inside for block in blocks if block.is_answer] or [text[blocks[-1].end :]]
    scratchpad = "\n".join(thoughts) if thoughts else None
    if len(answers) > 1:
        return Split(None, scratchpad, f"there are {len(answers)} answers")
    answer = _unlabelled(answers[0].strip())
    if not answer:
        return Split(None, scratchpad, "there is no answer after the scratchpad")
    return Split(answer, scratchpad, _oddity(text, blocks))


def _oddity(text: str, blocks: list[_Block]) -> str:
    """What is wrong although the answer can be told."""
    if all(block.is_answer for block in blocks):
        return "there is no scratchpad"
    before = text[: blocks[0].start].strip()
    return f"before the scratchpad stands {before[:60]!r}, which is left out" if before else ""


def _blocks(text: str) -> Iterator[_Block]:
    opened: re.Match[str] | None = None
    depth = ends = 0
    for tag in _TAG.finditer(text):
        if opened is None and not tag["closes"]:
            opened, depth = tag, 1
        elif opened is None:
            yield _without_opening(text, tag, ends)
            ends = tag.end()
        elif tag["name"].lower() == opened["name"].lower():
            depth += -1 if tag["closes"] else 1
            if depth == 0:
                is_answer = _IS_ANSWER.fullmatch(opened["name"]) is not None
                inside = text[opened.end() : tag.start()]
                yield _Block(is_answer, opened.start(), inside, tag.end())
                opened, ends = None, tag.end()
    if opened is not None:
        what = "answer" if _IS_ANSWER.fullmatch(opened["name"]) else "scratchpad"
        raise _UnsaidError(f"the {what} {opened[0]} is not closed: the text may be cut off")


def _without_opening(text: str, tag: re.Match[str], ends: int) -> _Block:
    """A block that the prompt opened: many chat templates end with `<think>`."""
    if ends or _IS_ANSWER.fullmatch(tag["name"]):
        raise _UnsaidError(f"{tag[0]} closes what was not opened")
    return _Block(False, 0, text[: tag.start()], tag.end())


def _headed(text: str) -> Iterator[_Block]:
    """The same in Markdown: all up to the heading of the answer is scratchpad."""
    answers = list(_ANSWER_HEADING.finditer(text))
    thoughts = _THOUGHTS_HEADING.search(text)
    if len(answers) > 1:
        raise _UnsaidError(f"there are {len(answers)} headings of an answer")
    if answers:
        begins = thoughts.end() if thoughts and thoughts.end() < answers[0].start() else 0
        if text[begins : answers[0].start()].strip():
            yield _Block(False, begins, text[begins : answers[0].start()], answers[0].start())
        yield _Block(True, answers[0].start(), text[answers[0].end() :], len(text))
    elif thoughts:
        raise _UnsaidError(f"no heading of an answer comes after {thoughts[0].strip()!r}")


def _unlabelled(answer: str) -> str:
    """The answer without a heading or label such as "Final answer:" before it."""
    label = _ANSWER_HEADING.match(answer) or _LABEL.match(answer)
    return answer[label.end() :].strip() if label else answer
