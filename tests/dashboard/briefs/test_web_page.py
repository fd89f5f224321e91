"""A brief as a web page: everything that belongs to a figure, nothing that runs, nothing from elsewhere."""

import re
from dataclasses import replace

import pytest

from dashboard.briefs import web_page
from dashboard.briefs.chart import BAR, Chart, Series
from dashboard.briefs.content import Document, Figure, Heading, Missing, Picture, Text
from dashboard.words import Reader

FIGURE = Figure(
    "Poor households: By district", "Lumbini · 2011 · percent", "Highest: Rolpa.", ("illustrative",), ("Place", "Value"),
    (("Rolpa", "48.3 %"), ("Palpa", "hidden")), (False, True), Chart(BAR, ("Rolpa",), (Series("x", (48.3,)),), "percent"), None,
    False, "For the wards.", ("One is hidden.",), (("How it is computed", "Poor by all."),), "Place: Lumbini", "An office",
    "CC0", "An office, 2011", "23 November 2026, ab12", "poverty/headcount", "https://nagar.example/poverty", "ranking", "k7m2qp",
)  # fmt: skip


def page(*pieces, **others) -> str:
    return web_page.write(Document("Profile", "Butwal", Reader("en"), "Data of today", pieces, **others)).decode()


def test_all_that_must_go_with_a_figure_stands_on_the_page():
    text = page(Heading("Poverty"), FIGURE)
    for value in (FIGURE.title, FIGURE.line, FIGURE.told, *FIGURE.marks, *FIGURE.notes, FIGURE.note, FIGURE.filters, FIGURE.source,
                  FIGURE.licence, FIGURE.citation, FIGURE.snapshot, FIGURE.module, FIGURE.link, FIGURE.code, "Poor by all."):  # fmt: skip
        assert value in text, value
    assert '<td class="num">48.3 %</td>' in text and "hidden" in text and 'href="#section-0"' in text


def test_a_chart_is_an_image_with_words_for_those_who_do_not_see_it():
    text = page(FIGURE)
    assert re.search(
        r'<img src="data:image/svg\+xml;base64,[^"]+" alt="Poor households: By district\. .*Highest: Rolpa\."', text
    )
    assert "<details><summary>Table</summary>" in text and "<details><summary>Table" not in page(
        replace(FIGURE, as_table=True)
    )


def test_rows_that_are_left_out_are_counted():
    assert "7 more rows are behind the link." in page(replace(FIGURE, left_out=7)) and "behind the link" not in page(
        FIGURE
    )


def test_a_map_has_its_legend_as_text():
    picture = Picture("<svg xmlns='http://www.w3.org/2000/svg'/>", 10, 5, (("#dfb066", "10–20: 3"),))
    assert "10–20: 3</li>" in page(replace(FIGURE, chart=None, picture=picture))


def test_what_is_missing_is_listed_at_the_end():
    text = page(Missing("Slums, Nepal", "There is no figure of it here."), FIGURE)
    assert text.index("What could not be made") > text.index("k7m2qp") and "Slums, Nepal</b> There is no figure" in text


def test_nothing_in_it_runs_or_is_fetched(wicked_names):
    text = page(Text(tuple(wicked_names)), replace(FIGURE, title=wicked_names[0], link="javascript:alert(1)"))
    body = text.partition("<body>")[2]
    assert (
        "<script" not in text
        and "onerror=alert" not in re.sub(r"&lt;img[^&]*&gt;", "", body)
        and 'href="javascript' not in text
    )
    assert "default-src 'none'" in text and not re.findall(r'(?:src|href)="(?!data:|#|https://nagar\.example)', body)


@pytest.mark.parametrize("language", ["en", "ne", "bn"])
def test_the_page_says_its_language(language):
    text = web_page.write(Document("", "", Reader(language), "", [FIGURE])).decode()
    assert f'<html lang="{language}">' in text
