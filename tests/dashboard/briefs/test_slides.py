"""Slides are opened again as PowerPoint would: charts are charts with their numbers, all words are there, nothing lies outside."""

import zipfile
from dataclasses import replace
from io import BytesIO

import pytest
from openpyxl import load_workbook
from pptx import Presentation
from pptx.util import Inches, Pt

from dashboard.briefs import brief, collecting, slides
from dashboard.briefs.chart import BAR, LINE, STACKED, Chart, Series
from dashboard.briefs.content import Document, Figure, Heading, Missing, PageBreak, Picture, Text
from dashboard.words import Reader

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20"><rect width="40" height="20" fill="#23908a"/></svg>'
BARS = Chart(BAR, ("Rolpa", "Butwal", "Dang"), (Series("Poor households", (48.339999999999996, 0.1 + 0.2, None)),), "percent",
             "Butwal", decimals=1)  # fmt: skip


@pytest.fixture
def figure():
    return Figure(
        "Poverty by district", "Lumbini, 2011, percent", "Rolpa has the most poor.", ("illustrative", "partial"),
        ("Place", "Value"), (("Rolpa", "48.3 %"), ("Dang", "hidden")), (False, True), None, None, False, "Ask the wards.",
        ("One figure is hidden.", "Method changed in 2011."), (("Computed", "Poor by all."), ("Mind", "Ranks only.")),
        "Place: Lumbini", "An office, a census", "CC-BY", "An office: a census. Nagar.", "2026-11-22, ab12cd34ef56",
        "poverty/headcount", "https://nagar.example/poverty?place=NP05", code="k7m2",
    )  # fmt: skip


def made(*pieces, language: str = "en", title: str = "Profile") -> bytes:
    return slides.write(Document(title, "Butwal", Reader(language), "Data of today", pieces))


def opened(*pieces, **options):
    return Presentation(BytesIO(made(*pieces, **options)))


def chart_of(figure, chart, language: str = "en"):
    return next(
        shape for shape in opened(replace(figure, chart=chart), language=language).slides[1].shapes if shape.has_chart
    )


def book_of(shape) -> list[tuple]:
    book = load_workbook(BytesIO(shape.chart.part.chart_workbook.xlsx_part.blob))
    return list(book["Sheet1"].iter_rows(values_only=True))


def texts_of(slide) -> str:
    tables = [cell.text for shape in slide.shapes if shape.has_table for row in shape.table.rows for cell in row.cells]
    return "\n".join([*(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame), *tables])


# What slides there are


def test_each_piece_has_its_slide_and_each_slide_a_title_that_is_read_first(figure):
    deck = opened(Heading("Where"), Text(("First.", "Second.")), PageBreak(), figure, Missing("A map", "No outline."))
    assert [slide.shapes.title.text for slide in deck.slides] == [
        "Profile", "Where", "Where", "Rolpa has the most poor.", "What could not be made",
    ]  # fmt: skip
    assert all(slide.shapes[0] == slide.shapes.title for slide in deck.slides)
    assert "Butwal\nData of today" in texts_of(deck.slides[0])
    assert "First.\nSecond." in texts_of(deck.slides[2])
    assert "A map: No outline." in texts_of(deck.slides[4])


def test_no_placeholder_is_left_empty(figure):
    for slide in opened(Heading("x"), figure, Text(("y",))).slides:
        assert all(one.text_frame.text for one in slide.placeholders)


def test_a_figure_without_a_sentence_is_called_by_its_title_once(figure):
    slide = opened(replace(figure, told="")).slides[1]
    assert slide.shapes.title.text == "Poverty by district"
    assert "Poverty by district" not in [shape for shape in slide.shapes if shape.name == "Caption"][0].text_frame.text


def test_a_long_text_goes_on_on_more_slides_and_no_word_is_lost():
    words = [f"word{number}" for number in range(900)]
    deck = opened(Text((" ".join(words), "x" * 3000)))
    bodies = [slide.placeholders[1].text_frame.text for slide in list(deck.slides)[1:]]
    assert len(bodies) > 2 and deck.slides[2].shapes.title.text == "Profile (2)"
    assert "".join(bodies).replace("\n", "").replace(" ", "") == "".join(words) + "x" * 3000


