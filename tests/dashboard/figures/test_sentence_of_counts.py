"""The sentence beside pictures of flows, events, registers and weights."""

from datetime import date
from types import SimpleNamespace

import pytest

from dashboard.figures import sentence_of_counts as told_of
from dashboard.words import Reader

ENGLISH = Reader("en")


@pytest.fixture
def moved(subject_of):
    return subject_of(title={"en": "Persons who moved"}, unit="persons", decimals=0)


def said(text: str) -> str:
    return text.replace("\u00a0", " ")


def flow(origin, destination, value, direction="between"):
    return {"origin": origin, "destination": destination, "direction": direction, "value": value, "unit": "persons",
            "state": "no_data" if value is None else "value", "flows": 1, "level": "district"}  # fmt: skip


def test_the_largest_flow_has_its_share_of_all_that_moves(moved):
    rows = [flow("NP0320", "NP0327", 60), flow("NP0331", "NP0327", 30), flow("other", "other", 110), flow("NP0327", "NP0327", 900, "inside")]  # fmt: skip
    whole = {"between": flow("", "", 60 + 30 + 110), "inside": flow("", "", 900, "inside")}
    assert said(told_of.largest_flows(rows, whole, moved)) == (
        "Largest: Sindhuli → Kathmandu (60 persons), 30.0 % of all that moves from place to place."  # 60 of 200
    )
    unknown = whole | {"between": flow("", "", None)}
    assert said(told_of.largest_flows(rows, unknown, moved)) == "Largest: Sindhuli → Kathmandu (60 persons)."
    assert told_of.largest_flows([flow("other", "other", 5)], whole, moved) == ""


def test_flows_of_one_size_are_told_as_equal(moved):
    two = [flow("NP0320", "NP0327", 9), flow("NP0331", "NP0327", 9)]
    assert said(told_of.largest_flows(two, {}, moved)) == (
        "Largest: Sindhuli → Kathmandu and Makwanpur → Kathmandu (9 persons)."
    )
    many = [flow(f"A{number}", "B", 9) for number in range(4)]
    assert said(told_of.largest_flows(many, {}, moved)) == "The 4 largest flows are equal: 9 persons each."


def test_of_one_place_whence_most_come_and_where_most_go(moved):
    rows = [flow("NP0320", "NP0327", 5, "in"), flow("NP0331", "NP0327", 7, "in"), flow("NP0327", "other", 99, "out"),
            flow("NP0327", "NP0331", 2, "out")]  # fmt: skip
    assert told_of.flows_of_place(rows, moved) == "Most come from Makwanpur (7). Most go to Makwanpur (2)."


def test_a_matrix_tells_who_leaves_arrives_and_stays_most_and_leaves_out_what_is_not_known(moved):
    cells = [flow("A", "B", 5), flow("A", "C", 1), flow("B", "A", 4), flow("B", "C", 4), flow("C", "A", None), flow("C", "B", 3),
             flow("A", "A", 70), flow("B", "B", 80)]  # fmt: skip
    # leave: A 5 + 1, B 4 + 4, C not known; arrive: A not known, B 5 + 3, C 1 + 4
    assert told_of.matrix(cells, moved) == "Most leave B (8). Most arrive in B (8). Most stay inside B (80)."


def test_who_gains_and_who_loses(row, moved):
    rows = [row("NP0331", -8.0), row("NP0320", 5.0), row("NP0327", 3.0), row("elsewhere", 99.0)]
    assert told_of.gains(rows, moved) == "Gains most: Sindhuli (5). Loses most: Makwanpur (8)."
    assert told_of.gains([row("NP0331", 0.0)], moved) == ""


def came(event, town):
    return {"thing": event, "place": town, "role": "participant", "date": date(2024, 5, 1), "title": event}


def test_events_tell_who_came_most_and_how_many_came_to_none():
    rows = [came("E1", "A"), came("E1", "B"), came("E2", "A"), came("E2", "A")]  # twice at one event counts once
    assert told_of.attended(rows, ["A", "C", "D"], ENGLISH, str.lower) == (
        "2 events. Came most often: a (2). 2 towns came to none."
    )


def thing(place, state, over=0):
    return {"place": place, "kept": state, "kept_days": 10, "kept_days_over": over}


CARD = SimpleNamespace(durations={"kept": None})


def test_a_register_tells_where_most_are_and_how_much_is_done():
    rows = [thing("A", "done"), thing("A", "open", 30), thing("B", "open")]
    assert told_of.register(rows, CARD, ENGLISH, str.lower) == (
        "Most are in a (2). 1 of 3 are done. 1 of the 2 open ones is overdue."
    )
    assert told_of.register([], CARD, ENGLISH, str.lower) == ""
    assert "Most" not in told_of.register([thing("A", "done"), thing("B", "open")], CARD, ENGLISH, str.lower)
    alone = told_of.register([thing("A", "done")], SimpleNamespace(durations={}), ENGLISH, str.lower)
    assert alone == "All are in a."


def test_what_is_done_late_is_not_overdue():
    rows = [thing("A", "done", 99), thing("A", "open", 400), thing("A", "open", 3), thing("A", "open")]
    assert told_of.overdue(rows, "kept", ENGLISH) == "2 are overdue, the longest by 400 days."
    assert told_of.overdue(rows[:1], "kept", ENGLISH) == ""


def test_a_share_stays_the_largest_only_if_its_low_end_lies_above_all_high_ends(row):
    green = ("Green", row("A", 30.0), row("A", 25.0), row("A", 35.0))
    below, within = (("Resilient", row("A", 20.0), row("A", 18.0), row("A", high)) for high in (24.0, 26.0))
    untagged = ("Without tag", row("A", 50.0), None, None)  # has no ends, so it is not compared
    assert said(told_of.bands([green, below, untagged], ENGLISH)) == (
        "Green 30.0 % (25–35), Resilient 20.0 % (18–24) and Without tag 50.0 %. Green stays the largest under all these weights."
    )
    assert told_of.bands([green, within], ENGLISH).endswith("Which is the largest depends on the weights.")


def test_areas_have_their_share_and_nothing_is_told_of_an_unknown_whole(row, moved):
    parts = [("grants", row("A", 60.0, unit="persons")), ("loans", row("A", 40.0, unit="persons"))]
    assert (
        said(told_of.areas(parts, moved)) == "Highest: grants (60 persons, 60.0 %). Lowest: loans (40 persons, 40.0 %)."
    )
    assert told_of.areas([*parts, ("tax", row("A", None))], moved) == ""


def test_topics_have_their_ends_in_the_last_period_and_absence_counts_only_where_it_is_zero(row, moved):
    periods = [("2023", "2023"), ("2024", "2024")]
    values = [("heat", {"2024": row("A", 5.0, unit="persons")}), ("jobs", {"2023": row("A", 9.0, unit="persons")})]
    assert (
        said(told_of.by_period(values, periods, moved, True))
        == "2024 – Highest: heat (5 persons). Lowest: jobs (0 persons)."
    )
    assert (
        said(told_of.by_period(values, periods, moved, False)) == "2024 – heat: 5 persons. Without a figure: 1 no data."
    )
