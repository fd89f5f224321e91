"""A share and how far it would move under other weights."""

from dashboard.figures.bands import bars
from dashboard.markup import text_of
from dashboard.words import Reader

ENGLISH = Reader("en")


def test_the_thin_line_goes_from_low_to_high_on_the_scale_of_all(row):
    lines = [("Green", row("NP", 20.0), row("NP", 10.0), row("NP", 40.0)), ("Untagged", row("NP", 12.0), None, None)]
    drawn = bars(lines, ENGLISH)
    (band,) = [one for one in walk(drawn) if one["type"].lower() == "u"]
    assert band["props"]["style"] == {"left": "25.00%", "width": "75.00%"}  # 10 and 40 of the largest, 40
    assert "20.0\u00a0% (10–40)" in text_of(drawn)
    assert "12.0\u00a0%" in text_of(drawn)


def test_a_share_that_is_not_known_has_its_word(row):
    drawn = bars(
        [("Green", row("NP", None, "not_reported"), None, None), ("Clean", row("NP", 1.0), None, None)], ENGLISH
    )
    assert "not reported" in text_of(drawn)


def test_nothing_known_is_no_picture(row):
    assert bars([("Green", row("NP"), None, None)], ENGLISH) is None


def walk(element):
    if isinstance(element, dict):
        yield element
        children = element["props"].get("children")
        for child in children if isinstance(children, list) else [children]:
            yield from walk(child)
