CREATE TABLE runs (
    key          INTEGER PRIMARY KEY,
    id           TEXT NOT NULL UNIQUE,
    document_key INTEGER NOT NULL REFERENCES documents (key),
    kind         TEXT NOT NULL,
    task_hash    TEXT NOT NULL,
    task         TEXT NOT NULL CHECK (json_valid(task)),
    task_name    TEXT NOT NULL,
    status       TEXT NOT NULL CHECK (status IN ('done', 'failed', 'cancelled')),
    outcome      TEXT CHECK (outcome IS NULL OR json_valid(outcome)),
    error        TEXT CHECK (error IS NULL OR json_valid(error)),
    partial      TEXT,
    answer       TEXT NOT NULL,
    -- The words of outcome, error and partial text that a person may search for.
    wording      TEXT NOT NULL,
    confidence   REAL,
    model        TEXT,
    embedder     TEXT,
    duration_ms  REAL NOT NULL,
    created_at   TEXT NOT NULL,
    deleted_at   TEXT
) STRICT;

CREATE INDEX runs_newest_first ON runs (created_at DESC, id DESC) WHERE deleted_at IS NULL;
CREATE INDEX runs_by_document ON runs (document_key);

CREATE VIRTUAL TABLE run_search USING fts5 (
    task_name, answer, wording,
    content = 'runs', content_rowid = 'key',
    tokenize = 'unicode61 remove_diacritics 2'
);

CREATE TRIGGER runs_inserted AFTER INSERT ON runs BEGIN
    INSERT INTO run_search (rowid, task_name, answer, wording)
    VALUES (new.key, new.task_name, new.answer, new.wording);
END;

CREATE TRIGGER runs_deleted AFTER DELETE ON runs BEGIN
    INSERT INTO run_search (run_search, rowid, task_name, answer, wording)
    VALUES ('delete', old.key, old.task_name, old.answer, old.wording);
END;

CREATE TRIGGER runs_updated AFTER UPDATE OF task_name, answer, wording ON runs BEGIN
    INSERT INTO run_search (run_search, rowid, task_name, answer, wording)
    VALUES ('delete', old.key, old.task_name, old.answer, old.wording);
    INSERT INTO run_search (rowid, task_name, answer, wording)
    VALUES (new.key, new.task_name, new.answer, new.wording);
END;
