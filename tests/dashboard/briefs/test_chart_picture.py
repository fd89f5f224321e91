"""What a chart draws: a bar for each number and none for a gap, parts that make the whole, lines that break where they must."""

from xml.etree import ElementTree

import pytest

from dashboard.briefs import chart_picture
from dashboard.briefs.chart import BAR, LINE, STACKED, Chart, Series, of_steps, of_trend
from dashboard.figures.breakdown import COLOURS as PARTS
from dashboard.figures.trend import ACCENT, GREY
from dashboard.words import Reader
from queries.series import Break

READER = Reader("en")


def drawn(chart: Chart, width=1000, height=600, reader=READER) -> ElementTree.Element:
    return ElementTree.fromstring(chart_picture.svg(chart, reader, width, height))


def every(picture, name: str, **attributes) -> list[ElementTree.Element]:
    found = picture.iter("{http://www.w3.org/2000/svg}" + name)
    return [one for one in found if all(one.get(key) == value for key, value in attributes.items())]


def texts(picture) -> list[str]:
    return ["".join(one.itertext()) for one in every(picture, "text")]


def bars(**others) -> Chart:
    series = Series("Poor", (40.0, None, 10.0), ((30.0, 50.0), None, None), ("40.0 %", "hidden", "10.0 %"))
    return Chart(BAR, ("Sindhuli", "Kathmandu", "Makwanpur"), (series,), "percent", **others)


def test_each_bar_has_its_name_and_the_text_that_the_page_writes_and_a_gap_has_no_bar():
    picture = drawn(bars(marked="Makwanpur", left_out=3, without=(("hidden", 2),)))
    assert {"Sindhuli", "40.0 %", "Kathmandu", "hidden", "Makwanpur", "10.0 %"} <= set(texts(picture))
    assert (
        len(every(picture, "rect", fill=chart_picture.BAR)) == len(every(picture, "rect", fill=chart_picture.WARM)) == 1
    )
    grey, warm = (
        float(every(picture, "rect", fill=colour)[0].get("width")) for colour in (chart_picture.BAR, chart_picture.WARM)
    )
    assert grey == pytest.approx(4 * warm, rel=0.01)  # 40 and 10
    assert any("3 more" in text for text in texts(picture)) and any("hidden: 2" in text for text in texts(picture))


def test_an_interval_is_a_line_from_its_low_to_its_high_end():
    picture = drawn(bars())
    (across,) = [one for one in every(picture, "line") if one.get("y1") == one.get("y2")]
    (bar,) = [one for one in every(picture, "rect", fill=chart_picture.BAR) if float(one.get("width")) > 300]
    start, end, length = float(across.get("x1")), float(across.get("x2")), float(bar.get("width"))
    assert (end - start) / length == pytest.approx((50 - 30) / 40, rel=0.01)


def test_an_unreliable_bar_is_hatched():
    series = Series("Poor", (40.0, 10.0), unsure=(False, True))
    picture = drawn(Chart(BAR, ("A", "B"), (series,), "percent"))
    assert len(every(picture, "rect", fill=f"url(#{chart_picture.HATCH})")) == 1
    assert {"40.0", "10.0"} <= set(texts(picture))  # without ready-made texts the reader's numbers


def test_a_low_picture_has_fewer_bars_and_counts_the_others_but_keeps_the_marked_one():
    names = tuple(f"P{number}" for number in range(15))
    chart = Chart(BAR, names, (Series("x", tuple(float(20 - number) for number in range(15))),), "percent", "P14")
    shown = [text for text in texts(drawn(chart, 400, 120)) if text in names]
    assert "P14" in shown and 0 < len(shown) < 10
    assert any(f"{15 - len(shown)} more" in text for text in texts(drawn(chart, 400, 120)))


def test_parts_are_as_wide_as_their_shares_and_a_place_with_an_unknown_part_has_a_word():
    men = Series("men", (60.0, 55.0), texts=("60.0", "55.0"))
    women = Series("women", (40.0, None), texts=("40.0", "hidden"))
    picture = drawn(Chart(STACKED, ("Butwal", "Tansen"), (men, women), "percent"))
    first, second = (every(picture, "rect", fill=colour) for colour in chart_picture.PARTS[:2])
    widths = [max(float(one.get("width")) for one in found) for found in (first, second)]
    assert widths[0] / sum(widths) == pytest.approx(0.6, abs=0.001)
    assert len(first) == len(second) == 2  # the bar of Butwal and the key; none of Tansen
    assert {"men", "women", "hidden"} <= set(texts(picture))


