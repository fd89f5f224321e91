"""Parts that many pages have stand once, and come together again as they were."""

import json

import pytest

from dashboard.offline.pieces import Pieces

LONG = ["p", {"className": "note"}, "This sentence is long enough to be worth a number of its own, in any page."]


def read(pieces, roots, put_together):
    parts, numbers = pieces.written(roots)
    parts = [json.loads(part) for part in parts]
    return {name: put_together({"=": number}, parts) for name, number in numbers.items()}


@pytest.mark.parametrize(
    "value", [LONG, [LONG, LONG], {"a": LONG, "b": [1, None, True, "é", {"c": LONG}]}, [], "x", ["a", 0, "x" * 500]]
)
def test_a_value_comes_back_as_it_was(value, put_together):
    pieces = Pieces()
    assert read(pieces, {"one": pieces.put(value)}, put_together) == {"one": value}


def test_what_two_pages_have_stands_once(put_together):
    pieces = Pieces()
    roots = {"one": pieces.put(["div", 0, LONG, "first"]), "two": pieces.put(["div", 0, LONG, "second"])}
    parts, _ = pieces.written(roots)
    assert b"".join(parts).count(b"worth a number") == 1 and len(parts) == 3
    assert read(pieces, roots, put_together) == {"one": ["div", 0, LONG, "first"], "two": ["div", 0, LONG, "second"]}


def test_what_one_page_has_stands_in_it():
    pieces = Pieces()
    parts, roots = pieces.written({"one": pieces.put(["div", 0, LONG])})
    assert [json.loads(part) for part in parts] == [["div", 0, LONG]] and roots == {"one": 0}


def test_the_same_values_give_the_same_bytes():
    made = []
    for _ in range(2):
        pieces = Pieces()
        made.append(pieces.written({str(number): pieces.put(["div", 0, LONG, str(number)]) for number in range(5)}))
    assert made[0] == made[1]
