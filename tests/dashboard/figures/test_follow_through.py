"""The stair of what is done, its sentence, and the ages of what is overdue."""

import pytest

from dashboard.figures import follow_through
from dashboard.markup import text_of
from dashboard.words import Reader

ENGLISH = Reader("en")


def step(day, share, at_risk=10, done=1, left_open=0):
    return {"day": day, "share": share, "low": share / 2, "high": min(1.0, share * 1.5), "at_risk": at_risk, "done": done,
            "left_open": left_open}  # fmt: skip


ROWS = [step(10, 0.25, 8, 2), step(100, 0.5, 6, 2), step(400, 0.5, 4, 0, left_open=4)]


def test_the_sentence_names_half_a_year_and_those_open():
    told = follow_through.sentence(ROWS, ENGLISH)
    assert "Half are done after 100 days." in told
    assert "After a year 50\u00a0% are done (95\u00a0% interval 25\u00a0% to 75\u00a0%)." in told.replace(
        "95 %", "95\u00a0%"
    )
    assert "4 of 8 are still open and count as open." in told


def test_where_less_than_half_is_done_nothing_is_said_of_half_and_none_of_a_year_not_seen():
    told = follow_through.sentence([step(10, 0.25, 4, 1), step(30, 0.25, 3, 0, left_open=3)], ENGLISH)
    assert "So far less than half are done." in told and "After a year" not in told


def test_the_stair_begins_at_nothing_and_goes_on_to_the_last_day():
    line = follow_through.figure(ROWS, [], ENGLISH)["data"][-1]
    assert (line["x"], line["y"], line["line"]["shape"]) == ([0, 10, 100, 400, 400], [0, 0.25, 0.5, 0.5, 0.5], "hv")
    assert follow_through.figure([], [], ENGLISH) is None


def test_beside_it_is_the_country_in_grey_no_further_than_the_scope_was_seen():
    grey = follow_through.figure(ROWS, [step(5, 0.1), step(900, 0.9)], ENGLISH)["data"][1]
    assert (grey["x"], grey["y"]) == ([0, 5, 400], [0, 0.1, 0.1])


@pytest.mark.parametrize(("days", "expected"), [
    ([1, 30, 31], [2, 1, 0, 0, 0]), ([90, 91, 180, 181], [0, 1, 2, 1, 0]), ([365, 366], [0, 0, 0, 1, 1]), ([], [0] * 5),
])  # fmt: skip
def test_ages_of_what_is_overdue_are_told_apart_at_the_day(days, expected):
    assert follow_through.ages(days) == expected


def test_only_what_is_open_is_overdue():
    rows = [{"lasting": "done", "lasting_days_over": 40}, {"lasting": "open", "lasting_days_over": 0}]
    assert "Nothing is overdue" in text_of(follow_through.overdue(rows, "lasting", ENGLISH))
    rows.append({"lasting": "open", "lasting_days_over": 40})
    assert "31 to 90 days 1" in text_of(follow_through.overdue(rows, "lasting", ENGLISH))


def test_the_table_says_what_is_known_and_stops_where_nothing_is():
    said = text_of(follow_through.table(ROWS, ENGLISH, "Plans"))
    assert "365" in said and "730" not in said
