"""What a protected cube must be before it is joined: zeros that can be seen, counts that are counts, tables without holes."""

import duckdb
import pytest

from queries import zeros


@pytest.fixture
def land(draw):
    found = [draw.place("NP", "country", None), draw.place("L", "local", "NP"),
             *(draw.place(code, "ward", "L") for code in "123")]  # fmt: skip
    return {place.code: place for place in found}


def table(rows, names="place, period, d, n, part"):
    return duckdb.sql(f"SELECT * FROM (VALUES {rows}) AS t({names})").to_arrow_table()


def module(draw, missing="zero", order="places"):
    rules = {"over_dimensions": "sum", "smallest_count": 5}
    found = [draw.indicator("count", numerator="n", **rules),
             draw.indicator("share", numerator="part", denominator="n", over_places="ratio", unit="percent", smallest_count=5)]  # fmt: skip
    return draw.module(
        found, grain=["ward"], dimensions={"d": ["a", "b"]}, missing=missing, joins_first=order, protected=True
    )


def test_absence_that_means_zero_becomes_a_row_so_that_presence_tells_nothing(draw, land):
    rows = table("('1', '2024-01', 'a', 7, 2), ('2', '2024-03', 'b', NULL, NULL), ('3', '2024-02', 'a', 1, 1)")
    filled = zeros.explicit(module(draw), rows, land, frozenset("12")).to_pylist()
    # three months, two values, and all wards: 1 and 2 are expected, 3 has a row
    assert len(filled) == 3 * 2 * 3
    found = {(row["place"], row["period"], row["d"]): (row["n"], row["part"]) for row in filled}
    assert found["1", "2024-01", "a"] == (7, 2)
    assert found["2", "2024-03", "b"] == (None, None)  # not known is not zero
    assert {value for key, value in found.items()} == {(7, 2), (None, None), (1, 1), (0, 0)}


@pytest.mark.parametrize(
    ("rows", "more", "told"),
    [
        ("('1', '2024-01', 'a', -1, NULL)", {}, "n is no count (negative, or no whole number)"),
        ("('1', '2024-01', 'a', 2.5, 1)", {}, "n is no count"),
        ("('1', '2024-01', 'a', 2, 3)", {}, "part is more than n, of which it should be a part"),
        ("('1', '2024-01', 'a', 2, 1)", {"missing": "no_data"}, "1 places and periods have rows for some of d only"),
        (
            "('1', '2024-01', 'a', 2, 1), ('1', '2024-01', 'b', 2, NULL)",
            {"order": "margins"},
            "margins cannot protect those",
        ),
    ],
)
def test_what_cannot_be_protected_is_told(draw, rows, more, told):
    problems = zeros.audit(module(draw, **more), table(rows))
    assert [told in problem.message for problem in problems] == [True], problems
    assert problems[0].file == "queries/drawn/one.sql" and problems[0].hint


def test_sound_rows_pass(draw):
    assert (
        zeros.audit(module(draw, order="margins"), table("('1', '2024-01', 'a', 5, 5), ('1', '2024-01', 'b', 0, 0)"))
        == []
    )
