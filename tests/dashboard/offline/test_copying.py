"""The pages of a copy say what the served ones say, lead nowhere else, and weigh little."""

import json
import re

import pytest

from dashboard.app import create_app
from dashboard.markup import packed
from dashboard.offline import copying
from dashboard.offline.copying import copied
from dashboard.offline.file import written
from dashboard.pages.router import draw
from dashboard.site import open_site
from dashboard.state import View
from dashboard.words import Reader
from dashboard.words.format import date

GROUP, TOWN = "mithila-circuit", "NP0217201"
SPOKEN = {"h1", "h2", "td", "th", "li", "caption", "dt", "dd"}
SAYS = {"says", "sub", "lead", "summary", "source", "figure", "theme-figure"}
MOST = 5_000_000  # bytes of a cluster's copy in two languages


def text(tree) -> str:
    if isinstance(tree, list):
        return " ".join(filter(None, map(text, tree[2:])))
    return "" if isinstance(tree, dict) else str(tree)


def spoken(tree) -> list[str]:
    """What a page says in titles, tables, lists and sentences; where it leads from there may differ."""
    if not isinstance(tree, list):
        return []
    classes = set(((tree[1] or {}).get("className") or "").split()) if len(tree) > 1 else set()
    if classes & {"scope", "app-bar", "bottom-bar", "links", "tabs", "rule-of", "about"}:
        return []
    if tree[0] in SPOKEN or classes & SAYS:
        return [text(tree)]
    found = [one for child in tree[2:] for one in spoken(child)]
    return found if tree[0] != "section" or len(found) > 1 else []  # of a card of links the title alone says nothing


def every(tree):
    yield tree
    for one in tree if isinstance(tree, list) else tree.values() if isinstance(tree, dict) else ():
        yield from every(one)


@pytest.mark.parametrize("language", ["en", "ne"])
@pytest.mark.parametrize("address", [f"/?place={GROUP}", f"/people?place={GROUP}", f"/migration?place={TOWN}", f"/place/{TOWN}",
                                     f"/place/{TOWN}-03", f"/people?place={GROUP}&tab=ranking"])  # fmt: skip
def test_a_page_says_what_the_served_one_says(copy, language, address):
    title, tree = copy.page(language, address)
    served = draw(copy.app.site, View.from_url(address).to(lang="" if language == "en" else language))
    assert title == served.title
    assert [one for part in tree for one in spoken(part)] == [
        one for child in served.children if child for one in spoken(packed(child))
    ]
    assert sum(len(spoken(part)) for part in tree) > 8


@pytest.mark.parametrize("language", ["en", "ne"])
def test_every_link_leads_to_a_page_of_the_copy_or_outside(copy, language):
    pages = {name: set(read["pages"]) for name, read in copy.read.items()}
    seen, wrong = 0, []
    for address in copy.read[language]["pages"]:
        for part in every(copy.page(language, address)):
            if isinstance(part, dict) and isinstance(part.get("href"), str) and part["href"] != "#/":
                seen += 1
                view = View.from_url(part["href"][1:])
                if not (part["href"] == "#main" or part["href"].startswith("#~/") or part["href"].startswith("http")
                        or part["href"][1:2] == "/" and view.to(lang="").to_url() in pages[view.lang or "en"]):  # fmt: skip
                    wrong.append((address, part["href"]))
    assert seen > 1000 and wrong == []


def test_another_language_of_a_table_is_the_table(copy):
    _, tree = copy.page("en", f"/people?place={GROUP}&tab=ranking")
    led = {
        part["href"] for part in every(tree) if isinstance(part, dict) and part.get("lang") == "ne" and "href" in part
    }
    assert led == {f"#/people?place={GROUP}&tab=ranking&lang=ne"}


@pytest.mark.slow
def test_several_processes_make_the_same_copy(bundled_house, monkeypatch):
    site = open_site(bundled_house)
    monkeypatch.setattr(copying, "TOGETHER", 5)
    told = []
    alone, several = (copied(site, TOWN, ("en", "ne"), ("people",), workers, told.append) for workers in (1, 2))
    assert alone == several and alone.pages > 20 and any("10 of" in one for one in told)


def test_nothing_asks_the_server(copy):
    for language, content in copy.made.languages.items():
        told = content.decode() + copy.made.common.decode()
        assert not re.search(r'"/(csv|xlsx|document|template|texts|values|whole|rest)/', told), language
        assert '"src":' not in told
    assert set(
        re.findall(r"/shapes/[\w.-]+\.json", b"".join((copy.made.common, *copy.made.languages.values())).decode())
    ) == set(copy.made.shapes)


def test_it_says_what_it_holds_and_offers_no_language_and_no_link_that_it_has_not(copy):
    for language, (place, with_link) in {
        "en": ("Mithila Circuit", "Copy with link"),
        "ne": ("मिथिला", "लिङ्कसहित"),
    }.items():
        told = copy.made.languages[language].decode() + copy.made.common.decode()
        assert (
            place in copy.read[language]["words"]["search_none"]
            and "{text}" in copy.read[language]["words"]["search_none"]
        )
        assert with_link not in told and "lang=bn" not in told and "lang=" in told


def test_the_search_knows_the_places_of_the_copy_in_three_scripts(copy):
    codes = [code for code, _, _ in copy.made.places]
    _, names, of_code = copy.made.places[codes.index(TOWN)]
    assert {"जनकपुरधाम", "janakpurdham"} <= set(names) and TOWN.lower() in of_code and "NP0548201" not in codes
    for language, name in (("en", "Janakpurdham"), ("ne", "जनकपुरधाम")):
        assert copy.read[language]["places"][codes.index(TOWN)][0] == name
        assert len(copy.read[language]["places"]) == len(codes)
    assert all(f"/place/{code}" in copy.read["en"]["pages"] for code in codes)


def test_the_same_copy_gives_the_same_bytes_and_lets_nothing_in(copy, copy_file):
    text = copy_file.read_text("utf-8")
    assert written(copy.made, copy.app, None)[0].decode() == text
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', text)[1]
    assert (
        policy.startswith("default-src &#x27;none&#x27;; script-src &#x27;sha256-")
        and "unsafe" not in policy
        and "http" not in policy
    )
    assert re.findall(r'\s(?:src|href)="', text) == []


def test_a_copy_in_bikram_sambat_tells_its_day_so_and_asks_nobody_for_another(copy):
    made = copied(copy.app.site, TOWN, ("en", "ne"), ("people",), calendar="bs")
    day = copy.app.site.house.date
    for language, content in made.languages.items():
        words = json.loads(content)["words"]
        assert date(Reader(language, calendar="bs"), day) in words["made"]
        assert date(Reader(language), day) not in content.decode() and "calendar" not in content.decode()


def test_a_cluster_with_all_themes_in_two_languages_weighs_less_than_five_megabytes(bundled_house):
    app = create_app(bundled_house)
    made = copied(app.site, GROUP, ("en", "ne"))
    assert len(written(made, app, None)[0]) < MOST
    assert f"/place/{TOWN}" in json.loads(made.languages["en"])["pages"]
