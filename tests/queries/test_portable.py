"""The portable subset is found in the parsed tree: words in strings and comments are no fault."""

import pytest
import sqlglot

from data import catalogue
from queries import contract, portable, registry

MODULES = list(contract.vetted(registry.load(), catalogue.cards()[0]).modules.values())


def told(draw, sql):
    return portable.faults(draw.module([draw.indicator("count", numerator="persons")], sql=sql))


@pytest.mark.parametrize(
    "sql",
    [
        "-- PIVOT, QUALIFY and list(x) in a comment\nSELECT 'SELECT * FROM x QUALIFY list' AS place FROM drawn",
        "SELECT count(*) AS persons FROM drawn",
        'SELECT "pivot", "first" FROM drawn',
        "SELECT place FROM (VALUES ('NP', 1)) AS v(place, persons)",
        "SELECT place FROM drawn ORDER BY ALL",
        "SELECT place, sum(persons) FILTER (WHERE sex = 'male')::BIGINT AS persons FROM drawn GROUP BY ALL",
        "SELECT place, row_number() OVER (PARTITION BY place ORDER BY period, persons) AS number FROM drawn",
        "SELECT place, persons / nullif(households, 0) AS size, persons / 2.0 AS half FROM drawn",
        "SELECT place FROM drawn WHERE persons IN (1, 2) AND period BETWEEN '2020' AND '2022'",
        "SELECT a.place FROM drawn a LEFT JOIN drawn b USING (place, period)",
        "SELECT place, period FROM drawn ORDER BY persons, place LIMIT 10",
    ],
)
def test_what_means_the_same_elsewhere_passes(draw, sql):
    assert told(draw, sql) == []


def test_the_line_is_right_behind_letters_of_several_bytes(draw):
    (problem,) = told(draw, "-- नगर\nSELECT 'নগর' AS place,\n    median(persons) AS persons\nFROM drawn")
    assert problem.line == 3 and "median()" in problem.message


def test_a_star_inside_a_subquery_is_found_on_its_own_line(draw):
    (problem,) = told(draw, "SELECT place\nFROM drawn\nWHERE EXISTS (\n    SELECT *\n    FROM drawn\n)")
    assert problem.line == 4 and "SELECT *" in problem.message


def test_one_fault_is_told_once_a_line(draw):
    assert len(told(draw, "SELECT list(a), list(b), [1, 2], {'x': 1} FROM drawn")) == 1


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.id)
def test_our_own_queries_are_portable_and_can_be_written_for_spark(module):
    assert portable.faults(module) == []
    (spark,) = sqlglot.transpile(
        module.sql, read="duckdb", write="spark", unsupported_level=sqlglot.ErrorLevel.RAISE, identify=True
    )
    assert sqlglot.parse_one(spark, read="spark").find(sqlglot.exp.Select)
