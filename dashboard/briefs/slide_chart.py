"""A `Chart` as a native chart of a slide: it can be edited, its numbers lie in the workbook inside it, gaps are empty cells.

What python-pptx cannot say (labels of single points, intervals) is written as XML of DrawingML charts (ISO/IEC 29500, part 1,
chapter 21.2).
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from io import BytesIO
from itertools import pairwise

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION, XL_MARKER_STYLE, XL_TICK_LABEL_POSITION, XL_TICK_MARK
from pptx.enum.dml import MSO_THEME_COLOR
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Pt

from dashboard.briefs.chart import BAR, LINE, STACKED, Chart, Series
from dashboard.briefs.content import LANGUAGE_TAGS
from dashboard.briefs.slide_text import clean, rgb
from dashboard.figures.breakdown import COLOURS, ink_on
from dashboard.figures.trend import ACCENT, GREY
from dashboard.words import Reader, say
from dashboard.words import format as words
from dashboard.workbooks import drawing

TEXT = "tx1"  # the theme's colour of letters, which can be read on any template
SHEET = "Sheet1"  # as python-pptx names it in the chart's references
KINDS = {BAR: XL_CHART_TYPE.BAR_CLUSTERED, STACKED: XL_CHART_TYPE.BAR_STACKED_100, LINE: XL_CHART_TYPE.LINE_MARKERS}
# Each 3:1 on white, which has to do for lines.
LINES = (ACCENT, "#16335c", "#984a31", "#7f5a9b", "#b0661f", "#5d6661", "#2f6fb0", "#8a7a1f", "#b23a6b")
LOCALES = {"latin": "", "devanagari": "[$-4000439]", "bangla": "[$-5000445]"}  # of the digits, as Excel writes them
GROUPED = (("[>=10000000]", r"##\,##\,##\,##0"), ("[>=100000]", r"##\,##\,##0"), ("", "#,##0"))  # crore, lakh, the rest
GRID, OPEN = "#e3e0d8", "#ffffff"  # of the lines behind, within points beside a break
LEAST_SHARE = 6.0  # percent of a bar in which a label has room
MOST_LABELLED = 5  # lines whose last figure is written at their end; more would lie upon one another
GAP, WIDEST_GAP = 35, 500  # percent of a bar between bars
FEW = 8  # bars: of fewer none is thicker than of so many
ROOM = 1.02  # of the largest, to its right
LETTERS, SMALL = 12, 11  # points


def add(shapes, chart: Chart, box: tuple[int, int, int, int], reader: Reader):
    """Adds the chart in `box` (left, top, width, height in EMU) and gives its shape."""
    shown, lines = by_stretch(without_part_bars(chart))
    form = number_format(shown, reader)
    data = CategoryChartData(number_format=form)
    data.categories = [clean(one) for one in shown.categories]
    for one in shown.series:
        data.add_series(clean(one.name), one.values)
    frame = shapes.add_chart(KINDS[shown.kind], *box, data)
    drawn = frame.chart
    drawn.part.chart_workbook.update_from_xlsx_blob(workbook(shown, reader))
    letters(drawn, reader)
    _axes(drawn, shown, form)
    _legend(drawn, shown, lines)
    for index, (series, plotted) in enumerate(zip(shown.series, drawn.plots[0].series, strict=True)):
        colour = _paint(plotted, shown, series, lines[index])
        before = plotted._element.find(qn("c:cat"))
        before.addprevious(_labels(shown, series, form, colour, reader))
        if series.reach and any(series.reach):
            before.addprevious(_intervals(shown, index, colour if shown.kind == LINE else TEXT))
    return frame


def without_part_bars(chart: Chart) -> Chart:
    """Stacked bars with a part missing, below zero, or of nothing at all have none of their parts: the rest would look like the whole."""
    if chart.kind != STACKED:
        return chart
    whole = [
        all(one.values[at] is not None and one.values[at] >= 0 for one in chart.series)
        and any(one.values[at] for one in chart.series)
        for at in range(len(chart.categories))
    ]
    series = tuple(
        replace(one, values=tuple(value if known else None for value, known in zip(one.values, whole, strict=True)))
        for one in chart.series
    )
    return replace(chart, series=series)


def by_stretch(chart: Chart) -> tuple[Chart, tuple[int, ...]]:
    """The chart with each stretch of a line that must not be joined over a break, as another method, as a series of its
    own: not every program can leave out a part of a line. And of which line of the chart each is.
    """
    found = []
    for index, one in enumerate(chart.series):
        for first, end in pairwise((0, *sorted(one.parted), len(one.values))):
            values = tuple(value if first <= at < end else None for at, value in enumerate(one.values))
            if not one.parted or values.count(None) < len(values):
                found.append((index, replace(one, values=values)))
    return replace(chart, series=tuple(one for _, one in found)), tuple(index for index, _ in found)


def number_format(chart: Chart, reader: Reader) -> str:
    """How Excel writes the chart's numbers: the indicator's decimals, lakh and crore apart, the reader's digits."""
    decimals = words.DECIMALS.get(chart.unit, 0) if chart.decimals is None else chart.decimals
    tail, locale = "." + "0" * decimals if decimals else "", LOCALES[reader.digits]
    if chart.unit in ("percent", "fraction"):
        sign = words.percent(reader, 0, 0)[1:]  # with the space before it that the language has
        return f"{locale}0{tail}" + ("%" if chart.unit == "fraction" else f'"{sign}"')
    values = [value for one in chart.series for value in one.values if value is not None]
    if min(values, default=0) < 0 or max(values, default=0) < words.LAKH:
        return f"{locale}#,##0{tail}"  # parts of a format with conditions of their own would lose the minus sign
    return ";".join(f"{limit}{locale}{pattern}{tail}" for limit, pattern in GROUPED)


