"""What becomes of links, choices and maps on a page that travels without its server."""

import json

import pytest

from dashboard.offline.links import Page

HERE = {"/poverty?place=NP03": "/poverty?place=NP03", "/place/NP0331": "/place/NP0331"}
LAYER = {"shapes": "d1", "values": "data:,x", "texts": "/texts/d1/poverty?place=NP03"}


def page():
    return Page(HERE.get, lambda layer: {**layer, "texts": [["Makwanpur", "20 %"]]}, {"Tap twice.": "Tap once."})


def tree(given):
    return page().tree(given)


def test_a_link_to_a_page_of_the_copy_stands_behind_the_hash():
    assert tree(["a", {"href": "/place/NP0331", "className": "on"}, "M"]) == [
        "a",
        {"href": "#/place/NP0331", "className": "on"},
        "M",
    ]


def test_a_link_to_another_page_stays_as_a_text():
    assert tree(["a", {"href": "/place/BD", "className": "button"}, "B"]) == [
        "span",
        {"className": "", "data-absent": "1"},
        "B",
    ]


@pytest.mark.parametrize("href", ["https://nso.gov.np/x", "#main"])
def test_links_outside_and_within_the_page_stay(href):
    assert tree(["a", {"href": href}, "x"]) == ["a", {"href": href}, "x"]


@pytest.mark.parametrize("link", [{"href": "/csv/poverty?of=map", "download": "nagar.csv"}, {"href": "/xlsx/poverty"},
                                  {"href": "/template/x.xlsx"}, {"href": "/poverty?place=NP03", "className": "copy"},
                                  {"href": "/people?calendar=bs", "className": "calendar-choice"},
                                  {"href": "/questionnaire", "className": "questionnaire"}])  # fmt: skip
def test_what_needs_a_server_is_left_out(link):
    assert tree(["a", link, "x"]) is None
    assert tree(["p", {"className": "links"}, ["a", link, "x"]]) is None


def test_the_name_of_a_document_stays_without_its_link():
    assert tree(["td", 0, ["a", {"href": "/document/ab/minutes.pdf"}, "minutes.pdf"]]) == [
        "td",
        0,
        ["span", {"data-absent": "1"}, "minutes.pdf"],
    ]


def menu(*hrefs):
    links = [
        ["a", {"href": href, **({"aria-current": "true"} if not number else {})}, href]
        for number, href in enumerate(hrefs)
    ]
    return [
        "details",
        {"className": "menu"},
        ["summary", 0, "2021"],
        ["div", {"className": "options"}, ["p", 0, "Gone"], *links[2:], ["p", 0, "Here"], *links[:2]],
    ]


def test_a_menu_holds_what_can_be_chosen_and_its_headings():
    made = tree(menu("/poverty?place=NP03", "/place/NP0331", "/place/BD"))
    assert [one[0] for one in made[3][2:]] == ["p", "a", "a"] and made[3][2][2] == "Here"


def test_a_menu_without_a_choice_is_a_text():
    assert tree(menu("/poverty?place=NP03", "/place/BD")) == ["span", {"className": "fixed"}, "2021"]


def test_a_menu_of_which_nothing_is_there_is_left_out():
    assert tree(menu("/place/NP", "/place/BD")) is None


def test_one_of_two_alone_is_no_choice():
    two = [["a", {"href": "/poverty?place=NP03"}, "Map"], ["a", {"href": "/poverty?place=BD"}, "Table"]]
    assert tree(["nav", {"className": "tabs"}, *two]) is None
    assert tree(["nav", {"className": "tabs"}, two[0], two[0]])[0] == "nav"


def test_a_citation_is_copied_without_the_address_that_only_a_server_has():
    assert tree(["button", {"className": "cite", "data-text": "NSO, 2021", "data-link": "/people"}, "Copy"]) == [
        "button", {"className": "cite", "data-text": "NSO, 2021"}, "Copy"]  # fmt: skip


def test_a_sentence_that_would_not_be_true_is_another():
    assert tree(["p", {"className": "note"}, "Tap twice."]) == ["p", {"className": "note"}, "Tap once."]


