"""Regions by stages: a sign beside the colour of each cell, and nothing due told from nothing done."""

import pytest

from dashboard.figures import matrix
from dashboard.markup import find, text_of

COLUMNS = [("first", "Draft"), ("second", "Meeting")]


@pytest.fixture
def cells(row):
    return {"first": {"NP0331": row("NP0331", 100.0), "NP0320": row("NP0320", 50.0), "NP0327": row("NP0327")},
            "second": {"NP0331": row("NP0331", 0.0), "NP0320": row("NP0320", state="not_applicable")}}  # fmt: skip


def drawn(cells, subject):
    return matrix.grid(["NP0331", "NP0320", "NP0327"], COLUMNS, cells, subject, "By district", "Stages")


def test_all_none_and_a_part_have_a_sign_and_nothing_due_a_dash(cells, subject):
    (makwanpur,) = find(drawn(cells, subject), data_code="NP0331")
    assert text_of(makwanpur).split() == ["Makwanpur", "●", "○"]
    (sindhuli,) = find(drawn(cells, subject), data_code="NP0320")
    assert text_of(sindhuli).replace("\u00a0", " ") == "Sindhuli 50.0 % –"


def test_a_place_of_which_nothing_is_known_has_no_line_and_nothing_at_all_is_no_picture(cells, subject):
    assert find(drawn(cells, subject), data_code="NP0327") == []
    assert drawn({}, subject) is None


def test_the_sentence_counts_the_full_cells_of_each_column(cells, subject):
    told = matrix.sentence(COLUMNS, cells, ["NP0331", "NP0320", "NP0327"], subject)
    assert told == "Complete: Draft in 1 of 2; Meeting in 0 of 1."
    assert matrix.sentence(COLUMNS, {}, [], subject) == ""


@pytest.mark.parametrize(("value", "kind"), [(0, "none"), (0.1, "part"), (99.9, "part"), (100, "all")])
def test_only_all_is_all_and_only_nothing_is_none(row, value, kind):
    assert matrix.kind_of(row("NP03", value)) == kind


def test_names_and_titles_are_shown_and_never_run(row, subject_of, wicked_names):
    from dataclasses import replace

    from dashboard.markup import to_html

    for name in wicked_names:
        subject = replace(subject_of(), name=lambda code, name=name: name)
        html = to_html(matrix.grid(["NP03"], [("a", name)], {"a": {"NP03": row("NP03", 100.0)}}, subject, name, name))
        assert "<script" not in html and "<img" not in html
