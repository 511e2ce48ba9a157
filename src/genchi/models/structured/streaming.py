"""An object while its text is still coming: what is certain so far, and no more.

Only what can no longer change is shown: a number is not, until something follows it (12 may become
123), and neither is a text whose closing quote may turn out to stand inside it. Each piece is read
once, so a stream costs what its text costs. (jiter's partial mode reads strict JSON from its first
character, and everything again with each chunk; models put fences and prose before it.)
"""

from __future__ import annotations

import copy

from genchi.models.structured.building import Building
from genchi.models.structured.coercing import coerced
from genchi.models.structured.finding import opening
from genchi.models.structured.lexing import tokens
from genchi.models.structured.parsing import parse
from genchi.models.structured.quoting import CLOSERS, UnreadableError
from genchi.models.structured.results import Parsed, Path
from genchi.models.structured.typed import SchemaLike, target_of
from genchi.models.structured.validating import may_come, problems
from genchi.records import Json

_BRACKETS = (("object", "{"), ("array", "["))
_HALVES = "".join(map(chr, range(0xD800, 0xDC00)))
"""Characters of which the other half may be in the next chunk."""


class Partial:
    """The value of a text that comes in chunks.

    - `schema`: as for `parse`; what is shown is written as it wants it, and a member that does not
      fit is not shown;
    - `open_texts`: whether the text that is coming in is shown as far as it is there.

    >>> partial = Partial({"properties": {"n": {"type": "integer"}}})
    >>> partial.feed('Here: {"n": "3", "text": "ab')
    >>> partial.value
    {'n': 3}
    >>> partial.feed('c"} Done.')
    >>> partial.finish().value
    {'n': 3, 'text': 'abc'}
    """

    def __init__(self, schema: SchemaLike, *, open_texts: bool = False) -> None:
        """Begin with nothing; raises `UsageError` where the schema is none."""
        self.schema, self.open_texts = schema, open_texts
        self._target = target_of(schema)
        self._chunks: list[str] = []
        self._tail: list[str] = []
        self._awaited = ""
        self._building: Building | None = None
        self._lost = False
        kinds = self._target.schema.kinds(self._target.schema.root)
        self._brackets = "".join(b for kind, b in _BRACKETS if kind in kinds) or "{["

    def feed(self, chunk: str) -> None:
        """Take the next chunk."""
        self._chunks.append(chunk)
        if self._lost or self.complete:
            return
        self._tail.append(chunk)
        # Within a long text nothing changes before a quote comes.
        if not self._awaited or self._awaited in chunk:
            self._read()

    @property
    def complete(self) -> bool:
        """Whether the last bracket is closed; `finish` may still refuse the text."""
        return bool(self._building and self._building.done)

    @property
    def value(self) -> Json:
        """The value so far, a copy; None before its first bracket."""
        if self._building is None:
            return None
        value = copy.deepcopy(self._building.root)
        if self.open_texts and not self.complete:
            _place(value, self._building, self._open_text())
        value = coerced(self._target.schema, value, reshape=self.complete).value
        return self._fitting(value, self._building)

    def finish(self, *, partial: bool = False) -> Parsed:
        """The whole text, parsed as `parse` does."""
        return parse("".join(self._chunks), self.schema, partial=partial)

    def _read(self) -> None:
        """Read the pieces that are complete by now."""
        text = "".join(self._tail)
        if self._building is None:
            start, kept = opening(text, self._brackets)
            if start is None:
                self._tail = [kept]
                return
            text = text[start:]
        self._awaited = ""
        building = self._building or Building(text)
        building.text, end = text, 0
        try:
            for token in tokens(text, final=False):
                if token.kind == "cut":
                    self._awaited = _closer_to_come(text, token.start)
                    break
                if isinstance(token.value, str) and not token.value.isascii():
                    token.value.encode()
                building.add(token)
                end = token.end
                if building.done:
                    break
        except (UnreadableError, UnicodeEncodeError):
            self._lost = building.solid  # `finish` will tell why
            self._building, end = (building, end) if building.solid else (None, max(end, 1))
        else:
            self._building = building
        self._tail = [text[end:]]

    def _open_text(self) -> str | None:
        """The text that is coming in, as far as it is there."""
        tail = "".join(self._tail)
        try:
            last = next(iter(tokens(tail, final=False)), None)
        except UnreadableError:
            return None
        cut = last is not None and last.kind == "cut" and isinstance(last.value, str)
        return last.value.rstrip(_HALVES) if cut and last else None

    def _fitting(self, value: Json, building: Building) -> Json:
        """The value without scalars that the schema does not take."""
        path = building.path()
        open_paths: list[Path] = [path[:depth] for depth in range(len(path))]
        for problem in problems(self._target.schema, value):
            if (
                problem.path
                and not may_come(problem, open_paths)
                and problem.path not in open_paths
            ):
                _remove(value, problem.path)
        return value


def _closer_to_come(text: str, start: int) -> str:
    """The quote without which nothing can be decided; "" if more of any text may decide."""
    closer = CLOSERS.get(text[start], "")
    inside = text[start + 1 :].rstrip()
    return "" if not inside or inside.endswith((closer, "\\")) else closer


def _place(value: Json, building: Building, text: str | None) -> None:
    """Put a text that is coming in where it will stand."""
    frame = building.frames[-1]
    path = building.path()
    for step in path[:-1]:
        value = value[step]
    if text is None:
        return
    if isinstance(value, list) and frame.wants in ("first", "next"):
        value.append(text)
    elif isinstance(value, dict) and frame.wants == "value":
        value[path[-1]] = text


def _remove(value: Json, path: Path) -> None:
    """Take a member out; of a list, nothing, or what follows would move."""
    *above, last = path
    for step in above:
        value = value.get(step, {}) if isinstance(value, dict) else value[step]
    if isinstance(value, dict):
        value.pop(last, None)
