"""Names with markup, formulas, marks of direction and placeholders: shown exactly as text, wherever a name is shown."""

import csv
import io
import json
import re
from html import unescape

import pytest

from dashboard.document import plain_document
from dashboard.export import BOM
from dashboard.files import static_files
from dashboard.markup import children_of, el, find, text_of, to_html
from dashboard.pages.frame import suggestions
from dashboard.pages.maps import map_of
from dashboard.pages.router import draw
from dashboard.printing import as_csv, as_json
from dashboard.state import View
from dashboard.words import isolated
from queries.run import Ask, run


@pytest.fixture(scope="module")
def house(house_of_names, bundled_house):
    return house_of_names(bundled_house)


@pytest.fixture(scope="module")
def names(house, wicked_names) -> dict[str, str]:
    """Code -> name, of Bagmati's districts."""
    found = {code: place.name_en for code, place in house.places.items() if place.name_en in wicked_names}
    assert set(found.values()) == set(wicked_names)
    return found


def page_of(site, url: str):
    return el("div", draw(site, View.from_url(url)).children)


def rows_of(client, url: str) -> list[dict]:
    text = client.get(url).get_data(as_text=True)
    return list(csv.DictReader(io.StringIO(text.removeprefix(BOM).partition("\r\n\r\n")[2], newline="")))


def test_the_ranking_has_every_name_as_it_is(site, names):
    page = page_of(site, "/people?place=NP03&by=district")
    for code, name in names.items():
        rows = [row for row in find(page, data_code=code) if row["type"] == "Li"]
        assert isolated(name) in [one["props"].get("children") for one in find(rows[0], className="name")]


def test_the_table_and_the_pages_of_places_have_every_name_as_it_is(site, names):
    table = page_of(site, "/people?place=NP03&by=district&tab=ranking")
    heads = {one["props"]["children"] for one in find(table, scope="row")}
    assert {isolated(name) for name in names.values()} <= heads
    for code, name in names.items():
        drawn = draw(site, View.from_url(f"/place/{code}"))
        assert isolated(name) in text_of(el("div", drawn.children))
        assert drawn.title == f"{isolated(name)} · Nagar"


def test_as_html_every_name_is_text_and_nothing_of_it_a_tag(site, names):
    for url in ("/people?place=NP03&by=district&tab=ranking", *(f"/place/{code}" for code in names)):
        html, _ = plain_document(static_files(None), draw(site, View.from_url(url)))
        assert not re.search(r"<(?:script|img|a href='javascript|svg|iframe)\b", html)
        assert "onerror=" not in re.sub(r">[^<]*<|\"[^\"]*\"", "", html)
    shown = unescape(to_html(page_of(site, "/people?place=NP03&by=district&tab=ranking")))
    assert all(isolated(name).replace("\0", "\ufffd") in shown for name in names.values())


def test_the_title_of_the_index_is_the_name_and_puts_nothing_in_its_place(client, names):
    plain = client.get("/people").get_data(as_text=True)
    for code, name in names.items():
        html = client.get(f"/place/{code}").get_data(as_text=True)
        title = re.search(r"<title>(.*?)</title>", html, re.S)[1]
        assert unescape(title) == f"{isolated(name)} · Nagar"
        for tag in ("<script", "<link", "<noscript", "<title", "react-entry-point"):
            assert html.count(tag) == plain.count(tag)


def test_the_map_tells_every_name_as_it_is(client, site, names):
    shown = map_of(site, View.from_url("/people?place=NP03&by=district&detail=district"))
    shapes = site.drawn["NP/district/2017"]
    url = f"/texts/{shapes.digest}/people?place=NP03&by=district&detail=district"
    assert client.get(url).json == shown.texts(shapes.digest)
    assert sorted(lines[0] for lines in shown.texts(shapes.digest)) == sorted(map(isolated, names.values()))


def test_charts_and_map_show_every_name_as_it_is(site, names):
    """Plotly reads tags and entities, and fills in `%{...}` in a template but not in what it fills in. A map reads none."""
    told, on_maps = set(), set()
    for url in ("/budget?place=NP03&by=district", "/migration?place=NP03&by=district"):
        for graph in graphs(page_of(site, url)):
            figure = graph["props"]["figure"]
            for trace in figure["data"]:
                assert trace.get("hovertemplate") in (None, "%{text}<extra></extra>", "%{hovertext}<extra></extra>")
                told |= set(trace.get("text", ())) | set(trace.get("hovertext", ()))
            told |= {note["text"] for note in figure["layout"].get("annotations", ())}
        shown = map_of(site, View.from_url(url))
        for shapes in site.drawn.values():
            on_maps |= {lines[0] for lines in shown.texts(shapes.digest) or ()}
    assert told and on_maps
    for text in told:
        assert set(re.findall(r"<[^>]*>", text)) <= {"<b>", "</b>", "<br>"}
    shown = on_maps | {unescape(re.sub(r"</?b>", "", text).partition("<br>")[0]) for text in told}
    for name in names.values():
        own = isolated(name)
        assert any(line == own or line.startswith(f"{own}, ") or line.endswith(f", {own}") for line in shown), name


def graphs(element) -> list:
    if not isinstance(element, dict):
        return []
    here = [element] if element["type"] == "Chart" else []
    return here + [found for child in children_of(element) for found in graphs(child)]


def test_a_csv_holds_every_name_and_no_formula(client, names):
    rows = {row["place"]: row["place_name"] for row in rows_of(client, "/csv/people?place=NP03&by=district&of=ranking")}
    for code, name in names.items():
        cell = rows[code]
        assert not cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n")) and not re.search(
            r"[;\t\r\n]\s*[=+\-@]", cell
        )
        assert cell.replace("'", "") == isolated(name).replace("'", "")


def test_a_csv_named_for_a_place_has_a_plain_file_name(client, names):
    for code, name in names.items():
        answer = client.get(f"/csv/place/{code}?of=place")
        assert answer.headers["Content-Disposition"] == f'attachment; filename="nagar-place-{code}.csv"'
        first = next(csv.reader(io.StringIO(answer.get_data(as_text=True).removeprefix(BOM), newline="")))
        assert first[1].replace("'", "") == isolated(name).replace("'", "")


def test_json_and_csv_of_the_command_hold_every_name(house, names):
    answer = run(house, Ask("people/population", "district", "NP03", None, (), (), ("persons",)))
    by_code = {row["place"]: row["place_name"] for row in json.loads(as_json(answer, house))["rows"]}
    assert {code: by_code[code] for code in names} == names
    table = as_csv(answer, house).partition("\n\n")[2]
    cells = {row["place"]: row["place_name"] for row in csv.DictReader(io.StringIO(table, newline=""))}
    assert all(cells[code].replace("'", "") == name.replace("'", "") for code, name in names.items())
    assert not any(cells[code].startswith(("=", "+", "-", "@")) for code in names)


def test_what_is_searched_for_is_repeated_as_text(site):
    for text in ("<zzqqzz onerror=alert(1)>", "{zzqqzz}", "%{zzqqzz}", "\u202ezzqqzz"):
        found = suggestions(site, View.from_url("/"), text)
        assert isolated(text[:40]) in text_of(found[0])