def workbook(chart: Chart, reader: Reader) -> bytes:
    """The chart's numbers as an Excel file: a row a category, a column a series, then how far the intervals reach."""
    book = Workbook()
    sheet = book.active
    sheet.title = SHEET
    for row, category in enumerate(chart.categories, 2):
        drawing.put(sheet, row, 1, clean(category))
    columns = [(one.name, one.values) for one in chart.series]
    columns += [(say(f"slides.{end}_{chart.reach_of}", reader, series=chart.series[index].name), amounts)
                for index, end, amounts in _reaches(chart)]  # fmt: skip
    for column, (name, values) in enumerate(columns, 2):
        drawing.put(sheet, 1, column, clean(name))
        for row, value in enumerate(values, 2):
            if value is not None:
                cell = sheet.cell(row, column, repr(value))  # openpyxl would write 16 figures, and a number may have 17
                cell.data_type = "n"
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _reaches(chart: Chart) -> list[tuple[int, str, list[float | None]]]:
    """(series, `above` or `below`, by how much) of the series with intervals, in the order of their columns."""
    found = []
    for index, one in enumerate(chart.series):
        if any(one.reach):
            ends = [
                (value, reach if value is not None else None)
                for value, reach in zip(one.values, one.reach, strict=True)
            ]
            found.append((index, "above", [reach and reach[1] - value for value, reach in ends]))
            found.append((index, "below", [reach and value - reach[0] for value, reach in ends]))
    return found


def letters(drawn, reader: Reader) -> None:
    """Letters of the template's colour and the reader's language, without a title: the slide has one."""
    drawn.has_title = False
    drawn.font.size, drawn.font.color.theme_color = Pt(LETTERS), MSO_THEME_COLOR.TEXT_1
    drawn.font._rPr.set("lang", LANGUAGE_TAGS[reader.language])


