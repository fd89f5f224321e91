"""A mistake in an audit of a card is told with its line and what to do; audits that are right are kept."""

import pytest

from data.cards import read

RIGHT = """
[[audits]]
kind = "range"
says = "a town has people"
column = "persons"
least = 1
where.period = "2021"

[[audits]]
kind = "coverage"
says = "all towns are there."
country = "NP"
level = "local"
least = 1.0
"""


def test_audits_are_read_with_their_lines(write, card_text):
    card, problems = read(write("towns.toml", card_text + RIGHT))
    assert problems == []
    first, second = card.audits
    assert (first.kind, first.says, first.line, first.asks) == (
        "range",
        "a town has people",
        27,
        {"column": "persons", "least": 1},
    )
    assert (first.where, first.provenance) == ({"period": ("2021",)}, ())
    assert (second.says, second.line) == ("all towns are there", 34)


MISTAKES = [
    ('kind = "range"', 'kind = "rnage"', 28, "audit 1: kind is 'rnage'. Did you mean 'range'?"),
    ('kind = "range"\n', "", 27, "audit 1: kind is missing. Expected one of: parts, nested"),
    ('says = "a town has people"\n', "", 27, "audit 1: says is missing or no text."),
    ('column = "persons"\n', "", 28, "audit 1: column is missing. A range audit needs column."),
    ('column = "persons"', 'column = "perons"', 30, "audit 1: column is 'perons'. Did you mean 'persons'?"),
    ('column = "persons"', 'column = "place"', 30, "audit 1: column is 'place'. Expected one of: persons."),
    ("least = 1\n", "lest = 1\n", 31, "audit 1: 'lest' is no key of a range audit. Did you mean 'least'?"),
    ("least = 1\n", "", 28, "audit 1: least or most is missing. Say between what the column must lie."),
    ("least = 1\n", 'least = "people"\n', 31, "audit 1: least is 'people'. Expected a number or a column of numbers."),
    ("where.period", "where.perod", 32, "audit 1: where is {'perod': '2021'}. Did you mean 'period'?"),
    ('where.period = "2021"', "where.period = 2021", 32, "Expected texts in quotes for each column."),
    ("least = 1.0", "least = 95", 39, "audit 2: least is 95. Expected a share from 0 to 1."),
    ('level = "local"', 'level = "palika"', 38, "audit 2: level is 'palika'. Expected one of: country, region"),
    ("least = 1.0", 'least = 1.0\nprovenance = ["real"]', 40, "audit 2: provenance is ['real']. Expected one of: published"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("right", "wrong", "line", "message"), MISTAKES, ids=[mistake[3][9:50] for mistake in MISTAKES]
)
def test_a_mistake_is_named_with_its_line(write, card_text, right, wrong, line, message):
    assert right in RIGHT
    card, problems = read(write("towns.toml", card_text + RIGHT.replace(right, wrong, 1)))
    assert card is None
    assert any(message in str(problem) and problem.line == line for problem in problems), list(map(str, problems))


TOGETHER = [
    ('whole = "persons"', "needs parts or value, and not both."),
    ('whole = "persons"\nvalue = "persons"\nparts = ["persons"]', "needs parts or value, and not both."),
    ('whole = "place"\nparts = ["persons"]', "whole is 'place'."),
    ('whole = 5\nparts = ["persons"]', "whole is 5."),
    ('whole = "total"\nvalue = "persons"', "whole is 'total'. Give the number that all rows add up to, or with over"),
    ('whole = 5\nparts = "persons"', "parts is 'persons'. Expected a list of some of: persons."),
    ('whole = 5\nvalue = "persons"\ntolerance = -1', "tolerance is -1. Expected a number, 0 or more."),
    ('whole = true\nvalue = "persons"', "whole is True. Expected a column, a value, or a number."),
]


@pytest.mark.parametrize(("audit", "message"), TOGETHER, ids=[audit for audit, _ in TOGETHER])
def test_keys_that_do_not_go_together_are_told(write, card_text, audit, message):
    _, problems = read(write("towns.toml", f'{card_text}\n[[audits]]\nkind = "parts"\nsays = "so"\n{audit}\n'))
    assert any(message in str(problem) for problem in problems), list(map(str, problems))


def test_an_audit_of_places_needs_a_column_of_places(write, card_text):
    text = card_text.replace("columns.place", "columns.town").replace('"place", "period"', '"town", "period"')
    _, problems = read(write("towns.toml", text + RIGHT))
    assert ["a coverage audit needs a column place." in str(problem) for problem in problems] == [True]


def test_audits_that_are_no_list_are_told(write, card_text):
    _, problems = read(write("towns.toml", f'audits = "all"\n{card_text}'))
    assert ["1: audits is no list of tables. Write each as [[audits]]" in str(problem) for problem in problems] == [
        True
    ]