def test_sentences_without_room_in_the_title_stand_below_the_picture(figure):
    told = "Rolpa has the most poor. " + "A second sentence that goes on. " * 9
    slide = opened(replace(figure, told=told)).slides[1]
    assert (
        slide.shapes.title.text.startswith("Rolpa has the most poor.") and len(slide.shapes.title.text) < len(told) / 2
    )
    assert "A second sentence" in [shape for shape in slide.shapes if shape.name == "Remarks"][0].text_frame.text
    assert told.strip() in slide.notes_slide.notes_text_frame.text


# What must go with a figure


def test_every_word_of_a_figure_is_on_the_slide_or_in_its_notes(figure):
    slide = opened(replace(figure, chart=BARS)).slides[1]
    notes = slide.notes_slide.notes_text_frame.text
    all_of_it = [figure.title, figure.line, figure.told, *figure.marks, *figure.notes, figure.note, figure.filters,
                 figure.source, figure.licence, figure.citation, figure.snapshot, figure.module, figure.link, figure.code,
                 "Computed: Poor by all.", "Mind: Ranks only.", "Place | Value", "Dang | hidden"]  # fmt: skip
    assert [text for text in all_of_it if text not in notes] == []
    shown = texts_of(slide)
    for text in (
        figure.title,
        figure.line,
        *figure.marks,
        figure.source,
        figure.licence,
        figure.snapshot,
        *figure.notes,
    ):
        assert text in shown


def test_the_foot_shows_the_code_and_leads_there_and_the_notes_lead_to_the_view(figure):
    slide = opened(figure).slides[1]
    runs = [
        run
        for shape in slide.shapes
        if shape.has_text_frame
        for line in shape.text_frame.paragraphs
        for run in line.runs
    ]
    links = {run.text: run.hyperlink.address for run in runs if run.hyperlink.address}
    assert links == {"https://nagar.example/f/k7m2": "https://nagar.example/f/k7m2"}
    noted = [run.hyperlink.address for line in slide.notes_slide.notes_text_frame.paragraphs for run in line.runs]
    assert figure.link in noted


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", "Code k7m2: open /f/k7m2 in Nagar"),
        ("ne", "कोड k7m2: नगरमा /f/k7m2 खोल्नुहोस्"),
        ("bn", "কোড k7m2: নগরে /f/k7m2 খুলুন"),
    ],
)
def test_the_foot_shows_the_code_also_where_no_address_is_known(figure, language, told):
    slide = opened(replace(figure, link="/poverty?place=NP05&" + "x" * 300), language=language).slides[1]
    foot = next(shape.text_frame.text for shape in slide.shapes if shape.name == "Source")
    assert foot.endswith(f" · {told}") and told in slide.notes_slide.notes_text_frame.text


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", "file:///etc/passwd", "/poverty?place=NP", "http://[broken", "x" * 4000]
)
def test_what_is_no_address_of_the_web_is_a_text(figure, link):
    content = made(replace(figure, link=link, code=""))
    with zipfile.ZipFile(BytesIO(content)) as archive:
        relations = b"".join(archive.read(name) for name in archive.namelist() if name.endswith(".rels"))
    assert b'TargetMode="External"' not in relations


def test_pictures_charts_and_tables_say_what_they_show(figure):
    with_picture = replace(figure, picture=Picture(SVG, 40, 20))
    for slide in list(opened(figure, replace(figure, chart=BARS), with_picture).slides)[1:]:
        described = [shape._element.xpath(".//p:cNvPr")[0].get("descr") for shape in slide.shapes]
        assert [text for text in described if text] == [figure.alternative]


def test_small_print_is_at_least_nine_points_and_tables_ten(figure):
    wide = replace(
        figure, columns=("A long name",) * 14, rows=(("what it says here",) * 14,) * 40, numeric=(False,) * 14
    )
    for slide in opened(wide, replace(figure, chart=BARS)).slides:
        sizes = [run.font.size for shape in slide.shapes if shape.has_text_frame for line in shape.text_frame.paragraphs
                 for run in line.runs if run.font.size]  # fmt: skip
        cells = [run.font.size for shape in slide.shapes if shape.has_table for row in shape.table.rows for cell in row.cells
                 for run in cell.text_frame.paragraphs[0].runs]  # fmt: skip
        assert min(sizes, default=Pt(9)) >= Pt(9) and min(cells, default=Pt(10)) >= Pt(10)


# Charts


