"""Ranks of uncertain values: what may be said of them, what may not, and that it holds 95 times in 100."""

from math import erf, sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some

from queries.ranking import AT_MOST_WRONG, above_and_below, ranks, told_apart
from queries.run import Ask, run

HALF = sqrt(0.5)  # two errors of this size make an error of 1 in the difference


def row(place, value, error=HALF) -> dict:
    return {"place": place, "value": value, "standard_error": error}


def drawn(values, errors) -> list[dict]:
    return [row(f"p{index}", value, error) for index, (value, error) in enumerate(zip(values, errors, strict=True))]


@pytest.mark.parametrize(
    ("difference", "expected"),
    [  # two one-sided tests at 5 % together: 1.96, the normal's upper 2.5 %
        (1.95, {"a": (1, 2), "b": (1, 2)}),
        (1.97, {"a": (1, 1), "b": (2, 2)}),
    ],
)
def test_two_places_are_told_apart_beyond_their_errors(difference, expected):
    assert ranks([row("a", difference), row("b", 0.0)]).between == expected


def test_what_is_told_apart_leaves_the_correction():
    # Six tests: the limit is 2.394 (upper 0.05 / 6). c is away from both others, which leaves four: 2.241 (0.05 / 4).
    found = ranks([row("a", 2.3), row("b", 0.0), row("c", 10.0)])
    assert found.between == {"c": (1, 1), "a": (2, 2), "b": (3, 3)}
    assert found.critical == pytest.approx(2.1280, abs=1e-4)  # three left: upper 0.05 / 3
    assert ranks([row("a", 2.3), row("b", 0.0), row("c", 1.0)]).between["a"] == (1, 3)


def test_not_told_apart_is_no_equality():
    # b and c are each 2 away from the next, which is within chance; a and c are 4 apart, which is not.
    rows = [row("a", 4.0), row("b", 2.0), row("c", 0.0)]
    found = ranks(rows)
    assert found.alike(rows[0], rows) == ["b"] and found.alike(rows[2], rows) == ["b"]
    assert found.alike(rows[1], rows) == ["a", "c"]
    assert found.between == {"a": (1, 2), "b": (1, 3), "c": (2, 3)}
    assert {place: found.group(place) for place in "abc"} == {"a": "highest", "b": "anywhere", "c": "lowest"}
    assert (found.may_be("highest"), found.may_be("lowest")) == (["a", "b"], ["b", "c"])


def test_a_wide_error_is_anywhere_and_a_middle_is_between():
    rows = [row("high", 100.0), row("middle", 50.0), row("low", 0.0), row("wide", 60.0, 80.0)]
    found = ranks(rows)
    assert {place: found.group(place) for place in found.between} == {
        "high": "highest", "middle": "between", "low": "lowest", "wide": "anywhere"}  # fmt: skip
    assert found.between["middle"] == (2, 3)  # below high, above low; the wide one may be on either side


def test_a_place_without_an_error_cannot_be_told_from_any():
    rows = [row("a", 100.0), row("b", 0.0), row("unsure", 500.0, None), {**row("none", None), "standard_error": None}]
    found = ranks(rows)
    assert found.between == {"a": (1, 2), "b": (2, 3), "unsure": (1, 3)}
    assert found.alike(rows[2], rows) == ["a", "b"] and not told_apart(rows[0], rows[2])


def test_without_errors_there_is_nothing_to_be_said_of_ranks():
    assert ranks([row("a", 1.0, None), row("b", 2.0, None)]) is None
    assert ranks([row("a", 1.0)]) is None and ranks([]) is None


def test_exact_figures_among_estimates_differ_if_they_differ():
    found = ranks([row("a", 1.0, 0.0), row("b", 2.0, 0.0), row("c", 2.0, 0.0)])
    assert found.between == {"a": (3, 3), "b": (1, 2), "c": (1, 2)}


@pytest.mark.parametrize(("change", "differs"), [(1.95, False), (1.97, True), (-1.97, True)])
def test_two_figures_alone_are_tested_two_sided_at_five_percent(change, differs):
    assert told_apart(row("a", 5 + change), row("a", 5.0)) is differs
    assert told_apart(row("a", 5 + change, None), row("a", 5.0, None)) and not told_apart(
        row("a", 5.0, None), row("a", 5.0, None)
    )


def test_places_above_a_threshold_are_sure_for_all_together():
    # Four tests of two places: 2.241 (upper 0.05 / 4), and 2.128 (0.05 / 3) once one place is sure.
    rows = [row("a", 60.0, 1.0), row("b", 52.2, 1.0), row("exact", 50.5, None), row("even", 50.0, None)]
    assert above_and_below(rows, 50) == (["a", "b", "exact"], [])
    rows[1] = row("b", 47.9, 1.0)  # 2.1 errors away: not enough
    assert above_and_below(rows, 50) == (["a", "exact"], [])
    rows[1] = row("b", 47.8, 1.0)
    assert above_and_below(rows, 50) == (["a", "exact"], ["b"])


