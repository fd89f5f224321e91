"""The server: what it answers to good and bad addresses, and with which headers."""

import csv
import io
import json
import re

import pytest

from dashboard.export import BOM
from dashboard.limits import LONGEST_ADDRESS
from dashboard.markup import el, text_of, to_html
from dashboard.pages.router import draw
from dashboard.state import View

PAGES = [
    "/",
    "/?place=BD",
    "/people",
    "/poverty",
    "/poverty?by=district&indicator=headcount.headcount_rate&period=2011&selected=NP2011-39",
    "/migration",
    "/budget",
    "/alliance",
    "/services",
    "/place/NP0548201",
    "/place",
    "/data",
    "/questionnaire",
]
LANGUAGES = ["en", "ne", "bn"]
BAD = [
    "/poverty?place=NP99", "/poverty?period=1999", "/poverty?indicator=no.such", "/poverty?by=street",
    "/poverty?where=colour=red", "/poverty?lang=fr", "/poverty?place=%3Cscript%3Ealert(1)%3C/script%3E",
    "/poverty?place=" + "N" * 5_000, "/poverty?place=" + "N" * 10_000, "/poverty?selected=ZZ", "/poverty?tab=nothing", "/poverty?detail=ward&by=region",
    "/people?place=BD100409&by=ward", "/budget?place=mab-dhaka", "/poverty?snapshot=abcdef", "/place/NP99", "/place/%00",
    "/poverty?place=NP2011-47", "/poverty?where=" + "a=b&where=" * 60, "/poverty?place=%ff%fe", "/nothing/here",
]  # fmt: skip


COMPARED = [
    ("/place/NP0548201", "Peers: 10 other sub-metropolitan cities of Nepal."),
    ("/place/NP0548201?peers=category.population", "other sub-metropolitan cities of Nepal with half to twice its population"),
    ("/place/NP0548201?peers=all", "Peers: 752 other local governments of Nepal."),
    ("/place/NP0548201-11", "Peers: 18 other wards of Butwal."),
    ("/place/NP0548201?peers=list.NP0548202.NP99", "“peers=NP99” in the address is not understood"),
    ("/place/NP0548201?peers=list.NP0548301", "at least 5 are needed"),
    ("/people?place=NP05&by=local&selected=NP0548201&peers=region", "other local governments of Lumbini"),
]  # fmt: skip


def drawn(site, url: str):
    return draw(site, View.from_url(url))


def words_of(site, url: str) -> str:
    return text_of(el("div", drawn(site, url).children)).replace("\u00a0", " ")


@pytest.mark.parametrize(("url", "told"), COMPARED)
def test_a_comparison_says_its_rule(site, url, told):
    assert told in words_of(site, url)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("url", PAGES)
def test_every_page_is_drawn_in_every_language(site, url, language):
    page = drawn(site, url + ("&" if "?" in url else "?") + f"lang={language}")
    text = text_of(el("div", page.children))
    assert page.found and page.language == language
    assert len(text) > 200 and not re.search(r"\{\w+\}|\bNone\b|\bnan\b", text)


def test_estimates_carry_their_interval_their_assumption_and_no_rank_numbers(site):
    text = words_of(site, "/poverty?by=district&indicator=headcount.headcount_rate&period=2011")
    assert re.search(r"Which is highest cannot be told: any of \d\d of 75 districts may be", text)
    assert not re.search(r"[Hh]ighest in |\b1st\b", text)
    assert "assume that the errors of their places go together" in text  # of the country's interval
    assert "the standard error is more than 16.5 % of the figure" in text


def test_the_csv_has_error_and_reliability(client):
    url = "/csv/poverty?by=district&indicator=headcount.headcount_rate&period=2011&of=ranking"
    lines = client.get(url).get_data(as_text=True).split("\r\n\r\n")[1]
    rows = list(csv.DictReader(io.StringIO(lines)))
    assert len(rows) == 75 and {row["reliability"] for row in rows} <= {"sound", "use_with_care", "unreliable"}
    assert all(float(row["low"]) < float(row["value"]) and float(row["standard_error"]) > 0 for row in rows)


@pytest.mark.parametrize("url", BAD)
def test_a_bad_address_gets_a_page_that_tells_what_to_do(site, caplog, url):
    page = drawn(site, url)
    html = to_html(el("div", page.children))
    assert caplog.records == []
    assert "Traceback" not in html and "<script" not in html
    assert len(text_of(el("div", page.children))) > 100


