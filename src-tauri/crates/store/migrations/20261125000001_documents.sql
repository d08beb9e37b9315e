-- "WINW": how Winnow knows its own file.
PRAGMA application_id = 1464421975;

CREATE TABLE documents (
    key        INTEGER PRIMARY KEY,
    id         TEXT NOT NULL UNIQUE,
    sha256     TEXT NOT NULL,
    name       TEXT NOT NULL,
    format     TEXT NOT NULL,
    bytes      INTEGER NOT NULL CHECK (bytes >= 0),
    title      TEXT,
    text       TEXT NOT NULL,
    places     TEXT NOT NULL CHECK (json_valid(places)),
    pages      TEXT CHECK (pages IS NULL OR json_valid(pages)),
    notes      TEXT NOT NULL CHECK (json_valid(notes)),
    created_at TEXT NOT NULL,
    opened_at  TEXT NOT NULL
) STRICT;

CREATE INDEX documents_by_content ON documents (sha256, name);

CREATE VIRTUAL TABLE document_search USING fts5 (
    name, title, text,
    content = 'documents', content_rowid = 'key',
    tokenize = 'unicode61 remove_diacritics 2'
);

CREATE TRIGGER documents_inserted AFTER INSERT ON documents BEGIN
    INSERT INTO document_search (rowid, name, title, text)
    VALUES (new.key, new.name, new.title, new.text);
END;

CREATE TRIGGER documents_deleted AFTER DELETE ON documents BEGIN
    INSERT INTO document_search (document_search, rowid, name, title, text)
    VALUES ('delete', old.key, old.name, old.title, old.text);
END;

CREATE TRIGGER documents_updated AFTER UPDATE OF name, title, text ON documents BEGIN
    INSERT INTO document_search (document_search, rowid, name, title, text)
    VALUES ('delete', old.key, old.name, old.title, old.text);
    INSERT INTO document_search (rowid, name, title, text)
    VALUES (new.key, new.name, new.title, new.text);
END;
