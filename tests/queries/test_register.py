"""A register: its things filtered, counted, and how long each took or has been open."""

from dataclasses import replace
from datetime import date

import pytest

from queries.ask import Ask, AskError
from queries.run import run

EN = {"en": "drawn"}
PLANS = """
    SELECT * FROM (VALUES
        ('P1', 'a', '2023', 'road', DATE '2023-01-10', DATE '2023-02-10', DATE '2023-03-01', DATE '2024-12-31', 'Drain'),
        ('P2', 'a', '2024', 'road', DATE '2024-03-01', DATE '2024-03-31', NULL, DATE '2024-12-31', 'School'),
        ('P3', 'b', '2024', 'park', DATE '2024-12-01', DATE '2025-06-01', NULL, DATE '2024-12-31', 'Shade')
    ) AS t(thing, place, period, sort, begun_on, due_on, done_on, seen_on, name)
"""
COLUMNS = {"name": {"title": EN}} | {
    one: {"type": "date", "title": EN} for one in ("begun_on", "due_on", "done_on", "seen_on")
}
LASTING = {"title": EN, "begins": "begun_on", "ends": "done_on", "seen_until": "seen_on", "due": "due_on"}


@pytest.fixture
def house(draw):
    count = draw.indicator("plans", numerator="thing", over_places="distinct", over_periods="distinct",
                           over_dimensions="distinct", least_coverage=0, unit="entries")  # fmt: skip
    made = draw.module([count], kind="register", missing="zero", dimensions={"sort": ["road", "park"]}, columns=COLUMNS,
                       durations={"lasting": LASTING})  # fmt: skip
    places = [draw.place("NP", "country", None), draw.place("A", "region", "NP"), draw.place("B", "region", "NP"),
              draw.place("a", "local", "A"), draw.place("b", "local", "B"), draw.place("c", "local", "B")]  # fmt: skip
    return draw.house(made, PLANS, places)


def things(answer):
    return [row["thing"] for row in answer.rows]


def test_things_are_listed_newest_first_with_the_columns_of_the_card(house):
    answer = run(house, Ask("drawn/one"))
    assert things(answer) == ["P3", "P2", "P1"]
    first = answer.rows[0]
    assert list(first) == ["thing", "place", "place_name", "period", "name", "begun_on", "due_on", "done_on", "seen_on", "sort",
                           "lasting", "lasting_days", "lasting_days_over", "provenance"]  # fmt: skip
    assert (first["name"], first["begun_on"], first["provenance"]) == ("Shade", date(2024, 12, 1), "published")


@pytest.mark.parametrize(("ask", "expected"), [
    (Ask("drawn/one", within="A"), ["P2", "P1"]), (Ask("drawn/one", period="2024"), ["P3", "P2"]),
    (Ask("drawn/one", where=(("sort", "park"),)), ["P3"]), (Ask("drawn/one", within="c"), []),
    (Ask("drawn/one", within="A", period="2024", where=(("sort", "road"),)), ["P2"]),
])  # fmt: skip
def test_place_period_and_dimension_filter_it(house, ask, expected):
    assert things(run(house, ask)) == expected


def test_a_thing_that_is_done_has_its_days_and_an_open_one_those_until_it_was_last_seen(house):
    told = {
        row["thing"]: (row["lasting"], row["lasting_days"], row["lasting_days_over"])
        for row in run(house, Ask("drawn/one")).rows
    }
    # 10 January to 1 March: 21 + 28 + 1 days, 19 after 10 February; 1 March to 31 December: 305 days, 275 after 31 March
    assert told == {"P1": ("done", 21 + 28 + 1, 19), "P2": ("open", 305, 305 - 30), "P3": ("open", 30, 0)}


def test_asked_by_places_it_counts_different_things(house):
    rows = run(house, Ask("drawn/one", by="region", total=("period", "sort"))).rows
    assert {row["place"]: row["value"] for row in rows} == {"A": 2, "B": 1}
    local = run(house, Ask("drawn/one", by="local", total=("period", "sort"))).rows
    assert {row["place"]: row["value"] for row in local} == {"a": 2, "b": 1, "c": 0}


def test_what_it_has_no_dimension_for_is_refused(house):
    with pytest.raises(AskError, match="has no dimension 'colour'"):
        run(house, Ask("drawn/one", where=(("colour", "red"),)))


def test_a_document_has_its_digest_and_size_where_it_is_kept(draw):
    count = draw.indicator("plans", numerator="thing", over_places="distinct", unit="entries")
    made = draw.module(
        [count], kind="register", columns={"name": {"title": EN}, "paper": {"title": EN, "type": "document"}}
    )
    rows = "SELECT * FROM (VALUES ('P1', 'a', '2023', 'Drain', 'a.pdf'), ('P2', 'a', '2023', 'Road', 'b.pdf'), "
    rows += "('P3', 'a', '2023', 'Park', NULL)) AS t(thing, place, period, name, paper)"
    house = draw.house(made, rows, [draw.place("NP", "country", None), draw.place("a", "local", "NP")])
    kept = replace(house.extracts["drawn"], documents={"a.pdf": {"digest": "d1", "bytes": 7}})
    answer = run(replace(house, extracts={"drawn": kept}), Ask("drawn/one"))
    assert [(row["paper"], row["paper_digest"], row["paper_bytes"]) for row in answer.rows] == [
        ("a.pdf", "d1", 7), ("b.pdf", None, None), (None, None, None)]  # fmt: skip


def test_different_countries_are_counted_and_what_is_of_none_adds_none(draw):
    count = draw.indicator("lands", numerator="land", over_places="distinct", over_periods="distinct",
                           over_dimensions="distinct", least_coverage=0, unit="countries")  # fmt: skip
    made = draw.module([count], kind="register", columns={"land": {"type": "country", "title": EN}})
    places = [draw.place("NP", "country", None), draw.place("a", "local", "NP"), draw.place("b", "local", "NP"),
              draw.place("c", "local", "NP")]  # fmt: skip
    house = draw.house(made, """
        SELECT * FROM (VALUES ('P1', 'a', '2024', 'JP'), ('P2', 'a', '2024', 'JP'), ('P3', 'a', '2024', NULL),
            ('P4', 'b', '2024', NULL), ('P5', 'a', '2024', 'DE')) AS t(thing, place, period, land)
    """, places)  # fmt: skip
    rows = run(house, Ask("drawn/one", by="local")).rows
    assert {row["place"]: (row["value"], row["state"]) for row in rows} == {
        "a": (2, "value"), "b": (0, "value"), "c": (None, "no_data")  # Japan and Germany; a partner, and of no country; nothing
    }  # fmt: skip
    assert run(house, Ask("drawn/one", by="country")).rows[0]["value"] == 2
