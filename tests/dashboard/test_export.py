"""What a spreadsheet is given: text stays text, numbers stay numbers, nothing runs."""

import csv
import io

import pytest

from dashboard.export import BOM, cell, csv_text, plain_csv


@pytest.mark.parametrize("text", ["=1+1", "+977", "-5", "@sum", "\tx", "\rx", '=HYPERLINK("http://x")', "＝1+1"])
def test_text_that_looks_like_a_formula_gets_an_apostrophe(text):
    assert cell(text) == "'" + text


@pytest.mark.parametrize(("text", "shown"), [
    ("a;=1+1", "a;'=1+1"), ("a; =1+1", "a; '=1+1"), ("a\n@x", "a\n'@x"), ('a;"=1"', "a;\"'=1\""), ("a\t-1", "a\t'-1"),
    ("=1;=2", "'=1;'=2"), ("a; b", "a; b"), ("1-2; 3+4", "1-2; 3+4"), ("a, -5", "a, -5"),
])  # fmt: skip
def test_a_formula_after_what_a_spreadsheet_may_cut_at_is_no_formula(text, shown):
    assert cell(text) == shown


@pytest.mark.parametrize("value, shown", [(-5.25, "-5.25"), (0, "0"), (None, ""), (19600, "19600")])
def test_numbers_stay_numbers_and_missing_ones_empty(value, shown):
    assert cell(value) == shown


def test_a_file_for_other_programmes_has_no_mark_and_plain_ends_of_lines():
    assert plain_csv([("Title", "x")], [{"place": "NP", "value": 2}]) == "Title,x\n\nplace,value\nNP,2\n"


def test_a_file_opens_with_its_facts_then_the_rows():
    text = csv_text([("Title", "Population"), ("Link", "=x")], [{"place": "NP", "value": -1.5, "certain": True}])
    assert text.startswith(BOM)
    rows = list(csv.reader(io.StringIO(text.removeprefix(BOM))))
    assert rows == [["Title", "Population"], ["Link", "'=x"], [], ["place", "value", "certain"], ["NP", "-1.5", "true"]]
