-- What a person answered, by the question it answers (kind, labels, fields: Task::question_hash).
CREATE TABLE examples (
    key        INTEGER PRIMARY KEY,
    id         TEXT NOT NULL UNIQUE,
    question   TEXT NOT NULL,
    input      TEXT NOT NULL,
    output     TEXT NOT NULL CHECK (json_valid(output)),
    created_at TEXT NOT NULL,
    -- Corrected later, or taken back; such a row teaches no more, but can be put back.
    dropped_at TEXT
) STRICT;

CREATE INDEX examples_by_question ON examples (question, key) WHERE dropped_at IS NULL;

-- What was learnt from which examples with which models; made again when it is missing.
CREATE TABLE heads (
    question      TEXT NOT NULL,
    examples_hash TEXT NOT NULL,
    models        TEXT NOT NULL,
    -- Null where the examples did not help.
    head          TEXT CHECK (head IS NULL OR json_valid(head)),
    report        TEXT NOT NULL CHECK (json_valid(report)),
    created_at    TEXT NOT NULL,
    PRIMARY KEY (question, examples_hash, models)
) STRICT;
