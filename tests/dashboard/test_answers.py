"""Pages by GET: tags that change with all that a page follows from, 304, differences, and the document around a page."""

import base64
import hashlib
import json
import re
from dataclasses import replace

import pytest

from dashboard.answers import Answers
from dashboard.archive import Archive
from dashboard.markup import el, packed, sheet, text_of, to_html, unpacked
from dashboard.pages.router import draw
from dashboard.site import Working, open_site
from dashboard.state import View
from dashboard.words import Reader
from dashboard.words import format as words

pytestmark = pytest.mark.slow
MOST_OF_A_CHANGE = 3_000  # bytes, all headers in it; the map's figure, which is no part of a page for long, is left out


def tag_of(answer) -> str:
    return re.fullmatch(r'W/"([0-9a-f-]+)"', answer.headers["ETag"])[1]


# Tags


@pytest.mark.parametrize("url", ["/people", "/people?lang=ne", "/place/NP0548201", "/", "/data", "/poverty?paint=red"])
def test_what_a_browser_has_is_confirmed_without_a_body(client, url):
    for address in (url, f"/page{url}"):
        first = client.get(address)
        again = client.get(address, headers={"If-None-Match": first.headers["ETag"]})
        assert (first.status_code, again.status_code, again.data) == (200, 304, b"")
        assert again.headers["ETag"] == first.headers["ETag"]
        assert "Content-Security-Policy" not in again.headers  # that of the browser's own copy names its style sheet
        assert client.get(address, headers={"If-None-Match": 'W/"other"'}).status_code == 200


def test_a_page_is_confirmed_without_being_drawn(app, client, monkeypatch):
    tag = client.get("/page/migration").headers["ETag"]
    app.pages.answers._kept._kept.clear()
    monkeypatch.setattr("dashboard.answers.draw", lambda *_: 1 / 0)
    assert client.get("/page/migration", headers={"If-None-Match": tag}).status_code == 304


def test_a_tag_follows_from_language_digits_calendar_address_snapshot_and_what_a_developer_is_told(
    bundled_house, tmp_path
):
    site = replace(open_site(bundled_house), archive=Archive(tmp_path))
    view = View.from_url("/people?place=NP03")
    others = [
        (site, view.to(lang="ne")), (site, view.to(digits="devanagari")), (site, view.to(calendar="bs")),
        (site, view.to(place="NP05")), (replace(site, calendar="bs"), view),
        (site, View.from_url("/people?place=NP03&paint=red")), (site, view.to(snapshot="abcdef")),
        (replace(site, house=replace(bundled_house, digest="0" * 64)), view), (replace(site, language="bn"), view),
        (replace(site, working=Working(3)), view),
    ]  # fmt: skip
    tags = [Answers(one).tag(seen) for one, seen in [(site, view), *others]]
    assert len(set(tags)) == len(tags)
    assert Answers(site).tag(View.from_url("/people/?place=NP03")) == tags[0]  # one page at two addresses
    assert Answers(site).tag(View.from_url("/people?by=ward&place=NP03")) == Answers(site).tag(
        View.from_url("/people?place=NP03&by=ward"))  # fmt: skip


def test_another_version_of_the_program_has_other_tags(app, monkeypatch):
    before = app.pages.answers.tag(View.from_url("/people"))
    monkeypatch.setattr("dashboard.answers.program_digest", lambda: "another")
    assert app.pages.answers.tag(View.from_url("/people")) != before


@pytest.mark.parametrize(
    ("url", "status"), [("/nothing", 404), ("/place/NP99", 404), ("/people?snapshot=abcdef12", 404)]
)
def test_a_page_that_is_none_has_no_tag_and_is_kept_by_nobody(client, url, status):
    answer = client.get(f"/page{url}")
    assert (answer.status_code, answer.headers["Cache-Control"]) == (
        status,
        "no-store",
    ) and "ETag" not in answer.headers
    assert client.get(url).status_code == status and "ETag" not in client.get(url).headers


def test_an_error_of_ours_is_told_and_not_kept(app, client, monkeypatch):
    with monkeypatch.context() as broken:
        broken.setattr("dashboard.pages.theme.draw", lambda *_: 1 / 0)
        answer = client.get("/page/people?place=NP04")
    assert "Something went wrong on the server" in answer.get_data(as_text=True) and "ETag" not in answer.headers
    assert "Something went wrong" not in client.get("/page/people?place=NP04").get_data(as_text=True)


