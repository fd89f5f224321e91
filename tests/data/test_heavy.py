"""Limits of memory, and how far a statement is."""

import pytest

from data import heavy


@pytest.mark.parametrize(("text", "limit"), [("4GB", "4GB"), (" 800 mb ", "800MB"), ("1.5GB", "1.5GB")])
def test_a_limit_is_read_as_people_write_it(text, limit):
    assert heavy.memory_limit(text) == limit


@pytest.mark.parametrize(
    ("text", "told"), [("four", "expected a size"), ("4", "expected a size"), ("100MB", "200MB or more")]
)
def test_a_limit_that_is_none_is_told(text, told):
    with pytest.raises(ValueError, match=told):
        heavy.memory_limit(text)


@pytest.mark.slow
def test_what_does_not_fit_is_spilled_and_removed(tmp_path):
    limits = heavy.Limits("40MB", tmp_path / "spill", 1)
    with heavy.connected(limits) as connection:
        told = []
        sql = "CREATE TABLE t AS SELECT hash(range) AS h, range FROM range(1500000) ORDER BY h"
        heavy.watched(connection, sql, [], "sorting", lambda *progress: told.append(progress))
        assert connection.execute("SELECT count(*) FROM t").fetchone() == (1_500_000,)
        assert list((tmp_path / "spill").iterdir())
    assert told[0] == ("sorting", 0, 100) and all(0 <= done <= total for _, done, total in told)
    assert not (tmp_path / "spill").exists()


def test_only_what_is_allowed_is_written_once_the_door_is_closed(tmp_path):
    path = tmp_path / "it's here.parquet"
    with heavy.connected(heavy.Limits()) as connection:
        heavy.allow(connection, [path])
        connection.execute("SET enable_external_access = false")
        connection.execute(f"COPY (SELECT 1) TO '{heavy.quoted(path)}' (FORMAT parquet, USE_TMP_FILE false)")
        with pytest.raises(heavy.duckdb.PermissionException):
            connection.execute(f"COPY (SELECT 1) TO '{tmp_path}/other.parquet' (FORMAT parquet)")


def test_few_bytes_of_many_rows_are_large_too(tmp_path):
    """Rows that repeat take almost no room in a file, and all of it in memory."""
    sql = "SELECT range % 7 AS n, hash(range) AS h FROM range({})"
    paths = {rows: tmp_path / f"{rows}.parquet" for rows in (heavy.LARGE_ROWS, heavy.LARGE_ROWS + 1)}
    for rows, path in paths.items():
        heavy.duckdb.sql(sql.format(rows)).write_parquet(str(path))
        assert heavy.SMALL_BYTES < path.stat().st_size < heavy.LARGE_BYTES
    assert [heavy.is_large(path) for path in paths.values()] == [False, True]
    torn = tmp_path / "torn.parquet"
    torn.write_bytes(paths[heavy.LARGE_ROWS + 1].read_bytes()[:-9])
    assert not heavy.is_large(torn)
