"""A dimension's values by period, shaded."""

from dashboard.figures import over_time
from dashboard.markup import text_of, to_html

PERIODS = [("2020", "2020"), ("2021", "2021")]


def made(subject, row, absent_is_zero=True, **values):
    rows = {name: {period: row("NP03", value, unit="events") for period, value in by_period.items()}
            for name, by_period in values.items()}  # fmt: skip
    return over_time.shaded(list(rows.items()), PERIODS, subject, "Topic", "Topics", absent_is_zero)


def test_the_most_frequent_stands_first_and_a_missing_one_is_zero_or_unknown(subject, row):
    table = made(subject, row, waste={"2020": 1}, heat={"2020": 2, "2021": 3})
    said = text_of(table)
    assert said.index("heat") < said.index("waste")
    assert said.endswith("waste 1.0 0")
    assert text_of(made(subject, row, False, waste={"2020": 1})).endswith("1.0 no data")


def test_shades_go_up_with_the_value_and_the_highest_has_the_darkest(subject, row):
    html = to_html(made(subject, row, a={"2020": 10, "2021": 2}, b={"2020": 0, "2021": 2.1}))
    assert [html.count(f"shade-{step}") for step in range(6)] == [1, 1, 1, 0, 0, 1]


def test_where_nothing_happened_there_is_no_table(subject, row):
    assert made(subject, row, a={"2020": 0}) is None
    assert made(subject, row, a={}) is None
