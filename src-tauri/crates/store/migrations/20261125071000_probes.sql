CREATE TABLE probes (
    sha256      TEXT PRIMARY KEY NOT NULL,
    probe       TEXT NOT NULL CHECK (json_valid(probe)),
    measured_at TEXT NOT NULL
) STRICT;
