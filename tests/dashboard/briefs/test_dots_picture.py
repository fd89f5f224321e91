"""A strip of dots as SVG: dots where the page has them, the place's own figure above its dot, the key as a legend."""

from xml.etree import ElementTree

from dashboard.briefs import dots_picture
from dashboard.markup import el


def card(*signs):
    key = el("p.key", el("i.me"), "Butwal", el("i.dot"), "a peer", el("s"), "the middle half of the peers")
    strip = el("div.strip-of", el("div.top", el("a", "Poor", href="/"), el("b", "1.8 percent")),
               el("div.strip", [el("s", style={"left": "10%", "width": "20%"}), *signs], el("i.me", style={"left": "25%"})))  # fmt: skip
    return el("section", key, strip)


def every(svg: str, name: str) -> list[ElementTree.Element]:
    return list(ElementTree.fromstring(svg).iter("{http://www.w3.org/2000/svg}" + name))


def test_dots_lie_where_the_page_has_them_and_the_own_one_last():
    picture = dots_picture.of(card(el("i.dot", style={"left": "50%"}), el("i.dot", style={"left": "97%"})))
    assert [float(one.get("cx")) for one in every(picture.svg, "circle")] == [400, 776, 200]  # of 800 units
    assert every(picture.svg, "circle")[-1].get("fill") == dots_picture.OWN
    assert "".join(every(picture.svg, "text")[0].itertext()) == "1.8 percent"
    assert picture.legend == ((dots_picture.OWN, "Butwal"), (dots_picture.PEER, "a peer"),
                              (dots_picture.HALF, "the middle half of the peers"))  # fmt: skip


def test_an_interval_is_a_line_and_the_middle_of_the_region_a_stroke():
    picture = dots_picture.of(card(el("u", style={"left": "20%", "width": "10%"}), el("i.med", style={"left": "60%"})))
    lines = [(float(one.get("x1")), float(one.get("x2"))) for one in every(picture.svg, "line")[1:]]
    assert lines == [(160, 240), (480, 480)]


def test_where_peers_are_too_few_there_is_no_strip():
    top = el("div.top", el("a", "Poor", href="/"), el("b", "1.8 percent"))
    assert dots_picture.of(el("section", el("div.strip-of", top, el("p", "too few")))) is None
