"""Whether the code of an output can be read as code. Nothing is run."""

from __future__ import annotations

import ast
import warnings

from genchi.checks.checking import check
from genchi.checks.library.fences import blocks
from genchi.checks.library.places import Place, evidence
from genchi.errors import UsageError
from genchi.records import Subject, Verdict

_NAMES = {"python": ("python", "py", "python3")}
LONGEST = 500_000
"""Longer code is refused unread."""


@check
def code_parses(subject: Subject, language: str = "python") -> Verdict:
    """The code blocks of the output, or all of it where it has none, are code without mistakes.

    Blocks that name no language count where none names this one. Nothing is run or imported.

    - `language`: python.

    >>> code_parses(Subject("```python\\nprint(1)\\n```")).outcome
    'pass'
    >>> code_parses(Subject("```python\\nprint('你好'\\n```")).reason
    "no python: '(' was never closed"
    """
    if language not in _NAMES:
        raise UsageError(f"language {language!r} is not known: {', '.join(_NAMES)}")
    places = _places(subject.output, _NAMES[language])
    if not any(subject.output[slice(*place)].strip() for place in places):
        return Verdict("fail", f"there is no {language}")
    for place in places:
        problem = _problem(subject.output[slice(*place)])
        if problem:
            return Verdict("fail", f"no {language}: {problem}", evidence=evidence([place]))
    return Verdict("pass", f"it is {language}")


def _places(output: str, names: tuple[str, ...]) -> list[Place]:
    found = blocks(output)
    if not found:
        return [(0, len(output))]
    named = [one for one in found if one.language in names]
    return [(one.start, one.end) for one in named or found if one.language in (*names, "")]


def _problem(code: str) -> str:
    if len(code) > LONGEST:
        return f"it is longer than {LONGEST} characters"
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            ast.parse(code.strip("\n"))
    except SyntaxError as error:
        return error.msg
    except (RecursionError, MemoryError):
        return "it is nested too deeply to be read"
    except ValueError as error:
        return str(error)
    return ""
