"""Answers recorded before, by what was asked: tests and CI that cost nothing and say the same.

Around any model. In a file of JSON lines, one for each answer, the key is the hash of the model
asked and of the request; the same request asked n times has n answers, given in the order in
which they were recorded. Passages are part of the request's key only through its messages.

    record    ask, and write the answer down in place of what an earlier run recorded
    replay    the recorded answer; what is not recorded is asked, and written down
    refuse    the recorded answer; what is not recorded is an error
"""

from __future__ import annotations

import secrets
from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from threading import Lock
from typing import Literal, get_args

from genchi.errors import OutsideError, UsageError
from genchi.models.failures import ProviderError
from genchi.models.families import Client, Family
from genchi.models.offline.saying import chunks_of
from genchi.records import Chunk, Json, Request, Response, content_hash, from_json, to_json
from genchi.records.request_json import request_to_json, response_from_json, response_to_json

Mode = Literal["record", "replay", "refuse"]
MODES: tuple[Mode, ...] = get_args(Mode)
MODE = "GENCHI_REPLAY"
"""The environment variable that says which mode the `replay` of genchi.toml is in."""


def mode_of(given: str | None) -> Mode:
    """A mode by its name; `replay` where none is given."""
    if given is None:
        return "replay"
    if given not in MODES:
        raise UsageError(f"{given!r} is no mode of replaying: choose {', '.join(MODES)}")
    return given


class Recording:
    """The answers in one file. Several processes may append to it: a line is written at once."""

    def __init__(self, path: Path) -> None:
        """What the file has is read now; it need not exist."""
        self.path = path
        self._run = secrets.token_hex(4)
        self._runs: dict[str, str] = {}
        self._answers: dict[str, list[Json]] = defaultdict(list)
        self._given: Counter[str] = Counter()
        self._lock = Lock()
        if path.is_file():
            self._read()

    def next(self, key: str) -> Response | None:
        """The next answer to a request, or None where there are no more."""
        with self._lock:
            place = self._given[key]
            answers = self._answers.get(key, [])
            if place >= len(answers):
                return None
            self._given[key] += 1
        return response_from_json(answers[place])

    def add(self, key: str, request: Request, response: Response, *, anew: bool) -> None:
        """Write an answer down, as given; `anew` puts it in the place of earlier runs' answers."""
        told = response_to_json(response)
        with self._lock:
            run = self._run if anew else self._runs.get(key, self._run)
            self._keep(key, run, told)
            self._given[key] += 1
            line = {"key": key, "run": run, "asked": _last(request), "answer": told}
            self._append(to_json(line) + b"\n")

    def _keep(self, key: str, run: str, told: Json) -> None:
        if self._runs.get(key, run) != run:
            self._answers[key] = []
        self._runs[key] = run
        self._answers[key].append(told)

    def _append(self, line: bytes) -> None:
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with self.path.open("ab") as file:
                file.write(line)
        except OSError as error:
            raise OutsideError(f"{self.path} cannot be written ({error.strerror})") from error

    def _read(self) -> None:
        try:
            lines = self.path.read_bytes().splitlines()
        except OSError as error:
            raise OutsideError(f"{self.path} cannot be read ({error.strerror})") from error
        for number, line in enumerate(lines, 1):
            try:
                told = from_json(line)
                self._keep(told["key"], told["run"], told["answer"])
            except (ValueError, KeyError, TypeError) as error:
                raise UsageError(
                    f"{self.path}:{number} is no recorded answer: delete the line, or record anew"
                ) from error


class Replay:
    """The family that gives recorded answers, around one that can be asked."""

    def __init__(
        self, recording: Recording, mode: Mode, inner: Family, client: Callable[[], Client]
    ) -> None:
        """`inner` is asked what is not recorded; its client is made when it is needed first."""
        self._recording = recording
        self._mode: Mode = mode
        self._inner = inner
        self._client = client

    async def complete(self, client: Client, model: str, request: Request) -> Response:
        """The recorded answer, or that of the model behind."""
        key = key_of(model, request)
        known = None if self._mode == "record" else self._recording.next(key)
        if known is not None:
            return known
        if self._mode == "refuse":
            raise ProviderError(self._lacking(request), "bad_request")
        response = await self._inner.complete(self._client(), model, request)
        self._recording.add(key, request, response, anew=self._mode == "record")
        return response

    async def stream(
        self, client: Client, model: str, request: Request
    ) -> AsyncIterator[Chunk | Response]:
        """The same in the pieces that a stream has."""
        response = await self.complete(client, model, request)
        for chunk in chunks_of(response.message):
            yield chunk
        yield response

    def _lacking(self, request: Request) -> str:
        return (
            f"{self._recording.path} has no answer to {_last(request)!r}: "
            f"run once with {MODE}=replay (asks what is missing) or {MODE}=record"
        )


def key_of(model: str, request: Request) -> str:
    """The name of a request to a model: 32 hex digits of a hash of all that is sent."""
    return content_hash({"model": model, **request_to_json(request)}).hex()[:32]


def _last(request: Request) -> str:
    return request.messages[-1].text[:120] if request.messages else ""
