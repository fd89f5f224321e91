"""Stairs over days on a slide: a scatter with its points in the workbook where the chart looks for them."""

from io import BytesIO

from openpyxl import load_workbook
from pptx import Presentation
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Inches

from dashboard.briefs import slide_scatter
from dashboard.briefs.chart import of_steps
from dashboard.words import Reader

STEPS = [{"day": 30, "share": 0.25, "low": 0.1, "high": 0.4}, {"day": 90, "share": 0.5, "low": 0.3, "high": 0.7}]


def drawn(*lines):
    shapes = Presentation().slides.add_slide(Presentation().slide_layouts[6]).shapes
    return slide_scatter.add(shapes, of_steps(lines, "days since"), (0, 0, Inches(8), Inches(5)), Reader("en")).chart


def test_each_line_has_its_points_and_the_interval_is_two_lines_of_its_own():
    chart = drawn(("Bagmati", STEPS), ("Nepal", STEPS[:1]))
    assert chart.chart_type == XL_CHART_TYPE.XY_SCATTER_LINES_NO_MARKERS
    names = ["Bagmati", "Bagmati: up to the upper end of the 95 % interval",
             "Bagmati: down to the lower end of the 95 % interval", "Nepal"]  # fmt: skip
    series = list(chart.plots[0].series)
    assert [one.name for one in series] == names
    assert [list(one.values) for one in series] == [
        [0, 0, 25, 25, 50],
        [0, 0, 40, 40, 70],
        [0, 0, 10, 10, 30],
        [0, 0, 25, 25, 25],
    ]
    assert chart.category_axis.axis_title.text_frame.text == "days since" and chart.category_axis.maximum_scale == 90


def test_the_workbook_has_what_the_chart_refers_to():
    chart = drawn(("Bagmati", STEPS), ("Nepal", STEPS))
    sheet = load_workbook(BytesIO(chart.part.chart_workbook.xlsx_part.blob))["Sheet1"]
    for one in chart.plots[0].series:
        for path, cached in (
            ("c:tx//c:f", [one.name]),
            ("c:yVal//c:f", list(one.values)),
            ("c:xVal//c:f", [0, 30, 30, 90, 90]),
        ):
            [reference] = one._element.xpath(f"{path}/text()")
            cells = sheet[reference.partition("!")[2].replace("$", "")]
            found = [row[0].value for row in cells] if isinstance(cells, tuple) else [cells.value]
            assert found == cached
