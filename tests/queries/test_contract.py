"""What SQL may not do, and how it is told."""

import pytest

from data import catalogue, warehouse
from queries import contract


@pytest.fixture(scope="module")
def cards():
    return catalogue.cards()[0]


def vetted(draw, sql, cards):
    return contract.vet(draw.module([draw.indicator("count", numerator="persons")], sql=sql), set(cards))


def test_one_select_over_known_extracts_passes_and_its_tables_are_found(draw, cards):
    sql = """-- Who?
        WITH wards AS (SELECT place, period, persons FROM nepal_ward_census_2021)
        SELECT * FROM wards UNION ALL SELECT place, period, persons FROM bangladesh_census_2011 WHERE level = 'local'"""
    assert vetted(draw, sql, cards) == (("bangladesh_census_2011", "nepal_ward_census_2021"), [])


@pytest.mark.parametrize(
    ("sql", "told"),
    [
        ("SELECT 1; SELECT 2", "2 statements"),
        ("", "holds no SELECT"),
        ("-- only a comment", "holds no SELECT"),
        ("DROP TABLE nepal_ward_census_2021", "not a SELECT"),
        ("INSERT INTO nepal_ward_census_2021 VALUES ('x')", "not a SELECT"),
        ("COPY nepal_ward_census_2021 TO 'stolen.csv'", "not a SELECT"),
        ("ATTACH 'other.db'", "not a SELECT"),
        ("SET threads = 1", "not a SELECT"),
        ("SELECT * FROM read_csv('/etc/passwd')", "uses read_csv()"),
        ("SELECT * FROM read_text('/etc/passwd')", "uses read_text()"),
        ("SELECT * FROM glob('*')", "uses glob()"),
        ("SELECT * FROM range(1000000000)", "uses range()"),
        ("SELECT * FROM duckdb_settings()", "uses duckdb_settings()"),
        ("SELECT * FROM '/etc/passwd'", "reads '/etc/passwd'"),
        ("SELECT * FROM 'other.parquet'", "reads 'other.parquet'"),
        ("SELECT * FROM information_schema.tables", "reads 'information_schema.tables'"),
        ("SELECT (SELECT count(*) FROM secrets) FROM nepal_ward_census_2021", "reads 'secrets'"),
        ("SELECT random() FROM nepal_ward_census_2021", "uses random()"),
        ("SELECT current_date FROM nepal_ward_census_2021", "uses current_date()"),
        ("SELECT * FROM nepal_ward_census_2021 USING SAMPLE 50%", "takes a sample"),
        ("SELECT localtimestamp FROM nepal_ward_census_2021", "uses localtimestamp()"),
        ("SELECT age(DATE '2020-01-01') FROM nepal_ward_census_2021", "uses age()"),
        ("SELECT row_number() OVER () FROM nepal_ward_census_2021", "uses row_number without ORDER BY"),
        ("SELECT now() FROM nepal_ward_census_2021", "uses now()"),
        ("SELECT getenv('HOME') FROM nepal_ward_census_2021", "uses getenv()"),
        ("WITH nepal_ward_census_2021 AS (SELECT 1) SELECT * FROM nepal_ward_census_2021", "hides where its figures"),
        ("SELEC place FROM nepal_ward_census_2021", "syntax error"),
    ],
)
def test_anything_else_is_refused_with_a_sentence(draw, cards, sql, told):
    _, problems = vetted(draw, sql, cards)
    assert any(told in str(problem) for problem in problems), problems


def test_the_problem_names_the_line(draw, cards):
    _, problems = vetted(draw, "-- Who?\nSELECT place\nFROM nowhere_2021", cards)
    assert [(problem.file, problem.line) for problem in problems] == [("queries/drawn/one.sql", 3)]


@pytest.fixture(scope="module")
def empty(cards):
    return warehouse.empty(cards)


def columns_of(draw, empty, sql, **card):
    made = draw.module([draw.indicator("count", numerator="persons")], sql=sql, **card)
    return [str(problem) for problem in contract.columns(made, empty)]


def test_the_columns_of_the_card_must_come_out(draw, empty):
    assert columns_of(draw, empty, "SELECT place, period, persons FROM nepal_ward_census_2021") == []


@pytest.mark.parametrize(
    ("sql", "told"),
    [
        ("SELECT place, persons FROM nepal_ward_census_2021", "no column 'period', which every series must have"),
        (
            "SELECT place, period FROM nepal_ward_census_2021",
            "no column 'persons', which the indicator 'count' is made from",
        ),
        ("SELECT place, period, period AS persons FROM nepal_ward_census_2021", "must be a number"),
        ("SELECT place, 2021 AS period, persons FROM nepal_ward_census_2021", "must be VARCHAR"),
        ("SELECT place, period, persons, male FROM nepal_ward_census_2021", "neither the card nor an indicator"),
        ("SELECT place, period, peple AS persons FROM nepal_ward_census_2021", "DuckDB refuses drawn/one"),
    ],
)
def test_a_column_that_is_wrong_is_told(draw, empty, sql, told):
    assert any(told in problem for problem in columns_of(draw, empty, sql))


def test_duckdbs_own_suggestion_is_passed_on_with_its_line(draw, empty):
    (problem,) = columns_of(draw, empty, "SELECT place, period,\n  persns AS persons\nFROM nepal_ward_census_2021")
    assert problem.startswith("queries/drawn/one.sql:2:") and "persons" in problem.split("Candidate")[1]


@pytest.mark.parametrize(
    ("said", "told", "hint"),
    [
        (
            "Out of Memory Error: could not allocate block of size 256.0 KiB",
            "more memory than a query may take",
            "Filter",
        ),
        ("Invalid Input Error: Division by zero in expression (1 % 0). Use TRY(...)", "it divides by zero", "nullif"),
        ("Conversion Error: Could not convert string 'x' to INT64\n\nLINE 3: SELECT", "'x' to BIGINT", ""),
    ],
)
def test_what_duckdb_says_is_put_plainly(draw, said, told, hint):
    import duckdb

    problem = contract.sql_problem(draw.module([draw.indicator("count", numerator="n")]), duckdb.Error(said))
    assert told in problem.message and hint in problem.hint and "Error" not in problem.message
    assert problem.line == (3 if "LINE 3" in said else 1)
