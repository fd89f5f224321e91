"""`nagar new` writes a module that passes at once, and never overwrites."""

import shutil

import duckdb
import pytest

from data import catalogue
from data.problems import ContentError, shown
from geo import groups
from queries import check, contract, example, new, new_register, registry, value_words

CARDS = catalogue.cards()[0]


@pytest.fixture
def queries(tmp_path):
    """A copy of the checkout's people theme, to write beside it."""
    shutil.copytree(registry.QUERIES / "people", tmp_path / "queries" / "people")
    return tmp_path / "queries"


@pytest.fixture(scope="module")
def sets(known_places):
    return groups.load(known_places)[0]


@pytest.mark.slow
@pytest.mark.parametrize("extract", sorted(CARDS))
def test_a_module_from_every_extract_passes_check(queries, known_places, sets, bundled_snapshot, extract):
    parquet = bundled_snapshot / "extracts" / f"{extract}.parquet"
    parquet = parquet if parquet.is_file() else None
    if not {"period", "date"} & set(CARDS[extract].columns) and not new_register.fits(CARDS[extract]):
        with pytest.raises(ContentError, match="has no place and period"):
            new.write(f"trial/{extract}", CARDS[extract], parquet, known_places, CARDS, queries)
        return
    of_rows = {column.type for name, column in CARDS[extract].columns.items() if name not in CARDS[extract].key}
    if of_rows <= {"BOOLEAN"}:
        with pytest.raises(ContentError, match="has no column of numbers to measure"):
            new.write(f"trial/{extract}", CARDS[extract], parquet, known_places, CARDS, queries)
        return
    new.write(f"trial/{extract}", CARDS[extract], parquet, known_places, CARDS, queries)
    vetted = contract.vetted(registry.load(queries), CARDS)
    problems = check.modules(vetted, CARDS, sets, known_places, queries, vetted.of_theme("trial"))
    problems += value_words.missing(vetted, CARDS)
    assert [one for one in problems if not one.warning and one.file.startswith(shown(queries / "trial"))] == []
    found = vetted.modules[f"trial/{extract}"]
    assert bool(found.card.examples) == (parquet is not None)
    assert all(problem.warning for problem in example.failures(found, CARDS))


@pytest.mark.slow
def test_indicators_of_the_theme_are_used_again(queries, known_places, bundled_snapshot):
    parquet = bundled_snapshot / "extracts" / "nepal_ward_census_2021.parquet"
    before = (queries / "people" / "indicators.toml").read_text()
    new.write("people/men_and_women", CARDS["nepal_ward_census_2021"], parquet, known_places, CARDS, queries)
    module = registry.load(queries).modules["people/men_and_women"]
    assert list(module.indicators) == ["households", "persons", "male", "female"]
    added = (queries / "people" / "indicators.toml").read_text().removeprefix(before.rstrip())
    assert "[male]" in added and "[persons]" not in added


def test_nothing_is_overwritten(queries, known_places):
    before = (queries / "people" / "population.sql").read_text()
    with pytest.raises(ContentError, match=r"population.sql exists already"):
        new.write("people/population", CARDS["nepal_ward_census_2021"], None, known_places, CARDS, queries)
    assert (queries / "people" / "population.sql").read_text() == before


@pytest.mark.parametrize("name", ["people", "people/", "People/x", "people/../x", "a b/c", "people/x/y"])
def test_a_name_that_is_none_is_refused(queries, known_places, name):
    with pytest.raises(ContentError, match="is no name for a module"):
        new.write(name, CARDS["nepal_ward_census_2021"], None, known_places, CARDS, queries)


@pytest.mark.parametrize(("quarters", "absent"), [(4, None), (3, "missing")])
def test_where_rows_are_absent_the_card_says_what_that_means(queries, known_places, tmp_path, quarters, absent):
    """One town that told all four quarters of a year, and one that told as many as drawn."""
    names, parquet = CARDS["budget_quarters"].columns["quarter"].values, tmp_path / "budget_quarters.parquet"
    rows = [("NP0548201", name) for name in names] + [("NP0548202", name) for name in names[:quarters]]
    table = ", ".join(f"('{place}', '2080/81', '{quarter}', 100, 10)" for place, quarter in rows)
    columns = "place, period, quarter, plan_thousand, spent_to_date_thousand"
    duckdb.sql(f"SELECT * FROM (VALUES {table}) AS t({columns})").write_parquet(str(parquet))
    new.write("trial/quarters", CARDS["budget_quarters"], parquet, known_places, CARDS, queries)
    assert registry.load(queries).modules["trial/quarters"].dimensions["quarter"].absent == absent
