"""A rehearsal makes cubes of what changed, keeps what is broken as it was, and leaves the snapshot alone."""

import shutil

import pytest

from data import catalogue, snapshots
from data.problems import ContentError
from queries import registry
from queries.rehearsal import Good, rehearse
from queries.run import Ask, run

pytestmark = pytest.mark.slow
CARDS = catalogue.cards()[0]
ASK = Ask("people/population", by="country", indicators=("persons",))


def persons(house) -> float:
    return next(row["value"] for row in run(house, ASK).rows if row["place"] == "NP")


@pytest.fixture
def queries(tmp_path):
    shutil.copytree(registry.QUERIES / "people", tmp_path / "queries" / "people")
    return tmp_path / "queries"


def change(queries, old, new, name="people/population.sql"):
    path = queries / name
    assert old in path.read_text("utf-8")
    path.write_text(path.read_text("utf-8").replace(old, new, 1), "utf-8")


def test_a_changed_query_answers_anew_and_a_broken_one_as_it_last_did(
    bundled_snapshot, known_places, queries, tmp_path
):
    files = {name: snapshots.digest_of(bundled_snapshot / name) for name in snapshots.files_in(bundled_snapshot)}
    house, wrong = rehearse(Good(bundled_snapshot), tmp_path / "1", registry.load(queries), CARDS, known_places)
    assert (persons(house), wrong) == (28_925_480, [])
    good = Good(tmp_path / "1", house.registry.themes, house.registry.modules, house)

    change(queries, "period, persons, male", "period, 2 * persons AS persons, male")
    house, wrong = rehearse(good, tmp_path / "2", registry.load(queries), CARDS, known_places)
    assert (persons(house), wrong) == (2 * 28_925_480, [])
    good = Good(tmp_path / "2", house.registry.themes, house.registry.modules, house)

    change(queries, "2 * persons", "2 * persns")
    house, (problem,) = rehearse(good, tmp_path / "3", registry.load(queries), CARDS, known_places)
    assert persons(house) == 2 * 28_925_480 and "persns" in problem.message
    assert "people/published_totals" in house.cubes
    assert files == {
        name: snapshots.digest_of(bundled_snapshot / name) for name in snapshots.files_in(bundled_snapshot)
    }


def test_a_broken_card_of_a_theme_keeps_its_page(bundled_snapshot, known_places, queries, tmp_path):
    house, _ = rehearse(Good(bundled_snapshot), tmp_path / "1", registry.load(queries), CARDS, known_places)
    good = Good(tmp_path / "1", house.registry.themes, house.registry.modules, house)
    (queries / "people" / "theme.toml").write_text("title = \n")
    (queries / "people" / "indicators.toml").write_text("nothing\n")
    house, wrong = rehearse(good, tmp_path / "2", registry.load(queries), CARDS, known_places)
    assert list(house.registry.themes) == ["people"] and persons(house) == 28_925_480 and wrong


def test_a_query_that_was_taken_away_is_gone(bundled_snapshot, known_places, queries, tmp_path):
    house, _ = rehearse(Good(bundled_snapshot), tmp_path / "1", registry.load(queries), CARDS, known_places)
    good = Good(tmp_path / "1", house.registry.themes, house.registry.modules, house)
    for ending in (".sql", ".toml"):
        (queries / "people" / f"published_totals{ending}").unlink()
    before = list(house.cubes)
    house, _ = rehearse(good, tmp_path / "2", registry.load(queries), CARDS, known_places)
    assert "people/published_totals" in before
    left = [name for name in before if name != "people/published_totals"]
    assert list(house.registry.modules) == left == list(house.cubes)


def test_an_extract_of_another_card_asks_for_a_build(bundled_snapshot, known_places, queries, tmp_path):
    from dataclasses import replace

    card = CARDS["nepal_ward_census_2021"]
    columns = {**card.columns, "children": replace(card.columns["male"], name="children")}
    cards = {**CARDS, card.name: replace(card, columns=columns)}
    with pytest.raises(ContentError, match="the card has changed"):
        rehearse(Good(bundled_snapshot), tmp_path / "1", registry.load(queries), cards, known_places)
