"""Read a panel of pairs from a Parquet file: columns date, a, b, value, count."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from detente.errors import FormatError, NotFoundError
from detente.store.opening import connect

COLUMNS = ("date", "a", "b", "value", "count")
_REASONS = {
    "date": "the date is missing or not a date",
    "pair": "a or b is missing, or both are the same",
    "count": "the count is missing or negative",
    "value": "the value is missing or not a finite number",
}


@dataclass(frozen=True, slots=True)
class PanelRows:
    """A panel by month and pair; every list has one entry per pair and month with events.

    Attributes
    ----------
    names : list of str
        Pairs, "AAA-BBB" with the two names in alphabetic order: A-B and B-A are one pair.
    month, pair : arrays of int
        Month number (year * 12 + month - 1), place in `names`.
    value, count : arrays
        Mean value of the events, weighted by the count of each row; events.
    squares, rows : arrays
        Squared deviations of the rows from that mean, times the events of each row; rows.
    total : int
        Rows of the file.
    set_aside : dict of str to int
        Reasons and how many rows were left out for each.
    """

    names: list[str]
    month: Any
    pair: Any
    value: Any
    count: Any
    squares: Any
    rows: Any
    total: int
    set_aside: dict[str, int]


def read_panel(path: str | Path) -> PanelRows:
    """Read a panel from Parquet (or CSV by its ending).

    A row is one or several events of a day or a month: `value` their mean, `count` how many. Rows with count 0 say that there
    were none. A row that cannot be used is set aside and counted.

    Raises
    ------
    NotFoundError
        No such file (B10).
    FormatError
        Not to be read (B10); columns missing (B11).
    """
    import duckdb

    shown = Path(path)
    if not shown.is_file():
        raise NotFoundError(
            "B10", f"there is no file {shown}", help="name a Parquet file with columns date, a, b, value, count"
        )
    reader = "read_csv" if shown.suffix.lower() in (".csv", ".tsv") else "read_parquet"
    # brackets and stars in a name are not a pattern
    literal = "".join(f"[{c}]" if c in "*?[" else c for c in str(shown))
    connection = connect(None, read_only=False)
    try:
        connection.execute(f"CREATE VIEW given AS SELECT * FROM {reader}('{literal.replace(chr(39), chr(39) * 2)}')")
        found = [str(row[0]) for row in connection.execute("DESCRIBE given").fetchall()]
        missing = [name for name in COLUMNS if name not in found]
        if missing:
            raise FormatError(
                "B11",
                f"{shown} has no column {', '.join(missing)}; it has {', '.join(found)}",
                help="a panel has the columns date, a, b, value, count",
            )
        connection.execute(_CHECKED)
        reasons = connection.execute("SELECT reason, count(*) FROM checked WHERE reason IS NOT NULL GROUP BY 1").fetchall()
        (total,) = connection.execute("SELECT count(*) FROM checked").fetchone() or (0,)
        columns = connection.execute(_BY_MONTH).fetchnumpy()
        names = [str(row[0]) for row in connection.execute("SELECT DISTINCT pair FROM months ORDER BY pair").fetchall()]
    except duckdb.Error as cause:
        first = str(cause).split("\n", 1)[0]
        raise FormatError("B10", f"{shown} cannot be read: {first}", help="is it a Parquet file?") from cause
    finally:
        connection.close()
    return PanelRows(
        names,
        month=columns["month"],
        pair=columns["place"],
        value=columns["value"],
        count=columns["count"],
        squares=columns["squares"],
        rows=columns["rows"],
        total=int(total),
        set_aside={_REASONS[str(reason)]: int(n) for reason, n in sorted(reasons)},
    )


_CHECKED = """
    CREATE TEMP TABLE checked AS
    WITH cast_rows AS (
        SELECT coalesce(try_cast("date" AS DATE), try_cast(CAST("date" AS VARCHAR) || '-01' AS DATE)) AS day,
               trim(CAST(a AS VARCHAR)) AS a, trim(CAST(b AS VARCHAR)) AS b,
               try_cast("value" AS DOUBLE) AS value, try_cast("count" AS DOUBLE) AS count
        FROM given)
    SELECT year(day) * 12 + month(day) - 1 AS month, least(a, b) || '-' || greatest(a, b) AS pair, value, count,
           CASE WHEN day IS NULL THEN 'date'
                WHEN a IS NULL OR b IS NULL OR a = '' OR b = '' OR a = b THEN 'pair'
                WHEN count IS NULL OR NOT isfinite(count) OR count < 0 THEN 'count'
                WHEN count > 0 AND (value IS NULL OR NOT isfinite(value)) THEN 'value' END AS reason
    FROM cast_rows
"""
_BY_MONTH = """
    CREATE TEMP TABLE months AS
    WITH means AS (
        SELECT month, pair, sum(count) AS total, sum(count * value) / sum(count) AS mean
        FROM checked WHERE reason IS NULL AND count > 0 GROUP BY month, pair)
    SELECT c.month, c.pair, any_value(m.mean) AS value, any_value(m.total) AS count,
           sum(c.count * (c.value - m.mean) ** 2) AS squares, count(*) AS rows
    FROM checked c JOIN means m ON m.month = c.month AND m.pair = c.pair
    WHERE c.reason IS NULL AND c.count > 0 GROUP BY c.month, c.pair;
    SELECT month, dense_rank() OVER (ORDER BY pair) - 1 AS place, value, count, squares, rows FROM months ORDER BY pair, month
"""
