"""Texts with named places, `{like_this}`, filled in once: what is put in is never read again.

Only names in braces are places, so the braces of JSON in a prompt stay as they are.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from genchi.errors import UsageError

_PLACE = re.compile(r"\{([^\W\d]\w*)\}")


def check_places(template: str, known: Collection[str]) -> None:
    """`UsageError` if the template has a place that nothing fills.

    >>> check_places('Translate {text} to {"language": 1}', ["text"])
    """
    unknown = [name for name in _PLACE.findall(template) if name not in known]
    if unknown:
        raise UsageError(
            f"nothing fills {{{unknown[0]}}} of {template[:60]!r}; there is "
            f"{', '.join(known) or 'nothing'}"
        )


def filled(template: str, values: Mapping[str, str]) -> str:
    """The template with every place filled in; `check_places` says before whether all can be.

    >>> filled("把{text}译成英文", {"text": "{退款}"})
    '把{退款}译成英文'
    """
    return _PLACE.sub(lambda place: values[place[1]], template)
