"""Worked examples are tests: they must be able to fail."""

import pytest

from data import catalogue
from queries import example

CARDS = catalogue.cards()[0]
SQL = "SELECT place, period, sum(persons)::BIGINT AS persons FROM nepal_ward_census_2021 GROUP BY ALL"
ROW = {"place": "NP0548201-01", "period": "2021", "persons": 5}


def told(draw, tmp_path, **changes):
    case = {"name": "two rows become one", "given": {"nepal_ward_census_2021": [ROW, ROW]},
            "expect": [{**ROW, "persons": 5 + 5}], **changes}  # fmt: skip
    made = draw.module([draw.indicator("count", numerator="persons")], sql=SQL, examples=[case])
    card_file = tmp_path / "one.toml"
    card_file.write_text("kind = 'series'\n\n[[examples]]\n")
    made = made.model_copy(update={"card_file": card_file, "tables": ("nepal_ward_census_2021",)})
    return example.failures(made, CARDS)


def test_an_example_that_comes_out_says_nothing(draw, tmp_path):
    assert told(draw, tmp_path) == []


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"expect": [{**ROW, "persons": 11}]}, "does not give the expected row 1, { place ="),
        ({"expect": []}, "gives 1 rows more than expected"),
        ({"expect": [{**ROW, "persons": 10, "male": 3}]}, "does not give the expected row 1"),
        ({"expect": [{"place": "NP0548201-01", "period": "2021"}]}, "does not give the expected row 1"),
        ({"given": {"nowhere": [ROW]}}, "'nowhere' is no extract we know"),
        ({"given": {"nepal_ward_census_2021": [{"plce": "x"}]}}, "has no column 'plce'"),
    ],
)
def test_an_example_that_does_not_is_told_with_its_line(draw, tmp_path, changes, sentence):
    (problem,) = told(draw, tmp_path, **changes)
    assert sentence in problem.message and problem.line == 3 and not problem.warning


def test_a_computed_example_waits_for_a_pencil(draw, tmp_path):
    (problem,) = told(draw, tmp_path, confirmed=False)
    assert problem.warning and "not worked out by hand" in problem.message