def test_two_readers_of_one_page_have_each_their_calendar_whoever_came_first(app, client):
    day = app.site.house.date
    ad, bs = words.date(Reader("en"), day), words.date(Reader("en", calendar="bs"), day)
    for url, own, other in [("/data", ad, bs), ("/data?calendar=bs", bs, ad)] * 2:
        for part in ("", "/page", "/whole"):
            text = client.get(f"{part}{url}").get_data(as_text=True)
            assert own in text and other not in text, (part, url)


# Differences


def without_map(text: bytes) -> bytes:
    def cut(node):
        if isinstance(node, list):
            return [cut(one) for one in node]
        return 0 if isinstance(node, dict) and node.get("chart", {}).get("id") == "map" else node

    read = json.loads(text)
    return json.dumps({**read, "tree": cut(read["tree"])}, ensure_ascii=False, separators=(",", ":")).encode()


@pytest.mark.parametrize(("shown", "next_one"), [
    ("/people", "/people?place=NP&by=region&indicator=population.household_size"),
    ("/people?lang=ne", "/people?place=NP&by=region&indicator=population.household_size&lang=ne"),
    ("/poverty", "/poverty?place=NP&by=region&detail=district&indicator=headcount.poor_persons&period=2011"),
    ("/budget", "/budget?place=NP&by=region&indicator=grid_share.resilient_share"),
])  # fmt: skip
def test_a_change_of_indicator_travels_as_what_differs(client, undone, shown, next_one):
    from dashboard.delta import delta

    old, new = client.get(f"/page{shown}"), client.get(f"/page{next_one}")
    answer = client.get(f"/page{next_one}", headers={"Nagar-Shown": f"{tag_of(old)} {shown}"})
    assert answer.headers["Nagar-Difference"] == tag_of(old) and tag_of(answer) == tag_of(new)
    assert undone(old.data, answer.data) == new.data and old.data != new.data
    head = sum(len(f"{name}: {value}\r\n") for name, value in answer.headers.items())
    assert len(delta(without_map(old.data), without_map(new.data))) + head < MOST_OF_A_CHANGE


# Parts


@pytest.mark.parametrize("url", ["/people", "/poverty?place=NP03&by=district", "/budget?place=BD&lang=bn", "/migration", "/place/NP0548201",
                                 "/people?place=NP0548201-03", "/data", "/services?place=IN"])  # fmt: skip
def test_a_page_and_its_rest_are_the_whole_of_it(site, client, url):
    tree, rest = (client.get(f"{part}{url}").json["tree"] for part in ("/page", "/rest"))
    put_together = json.loads(json.dumps(tree), object_hook=lambda one: {"here": True} if "rest" in one else one)
    main = next(one for one in put_together if one[0] == "main")
    if {"here": True} in main:
        at = main.index({"here": True})
        main[at : at + 1] = rest
    whole = [packed(child) for child in draw(site, View.from_url(url)).children if child is not None]
    assert put_together == json.loads(json.dumps(whole))
    parted = not url.startswith(("/place", "/data", "/services"))
    assert ('{"rest":' in client.get(f"/page{url}").get_data(as_text=True)) == parted


def test_the_rest_has_a_tag_and_a_difference_of_its_own(client, undone):
    tags = [tag_of(client.get(f"{part}/people")) for part in ("/page", "/rest")]
    assert (
        tags[0] != tags[1]
        and client.get("/rest/people", headers={"If-None-Match": f'W/"{tags[1]}"'}).status_code == 304
    )
    old, new = (client.get(f"/rest{url}") for url in ("/people", "/people?place=NP03"))
    answer = client.get("/rest/people?place=NP03", headers={"Nagar-Shown": f"{tags[1]} /people"})
    assert undone(old.data, answer.data) == new.data
    told_of_page = client.get("/rest/people?place=NP03", headers={"Nagar-Shown": f"{tags[0]} /people"})
    assert "Nagar-Difference" not in told_of_page.headers and len(told_of_page.data) > len(answer.data)


def test_the_whole_of_a_page_is_a_document_without_scripts(client):
    answer = client.get("/whole/budget?place=NP03&lang=ne")
    html = answer.get_data(as_text=True)
    assert 'id="card-map"' in html and 'id="card-trend"' in html and "<script" not in html and "style=" not in html
    digest = base64.b64encode(hashlib.sha256(re.search(r"<style>(.*?)</style>", html)[1].encode()).digest()).decode()
    assert f"'sha256-{digest}'" in answer.headers["Content-Security-Policy"] and "Nagar-Style" not in answer.headers
    assert [client.get(f"/whole{url}").status_code for url in ("/nothing", "/place/NP99", "/")] == [404, 404, 200]


# Documents


