"""Periods that share their places are asked for together, where the sums are the same to the last digit."""

from dataclasses import replace

import pytest

from queries.run import Ask, run

PERIODS = ("2019", "2020", "2021", "2022")
TOWNS = [f"NP01-{letter}" for letter in "abcdefg"]


class Counting:
    """A connection that counts the questions its cursors are asked."""

    def __init__(self, connection):
        self.connection, self.asked = connection, 0

    def cursor(self):
        counting, cursor = self, self.connection.cursor()

        class Cursor:
            def execute(self, *question):
                counting.asked += 1
                return cursor.execute(*question)

            def __getattr__(self, name):
                return getattr(cursor, name)

        return Cursor()


@pytest.fixture
def house_of(draw):
    """A house of seven towns over four periods, the figures of one type."""

    def make(kind: str):
        values = ", ".join(f"('{town}', '{period}', {0.1 * number + year}::{kind})"
                           for number, town in enumerate(TOWNS) for year, period in enumerate(PERIODS))  # fmt: skip
        places = [draw.place("NP", "country", None), draw.place("NP01", "region", "NP")]
        places += [draw.place(town, "local", "NP01") for town in TOWNS]
        made = draw.module([draw.indicator("persons", numerator="persons")])
        house = draw.house(made, f"SELECT * FROM (VALUES {values}) AS t(place, period, persons)", places)
        return replace(house, connection=Counting(house.connection))

    return make


@pytest.mark.parametrize(("kind", "questions"), [("BIGINT", 1), ("DECIMAL(9, 1)", 1), ("DOUBLE", len(PERIODS))])
def test_a_question_is_put_once_for_all_periods_unless_its_sums_are_floating(house_of, kind, questions):
    house = house_of(kind)
    rows = run(house, Ask("drawn/one", by="region")).rows
    assert [row["period"] for row in rows] == list(PERIODS)
    assert house.connection.asked == questions


@pytest.mark.parametrize("kind", ["BIGINT", "DECIMAL(9, 1)", "DOUBLE"])
def test_a_figure_is_the_same_to_its_last_digit_alone_and_among_all_periods(house_of, kind):
    house = house_of(kind)
    together = run(house, Ask("drawn/one", by="region")).rows
    alone = [row for period in PERIODS for row in run(house, Ask("drawn/one", by="region", period=period)).rows]
    assert alone == together
