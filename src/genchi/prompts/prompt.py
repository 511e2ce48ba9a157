"""A prompt: what its file says, the messages it makes, and the version that names it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from genchi.errors import UsageError
from genchi.prompts.examples import Example, Examples
from genchi.prompts.inputs import Input, bound
from genchi.prompts.outputs import Output
from genchi.prompts.places import Place
from genchi.prompts.sections import Section
from genchi.prompts.spaces import bare
from genchi.prompts.templates import STYLES, Style, block, rendered, variables_of, written
from genchi.records import Json, Message, Text, content_hash

VERSION_BYTES = 6
"""Bytes of a version: 12 hexadecimal digits."""


@dataclass(frozen=True, slots=True)
class Prompt:
    """A prompt as its file says it.

    `model` is an alias, resolved when it is called. `parameters` are those of a `Request`.
    `checks` are check specs as text. `owner`, `why` and `checks` are not part of the version.
    """

    name: str
    file: str
    sections: tuple[Section, ...]
    inputs: tuple[Input, ...] = ()
    output: Output | None = None
    model: str | None = None
    parameters: Mapping[str, Json] = field(default_factory=dict)
    examples: Examples | None = None
    checks: tuple[str, ...] = ()
    owner: str | None = None
    why: str | None = None
    version: str = field(init=False)
    """A name for what the prompt says: 12 hexadecimal digits, the same on every machine."""

    def __post_init__(self) -> None:
        """Work the version out once."""
        digits = content_hash(said(self), size=VERSION_BYTES).hex()
        object.__setattr__(self, "version", digits)

    def render(self, /, **inputs: Any) -> tuple[Message, ...]:
        """The messages for some inputs, in Markdown. Raises as `messages` does."""
        return self.messages(inputs)

    def messages(
        self,
        inputs: Mapping[str, Any],
        *,
        style: Style = "markdown",
        examples: Sequence[Example] | None = None,
    ) -> tuple[Message, ...]:
        """The messages for some inputs, in the style that a family of models likes best.

        `examples` are those to show; without them the first `n` of the file, where the prompt does
        not have them chosen for each call. Raises `UsageError` naming file and line for an input
        that is missing, unknown or of another type, and for a template that cannot be rendered.
        """
        if style not in STYLES:
            raise UsageError(f"there is no style {style!r}: choose {' or '.join(STYLES)}")
        values = bound(self.inputs, inputs, self.file)
        shown = self._shown() if examples is None else tuple(examples)
        messages = [*self._written(values, style, shown)]
        if not messages:
            raise UsageError(f"{self.file}: with these inputs no section has any text")
        return tuple(messages)

    def _shown(self) -> tuple[Example, ...]:
        if self.examples is None:
            return ()
        if self.examples.choose != "fixed":
            raise UsageError(
                f"{self.file}: examples are chosen for each call ({self.examples.choose}): "
                "give those to show, as `prompt.messages(inputs, examples=[…])`"
            )
        return self.examples.all[: self.examples.n]

    def _written(
        self, values: Mapping[str, Json], style: Style, examples: Sequence[Example]
    ) -> list[Message]:
        place = self.place_of_examples
        outputs = [one for one in examples if not one.inputs]
        turns = [m for one in examples if one.inputs for m in self.example_turns(one, style)]
        found: list[Message] = []
        for number, section in enumerate(self.sections):
            if number == place:
                found += turns
            if section.role == "examples":
                continue
            text = self._text(section, values, style)
            if number == 0 and outputs:
                text = _with_outputs(section, text, outputs, style)
            last = number == len(self.sections) - 1
            text = text.rstrip() if section.role == "assistant" and last else text
            if text.strip():
                found.append(Message(section.role, (Text(text),)))
        return found

    @property
    def place_of_examples(self) -> int:
        """The number of the section before which examples stand."""
        roles = [section.role for section in self.sections]
        first = [roles.index(role) for role in ("examples", "user") if role in roles]
        return first[0] if first else len(roles)

    def _text(self, section: Section, values: Mapping[str, Json], style: Style) -> str:
        return rendered(section.text, values, style, Place(self.file, section.line))

    def example_turns(self, example: Example, style: Style) -> tuple[Message, Message]:
        """What a user said and what was answered, both as in a real turn."""
        asking = self._asking()
        needed = {*variables_of(asking.text, Place(self.file, asking.line)), *example.inputs}
        inputs = [one for one in self.inputs if one.name in needed]
        values = bound(inputs, example.inputs, f"{self.file}, example in line {example.line}")
        asked = self._text(asking, values, style)
        answered = written(example.output)
        return Message("user", (Text(asked),)), Message("assistant", (Text(answered),))

    def _asking(self) -> Section:
        """What says how the question of an example is put: `# examples`, else the last `# user`."""
        written_out = [one for one in self.sections if one.role == "examples" and one.text]
        of_user = [one for one in reversed(self.sections) if one.role == "user"]
        return (written_out + of_user)[0]


def said(prompt: Prompt) -> Json:
    """What counts for the version, as JSON: everything that a model or a caller could notice."""
    examples = prompt.examples
    return {
        "sections": [[one.role, bare(one.text).strip()] for one in prompt.sections],
        "inputs": {one.name: [one.schema, list(one.default)] for one in prompt.inputs},
        "output": prompt.output and [prompt.output.schema, prompt.output.reference],
        "model": prompt.model,
        "parameters": prompt.parameters,
        "examples": examples
        and [
            examples.choose,
            examples.n,
            examples.by,
            [[one.inputs, one.output, one.metadata] for one in examples.all],
        ],
    }


def _with_outputs(section: Section, text: str, examples: Sequence[Example], style: Style) -> str:
    """Examples that are outputs alone, as a block of the first message: after the system's rules,
    before the user's question."""
    shown = block("examples", "\n\n".join(written(one.output) for one in examples), style)
    return f"{text}\n\n{shown}" if section.role == "system" else f"{shown}\n\n{text}"
