"""The letters of a drawing apart from its shapes."""

import pytest

from dashboard.briefs import fonts, pen
from dashboard.briefs.lettering import Lettering, parted

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 50">{}</svg>'
TEXT = '<text x="3" y="4" font-size="10" fill="#112233" {}>{}</text>'


def one(content: str) -> Lettering:
    (found,) = parted(SVG.format(content))[1]
    return found


def test_a_text_is_taken_out_and_the_shapes_stay():
    svg, found = parted(SVG.format('<rect width="5" height="5"/>' + TEXT.format('font-weight="700"', "दाङ")))
    assert "<rect" in svg and "<text" not in svg and "दाङ" not in svg
    assert found == [Lettering("दाङ", 3, 4, 10, True, "#112233", "start", "")]


def test_a_text_lies_where_the_groups_around_it_are_moved_to():
    inner = (
        '<g transform="translate(10 20) scale(2)"><g transform="translate(1,2)">' + TEXT.format("", "a") + "</g></g>"
    )
    found = one(inner)
    assert (found.x, found.y, found.size) == (10 + 2 * (1 + 3), 20 + 2 * (2 + 4), 2 * 10)


def test_parts_of_a_text_in_fonts_of_their_own_are_one_text():
    assert one(TEXT.format('text-anchor="end" stroke="#fff"', "<tspan>NURP </tspan><tspan>नगर</tspan>")) == Lettering(
        "NURP नगर", 3, 4, 10, False, "#112233", "end", "#fff"
    )


def test_a_text_that_is_read_from_below_says_so_and_lies_where_it_was_turned():
    found = one('<g transform="translate(10 40) scale(2) rotate(-90)">' + TEXT.format("", "a") + "</g>")
    assert (found.x, found.y, found.size, found.upright) == (10 + 2 * 4, 40 - 2 * 3, 20, True)


def test_a_text_of_parts_begins_where_its_first_part_does():
    svg = pen.document(100, 50, [pen.text(40, 20, "Jaleshwor नगर", 10)])
    [found] = parted(svg)[1]
    assert (found.text, found.x, found.y, found.anchor) == ("Jaleshwor नगर", 40, 20, "start")
    [ending] = parted(pen.document(100, 50, [pen.text(90, 20, "Jaleshwor नगर", 10, anchor="end")]))[1]
    assert ending.x == pytest.approx(90 - fonts.width("Jaleshwor नगर", 10), abs=0.01) and ending.anchor == "start"


def test_what_is_turned_otherwise_or_belongs_to_a_pattern_stays_in_the_drawing():
    turned = '<g transform="rotate(90)">' + TEXT.format("", "a") + "</g>"
    uneven = '<g transform="scale(1 2)">' + TEXT.format("", "b") + "</g>"
    pattern = "<defs><pattern>" + TEXT.format("", "c") + "</pattern></defs>"
    svg, found = parted(SVG.format(turned + uneven + pattern))
    assert found == [] and svg.count("<text") == 3
