"""The door of the API: every error leaves as JSON with one sentence, most with a code for pages."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping

from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response

from genchi.errors import OutsideError, UsageError
from genchi.observing import NotFoundError
from genchi.server.bodies import NoRoomError, TooLargeError
from genchi.server.identifying import WRONG_SECONDS

_LOG = logging.getLogger("genchi.server")
Answering = Callable[[Request], Awaitable[Response]]


class ConflictError(UsageError):
    """What is there is in the way of what was asked: 409, `conflict`."""


class NeedsLabError(OutsideError):
    """The `lab` extra is not installed: 409, `needs_lab`."""


class ForbiddenError(UsageError):
    """Whoever asks may not do this: 403. Without a code of its own it is `role`."""

    def __init__(self, message: str, code: str | None = "role") -> None:
        """`code` None where it is no matter of roles."""
        super().__init__(message)
        self.code = code


class SignInError(UsageError):
    """A token is nobody's: 401, `sign_in`, after a pause."""


class TooManyError(OutsideError):
    """More than this server takes at a time: 429, to be sent again after `seconds`."""

    def __init__(self, message: str, seconds: int) -> None:
        """`seconds` go into Retry-After."""
        super().__init__(message)
        self.seconds = seconds


def with_sentences(endpoint: Answering) -> Answering:
    """An endpoint whose errors are JSON with one sentence."""

    async def door(request: Request) -> Response:
        try:
            return await endpoint(request)
        except HTTPException:
            raise
        except SignInError as error:
            await asyncio.sleep(WRONG_SECONDS)
            return sentence(401, str(error), "sign_in", {"www-authenticate": "Bearer"})
        except Exception as error:
            return _refused(error)

    return door


def sentence(
    status: int, message: str, code: str | None = None, headers: Mapping[str, str] | None = None
) -> Response:
    """The answer that says what was wrong."""
    body = {"error": message} if code is None else {"error": message, "code": code}
    return JSONResponse(body, status, headers)


def _refused(error: Exception) -> Response:
    match error:
        case NotFoundError():
            return sentence(404, str(error), "not_found")
        case ConflictError():
            return sentence(409, str(error), "conflict")
        case NeedsLabError():
            return sentence(409, str(error), "needs_lab")
        case ForbiddenError():
            return sentence(403, str(error), error.code)
        case TooManyError():
            return sentence(429, str(error), headers={"retry-after": str(error.seconds)})
        case TooLargeError():
            return sentence(413, str(error))
        case NoRoomError():
            return sentence(503, "too many bodies are on their way in: try again later")
        case ClientDisconnect():
            return sentence(400, "the body was cut short")
        case TimeoutError():
            return sentence(408, "the body took too long to arrive")
        case UsageError():
            return sentence(400, str(error))
        case OutsideError():
            return sentence(503, str(error), headers={"retry-after": "5"})
    _LOG.error("a question could not be answered: please report this", exc_info=error)
    return sentence(500, f"genchi itself failed ({type(error).__name__})")