def _axes(drawn, chart: Chart, form: str) -> None:
    names, values = drawn.category_axis, drawn.value_axis
    names.tick_label_position = XL_TICK_LABEL_POSITION.LOW  # never upon bars that go below zero
    names.major_tick_mark = values.major_tick_mark = XL_TICK_MARK.NONE
    names.format.line.color.rgb = rgb(GREY)
    names.has_major_gridlines = False
    values.format.line.fill.background()
    if chart.kind == LINE:
        values.major_gridlines.format.line.color.rgb = rgb(GRID)
        values.tick_labels.number_format, values.tick_labels.number_format_is_linked = form, False
        values.tick_labels.font.size = Pt(SMALL)
        return
    names.reverse_order = True  # the first on top
    values.visible = values.has_major_gridlines = False
    if chart.kind == BAR:
        drawn.plots[0].overlap = 0
    bars = len(chart.categories) * (len(chart.series) if chart.kind == BAR else 1)
    drawn.plots[0].gap_width = min(WIDEST_GAP, max(GAP, round((FEW / bars - 1) * 100)))
    reaches = [end for one in chart.series for reach in one.reach if reach for end in reach]
    ends = [*reaches, *(value for one in chart.series for value in one.values if value is not None)]
    if ends and min(ends) >= 0:
        values.minimum_scale = 0  # a bar says its figure by its length
    if reaches and max(ends) > 0:
        values.maximum_scale = max(ends) * ROOM  # else an interval may be cut


def _legend(drawn, chart: Chart, lines: Sequence[int]) -> None:
    """Each line once, in however many stretches it is drawn."""
    drawn.has_legend = len(set(lines)) > 1
    if drawn.has_legend:
        drawn.legend.position = XL_LEGEND_POSITION.RIGHT if chart.kind == LINE else XL_LEGEND_POSITION.TOP
        drawn.legend.include_in_layout = False
        drawn.legend.font.size = Pt(LETTERS)
        again = [at for at, line in enumerate(lines) if line in lines[:at]]
        for at in reversed(again):
            entry = f'<c:legendEntry {nsdecls("c")}><c:idx val="{at}"/><c:delete val="1"/></c:legendEntry>'
            drawn.legend._element.find(qn("c:legendPos")).addnext(parse_xml(entry))


def _paint(plotted, chart: Chart, series: Series, index: int) -> str:
    """Colours a series, the `index`-th of the chart or a stretch of that, and gives its colour."""
    if chart.kind == LINE:
        marked = not chart.marked or series.name == chart.marked
        colour = LINES[index % len(LINES)] if marked else GREY
        plotted.smooth = False
        plotted.format.line.color.rgb, plotted.format.line.width = rgb(colour), Pt(3 if index == 0 else 2)
        _mark(plotted.marker, colour)
        for at in sorted(series.beside_break):
            line = plotted.points[at].format.line
            line.color.rgb, line.width = plotted.format.line.color.rgb, plotted.format.line.width
            _mark(plotted.points[at].marker, colour, OPEN)
        return colour
    colour = COLOURS[index % len(COLOURS)] if len(chart.series) > 1 else GREY
    plotted.invert_if_negative = False
    plotted.format.fill.solid()
    plotted.format.fill.fore_color.rgb = rgb(colour)
    for at, category in enumerate(chart.categories if chart.kind == BAR else ()):
        if chart.marked and category == chart.marked:
            fill = plotted.points[at].format.fill
            fill.solid()
            fill.fore_color.rgb = rgb(ACCENT)
            plotted._element.findall(qn("c:dPt"))[-1].find(qn("c:idx")).addnext(_not_inverted())
    return colour


def _mark(marker, colour: str, inside: str = "") -> None:
    """A circle at a point, filled with its own colour or with the one `inside`."""
    marker.style, marker.size = XL_MARKER_STYLE.CIRCLE, 7
    for part, its in ((marker.format.fill, inside or colour), (marker.format.line.fill, colour)):
        part.solid()
        part.fore_color.rgb = rgb(its)


def _not_inverted():
    """Says that a bar below zero keeps its colour; PowerPoint takes it away otherwise."""
    return parse_xml(f'<c:invertIfNegative {nsdecls("c")} val="0"/>')


def _labels(chart: Chart, series: Series, form: str, colour: str, reader: Reader):
    """Labels of a series: bars at their end, within them where an interval begins there; parts inside; lines at their last point."""
    if chart.kind == STACKED:
        return _label_list(_of_parts(chart, series, reader), form, "ctr", ink_on(colour), True)
    if chart.kind == BAR:
        return _label_list({}, form, *(("inBase", "#000000") if any(series.reach) else ("outEnd", TEXT)), True)
    last = max((at for at, value in enumerate(series.values) if value is not None), default=None)
    points = {last: ""} if last is not None and len(chart.series) <= MOST_LABELLED else {}
    return _label_list(points, form, "t", TEXT, False)


