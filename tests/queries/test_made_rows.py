"""Rows made in Python, as a cube."""

import duckdb

from queries import made_rows

SCHEMA = {"place": "VARCHAR", "towns": "INTEGER", "share": "DOUBLE", "bridge": "BOOLEAN"}


def test_rows_come_back_in_their_order_with_what_is_missing(tmp_path):
    rows = [("B", 2, 0.5, True), ("A", None, None, None)]
    made_rows.write(rows, SCHEMA, tmp_path / "theme/one.parquet")
    assert duckdb.execute(f"SELECT * FROM '{tmp_path / 'theme/one.parquet'}'").fetchall() == rows


def test_a_cube_without_rows_has_its_columns_all_the_same(tmp_path):
    made_rows.write([], SCHEMA, tmp_path / "empty.parquet")
    described = duckdb.execute(f"DESCRIBE SELECT * FROM '{tmp_path / 'empty.parquet'}'").fetchall()
    assert {name: kind for name, kind, *_ in described} == SCHEMA
