"""Figures that do not fit together are told with every answer that shows their place, and never corrected."""

import pytest

from queries.run import Ask, run

CUBE = """
    SELECT * FROM (VALUES
        ('NP0548201', '2021', 100, 10.5),
        ('NP0548202', '2021', 100, -2.0),
        ('NP0548203', '2021', 100, 1.0),
        ('NP0548204', '2021', 100, NULL),
        ('NP0548205', '2021', NULL, 7.0)
    ) AS rows (place, period, total, gap)
"""


@pytest.fixture
def house(draw):
    indicators = [draw.indicator("total", over_places="none", unit="currency"),
                  draw.indicator("gap", over_places="none", unit="currency")]  # fmt: skip
    flags = [{"indicator": "gap", "more_than": 1, "says": {"en": "{place} {period}: {value}"}}]
    made = draw.module(indicators, kind="published", flags=flags)
    places = [draw.place("NP", "country", None)]
    places += [draw.place(f"NP054820{number}", "local", "NP") for number in range(1, 6)]
    return draw.house(made, CUBE, places)


def flagged(answer) -> list[tuple]:
    return [(note["place"], note["period"], note["value"], note["unit"])
            for note in answer.notes if note["code"] == "flagged"]  # fmt: skip


def test_a_gap_is_told_though_another_indicator_was_asked_for(house):
    answer = run(house, Ask("drawn/one", indicators=("total",)))
    # 1.0 is not more than 1, and an unknown gap is none; the last place shows no total
    assert flagged(answer) == [("NP0548201", "2021", 10.5, "npr"), ("NP0548202", "2021", -2.0, "npr")]
    assert {row["value"] for row in answer.rows} == {100}


def test_only_of_the_places_that_are_shown(house):
    assert flagged(run(house, Ask("drawn/one", within="NP0548202"))) == [("NP0548202", "2021", -2.0, "npr")]
    assert flagged(run(house, Ask("drawn/one", within="NP0548203"))) == []
