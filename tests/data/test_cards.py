"""A card says all that is wrong with it, each with its line."""

import subprocess
import sys

import pytest

from data.cards import read, read_completed
from data.catalogue import EXTRACTS
from data.problems import ROOT, ContentError


@pytest.mark.parametrize("path", sorted(EXTRACTS.glob("*.toml")), ids=lambda path: path.stem)
def test_every_card_of_the_checkout_is_sound(path):
    card, problems = read(path)
    assert [str(problem) for problem in problems] == []
    assert card.name == path.stem


def test_a_sound_card_becomes_a_dataclass(write, card_text):
    card, problems = read(write("towns.toml", card_text))
    assert problems == []
    assert card.name == "towns"
    assert card.key == ("place", "period")
    assert list(card.columns) == ["place", "period", "persons"]
    assert (card.columns["persons"].type, card.columns["persons"].unit) == ("BIGINT", "persons")
    assert card.title("ne") == "नगर"
    assert card.title("xx") == "Towns"


MISTAKES = [
    ('grain = "one', 'grian = "one', 5, "'grian' is no key of an extract's card. Did you mean 'grain'?"),
    ('unit = "persons"', 'units = "persons"', 24, "Did you mean 'unit'?"),
    ('unit = "persons"\n', "", 22, "columns.persons is a number without a unit."),
    ('type = "BIGINT"', 'type = "BIGNIT"', 23, "columns.persons.type is 'BIGNIT'. Expected one of: VARCHAR, BIGINT"),
    ('type = "BIGINT"\n', "", 22, "columns.persons.type is missing."),
    ('meaning = "year"\n', "", 18, "meaning of columns.period is missing or no text."),
    ('"period"]', '"perod"]', 7, "the key names 'perod', which is no column of this card. Did you mean 'period'?"),
    ('["place", "period"]', '"place"', 7, "key is missing or no list of columns."),
    ('["place", "period"]', '["place", "place"]', 7, "names a column twice."),
    ('title.en = "Towns"\n', "", 1, "title.en is missing."),
    ('"public"', '"secret"', 6, "disclosure is 'secret'. Expected one of: public, protected."),
    ('publisher = "Office of Towns"\n', "", 9, "publisher of sources_hint is missing or no text."),
    ("[columns.persons]", "[columns.Persons]", 22, "'Persons' is no column name."),
    ('meaning = "town"', 'meaning = "town"\nvalues = "a"', 17, "columns.place.values is 'a'. Expected a list of texts."),
    ('meaning = "town"', 'meaning = "town"\nvalues_of = "towns"', 17, "values_of is 'towns'. Expected one of: countries"),
    ('"at the office"', '"at the office"\n[bundled]\nprovenance = "true"', 14, "bundled.provenance is 'true'."),
    ('grain = "one', "grain = one", 5, "is not valid TOML"),
]  # fmt: skip


@pytest.mark.parametrize(("right", "wrong", "line", "message"), MISTAKES, ids=[mistake[3][:40] for mistake in MISTAKES])
def test_a_mistake_is_named_with_its_line(write, card_text, right, wrong, line, message):
    assert right in card_text
    path = write("towns.toml", card_text.replace(right, wrong))
    card, problems = read(path)
    assert card is None
    assert any(message in str(problem) and problem.line == line for problem in problems), problems
    assert all(problem.file == str(path) for problem in problems)


def test_a_column_that_is_no_table_is_named(write, card_text):
    card, problems = read(write("towns.toml", card_text.replace("[columns.persons]", "[columns]\npersons = 1\n[rest]")))
    assert card is None
    assert "columns.persons is 1. Expected a table with type, unit and meaning." in " ".join(map(str, problems))


def test_a_card_that_does_not_say_is_protected(write, card_text):
    assert read(write("towns.toml", card_text))[0].disclosure == "public"
    assert read(write("towns.toml", card_text.replace('disclosure = "public"\n', "")))[0].disclosure == "protected"


def test_all_mistakes_are_told_together(write, card_text):
    text = card_text.replace("grain", "grian").replace("BIGINT", "NUMBER").replace('"public"', '"all"')
    _, problems = read(write("towns.toml", text))
    assert [problem.line for problem in problems] == [1, 5, 6, 23]  # grain is missing, grian unknown, disclosure, type


def test_a_missing_translation_is_only_a_warning(write, card_text):
    card, problems = read(write("towns.toml", card_text.replace('title.bn = "শহর"\n', "")))
    assert card.title("bn") == "Towns"
    assert [problem.warning for problem in problems] == [True]
    assert "title.bn is missing; English is shown." in str(problems[0])


def test_a_card_that_is_not_utf_8_is_named(write, card_text):
    card, problems = read(write("towns.toml", card_text, encoding="utf-16"))
    assert card is None
    assert "is not UTF-8 text" in str(problems[0])


def test_a_name_that_is_none_is_told(write, card_text):
    card, problems = read(write("My Towns.toml", card_text))
    assert card is None
    assert "'My Towns' is no name for an extract." in str(problems[0])


@pytest.mark.parametrize("text", ["", "{", "[]", '{"name": "towns"}'])
def test_a_completed_card_cut_short_is_one_sentence(write, text):
    path = write("towns.json", text)
    with pytest.raises(ContentError, match=r"towns.json:1: is not the card of a published extract .*Run `nagar build`"):
        read_completed(path)


def test_the_web_server_reads_cards_without_loading_pandas():
    code = "import sys, data.cards, data.catalogue, data.warehouse, data.snapshots; print('pandas' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_a_column_of_countries_has_their_codes_for_values(write, card_text):
    path = write("towns.toml", card_text.replace('meaning = "town"', 'meaning = "town"\nvalues_of = "countries"'))
    column = read(path)[0].columns["place"]
    assert column.values_of == "countries" and {"NP", "BD", "JP"} <= set(column.values)
