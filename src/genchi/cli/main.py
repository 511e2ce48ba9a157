"""The `genchi` command and the door at its top: every error leaves as one sentence."""

from __future__ import annotations

import os
import sys

import click

from genchi import __version__
from genchi.cli.aligning import align
from genchi.cli.cache import cache
from genchi.cli.checking import check, checks
from genchi.cli.common import Context, shared_options
from genchi.cli.comparing import compare
from genchi.cli.counting import count
from genchi.cli.criteria import criteria
from genchi.cli.demo import demo
from genchi.cli.embedder import embedder
from genchi.cli.exporting import export
from genchi.cli.finding import sample, show_, tail, traces
from genchi.cli.importing import import_
from genchi.cli.imports import imports
from genchi.cli.keeping import forget, keep, vacuum
from genchi.cli.keys import keys
from genchi.cli.mocking import mock
from genchi.cli.models import models
from genchi.cli.people import people
from genchi.cli.prompts import prompts
from genchi.cli.quality import quality
from genchi.cli.reporting import report
from genchi.cli.serving import down, up
from genchi.cli.suggesting import suggest
from genchi.cli.trending import trend
from genchi.errors import GenchiError, UsageError

USED_WRONGLY, WORLD_FAILED, INTERRUPTED = 2, 3, 130


@click.group(
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Start here: genchi demo. Exit codes: 0 done, 1 the answer is no, 2 used wrongly, "
    "3 the world failed.",
)
@click.version_option(__version__, prog_name="genchi")
@shared_options
@click.pass_context
def genchi(context: click.Context, home: str | None, language: str | None) -> None:
    """See what your LLM application really did, and how good it really is."""
    context.obj = Context(home, language)


for command in (
    import_,
    traces,
    show_,
    tail,
    trend,
    sample,
    quality,
    compare,
    check,
    checks,
    align,
    suggest,
    criteria,
    report,
    imports,
    export,
    keep,
    forget,
    vacuum,
    up,
    down,
    models,
    prompts,
    cache,
    mock,
    embedder,
    people,
    count,
    keys,
    demo,
):
    genchi.add_command(command)


def main() -> None:
    """Run the command line and exit with its code."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """Run one command; its exit code."""
    try:
        result = genchi.main(arguments, prog_name="genchi", standalone_mode=False)
        sys.stdout.flush()
    except click.exceptions.Exit as stop:
        return stop.exit_code
    except (click.exceptions.Abort, KeyboardInterrupt):
        return _say("stopped: run the same command again to go on", INTERRUPTED)
    except click.ClickException as error:
        error.show()
        return USED_WRONGLY
    except GenchiError as error:
        return _say(str(error), USED_WRONGLY if isinstance(error, UsageError) else WORLD_FAILED)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:  # the last door: a person must not meet a traceback
        if os.environ.get("GENCHI_DEBUG"):
            raise
        what = f"{type(error).__name__}: {error}"
        return _say(
            f"genchi itself failed ({what}): please report it; GENCHI_DEBUG=1 shows where",
            WORLD_FAILED,
        )
    return result if isinstance(result, int) else 0


def _say(sentence: str, code: int) -> int:
    click.echo(f"genchi: {sentence}", err=True)
    return code
