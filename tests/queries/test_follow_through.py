"""Kaplan and Meier's estimate: the remission times of Freireich and others (1963), as printed in every textbook, and by hand."""

import pytest

from queries.follow_through import at_day, day_of, steps

# Weeks in remission of 21 children with the drug 6-MP; those in `LOST` were still in remission when last seen.
WEEKS = [6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35]
ENDED = [1, 1, 1, 0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0]


def test_it_gives_the_published_estimate_of_freireichs_trial():
    found = {step.day: round(1 - step.share, 3) for step in steps(WEEKS, ENDED) if step.done}
    assert found == {6: 0.857, 7: 0.807, 10: 0.753, 13: 0.690, 16: 0.627, 22: 0.538, 23: 0.448}


def test_open_ones_count_as_open_and_not_as_never():
    """Of four, one is done on day 10, one was last seen open on day 20, one is done on day 30: 1/4, then 1/2 of the rest."""
    found = steps([10, 20, 30, 40], [True, False, True, False])
    shares = {step.day: step.share for step in found}
    assert shares == {10: 0.25, 20: 0.25, 30: pytest.approx(1 - (3 / 4) * (1 / 2)), 40: pytest.approx(0.625)}
    assert [(step.at_risk, step.done, step.left_open) for step in found] == [(4, 1, 0), (3, 0, 1), (2, 1, 0), (1, 0, 1)]


def test_intervals_hold_the_share_and_stay_between_nothing_and_all():
    for step in steps(WEEKS, ENDED):
        assert 0 <= step.low <= step.share <= step.high <= 1


def test_half_is_reached_on_the_day_that_brings_it_and_maybe_never():
    found = steps([10, 20, 30, 40], [True, True, False, False])
    assert day_of(0.5, found) == 20
    assert day_of(0.51, found) is None
    assert (at_day(9, found), at_day(10, found).share, at_day(19, found).share) == (None, 0.25, 0.25)
    assert steps([], []) == []


def test_rows_of_a_cube_are_read_alike():
    rows = [{"day": 10, "share": 0.4}, {"day": 20, "share": 0.5}]
    assert day_of(0.5, rows) == 20 and at_day(15, rows)["share"] == 0.4
