"""The schema, as numbered steps.

A step is never edited once released: a change is a new step. `PRAGMA user_version` holds the number
of the last step a file has seen. Places left for later rooms: the text index is built beside these
tables from `span.id` upwards behind a watermark in `meta`; retention drops whole payload blocks.
"""

from __future__ import annotations

APPLICATION_ID = 0x67656E63
"""Marks a SQLite file as a genchi store ("genc")."""

MIGRATIONS: tuple[str, ...] = (
    # 1: spans with payload blocks and messages by hash; labels, verdicts, imports.
    """
    CREATE TABLE meta (key TEXT PRIMARY KEY, value) WITHOUT ROWID;

    CREATE TABLE span (
        id INTEGER PRIMARY KEY,
        app TEXT NOT NULL,
        trace_id BLOB NOT NULL,
        span_id BLOB NOT NULL,
        parent_id BLOB,
        start_ns INTEGER NOT NULL,
        duration_ns INTEGER,
        operation TEXT NOT NULL,
        name TEXT NOT NULL,
        model TEXT,
        response_model TEXT,
        prompt_version TEXT,
        user TEXT,
        session TEXT,
        status TEXT NOT NULL,
        status_message TEXT,
        input_tokens INTEGER,
        cached_tokens INTEGER,
        output_tokens INTEGER,
        reasoning_tokens INTEGER,
        cost REAL,
        first_token REAL,
        inputs_hash BLOB NOT NULL,
        import_id INTEGER,
        block INTEGER NOT NULL,              -- payload block * 128 + place within it
        UNIQUE (trace_id, span_id, app)
    );
    CREATE INDEX span_by_time ON span (app, start_ns);
    CREATE INDEX span_errors ON span (app, start_ns) WHERE status = 'error';
    CREATE INDEX span_by_model
        ON span (app, model, start_ns, duration_ns, input_tokens, output_tokens, cost)
        WHERE model IS NOT NULL;
    CREATE INDEX span_by_import ON span (import_id) WHERE import_id IS NOT NULL;

    CREATE TABLE payload (block INTEGER PRIMARY KEY, data BLOB NOT NULL);
    CREATE TABLE message (hash BLOB PRIMARY KEY, data BLOB NOT NULL) WITHOUT ROWID;

    CREATE TABLE criterion (
        id INTEGER PRIMARY KEY, app TEXT NOT NULL, name TEXT NOT NULL,
        statement TEXT NOT NULL, created_ns INTEGER NOT NULL
    );
    CREATE INDEX criterion_by_name ON criterion (app, name, id);

    CREATE TABLE label (
        id INTEGER PRIMARY KEY,
        identity BLOB NOT NULL UNIQUE,
        app TEXT NOT NULL,
        criterion TEXT NOT NULL,
        trace_id BLOB NOT NULL,
        span_id BLOB NOT NULL,
        kind TEXT NOT NULL,
        place TEXT,                          -- JSON: which part, where it is not the whole output
        value REAL,
        annotator TEXT NOT NULL,
        created_ns INTEGER NOT NULL,
        blind INTEGER NOT NULL,
        inclusion REAL,
        failure TEXT,
        correction TEXT,
        reason TEXT NOT NULL,
        import_id INTEGER
    );
    CREATE INDEX label_by_criterion ON label (app, criterion);
    CREATE INDEX label_by_span ON label (trace_id, span_id);

    CREATE TABLE check_version (
        id INTEGER PRIMARY KEY, app TEXT NOT NULL, spec TEXT NOT NULL, version TEXT NOT NULL,
        created_ns INTEGER NOT NULL,
        UNIQUE (app, spec, version)
    );
    CREATE TABLE verdict (
        check_id INTEGER NOT NULL,
        trace_id BLOB NOT NULL,
        span_id BLOB NOT NULL,
        outcome TEXT NOT NULL,
        score REAL,
        reason TEXT NOT NULL,
        evidence TEXT,
        created_ns INTEGER NOT NULL,
        import_id INTEGER,
        PRIMARY KEY (check_id, trace_id, span_id)
    ) WITHOUT ROWID;

    CREATE TABLE import_run (
        id INTEGER PRIMARY KEY, app TEXT NOT NULL, source TEXT NOT NULL, format TEXT NOT NULL,
        started_ns INTEGER NOT NULL, finished_ns INTEGER,
        added INTEGER NOT NULL DEFAULT 0, duplicate INTEGER NOT NULL DEFAULT 0,
        rejected INTEGER NOT NULL DEFAULT 0, labels INTEGER NOT NULL DEFAULT 0,
        undone_ns INTEGER
    );
    """,
    # 2: messages in blocks of their own; the accounts of a server, its clients and its keys.
    """
    ALTER TABLE message RENAME TO message_alone;
    CREATE TABLE message_block (block INTEGER PRIMARY KEY, data BLOB NOT NULL);
    CREATE TABLE message (
        hash BLOB PRIMARY KEY,
        place INTEGER NOT NULL               -- message block * 128 + line within it
    ) WITHOUT ROWID;
    INSERT INTO message_block                -- the first byte said whether zstd follows
        SELECT row_number() OVER (ORDER BY hash), substr(data, 2) FROM message_alone;
    INSERT INTO message
        SELECT hash, 128 * row_number() OVER (ORDER BY hash) FROM message_alone;
    DROP TABLE message_alone;

    CREATE TABLE account (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
    CREATE TABLE client (
        id TEXT PRIMARY KEY, dropped INTEGER NOT NULL, seen_ns INTEGER NOT NULL
    ) WITHOUT ROWID;
    CREATE TABLE api_key (
        id INTEGER PRIMARY KEY, app TEXT NOT NULL, hash BLOB NOT NULL UNIQUE, hint TEXT NOT NULL,
        created_ns INTEGER NOT NULL, revoked_ns INTEGER
    );
    """,
    # 3: the spans of one user and of one session, by time.
    """
    CREATE INDEX span_by_user ON span (app, user, start_ns) WHERE user IS NOT NULL;
    CREATE INDEX span_by_session ON span (app, session, start_ns) WHERE session IS NOT NULL;
    """,
    # 4: rules of what to keep; what deletions leave to do for the text index and for messages.
    """
    CREATE TABLE keep (
        app TEXT,                            -- NULL: every application without a rule of its own
        days REAL, max_bytes INTEGER, labelled INTEGER NOT NULL
    );

    -- Spans that are gone and may still be in the text index.
    CREATE TABLE text_gone (
        id INTEGER NOT NULL, start_ns INTEGER NOT NULL, PRIMARY KEY (id, start_ns)
    ) WITHOUT ROWID;
    -- SQLite gives the ids of deleted last rows out again: what gets one must be indexed again.
    CREATE TRIGGER span_deleted AFTER DELETE ON span BEGIN
        INSERT OR IGNORE INTO text_gone SELECT OLD.id, OLD.start_ns
            WHERE EXISTS (SELECT 1 FROM meta WHERE key = 'text_index');
        UPDATE meta SET value = (SELECT coalesce(max(id), 0) FROM span)
            WHERE key = 'text_index' AND value > (SELECT coalesce(max(id), 0) FROM span);
    END;

    -- Messages that a deleted span named: maybe nobody names them any more.
    CREATE TABLE message_doubt (
        hash BLOB PRIMARY KEY, place INTEGER NOT NULL, round INTEGER NOT NULL
    ) WITHOUT ROWID;
    CREATE INDEX message_doubt_by_place ON message_doubt (place);
    -- The same of payload blocks, which are looked through for the messages they name.
    INSERT INTO meta VALUES ('payload_tops', 0);
    CREATE TRIGGER payload_deleted AFTER DELETE ON payload
        WHEN OLD.block > (SELECT coalesce(max(block), 0) FROM payload) BEGIN
        UPDATE meta SET value = value + 1 WHERE key = 'payload_tops';
        UPDATE meta SET value = (SELECT coalesce(max(block), 0) FROM payload)
            WHERE key = 'messages_checked'
            AND value > (SELECT coalesce(max(block), 0) FROM payload);
    END;
    """,
    # 5: the spans that are within no other, which every list begins with, by time.
    "CREATE INDEX span_roots ON span (app, start_ns) WHERE parent_id IS NULL",
    # 6: what charts measure, of the spans that span_by_model leaves out.
    """
    CREATE INDEX span_without_model
        ON span (app, start_ns, duration_ns, input_tokens, output_tokens, cost, model)
        WHERE nullif(model, '') IS NULL
    """,
    # 7: people, and what they do in the web app: criteria in full, reviews, feedback.
    """
    CREATE TABLE person (
        name TEXT PRIMARY KEY, role TEXT NOT NULL, hash BLOB NOT NULL UNIQUE, hint TEXT NOT NULL,
        created_ns INTEGER NOT NULL
    ) WITHOUT ROWID;
    ALTER TABLE api_key ADD COLUMN scope TEXT NOT NULL DEFAULT 'app';

    ALTER TABLE criterion ADD COLUMN details TEXT NOT NULL DEFAULT '{}';
    CREATE TABLE failure_mode (
        id INTEGER PRIMARY KEY, app TEXT NOT NULL, criterion TEXT NOT NULL, name TEXT NOT NULL,
        title TEXT NOT NULL, title_zh TEXT NOT NULL, description TEXT NOT NULL,
        first_seen_ns INTEGER NOT NULL, fixed_ns INTEGER, merged_into TEXT,
        UNIQUE (app, criterion, name)
    );

    ALTER TABLE label ADD COLUMN why TEXT NOT NULL DEFAULT '';  -- why it was shown; '': not known
    CREATE TABLE review_action (
        id INTEGER PRIMARY KEY,
        action TEXT NOT NULL UNIQUE,         -- made by the client, so that it may send again
        app TEXT NOT NULL,
        annotator TEXT NOT NULL,
        kind TEXT NOT NULL,                  -- label or undo
        undoes TEXT,                         -- the action that an undo takes back
        criterion TEXT,
        trace_id BLOB, span_id BLOB,
        label INTEGER,                       -- the row it made; NULL once it was taken back
        at_ns INTEGER NOT NULL,
        details TEXT NOT NULL                -- JSON: how long it took, the side, steps answered
    );
    CREATE INDEX review_action_by_span ON review_action (trace_id, span_id);
    CREATE INDEX review_action_by_person ON review_action (app, annotator, at_ns);
    CREATE INDEX review_action_by_undone ON review_action (undoes) WHERE undoes IS NOT NULL;
    CREATE TABLE lease (
        app TEXT NOT NULL, criterion TEXT NOT NULL, trace_id BLOB NOT NULL, span_id BLOB NOT NULL,
        holder TEXT NOT NULL, until_ns INTEGER NOT NULL,
        PRIMARY KEY (app, criterion, trace_id, span_id)
    ) WITHOUT ROWID;
    CREATE INDEX lease_by_span ON lease (trace_id, span_id);
    CREATE TABLE pick (
        app TEXT NOT NULL, criterion TEXT NOT NULL,  -- '': any criterion
        trace_id BLOB NOT NULL, span_id BLOB NOT NULL,
        person TEXT NOT NULL, created_ns INTEGER NOT NULL,
        after_action INTEGER NOT NULL,       -- a later review_action on it makes it done
        PRIMARY KEY (app, criterion, trace_id, span_id)
    ) WITHOUT ROWID;
    CREATE INDEX pick_by_span ON pick (trace_id, span_id);
    CREATE TABLE rota (
        app TEXT NOT NULL, day INTEGER NOT NULL, person TEXT NOT NULL, PRIMARY KEY (app, day)
    ) WITHOUT ROWID;

    CREATE TABLE feedback (
        id INTEGER PRIMARY KEY,
        event TEXT NOT NULL,                 -- made by the client, so that it may send again
        app TEXT NOT NULL, trace_id BLOB NOT NULL, span_id BLOB,
        kind TEXT NOT NULL, value REAL, text TEXT, distance REAL, user TEXT,
        at_ns INTEGER NOT NULL,
        UNIQUE (app, event)
    );
    CREATE INDEX feedback_by_trace ON feedback (trace_id, span_id);
    CREATE INDEX feedback_by_time ON feedback (app, at_ns);
    """,
    # 8: checks that another one replaced.
    """
    CREATE TABLE check_use (
        app TEXT NOT NULL, spec TEXT NOT NULL,
        folder TEXT,                         -- the folder of checks that has it, where one has
        retired_ns INTEGER,                  -- since when it counts no more; NULL: it counts
        PRIMARY KEY (app, spec)
    ) WITHOUT ROWID
    """,
    # 9: answers that need no model, what they rest on, and what they saved.
    """
    CREATE TABLE answer (
        id INTEGER PRIMARY KEY,
        exact BLOB NOT NULL UNIQUE, by_id BLOB, normalised BLOB, question BLOB,
        tenant TEXT NOT NULL,
        user TEXT,                           -- NULL: for everybody of the tenant
        provider TEXT NOT NULL, model TEXT NOT NULL, prompt TEXT, prompt_version TEXT,
        asked TEXT NOT NULL,                 -- the question in words, as people read it
        folded TEXT NOT NULL,                -- the same, as it is searched
        response TEXT NOT NULL,
        cost REAL, seconds REAL NOT NULL,    -- of the call that it came from
        at_ns INTEGER NOT NULL,
        hits INTEGER NOT NULL DEFAULT 0,
        review TEXT,                         -- approved, corrected or banned
        reviewer TEXT, reviewed_ns INTEGER,
        independent INTEGER NOT NULL DEFAULT 0  -- of versions of prompt, model and documents
    );
    CREATE INDEX answer_by_id ON answer (by_id) WHERE by_id IS NOT NULL;
    CREATE INDEX answer_by_normalised ON answer (normalised) WHERE normalised IS NOT NULL;
    CREATE INDEX answer_by_question ON answer (question) WHERE independent;
    CREATE INDEX answer_accepted ON answer (tenant, folded)
        WHERE review IN ('approved', 'corrected');
    CREATE TABLE answer_document (
        answer INTEGER NOT NULL, document TEXT NOT NULL, version TEXT NOT NULL,
        PRIMARY KEY (answer, document)
    ) WITHOUT ROWID;
    CREATE TRIGGER answer_deleted AFTER DELETE ON answer BEGIN
        DELETE FROM answer_document WHERE answer = OLD.id;
    END;
    CREATE TABLE answer_use (
        tenant TEXT NOT NULL, kind TEXT NOT NULL,
        n INTEGER NOT NULL, cost REAL NOT NULL,
        priced INTEGER NOT NULL,             -- of how many the cost is known
        seconds REAL NOT NULL,
        PRIMARY KEY (tenant, kind)
    ) WITHOUT ROWID;
    """,
)
