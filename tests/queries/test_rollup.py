"""Sums column by column, and how much of a unit they cover: the shortcut for whole units says what counting says."""

import random

import duckdb
import numpy as np
import pytest

from queries import rollup
from queries.indicator import TOTAL
from queries.units import Unit

SEED = 11
CODES = "abcdefgh"


def unit(places="", parts=None, straddling=None, expected=None):
    made = None if parts is None else tuple(map(frozenset, parts))
    return Unit("A", {"en": "A"}, "region", "NP", frozenset(places), made, expected, straddling=straddling or {})


@pytest.mark.parametrize(("of", "valued", "expected"), [
    (unit("ab"), "abc", (1.0, 2, 2, 2)),
    (unit("ab"), "a", (100 / (100 + 300), 1, 2, 2)),
    (unit("ab"), "c", (0.0, 0, 2, 2)),
    (unit(""), "abc", (0.0, 0, 0, 0)),
    (unit("ab", ["a", "b"], expected=3), "ab", (1.0, 2, 2, 3)),
    (unit("ab", ["ab", ""]), "ab", (1 / 2, 1, 2, 2)),  # a member without a place of the grain has none
    (unit("ab", straddling={"x": 400}), "ab", ((100 + 300) / (100 + 300 + 400), 2, 3, 3)),
], ids=["all", "a part", "none", "no place", "a group", "an empty member", "one straddles"])  # fmt: skip
def test_coverage_is_by_weight_and_counts_are_of_places_or_members(of, valued, expected):
    assert rollup.covered(of, frozenset(valued), {"a": 100, "b": 300}) == expected


def test_a_whole_unit_is_covered_as_counting_says():
    chance = random.Random(SEED)
    for _ in range(300):
        places = chance.sample(CODES, chance.randint(0, 5))
        parts = chance.choice([None, [places[:2], places[2:]], [places, []], []])
        of = unit(places, parts, chance.choice([{}, {"x": 5}]), chance.choice([None, 4]))
        valued = frozenset(places) | frozenset(chance.sample(CODES, 2))
        weights = {code: chance.choice([1, 2, 700, None]) for code in CODES}
        assert rollup.covered(of, valued, weights) == (rollup.coverage(of, valued, weights), *of.counts(valued))


def test_sums_give_columns_and_rows():
    sums = rollup.Sums({"A": [((), 0)], "B": [((), 1)]}, {"n": [1, 2], "d": [3, 4]})
    assert list(sums.column("n")) == [1, 2] and list(sums.column("absent")) == [None, None]
    assert sums.row(1) == {"n": 2, "d": 4}
    assert list(rollup.NO_SUMS.column("n")) == []


def test_rows_of_a_result_are_told_by_period_unit_and_values(draw):
    module = draw.module([draw.indicator("n", numerator="n")], dimensions={"sex": ("f", "m"), "age": ("old", "young")})
    question = rollup.grouped(module, ("2020", "2021"), (), ["sex"], True)
    # unit, period, age, whether the row is of all ages
    columns = [(0, 1, 0), ("2020", "2020", "2021"), ("old", None, "young"), (0, 1, 0)]
    listed = [unit("ab"), unit("c")]
    assert list(question.keys(columns, listed)) == [
        ("2020", "A", (TOTAL, "old")), ("2020", "A", (TOTAL, TOTAL)), ("2021", "A", (TOTAL, "young"))
    ]  # fmt: skip
    assert list(question.keys([], listed)) == []


def test_units_are_registered_again_only_where_they_are_others():
    registered = []

    class Cursor:
        def __init__(self):
            self.cursor = duckdb.connect()

        def register(self, name, table):
            registered.append(table)
            return self.cursor.register(name, table)

        def execute(self, *question):
            return self.cursor.execute(*question)

    one, other = ({"unit": np.array(numbers, np.int32)} for numbers in ([0, 1], [2, 3, 4]))
    asking = rollup.Asking(Cursor())
    asked = [
        asking.execute(table, "SELECT sum(unit) FROM membership", []).fetchall() for table in (one, one, other, one)
    ]
    assert asked == [[(0 + 1,)], [(0 + 1,)], [(2 + 3 + 4,)], [(0 + 1,)]]
    assert [table is one for table in registered] == [True, False, True]
