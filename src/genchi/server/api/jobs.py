"""`GET /api/jobs`: the work that goes on in the background."""

from __future__ import annotations

from genchi.server.api.context import Context
from genchi.server.api.endpoints import Asked, Endpoint
from genchi.server.jobs import Job


def _jobs(context: Context, asked: Asked) -> list[Job]:
    own = asked.asker.app
    return [job for job in context.jobs.list() if own is None or job.app == own]


ENDPOINTS = (
    Endpoint(
        "/api/jobs",
        "What the server works on, or did since it started, newest first.",
        (),
        _jobs,
        list[Job],
    ),
)
