"""Statistics beside figures: asked for through the one door, refused in words, told of the country or scope asked for."""

from dataclasses import replace

import pytest

from queries import made_rows, worked_out, worked_out_cubes
from queries.ask import Ask, AskError
from queries.run import run

EVENTS = """
    SELECT * FROM (VALUES
        ('E1', 'Office a', 'a', DATE '2023-05-01', 'host', '2023'), ('E1', 'Office b', 'b', DATE '2023-05-01', 'guest', '2023'),
        ('E2', 'Office b', 'b', DATE '2024-05-01', 'host', '2024'), ('E2', 'Office c', 'c', DATE '2024-05-01', 'guest', '2024')
    ) AS t(thing, actor, place, date, role, period)
"""


@pytest.fixture
def house(draw, tmp_path):
    """Three towns: a met b in 2023, b met c in 2024; with the network beside the events."""
    count = draw.indicator("events", numerator="thing", over_places="distinct", over_periods="distinct", unit="events")
    made = draw.module([count], kind="event", missing="zero", network={})
    places = [draw.place("NP", "country", None), draw.place("AB", "region", "NP"), draw.place("C", "region", "NP"),
              draw.place("D", "district", "AB"), draw.place("a", "local", "D"), draw.place("b", "local", "D"),
              draw.place("c", "local", "C")]  # fmt: skip
    found = draw.house(made, EVENTS, places)
    source, target = tmp_path / "events.parquet", tmp_path / "network.parquet"
    found.connection.execute(f"COPY \"drawn/one\" TO '{source}' (FORMAT parquet)")
    scopes = {"NP": frozenset("abc"), "AB": frozenset("ab"), "C": frozenset("c")}
    rows = worked_out_cubes._networks(source, found.places, scopes)
    made_rows.write(rows, worked_out_cubes.SCHEMA["network"], target)
    found.connection.execute(f"CREATE TABLE \"drawn/one.network\" AS SELECT * FROM read_parquet('{target}')")
    return replace(found, worked_out={"drawn/one": frozenset({"network"})})


def test_the_network_of_a_period_and_of_all(house):
    def ties(**asked):
        return [
            (row["place"], row["other"])
            for row in run(house, Ask("drawn/one", about="network", **asked)).rows
            if row["other"]
        ]

    assert ties(period="2023") == [("a", "b")]
    assert ties(total=("period",)) == [("a", "b"), ("b", "c")]
    assert ties(period="2024", within="NP") == [("b", "c")]


def test_over_the_years_the_town_in_the_middle_bridges_the_others(house):
    rows = run(house, Ask("drawn/one", total=("period",), about="network")).rows
    towns = {row["place"]: row for row in rows if row["other"] is None}
    assert {code for code, row in towns.items() if row["bridge"]} == {"b"}
    assert towns["b"]["between"] == 1  # the only pair of others, a and c, meets only through it
    assert towns["a"]["provenance"] == "published"


def test_a_region_has_the_network_of_its_towns_and_so_has_a_district_in_it(house):
    def told(within):
        rows = run(house, Ask("drawn/one", total=("period",), within=within, about="network")).rows
        return {row["scope"] for row in rows}, [(row["place"], row["other"], row["weight"]) for row in rows]

    assert told("AB") == told("D") == ({"AB"}, [("a", "b", 1.0), ("a", None, 1.0), ("b", None, 1.0)])
    assert told("C") == ({"C"}, [("c", None, 0.0)])  # it met b, which lies elsewhere


def test_what_is_not_there_or_asked_with_too_much_is_refused(house):
    with pytest.raises(AskError, match="has no durations in this snapshot. It has: network"):
        run(house, Ask("drawn/one", about="durations"))
    with pytest.raises(AskError, match="is of all that happened: leave out all but"):
        run(house, Ask("drawn/one", by="country", about="network"))


def test_what_was_made_by_other_rules_is_left_alone(house):
    module = house.registry.modules["drawn/one"]
    entry = {"module": worked_out.rules_of(module, "network")}
    assert worked_out.load(module, {"cubes": {"drawn/one.network": entry}}) == {"drawn/one": frozenset({"network"})}
    assert worked_out.load(module, {"cubes": {"drawn/one.network": {"module": "old"}}}) == {}
    assert worked_out.load(module, {"cubes": {}}) == {}


def test_the_command_asks_the_same_again():
    assert Ask("drawn/one", period="2023", about="network").as_options() == "drawn/one --period 2023 --about network"
