"""Parts that many pages have stand once, and come together again as they were."""

import json

import pytest

from dashboard.offline.pieces import Part, Pieces

LONG = ["p", {"className": "note"}, "This sentence is long enough to be worth a number of its own, in any page."]
OTHER = ["p", {"className": "note"}, "यो वाक्य पनि आफ्नै अंक पाउन पुग्ने गरी लामो छ।"]


def read(pieces, roots, put_together):
    """The values of the roots by language and name, as a browser puts them together."""
    made = pieces.written(roots)
    found = {}
    for language, numbers in made.roots.items():
        parts = [json.loads(part) for part in (*made.common, *made.own[language])]
        found[language] = {name: put_together({"=": number}, parts) for name, number in numbers.items()}
    return found


@pytest.mark.parametrize(
    "value", [LONG, [LONG, LONG], {"a": LONG, "b": [1, None, True, "é", {"c": LONG}]}, [], "x", ["a", 0, "x" * 500]]
)
def test_a_value_comes_back_as_it_was(value, put_together):
    pieces = Pieces()
    assert read(pieces, {"en": {"one": pieces.put(value)}}, put_together) == {"en": {"one": value}}


def test_what_two_pages_have_stands_once(put_together):
    pieces = Pieces()
    roots = {"en": {"one": pieces.put(["div", 0, LONG, "first"]), "two": pieces.put(["div", 0, LONG, "second"])}}
    own = pieces.written(roots).own["en"]
    assert b"".join(own).count(b"worth a number") == 1 and len(own) == 3
    assert read(pieces, roots, put_together)["en"] == {
        "one": ["div", 0, LONG, "first"],
        "two": ["div", 0, LONG, "second"],
    }


def test_what_one_page_has_stands_in_it():
    pieces = Pieces()
    made = pieces.written({"en": {"one": pieces.put(["div", 0, LONG])}})
    assert [json.loads(part) for part in made.own["en"]] == [["div", 0, LONG]] and made.roots == {"en": {"one": 0}}


def test_what_two_languages_have_stands_apart_and_once(put_together):
    pieces = Pieces()
    pages = {"en": ["div", 0, LONG, "first"], "ne": ["div", 0, LONG, OTHER]}
    roots = {language: {"one": pieces.put(page)} for language, page in pages.items()}
    made = pieces.written(roots)
    assert [json.loads(part) for part in made.common] == [LONG[2]]
    assert b"worth a number" not in b"".join(made.own["en"] + made.own["ne"])
    assert read(pieces, roots, put_together) == {language: {"one": page} for language, page in pages.items()}


def test_a_part_stands_for_what_was_put_in(put_together):
    pieces = Pieces()
    part = Part(pieces.put(LONG))
    roots = {"en": {"one": pieces.put(["div", part, [part]])}}
    assert read(pieces, roots, put_together)["en"]["one"] == ["div", LONG, [LONG]]


def test_pieces_of_others_are_taken_over_and_what_both_have_stands_once(put_together):
    pages = [["div", 0, LONG, "first"], ["div", 0, LONG, OTHER], ["div", 0, LONG, "first"]]
    pieces, roots = Pieces(), {"en": {}}
    for at, page in enumerate(pages):
        other = Pieces()
        root = other.put(page)
        roots["en"][str(at)] = pieces.add(other.texts)[root]
    assert roots["en"]["0"] == roots["en"]["2"]
    assert b"".join(pieces.texts).count(b"worth a number") == 1
    assert read(pieces, roots, put_together)["en"] == {str(at): page for at, page in enumerate(pages)}


def test_the_same_values_give_the_same_bytes():
    made = []
    for _ in range(2):
        pieces = Pieces()
        roots = {str(number): pieces.put(["div", 0, LONG, str(number)]) for number in range(5)}
        made.append(pieces.written({"en": roots, "ne": {"0": roots["0"]}}))
    assert made[0] == made[1]
