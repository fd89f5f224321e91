"""Two cubes of a changed module are compared by counts of rows, never by values."""

import duckdb
import pytest

from queries.columns import Columns, of_columns


@pytest.fixture
def compared(tmp_path):
    def do(old: str, new: str) -> Columns | None:
        paths = []
        for name, rows in (("old", old), ("new", new)):
            paths.append(tmp_path / f"{name}.parquet")
            duckdb.execute(f"COPY (FROM (VALUES {rows[0]}) AS t({rows[1]})) TO '{paths[-1]}' (FORMAT parquet)")
        return of_columns(*paths)

    return do


def test_rows_in_both_differ_by_column_and_others_are_gone_or_new(compared):
    old = ("('A', 1, 1.5), ('B', 2, 2.5), ('C', 3, 3.5)", "place, persons, share")
    new = ("('A', 1, 1.5), ('B', 9, 2.6), ('D', 3, 3.5), ('E', 1, 1)", "place, persons, share")
    assert compared(old, new) == Columns(2, 1, 2, {"persons": 1, "share": 1}, (), ())


def test_columns_that_only_one_has_are_named(compared):
    found = compared(("('A', 1, 2)", "place, men, women"), ("('A', 1, 'f')", "place, men, sex"))
    assert (found.gone, found.added, found.differing) == (("women",), ("sex",), {})


def test_rows_that_are_no_key_are_counted_only(compared):
    """Without the dimension that is gone the same place stands twice: which row became which is not known."""
    found = compared(("('A', 'f', 1), ('A', 'm', 2)", "place, sex, persons"), ("('A', 3), ('B', 4)", "place, persons"))
    assert (found.alike, found.only_old, found.only_new) == (None, 1, 1)


def test_a_value_that_became_known_differs(compared):
    assert compared(("('A', NULL::INT)", "place, n"), ("('A', 0)", "place, n")).differing == {"n": 1}


def test_a_cube_that_is_missing_or_cut_short_gives_nothing(tmp_path):
    path = tmp_path / "one.parquet"
    path.write_bytes(b"PAR1")
    assert of_columns(path, tmp_path / "none.parquet") is None
