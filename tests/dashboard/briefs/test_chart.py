"""What a native chart holds: the rows' own numbers in the picture's order, gaps where there is no number."""

from dashboard.briefs.chart import (
    BAR,
    LINE,
    MOST_BARS,
    MOST_SERIES,
    SCATTER,
    STACKED,
    of_bars,
    of_numbers,
    of_ranking,
    of_stack,
    of_steps,
    of_trend,
)
from dashboard.figures import trend

NAMES = {"A": "Butwal", "B": "Tansen", "C": "Pokhara"}


def test_bars_stand_in_the_order_of_the_ranking_and_a_hidden_figure_is_none(row):
    rows = [row("A", 12.5), row("B", state="hidden"), row("C", 40.0)]
    chart = of_ranking(rows, NAMES.get, "Poor households", "A")
    assert (chart.kind, chart.categories, chart.series[0].values) == (BAR, ("Pokhara", "Butwal"), (40.0, 12.5))
    assert (chart.unit, chart.marked, chart.left_out) == ("percent", "Butwal", 0)
    assert None not in chart.series[0].values


def test_intervals_go_with_the_bars_that_have_one(row):
    rows = [row("A", 12.5, low=10.0, high=15.0), row("C", 40.0)]
    assert of_ranking(rows, NAMES.get, "x").series[0].reach == (None, (10.0, 15.0))
    assert of_ranking([row("C", 40.0)], NAMES.get, "x").series[0].reach == ()


def test_the_selected_place_has_a_bar_wherever_it_stands(row):
    rows = [row(f"P{number}", float(100 - number)) for number in range(20)]
    chart = of_ranking(rows, str, "x", "P19")
    assert chart.categories[-1] == "P19" and len(chart.categories) == MOST_BARS + 1
    assert chart.left_out == 20 - MOST_BARS - 1


def test_without_any_figure_there_is_no_chart(row):
    assert of_ranking([row("A", state="not_reported")], NAMES.get, "x") is None


def test_a_line_has_a_gap_where_a_period_has_no_figure(row):
    rows = [row("A", 1.0, period="2079/80"), row("A", state="hidden", period="2080/81"), row("A", 3.0, period="2081/82"),
            row("B", 5.0, period="2081/82"), row("C", 9.0, period="2081/82")]  # fmt: skip
    periods = [(one, f"FY {one}") for one in ("2079/80", "2080/81", "2081/82")]
    chart = of_trend(rows, periods, ["A", "B", "A"], NAMES.get)
    assert chart.kind == LINE and chart.categories == ("FY 2079/80", "FY 2080/81", "FY 2081/82")
    assert [(one.name, one.values) for one in chart.series] == [
        ("Butwal", (1.0, None, 3.0)),
        ("Tansen", (None, None, 5.0)),
    ]
    assert any(None in one.values for one in chart.series)


def test_lines_that_cannot_be_told_apart_are_left_out_and_counted(row):
    rows = [row(f"P{at}", float(at), period=period) for at in range(trend.MOST + 3) for period in ("2020", "2021")]
    chart = of_trend(rows, [("2020", "2020"), ("2021", "2021")], [f"P{at}" for at in range(trend.MOST + 3)], str)
    assert [one.name for one in chart.series] == [f"P{at}" for at in range(trend.MOST)] and chart.left_out == 3


def test_one_period_is_no_line(row):
    assert of_trend([row("A", 1.0)], [("2021", "2021")], ["A"], NAMES.get) is None


def test_parts_of_several_bars_are_stacked_with_a_gap_where_one_is_hidden(row):
    men = {"A": row("A", 60.0), "B": row("B", 55.0)}
    women = {"A": row("A", 40.0), "B": row("B", state="hidden")}
    chart = of_stack(["A", "B"], NAMES.get, [("m", "men", men), ("w", "women", women)])
    assert (chart.kind, chart.categories) == (STACKED, ("Butwal", "Tansen"))
    assert [(one.name, one.values) for one in chart.series] == [("men", (60.0, 55.0)), ("women", (40.0, None))]


def test_where_no_bar_has_all_its_parts_or_there_are_too_many_to_tell_nothing_is_stacked(row):
    parts = [("m", "men", {"A": row("A", 60.0)}), ("w", "women", {"A": row("A", state="hidden")})]
    assert of_stack(["A"], NAMES.get, parts) is None
    many = [(str(number), "x", {"A": row("A", 1.0)}) for number in range(MOST_SERIES + 1)]
    assert of_stack(["A"], NAMES.get, many[1:]) and of_stack(["A"], NAMES.get, many) is None


def test_bars_keep_their_order_and_have_a_gap_where_there_is_no_figure(row):
    chart = of_bars(
        [("rural", row("A", 24.66)), ("not stated", None), ("urban", row("A", state="hidden"))], "Poor", marked="rural"
    )
    assert (chart.kind, chart.categories, chart.marked) == (BAR, ("rural", "not stated", "urban"), "rural")
    assert chart.series[0].values == (24.66, None, None)
    assert of_bars([("urban", row("A", state="hidden"))], "Poor") is None


def test_several_numbers_of_a_category_are_series_side_by_side():
    chart = of_numbers(["first 3", "first 10"], [("by number", [13.0, 35.0]), ("by rate", [3.0, None])], str, "percent")
    assert [(one.name, one.values, one.texts) for one in chart.series] == [
        ("by number", (13.0, 35.0), ("13.0", "35.0")), ("by rate", (3.0, None), ("3.0", "")),
    ]  # fmt: skip


def test_a_stair_has_two_points_a_day_and_all_have_the_same_days_up_to_the_end_of_the_first():
    def step(day, share):
        return {"day": day, "share": share, "low": share / 2, "high": share}

    chart = of_steps([("Bagmati", [step(30, 0.25), step(90, 0.5)]), ("Nepal", [step(60, 0.4), step(400, 1.0)])], "days")
    scope, country = chart.series
    assert (chart.kind, chart.across) == (SCATTER, "days")
    assert scope.at == country.at == (0, 30, 30, 60, 60, 90, 90)
    assert scope.values == (0, 0, 25, 25, 25, 25, 50) and country.values == (0, 0, 0, 0, 40, 40, 40)
    assert scope.reach[-1] == (25, 50) and country.reach == ()  # half of 50 percent to 50 percent