def test_a_chart_is_a_chart_with_its_numbers_unrounded_and_a_gap_is_an_empty_cell(figure):
    shape = chart_of(figure, BARS)
    assert list(shape.chart.plots[0].categories) == ["Rolpa", "Butwal", "Dang"]
    assert list(shape.chart.plots[0].series[0].values) == [48.339999999999996, 0.30000000000000004, None]
    assert book_of(shape) == [(None, "Poor households"), ("Rolpa", 48.339999999999996), ("Butwal", 0.30000000000000004),
                              ("Dang", None)]  # fmt: skip
    assert shape.chart._chartSpace.xpath("c:chart/c:dispBlanksAs/@val") == ["gap"]


def test_only_the_marked_bar_has_the_accent(figure):
    series = chart_of(figure, BARS).chart.plots[0].series[0]
    assert str(series.format.fill.fore_color.rgb) == "A9ACA6"
    assert series._element.xpath("c:dPt/c:idx/@val") == ["1"]
    assert series._element.xpath("c:dPt//a:srgbClr/@val") == ["23908A"]


def test_a_bar_without_a_figure_is_named_below(figure):
    assert "Not drawn, since a figure is missing: Dang." in texts_of(opened(replace(figure, chart=BARS)).slides[1])
    more = replace(BARS, left_out=3)
    assert "3 more places have a figure" in texts_of(opened(replace(figure, chart=more)).slides[1])


def test_intervals_are_error_bars_both_ways_from_cells_of_the_workbook(figure):
    series = Series("Poor", (10.0, None, 3.0), ((8.0, 13.0), (1.0, 2.0), None))
    for kind in (BAR, LINE):
        shape = chart_of(figure, Chart(kind, ("A", "B", "C"), (series,), "percent", decimals=1))
        found = shape.chart.plots[0].series[0]._element.xpath
        assert found("c:errBars/c:errBarType/@val") == ["both"]
        assert [float(one) for one in found("c:errBars/c:plus//c:v/text()")] == [13.0 - 10.0]
        assert [float(one) for one in found("c:errBars/c:minus//c:v/text()")] == [10.0 - 8.0]
        assert found("c:errBars/*/c:numRef/c:f/text()") == ["Sheet1!$C$2:$C$4", "Sheet1!$D$2:$D$4"]
        rows = book_of(shape)
        assert [row[2:] for row in rows[1:]] == [(13.0 - 10.0, 10.0 - 8.0), (None, None), (None, None)]
        assert "upper end" in rows[0][2] and "lower end" in rows[0][3]


def test_a_line_is_not_joined_over_a_break_in_whatever_program_and_is_named_once(figure):
    one = Series("Bangladesh", (31.5, 24.3, 18.7), parted=frozenset({2}), beside_break=frozenset({1, 2}))
    other = Series("Khulna", (None, None, 14.8))
    shape = chart_of(figure, Chart(LINE, ("2010", "2016", "2022"), (one, other), "percent"))
    drawn = shape.chart.plots[0].series
    assert [(each.name, list(each.values)) for each in drawn] == [
        ("Bangladesh", [31.5, 24.3, None]), ("Bangladesh", [None, None, 18.7]), ("Khulna", [None, None, 14.8])]  # fmt: skip
    assert book_of(shape)[1:] == [("2010", 31.5, None, None), ("2016", 24.3, None, None), ("2022", None, 18.7, 14.8)]
    assert shape.chart._chartSpace.xpath("c:chart/c:legend/c:legendEntry[c:delete/@val='1']/c:idx/@val") == ["1"]
    colours = [str(each.format.line.color.rgb) for each in drawn]
    assert colours[0] == colours[1] != colours[2]
    assert drawn[0]._element.xpath("c:dPt[c:marker//a:srgbClr/@val='FFFFFF']/c:idx/@val") == ["1", "2"]


def test_few_bars_are_no_thicker_than_those_of_a_long_list(figure):
    def thickness(count: int) -> float:
        """Of a bar, as a share of the height of the chart."""
        names, values = zip(*((f"P{at}", float(at)) for at in range(1, count + 1)), strict=True)
        gap = chart_of(figure, Chart(BAR, names, (Series("x", values),), "percent")).chart.plots[0].gap_width
        return 1 / (count * (1 + gap / 100))

    assert thickness(1) <= 1 / 6 and thickness(3) == pytest.approx(1 / 8, rel=0.01)
    assert thickness(12) == pytest.approx(1 / (12 * 1.35))


