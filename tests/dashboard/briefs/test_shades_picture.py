"""Tables of shades and signs as SVG: every cell's text, a ground that is the deeper the higher the shade, upright headings."""

from xml.etree import ElementTree

from dashboard.briefs import shades_picture
from dashboard.markup import el


def every(svg: str, name: str) -> list[ElementTree.Element]:
    return list(ElementTree.fromstring(svg).iter("{http://www.w3.org/2000/svg}" + name))


def texts(svg: str) -> list[str]:
    return ["".join(one.itertext()) for one in every(svg, "text")]


def card(head, *body):
    table = el("table", el("thead", el("tr", head)), el("tbody", [el("tr", line) for line in body]))
    return el("section", el("p.sub", "Nepal, 2024"), el("div.table-wrap", table, el("p.sub", "● host • participant")))


def test_each_cell_has_its_text_and_a_ground_by_its_shade():
    picture = shades_picture.of(card(
        [el("th", "from"), el("th.num", "Koshi"), el("th.num", "Sudurpashchim")],
        [el("th", "Koshi"), el("td.num.stays", "4,52,507"), el("td.num.shade-5", "1,833")],
        [el("th", "Bagmati"), el("td.num.shade-1", "hidden"), el("td.num", "–")],
    ))  # fmt: skip
    assert {"from", "Koshi", "Sudurpashchim", "4,52,507", "1,833", "hidden", "–"} <= set(texts(picture.svg))
    grounds = sorted(float(one.get("fill-opacity")) for one in every(picture.svg, "rect"))
    assert grounds == [shades_picture.OPACITY[1], shades_picture.OPACITY[5]]
    assert picture.tells_all


def test_headings_of_signs_stand_upright_and_the_key_stands_below():
    picture = shades_picture.of(card(
        [el("th", "Town"), el("th.num", "Came"), el("th.event", "15 March 2024")],
        [el("th", "Butwal"), el("td.num", "1"), el("td.event.came", "●")],
    ))  # fmt: skip
    turned = [one for one in every(picture.svg, "g") if "rotate(-90)" in one.get("transform", "")]
    assert ["".join(one.itertext()) for one in turned] == ["15 March 2024"]
    assert texts(picture.svg)[-1] == "● host • participant" and "Nepal, 2024" not in texts(picture.svg)


def test_all_and_none_are_told_apart_without_colour():
    picture = shades_picture.of(card([el("th", "Region"), el("th", "Draft")], [el("th", "A"), el("td.is-all", "●")],
                                     [el("th", "B"), el("td.is-none", "○")]))  # fmt: skip
    full, empty = every(picture.svg, "rect")
    assert full.get("fill") != "none" and empty.get("fill") == "none" and empty.get("stroke") == shades_picture.WARM


def test_a_table_without_rows_is_no_picture():
    assert shades_picture.of(card([el("th", "Town")])) is None
