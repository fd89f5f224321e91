"""The pages of services draw open projects and classes of time, where their cards ask for it."""

import pytest

from dashboard.markup import find, text_of
from dashboard.pages.frame import Part
from dashboard.pages.theme import draw
from dashboard.state import View


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("/services?indicator=project_progress.late_projects_share", "card-progress"),
        ("/services?indicator=project_progress.late_projects_share&place=BD", "card-progress"),
        ("/services?indicator=projects.projects&place=NP0439101", "card-progress"),
        ("/services?indicator=letters.letters", "card-histogram"),
        ("/services?indicator=letters.letters&tab=histogram", "card-histogram"),
        ("/services?indicator=cases.cases&place=BD", "card-histogram"),
    ],
)
def test_a_page_has_the_pictures_its_card_asks_for(client, sent, bundled_house, address, shown):
    assert shown in sent(client, address)


@pytest.mark.parametrize(
    ("address", "absent"),
    [
        ("/services?indicator=letters.letters_waiting_share", "card-histogram"),  # a share has no classes
        ("/services?indicator=grievances.grievances", "card-progress"),
    ],
)
def test_and_not_where_they_would_mislead(client, sent, bundled_house, address, absent):
    assert absent not in sent(client, address)


def test_a_ward_whose_classes_are_never_shown_tells_no_median(client, sent, bundled_house):
    """Margins: a ward's letters are shown in total, those of a class only for the whole municipality."""
    html = sent(client, "/services?indicator=letters.letters&place=NP0439101&by=ward")
    assert "The middle one of" in html  # of Pokhara itself
    csv = client.get("/csv/services?indicator=letters.letters&place=NP0439101&by=ward&of=values-answer_time")
    assert "Pokhara" in csv.get_data(as_text=True)


def test_the_kind_that_the_reader_chose_holds_for_the_projects_too(site):
    found = {}
    for kind in ("", "&where=sector=water"):
        page = draw(site, View.from_url(f"/services?indicator=project_progress.late_projects_share{kind}"), Part.REST)
        (card,) = [one for child in page.children for one in find(child, id="card-progress")]
        found[kind] = text_of(card)
    assert "Drain along the market road" not in found["&where=sector=water"] != found[""]
    assert "Water tank and pipes" in found["&where=sector=water"]
