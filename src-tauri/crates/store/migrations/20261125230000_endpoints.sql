CREATE TABLE endpoints (
    name            TEXT PRIMARY KEY NOT NULL,
    url             TEXT NOT NULL,
    concurrency     INTEGER NOT NULL CHECK (concurrency > 0),
    timeout_seconds INTEGER NOT NULL CHECK (timeout_seconds > 0),
    context         INTEGER CHECK (context > 0),
    any_line        INTEGER NOT NULL CHECK (any_line IN (0, 1)),
    found           TEXT CHECK (json_valid(found)),
    added_at        TEXT NOT NULL
) STRICT;
