"""What differs most from the area around is said in a sentence, and what hardly differs is not."""

import pytest

from dashboard.figures.contrast import contrasts, shares


@pytest.fixture
def parts(row):
    """`parts({"flood": {"NP0331": 10.9, "NP": 2.1}, ...})`: the values of each part by place, in percent."""

    def do(values: dict, unit: str = "percent"):
        return [(name, name, {place: row(place, value, unit=unit) for place, value in by.items()})
                for name, by in values.items()]  # fmt: skip

    return do


def test_a_part_named_five_times_as_often_is_told_with_both_shares(parts, subject):
    found = parts({"flood": {"NP0331": 10.9, "NP": 2.1}, "marriage": {"NP0331": 40.0, "NP": 39.0}})
    assert contrasts(found, ["NP0331"], "NP", subject) == [
        "Makwanpur: flood is named 5 times as often as in Nepal (10.9\u00a0% against 2.1\u00a0%)."
    ]


@pytest.mark.parametrize(("share", "usual", "told"), [
    (6.0, 3.0, 1),  # twice as often, and 3 points more
    (5.9, 3.0, 0),  # 2.9 points more
    (30.0, 20.0, 1),  # 1.5 times
    (29.9, 20.0, 0),
    (10.0, 0.0, 0),  # so many times nothing is no number
])  # fmt: skip
def test_it_is_told_from_half_as_often_again_and_three_points_on(parts, subject, share, usual, told):
    found = parts({"flood": {"NP0331": share, "NP": usual}, "rest": {"NP0331": 1.0, "NP": 1.0}})
    assert len(contrasts(found, ["NP0331"], "NP", subject)) == told


def test_each_place_and_each_part_is_named_once_the_greatest_difference_first(parts, subject):
    found = parts({
        "flood": {"NP0331": 20.0, "NP0320": 16.0, "NP": 4.0},  # 5 and 4 times
        "job": {"NP0331": 30.0, "NP0320": 20.0, "NP": 10.0},  # 3 times and twice
    })  # fmt: skip
    told = contrasts(found, ["NP0320", "NP0331"], "NP", subject)
    assert [text.partition(" times")[0] for text in told] == [
        "Makwanpur: flood is named 5",
        "Sindhuli: job is named 2.0",
    ]


def test_what_is_left_over_is_never_called_out(parts, subject):
    found = parts({"others": {"NP0331": 50.0, "NP": 5.0}, "not_stated": {"NP0331": 40.0, "NP": 4.0}})
    assert contrasts(found, ["NP0331"], "NP", subject) == []


def test_counts_are_shared_out_and_an_unknown_part_leaves_no_shares(parts, subject, row):
    found = parts({"flood": {"NP0331": 30.0}, "job": {"NP0331": 10.0}}, "persons")
    assert shares(found, "NP0331") == {"flood": 100 * 30 / 40, "job": 100 * 10 / 40}
    found[1][2]["NP0331"] = row("NP0331", None, "hidden", unit="persons")
    assert shares(found, "NP0331") == {} == shares(found, "NP0320")
