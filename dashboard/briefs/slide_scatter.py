"""A `Chart` of points over numbers as a native scatter of a slide: lines without marks, the interval as two thin lines."""

from collections.abc import Iterator
from io import BytesIO

from openpyxl import Workbook
from pptx.chart.data import XyChartData
from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION, XL_TICK_MARK
from pptx.enum.dml import MSO_LINE_DASH_STYLE
from pptx.util import Pt

from dashboard.briefs.chart import Chart, Series
from dashboard.briefs.slide_chart import GRID, SHEET, SMALL, letters, number_format
from dashboard.briefs.slide_text import clean, rgb
from dashboard.figures.trend import ACCENT, GREY
from dashboard.words import Reader, say
from dashboard.workbooks import drawing

OF_LINE, OF_END = Pt(2.5), Pt(1)


def add(shapes, chart: Chart, box: tuple[int, int, int, int], reader: Reader):
    """Adds the chart in `box` (left, top, width, height in EMU) and gives its shape."""
    lines = list(_lines(chart, reader))
    form = number_format(chart, reader)
    data = XyChartData(number_format=form)
    for name, values, one, _ in lines:
        series = data.add_series(name)
        for place, value in zip(one.at, values, strict=True):
            series.add_data_point(place, value)
    frame = shapes.add_chart(XL_CHART_TYPE.XY_SCATTER_LINES_NO_MARKERS, *box, data)
    drawn = frame.chart
    drawn.part.chart_workbook.update_from_xlsx_blob(_workbook(lines))
    letters(drawn, reader)
    _axes(drawn, chart, form)
    for plotted, (_, _, one, is_end) in zip(drawn.plots[0].series, lines, strict=True):
        look = plotted.format.line
        look.color.rgb, look.width = rgb(ACCENT if one.accent else GREY), OF_END if is_end else OF_LINE
        if is_end:
            look.dash_style = MSO_LINE_DASH_STYLE.DASH
    return frame


def _lines(chart: Chart, reader: Reader) -> Iterator[tuple[str, tuple[float, ...], Series, bool]]:
    """(name, values, the series they are of, whether they are an end of its interval)"""
    for one in chart.series:
        yield clean(one.name), one.values, one, False
        for end, key in ((1, "above"), (0, "below")) if one.reach else ():
            name = say(f"slides.{key}_{chart.reach_of}", reader, series=one.name)
            yield clean(name), tuple(reach[end] for reach in one.reach), one, True


def _workbook(lines) -> bytes:
    """Below one another for each line its name and its points, where python-pptx's references look for them."""
    book = Workbook()
    sheet, row = book.active, 1
    sheet.title = SHEET
    for name, values, one, _ in lines:
        drawing.put(sheet, row, 2, name)
        for number, (place, value) in enumerate(zip(one.at, values, strict=True), row + 1):
            sheet.cell(number, 1, place)
            sheet.cell(number, 2, value)
        row += len(values) + 2
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _axes(drawn, chart: Chart, form: str) -> None:
    across, values = drawn.category_axis, drawn.value_axis
    across.has_major_gridlines = False
    across.minimum_scale = values.minimum_scale = 0
    across.maximum_scale = max(one.at[-1] for one in chart.series)
    across.has_title = True
    across.axis_title.text_frame.text = clean(chart.across)
    across.major_tick_mark = values.major_tick_mark = XL_TICK_MARK.NONE
    values.major_gridlines.format.line.color.rgb = rgb(GRID)
    values.format.line.fill.background()
    values.tick_labels.number_format, values.tick_labels.number_format_is_linked = form, False
    across.tick_labels.font.size = values.tick_labels.font.size = Pt(SMALL)
    drawn.has_legend = True
    drawn.legend.position, drawn.legend.include_in_layout = XL_LEGEND_POSITION.BOTTOM, False
    drawn.legend.font.size = Pt(SMALL)
