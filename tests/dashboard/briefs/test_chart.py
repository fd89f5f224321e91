"""What a native chart holds: the rows' own numbers in the picture's order, gaps where there is no number."""

from dashboard.briefs.chart import BAR, LINE, MOST_BARS, STACKED, of_parts, of_ranking, of_trend
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


def test_parts_of_several_places_are_stacked_and_of_one_are_bars(row):
    rows = [row("A", 60.0, sex="men"), row("A", 40.0, sex="women"), row("B", 55.0, sex="men"), row("B", state="hidden", sex="women")]  # fmt: skip
    titles = {"men": "men", "women": "women"}
    both = of_parts(rows, "sex", titles, "place", NAMES, "percent", whole=True)
    assert (both.kind, both.categories) == (STACKED, ("Butwal", "Tansen"))
    assert [one.values for one in both.series] == [(60.0, 55.0), (40.0, None)]
    one = of_parts(rows[:2], "sex", titles, "place", NAMES, "percent", whole=True)
    assert (one.kind, one.categories, one.series[0].values) == (BAR, ("men", "women"), (60.0, 40.0))


def test_what_does_not_add_up_is_not_stacked(row):
    rows = [row("A", 60.0, sex="men"), row("B", 55.0, sex="men")]
    assert of_parts(rows, "sex", {"men": "men"}, "place", NAMES, "percent", whole=False) is None
