"""The tables of a store, and the check that a file is a store this version can read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.errors import StoreError

if TYPE_CHECKING:
    import duckdb

SCHEMA_VERSION = 1

# `documents.number` orders what was added; `content` is the hash of all that is known of a document and of the coder's name.
# A text that several documents share is stored once. Nothing is ever updated or deleted.
_TABLES = """
CREATE TABLE detente_store (name VARCHAR PRIMARY KEY, value VARCHAR NOT NULL);
CREATE TABLE texts (sha256 VARCHAR PRIMARY KEY, text VARCHAR NOT NULL);
CREATE TABLE documents (
    number BIGINT PRIMARY KEY,
    id VARCHAR NOT NULL,
    revision INTEGER NOT NULL,
    content VARCHAR NOT NULL,
    sha256 VARCHAR NOT NULL,
    date DATE, title VARCHAR, url VARCHAR, outlet VARCHAR, author VARCHAR,
    coder VARCHAR NOT NULL,
    UNIQUE (id, content)
);
CREATE TABLE events (
    document BIGINT NOT NULL,
    id VARCHAR NOT NULL,
    sentence_start INTEGER NOT NULL, sentence_end INTEGER NOT NULL,
    trigger_start INTEGER NOT NULL, trigger_end INTEGER NOT NULL, trigger_text VARCHAR NOT NULL,
    date DATE, date_basis VARCHAR,
    source_code VARCHAR, source_name VARCHAR, source_sector VARCHAR, source_text VARCHAR,
    source_start INTEGER, source_end INTEGER,
    target_code VARCHAR, target_name VARCHAR, target_sector VARCHAR, target_text VARCHAR,
    target_start INTEGER, target_end INTEGER,
    event VARCHAR NOT NULL, mode VARCHAR, context VARCHAR, cameo VARCHAR NOT NULL, quad VARCHAR NOT NULL,
    goldstein DOUBLE NOT NULL, status VARCHAR NOT NULL, reciprocal BOOLEAN NOT NULL, mentions INTEGER NOT NULL,
    attributed_to VARCHAR, rule VARCHAR NOT NULL
);
CREATE TABLE rejects (
    file VARCHAR NOT NULL, line BIGINT, code VARCHAR NOT NULL, reason VARCHAR NOT NULL, head VARCHAR NOT NULL, help VARCHAR
);
"""

_HELP_OTHER = "choose another file name for the store: detente keeps its tables in a file of their own"


def prepare(connection: duckdb.DuckDBPyConnection, shown: str, *, read_only: bool) -> None:
    """Create the tables in a new file; check the version in one that has them.

    Raises
    ------
    StoreError
        A DuckDB file of another program (S04), a store of another version (S05).
    """
    tables = {row[0] for row in connection.execute("SELECT table_name FROM duckdb_tables()").fetchall()}
    if "detente_store" not in tables:
        if tables or read_only:
            holds = f"its tables are {', '.join(sorted(tables))}" if tables else "it has no tables"
            raise StoreError("S04", f"{shown} is no detente store: {holds}", help=_HELP_OTHER)
        connection.begin()
        connection.execute(_TABLES)
        connection.execute("INSERT INTO detente_store VALUES ('schema_version', ?)", [str(SCHEMA_VERSION)])
        connection.commit()
        return
    found = connection.execute("SELECT value FROM detente_store WHERE name = 'schema_version'").fetchone()
    version = found[0] if found else "none"
    if version == str(SCHEMA_VERSION):
        return
    newer = version.isdigit() and int(version) > SCHEMA_VERSION
    raise StoreError(
        "S05",
        f"{shown} is a store of version {version}; this detente reads version {SCHEMA_VERSION}",
        help="update detente (pip install -U detente)" if newer else "make it again: add the documents to a new store",
    )
