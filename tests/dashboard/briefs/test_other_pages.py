"""What is collected from pages that are of no theme: the same figures as on the page, with all that must go with them."""

import pytest

from dashboard.briefs import collecting
from dashboard.briefs.brief import parse
from dashboard.briefs.content import Figure, Missing
from dashboard.downloads import table_of
from dashboard.markup import el, text_of
from dashboard.pages.router import draw
from dashboard.state import View
from dashboard.words import Reader
from dashboard.words import format as words

READER = Reader("en")


def made(site, view: str, picture: str) -> Figure | Missing:
    text = f'title = {{ en = "x" }}\n[[items]]\nview = "{view}"\npicture = "{picture}"\n'
    [figure] = collecting.document(site, parse(text), "", READER, "https://nagar.example").pieces
    return figure


def page(site, view: str) -> str:
    return text_of(el("div", draw(site, View.from_url(view)).children))


def test_places_side_by_side_are_columns_with_the_figures_of_the_page(site):
    view = "/compare?places=NP0548201.NP0548301"
    figure = made(site, view, "poverty")
    assert figure.columns == ("Indicator", "Butwal", "Sainamaina", "Period")
    shown = page(site, view)
    assert figure.rows and all(cell in shown for row in figure.rows for cell in row[1:-1])
    assert (
        figure.marks == ("illustrative",)
        and figure.source
        and figure.licence
        and "poverty/wealth_quintiles" in figure.module
    )
    assert figure.definition[0][0] in figure.rows[0][0] and figure.link.startswith("https://nagar.example/compare?")


def test_towns_that_changed_most_are_bars_of_the_change_between_two_columns(site):
    figure = made(site, "/?place=NP", "changed")
    table, _ = table_of(site, View.from_url("/?place=NP"), "changed")
    pairs = [(table.rows[at], table.rows[at + 1]) for at in range(0, len(table.rows), 2)]
    changes = tuple(now["value"] - then["value"] for then, now in pairs)
    assert figure.chart.series[0].values == changes == tuple(now["change"] for _, now in pairs)
    assert figure.columns[1:] == ("FY 2080/81 (percent)", "FY 2081/82 (percent)", "Change (percentage points)")
    assert [row[-1] for row in figure.rows] == [words.signed(READER, change, 1) for change in changes]
    assert all(row[0] in page(site, "/?place=NP") for row in figure.rows) and figure.source and figure.licence


def test_who_has_answered_goes_with_the_sources_it_is_read_from_and_no_question(answered):
    figure = made(answered, "/questionnaire?place=NP", "answers")
    card = answered.house.extracts["budget_quarters"]
    assert figure.rows[0][0] == "Butwal" and len(figure.rows) == 2
    assert card.publisher in figure.source and figure.licence == card.licence and card.name in figure.module
    assert card.digest[:12] in figure.citation and "Computed by" not in figure.citation
    day = words.date(READER, answered.house.date)
    assert day in figure.line and figure.snapshot == f"{day}, {answered.house.digest[:12]}"
    assert figure.marks == (card.provenance,)


@pytest.mark.parametrize(("view", "picture", "why"), [
    ("/?place=NP", "ranking", "changed"),
    ("/place/NP99", "place", "no such page"),
    ("/compare?places=NP0548201", "poverty", "no figure"),
    ("/questionnaire?place=NP", "answers", "no figure"),
])  # fmt: skip
def test_what_is_not_there_is_told(site, view, picture, why):
    found = made(site, view, picture)
    assert isinstance(found, Missing) and why in found.why


def test_every_card_of_a_figure_can_be_collected(site):
    """What has no button says so here: cards that lead to others, and what is not known."""
    without = {"card-late", "card-new", "card-asked", "card-held"}
    for view in (
        "/?place=NP",
        "/place/NP0548201",
        "/compare?places=NP0548201.NP0548301",
        "/poverty?place=NP03&selected=NP0332",
    ):
        for card in _cards(el("div", draw(site, View.from_url(view)).children)):
            if card["props"].get("id", "").startswith("card-") and card["props"]["id"] not in without:
                assert any("collect" in one["props"].get("className", "").split() for one in _all(card)), card["props"][
                    "id"
                ]


def _all(element):
    if isinstance(element, dict):
        yield element
        children = element["props"].get("children", [])
        for child in children if isinstance(children, list) else [children]:
            yield from _all(child)


def _cards(element):
    return [one for one in _all(element) if one["type"] == "Section"]