@pytest.mark.parametrize(
    "url, told",
    [
        ("/poverty?place=Butwol", "Did you mean Butwal"),
        ("/poverty?period=1999", "There are no figures for the period “1999”. Choose one of"),
        (
            "/people?indicator=population.nothing",
            "There is no indicator “population.nothing”. Choose one of Population",
        ),
        ("/people?by=street", "“street” is no level"),
        ("/people?colour=red", "“red” in the address is not understood and was left out"),
        ("/people?paint=red", "“paint” in the address is not understood and was left out"),
        ("/people?place=" + "N" * 10_000, "The address is too long"),
        (
            "/people?snapshot=abcdef12",
            "The data of this link are no longer kept. The link was made on the snapshot abcdef12",
        ),
        ("/nothing", "There is no such page"),
        ("/place/NP99", "There is no place “NP99”"),
    ],
)
def test_what_is_wrong_is_said_on_the_page(site, url, told):
    assert told in words_of(site, url)


def test_a_link_to_these_data_says_nothing(site):
    assert words_of(site, f"/people?snapshot={site.house.digest[:12]}") == words_of(site, "/people")


def test_the_numbers_of_the_ward_census_stand_on_the_page(site):
    assert "2,89,25,480 persons" in words_of(site, "/people")
    assert "२,८९,२५,४८०" in words_of(site, "/people?lang=ne")
    assert "9,02,395" in words_of(site, "/people?by=nepal-clusters")


def test_the_official_total_stands_beside_the_ward_census(site):
    assert "2,91,64,578" in words_of(site, "/people") and "২,৯১,৬৪,৫৭৮" in words_of(site, "/people?lang=bn")


def test_illustrative_figures_carry_their_badge(site):
    assert "illustrative An example made for this dashboard" in words_of(site, "/budget")


def test_real_figures_by_an_assumed_group_are_illustrative_and_say_why(site):
    text = words_of(site, "/people?by=nepal-clusters")
    assert "who belongs to the group is assumed" in text and "8 of 12 members of Mithila Circuit are known" in text


def test_a_broken_module_is_told_with_file_and_line_and_others_work(site, bundled_house):
    from dataclasses import replace

    from data.problems import Problem

    broken = {
        "poverty/new_one": [Problem("queries/poverty/new_one.sql", 3, "unknown column 'hous'.", "Did you mean houses?")]
    }
    registry = replace(bundled_house.registry, broken=broken)
    other = replace(site, house=replace(bundled_house, registry=registry))
    text = words_of(other, "/poverty")
    assert "queries/poverty/new_one.sql:3: unknown column 'hous'. Did you mean houses?" in text
    assert "Poverty headcount rate" in text


def test_an_error_of_ours_is_a_page_with_a_sentence_and_stands_in_the_log(site, monkeypatch, caplog):
    monkeypatch.setattr("dashboard.pages.theme.draw", lambda *_: 1 / 0)
    text = words_of(site, "/people")
    assert "Something went wrong on the server" in text and "ZeroDivisionError" not in text
    assert "ZeroDivisionError" in caplog.text


def test_health(client, bundled_house):
    answer = client.get("/healthz").get_json()
    assert answer == {"status": "ok", "snapshot": bundled_house.digest, "date": str(bundled_house.date)}


def test_the_index_names_no_other_host_and_speaks_the_readers_language(client):
    html = client.get("/place/NP0548201?lang=ne").get_data(as_text=True)
    assert '<html lang="ne">' in html and "बुटवल" in html
    assert not re.findall(r'(?:src|href)="(?:https?:)?//', html)


@pytest.mark.parametrize("url, status", [("/nothing", 404), ("/place/NP99", 404), ("/people", 200), ("/place/NP", 200)])
def test_an_unknown_page_says_so_in_its_status(client, url, status):
    assert client.get(url).status_code == status


def test_shapes_hold_the_places_of_a_scope_and_are_kept_for_ever(client, site):
    url = site.shapes_url("NP0331", "NP03")
    answer = client.get(url)
    shapes = json.loads(answer.data)
    assert "NP0331" in [feature["id"] for feature in shapes["features"]] and len(shapes["features"]) == 13
    assert "immutable" in answer.headers["Cache-Control"]


@pytest.mark.parametrize("url", [
    "/shapes/{}/NP/district/2017/NP99.json", "/shapes/{}/XX/district/2017/NP.json", "/shapes/{}/BD/local/v03/NP.json",
    "/shapes/0000/NP/district/2017/NP.json", "/shapes/{}/NP/district/2017/..%2f..json",
])  # fmt: skip
def test_shapes_that_are_not_there_are_a_sentence(client, site, url):
    answer = client.get(url.format(site.shapes))
    assert answer.status_code == 404 and "Traceback" not in answer.get_data(as_text=True)


def test_v02_places_are_drawn_from_v02_shapes(site):
    assert "/BD/local/v02/" in site.shapes_url("BD100409", "BD")


def rows_of(client, url: str) -> tuple[list, list[dict]]:
    text = client.get(url).get_data(as_text=True)
    assert text.startswith(BOM)
    head, _, body = text.removeprefix(BOM).partition("\r\n\r\n")
    return list(csv.reader(io.StringIO(head))), list(csv.DictReader(io.StringIO(body)))


