"""Files are given to recipes by content or name; what cannot be decided is told, never guessed."""

from pathlib import Path

import pytest

from data import sources
from data.problems import ContentError

TOWNS = """
EXTRACT = "towns"
def recognise(path):
    return path.name.startswith("towns")
def build(paths, places):
    raise NotImplementedError
"""


def quiet(text, done, total):
    """A progress display that shows nothing."""


@pytest.fixture
def known(write):
    write("recipes/towns.py", TOWNS)
    write("recipes/_shared.py", "nothing = 1")
    return sources.recipes(write("recipes/__init__.py", "").parent)


@pytest.fixture
def assign(tmp_path, known):
    return lambda folder="given": sources.assign(tmp_path / folder, known, tmp_path / "out", quiet)


def test_modules_with_an_underscore_are_no_recipes(known):
    assert list(known) == ["towns"]


def test_files_are_found_in_folders_below_and_unknown_ones_are_listed(write, assign, known):
    path = write("given/deep/down/towns.csv", "1")
    other = write("given/deep/notes.txt", "2")
    write("given/.hidden/towns.csv", "3")
    assert assign() == ([other], [])
    assert known["towns"].paths == {"": path}


def test_two_different_files_for_one_recipe_are_an_error(write, assign):
    write("given/towns.csv", "1")
    write("given/towns (2).csv", "2")
    with pytest.raises(ContentError, match=r"is recognised as the source of towns, and so is .*which is different"):
        assign()


def test_the_same_file_twice_is_read_once_and_noted(write, assign):
    write("given/towns.csv", "1")
    write("given/towns copy.csv", "1")
    unknown, notes = assign()
    assert unknown == []
    assert "was read once" in notes[0]


def test_a_folder_that_does_not_exist_is_named(assign):
    with pytest.raises(ContentError, match=r"elsewhere:1: does not exist: --sources names the folder"):
        assign("elsewhere")


def test_a_file_in_place_of_a_folder_is_told(write, assign):
    write("towns.csv", "1")
    with pytest.raises(ContentError, match=r"towns.csv:1: is a file: --sources names the folder"):
        assign("towns.csv")


def test_a_folder_without_any_known_file_is_an_error(write, assign):
    write("given/notes.txt", "1")
    with pytest.raises(ContentError, match="none of the 1 files in this folder is a source that we know"):
        assign()


def test_the_folder_of_snapshots_is_not_searched(write, tmp_path, known):
    write("given/towns.csv", "1")
    write("given/out/towns.csv", "2")
    assert sources.assign(tmp_path / "given", known, tmp_path / "given" / "out", quiet) == ([], [])


def test_two_recipes_for_one_file_are_told(write, tmp_path):
    write("recipes/towns.py", TOWNS)
    write("recipes/cities.py", TOWNS.replace('"towns"\n', '"cities"\n'))
    write("given/towns.csv", "1")
    known = sources.recipes(tmp_path / "recipes")
    with pytest.raises(ContentError, match=r"is recognised by several recipes: cities.py, towns.py"):
        sources.assign(tmp_path / "given", known, tmp_path / "out", quiet)


def test_a_broken_recipe_is_named_with_its_line(write, tmp_path):
    write("recipes/towns.py", TOWNS + "\n\ndef part(:\n")
    write("recipes/areas.py", "EXTRACT = 'areas'")
    with pytest.raises(ContentError) as raised:
        sources.recipes(tmp_path / "recipes")
    told = str(raised.value)
    assert "areas.py:1: is no recipe: AttributeError" in told
    assert "towns.py:9: is no recipe: SyntaxError" in told


def test_two_recipes_for_one_extract_are_told(write, tmp_path):
    write("recipes/a.py", TOWNS)
    write("recipes/b.py", TOWNS)
    with pytest.raises(ContentError, match=r"b.py:1: makes towns, which a.py makes too"):
        sources.recipes(tmp_path / "recipes")


def test_a_damaged_file_that_is_none_of_ours_does_not_stop_the_search(write, tmp_path):
    write("recipes/towns.py", TOWNS.replace("return", "1 / ('bad' not in path.name)\n    return"))
    write("given/bad.csv", "1")
    write("given/towns.csv", "1")
    known = sources.recipes(tmp_path / "recipes")
    unknown, notes = sources.assign(tmp_path / "given", known, tmp_path / "out", quiet)
    assert [path.name for path in unknown] == ["bad.csv"]
    assert "could not be looked at by towns.py: ZeroDivisionError" in notes[0]


def test_a_recipe_is_run_again_when_its_text_or_what_it_shares_changes(write, known):
    before = known["towns"].code()
    write("recipes/_shared.py", "nothing = 2")
    assert known["towns"].code() != before


def test_every_real_file_finds_its_recipe_and_no_other_file_does(shared_data):
    known = sources.recipes()
    unknown, _ = sources.assign(shared_data, known, Path("/nowhere"), quiet)
    found = {name: sorted(path.name for path in recipe.paths.values()) for name, recipe in known.items()}
    assert found == {
        "bangladesh_census_2011": ["pop_district_2011.csv", "pop_division_2011.csv", "pop_upazila_2011.csv"],
        "bangladesh_net_migration_2001_2011": ["net_migration_rate_district_2001_2011_PARTIAL_21of64.csv"],
        "bangladesh_pourashava_budgets": ["pourashava_budgets_press_2021_2026.csv"],
        "bangladesh_published_headlines": [
            "census_2022_population_by_division.csv",
            "headline_figures.csv",
            "migration_causes_by_division_2011.csv",
        ],
        "city_partnerships": ["partnerships_seen.csv"],
        "nepal_birthplace_2011": ["population_by_place_of_birth_2011.csv"],
        "nepal_in_migrants_2011_by_reason": ["native_born_other_district_by_main_reason_2011.csv"],
        "nepal_poverty_district_2001_2011": ["poverty_rates_district_2001_2011.csv"],
        "nepal_published_headlines": ["published_headlines.csv"],
        "nepal_transfers_2074_75": ["red_book_local_2074_75_extracted_DERIVED.csv"],
        "nepal_ward_census_2021": ["demographics_ward.csv"],
        "nepal_wealth_quintiles_2021": ["HHwealth.xlsx"],
    }
    taken = sum(len(recipe.paths) for recipe in known.values())
    assert len(unknown) + taken == sum(path.is_file() for path in shared_data.rglob("*"))


@pytest.mark.parametrize("name", sorted(sources.recipes()))
def test_a_renamed_real_file_is_known_by_its_content(shared_data, tmp_path, name):
    known = sources.recipes()
    sources.assign(shared_data, known, Path("/nowhere"), quiet)
    for number, path in enumerate(known[name].paths.values()):
        renamed = tmp_path / f"file {number}{path.suffix}"
        renamed.symlink_to(path)
        assert [other for other, recipe in known.items() if recipe.module.recognise(renamed)] == [name]
