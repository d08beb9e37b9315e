CREATE TABLE tasks (
    key        INTEGER PRIMARY KEY,
    id         TEXT NOT NULL UNIQUE,
    -- The version in use; earlier ones stay.
    hash       TEXT NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    deleted_at TEXT
) STRICT;

CREATE TABLE task_versions (
    task_key   INTEGER NOT NULL REFERENCES tasks (key) ON DELETE CASCADE,
    hash       TEXT NOT NULL,
    name       TEXT NOT NULL,
    kind       TEXT NOT NULL,
    body       TEXT NOT NULL CHECK (json_valid(body)),
    created_at TEXT NOT NULL,
    PRIMARY KEY (task_key, hash)
) STRICT;