def _of_parts(chart: Chart, series: Series, reader: Reader) -> dict[int, str | None]:
    """What is written on parts of stacked bars: nothing (None) where there is no room, the share of what is no percent."""
    found: dict[int, str | None] = {}
    for at, value in enumerate(series.values):
        whole = sum(one.values[at] or 0 for one in chart.series)
        share = value / whole * 100 if value is not None and whole else 0.0
        if share < LEAST_SHARE:
            found[at] = None
        elif chart.unit != "percent":
            found[at] = words.percent(reader, share, 0)
    return found


def _label_list(points: Mapping[int, str | None], form: str, where: str, colour: str, every: bool):
    """The labels of a series as XML. `points`: None takes a label away, "" shows the figure, a text stands for it; `every`
    says whether the others show theirs.
    """
    look_of = f'<a:defRPr sz="{SMALL}00" b="0">{_solid(colour)}</a:defRPr>'
    body = f"<a:bodyPr/><a:lstStyle/><a:p><a:pPr>{look_of}</a:pPr>"
    look = (f"<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr><c:txPr>{body}<a:endParaRPr/></a:p></c:txPr>"
            f'<c:dLblPos val="{where}"/>')  # fmt: skip
    number = '<c:numFmt formatCode="" sourceLinked="0"/>'
    each = "".join(
        f'<c:dLbl><c:idx val="{at}"/>'
        + ('<c:delete val="1"/>' if text is None else
           (f"<c:tx><c:rich>{body}<a:r><a:t></a:t></a:r></a:p></c:rich></c:tx>" if text else "") + number + look + _shows(True))
        + "</c:dLbl>"
        for at, text in sorted(points.items())
    )  # fmt: skip
    found = parse_xml(f"<c:dLbls {nsdecls('c', 'a')}>{each}{number}{look}{_shows(every)}</c:dLbls>")
    for one in found.iter(qn("c:numFmt")):
        one.set("formatCode", form)
    texts = [text for _, text in sorted(points.items()) if text]
    for one, text in zip(found.iter(qn("a:t")), texts, strict=True):
        one.text = text
    return found


def _solid(colour: str) -> str:
    kind, value = ("schemeClr", colour) if colour == TEXT else ("srgbClr", colour.lstrip("#").upper())
    return f'<a:solidFill><a:{kind} val="{value}"/></a:solidFill>'


def _shows(value: bool) -> str:
    return f'<c:showLegendKey val="0"/><c:showVal val="{int(value)}"/>' + "".join(
        f'<c:{name} val="0"/>' for name in ("showCatName", "showSerName", "showPercent", "showBubbleSize")
    )


def _intervals(chart: Chart, index: int, colour: str):
    """The error bars of a series, both ways, by the amounts in the columns of the workbook."""
    first = 2 + len(chart.series)
    ends = [
        _amounts(end, first + at, amounts)
        for at, (series, end, amounts) in enumerate(_reaches(chart))
        if series == index
    ]
    direction = '<c:errDir val="y"/>' if chart.kind == LINE else ""
    return parse_xml(
        f'<c:errBars {nsdecls("c", "a")}>{direction}<c:errBarType val="both"/><c:errValType val="cust"/>'
        f'<c:noEndCap val="0"/>{"".join(ends)}<c:spPr><a:ln w="15875">'
        f"{_solid(colour)}</a:ln></c:spPr></c:errBars>"
    )


def _amounts(end: str, column: int, amounts: Sequence[float | None]) -> str:
    letter, tag = get_column_letter(column), {"above": "plus", "below": "minus"}[end]
    points = "".join(
        f'<c:pt idx="{at}"><c:v>{amount!r}</c:v></c:pt>' for at, amount in enumerate(amounts) if amount is not None
    )
    return (
        f"<c:{tag}><c:numRef><c:f>{SHEET}!${letter}$2:${letter}${len(amounts) + 1}</c:f><c:numCache><c:formatCode>General</c:formatCode>"
        f'<c:ptCount val="{len(amounts)}"/>{points}</c:numCache></c:numRef></c:{tag}>'
    )
