"""Who has not reported and for how long: by period, indicator, level and area; a place is not silent before it exists."""

from dataclasses import replace
from datetime import date

import pytest

from queries.silence import Silent, silence

YEARS = ("2078/79", "2079/80", "2080/81", "2081/82")


@pytest.fixture
def house(draw):
    """A house of budgets: "AB C" in a year means that A and B have reported all of it, C without its spending."""

    def do(*reports: str, **changed):
        places = [draw.place("NP", "country", None), draw.place("NP01", "region", "NP"), draw.place("NP02", "region", "NP"),
                  *(draw.place(code, "local", "NP01" if code in "AB" else "NP02") for code in "ABCD")]  # fmt: skip
        places = [replace(place, **changed.get(place.code, {})) for place in places]
        cells = []
        for year, report in zip(YEARS, reports, strict=False):
            whole, _, unclosed = report.partition(" ")
            cells += [f"('{code}', '{year}', 5, 4)" for code in whole] + [
                f"('{code}', '{year}', 5, NULL)" for code in unclosed
            ]
        module = draw.module([draw.indicator("plan", numerator="plan"), draw.indicator("spent", numerator="spent")],
                             missing="not_reported")  # fmt: skip
        sql = f"SELECT * FROM (VALUES {', '.join(cells)}) AS t(place, period, plan, spent)"
        return draw.house(module, sql, places)

    return do


def silent(house, period="2081/82", **more) -> list[Silent]:
    return list(silence(house, house.registry.modules["drawn/one"], period, **more).places)


def test_the_last_report_and_the_years_since_are_told_the_longest_silent_first(house):
    assert silent(house("ABC", "ABC", "AC", "C")) == [
        Silent("D", None, None, 4), Silent("B", "2079/80", None, 2), Silent("A", "2080/81", None, 1)
    ]  # fmt: skip


def test_months_are_counted_where_periods_are_months(draw):
    places = [draw.place("NP", "country", None), *(draw.place(code, "local", "NP") for code in "AB")]
    module = draw.module([draw.indicator("filed", numerator="filed")], missing="not_reported")
    cells = "('A', '2024-11', 1), ('B', '2024-11', 1), ('A', '2024-12', 1), ('A', '2025-01', 1)"
    drawn = draw.house(module, f"SELECT * FROM (VALUES {cells}) AS t(place, period, filed)", places)
    found = silence(drawn, module, "2025-01")
    assert (found.places, found.unit) == ((Silent("B", "2024-11", None, 2),), "months")


def test_never_is_counted_among_those_expected(house):
    drawn = house("ABC", "ABC", "AC", "C")
    found = silence(drawn, drawn.registry.modules["drawn/one"], "2081/82")
    assert (found.expected, len(found.places), found.never, found.places[0].never) == (4, 3, 1, True)


def test_who_reports_again_is_not_silent(house):
    assert silent(house("A", "B", "A", "ABCD")) == []


def test_of_an_older_year_what_came_later_is_no_never(house):
    drawn = house("A", "A", "AB", "ABCD")
    assert silent(drawn, "2079/80") == [
        Silent("B", None, "2080/81", 2),
        Silent("C", None, "2081/82", 2),
        Silent("D", None, "2081/82", 2),
    ]
    assert silence(drawn, drawn.registry.modules["drawn/one"], "2079/80").never == 0


def test_a_report_without_what_an_indicator_needs_is_none_for_it(house):
    drawn = house("ABCD", "ABCD", "ABCD", "ABC D")
    assert silent(drawn) == silent(drawn, indicator="plan") == []
    assert silent(drawn, indicator="spent") == [Silent("D", "2080/81", None, 1)]


def test_only_places_inside_the_area_count(house):
    drawn = house("ABCD", "ABCD", "ABCD", "B")
    assert [one.place for one in silent(drawn, within="NP02")] == ["C", "D"]
    found = silence(drawn, drawn.registry.modules["drawn/one"], "2081/82", "NP01")
    assert (found.expected, [one.place for one in found.places]) == (2, ["A"])


def test_only_places_of_the_level_count(house):
    drawn = house("ABCD", "ABCD", "ABCD", "B")
    assert silent(drawn, level="town") == []
    assert len(silent(drawn, level="local")) == 3


def test_a_place_that_did_not_exist_is_not_silent(house):
    drawn = house("ABC", "ABC", "ABC", "ABC", D={"valid_from": date(2030, 1, 1)})
    assert silent(drawn) == []


@pytest.mark.slow
def test_budgets_of_the_bundled_snapshot(bundled_house):
    module = bundled_house.registry.modules["budget/grid"]
    found = silence(bundled_house, module, "2081/82", "NP", "local")
    assert (found.expected, len(found.places), found.never) == (753, 753 - 723, 0)
    assert {one.since for one in found.places} == {"2080/81"}
