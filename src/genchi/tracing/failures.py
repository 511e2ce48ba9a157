"""An exception that left an operation: whether it is a failure, and what to keep of it."""

from __future__ import annotations

import traceback
from pathlib import Path
from typing import Any

from genchi.tracing.capture import cut, exception_text

_MESSAGE = 4 * 1024
_STACK = 16 * 1024
_FRAMES = 30
_OURS = str(Path(__file__).parent)

# How a generator says "enough" and an iterator says "no more" is no failure of the operation.
_ENDINGS = (GeneratorExit, StopIteration, StopAsyncIteration)


def is_failure(error: BaseException) -> bool:
    """Whether an operation that ended with this exception failed.

    >>> is_failure(SystemExit(0)), is_failure(SystemExit(2)), is_failure(KeyboardInterrupt())
    (False, True, True)
    """
    if isinstance(error, SystemExit):
        return error.code not in (None, 0)
    return not isinstance(error, _ENDINGS)


def message_of(error: BaseException) -> str:
    """ "Type: message", cut to what fits in a line or two of a list."""
    return cut(exception_text(error), _MESSAGE)


def stack_of(error: BaseException) -> dict[str, Any]:
    """The attributes of an `exception` event, named as in OpenTelemetry's conventions."""
    text = exception_text(error)
    name, module = type(error).__qualname__, type(error).__module__
    return {
        "exception.type": name if module in ("builtins", "__main__") else f"{module}.{name}",
        "exception.message": cut(text.partition(": ")[2], _MESSAGE),
        "exception.stacktrace": _stack(error),
    }


def _stack(error: BaseException) -> str:
    trace = error.__traceback__
    while trace is not None and trace.tb_frame.f_code.co_filename.startswith(_OURS):
        trace = trace.tb_next
    try:
        lines = traceback.format_exception(type(error), error, trace, limit=-_FRAMES)
    except Exception:  # an exception that cannot even be printed
        return ""
    return cut("".join(lines), _STACK)
