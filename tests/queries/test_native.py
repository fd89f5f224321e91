"""The native file holds the rows of the Parquet cubes, and whoever opens it can do nothing but read them."""

import os
import stat

import duckdb
import pytest

from data import snapshots
from queries import native
from queries.run import Ask, open_house, run

REFUSED = [
    "SELECT * FROM read_csv('/etc/hostname')", "SELECT * FROM read_parquet('{file}')", "SELECT * FROM glob('/*')",
    "COPY (SELECT 1) TO '{folder}/out.csv'", "ATTACH '{folder}/other.duckdb'", "INSTALL spatial", "LOAD spatial",
    "SET threads = 2", "SET enable_external_access = true", "SET lock_configuration = false", "RESET memory_limit",
    "SET GLOBAL max_execution_time = 0", "DROP TABLE \"drawn/one\"", "CREATE TABLE more (a INT)",
    "INSERT INTO \"drawn/one\" VALUES ('x', 1)", "EXPORT DATABASE '{folder}/out'", "DELETE FROM \"drawn/one\"",
]  # fmt: skip


@pytest.fixture
def folder(tmp_path):
    """A folder with two cubes, one in a theme of its own."""
    for name, sql in (("drawn/one", "SELECT 'NP' AS place, 7 AS persons"), ("other/two", "SELECT 1.5 AS share")):
        path = tmp_path / "cubes" / f"{name}.parquet"
        path.parent.mkdir(parents=True)
        duckdb.sql(sql).write_parquet(str(path))
    native.write(tmp_path)
    return tmp_path


def test_each_cube_is_a_table_and_nothing_else_is_left_behind(folder):
    cursor = native.connect(folder).cursor()
    assert cursor.execute('SELECT * FROM "drawn/one"').fetchall() == [("NP", 7)]
    assert cursor.execute('SELECT * FROM "other/two"').fetchone()[0] == pytest.approx(1.5)
    assert sorted(path.name for path in folder.iterdir()) == ["cubes", native.FILE]


def test_a_renewed_file_has_the_changed_cubes_anew_the_others_as_they_were_and_not_those_that_went(folder, tmp_path):
    later = tmp_path / "later"
    (later / "cubes" / "drawn").mkdir(parents=True)
    duckdb.sql("SELECT 'NP' AS place, 8 AS persons").write_parquet(str(later / "cubes" / "drawn" / "one.parquet"))
    duckdb.sql("SELECT 3 AS more").write_parquet(str(later / "cubes" / "drawn" / "new.parquet"))
    native.renew(later, folder, ["drawn/one", "drawn/new", "other/two"])
    cursor = native.connect(later).cursor()
    assert cursor.execute('SELECT persons FROM "drawn/one"').fetchone() == (8,)
    assert cursor.execute('SELECT more FROM "drawn/new"').fetchone() == (3,)
    assert sorted(name for (name,) in cursor.execute("SELECT table_name FROM duckdb_tables()").fetchall()) == [
        "drawn/new",
        "drawn/one",
    ]
    assert native.connect(folder).cursor().execute('SELECT persons FROM "drawn/one"').fetchone() == (7,)


def test_the_outlines_lie_beside_the_cubes_where_a_snapshot_has_some(folder):
    assert not native.has_shapes(native.connect(folder))
    duckdb.sql("SELECT 'NP/local/2017' AS layer, 'NP0548201' AS code").write_parquet(str(folder / "shapes.parquet"))
    later = folder / "later"
    (later / "cubes").mkdir(parents=True)
    (later / "shapes.parquet").write_bytes((folder / "shapes.parquet").read_bytes())
    native.write(later)
    connection = native.connect(later)
    assert native.has_shapes(connection)
    assert connection.cursor().execute("SELECT * FROM shapes").fetchall() == [("NP/local/2017", "NP0548201")]


@pytest.mark.parametrize("in_memory", [False, True])
@pytest.mark.parametrize("sql", REFUSED)
def test_the_connection_only_reads_the_cubes(folder, sql, in_memory):
    if in_memory and ("drawn/one" in sql or "CREATE" in sql):
        pytest.skip("of a kept snapshot without the native file a copy is read, which may change")
    connection = native.in_memory(folder, ["drawn/one"]) if in_memory else native.connect(folder)
    file = folder / "cubes" / "other" / "two.parquet"
    with pytest.raises(duckdb.Error):
        connection.cursor().execute(sql.format(folder=folder, file=file)).fetchall()
    assert sorted(path.name for path in folder.iterdir()) == ["cubes", native.FILE]


def test_a_file_without_the_right_to_write_is_opened_twice_and_outlives_its_removal(folder):
    path = folder / native.FILE
    path.chmod(stat.S_IRUSR)
    first, second = native.connect(folder), native.connect(folder)
    if os.name != "nt":
        path.unlink()
    assert first.cursor().execute('SELECT persons FROM "drawn/one"').fetchone() == (7,)
    assert second.cursor().execute("SELECT current_setting('lock_configuration')").fetchone() == (True,)


def test_what_needs_too_much_memory_is_stopped_and_the_next_question_is_answered(folder):
    connection = native.connect(folder)
    greedy = "SELECT count(DISTINCT hash(a.range, b.range)) FROM range(20_000) a, range(20_000) b"
    with pytest.raises(duckdb.OutOfMemoryException):
        connection.cursor().execute(greedy).fetchall()
    assert connection.cursor().execute('SELECT persons FROM "drawn/one"').fetchone() == (7,)


def test_the_native_file_has_exactly_the_rows_of_the_cubes_and_the_manifest_its_digest(bundled_snapshot):
    made = snapshots.manifest(bundled_snapshot)
    assert made["files"][native.FILE] == snapshots.digest_of(bundled_snapshot / native.FILE)
    cursor = native.connect(bundled_snapshot).cursor()
    for name in made["cubes"]:
        rows = duckdb.read_parquet(str(bundled_snapshot / "cubes" / f"{name}.parquet"))
        found = cursor.execute(f'SELECT * FROM "{name}"')
        assert [column[:2] for column in found.description] == [column[:2] for column in rows.description]
        assert found.fetchall() == rows.fetchall(), name


def test_a_kept_snapshot_without_the_native_file_gives_the_same_answers(bundled_snapshot, bundled_house, tmp_path):
    import json
    import shutil

    older = tmp_path / "older"
    shutil.copytree(bundled_snapshot, older, copy_function=shutil.copyfile)
    (older / native.FILE).unlink()
    content = json.loads((older / snapshots.MANIFEST).read_text("utf-8"))
    del content["files"][native.FILE]
    (older / snapshots.MANIFEST).write_text(json.dumps(content), "utf-8")
    asked = Ask("poverty/wealth_quintiles", by="district", within="NP03")
    assert run(open_house(older), asked) == run(bundled_house, asked)
