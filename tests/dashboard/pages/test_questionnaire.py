"""The page of questionnaires: a sentence, a line for each, its workbooks, and who has answered."""

from dashboard.markup import el, find, text_of
from dashboard.pages.questionnaire import draw
from dashboard.state import View
from queries.questionnaire import questionnaires

BUTWAL = "NP0548201"


def page_of(site, place="", lang="en"):
    return draw(site, View("questionnaire", place=place, lang=lang))


def said(page) -> str:
    return text_of(el("div", page.children))


def test_before_anybody_has_answered_it_says_so_and_offers_every_workbook(site):
    page = page_of(site)
    assert "No municipality of Nepal has answered yet." in said(page)
    links = {a["props"]["href"] for child in page.children for a in find(child, lang="ne") if "href" in a["props"]}
    templates = [one.card.name for one in questionnaires(site.house, "NP", "NP")]
    assert len(templates) > 5
    assert {f"/template/{name}.xlsx?lang=ne" for name in templates} <= links


def test_a_municipality_has_its_own_workbooks_and_states(site, answered):
    count = len(questionnaires(site.house, BUTWAL, "NP"))
    assert f"Butwal has answered 0 of {count} questionnaires." in said(page_of(site, BUTWAL))
    page = page_of(answered, BUTWAL)
    assert f"Butwal has answered 1 of {count} questionnaires." in said(page)
    assert "received 1 October 2026" in said(page)
    assert find(el("div", page.children), href=f"/template/budget_quarters.xlsx?lang=bn&place={BUTWAL}")


def test_who_has_answered_is_listed_with_who_approved_it(answered):
    page = page_of(answered)
    assert "2 answers have come from Nepal." in said(page)
    assert "NURP, 5 October 2026" in said(page) and "<img src=x>, 5 October 2026" in said(page)
    card = find(el("div", page.children), id="card-answers")[0]
    assert find(card, href=f"/questionnaire?place={BUTWAL}&lang=en")


def test_late_places_are_named_up_to_sixty(site):
    assert "and 693 more" in said(page_of(site, "NP"))  # of 753


def test_it_speaks_nepali_and_bangla(site):
    assert "कुनै नगरपालिकाले उत्तर दिएको छैन" in said(page_of(site, "NP", "ne"))
    assert "এখনও কোনো পৌরসভা উত্তর দেয়নি" in said(page_of(site, "BD", "bn"))


def test_a_group_is_asked_and_an_unknown_place_is_told(site):
    assert "Siddhartha" in said(page_of(site, "siddhartha-corridor"))
    assert "NP9999" in said(page_of(site, "NP9999"))


def test_the_list_of_answers_can_be_taken_along(answered):
    from dashboard.downloads import download

    text = download(answered, View("questionnaire", place="NP"), "answers")
    rows = [line for line in text.splitlines() if line.startswith((BUTWAL, "NP0439101"))]
    assert [line.rpartition(",")[2] for line in rows] == ["Butwal", "Pokhara"]
    assert all("2026-10-01,2026-10-05" in line for line in rows)
    assert download(answered, View("questionnaire", place="NP"), "map") is None
    card = answered.house.extracts["budget_quarters"]
    assert f"{card.name} {card.digest}" in text and card.licence in text and answered.house.digest in text