def drawing(**ways):
    layer = {**LAYER, "files": ["/shapes/NP-district.json"]}
    return ["nagar-map", {"id": "map", "drawing": json.dumps({"layers": [layer], **ways}), "label": "Map"}]


def test_a_map_carries_its_texts_and_leads_to_the_nearest_page_at_the_first_tap():
    one = page()
    made = one.tree(drawing(select="/poverty?place=NP03&by=district&selected=__CODE__", climb="/poverty?place=NP",
                            drill="/poverty?place=__CODE__&indicator=headcount.poor&period=2021"))["map"]  # fmt: skip
    way = "#~/poverty?place=__CODE__&indicator=headcount.poor"
    assert made["drawing"]["select"] == made["drawing"]["drill"] == way and "climb" not in made["drawing"]
    assert made["drawing"]["layers"][0]["texts"] == [["Makwanpur", "20 %"]] and one.shapes == {
        "/shapes/NP-district.json"
    }


def test_a_map_that_opens_places_does():
    made = tree(drawing(open="/place/__CODE__", climb="/poverty?place=NP03"))["map"]["drawing"]
    assert made["open"] == "#~/place/__CODE__" and "select" not in made and made["climb"] == "#/poverty?place=NP03"


def test_of_a_layer_in_parts_the_whole_is_carried():
    layer = {**LAYER, "whole": "/shapes/NP-ward.json", "parts": [["-NP0101.x", 0, 0, 1, 1]]}
    made = tree(["nagar-map", {"drawing": json.dumps({"layers": [layer]})}])["map"]["drawing"]["layers"][0]
    assert made["files"] == ["/shapes/NP-ward.json"] and not {"whole", "parts"} & made.keys()


def test_the_frame_leads_from_every_page_to_the_nearest_there_is():
    bar = ["nav", {"className": "themes"}, ["a", {"href": "/people?place=NP05&snapshot=ab12cd"}, "People"]]
    assert page().tree(bar) == ["nav", {"className": "themes"}, ["a", {"href": "#~/people"}, "People"]]


def test_the_dots_of_a_strip_stand_as_their_distances_in_tenths():
    def mark(tag, left, **others):
        return [tag, {**others, "style": {"left": left}}]

    strip = ["div", {"className": "strip"}, mark("s", "3.0%"), mark("i", "3.0%", className="dot"), mark("i", "12.5%", className="dot"),
             mark("i", "12.5%", className="dot"), mark("i", "40.0%", className="me")]  # fmt: skip
    assert tree(strip) == [*strip[:3], {"dots": f"30 {125 - 30} 0"}, strip[6]]


def test_the_frame_does_not_lead_to_a_theme_that_the_copy_leaves_out():
    bar = ["nav", {"className": "themes"}, ["a", {"href": "/people"}, "People"], ["a", {"href": "/budget"}, "Budgets"]]
    made = Page(HERE.get, dict, {}, frozenset({"budget"})).tree(bar)
    assert made == ["nav", {"className": "themes"}, ["a", {"href": "#~/people"}, "People"]]


def test_a_language_that_the_copy_has_not_is_not_offered():
    bar = [
        "nav",
        {"className": "bottom-bar"},
        ["a", {"href": "/people?lang=bn"}, "বাংলা"],
        ["a", {"href": "/people?lang=ne"}, "नेपाली"],
    ]
    made = Page(HERE.get, dict, {}, languages=("en", "ne")).tree(bar)
    assert made == ["nav", {"className": "bottom-bar"}, ["a", {"href": "#~/people?lang=ne"}, "नेपाली"]]


def test_all_of_a_list_is_not_offered_where_the_copy_has_it_not():
    assert tree(["p", 0, ["a", {"href": "/place/BD", "className": "show-all"}, "Show all 23 rows"]]) is None


def test_a_card_of_which_only_the_title_is_left_is_left_out():
    card = [
        "section",
        {"className": "panel"},
        ["h2", 0, "Do with this page"],
        ["p", {"className": "links"}, ["a", {"href": "/xlsx/place"}, "Excel"]],
    ]
    assert tree(card) is None and tree(["section", 0, ["h2", 0, "Not known yet"]])[2] == ["h2", 0, "Not known yet"]
