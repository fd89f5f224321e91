"""Reading the folders: what is broken is told with file and line, and everything else works."""

import shutil

import pytest

from queries import registry

THEME = 'order = 1\ntitle.en = "T"\nintroduction.en = "I"\n'
INDICATORS = """[count]
unit = "persons"
decimals = 0
better = "neither"
numerator = "persons"
over_places = "sum"
title.en = "Count"
formula.en = "Counted."
why.en = "Everything rests on it."
caveats.en = "Not everybody is found."
owner = "An office"
review = 2027-05-31
"""
CARD = 'kind = "series"\ngrain = ["ward"]\nindicators = ["count"]\ntitle.en = "C"\nquestion.en = "Q?"\n'
SQL = "-- Q?\nSELECT place, period, persons FROM nepal_ward_census_2021\n"


@pytest.fixture
def queries(tmp_path):
    """A folder with one sound theme `land` and its modules `good` and `other`."""
    folder = tmp_path / "land"
    folder.mkdir()
    (folder / "theme.toml").write_text(THEME)
    (folder / "indicators.toml").write_text(INDICATORS)
    for name in ("good", "other"):
        (folder / f"{name}.toml").write_text(CARD)
        (folder / f"{name}.sql").write_text(SQL)
    return tmp_path


def test_what_lies_in_the_folders_is_found(queries):
    found = registry.load(queries)
    assert (list(found.themes), list(found.modules), found.problems) == (["land"], ["land/good", "land/other"], [])


@pytest.mark.parametrize(
    ("name", "content", "line", "told"),
    [
        ("other.toml", None, 1, "has no card"),
        ("other.sql", None, 1, "has no query"),
        ("other.toml", 'kind = "series"\ngrain = [\n', 2, "not valid TOML"),
        ("other.toml", CARD + 'tilte = "x"\n', 6, "'tilte' is no key of this card. Did you mean 'title'?"),
        ("other.toml", CARD.replace('"series"', '"seris"'), 1, "'kind' is \"seris\", but that is not one of those known"),
        ("other.toml", CARD.replace('["ward"]', '["wrd"]'), 2, '"wrd"'),
        ("other.toml", CARD.replace("[\"count\"]", "[\"cuont\"]"), 3, "indicator 'cuont' is not in indicators.toml"),
        ("other.toml", CARD.replace('question.en = "Q?"\n', ""), 1, "'question' is missing"),
        ("other.toml", CARD.replace('question.en', "question.fr"), 5, "language 'fr' is not one of en, ne, bn"),
        ("other.toml", CARD + '[dimensions.period]\ntitle.en = "P"\nvalues.a.en = "A"\n', 6, "name of a column every series has"),
    ],
)  # fmt: skip
def test_a_broken_module_is_one_clear_problem_and_all_others_work(queries, name, content, line, told):
    path = queries / "land" / name
    path.unlink() if content is None else path.write_text(content)
    found = registry.load(queries)
    assert list(found.modules) == ["land/good"]
    (problem,) = found.problems
    assert told in str(problem)
    assert problem.line == line
    assert list(found.broken) == ["land/other"]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (("unit", 'unit = "person"'), "'unit' is \"person\""),
        (("over_places", 'over_places = "average"'), "'over_places' is \"average\""),
        (("over_places", 'over_places = "ratio"'), "needs a numerator and a denominator"),
        (("numerator", "# none"), "adds up as sum, so it needs a numerator"),
        (("title.en", 'title.ne = "x"'), "the English text is missing"),
        (("decimals", "decimals = 99"), "decimals"),
        (("better", 'better = "lower"\nbetterr = "x"'), "Did you mean 'better'?"),
    ],
)
def test_a_broken_indicator_is_told_once_and_those_who_use_it_point_to_it(queries, change, told):
    path = queries / "land" / "indicators.toml"
    key, line = change
    path.write_text("\n".join(line if text.startswith(key) else text for text in INDICATORS.splitlines()) + "\n")
    found = registry.load(queries)
    assert found.modules == {}
    assert told in str(found.problems[0])
    assert [problem.message for problem in found.problems[1:]] == ["indicator 'count' is itself broken."] * 2


def test_a_rate_can_never_be_summed(queries):
    path = queries / "land" / "indicators.toml"
    path.write_text(INDICATORS + 'denominator = "households"\n')
    assert "a rate cannot be summed" in str(registry.load(queries).problems[0])


def test_published_figures_can_never_add_up(queries):
    (queries / "land" / "other.toml").write_text(CARD.replace("series", "published"))
    assert "published figures never do" in str(registry.load(queries).problems[0])


def test_a_folder_of_queries_without_a_theme_is_told(queries):
    shutil.copytree(queries / "land", queries / "sea")
    (queries / "sea" / "theme.toml").unlink()
    found = registry.load(queries)
    assert list(found.themes) == ["land"] and "is missing: the folder sea/" in str(found.problems[0])


def test_files_are_read_and_never_executed(queries):
    (queries / "land" / "evil.py").write_text("raise SystemExit('executed')")
    assert registry.load(queries).problems == []


def test_an_official_figure_that_is_not_there_is_told(queries, known_places):
    from queries.check import check

    path = queries / "land" / "indicators.toml"
    path.write_text(
        INDICATORS
        + '[count.official]\nquery = "land/printed"\nindicator = "persons"\nsentence.en = "{value} {official}"\n'
    )
    told = [problem for problem in check(known_places, "land/good", queries) if not problem.warning]
    assert ["names land/printed persons as official" in str(problem) for problem in told] == [True]
