"""The template of a card: what is asked for in it, and every mistake with its line."""

import pytest

from data.cards import read

TEMPLATE = """
[template]
levels = ["local"]
period = "year"

[template.columns.persons]
example = "12"
title = { en = "Persons", ne = "व्यक्ति", bn = "ব্যক্তি" }
"""


def test_a_template_lists_the_columns_that_are_not_asked_above(write, card_text):
    card, problems = read(write("towns.toml", card_text + TEMPLATE))
    assert problems == []
    assert list(card.template.fields) == ["persons"]
    assert (card.template.levels, card.template.countries) == (("local",), ("NP", "BD"))
    assert card.template.fields["persons"].titles["ne"] == "व्यक्ति"


def test_a_report_is_late_some_days_after_its_period(write, card_text):
    assert read(write("towns.toml", card_text + TEMPLATE))[0].template.due_days == 60
    earlier = TEMPLATE.replace('period = "year"', 'period = "year"\ndue_days = 15')
    assert read(write("towns.toml", card_text + earlier))[0].template.due_days == 15


def test_a_card_without_a_template_has_none(write, card_text):
    assert read(write("towns.toml", card_text))[0].template is None


LINE_OF_TEMPLATE = 27  # the card has 25 lines and the template begins after an empty one
MISTAKES = [
    ('levels = ["local"]', 'levels = ["locl"]', 1, "template.levels is ['locl']. Expected a list of some of: local, town."),
    ('levels = ["local"]\n', "", 0, "template.levels is None."),
    ('period = "year"', 'period = "week"', 2, "template.period is 'week'. Expected one of: fiscal_year, month, year."),
    ('period = "year"\n', "", 0, "template.period is ''."),
    ('period = "year"', 'period = "year"\ndue_days = "soon"', 3, "template.due_days is 'soon'. Expected a number of days."),
    ('period = "year"', 'period = "year"\nlines = ["persons"]', 3, "template.lines is ['persons']."),
    ("[template.columns.persons]", "[template.columns.person]", 4, "the column 'persons' is not in the template."),
    ("[template.columns.persons]", "[template.columns.person]", 4, "Did you mean 'persons'?"),
    ('example = "12"\n', "", 4, "template.columns.persons.example is None."),
    ('en = "Persons", ', "", 6, "template.columns.persons.title.en is missing."),
    ('example = "12"', 'example = "12"\nlevel = "ward"', 6, "level is 'ward'. Of place: ward or local"),
    ('example = "12"', 'example = "12"\nown_number = true', 6, "own_number is True. true, of a column of texts."),
    ('example = "12"', 'example = "12"\nvalues.a.en = "x"', 6, "Give words for some of: none."),
]  # fmt: skip


@pytest.mark.parametrize(("right", "wrong", "below", "message"), MISTAKES, ids=[each[3][:50] for each in MISTAKES])
def test_a_mistake_is_named_with_its_line(write, card_text, right, wrong, below, message):
    assert right in TEMPLATE
    card, problems = read(write("towns.toml", card_text + TEMPLATE.replace(right, wrong)))
    assert card is None
    at = {problem.line - LINE_OF_TEMPLATE for problem in problems if message in str(problem)}
    assert below in at, [str(problem) for problem in problems]


def test_a_heading_that_is_not_translated_is_a_warning(write, card_text):
    card, problems = read(write("towns.toml", card_text + TEMPLATE.replace(', bn = "ব্যক্তি"', "")))
    assert card is not None
    assert [problem.warning for problem in problems] == [True]
    assert "title is not translated into bn; English is shown." in problems[0].message


def test_published_rows_have_no_template(write, card_text):
    bundled = "\n".join(["[bundled]", 'provenance = "published"', *(f'{key} = "x"' for key in
                         ("publisher", "licence", "source", "read_at", "data_date"))])  # fmt: skip
    card, problems = read(write("towns.toml", card_text + TEMPLATE + bundled))
    assert card is None
    assert "has [bundled] rows and a [template]." in str(problems[0])


def test_a_choice_must_be_an_example_that_can_be_chosen(write, card_text):
    text = card_text.replace(
        'meaning = "year"', 'meaning = "year"\n[columns.job]\ntype = "VARCHAR"\nmeaning = "m"\nvalues = ["a"]'
    )
    job = '[template.columns.job]\nexample = "b"\ntitle = { en = "Job", ne = "काम", bn = "কাজ" }\n'
    card, problems = read(write("towns.toml", text + TEMPLATE + job))
    assert card is None
    assert "template.columns.job.example is 'b'. Expected one of: a." in str(problems[0])