def test_the_csv_has_the_rows_of_the_picture_and_says_what_they_are(client, bundled_house):
    head, rows = rows_of(client, "/csv/people?of=ranking")
    assert {row["place"] for row in rows} == {f"NP0{number}" for number in range(1, 8)}
    assert sum(int(row["value"]) for row in rows) == 28_925_480
    told = dict(head)
    assert told["Period"] == "2021" and bundled_house.digest in told["Snapshot"]
    assert (
        told["Link to this view"].startswith("http://localhost/people?")
        and "National Statistics Office" in told["Source"]
    )


def test_the_csv_of_illustrative_figures_says_so(client):
    head, _ = rows_of(client, "/csv/budget?of=map")
    assert ["Provenance", "ILLUSTRATIVE: examples, not to be quoted."] in head


def test_the_csv_of_a_place_has_its_own_rows_only(client):
    _, rows = rows_of(client, "/csv/place/NP0548201?of=place")
    assert {row["place"] for row in rows} == {"NP0548201"} and len(rows) > 5


@pytest.mark.parametrize("url", ["/csv/nothing", "/csv/place/NP99", "/csv/", "/csv/people?of=values-nothing"])
def test_a_csv_of_nothing_is_a_sentence_or_the_ranking(client, url):
    answer = client.get(url)
    assert answer.status_code in (200, 404) and "Traceback" not in answer.get_data(as_text=True)


def test_the_page_of_a_link_is_the_same_page(site):
    view = View.from_url("/poverty?place=NP03&by=district&selected=NP0331&lang=bn")
    again = View.from_url(view.to_url())
    assert text_of(el("div", draw(site, view).children)) == text_of(el("div", draw(site, again).children))


@pytest.mark.parametrize("url", BAD)
def test_a_bad_address_reaches_the_page_through_the_server(client, url):
    answer = client.get(url)
    if len(url) > LONGEST_ADDRESS:
        assert answer.status_code == 414 and "too long" in answer.get_data(as_text=True)
    else:
        assert answer.status_code in (200, 404)
        assert "react-entry-point" in answer.get_data(as_text=True)


def test_an_illustrative_headline_carries_its_badge(site):
    """The sentence at the top of a page is what gets quoted, so the badge stands there and not only on the cards."""
    before_the_pictures = words_of(site, "/budget").split("Map")[0]
    assert "illustrative" in before_the_pictures
    assert "illustrative" not in words_of(site, "/people").split("Map")[0]


def test_a_group_finer_than_the_figures_leads_to_where_there_are_some(site):
    text = words_of(site, "/poverty?place=mithila-circuit&indicator=headcount.headcount_rate")
    assert "published by district only, not for Mithila Circuit" in text
    assert "Dhanusha" in text and "Mahottari" in text
    assert "Households in the poorest fifth" in words_of(site, "/poverty?place=mithila-circuit")


@pytest.mark.slow
def test_no_place_of_any_level_or_vintage_breaks_a_theme(site, bundled_house):
    """One place of each country, level and vintage, and the one without a successor, on every theme."""
    kinds = {(place.country, place.level, place.vintage): code for code, place in bundled_house.places.items()}
    for code in [*kinds.values(), "NP2011-47", "NP2011-75", "NP-8016373", "mithila-circuit"]:
        for theme in bundled_house.registry.themes:
            assert "Nothing is lost" not in words_of(site, f"/{theme}?place={code}"), (theme, code)


def test_outlines_of_another_snapshot_are_not_kept_for_ever(client, site):
    right = client.get(f"/shapes/{site.shapes}/NP/district/2017/NP05.json")
    wrong = client.get("/shapes/deadbeef/NP/district/2017/NP05.json")
    assert (right.status_code, wrong.status_code) == (200, 404)
    assert "immutable" not in wrong.headers["Cache-Control"]


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("/csv/people?place=garbage", "There is no place “garbage”"),
        ("/csv/people?period=1999", "no figures for the period"),
        ("/csv/people?of=nonsense", "no such page"),
        ("/csv/services?place=IN", "Nothing has been published for India"),
    ],
)
def test_a_csv_is_never_of_something_else_than_was_asked(client, url, told):
    answer = client.get(url)
    assert answer.status_code == 404 and told in answer.text


@pytest.mark.parametrize("url", ["/people/" + "x" * 5_000, "/place/%3Cb%3E", "/place/XX99"])
def test_a_page_that_is_none_is_told_to_be_none(client, url):
    assert client.get(url).status_code == 404
    assert client.head(url).status_code == 404


def test_a_redirect_never_leads_to_another_host(client):
    answer = client.get("/csv", headers={"Host": "evil.example"})
    assert "evil.example" not in answer.headers.get("Location", "")


def test_pages_are_asked_for_again_since_the_data_may_change(client):
    assert client.get("/people").headers["Cache-Control"] == "no-cache"
