"""A socket that listens, and the address that people are told: for every server of genchi."""

from __future__ import annotations

import socket

from genchi.errors import OutsideError, UsageError


def listen(host: str, port: int, *, waiting: int) -> socket.socket:
    """A socket that listens and lets so many connections wait; port 0 takes a free one.

    Raises `UsageError` for a host that is none, `OutsideError` for a port that cannot be had.
    """
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
    except (OSError, UnicodeError) as error:  # a name with an empty or an overlong part
        raise UsageError(f"--host {host!r} is no address of this machine ({error})") from error
    listening = socket.socket(family, kind, protocol)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind(address)
        listening.listen(waiting)
    except (OSError, OverflowError) as error:
        listening.close()
        raise OutsideError(
            f"port {port} of {host} cannot be used ({error}): choose another with --port"
        ) from error
    return listening


def url_of(listening: socket.socket) -> str:
    """The address to type into a browser, or to tell a client."""
    host, port = listening.getsockname()[:2]
    return f"http://{f'[{host}]' if ':' in host else host}:{port}"
