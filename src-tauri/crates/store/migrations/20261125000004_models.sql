CREATE TABLE models (
    sha256    TEXT PRIMARY KEY NOT NULL,
    path      TEXT NOT NULL,
    name      TEXT NOT NULL,
    opened_at TEXT NOT NULL
) STRICT;
