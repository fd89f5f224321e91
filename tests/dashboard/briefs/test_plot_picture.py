"""What a browser plots without axes as SVG: areas where they lie, dots and names, no entity left unread."""

from xml.etree import ElementTree

import pytest

from dashboard.briefs import plot_picture
from dashboard.figures import network, treemap
from dashboard.words import Reader

READER = Reader("en")


def every(svg: str, name: str) -> list[ElementTree.Element]:
    return list(ElementTree.fromstring(svg).iter("{http://www.w3.org/2000/svg}" + name))


def texts(svg: str) -> list[str]:
    return ["".join(one.itertext()) for one in every(svg, "text")]


def area(polygon) -> float:
    points = [tuple(map(float, pair.split(","))) for pair in polygon.get("points").split()]
    lefts, tops = zip(*points, strict=True)
    return (max(lefts) - min(lefts)) * (max(tops) - min(tops))


def test_areas_are_as_large_as_their_shares_and_small_ones_are_named_in_the_legend(row, subject):
    parts = [("roads & bridges", row("A", 60.0)), ("water", row("A", 37.0)), ("parks", row("A", 3.0))]
    picture = plot_picture.of_figure(treemap.figure(parts, subject))
    whole = picture.width * picture.height
    assert [area(one) / whole for one in every(picture.svg, "polygon")] == pytest.approx([0.6, 0.37, 0.03], abs=0.001)
    assert (
        "roads & bridges" in texts(picture.svg) and "60 %" in texts(picture.svg) and "parks" not in texts(picture.svg)
    )
    assert [text.split(" · ")[0] for _, text in picture.legend] == ["roads & bridges", "water", "parks"]
    assert [text.split(" · ")[-1] for _, text in picture.legend] == ["60.0\u00a0%", "37.0\u00a0%", "3.0\u00a0%"]


def test_towns_are_dots_and_the_ties_between_them_lines():
    def town(code, x, y, between):
        return {
            "place": code,
            "other": None,
            "x": x,
            "y": y,
            "events": 4,
            "weight": 1.0,
            "between": between,
            "bridge": False,
        }

    ties = [{"place": "A", "other": "B", "weight": 1.0}, {"place": "A", "other": "C", "weight": 0.5}]
    rows = [town("A", 0.0, 0.0, 1.0), town("B", 1.0, 0.0, 0.0), town("C", -1.0, 0.5, 0.0), *ties]
    names = {"A": "Butwal <b>", "B": "Tansen", "C": "Pokhara"}
    picture = plot_picture.of_figure(network.figure(rows, READER, names.get))
    assert len(every(picture.svg, "circle")) == 3 and len(every(picture.svg, "polyline")) == 2
    assert set(texts(picture.svg)) == set(names.values()) and picture.legend == ()
    dots = [float(one.get("cx")) for one in every(picture.svg, "circle")]
    assert dots[1] > dots[0] > dots[2]