places = some.lists(
    some.tuples(some.floats(-100, 100, allow_subnormal=False), some.floats(0.1, 50)), min_size=2, max_size=12
)


@given(places)
def test_the_limit_is_that_of_holm_on_sorted_probabilities(found):
    """The procedure as Holm wrote it: the smallest p against 0.05 / m, the next against 0.05 / (m - 1), until one fails."""
    rows = drawn(*zip(*found, strict=True))
    tests = []
    for one in rows:
        for other in rows:
            if one is not other:
                z = (one["value"] - other["value"]) / sqrt(one["standard_error"] ** 2 + other["standard_error"] ** 2)
                tests.append(((1 - erf(z / sqrt(2))) / 2, one["place"], other["place"]))
    tests.sort()
    above = set()
    for left, (probability, one, other) in zip(range(len(tests), 0, -1), tests, strict=True):
        if probability > AT_MOST_WRONG / left:
            break
        above.add((one, other))
    between = ranks(rows).between
    for place in between:
        better = sum(1 for pair in above if pair[1] == place)
        worse = sum(1 for pair in above if pair[0] == place)
        assert between[place] == (1 + better, len(rows) - worse)


@given(places, some.floats(1.1, 5))
def test_laws_of_ranks(found, wider):
    values, errors = zip(*found, strict=True)
    between = ranks(drawn(values, errors)).between
    for index, value in enumerate(values):
        best, worst = between[f"p{index}"]
        above, below = sum(other > value for other in values), sum(other < value for other in values)
        assert 1 <= best <= 1 + above and len(values) - below <= worst <= len(values)  # holds the rank by value
    turned = ranks(drawn([-value for value in values], errors)).between
    assert turned == {
        place: (len(values) + 1 - worst, len(values) + 1 - best) for place, (best, worst) in between.items()
    }
    rougher = ranks(drawn(values, [error * wider for error in errors])).between
    assert all(rougher[place][0] <= best and rougher[place][1] >= worst for place, (best, worst) in between.items())


@pytest.mark.slow
@pytest.mark.parametrize("together", [0.0, 0.6])
def test_the_ranks_hold_95_times_in_100(together):
    """Truths with ties, close and far; errors independent or moving together: all true ranks at once are inside."""
    random = np.random.default_rng(20110)
    truth = np.array([10, 10, 10, 10, 11, 12, 13, 15, 15.5, 20, 20, 26, 30, 30.2, 45], dtype=float)
    errors = np.array([1, 2, 1, 3, 1, 2, 1, 1, 2, 4, 1, 3, 2, 2, 5], dtype=float)
    true_rank = 1 + (truth[None, :] > truth[:, None]).sum(axis=1)
    rounds, right, naive = 1500, 0, 0
    for _ in range(rounds):
        noise = sqrt(together) * random.standard_normal() + sqrt(1 - together) * random.standard_normal(len(truth))
        values = truth + errors * noise
        between = np.array(list(ranks(drawn(values.tolist(), errors.tolist())).between.values()))
        right += bool(((between[:, 0] <= true_rank) & (true_rank <= between[:, 1])).all())
        z = (values[:, None] - values[None, :]) / np.hypot(errors[:, None], errors[None, :])
        best, worst = 1 + (z < -1.645).sum(axis=1), len(truth) - (z > 1.645).sum(axis=1)
        naive += bool(((best <= true_rank) & (true_rank <= worst)).all())
    assert right / rounds >= 0.95
    assert naive / rounds < 0.95  # without the correction it would not hold


@pytest.mark.slow
def test_of_nepals_75_districts_44_may_be_the_poorest(real_house):
    rows = run(real_house, Ask("poverty/headcount", period="2011", indicators=("headcount_rate",))).rows
    found = ranks(rows)
    # By the file itself: Bajura 0.641 (0.105) against each district, with a limit of 4.27 for all 5,550 comparisons.
    bajura = next(row for row in rows if row["place_name"] == "Bajura")
    assert bajura["value"] == max(row["value"] for row in rows)
    assert found.count == 75 and found.critical == pytest.approx(4.274, abs=0.001)
    assert (len(found.may_be("highest")), len(found.may_be("lowest"))) == (44, 32)
    assert found.between[bajura["place"]] == (1, 54) and len(found.alike(bajura, rows)) == 53
    kaski = next(row for row in rows if row["place_name"] == "Kaski")
    assert found.between[kaski["place"]] == (44, 75)