def trend(row, breaks=()):
    rows = [
        row("A", float(value), period=str(2010 + at), low=value - 1.0, high=value + 1.0)
        for at, value in enumerate((10, 12, 14, 13))
    ]
    rows += [
        row("B", 11.0, period="2010"),
        row("B", state="hidden", period="2011"),
        row("B", 15.0, period="2012"),
        row("B", 16.0, period="2013"),
    ]
    periods = [(str(year), str(year)) for year in range(2010, 2014)]
    return of_trend(rows, periods, ["A", "B"], {"A": "Butwal", "B": "Tansen"}.get, ["A"], breaks, lambda one: "text")  # fmt: skip


def test_a_gap_parts_a_line_and_the_line_that_stands_out_has_its_band(row):
    picture = drawn(trend(row))
    accent, grey = every(picture, "polyline", stroke=ACCENT), every(picture, "polyline", stroke=GREY)
    assert [len(one.get("points").split()) for one in accent] == [4]
    assert sorted(len(one.get("points").split()) for one in grey) == [1, 2]  # 2010, then 2012 and 2013
    assert len(every(picture, "polygon")) == 1 and {"Butwal", "Tansen", "2010"} <= set(texts(picture))


def test_what_is_not_to_be_joined_is_not_and_a_change_of_method_is_a_dotted_line(row):
    chart = trend(row, [Break("method", "2011", "2012")])
    assert chart.series[0].parted == {2} and chart.series[0].beside_break == {1, 2} and chart.changes == (1.5,)
    picture = drawn(chart)
    assert [len(one.get("points").split()) for one in every(picture, "polyline", stroke=ACCENT)] == [2, 2]
    assert len([one for one in every(picture, "line") if one.get("stroke-dasharray")]) == 1


def test_names_at_the_ends_of_lines_do_not_lie_on_one_another():
    series = tuple(Series(f"Line {number}", (1.0, 50.0 + number / 100)) for number in range(8))
    picture = drawn(Chart(LINE, ("2020", "2021"), series, "percent"), 800, 400)
    feet = sorted(float(one.get("y")) for one in every(picture, "text") if "Line" in "".join(one.itertext()))
    assert min(high - low for low, high in zip(feet, feet[1:], strict=False)) > 10


def test_lines_that_are_left_out_are_counted_below_the_periods():
    series = (Series("Dang", (1.0, 2.0)),)
    few, more = (drawn(Chart(LINE, ("2020", "2021"), series, "percent", left_out=count), 800, 400) for count in (0, 5))
    told = "5 more are not drawn; the table has them."
    assert told in texts(more) and told not in texts(few)
    lowest = {one.text: float(one.get("y")) for one in every(more, "text")}
    assert 400 > lowest[told] > lowest["2020"]


def test_names_of_any_kind_are_shown_as_they_are():
    name = '<script>&"\x00' + "अ" * 300
    picture = drawn(Chart(BAR, (name, "B"), (Series("x", (1.0, 2.0)),), "percent"))
    assert any('<script>&"' in text for text in texts(picture)) and not every(picture, "script")


def test_digits_are_those_of_the_reader():
    assert {"४०.०"} <= set(texts(drawn(Chart(BAR, ("क",), (Series("x", (40.0,)),), "percent"), reader=Reader("ne"))))


def test_bars_of_several_series_are_told_apart_by_a_key_and_each_has_its_number():
    by_number, by_rate = Series("in order of number", (40.0, 20.0)), Series("in order of rate", (10.0, None))
    picture = drawn(Chart(BAR, ("first 3", "first 10"), (by_number, by_rate), "percent", remarks=("31 others: 12",)))
    first, second = PARTS[:2]
    wide = [float(one.get("width")) for one in every(picture, "rect", fill=first) if one.get("rx")]
    assert wide[0] == pytest.approx(2 * wide[1], rel=0.01)  # 40 and 20
    [other] = [float(one.get("width")) for one in every(picture, "rect", fill=second) if one.get("rx")]
    assert wide[0] == pytest.approx(4 * other, rel=0.01)  # 40 and 10; a gap has no bar
    assert {"in order of number", "in order of rate", "40.0", "10.0", "no data", "31 others: 12"} <= set(texts(picture))


def test_stairs_have_their_area_their_names_and_an_axis_of_numbers():
    def step(day, share):
        return {"day": day, "share": share, "low": share / 2, "high": share}

    chart = of_steps([("Bagmati", [step(30, 0.25), step(90, 0.5)]), ("Nepal", [step(60, 0.4)])], "days since it began")
    picture = drawn(chart)
    lines = every(picture, "polyline")
    assert [one.get("stroke") for one in lines] == [GREY, ACCENT] and len(every(picture, "polygon")) == 1
    points = [tuple(map(float, pair.split(","))) for pair in lines[1].get("points").split()]
    assert len(points) == 1 + 2 * 3  # day 0, then before and after on days 30, 60, 90
    assert points[1][0] == points[2][0] and points[1][1] > points[2][1]  # it rises straight up
    assert {"Bagmati", "Nepal", "days since it began"} <= set(texts(picture))
