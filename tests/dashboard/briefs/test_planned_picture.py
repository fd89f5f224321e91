"""What was planned and what came as SVG: a band and a sign for each line, the words of the card beside it."""

from xml.etree import ElementTree

from dashboard.briefs import planned_picture
from dashboard.figures.planned_against_actual import Line, bars
from dashboard.words import Reader


def every(svg: str, name: str, **attributes) -> list[ElementTree.Element]:
    found = ElementTree.fromstring(svg).iter("{http://www.w3.org/2000/svg}" + name)
    return [one for one in found if all(one.get(key) == value for key, value in attributes.items())]


def line(row, title, came, least, most):
    return Line(title, row("A", came), row("A", least), row("A", most))


def test_what_lies_within_is_a_dot_on_its_band_and_what_lies_outside_is_turned_and_said(row):
    lines = [line(row, "mayors", 11.0, 10.0, 12.0), line(row, "journalists", 13.0, 15.0, 20.0)]
    picture = planned_picture.of(bars(lines, Reader("en")))
    [dot], [turned] = every(picture.svg, "circle"), every(picture.svg, "rect", fill=planned_picture.WARM)
    first, second = every(picture.svg, "rect", fill=planned_picture.BAND)
    assert float(first.get("x")) < float(dot.get("cx")) < float(first.get("x")) + float(first.get("width"))
    assert float(turned.get("x")) < float(second.get("x")) and "rotate(45" in turned.get("transform")
    texts = ["".join(one.itertext()) for one in every(picture.svg, "text")]
    assert texts[0] == "mayors" and "too few" in texts[3]


def test_a_line_that_is_not_known_has_a_word_and_no_sign(row):
    lines = [
        line(row, "mayors", 11.0, 10.0, 12.0),
        Line("journalists", row("A", state="hidden"), row("A", 1.0), row("A", 2.0)),
    ]
    picture = planned_picture.of(bars(lines, Reader("en")))
    assert len(every(picture.svg, "circle")) == 1 and "".join(every(picture.svg, "text")[-1].itertext()) == "hidden"
