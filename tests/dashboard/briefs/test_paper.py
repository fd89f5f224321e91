"""What stands on paper beside a figure, whichever program sets it."""

from dataclasses import replace

import pytest

from dashboard.briefs import fonts, paper
from dashboard.briefs.chart import BAR, Chart, Series
from dashboard.briefs.content import Document, Figure, Heading, Picture, Text
from dashboard.figures.register import safe_link
from dashboard.words import Reader

ENGLISH = Reader("en")
CHART = Chart(BAR, ("Rolpa",), (Series("x", (48.3,)),), "percent")
FIGURE = Figure(
    "Poor households: By district", "Lumbini · 2011 · percent", "Highest: Rolpa.", ("illustrative",), ("Place", "Value"),
    (("Rolpa", "48.3 %"), ("Palpa", "hidden")), (False, True), CHART, None, False, "For the wards.", ("One is hidden.",),
    (("How it is computed", "Poor by all."),), "Place: Lumbini", "An office", "CC0", "An office, 2011",
    "23 November 2026, ab12", "poverty/headcount", "https://nagar.example/poverty?place=NP05", "ranking", "k7m2qp",
    "Poor households",
)  # fmt: skip


def plates(*pieces, language: str = "en") -> list:
    return paper.laid_out(Document("Profile", "Butwal", Reader(language), "Data of today", pieces))


def test_figures_and_tables_are_numbered_apart_in_the_readers_digits():
    table = replace(FIGURE, as_table=True)
    assert [one.label for one in plates(FIGURE, table, FIGURE, table)] == ["Figure 1", "Table 1", "Figure 2", "Table 2"]
    assert [one.label for one in plates(FIGURE, table, language="ne")] == ["चित्र १", "तालिका १"]


def test_a_figure_below_a_heading_is_one_level_below_it_and_else_a_section():
    first, heading, second = plates(FIGURE, Heading("Poverty"), FIGURE)
    assert (first.level, second.level) == (1, 2)


def test_the_table_stands_where_it_is_wanted_or_nothing_is_drawn_or_no_font_has_the_letters(monkeypatch):
    monkeypatch.setattr(fonts, "missing", lambda texts: ["No font."] if "\uf8ff" in texts else [])
    nothing = replace(FIGURE, chart=None)
    unwritable = replace(FIGURE, chart=None, picture=Picture("<svg><text>\uf8ff</text></svg>", 10, 5))
    assert [one.kind for one in plates(FIGURE, nothing, replace(FIGURE, as_table=True), unwritable)] == [
        "figure", "table", "table", "table",
    ]  # fmt: skip


def test_under_a_figure_stands_where_it_comes_from_with_the_address_of_its_code():
    (one,) = plates(FIGURE)
    assert [text for _, text in one.under] == [
        "An office", "CC0", "23 November 2026, ab12", "poverty/headcount", "k7m2qp", "https://nagar.example/f/k7m2qp",
    ]  # fmt: skip
    assert dict(plates(replace(FIGURE, code=""))[0].under)["Link to this view"] == FIGURE.link
    assert replace(FIGURE, link="/poverty?place=NP05").address == "/poverty?place=NP05"


def test_how_many_rows_are_left_out_is_told_of_a_table_and_not_of_a_chart():
    longer = replace(FIGURE, left_out=5)
    chart, table = plates(longer, replace(longer, as_table=True))
    assert chart.notes == FIGURE.notes
    assert table.notes == (*FIGURE.notes, "5 more rows are behind the link.")


def test_each_indicator_is_defined_once_with_all_figures_that_show_it():
    other = replace(FIGURE, definition=(("How it is computed", "Green by all."),), indicator="Green budget")
    found = paper.meanings(plates(FIGURE, replace(FIGURE, filters=""), other), ENGLISH)
    assert [(one.title, [label for label, _ in one.cited]) for one in found] == [
        ("Poor households", ["Figure 1", "Figure 2"]), ("Green budget", ["Figure 3"]),
    ]  # fmt: skip
    assert [text for _, text in found[0].cited] == ["Choices: Place: Lumbini. An office, 2011", "An office, 2011"]


def test_figures_without_a_definition_are_not_taken_for_one_indicator():
    bare = replace(FIGURE, definition=(), indicator="")
    found = paper.meanings(plates(bare, replace(bare, title="Partners")), ENGLISH)
    assert [one.title for one in found] == [FIGURE.title, "Partners"]


def test_what_no_xml_can_hold_is_replaced_everywhere_and_nothing_else_changes():
    found = paper.plain(Document("a\x00b", "x", ENGLISH, "y", (Text(("c\x0bd", "ने\tx\ny")), FIGURE)))
    assert (found.title, found.pieces[0].paragraphs, found.pieces[1]) == (
        "a\ufffdb", ("c\ufffdd", "ने\tx\ny"), FIGURE,
    )  # fmt: skip


def rows_of(columns: tuple[str, ...], *rows: tuple[str, ...]) -> Figure:
    numeric = (False,) + (True,) * (len(columns) - 1)
    return replace(FIGURE, as_table=True, columns=columns, rows=rows, numeric=numeric)


def test_room_goes_to_the_column_with_the_long_texts_and_numbers_are_not_broken():
    (one,) = plates(
        rows_of(("Name", "Value"), ("A long sentence that needs the room of many words " * 3, "1,03,318.0"))
    )
    assert one.widths[0] > 4 * one.widths[1] and one.room == paper.PORTRAIT
    (number,) = plates(rows_of(("A", "B"), ("x", "12,34,567")))
    assert number.widths[1] > 9 * 0.5  # nine signs of about half an em


def test_a_table_with_many_words_beside_each_other_lies_across():
    columns = tuple(f"Responsibilities {number}" for number in range(12))
    (wide,) = plates(rows_of(columns, ("municipalities",) * 12))
    assert wide.wide and wide.dense
    (dense,) = plates(rows_of(tuple("abcdefghi"), ("1",) * 9))
    assert dense.dense and not dense.wide


def test_lists_without_heads_have_no_widths():
    (one,) = plates(replace(FIGURE, chart=None, columns=("",), rows=(("First.",),), numeric=(False,)))
    assert (one.kind, one.widths) == ("table", ())


@pytest.mark.parametrize(
    ("colour", "six"), [("#23908a", "#23908a"), ("#fff", "#ffffff"), ("url(#x)", ""), ("", ""), ("#12345", "")]
)
def test_colours_have_six_digits_or_none(colour, six):
    assert paper.six_digits(colour) == six


@pytest.mark.parametrize(
    ("text", "opens"),
    [("https://nagar.example/f/x", True), ("javascript:alert(1)", False), ("/poverty", False), ("http://a b", False)],
)
def test_only_whole_addresses_of_the_web_become_links(text, opens):
    assert bool(safe_link(text)) is opens