def test_a_document_begins_with_the_page_as_html_with_its_style_allowed_by_hash(client):
    answer = client.get("/poverty")
    html = answer.get_data(as_text=True)
    first = html[html.index('<div id="first">') : html.index('<div id="react-entry-point">')]
    assert "<h1>" in first and 'class="figures"' in first and first.count("<li data-code=") >= 7
    assert "style=" not in first and "<script" not in first
    style = re.search(r"<style>(.*?)</style>", html)[1]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert f"'sha256-{digest}'" in answer.headers["Content-Security-Policy"] and "Nagar-Style" not in answer.headers
    assert re.fullmatch(r"(#first \.s\d+\{[^{}<>]*\})+", style) and "width:" in style


@pytest.mark.parametrize(
    "url", ["/people?lang=bn", "/place/NP0548201", "/nothing", "/data", "/people?snapshot=abcdef12"]
)
def test_the_html_and_the_page_in_it_are_the_page_that_get_gives(client, url):
    html = client.get(url).get_data(as_text=True)
    inside = re.search(r'<script id="answer" type="application/json" data-tag="([^"]*)">(.*?)</script>', html, re.S)
    alone = client.get(f"/page{url}")
    assert inside[2].encode() == alone.data
    assert inside[1] == (tag_of(alone) if alone.status_code == 200 else "")
    read = json.loads(inside[2])
    words = text_of(el("div", [unpacked(one) for one in read["tree"]]))
    for word in words.split()[:300]:
        assert to_html(word) in html
    assert f'<html lang="{read["lang"]}">' in html


def test_a_document_fetches_the_shapes_of_its_map_ahead_and_its_other_scripts_after_it(client):
    html = client.get("/people").get_data(as_text=True)
    ahead = re.findall(r'<link rel="preload" as="fetch" crossorigin="anonymous" href="([^"]+)">', html)
    asked = set(re.findall(r'\\"(/shapes/[^"\\]+)\\"', html))
    assert set(ahead) == asked and len(ahead) == len(asked) > 0
    assert all(client.get(one).status_code == 200 for one in ahead)
    later = json.loads(re.search(r'<script id="later" type="application/json">(.*?)</script>', html)[1])
    assert [one.rpartition("/")[2] for one in later] == ["dash.js", "nagar.js"]
    assert re.findall(r"<script[^>]* src=\"[^\"]*/([\w.]+)\"", html) == ["map.js"]
    assert 'rel="preload"' not in client.get("/data").get_data(as_text=True)


def test_the_whole_of_a_large_layer_is_fetched_ahead_by_screens_that_take_it_whole(client):
    from dashboard import document
    from dashboard.files import ASSETS

    html = client.get("/people?detail=ward").get_data(as_text=True)
    ahead = re.findall(
        r'<link rel="preload" as="fetch" crossorigin="anonymous"(?: media="([^"]+)")? href="([^"]+)">', html
    )
    assert [media for media, address in ahead if "NP-ward" in address] == [document.NO_PHONE]
    assert [media for media, address in ahead if "NP-region" in address] == [""]
    phone = re.search(r'PHONE = "([^"]+)"', (ASSETS / "map_1_shapes.js").read_text("utf-8"))[1]
    assert f"not {phone}" == document.NO_PHONE


def test_the_shell_has_no_figure(client):
    html = client.get("/shell").get_data(as_text=True)
    assert 'id="answer"' not in html and 'class="loading-page"' in html and "<h1" not in html


def test_an_element_is_the_same_when_it_has_been_packed():
    chart = {"type": "Chart", "namespace": "nagar", "props": {"id": "trend", "figure": {"data": []}, "config": {}}}
    other = {"type": "Search", "namespace": "nagar", "props": {"id": "search"}}
    own_map = {"type": "Map", "namespace": "nagar", "props": {"label": "x", "drawing": "{}"}}
    page = el(
        "main.page",
        el("h1", "One ", el("em", "two"), 3),
        el("hr"),
        el("p", ""),
        chart,
        other,
        own_map,
        tabIndex=-1,
        data_x="y",
    )
    assert unpacked(json.loads(json.dumps(packed(page)))) == page


def test_styles_become_classes_and_nothing_else_gets_into_the_sheet():
    styles = {}
    bad = {"color": "red}</style><script>", "a;b": "c", "backgroundColor": "#fff", "width": "1.50%"}
    html = to_html(
        el("div", el("i.bar", style=bad), el("i", style={"width": "1.50%"}), el("i", style={"width": "1.50%"})), styles
    )
    assert html == '<div><i class="bar s0"></i><i class="s1"></i><i class="s1"></i></div>'
    assert sheet(styles, "first") == "#first .s0{background-color:#fff;width:1.50%}#first .s1{width:1.50%}"
