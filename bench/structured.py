"""How much of what models write wrongly comes back, and how much of it changed in silence.

    .venv/bin/python bench/structured.py [SEEDS]

Forty schemas, values drawn by a seed (default 10 each), fifteen corruptions and two harder ones,
the same texts for all:

- `genchi`: `genchi.models.structured.parse`;
- `json-repair`: its value, where it fits the schema by jsonschema-rs;
- `json.loads`: the same with the standard library alone.

*right* is the value that a person would read. *silent* is another value that fits the schema and of
which nobody is told. CPU is that of parsing and validating, each reader given all texts in turn.
"""

from __future__ import annotations

import importlib.util
import json
import random
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import json_repair
import jsonschema_rs

from genchi.models.structured import UnparsedError, parse
from genchi.models.structured.results import same

CASES = Path(__file__).parent.parent / "tests" / "models"
Read = Callable[[str, Any, Any], tuple[Any, bool] | None]
"""Text, schema, validator: the value and whether changes are told; None: refused."""
Case = tuple[Any, str, Any]
"""The draft, its text, the validator of its schema."""


def loaded(name: str) -> Any:
    """The schemas and corruptions of the tests."""
    spec = importlib.util.spec_from_file_location(name, CASES / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


def by_genchi(text: str, schema: Any, validator: Any) -> tuple[Any, bool] | None:
    """The ladder; it validates by itself."""
    try:
        found = parse(text, schema)
    except UnparsedError:
        return None
    return found.value, bool(found.repairs)


def by_json_repair(text: str, schema: Any, validator: Any) -> tuple[Any, bool] | None:
    """json-repair alone, then the schema."""
    try:
        value = json_repair.loads(text)
        return (value, False) if validator.is_valid(value) else None
    except (ValueError, RecursionError):
        return None


def by_json(text: str, schema: Any, validator: Any) -> tuple[Any, bool] | None:
    """The standard library alone, then the schema."""
    try:
        value = json.loads(text)
        return (value, False) if validator.is_valid(value) else None
    except (ValueError, RecursionError):
        return None


READERS: dict[str, Read] = {
    "genchi": by_genchi,
    "json-repair": by_json_repair,
    "json.loads": by_json,
}


def cases(seeds: int) -> dict[str, list[Case]]:
    """The texts of every corruption, and those of values with nothing wrong."""
    schemas, corruptions = loaded("structured_schemas"), loaded("structured_corruptions")
    made: dict[str, list[Case]] = {"nothing wrong": []}
    for name, schema in schemas.SCHEMAS.items():
        validator = jsonschema_rs.validator_for(schema)
        for seed in range(seeds):
            for corrupt in (None, *corruptions.ALL, *corruptions.HARD):
                draw = random.Random(f"{name} {seed} {corrupt and corrupt.__name__}")
                draft = corruptions.draft_of(schema, schemas.value_of(schema, draw))
                draft = corrupt(draft, draw) if corrupt else draft
                if draft is not None:
                    kind = corrupt.__name__.replace("_", " ") if corrupt else "nothing wrong"
                    text = corruptions.text_of(draft, draw)
                    made.setdefault(kind, []).append((draft, text, validator))
    return made


def outcome(draft: Any, found: tuple[Any, bool] | None) -> str:
    """`right`, `refused`, `told` (another value, and the change is told) or `silent`."""
    if found is None:
        return "refused"
    value, told = found
    if not draft.lost and same(value, draft.right):
        return "right"
    return "told" if told else "silent"


def counted(read: Read, of_kind: list[Case]) -> dict[str, int]:
    """How often each outcome was."""
    outcomes = [outcome(d, read(text, d.schema, v)) for d, text, v in of_kind]
    return {name: outcomes.count(name) for name in ("right", "refused", "told", "silent")}


def cpu(read: Read, texts: list[Case], rounds: int = 5) -> float:
    """Microseconds of CPU a document, median of some rounds."""
    spent = []
    for _ in range(rounds):
        started = time.process_time()
        for draft, text, validator in texts:
            read(text, draft.schema, validator)
        spent.append((time.process_time() - started) / len(texts) * 1e6)
    return statistics.median(spent)


def main() -> None:
    """Measure and print."""
    made = cases(int(sys.argv[1]) if len(sys.argv) > 1 else 10)
    names = list(READERS)
    print(f"| | texts | {' | '.join(f'{name}: right, told, silent' for name in names)} |")
    print("|---|---|" + "---|" * len(names))
    for kind, of_kind in made.items():
        row = [counted(read, of_kind) for read in READERS.values()]
        cells = [f"{c['right'] / len(of_kind):.1%}, {c['told']}, {c['silent']}" for c in row]
        print(f"| {kind} | {len(of_kind)} | {' | '.join(cells)} |")
    print("\n| CPU of a document, µs | " + " | ".join(names) + " | genchi / json-repair |")
    print("|---|" + "---|" * (len(names) + 1))
    clean = made["nothing wrong"]
    wrong = [case for kind, of_kind in made.items() if kind != "nothing wrong" for case in of_kind]
    for title, texts in (("nothing wrong", clean), ("corrupted", wrong)):
        spent = [cpu(read, texts) for read in READERS.values()]
        cells = [f"{each:,.0f}" for each in spent]
        print(f"| {title} | {' | '.join(cells)} | {spent[0] / spent[1]:.2f} |")
    size = statistics.median(len(text) for _, text, _ in wrong)
    print(f"\nmedian length {size:.0f} characters; json-repair {json_repair_version()}")


def json_repair_version() -> str:
    """The version that was measured."""
    from importlib.metadata import version

    return version("json-repair")


if __name__ == "__main__":
    main()
