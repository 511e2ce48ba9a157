"""A provider of models for tests: it speaks OpenAI's and Anthropic's formats, and fails on purpose.

Its answers depend on the request and a seed alone, its faults on the seed and the number of the
request, so that a test, a load test or a fault test repeats. From Python:

    with genchi.models.mock.serving(faults={"rate_limit": 0.1}, seed=7) as mock:
        client = openai.OpenAI(base_url=mock.openai_url, api_key="any")
        ...
        mock.requests().by_status

and `genchi mock` from a terminal. The formats are held to by the official SDKs, in the tests.
"""

from __future__ import annotations

from genchi.models.mock.behaviour import Behaviour, behaviour_of
from genchi.models.mock.counting import Seen, Tally
from genchi.models.mock.faults import KINDS
from genchi.models.mock.running import HOST, Mock, run, serving

__all__ = ["HOST", "KINDS", "Behaviour", "Mock", "Seen", "Tally", "behaviour_of", "run", "serving"]
