"""The tables of a store, and the check that a file is a store this version can read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.errors import StoreError

if TYPE_CHECKING:
    import duckdb

SCHEMA_VERSION = 4

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

# What an older store lacks, by the version that it has. `record` is the claim as a line of the output contract; rows of
# `ledger_log` are only ever added, each with the hash of all before it; `details` holds of an event what tellings are compared
# by, its other tellings in the same document, and its place; `decisions` is a log.
_ADDED_SINCE = {
    1: """
CREATE {temporary} TABLE claims (
    document BIGINT NOT NULL,
    place INTEGER NOT NULL,
    id VARCHAR NOT NULL,
    speaker VARCHAR, type VARCHAR NOT NULL, about_first VARCHAR, about_second VARCHAR, date DATE,
    record VARCHAR NOT NULL
);
""",
    2: """
CREATE {temporary} TABLE ledger_log (
    number BIGINT PRIMARY KEY,
    added_at TIMESTAMP NOT NULL,
    entry VARCHAR NOT NULL, action VARCHAR NOT NULL, person VARCHAR, detail VARCHAR NOT NULL,
    hash VARCHAR NOT NULL
);
CREATE {temporary} TABLE ledger_scores (
    entry VARCHAR PRIMARY KEY,
    happened BOOLEAN NOT NULL, brier DOUBLE, brier_low DOUBLE, brier_high DOUBLE, log_loss DOUBLE
);
""",
    3: """
CREATE {temporary} TABLE details (
    document BIGINT NOT NULL,
    id VARCHAR NOT NULL,
    gist VARCHAR, mention_spans VARCHAR, place VARCHAR
);
CREATE {temporary} TABLE decisions (
    number BIGINT NOT NULL,
    kind VARCHAR NOT NULL, first VARCHAR NOT NULL, second VARCHAR NOT NULL, reason VARCHAR NOT NULL
);
""",
}

_HELP_OTHER = "choose another file name for the store: detente keeps its tables in a file of their own"


def prepare(connection: duckdb.DuckDBPyConnection, shown: str, *, read_only: bool) -> None:
    """Create the tables in a new file; add to one of an older version what it lacks, nothing of it lost.

    An older file that is open for reading only stays as it is: what it lacks is empty and lives in memory.

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
        _add_since(connection, 1)
        connection.execute("INSERT INTO detente_store VALUES ('schema_version', ?)", [str(SCHEMA_VERSION)])
        connection.commit()
        return
    found = connection.execute("SELECT value FROM detente_store WHERE name = 'schema_version'").fetchone()
    version = found[0] if found else "none"
    if version == str(SCHEMA_VERSION):
        return
    if version.isdigit() and int(version) in _ADDED_SINCE:
        _bring_up_to_date(connection, int(version), read_only=read_only)
        return
    newer = version.isdigit() and int(version) > SCHEMA_VERSION
    raise StoreError(
        "S05",
        f"{shown} is a store of version {version}; this detente reads version {SCHEMA_VERSION}",
        help="update detente (pip install -U detente)" if newer else "make it again: add the documents to a new store",
    )


def _add_since(connection: duckdb.DuckDBPyConnection, version: int, *, temporary: str = "") -> None:
    for step in range(version, SCHEMA_VERSION):
        connection.execute(_ADDED_SINCE[step].format(temporary=temporary))


def _bring_up_to_date(connection: duckdb.DuckDBPyConnection, version: int, *, read_only: bool) -> None:
    connection.begin()
    _add_since(connection, version, temporary="TEMP" if read_only else "")
    if not read_only:
        connection.execute("UPDATE detente_store SET value = ? WHERE name = 'schema_version'", [str(SCHEMA_VERSION)])
    connection.commit()
