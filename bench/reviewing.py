"""Which outputs a review finds: the queue's recipe next to a uniform sample, 150 labels each.

Real outputs are reviewed by a program that answers what was said of them by people, by a program
that verified them, or by a model. They come in batches of 10, and the guess is made anew after
each. `failures` are bad outputs among the 150, `kinds` how many of their kinds were seen. What
random sampling gives is reckoned over 200 samples a round.

    .venv/bin/python bench/reviewing.py [--data FOLDER] [--rounds 6]
"""

from __future__ import annotations

import argparse
import csv
import gzip
import itertools
import json
import os
import random
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import mean
from typing import IO

from genchi.checks import default_checks
from genchi.records import Passage, SpanKey, Subject
from genchi.review.drawing import drawn, set_aside
from genchi.review.recipe import Graded, Why, shares_of
from genchi.review.vectors import Vector, space_of, terms_of

LABELS, BATCH, SAMPLES = 150, 10, 200


@dataclass(frozen=True)
class Output:
    """A recorded output; `kind` is how it is bad, None where it is good."""

    said: str
    asked: str
    kind: str | None
    passages: tuple[Passage, ...] = ()
    failed: tuple[str, ...] = ()


def main() -> None:
    """Review every data set and print a line for each."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    here = os.environ.get("GENCHI_REAL_DATA") or Path(__file__).parents[2] / "shared" / "data"
    parser.add_argument("--data", type=Path, default=Path(here))
    parser.add_argument("--rounds", type=int, default=6)
    options = parser.parse_args()
    if not options.data.is_dir():
        raise SystemExit(f"there is no folder {options.data}: name one with --data")
    print("| outputs | bad | kinds | failures, recipe | uniform | kinds, recipe | uniform | ms |")
    print("|---|---|---|---|---|---|---|---|")
    for name, outputs, share in data_sets(options.data):
        print(line(name, outputs, share, options.rounds), flush=True)


def data_sets(folder: Path) -> Iterator[tuple[str, list[Output], float | None]]:
    """Each data set: its name, its outputs, and to which share of bad it is thinned."""
    instructions, answers = list(ifeval(folder)), list(ragtruth(folder))
    yield "IFEval, five models", instructions, None
    yield "IFEval, 20 % bad", instructions, 0.2
    yield "IFEval, 5 % bad", instructions, 0.05
    yield "RAGTruth QA", answers, None
    yield "RAGTruth QA, checks", [checked(output) for output in answers], None
    yield "HalluQA (Chinese), 10 % bad", list(halluqa(folder)), 0.1
    yield "Banking77, 10 topics bad, 5 % bad", list(banking(folder)), 0.05


def line(name: str, outputs: list[Output], share: float | None, rounds: int) -> str:
    """A row of the table: means over rounds, each with its own pool of at most 2,000."""
    found = [one_round(thinned(outputs, share, seed), seed) for seed in range(rounds)]
    size, bad, kinds, ours, chance, our_kinds, chance_kinds, ms = (
        mean(column) for column in zip(*found, strict=True)
    )
    return (
        f"| {name}: {size:.0f} | {bad:.0f} | {kinds:.0f} | {ours:.1f} | {chance:.1f} "
        f"| {our_kinds:.1f} | {chance_kinds:.1f} | {ms:.0f} |"
    )


def thinned(outputs: list[Output], share: float | None, seed: int) -> list[Output]:
    """At most 2,000 outputs, of which `share` are bad."""
    draw = random.Random(seed)
    if share is None:
        return draw.sample(outputs, min(2_000, len(outputs)))
    bad = [output for output in outputs if output.kind]
    good = [output for output in outputs if not output.kind]
    number = min(len(bad), int(2_000 * share), int(len(good) * share / (1 - share)))
    pool = draw.sample(bad, number) + draw.sample(good, min(len(good), 2_000 - number))
    draw.shuffle(pool)
    return pool


def one_round(pool: list[Output], seed: int) -> tuple[float, ...]:
    """One review of a pool, and what random samples of as many give."""
    terms = [terms_of(output.said, output.asked, output.failed) for output in pool]
    space = space_of(terms)
    started = time.perf_counter()
    seen = reviewed(pool, [space.vector(one) for one in terms], seed)
    ms = 1000 * (time.perf_counter() - started) / (LABELS / BATCH)
    draw = random.Random(seed)
    samples = [kinds_of(draw.sample(pool, LABELS)) for _ in range(SAMPLES)]
    ours, everything = kinds_of(seen), kinds_of(pool)
    return (
        len(pool),
        everything.total(),
        len(everything),
        ours.total(),
        mean(sample.total() for sample in samples),
        len(ours),
        mean(len(sample) for sample in samples),
        ms,
    )


def reviewed(pool: list[Output], vectors: list[Vector], seed: int) -> list[Output]:
    """The outputs that a reviewer is shown."""
    draw = random.Random(seed)
    keys = [SpanKey("a", f"{draw.getrandbits(128):032x}", f"{n:016x}") for n in range(len(pool))]
    place = {key: number for number, key in enumerate(keys)}
    order = drawn([key for key in keys if set_aside(key)], seed)
    given: Counter[Why] = Counter()
    shown: dict[SpanKey, None] = {}
    while len(shown) < LABELS:
        free = [key for key in keys if key not in shown and not set_aside(key)]
        shares = shares_of(
            [(key, vectors[place[key]]) for key in free],
            [Graded(vectors[place[key]], pool[place[key]].kind is not None) for key in shown],
            [key for key in order if key not in shown],
        )
        for key, why in itertools.islice(shares.mixed(given, list(shown)), BATCH):
            shown[key] = None
            given[why] += 1
    return [pool[place[key]] for key in shown]


def kinds_of(outputs: list[Output]) -> Counter[str]:
    """How often each kind of failure is among outputs."""
    return Counter(output.kind for output in outputs if output.kind)


def ifeval(folder: Path) -> Iterator[Output]:
    """Answers to instructions that a program verified; the kind is the first that was not kept."""
    for path in sorted((folder / "ifeval" / "evaluations").glob("en_*/*strict*")):
        for text in opened(path):
            one = json.loads(text)
            kept = zip(one["instruction_id_list"], one["follow_instruction_list"], strict=True)
            broken = next((kind for kind, followed in kept if not followed), None)
            yield Output(one["response"] or "", one["prompt"], broken)


def ragtruth(folder: Path) -> Iterator[Output]:
    """Answers from passages in which people marked what the passages do not say."""
    for text in opened(folder / "ragtruth_part" / "qa_test_829_ragtruth_fields.jsonl.gz"):
        one = json.loads(text)
        kind = f"{one['labels'][0]['label_type']}, {one['model']}" if one["labels"] else None
        yield Output(one["response"], one["question"], kind, (Passage(one["passages"]),))


def halluqa(folder: Path) -> Iterator[Output]:
    """Answers of six Chinese models that another model judged; the kind is the model."""
    answers = folder / "halluqa_zh" / "Chinese_LLMs_outputs" / "open_generation"
    for path in sorted(answers.iterdir())[:6]:
        for one in json.loads("".join(opened(path))):
            if one["is_hallucination"] in (True, False):
                bad = path.name if one["is_hallucination"] else None
                yield Output(one["response"], one["question"], bad)


def banking(folder: Path) -> Iterator[Output]:
    """Real questions without answers: which ten of 77 topics count as bad is made up here."""
    with (folder / "banking77" / "banking_data" / "train.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    bad = random.Random(7).sample(sorted({row["category"] for row in rows}), 10)
    for row in rows:
        yield Output("", row["text"], row["category"] if row["category"] in bad else None)


def checked(output: Output) -> Output:
    """The output with the checks that fail it, as a store has them."""
    subject = Subject(output.said, {"question": output.asked}, passages=output.passages)
    failed = (check.spec for check in default_checks() if check(subject).outcome == "fail")
    return replace(output, failed=tuple(failed))


def opened(path: Path) -> IO[str]:
    """A text file, unpacked."""
    return gzip.open(path, "rt") if path.suffix == ".gz" else path.open()


if __name__ == "__main__":
    main()
