"""Where everything is joined: a `Home` opens the store of a directory and offers what genchi does.

The command line, the server and a user's own script all start here.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from genchi import checks, evals, intake, review
from genchi.errors import UsageError, missing_extra
from genchi.listening import url_of
from genchi.records import Feedback, SpanKey
from genchi.settings import Language, settings_from
from genchi.store import ApiKey, Forgotten, ImportRun, Keep, KeyScope, Person, Store, open_store

if TYPE_CHECKING:
    from genchi.cache import Cache, Policy
    from genchi.exporting import ExportFormat
    from genchi.observing import Traces
    from genchi.report.findings import Findings
    from genchi.review.aligning import Alignment
    from genchi.review.criteria_file import LoadedCriteria
    from genchi.review.described import Described
    from genchi.review.suggestions import SuggestedCheck
    from genchi.server import Running


@dataclass(frozen=True, slots=True)
class Counts:
    """How much is stored."""

    spans: int
    traces: int


@dataclass(frozen=True, slots=True)
class Vacuumed:
    """What `vacuum` did: spans deleted by rules, bytes given back, bytes the store has now."""

    spans: int
    freed: int
    size: int


class Home:
    """A directory with a store in it.

    >>> import tempfile
    >>> with Home(tempfile.mkdtemp()) as home:
    ...     home.imports()
    []
    """

    def __init__(self, path: str | Path | None = None) -> None:
        """Open nothing yet; the directory is made when something is first stored.

        Without a path: GENCHI_HOME, else `.genchi` beside the nearest genchi.toml, else `.genchi`.
        """
        settings = settings_from(os.environ, Path.cwd(), home=path)
        self.path, self._project = settings.home, settings.project
        self._store: Store | None = None

    def __enter__(self) -> Home:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the store; the home opens it again when it is used again."""
        if self._store is not None:
            self._store.close()
            self._store = None

    def store(self, *, create: bool = False) -> Store:
        """The store of this home; without `create`, a `UsageError` where there is none."""
        if self._store is None:
            self._store = open_store(self.path, create=create)
        return self._store

    def import_file(
        self,
        path: str | Path,
        app: str,
        *,
        format_name: str | None = None,
        mapping: Sequence[str] = (),
        on_progress: intake.Progress = lambda done, total: None,
    ) -> intake.Summary:
        """Store the records of a file as outputs of the application `app`.

        `mapping` holds KEY=JMESPATH texts as `genchi import --map` takes them. Importing the same
        file again adds nothing.
        """
        return intake.import_file(
            lambda: self.store(create=True),
            Path(path),
            app,
            format_name=format_name,
            mapping=mapping,
            clock=time.time_ns,
            on_progress=on_progress,
        )

    def preview_file(
        self,
        path: str | Path,
        app: str,
        *,
        format_name: str | None = None,
        mapping: Sequence[str] = (),
    ) -> intake.Preview:
        """What `import_file` would do, storing nothing."""
        return intake.preview_file(
            Path(path), app, format_name=format_name, mapping=mapping, now_ns=time.time_ns()
        )

    def count(self, app: str | None = None) -> Counts:
        """How many spans and traces there are, in all or of one application."""
        if not self.path.exists():
            return Counts(0, 0)
        spans = self.store(create=True).spans
        return Counts(spans.count(app), spans.count_traces(app))

    @property
    def traces(self) -> Traces:
        """Questions about the recorded spans; a `UsageError` where nothing is stored."""
        from genchi.observing import Traces

        return Traces(self.store(), feeds_index=self._without_server)

    def export(
        self,
        path: str | Path,
        format_name: ExportFormat = "otlp",
        filter_text: str = "",
        *,
        app: str | None = None,
        on_span: Callable[[int], None] = lambda done: None,
    ) -> int:
        """Write the spans that a filter means to a file; how many there were."""
        from genchi.exporting import export_spans

        spans = self.traces.everything(filter_text, app=app)
        return export_spans(spans, format_name, Path(path), on_span=on_span)

    def keep(
        self,
        *,
        app: str | None = None,
        days: float | None = None,
        max_bytes: int | None = None,
        labelled: bool = False,
    ) -> Keep:
        """Rule that spans are kept so long, or up to so many bytes; of one application or of all.

        What a rule no longer keeps is deleted by the server, and by `vacuum`. Spans with labels
        stay, unless `labelled`.
        """
        rule = Keep(app, days, max_bytes, labelled)
        self.store(create=True).retention.set(rule)
        return rule

    def keeps(self) -> list[Keep]:
        """The rules of what is kept."""
        return self.store(create=True).retention.list() if self.path.exists() else []

    def unkeep(self, app: str | None = None) -> None:
        """Take the rule of an application (or the one of all) back: everything is kept."""
        self.store().retention.remove(app)

    def forget(
        self, keys: Sequence[SpanKey], *, user: str | None = None, app: str | None = None
    ) -> Forgotten:
        """Delete these spans for good, with all that was said about them.

        `traces.of_person` and `traces.of_traces` give keys. With `user`, all feedback of that user
        goes too, on whatever span of `app`, or of all.
        """
        return self.store().forget(keys, user=user, app=app)

    def feedback(self, app: str, kind: str | None = None, *, limit: int = 100) -> list[Feedback]:
        """What users said of an application's outputs, or did with them, newest first."""
        return self.store().feedback.recent(app, kind, limit)

    def cache(self, policy: Policy | None = None) -> Cache:
        """The cached answers of this home; close it (or use `with`) to keep its accounts."""
        from genchi.cache import Cache

        return Cache(self.store(create=True), policy)

    def vacuum(self) -> Vacuumed:
        """Delete what the rules no longer keep, and give its space back.

        Others who want to store something wait meanwhile.
        """
        store = self.store()
        swept = store.retention.sweep(time.time_ns())
        freed = store.vacuum()
        return Vacuumed(swept.spans, freed, store.path.stat().st_size)

    def create_key(self, app: str, *, scope: KeyScope = "app") -> tuple[str, ApiKey]:
        """A new API key for an application: its text, told this one time, and what is kept.

        One of the scope "feedback" may send feedback and nothing else.
        """
        return self.store(create=True).keys.create(app, time.time_ns(), scope=scope)

    def keys(self, app: str | None = None) -> list[ApiKey]:
        """The API keys, oldest first."""
        if not self.path.exists():
            return []
        return self.store(create=True).keys.list(app)

    def revoke_key(self, key_id: int) -> ApiKey:
        """End an API key."""
        return self.store().keys.revoke(key_id, time.time_ns())

    def add_person(self, name: str, role: str = "reviewer") -> tuple[str, Person]:
        """Somebody who may sign in: the token, told this one time, and what is kept.

        From the first person on, everybody who opens the web app has to sign in.
        """
        return self.store(create=True).people.add(name, role, time.time_ns())

    def people(self) -> list[Person]:
        """Those who may sign in, by name."""
        return self.store(create=True).people.list() if self.path.exists() else []

    def remove_person(self, name: str) -> Person:
        """End the token of a person; what they judged stays."""
        return self.store().people.remove(name)

    def serve(
        self,
        *,
        host: str | None = None,
        port: int | None = None,
        allow_hosts: Sequence[str] = (),
        allow_origins: Sequence[str] = (),
        redact: Sequence[str] = (),
        on_ready: Callable[[str], None] = lambda url: None,
    ) -> None:
        """Run the server of this home until it is told to stop by SIGINT or SIGTERM.

        `on_ready` is told the address. Beyond loopback there has to be an API key or a person
        first. Pages of `allow_origins` may send feedback. `redact` names kinds of personal data
        that are taken out of every text before it is stored.
        """
        from genchi import server

        host = server.HOST if host is None else host
        keys = not server.is_loopback(host)
        origins = [server.origin_of(origin) for origin in allow_origins]
        if keys and not self._opens_to_anyone():
            raise UsageError(
                f"{host} can be reached from other machines, and there is no API key yet: "
                "make one first with `genchi keys add --app NAME`"
            )
        with (
            server.only_one(self.path) as tell_others,
            server.listen(host, server.PORT if port is None else port) as listening,
            closing(open_store(self.path, create=True, busy_seconds=server.BUSY_SECONDS)) as store,
        ):
            url = url_of(listening)
            app = server.build(
                store,
                hosts=server.known_hosts(host, allow_hosts),
                keys=keys,
                origins=origins,
                redact=redact,
                project=self._project,
                url=url,
            )
            tell_others(url)
            server.Server(app, partial(on_ready, url)).run(sockets=[listening])

    def detach(
        self,
        *,
        host: str | None = None,
        port: int | None = None,
        allow_hosts: Sequence[str] = (),
        allow_origins: Sequence[str] = (),
        redact: Sequence[str] = (),
    ) -> Running:
        """Run the server of this home as a process of its own; its address, once it answers.

        What it has to say goes to `server.log` in the home.
        """
        from genchi import server

        told: dict[str, Sequence[str]] = {
            "--host": [] if host is None else [host],
            "--port": [] if port is None else [str(port)],
            "--allow-host": allow_hosts,
            "--allow-origin": allow_origins,
            "--redact": redact,
        }
        options = [f"{option}={value}" for option, values in told.items() for value in values]
        return server.detach(self.path, options)

    def running(self) -> Running | None:
        """The server of this home, where one is up."""
        from genchi import server

        return server.running(self.path)

    def down(self) -> Running | None:
        """Stop the server of this home and wait for it; None where none is up."""
        from genchi import server

        return server.stop(self.path)

    def _opens_to_anyone(self) -> bool:
        store = self.store(create=True)
        return store.keys.any_valid() or store.people.any()

    def imports(self, app: str | None = None) -> list[ImportRun]:
        """What was imported, oldest first."""
        if not self.path.exists():
            return []
        return self.store(create=True).imports.list(app)

    def labels_on_import(self, import_id: int) -> int:
        """How many labels of other origin stand on the outputs of an import."""
        return self.store().labels.on_import(import_id)

    def undo_import(self, import_id: int) -> ImportRun:
        """Take an import back, with every label and verdict on its outputs."""
        return self.store().imports.undo(import_id, time.time_ns())

    def criteria(self, app: str) -> list[Described]:
        """The criteria of an application: what good means, its labels, and reasons for bad ones."""
        from genchi.review.described import described

        return described(self.store(create=True), app) if self.path.exists() else []

    def load_criteria(self, path: str | Path, app: str) -> LoadedCriteria:
        """Word the criteria of an application as a TOML file says.

        All of them are, or none; the same file twice changes nothing. What people worded in the
        web app since is kept as an earlier wording.
        """
        from genchi.review import criteria_file

        return criteria_file.load(self.store(create=True), Path(path), app, time.time_ns())

    def check(
        self,
        app: str,
        specs: Sequence[str] = (),
        *,
        checks_from: str | Path | None = None,
        on_batch: checks.OnBatch = lambda done, total: None,
    ) -> list[checks.CheckRun]:
        """Judge the outputs of an application that these checks have not judged yet.

        Without specs: the checks in the folder, or the library's defaults where it has none of its
        own (those saved in review run beside either). The folder is
        `checks_from`, else `checks/` beside genchi.toml where it is there. What this folder had
        when it ran before, and has no more, is not shown any more; its verdicts are kept.
        """
        folder = self._checks_folder(checks_from)
        known = checks.known_checks(folder)
        chosen = [checks.find_check(spec, known) for spec in specs]
        store, now_ns = self.store(), time.time_ns()
        runs = checks.run_checks(
            store,
            app,
            chosen or checks.checks_to_run(folder),
            now_ns=now_ns,
            on_batch=on_batch,
        )
        if chosen:
            checks.use_these(store, app, [check.spec for check in chosen])
        else:
            checks.use_folder(store, app, folder, now_ns=now_ns)
        return runs

    def known_checks(self, checks_from: str | Path | None = None) -> dict[str, checks.Check]:
        """Every check that a spec may name here: the library's and the project's."""
        return checks.known_checks(self._checks_folder(checks_from))

    def _without_server(self) -> bool:
        return self.running() is None

    def _checks_folder(self, given: str | Path | None) -> Path | None:
        if given is not None:
            return Path(given)
        folder = self._project / checks.FOLDER
        return folder if folder.is_dir() else None

    def _spec(self, app: str, check: str) -> str:
        """A check's spec as it is kept: verdicts that came with a file are known by name alone."""
        if check in dict(self.store().verdicts.checks(app, retired=True)):
            return check
        known = self.known_checks()
        name, _, _ = checks.parse_spec(check)
        return checks.find_check(check, known).spec if name in known else check

    def quality(
        self,
        app: str,
        criterion: str,
        *,
        by: str | None = None,
        check: str | None = None,
        confidence: float = 0.95,
    ) -> list[review.GroupQuality]:
        """The rate of good outputs, with its interval, in each group of `by`."""
        spec = None if check is None else self._spec(app, check)
        return review.quality(
            self.store(), app, criterion, by=by, check=spec, confidence=confidence
        )

    def align(
        self,
        app: str,
        criterion: str,
        *,
        specs: Sequence[str] = (),
        max_false_failure: float = 0.10,
        confidence: float = 0.95,
    ) -> Alignment:
        """Every check that has judged the application, against the labels of a criterion.

        A check is kept for the detector set where it fails at most `max_false_failure` of the good
        outputs it judged.
        """
        _require_lab()
        from genchi.review.aligning import align

        chosen = [self._spec(app, spec) for spec in specs]
        return align(
            self.store(),
            app,
            criterion,
            specs=chosen,
            max_false_failure=max_false_failure,
            confidence=confidence,
        )

    def suggest(self, app: str, criterion: str) -> list[SuggestedCheck]:
        """Checks that the labels of a criterion suggest, without a model."""
        _require_lab()
        from genchi.review.suggestions import suggest

        return suggest(self.store(), app, criterion)

    def report(self, app: str, *, language: Language = "en", sample: bool = False) -> str:
        """All that is known about an application as one self-contained HTML page."""
        found = self.findings(app)
        from genchi.report.page import report_page

        return report_page(found, language, sample=sample)

    def findings(self, app: str) -> Findings:
        """All that a report says about an application, criterion by criterion."""
        _require_lab()
        from genchi.report.findings import gather

        return gather(self.store(), app)

    def compare(
        self, app: str, criterion: str, *, by: str, confidence: float = 0.95
    ) -> list[evals.Comparison]:
        """Every two values of `by` against each other, on the inputs both answered."""
        return evals.compare(self.store(), app, criterion, by=by, confidence=confidence)


def _require_lab() -> None:
    """Say which extra is missing before an import inside it fails."""
    try:
        import numpy  # noqa: F401
        import scipy  # noqa: F401
    except ImportError as error:
        raise missing_extra("comparing checks with people", "lab") from error
