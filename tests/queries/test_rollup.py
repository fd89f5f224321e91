"""How much of a unit is covered: the shortcut for whole units says what counting them says."""

import random

import pytest

from queries import rollup
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
