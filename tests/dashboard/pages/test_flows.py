"""Pages of flows, made from the registry like all others: arrows, the largest, the matrix, who gains, and their files."""

import csv
import io
import json
import re

import numpy as np
import pytest

from dashboard.asking import ask
from dashboard.choice import choose
from dashboard.downloads import download
from dashboard.figures.flows import ARROWS
from dashboard.markup import el, text_of, to_html
from dashboard.pages.flows import MOST_ENDS, FlowDrawn
from dashboard.pages.maps import map_of
from dashboard.pages.theme import draw
from dashboard.state import View

VIEW = View(page="migration", place="NP", by="district", indicator="flows.moved_persons")


def drawn_of(site, view: View) -> FlowDrawn:
    choice = choose(site.house, view)
    return FlowDrawn(site, choice, ask(site.house, choice))


def test_the_page_has_map_list_matrix_and_what_places_gain(site):
    ids = set(re.findall(r'id="(card-[a-z-]+)"', to_html(el("main", draw(site, VIEW).children))))
    assert {"card-map", "card-flows", "card-matrix", "card-ranking", "card-values-stream"} <= ids


def test_arrows_are_the_largest_flows_and_no_more_than_thirty(site):
    drawn = drawn_of(site, VIEW)
    arrows = drawn.arrows()
    assert 0 < len(arrows) <= ARROWS and arrows[0][2] == 1
    largest = max((row for row in drawn.listed if row["direction"] == "between" and row["origin"] != "other"),
                  key=lambda row: row["value"])  # fmt: skip
    assert arrows[0][:2] == (largest["origin"], largest["destination"])
    (made,) = [one for one in drawn.map()["props"]["children"] if isinstance(one, dict)
               and one["props"].get("className") == "map"]  # fmt: skip
    given = json.loads(made["props"]["children"][0]["props"]["drawing"])
    assert [(one["from"], one["to"]) for one in given["flows"]] == [arrow[:2] for arrow in arrows]


def test_a_selected_place_has_its_own_arrows_and_card(site):
    drawn = drawn_of(site, VIEW.to(selected="NP0768"))  # Bajura
    assert all("NP0768" in arrow[:2] for arrow in drawn.arrows())
    assert "out of Bajura" in text_of(drawn.of_selected())
    assert drawn_of(site, VIEW).of_selected() is None


def test_beyond_a_province_places_are_drawn_pale_and_listed_nowhere(site):
    view = VIEW.to(place="NP06")
    drawn, shown = drawn_of(site, view), map_of(site, view)
    assert {row["place"][:4] for row in drawn.rows} == {"NP06"} and len(drawn.fine) == 77
    shapes = site.shapes_of("NP0327")
    content = shown.values(shapes.digest)
    length = int.from_bytes(content[:4], "little")
    looks = np.frombuffer(content[4 + length :][: 2 * len(drawn.fine)], dtype="<i2")
    assert (looks >= 128).sum() == 77 - 10  # the ten districts of Karnali are not pale
    assert len(shown.texts(shapes.digest)) == 77


def test_the_matrix_is_ordered_by_region_and_holds_all_that_moved(site):
    drawn = drawn_of(site, VIEW)
    ends = list(dict.fromkeys(row["origin"] for row in drawn.cells))
    assert len(ends) == MOST_ENDS + 1 and ends[-1] == "other" and ends[:-1] == sorted(ends[:-1])
    assert sum(row["value"] for row in drawn.cells) == sum(row["value"] for row in drawn.listed)


def test_streams_add_up_to_all_that_moves_in_the_scope(site):
    drawn = drawn_of(site, VIEW)
    rows = list(csv.DictReader(io.StringIO(body_of(download(site, VIEW, "values-stream")))))
    assert {row["stream"] for row in rows} == set(drawn.choice.module.dimensions["stream"].values)
    assert sum(int(row["value"]) for row in rows) == sum(row["value"] for row in drawn.listed)


def body_of(text: str) -> str:
    return text.partition("\r\n\r\n")[2]


@pytest.mark.parametrize(("of", "columns"), [
    ("flows", {"direction", "origin_name", "destination_name", "value", "flows"}),
    ("matrix", {"origin_name", "destination_name", "value", "state"}),
    ("ranking", {"place_name", "arrived", "departed", "inside", "value"}),
    ("map", {"place_name", "arrived"}),
])  # fmt: skip
def test_every_picture_has_its_file(site, of, columns):
    rows = list(csv.DictReader(io.StringIO(body_of(download(site, VIEW.to(place="NP06"), of)))))
    assert rows and columns <= set(rows[0])
    if of in ("ranking", "map"):
        assert {row["place"][:4] for row in rows} == {"NP06"}


def test_a_picture_that_flows_do_not_have_has_no_file(site):
    assert download(site, VIEW, "trend") is None and download(site, VIEW, "selected") is None
    assert download(site, VIEW.to(selected="NP0768"), "selected")


def test_categories_of_towns_have_no_map_and_lose_nothing_else(site):
    drawn = drawn_of(site, VIEW.to(by="urban-category"))
    assert drawn.arrows() == [] and "came_less" not in text_of(drawn.main()[0])
    assert len([one for one in (*drawn.main(), *drawn.others()) if one["props"]["id"] == "card-ranking"]) == 1


def test_groups_that_overlap_or_that_the_scope_cuts_are_not_offered(site):
    everywhere = choose(site.house, VIEW)
    assert "urban-category" in everywhere.sets and "mab-regions" not in everywhere.sets
    assert choose(site.house, VIEW.to(place="NP06", by="")).sets == ()


def test_home_and_a_places_page_open_with_figures_and_not_with_flows(site):
    assert choose(site.house, View(page="migration", place="NP")).module.kind == "series"
