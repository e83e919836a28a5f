from datetime import date, datetime

import duckdb
import numpy as np
import pytest

from detente.errors import FormatError, NotFoundError
from detente.store import read_panel


def write(path, rows, columns=("date", "a", "b", "value", "count")):
    """Write rows of Python values to Parquet or CSV."""
    connection = duckdb.connect()
    names = ", ".join(f'"{name}"' for name in columns)
    values = ", ".join("(" + ", ".join("?" for _ in columns) + ")" for _ in rows)
    flat = [value for row in rows for value in row]
    connection.execute(f"CREATE TABLE t AS SELECT * FROM (VALUES {values}) AS x({names})", flat)
    connection.execute(f"COPY t TO '{path}'")
    return path


def test_rows_are_summed_by_month_and_unordered_pair(tmp_path):
    path = write(
        tmp_path / "p.parquet",
        [
            (date(2012, 3, 1), "PER", "CHL", 2.0, 1),
            (date(2012, 3, 31), "CHL", "PER", -1.0, 3),
            (date(2012, 4, 2), "CHL", "PER", 5.0, 1),
            (date(2012, 4, 2), "GHA", "TGO", 1.5, 2),
        ],
    )
    found = read_panel(path)
    assert found.names == ["CHL-PER", "GHA-TGO"]
    np.testing.assert_array_equal(found.pair, [0, 0, 1])
    np.testing.assert_array_equal(found.month, [2012 * 12 + 2, 2012 * 12 + 3, 2012 * 12 + 3])
    np.testing.assert_allclose(found.value, [-0.25, 5, 1.5])
    np.testing.assert_allclose(found.count, [4, 1, 2])
    np.testing.assert_allclose(found.squares, [2.25**2 + 3 * 0.75**2, 0, 0])
    np.testing.assert_array_equal(found.rows, [2, 1, 1])
    assert (found.total, found.set_aside) == (4, {})


@pytest.mark.parametrize("when", ["2012-03-05", "2012-03", datetime(2012, 3, 5, 12), date(2012, 3, 5)])
def test_days_months_and_times_are_dates(tmp_path, when):
    assert read_panel(write(tmp_path / "p.parquet", [(when, "CHL", "PER", 1.0, 1)])).month.tolist() == [2012 * 12 + 2]


def test_rows_that_cannot_be_used_are_set_aside_and_counted(tmp_path):
    path = write(
        tmp_path / "p.parquet",
        [
            ("2012-03-01", "CHL", "PER", 2.0, 1.0),
            ("2012-02-30", "CHL", "PER", 2.0, 1.0),
            (None, "CHL", "PER", 2.0, 1.0),
            ("2012-03-01", "CHL", "CHL", 2.0, 1.0),
            ("2012-03-01", "CHL", None, 2.0, 1.0),
            ("2012-03-01", "CHL", "PER", float("nan"), 1.0),
            ("2012-03-01", "CHL", "PER", float("inf"), 1.0),
            ("2012-03-01", "CHL", "PER", 2.0, -1.0),
            ("2012-03-01", "CHL", "PER", 2.0, None),
            # no events: says nothing and is not wrong
            ("2012-04-01", "CHL", "PER", None, 0.0),
        ],
    )
    found = read_panel(path)
    assert found.value.tolist() == [2.0]
    assert sorted(found.set_aside.values()) == [2, 2, 2, 2]
    assert found.total == 10


def test_csv_is_read_too(tmp_path):
    assert read_panel(write(tmp_path / "p.csv", [("2012-03-01", "CHL", "PER", 2.0, 1)])).names == ["CHL-PER"]


def test_a_name_with_pattern_signs_is_a_name(tmp_path):
    path = tmp_path / "my [1] it's.parquet"
    write(tmp_path / "p.parquet", [("2012-03-01", "CHL", "PER", 2.0, 1)]).rename(path)
    assert read_panel(path).names == ["CHL-PER"]


def test_what_is_missing_is_named(tmp_path):
    path = write(tmp_path / "p.parquet", [("2012-03-01", "CHL", 2.0)], columns=("date", "a", "score"))
    with pytest.raises(FormatError, match="no column b, value, count; it has date, a, score"):
        read_panel(path)
    with pytest.raises(NotFoundError, match="there is no file"):
        read_panel(tmp_path / "none.parquet")
    text = tmp_path / "text.parquet"
    text.write_text("no panel")
    with pytest.raises(FormatError, match="cannot be read"):
        read_panel(text)