def test_a_stacked_bar_with_a_part_missing_has_no_part_lest_the_rest_look_like_the_whole(figure):
    parts = (Series("Own", (30.0, None, 0.0)), Series("Grant", (70.0, 40.0, 0.0)))
    shape = chart_of(figure, Chart(STACKED, ("A", "B", "C"), parts, "percent"))
    assert [list(one.values) for one in shape.chart.plots[0].series] == [[30.0, None, None], [70.0, None, None]]
    assert 40.0 not in [cell for row in book_of(shape) for cell in row]


def test_parts_that_are_counts_are_labelled_with_their_share_and_small_ones_not_at_all(figure):
    parts = (Series("Own", (30,)), Series("Grant", (168,)), Series("Rest", (2,)))  # 15, 84 and 1 of 200 in percent
    plots = chart_of(figure, Chart(STACKED, ("A",), parts, "persons")).chart.plots[0]
    labels = [one._element.xpath("c:dLbls/c:dLbl//a:t/text()") for one in plots.series]
    assert labels == [["15\xa0%"], ["84\xa0%"], []]
    assert plots.series[2]._element.xpath("c:dLbls/c:dLbl/c:delete/@val") == ["1"]


@pytest.mark.parametrize(("language", "values", "unit", "expected"), [
    ("en", (12.5,), "percent", '0.0"\xa0%"'),
    ("en", (0.125,), "fraction", "0.0%"),
    ("en", (-200000.0,), "persons", "#,##0.0"),
    ("en", (200000.0,), "persons", r"[>=10000000]##\,##\,##\,##0.0;[>=100000]##\,##\,##0.0;#,##0.0"),
    ("ne", (3.0,), "persons", "[$-4000439]#,##0.0"),
    ("bn", (3.0,), "persons", "[$-5000445]#,##0.0"),
])  # fmt: skip
def test_labels_have_the_decimals_of_the_indicator_and_the_digits_of_the_reader(
    figure, language, values, unit, expected
):
    shape = chart_of(figure, Chart(BAR, ("A",), (Series("x", values),), unit, decimals=1), language)
    assert shape.chart.plots[0].series[0]._element.xpath("c:dLbls/c:numFmt/@formatCode") == [expected]


# Tables and pictures


def test_a_table_shows_what_can_be_read_and_counts_the_rest(figure):
    long = replace(figure, rows=tuple((f"Place {number}", str(number)) for number in range(40)))
    slide = opened(long).slides[1]
    table = next(shape.table for shape in slide.shapes if shape.has_table)
    shown = len(table.rows) - 1
    assert 10 < shown < 40 and f"{40 - shown} more rows are in the notes" in texts_of(slide)
    assert [cell.text for cell in table.rows[0].cells] == ["Place", "Value"] and table.first_row
    assert "Place 39 | 39" in slide.notes_slide.notes_text_frame.text


def test_a_list_is_a_table_without_heads(figure):
    table = next(one.table for one in opened(replace(figure, columns=(), rows=(("One",), ("Two",)), numeric=(False,))).slides[1].shapes
                 if one.has_table)  # fmt: skip
    assert [row.cells[0].text for row in table.rows] == ["One", "Two"] and not table.first_row


def test_a_picture_is_sharp_and_its_legend_can_be_edited(figure):
    slide = opened(
        replace(figure, picture=Picture(SVG, 40, 20, (("#d8cfe0", "hidden (2)"), ("url(x)", "odd"))))
    ).slides[1]
    shape = next(one for one in slide.shapes if one.shape_type == 13)
    assert shape.image.size[0] / (shape.width / Inches(1)) == pytest.approx(192, rel=0.01)
    assert "hidden (2)" in texts_of(slide) and "odd" in texts_of(slide)
    square = next(one for one in slide.shapes if one.name == "hidden (2)")
    assert str(square.fill.fore_color.rgb) == "D8CFE0"


# Languages


def test_runs_say_their_language_and_have_a_font_of_their_script(figure):
    content = made(Text(("नमस्ते and ঢাকা",)), language="en")
    run = Presentation(BytesIO(content)).slides[1].placeholders[1].text_frame.paragraphs[0].runs
    assert [(one.text, one._r.rPr.get("lang"), one._r.xpath("a:rPr/a:cs/@typeface")) for one in run] == [
        ("नमस्ते ", "ne-NP", ["Noto Sans Devanagari"]), ("and ", "en-GB", []), ("ঢাকা", "bn-BD", ["Noto Sans Bengali"]),
    ]  # fmt: skip
    with zipfile.ZipFile(BytesIO(made(language="bn"))) as archive:
        assert b'<a:cs typeface="Noto Sans Bengali"/>' in archive.read("ppt/theme/theme1.xml")


