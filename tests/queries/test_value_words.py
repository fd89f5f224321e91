"""The words of an extract's values are those of the questions; a template that would offer an id is told."""

from dataclasses import replace
from types import SimpleNamespace

import pytest

from data.cards import read
from queries.value_words import missing, of


def question(tables: tuple[str, ...], **dimensions):
    found = {name: SimpleNamespace(values=values) for name, values in dimensions.items()}
    return SimpleNamespace(tables=tables, dimensions=found)


def registry(*questions):
    return SimpleNamespace(modules=dict(enumerate(questions)))


@pytest.fixture
def cards(report_card):
    return {"town_jobs": report_card}


def test_the_words_are_those_of_a_question_that_reads_the_extract_else_of_any_other(cards):
    own = question(("town_jobs",), job={"drains": {"en": "Drains"}})
    other = question(("elsewhere",), job={"drains": {"en": "Ditches"}, "water_supply": {"en": "Water"}})
    assert of(registry(other, own), cards)["town_jobs", "job"] == {
        "drains": {"en": "Drains"},
        "water_supply": {"en": "Water"},
    }


def test_a_dimension_of_another_name_gives_none(cards):
    assert of(registry(question(("town_jobs",), work={"drains": {"en": "Drains"}})), cards)["town_jobs", "job"] == {}


def test_a_value_of_a_template_without_words_is_told_with_its_line(cards, report_card):
    assert missing(registry(), cards) == []  # the card has words of its own
    fields = {**report_card.template.fields, "job": replace(report_card.template.fields["job"], words={})}
    bare = replace(report_card, template=replace(report_card.template, fields=fields))
    question_of_one = question(("town_jobs",), job={"drains": {"en": "Drains"}})
    (problem,) = missing(registry(question_of_one), {"town_jobs": bare})
    line = report_card.file.read_text("utf-8").splitlines()[problem.line - 1]
    assert line.startswith("job = { example")
    assert problem.warning and "job: no question has words for water_supply." in problem.message


def test_a_card_without_a_template_is_left_alone(card_without_template):
    assert missing(registry(), {"towns": card_without_template}) == []


def test_countries_are_called_what_the_list_of_countries_calls_them(report_card):
    column = replace(report_card.columns["job"], values=("JP",), values_of="countries")
    card = replace(report_card, columns={**report_card.columns, "job": column})
    assert of(registry(), {"town_jobs": card})["town_jobs", "job"]["JP"] == {"en": "Japan", "ne": "जापान", "bn": "জাপান"}


@pytest.fixture
def card_without_template(report_card, tmp_path):
    text = report_card.file.read_text("utf-8").split("[template]")[0]
    path = tmp_path / "towns.toml"
    path.write_text(text, "utf-8")
    return read(path)[0]
