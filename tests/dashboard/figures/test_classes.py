"""Classes of a map: few, told by round numbers, the same for all years, zero and signs kept apart."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.figures.classes import COLOURS, DIVERGING, ZERO, classes

SHARES = [2, 3, 4, 6, 7, 9, 12, 14, 17, 22, 26, 31, 37, 42, 48, 55, 63, 71]


def test_edges_are_numbers_people_can_say():
    edges = classes(SHARES, "lower").edges
    assert all(edge == round(edge) for edge in edges)
    assert 3 <= len(edges) <= 5


def test_bad_is_dark_where_lower_is_better_and_good_is_dark_where_higher_is():
    assert classes(SHARES, "lower").colours[-1] == COLOURS["lower"][-1]
    assert classes(SHARES, "higher").colours[-1] == COLOURS["higher"][-1]


def test_zero_is_a_class_of_its_own_with_a_look_of_its_own():
    found = classes([0, 0, *SHARES])
    assert found.zero and found.colours[0] == ZERO
    assert found.index(0) == 0 and found.index(2) == 1
    assert found.bounds()[0] == (0, 0)


def test_values_on_both_sides_of_zero_part_at_zero():
    found = classes([-30, -12, -4, -1, 2, 5, 14, 40])
    assert 0.0 in found.edges and not found.zero
    assert found.index(-1) < found.index(2)
    assert set(found.colours) <= set(DIVERGING)


@pytest.mark.parametrize("values", [[], [None], [7], [7, 7, 7], [float("nan")]])
def test_too_few_values_make_one_class(values):
    found = classes(values)
    assert found.edges == () and len(found.colours) == 1


def test_zeros_alone_have_the_colour_of_zero():
    found = classes([0, 0], "lower")
    assert found.zero and found.colours[found.index(0)] == ZERO


def test_a_value_at_an_edge_belongs_to_the_class_above():
    found = classes(SHARES)
    assert found.index(found.edges[0]) == 1


@given(st.lists(st.floats(-1e9, 1e9), max_size=300), st.integers(0, 3))
def test_every_value_has_a_class_with_a_colour_that_holds_it(values, decimals):
    found = classes(values, decimals=decimals)
    bounds = found.bounds()
    assert len(bounds) == len(found.colours) <= 7
    assert list(found.edges) == sorted(set(found.edges))
    for value in values:
        low, high = bounds[found.index(value)]
        if (low, high) != (0, 0):
            assert (low is None or low <= value) and (high is None or value < high)


def test_pooling_the_years_keeps_one_legend_for_all():
    rng = np.random.default_rng(7)
    early, late = rng.gamma(2, 5, 200), rng.gamma(2, 8, 200)
    pooled = classes([*early, *late])
    assert pooled.index(max(early)) < len(pooled.colours) and pooled.index(max(late)) == len(pooled.colours) - 1