# Whatever a text holds


def test_texts_that_xml_cannot_hold_and_markup_stay_texts(figure, wicked_names):
    names = [*wicked_names, "\x00\x0b\ufffe", "=1+1", "a\nb\tc", "&lt;{}", ""]
    pieces = [Heading(name) for name in names] + [Text(tuple(names))]
    pieces += [replace(figure, title=name, told=name, line=name, marks=(name,), rows=((name, name),), notes=(name,), source=name,
                       chart=Chart(BAR, (name, "B"), (Series(name, (1.0, 2.0)),), "percent", name)) for name in names]  # fmt: skip
    deck = opened(*pieces, title=wicked_names[0])
    assert deck.slides[0].shapes.title.text == wicked_names[0]
    charts = [shape for slide in deck.slides for shape in slide.shapes if shape.has_chart]
    drawn = dict(zip(names, charts, strict=True))
    assert book_of(drawn["=1+1"])[1] == ("=1+1", 1.0) and book_of(drawn["a\nb\tc"])[1] == ("a b c", 1.0)
    assert drawn["&lt;{}"].chart.plots[0].categories[0] == "&lt;{}"
    assert drawn["\x00\x0b\ufffe"].chart.plots[0].series[0].name == "\ufffd\ufffd\ufffd"
    assert "\ufffd\ufffd\ufffd" in [slide.shapes.title.text for slide in deck.slides]


def test_nothing_lies_outside_a_slide_or_upon_another(figure):
    long = replace(
        figure,
        told="पालिका " * 60,
        title="पालिका " * 30,
        line="x" * 500,
        notes=("पालिका " * 90,) * 5,
        source="s " * 900,
    )
    legend = tuple(("#d8cfe0", "A class of the legend that is long") for _ in range(30))
    deck = opened(figure, long, replace(long, chart=BARS), replace(long, picture=Picture(SVG, 40, 20, legend)),
                  replace(long, rows=(("word " * 99, "x" * 99),) * 30), language="ne")  # fmt: skip
    for slide in deck.slides:
        boxes = [(one.left, one.top, one.left + one.width, one.top + one.height) for one in slide.shapes]
        assert all(
            left >= 0 and top >= 0 and right <= deck.slide_width and low <= deck.slide_height
            for left, top, right, low in boxes
        )
        assert [(a, b) for at, a in enumerate(boxes) for b in boxes[:at] if _overlap(a, b)] == []


def _overlap(one, other) -> bool:
    least = Inches(0.02)
    return (
        min(one[2], other[2]) - max(one[0], other[0]) > least and min(one[3], other[3]) - max(one[1], other[1]) > least
    )


# The same bytes


def test_the_same_document_gives_the_same_bytes_without_a_time_in_them(figure):
    pieces = (Heading("x"), replace(figure, chart=BARS), replace(figure, picture=Picture(SVG, 40, 20)))
    content = made(*pieces)
    assert content == made(*pieces)
    with zipfile.ZipFile(BytesIO(content)) as archive:
        assert {one.date_time for one in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"dcterms:created" not in archive.read("docProps/core.xml")
        name = next(one for one in archive.namelist() if one.endswith(".xlsx"))
        with zipfile.ZipFile(BytesIO(archive.read(name))) as book:
            assert {one.date_time for one in book.infolist()} == {(1980, 1, 1, 0, 0, 0)}
            assert b"dcterms:modified" not in book.read("docProps/core.xml")


# A real brief


def test_a_brief_on_the_bundled_data_becomes_slides_with_the_numbers_of_the_page(site):
    made_of = brief.parse("""
title = { en = "Profile of {place}" }
[[items]]
view = "/poverty?place={region}&by=district&selected={district}"
picture = "ranking"
[[items]]
view = "/services?place={region}&indicator=projects.projects"
picture = "register"
""")
    document = collecting.document(site, made_of, "NP0548201", Reader("ne"), "https://nagar.example")
    content = slides.write(document)
    deck = Presentation(BytesIO(content))
    charted = [figure for figure in document.figures if figure.chart]
    shapes = [shape for slide in deck.slides for shape in slide.shapes if shape.has_chart]
    assert charted and len(shapes) == len(charted)
    assert tuple(shapes[0].chart.plots[0].series[0].values) == charted[0].chart.series[0].values
    assert charted[0].chart.decimals is not None and content == slides.write(document)
