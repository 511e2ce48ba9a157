"""Chain of thought with named steps: the words for the prompt, and the answer without the thoughts.

A step says what to look at ("list the decisions"), so that one that was left out can be seen. What
the model thinks stands in a scratchpad, and must not reach a reader: where it ends is read from
what the text says, and where the text does not say, that is told instead of guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from genchi.errors import OutsideError, UsageError
from genchi.models.techniques.markers import Marker, marker_of
from genchi.models.techniques.scratchpads import split_scratchpad
from genchi.text import is_chinese, normalise

_ENGLISH = """\
Work in these steps, one after the other:
{listed}

Write your work between <scratchpad> and </scratchpad>, with a heading for each step:
<scratchpad>
{headed}
</scratchpad>
After </scratchpad>, write the final answer alone. Nobody sees the scratchpad."""
_CHINESE = """\
请依次按以下步骤思考：
{listed}

把思考过程写在 <scratchpad> 和 </scratchpad> 之间，每一步都用它的标题：
<scratchpad>
{headed}
</scratchpad>
在 </scratchpad> 之后只写最终答案。草稿不会给任何人看。"""
_CLOSING_STEP = re.compile(r"</\s*step[\s_]*\d*\s*>", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Worked:
    """An answer and the work that led to it.

    - `answer`: what the reader may see; None where the text does not say which part that is.
    - `scratchpad`: the thoughts, None if there are none that end.
    - `steps`: the text of each named step that was found; `missing` are those that were not.
    - `problems`: what is wrong with the text, in sentences.
    """

    answer: str | None
    scratchpad: str | None
    steps: dict[str, str]
    missing: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()


class NoEndError(OutsideError):
    """The text does not say where the scratchpad ends and the answer begins."""


def steps(names: Sequence[str], language: Literal["en", "zh"] | None = None) -> str:
    """The part of a prompt that asks for these steps, in a scratchpad, and then for the answer.

    Chinese if the names are, unless `language` says otherwise.

    >>> print(steps(["列出决定", "核对记录"]).splitlines()[0])
    请依次按以下步骤思考：
    """
    _check(names)
    chinese = language == "zh" if language else is_chinese("，".join(names))
    heading = "## 第{}步：{}\n……" if chinese else "## Step {}: {}\n..."
    return (_CHINESE if chinese else _ENGLISH).format(
        listed="\n".join(f"{number}. {name}" for number, name in enumerate(names, 1)),
        headed="\n".join(heading.format(number, name) for number, name in enumerate(names, 1)),
    )


def without_scratchpad(text: str) -> str:
    """The answer alone; `NoEndError` where the text does not say which part of it that is.

    Knows `<scratchpad>`, `<think>` and the like in any case, an `<answer>` after or without them,
    a closing tag whose opening one was part of the prompt, and Markdown headings instead of tags.

    >>> without_scratchpad("<THINK>6 * 7 is 42.</THINK>\\n42")
    '42'
    """
    found = split_scratchpad(text)
    if found.answer is None:
        raise NoEndError(f"no answer could be told from the thoughts: {found.problem}; ask again")
    return found.answer


def read_steps(text: str, names: Sequence[str]) -> Worked:
    """The answer, and what each of the named steps says in the scratchpad.

    A step begins with its number ("## Step 2", "**Step 2:**", "第2步：", "<step_2>") or with its
    name as a heading. Nothing is raised: what is wrong is in `problems`.

    >>> worked = read_steps("<think>## Step 1: add\\n6 + 7 = 13</think>13", ["add", "check"])
    >>> worked.answer, worked.steps, worked.missing
    ('13', {'add': '6 + 7 = 13'}, ('check',))
    """
    _check(names)
    found = split_scratchpad(text)
    problems = [found.problem] if found.problem else []
    said: dict[str, str] = {}
    for number, body in _sections(found.scratchpad or "", names):
        if number > len(names):
            problems.append(f"there is a step {number}, but {len(names)} were named")
            continue
        name = names[number - 1]
        if name in said:
            problems.append(f"step {number} stands twice")
        said[name] = f"{said[name]}\n{body}" if name in said else body
    missing = tuple(name for name in names if name not in said)
    return Worked(found.answer, found.scratchpad, said, missing, tuple(dict.fromkeys(problems)))


def _check(names: Sequence[str]) -> None:
    if isinstance(names, str) or not names:
        raise UsageError(f"names is a list of steps, at least one, not {names!r}")
    if len(set(map(normalise, names))) < len(names):
        raise UsageError(f"two steps have the same name: {', '.join(names)}")


def _sections(scratchpad: str, names: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Number and text of every step; what stands before the first belongs to none."""
    current: Marker | None = None
    lines: list[str] = []
    for line in _CLOSING_STEP.sub("", scratchpad).split("\n"):
        marker = marker_of(line, names)
        if marker is None:
            lines.append(line)
            continue
        if current:
            yield current.number, "\n".join(lines).strip()
        current, lines = marker, [marker.rest]
    if current:
        yield current.number, "\n".join(lines).strip()
