"""Bars of several series and ends that are no interval, as a native chart."""

from io import BytesIO

from openpyxl import load_workbook
from pptx import Presentation
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Inches

from dashboard.briefs import slide_chart
from dashboard.briefs.chart import BAR, Chart, Series
from dashboard.figures.breakdown import COLOURS
from dashboard.words import Reader


def drawn(chart: Chart):
    shapes = Presentation().slides.add_slide(Presentation().slide_layouts[6]).shapes
    return slide_chart.add(shapes, chart, (0, 0, Inches(8), Inches(5)), Reader("en")).chart


def test_series_stand_side_by_side_each_in_its_colour_with_a_legend():
    by_number, by_rate = Series("in order of number", (13.0, 35.5)), Series("in order of rate", (3.0, None))
    chart = drawn(Chart(BAR, ("first 3", "first 10"), (by_number, by_rate), "percent"))
    assert chart.chart_type == XL_CHART_TYPE.BAR_CLUSTERED and chart.has_legend and chart.plots[0].overlap == 0
    series = list(chart.plots[0].series)
    assert [list(one.values) for one in series] == [[13.0, 35.5], [3.0, None]]
    assert [f"#{one.format.fill.fore_color.rgb}".lower() for one in series] == list(COLOURS[:2])


def test_ends_that_other_weights_give_are_called_so_in_the_workbook():
    chart = drawn(Chart(BAR, ("Green",), (Series("Share", (16.7,), ((6.0, 20.0),)),), "percent", reach_of="weights"))
    rows = list(load_workbook(BytesIO(chart.part.chart_workbook.xlsx_part.blob))["Sheet1"].iter_rows(values_only=True))
    assert rows[0][2:] == (
        "Share: up to the most that other weights give",
        "Share: down to the least that other weights give",
    )
    assert rows[1][2:] == (20.0 - 16.7, 16.7 - 6.0)
