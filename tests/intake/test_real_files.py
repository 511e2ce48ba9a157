"""Real public files come in whole, and the numbers from the store equal those from the file."""

from __future__ import annotations

import gzip
import itertools
import json
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from genchi import Home
from genchi.stats import cohen_kappa, mcnemar, pass_hat_k

pytestmark = pytest.mark.real_data


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    with Home(tmp_path / "home") as opened:
        yield opened


def test_ragtruth_gives_the_rates_and_comparisons_that_its_rows_give(
    home: Home, real_data: Path
) -> None:
    path = real_data / "ragtruth_part" / "qa_test_829_ragtruth_fields.jsonl.gz"
    summary = home.import_file(path, "qa", mapping=["label.grounded=length(labels) == `0`"])
    rows = [json.loads(line) for line in gzip.decompress(path.read_bytes()).splitlines()]
    assert (summary.read, summary.added, summary.rejected) == (len(rows), 414, 0)

    good = {
        g.group: (g.rate and round(g.rate * g.n), g.n)
        for g in home.quality("qa", "grounded", by="model")
    }
    assert good == {
        "gpt-3.5-turbo-0613": (126, 131),
        "llama-2-70b-chat": (103, 138),
        "llama-2-7b-chat": (93, 145),
    }

    said: dict[str, dict[str, bool]] = defaultdict(dict)
    for row in rows:
        said[row["model"]][row["question"]] = not row["labels"]
    for comparison in home.compare("qa", "grounded", by="model"):
        a, b = said[comparison.a], said[comparison.b]
        only_a = sum(a[q] and not b[q] for q in a.keys() & b.keys())
        only_b = sum(b[q] and not a[q] for q in a.keys() & b.keys())
        assert comparison.pairs == len(a.keys() & b.keys())
        assert (comparison.only_a, comparison.only_b) == (only_a, only_b)
        assert comparison.p == pytest.approx(mcnemar(only_a, only_b))


def test_tau_bench_rewards_give_the_same_pass_hat_k_as_the_file(
    home: Home, real_data: Path
) -> None:
    path = real_data / "tau_bench" / "historical_trajectories" / "gpt-4o-airline.json.gz"
    summary = home.import_file(path, "agent")
    runs = json.loads(gzip.decompress(path.read_bytes()))
    assert (summary.read, summary.added, summary.rejected) == (len(runs), 120, 0)

    rewards = {
        label.target.span: label.value for label in home.store().labels.current("agent", "reward")
    }
    stored: dict[Any, list[bool]] = defaultdict(list)
    for span in home.store().spans.list("agent", payloads=True):
        assert span.payload is not None
        stored[span.payload.metadata["task_id"]].append(rewards[span.key] == 1)
    direct: dict[Any, list[bool]] = defaultdict(list)
    for run in runs:
        direct[run["task_id"]].append(run["reward"] == 1)
    for k in (1, 2, 3, 4):
        assert _pass_hat(stored, k) == pytest.approx(_pass_hat(direct, k))


def _pass_hat(tries: dict[Any, list[bool]], k: int) -> float:
    enough = [t for t in tries.values() if len(t) >= k]
    return sum(pass_hat_k(len(t), sum(t), k) for t in enough) / len(enough)


def test_every_inspect_log_comes_in_without_a_reject(home: Home, real_data: Path) -> None:
    logs = sorted(
        path
        for path in (real_data / "inspect_logs").rglob("*")
        if path.suffix in {".eval", ".json"}
    )
    assert len(logs) >= 7
    for log in logs:
        summary = home.import_file(log, "logs")
        assert summary.format == "inspect"
        assert (summary.rejected, summary.doubts) == (0, {}), log.name
        assert summary.read > 0 or "no-samples" in log.name


def test_the_annotators_of_pandalm_agree_as_their_paper_says(home: Home, real_data: Path) -> None:
    path = real_data / "pandalm" / "data" / "testset-v1.json.gz"
    summary = home.import_file(path, "pairs", mapping=["output=response1"])
    assert summary.rejected == 0
    said: dict[str, list[Any]] = defaultdict(list)
    for span in home.store().spans.list("pairs", payloads=True):
        assert span.payload is not None
        for name in ("annotator1", "annotator2", "annotator3"):
            said[name].append(span.payload.metadata[name])
    kappas = sorted(cohen_kappa(a, b) for a, b in itertools.combinations(said.values(), 2))
    assert kappas == pytest.approx([0.852, 0.862, 0.879], abs=0.02)
