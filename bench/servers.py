"""Trace servers as real processes: started, measured from outside, stopped and killed.

What a server used is read from /proc, for all processes of its session; what it has stored is read
from its SQLite file, since an answer may come before the spans are there.
"""

from __future__ import annotations

import os
import signal
import socket
import sqlite3
import subprocess
import time
import urllib.request
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from environments import GENCHI, Environment, surroundings

_TICKS = os.sysconf("SC_CLK_TCK")
_START_SECONDS = 180
_STOP_SECONDS = 30


@dataclass(frozen=True, slots=True)
class Product:
    """How to run a server, and where its spans are.

    `{folder}`, `{port}` and `{other_port}` in the command and the variables are filled in.
    """

    environment: Environment
    command: tuple[str, ...]
    health: str
    database: str
    ids: str
    """SQL for the ids of all spans, in hexadecimal."""
    variables: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The name of its environment."""
        return self.environment.name


PRODUCTS = (
    Product(
        GENCHI,
        ("genchi", "up", "--home", "{folder}", "--port", "{port}"),
        health="/api/health",
        database="genchi.db",
        ids="SELECT lower(hex(span_id)) FROM span",
    ),
    Product(
        Environment("phoenix", ("arize-phoenix",)),
        ("phoenix", "serve"),
        health="/healthz",
        database="phoenix.db",
        ids="SELECT span_id FROM spans",
        variables={
            "PHOENIX_WORKING_DIR": "{folder}",
            "PHOENIX_HOST": "127.0.0.1",
            "PHOENIX_PORT": "{port}",
            "PHOENIX_GRPC_PORT": "{other_port}",
        },
    ),
    Product(
        Environment("mlflow", ("mlflow",)),
        (
            *("mlflow", "server", "--host", "127.0.0.1", "--port", "{port}", "--workers", "1"),
            *("--backend-store-uri", "sqlite:///{folder}/mlflow.db"),
            *("--default-artifact-root", "{folder}/artifacts"),
        ),
        health="/health",
        database="mlflow.db",
        ids="SELECT span_id FROM spans",
        variables={"MLFLOW_SERVER_ENABLE_JOB_EXECUTION": "false"},
        headers={"x-mlflow-experiment-id": "0"},
    ),
)
"""MLflow with one worker and without its job runner: several workers lock each other's SQLite."""


class Server:
    """A product that runs on a free port of this machine, with its data in `folder`."""

    def __init__(self, product: Product, environments: Path, folder: Path) -> None:
        self.product, self.folder = product, folder
        self._environments = environments
        self._process: subprocess.Popen[bytes] | None = None
        self.port = 0

    def start(self) -> None:
        """Start it and wait until it answers; `RuntimeError` with its last words where it ends."""
        self.folder.mkdir(parents=True, exist_ok=True)
        self.port = free_port()
        known = {"folder": self.folder, "port": self.port, "other_port": free_port()}
        program, *arguments = (text.format_map(known) for text in self.product.command)
        path = self.product.environment.program(self._environments, program)
        variables = {k: v.format_map(known) for k, v in self.product.variables.items()}
        variables["PATH"] = f"{path.parent}{os.pathsep}{os.environ['PATH']}"
        with (self.folder / "server.log").open("ab") as log:
            self._process = subprocess.Popen(
                [str(path), *arguments],
                cwd=self.folder,
                env=surroundings(self.folder, variables),
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self._wait_until_healthy(self._process)

    def stop(self) -> None:
        """Ask it to stop; kill what is left after a while."""
        if self._process is not None:
            self._process.terminate()
            deadline = time.monotonic() + _STOP_SECONDS
            while self._members() and time.monotonic() < deadline:
                self._process.poll()
                time.sleep(0.1)
            self.kill()

    def kill(self) -> None:
        """End all its processes at once, without a chance to write anything more."""
        if self._process is not None:
            for pid in self._members():
                os.kill(pid, signal.SIGKILL)
            self._process.wait()
            self._process = None

    def cpu(self) -> float:
        """CPU seconds that all its processes have used."""
        return sum(sum(map(int, _stat(pid)[11:15])) for pid in self._members()) / _TICKS

    def stored(self) -> int:
        """How many spans are in its file."""
        return int(self._query(f"SELECT count(*) FROM ({self.product.ids})")[0])

    def ids(self) -> set[str]:
        """The ids of the spans in its file."""
        return set(self._query(self.product.ids))

    def size(self) -> int:
        """Bytes of its file; to be asked after a clean stop."""
        return sum(f.stat().st_size for f in self.folder.glob(f"{self.product.database}*"))

    def _query(self, sql: str) -> list[str]:
        uri = f"file:{self.folder / self.product.database}?mode=ro"
        with closing(sqlite3.connect(uri, uri=True, timeout=60)) as connection:
            return [row[0] for row in connection.execute(sql)]

    def _members(self) -> list[int]:
        """All processes of the session that it was started in."""
        if self._process is None:
            return []
        session = str(self._process.pid)
        pids = [int(path.name) for path in Path("/proc").iterdir() if path.name.isdigit()]
        return [pid for pid in pids if _stat(pid)[3:4] == [session] and _stat(pid)[:1] != ["Z"]]

    def _wait_until_healthy(self, process: subprocess.Popen[bytes]) -> None:
        deadline = time.monotonic() + _START_SECONDS
        while not _answers(f"http://127.0.0.1:{self.port}{self.product.health}"):
            if process.poll() is not None or time.monotonic() > deadline:
                said = (self.folder / "server.log").read_text(errors="replace").strip()
                self.kill()
                raise RuntimeError(said.splitlines()[-1] if said else "it gave no reason")
            time.sleep(0.2)


def free_port() -> int:
    """A port that nobody listens on at this moment."""
    with closing(socket.create_server(("127.0.0.1", 0))) as listening:
        port: int = listening.getsockname()[1]
    return port


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def _stat(pid: int) -> list[str]:
    """The fields of /proc/PID/stat from the third on (proc(5)); empty where it has ended."""
    try:
        return (Path("/proc") / str(pid) / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []
