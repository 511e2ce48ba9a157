"""From the text of a file to a `Prompt`, or one sentence that says which line is wrong."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from pathlib import Path

from genchi.errors import OutsideError, UsageError
from genchi.prompts.examples import Examples, ReadBeside, read_examples
from genchi.prompts.front_matter import FrontMatter, read_front_matter, split
from genchi.prompts.inputs import Input, read_inputs
from genchi.prompts.outputs import read_output
from genchi.prompts.parameters import read_parameters
from genchi.prompts.places import Place
from genchi.prompts.prompt import Prompt
from genchi.prompts.sections import Section, read_sections
from genchi.prompts.templates import variables_of
from genchi.records import clean

KEYS = ("model", "parameters", "inputs", "output", "examples", "checks", "owner", "why")
"""What front matter may say."""


def read(path: Path | str, *, name: str | None = None) -> Prompt:
    """The prompt in a file, named as the file is unless a name is given.

    Raises `UsageError` naming file and line for what is wrong in it, `OutsideError` for a file
    that cannot be read.
    """
    path = Path(path)
    try:
        data = path.read_bytes()
    except OSError as error:
        raise OutsideError(f"{path} cannot be read ({error.strerror})") from error
    return read_text(
        data,
        name=name or path.stem,
        file=str(path),
        beside=lambda other: (path.parent / other).read_bytes(),
    )


def read_text(
    data: bytes | str, *, name: str, file: str | None = None, beside: ReadBeside | None = None
) -> Prompt:
    """The prompt in a text. `file` is what errors call it; `beside` reads the files next to it.

    >>> prompt = read_text("Translate into French.", name="french")
    >>> prompt.render()[0].text, prompt.version
    ('Translate into French.', 'e0ce19c5a2da')
    """
    file = file or f"{name}.md"
    text = _decoded(data, file)
    head, body, body_line = split(text)
    if body_line > text.count("\n") + 1 and head and not body:
        raise Place(file, 1).error("the front matter has no end: close it with a line `---`")
    front = read_front_matter(head, file)
    _check_keys(front)
    sections = read_sections(body, file, body_line)
    if not sections:
        raise Place(file, body_line).error("there is no message: add `# user` and its text")
    inputs = read_inputs(front)
    _check_variables(sections, inputs, file)
    examples = read_examples(front, beside or _nothing_beside)
    _check_examples(sections, examples, front)
    return Prompt(
        name=name,
        file=file,
        sections=sections,
        inputs=inputs,
        output=read_output(front),
        model=_text(front, "model"),
        parameters=read_parameters(front),
        examples=examples,
        checks=_checks(front),
        owner=_text(front, "owner"),
        why=_text(front, "why"),
    )


def used_variables(sections: Sequence[Section], file: str) -> dict[str, Place]:
    """The variables that the sections of a file use, each with the line that does so first."""
    found: dict[str, Place] = {}
    for section in sections:
        found = {**variables_of(section.text, Place(file, section.line)), **found}
    return found


def _decoded(data: bytes | str, file: str) -> str:
    if isinstance(data, bytes):
        try:
            data = data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = error.object.count(b"\n", 0, error.start) + 1
            raise Place(file, line).error("the file is not UTF-8: save it as UTF-8") from None
    text: str = clean(data)  # a lone surrogate cannot be sent to anybody
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def _check_keys(front: FrontMatter) -> None:
    for key in front.values:
        if key not in KEYS:
            near = difflib.get_close_matches(key, KEYS, 1)
            hint = f"did you mean {near[0]!r}? " if near else ""
            raise front.place(key).error(
                f"front matter has no {key!r}: {hint}it has {', '.join(KEYS)}"
            )


def _check_variables(sections: Sequence[Section], inputs: Sequence[Input], file: str) -> None:
    known = [one.name for one in inputs]
    for name, place in used_variables(sections, file).items():
        if name not in known:
            there = ", ".join(known) or "none"
            raise place.error(
                f"the variable {name!r} is no input (inputs: {there}): "
                f"declare it under `inputs`, as `{name}: string`"
            )


def _check_examples(
    sections: Sequence[Section], examples: Examples | None, front: FrontMatter
) -> None:
    marked = next((one for one in sections if one.role == "examples"), None)
    if marked and examples is None:
        raise Place(front.file, marked.line).error(
            "`# examples` has no examples: name their file, as `examples: { file: NAME.jsonl }`"
        )
    asks = any(one.role == "user" or (one.role == "examples" and one.text) for one in sections)
    if examples and not asks and any(one.inputs for one in examples.all):
        raise front.place("examples").error("examples have inputs, but no section asks for any")


def _checks(front: FrontMatter) -> tuple[str, ...]:
    specs = front.values.get("checks") or []
    if not isinstance(specs, list) or not all(isinstance(spec, str) for spec in specs):
        raise front.place("checks").error(
            'checks is a list of texts: [not_empty, "max_words(120)"]'
        )
    return tuple(specs)


def _text(front: FrontMatter, key: str) -> str | None:
    value = front.values.get(key)
    if value is not None and not isinstance(value, str):
        raise front.place(key).error(f"{key} is text, not {value!r}")
    return value.strip() if value else None


def _nothing_beside(name: str) -> bytes:
    raise UsageError(f"a prompt that is read from a text has no file {name!r} beside it")
