"""One HTTP connection to a server that takes OTLP, kept open between requests."""

from __future__ import annotations

import gzip
import ipaddress
import time
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from genchi.errors import OutsideError, UsageError

if TYPE_CHECKING:
    from http.client import HTTPConnection

_PATH = "/v1/traces"
_ANSWER_BYTES = 64 * 1024


@dataclass(frozen=True, slots=True)
class Answer:
    """What the server said; `retry_after` is in seconds, where it asked to wait."""

    status: int
    body: bytes = b""
    retry_after: float | None = None


@dataclass(frozen=True, slots=True)
class Destination:
    """Where to send: the parts of a URL."""

    secure: bool
    host: str
    port: int | None
    path: str

    @property
    def is_near(self) -> bool:
        """Whether it is this machine, where compressing costs more than it saves."""
        if self.host == "localhost":
            return True
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return False


def destination_of(url: str) -> Destination:
    """The parts of a server's URL, with `/v1/traces` after it unless it has that already.

    >>> destination_of("http://127.0.0.1:4318").path
    '/v1/traces'
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise UsageError(f"{url!r} is not a URL ({error}): give one such as {_EXAMPLE}") from None
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise UsageError(f"{url!r} is not the URL of a server: give one such as {_EXAMPLE}")
    path = parts.path.rstrip("/")
    path = path if path.endswith(_PATH) else path + _PATH
    return Destination(parts.scheme == "https", parts.hostname, port, path)


_EXAMPLE = "http://127.0.0.1:4318"


class Connection:
    """Sends bodies one after the other; not for two threads at once."""

    def __init__(self, destination: Destination) -> None:
        self._destination = destination
        self._open: HTTPConnection | None = None

    def post(self, body: bytes, headers: dict[str, str], timeout: float) -> Answer:
        """Send a body. Raises `OutsideError` where there was no answer."""
        from http.client import HTTPException

        if not self._destination.is_near:
            body = gzip.compress(body, compresslevel=3)
            headers = headers | {"Content-Encoding": "gzip"}
        try:
            answer = self._exchange(body, headers, timeout)
        except (OSError, HTTPException) as error:
            self.close()
            raise OutsideError(f"no answer from {self._destination.host}: {error!r}") from None
        return answer

    def close(self) -> None:
        """Close the connection; the next request opens another."""
        if self._open is not None:
            self._open.close()
            self._open = None

    def _exchange(self, body: bytes, headers: dict[str, str], timeout: float) -> Answer:
        kept = self._open is not None
        connection = self._open = self._open or self._connect()
        connection.timeout = timeout
        if connection.sock is not None:
            connection.sock.settimeout(timeout)
        try:
            connection.request("POST", self._destination.path, body, headers)
            response = connection.getresponse()
        except ConnectionError:
            if not kept:
                raise
            self.close()  # a connection that the server closed while it was idle
            return self._exchange(body, headers, timeout)
        said = response.read(_ANSWER_BYTES)
        if response.read(1) or response.will_close:
            self.close()
        return Answer(response.status, said, _seconds(response.getheader("Retry-After")))

    def _connect(self) -> HTTPConnection:
        from http.client import HTTPConnection, HTTPSConnection

        kind = HTTPSConnection if self._destination.secure else HTTPConnection
        return kind(self._destination.host, self._destination.port)


def _seconds(text: str | None) -> float | None:
    """A `Retry-After` header: seconds, or a date."""
    if text is None:
        return None
    try:
        return max(float(text), 0.0)
    except ValueError:
        pass
    try:
        return max(parsedate_to_datetime(text).timestamp() - time.time(), 0.0)
    except (ValueError, TypeError):
        return None
