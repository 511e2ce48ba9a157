"""The same questions to other trace servers, over HTTP, with as many of the same spans in each.

All are real processes (`servers.py`) that were sent the spans as OTLP. A question is asked in the
way its server documents. Phoenix looks for output in the attribute `output.value` of OpenInference,
so every span has it there as well. MLflow lists traces where the others list spans, and both look
for the letters anywhere, where genchi looks for the word.
"""

from __future__ import annotations

import dataclasses
import json
import statistics
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from filled import COMMON, spans
from genchi.records import Payload, Span, output_text
from genchi.store import open_store
from genchi.tracing.otlp.writing import write
from sending import Sender
from servers import PRODUCTS, Product, Server

_CONNECTIONS = 4
_BATCH = 512
_WARM = 7
_IDLE_SECONDS = 60
_PAGE = 50
LATEST, ERRORS, WORD = "latest 50", "latest 50 errors", "latest 50 with a word"


@dataclass(frozen=True, slots=True)
class Compared:
    """What one server took for a question: ms as the caller sees them and ms of its CPU."""

    server: str
    question: str
    found: int
    wall: list[float]
    cpu: float


class _Client:
    """Asks one server for JSON."""

    def __init__(self, port: int) -> None:
        self._base = f"http://127.0.0.1:{port}"

    def get(self, path: str, **parameters: str) -> Any:
        query = f"?{urlencode(parameters)}" if parameters else ""
        return self._answer(urllib.request.Request(f"{self._base}{path}{query}"))

    def post(self, path: str, body: Mapping[str, Any]) -> Any:
        headers = {"Content-Type": "application/json"}
        data = json.dumps(body).encode()
        return self._answer(urllib.request.Request(f"{self._base}{path}", data, headers))

    def _answer(self, request: urllib.request.Request) -> Any:
        with urllib.request.urlopen(request, timeout=120) as answer:
            return json.load(answer)


_Questions = dict[str, Callable[[], int]]
"""What can be asked of a server; each says how many things it found."""


def compared(environments: Path, number: int) -> list[Compared]:
    """What every server that is installed takes for every question that it knows."""
    bodies = list(_bodies(number))
    out: list[Compared] = []
    for product in PRODUCTS:
        if not product.environment.versions(environments):
            print(f"{product.name} is not in {environments}, so it is left out")
            continue
        with tempfile.TemporaryDirectory() as folder:
            server = Server(product, environments, Path(folder))
            server.start()
            try:
                _load(server, bodies, number)
                out += _asked(server, product)
            finally:
                server.kill()
    return out


def print_compared(found: Sequence[Compared]) -> None:
    """One row for each server and question; the ratio is of what the caller waits."""
    print(f"\n{'ms, over HTTP':<50}{'median':>9}{'worst':>9}{'CPU':>9}{'/ genchi':>10}{'found':>7}")
    medians = {(one.server, one.question): statistics.median(one.wall) for one in found}
    for one in sorted(found, key=lambda one: one.question):
        median = medians[one.server, one.question]
        ratio = median / medians["genchi", one.question]
        print(
            f"{f'{one.question}: {one.server}':<50}{median:>9,.1f}{max(one.wall):>9,.1f}"
            f"{one.cpu:>9,.1f}{ratio:>10.1f}{one.found:>7}"
        )


def _bodies(number: int) -> Iterator[bytes]:
    batch: list[Span] = []
    for span in spans(number):
        batch.append(_with_output(span))
        if len(batch) == _BATCH:
            yield write(batch)
            batch = []
    if batch:
        yield write(batch)


def _with_output(span: Span) -> Span:
    payload = span.payload or Payload()
    said = output_text(payload.output) or "\n".join(m.text for m in payload.output_messages)
    payload = dataclasses.replace(payload, attributes={"output.value": said})
    return dataclasses.replace(span, payload=payload)


def _load(server: Server, bodies: Sequence[bytes], number: int) -> None:
    sender = Sender(server.port, bodies, server.product.headers)
    sender.start(_CONNECTIONS)
    sender.wait()
    stored, since = server.stored(), time.monotonic()
    while stored < number and time.monotonic() - since < _IDLE_SECONDS:
        time.sleep(0.5)
        now = server.stored()
        if now != stored:
            stored, since = now, time.monotonic()
    _wait_for_index(server)
    if stored != number:
        print(f"{server.product.name} stored {stored:,} of {number:,}: {dict(sender.statuses)}")


def _wait_for_index(server: Server) -> None:
    """genchi indexes words behind what it records; the others have no index of words."""
    if server.product is not PRODUCTS[0]:
        return
    store = open_store(server.folder, create=False)
    while store.text.watermark() < store.spans.count():
        time.sleep(0.5)
    store.close()


def _asked(server: Server, product: Product) -> Iterator[Compared]:
    for question, ask in _QUESTIONS[product.name](_Client(server.port)).items():
        ask()  # warm
        wall, found, cpu = [], 0, server.cpu()
        for _ in range(_WARM):
            started = time.perf_counter()
            found = ask()
            wall.append((time.perf_counter() - started) * 1e3)
        yield Compared(product.name, question, found, wall, (server.cpu() - cpu) / _WARM * 1e3)


def _genchi(client: _Client) -> _Questions:
    def ask(**parameters: str) -> int:
        return len(client.get("/api/traces", limit=str(_PAGE), **parameters)["spans"])

    return {
        LATEST: ask,
        ERRORS: lambda: ask(filter="status:error", all_spans="true"),
        WORD: lambda: ask(filter=COMMON, all_spans="true"),
    }


_PHOENIX_SPANS = """query($id: ID!, $f: String) { node(id: $id) { ... on Project {
  spans(first: 50, filterCondition: $f, sort: {col: startTime, dir: desc}) { edges { node {
    name startTime latencyMs statusCode tokenCountTotal } } } } } }"""


def _phoenix(client: _Client) -> _Questions:
    def graphql(query: str, **variables: str) -> Any:
        answer = client.post("/graphql", {"query": query, "variables": variables})
        if answer.get("errors"):
            raise RuntimeError(f"Phoenix did not understand the question: {answer['errors']}")
        return answer["data"]

    projects = graphql("{ projects { edges { node { id traceCount } } } }")["projects"]["edges"]
    project = max((edge["node"] for edge in projects), key=lambda node: node["traceCount"])["id"]

    def ask(condition: str) -> int:
        found = graphql(_PHOENIX_SPANS, id=project, f=condition)
        return len(found["node"]["spans"]["edges"])

    return {
        LATEST: lambda: ask("parent_id is None"),
        ERRORS: lambda: ask("status_code == 'ERROR'"),
        WORD: lambda: ask(f"'{COMMON}' in output.value"),
    }


def _mlflow(client: _Client) -> _Questions:
    place = {"type": "MLFLOW_EXPERIMENT", "mlflow_experiment": {"experiment_id": "0"}}

    def ask(condition: str | None) -> int:
        body = {"locations": [place], "max_results": _PAGE, "order_by": ["timestamp_ms DESC"]}
        chosen = {"filter": condition} if condition else {}
        return len(client.post("/api/3.0/mlflow/traces/search", body | chosen).get("traces", []))

    return {
        LATEST: lambda: ask(None),
        ERRORS: lambda: ask("trace.status = 'ERROR'"),
        WORD: lambda: ask(f"trace.text LIKE '%{COMMON}%'"),
    }


_QUESTIONS: dict[str, Callable[[_Client], _Questions]] = {
    "genchi": _genchi,
    "phoenix": _phoenix,
    "mlflow": _mlflow,
}
