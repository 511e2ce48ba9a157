"""The errors genchi raises, so that a caller can tell whose turn it is to act.

    GenchiError             catch this to catch everything genchi raises on purpose
    ├── UsageError          the developer's mistake: a wrong option, name, mapping or value
    ├── OutsideError        the world failed: disk, network, a damaged file, a missing extra
    └── RunError            a run was stopped before its end: by a budget, a limit or a person

The message is one sentence that says what happened, with which thing, and what to do next.
A case that fails a check is a result, never one of these.
"""

from __future__ import annotations


class GenchiError(Exception):
    """Everything genchi raises on purpose."""


class UsageError(GenchiError):
    """Used wrongly: the caller can fix it by changing what was asked for."""


class OutsideError(GenchiError):
    """The world failed: the caller can try again or mend what is outside genchi."""


class RunError(GenchiError):
    """A run was stopped before its end."""


def missing_extra(what: str, extra: str) -> OutsideError:
    """The error for an optional import that is not installed.

    >>> str(missing_extra("telling Latin-script languages apart", "lab"))
    'telling Latin-script languages apart needs an optional part: pip install "genchi[lab]"'
    """
    return OutsideError(f'{what} needs an optional part: pip install "genchi[{extra}]"')
