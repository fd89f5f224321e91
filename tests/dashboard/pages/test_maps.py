"""What colours the map of a page: the same values, states and protection as the page's own answer has."""

import json

import numpy as np
import pytest

from dashboard.figures import map as drawing
from dashboard.figures import values
from dashboard.figures.states import STATES
from dashboard.figures.subject import has_value
from dashboard.markup import el, find, to_html
from dashboard.pages.maps import map_of
from dashboard.pages.router import draw
from dashboard.state import View

URLS = ["/people", "/people?by=local&detail=local", "/poverty?place=NP03&by=district", "/budget?place=BD", "/services",
        "/poverty?by=district&indicator=headcount.headcount_rate&period=2011", "/people?by=nepal-clusters&detail=local",
        "/people?place=mithila-circuit", "/people?place=NP0548201", "/alliance"]  # fmt: skip


def decoded(content: bytes) -> dict[int, int]:
    """Number of a place in its layer -> its look."""
    length = int.from_bytes(content[:4], "little")
    ranges = json.loads(content[4 : 4 + length])["ranges"]
    numbers = [number for first, many in ranges for number in range(first, first + many)]
    return dict(zip(numbers, np.frombuffer(content, "<i2", len(numbers), 4 + length).tolist(), strict=True))


def drawing_of(site, url: str) -> dict:
    page = draw(site, View.from_url(url))
    (found,) = [one for one in find({"type": "", "namespace": "", "props": {"children": page.children}}, id="map")]
    return json.loads(found["props"]["drawing"])


@pytest.mark.parametrize("url", URLS)
def test_every_place_of_the_answer_has_its_class_or_its_state_and_no_other(site, url):
    shown = map_of(site, View.from_url(url))
    rows = {row["place"]: row for row in shown.drawn.fine}
    seen = set()
    for layer in drawing_of(site, url)["layers"]:
        (shapes,) = [one for one in site.drawn.values() if one.digest == layer["shapes"]]
        content = shown.values(shapes.digest)
        assert layer["values"] in (values.as_address(content),) or layer["values"].startswith("/values/")
        texts = shown.texts(shapes.digest)
        for text, (number, look) in zip(texts, decoded(content).items(), strict=True):
            row = rows[shapes.codes[number]]
            seen.add(row["place"])
            if has_value(row):
                assert look & 63 == (shown.painted.of(row) if shown.symbols else shown.classes.index(row["value"]))
                assert bool(look & values.HATCHED) == (row["state"] == "unreliable")
            else:
                assert STATES[-look - 1] == row["state"]
            assert text[0].startswith(site.namer(site.reader(View()))(row["place"])) or "Ward" in text[0]
    assert seen == {code for code in rows if site.shapes_of(code)}


def test_counts_are_circles_with_a_key_and_rates_and_very_many_places_are_colours(site):
    count = drawing_of(site, "/people?by=district&detail=district")
    assert (
        count["symbols"]
        and len(count["colours"]) == 1
        and [text for _, text in count["sizes"]] == ["10,00,000", "2,00,000", "20,000"]
    )
    for url in ("/people?indicator=population.sex_ratio", "/people?detail=ward"):  # 6,743 wards
        drawn = drawing_of(site, url)
        assert "symbols" not in drawn and "sizes" not in drawn and len(drawn["colours"]) > 3
    html = to_html(el("div", draw(site, View.from_url("/people?lang=ne")).children))
    assert "वृत्तको क्षेत्रफल" in html


def test_values_and_texts_have_an_address_tied_to_snapshot_and_shapes(client, site, monkeypatch):
    monkeypatch.setattr(drawing, "MOST_CARRIED", 1300)
    (layer,) = drawing_of(site, "/people?detail=ward")["layers"]
    assert f"snapshot={site.house.digest[:12]}" in layer["values"] and layer["shapes"] in layer["values"]
    answer = client.get(layer["values"])
    assert answer.status_code == 200 and "immutable" in answer.headers["Cache-Control"]
    assert len(decoded(answer.data)) == 6736
    texts = client.get(layer["texts"])
    assert len(texts.json) == 6736 and "no-cache" in texts.headers["Cache-Control"]
    assert client.get(layer["texts"], headers={"If-None-Match": texts.headers["ETag"]}).status_code == 304
    other = client.get(layer["values"].rpartition("&as=")[0] + "&as=000000000000")
    assert other.data == answer.data and "immutable" not in other.headers["Cache-Control"]


@pytest.mark.parametrize("url", [
    "/values/000000000000/people", "/values/{}/poverty?place=NP03&by=district&detail=district", "/values/{}/nothing", "/texts/{}/data", "/texts/{}/place/NP03",
    "/values/{}/people?place=%ff%fe", "/values/{}/people?snapshot=abcdef012345", "/shapes/NP-ward-2017.000000000000.json",
    "/shapes/index.json",
])  # fmt: skip
def test_what_is_not_there_is_a_sentence(client, site, url):
    answer = client.get(url.format(site.drawn["NP/ward/2017"].digest))
    assert answer.status_code in (404, 410) and "Traceback" not in answer.get_data(as_text=True)
    assert answer.mimetype == "text/plain"


def test_a_file_of_shapes_is_sent_as_it_was_compressed_when_publishing(client, site):
    url = "/shapes/" + site.drawn["NP/local/2017"].whole.name
    plain, small = (client.get(url, headers={"Accept-Encoding": word}) for word in ("identity", "gzip, br"))
    assert len(plain.json["objects"]["places"]["geometries"]) == 753
    assert (
        small.headers["Content-Encoding"] == "br" and len(small.data) == site.drawn["NP/local/2017"].whole.brotli_bytes
    )
    for answer in (plain, small, client.get(url, headers={"Accept-Encoding": "zstd"})):
        assert "immutable" in answer.headers["Cache-Control"] and "Accept-Encoding" in answer.headers["Vary"]


def test_the_page_says_where_a_tap_and_escape_lead(site):
    drawn = drawing_of(site, "/people?place=NP03&lang=ne")
    assert drawn["select"] == "/people?place=NP03&selected=__CODE__&lang=ne" or "selected=__CODE__" in drawn["select"]
    assert "place=__CODE__" in drawn["drill"] and "place=NP&" in drawn["climb"] and "open" not in drawn
    assert drawing_of(site, "/place/NP0548201")["open"] == "/place/__CODE__"
