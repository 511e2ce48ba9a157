"""`genchi mock`: a provider of models for tests, load tests and fault tests."""

from __future__ import annotations

from pathlib import Path

import click

from genchi.cli.common import settings_of, shared_options, show
from genchi.errors import UsageError
from genchi.models.mock import HOST, Behaviour, behaviour_of, run
from genchi.report import say
from genchi.report.mock_tables import mock_table
from genchi.settings import Settings

PORT = 4320


@click.command()
@click.option("--host", default=HOST, show_default=True, help="Address to listen at.")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=PORT,
    show_default=True,
    help="Port; 0 takes a free one.",
)
@click.option(
    "--latency-ms",
    metavar="N|N..M|heavy:MEDIAN:P99",
    default="0",
    show_default=True,
    help="Milliseconds until an answer begins; heavy: lognormal, with a long tail.",
)
@click.option(
    "--chunk-ms",
    metavar="N",
    type=click.FloatRange(min=0),
    default=0,
    show_default=True,
    help="Milliseconds between two chunks of a stream.",
)
@click.option(
    "--fault",
    "faults",
    metavar="KIND=RATE",
    multiple=True,
    help="Let this share of requests fail in this way; may be repeated. Kinds: see below.",
)
@click.option(
    "--seed", type=int, default=0, show_default=True, help="Another seed, other answers and faults."
)
@click.option(
    "--script",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help='Answers written down beforehand, JSON lines: {"when": "refund", "say": "30 days."}',
)
@click.option("--require-key", is_flag=True, help="Refuse requests without an API key with 401.")
@shared_options
def mock(
    host: str,
    port: int,
    latency_ms: str,
    chunk_ms: float,
    faults: tuple[str, ...],
    seed: int,
    script: Path | None,
    require_key: bool,
    home: str | None,
    language: str | None,
) -> None:
    """Run a server that speaks OpenAI's and Anthropic's formats, for tests, without a model.

    It quotes the last message, fills a JSON Schema, calls the tools that the message names. The
    same requests with the same seed have the same answers and the same faults. Ctrl-C ends it with
    a summary; GET /mock/requests tells the same while it runs.

    \b
    Kinds of --fault:
      rate_limit        429 with Retry-After; rate_limit=0.1:7 says 7 seconds
      overloaded        503, or 529 for Anthropic
      server_error      500
      timeout           no answer until the client leaves
      disconnect        the connection breaks in the middle of the answer
      truncate          the answer is cut off, with finish_reason length
      malformed         broken JSON where a schema was asked for
      malformed_stream  a broken line in the middle of a stream
      wrong_model       another model answers than was asked
      slow_start        the first byte comes late; slow_start=0.1:8000 by 8 seconds
    """
    settings = settings_of(home, language)
    behaviour = behaviour_of(
        seed=seed,
        latency_ms=latency_ms,
        chunk_ms=chunk_ms,
        faults=_by_kind(faults),
        script=script or (),
        require_key=require_key,
    )
    came = run(
        behaviour, host=host, port=port, on_ready=lambda url: _tell_up(url, behaviour, settings)
    )
    show(mock_table(came, settings.language))


def _by_kind(faults: tuple[str, ...]) -> dict[str, str]:
    told: dict[str, str] = {}
    for fault in faults:
        kind, equals, rate = fault.partition("=")
        if not equals:
            raise UsageError(f"--fault {fault!r} must be KIND=RATE, such as rate_limit=0.1")
        if kind in told:
            raise UsageError(f"--fault {kind} is given twice: give it one rate")
        told[kind] = rate
    return told


def _tell_up(url: str, behaviour: Behaviour, settings: Settings) -> None:
    lang = settings.language
    click.echo(say(lang, "mock_is_up", seed=behaviour.seed))
    click.echo(f"  export OPENAI_BASE_URL={url}/v1\n  export ANTHROPIC_BASE_URL={url}")
    click.echo(say(lang, "mock_wants_key" if behaviour.require_key else "mock_any_key"))
    for fault in behaviour.faults:
        click.echo(say(lang, "mock_fault", kind=fault.kind, rate=f"{fault.rate:.4g}"))
    click.echo(say(lang, "mock_asks", url=url))
    click.echo(say(lang, "how_to_stop"))
