"""A query that runs away is ended, and the ones after it are tried all the same."""

import time

import pytest

from data.cards import Column, ExtractCard
from queries import trial
from queries.card_parts import Budget

pytestmark = pytest.mark.slow


@pytest.fixture
def cards():
    columns = {
        name: Column(name, kind, "drawn")
        for name, kind in (("place", "VARCHAR"), ("period", "VARCHAR"), ("n", "BIGINT"))
    }
    return {"drawn": ExtractCard("drawn", {"en": "drawn"}, {}, "", "public", ("place",), columns, {}, None, None)}


@pytest.fixture
def snapshot(tmp_path):
    import duckdb

    (tmp_path / "extracts").mkdir()
    file = tmp_path / "extracts" / "drawn.parquet"
    duckdb.sql(f"COPY (SELECT 'P' || i AS place, '2021' AS period, i AS n FROM range(200) r(i)) TO '{file}'")
    return tmp_path


def module(draw, tmp_path, sql, **budget):
    made = draw.module([draw.indicator("count", numerator="n")], sql=sql, budget=Budget(**budget))
    (tmp_path / "one.toml").write_text("kind = 'series'\n\n[budget]\nseconds = 1\n")
    return made.model_copy(update={"card_file": tmp_path / "one.toml"})


def test_one_that_does_not_stop_is_ended_and_the_next_is_tried(draw, cards, snapshot, tmp_path, monkeypatch):
    monkeypatch.setattr(trial, "MERCY_SECONDS", 2)
    endless = "SELECT place, period, length(repeat('x', 1000000000)) + n AS n FROM drawn WHERE n < 100 AND length(repeat(place, 400000000)) > n"
    with trial.Trials(snapshot, cards) as trials:
        begun = time.monotonic()
        told = trials.problems(module(draw, tmp_path, endless, seconds=0.2))
        assert time.monotonic() - begun < 60 and len(told) == 1
        assert trials.problems(module(draw, tmp_path, "SELECT place, period, n FROM drawn")) == []


def test_the_line_of_the_budget_is_named(draw, cards, snapshot, tmp_path):
    with trial.Trials(snapshot, cards) as trials:
        many = "SELECT a.place, a.period, a.n FROM drawn a, drawn b, drawn c, drawn d"
        (problem,) = trials.problems(module(draw, tmp_path, many, seconds=30, rows=1000))
    assert problem.line == 3 and "gives more than 1,000 rows, which is the most that its card allows" in problem.message


def test_sums_of_fractions_in_another_order_are_not_by_chance(draw, cards, snapshot, tmp_path):
    with trial.Trials(snapshot, cards) as trials:
        summed = "SELECT 'P' AS place, period, sum(n / 7.0 + 1e9) AS n FROM drawn GROUP BY period"
        assert trials.problems(module(draw, tmp_path, summed)) == []
        chance = "SELECT place, period, 0.5 * row_number() OVER (ORDER BY period) AS n FROM drawn"
        (problem,) = trials.problems(module(draw, tmp_path, chance))
    assert "come in another order" in problem.message


def test_no_process_is_left_behind(draw, cards, snapshot, tmp_path):
    with trial.Trials(snapshot, cards) as trials:
        trials.problems(module(draw, tmp_path, "SELECT place, period, n FROM drawn"))
        process = trials.process
        assert process.poll() is None
    assert process.poll() is not None
