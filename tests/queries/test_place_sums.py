"""Rows added up from the sums of each place are those that the cube itself gives, and are asked for only where they can be."""

import random
from dataclasses import replace

import pytest

from queries import place_sums
from queries.run import Ask, run

SEED = 4
TOWNS = [f"NP01-{letter}" for letter in "abcdef"]
KINDS = ("work", "study")
ASKS = [
    Ask("drawn/one", by="local"), Ask("drawn/one", by="region"), Ask("drawn/one", by="country"), Ask("drawn/one"),
    Ask("drawn/one", by="local", within="NP02"), Ask("drawn/one", by="region", period="2021"),
    Ask("drawn/one", by="drawn-set"),
]  # fmt: skip


@pytest.fixture
def house_of(draw):
    """A house of six towns in two regions over two periods; a row in ten is missing. `figures` are the types of two."""

    def make(kind="BIGINT", gaps=False, dimensions=None):
        chance = random.Random(SEED)
        rows = [f"('{town}', '{period}', '{value}', {chance.randrange(10**9)}::{kind}, "
                f"{'NULL' if gaps and chance.random() < 0.2 else chance.randrange(1, 10**9)}::BIGINT)"
                for town in TOWNS for period in ("2020", "2021") for value in (KINDS if dimensions else KINDS[:1])
                if chance.random() < 0.9]  # fmt: skip
        columns = "place, period, kind, part, whole" if dimensions else "place, period, part, whole"
        places = [
            draw.place("NP", "country", None),
            draw.place("NP01", "region", "NP"),
            draw.place("NP02", "region", "NP"),
        ]
        places += [draw.place(town, "local", f"NP0{1 + number % 2}") for number, town in enumerate(TOWNS)]
        indicators = [
            draw.indicator("part", numerator="part", over_dimensions="sum", over_periods="sum"),
            draw.indicator("share", numerator="part", denominator="whole", over_places="ratio", over_dimensions="ratio", over_periods="ratio",
                           unit="percent"),
        ]  # fmt: skip
        module = draw.module(indicators, dimensions=dimensions)
        sql = f"SELECT {columns} FROM (VALUES {', '.join(rows)}) AS t(place, period, kind, part, whole)"
        groups = [draw.group("one", TOWNS[:4]), draw.group("other", TOWNS[3:])]
        return draw.house(module, sql, places, groups)

    return make


@pytest.fixture
def asked(monkeypatch):
    """Whether each question so far was answered from the sums of places."""
    answered, rolled_up = [], place_sums.rolled_up

    def watched(*of):
        found = rolled_up(*of)
        answered.append(found is not None)
        return found

    monkeypatch.setattr(place_sums, "rolled_up", watched)
    return answered


def from_the_cube(house, ask, monkeypatch):
    """The rows as the cube gives them, each question by a SELECT of its own."""
    with monkeypatch.context() as only:
        only.setattr(place_sums, "rolled_up", lambda *_: None)
        return run(house, ask).rows


@pytest.mark.parametrize("ask", ASKS, ids=lambda ask: f"{ask.by}-{ask.within}-{ask.period}")
def test_the_rows_are_those_of_the_cube(house_of, asked, monkeypatch, ask):
    house = house_of()
    assert run(house, ask).rows == from_the_cube(house, ask, monkeypatch)
    assert asked and all(asked)


@pytest.mark.parametrize("ask", ASKS, ids=lambda ask: f"{ask.by}-{ask.within}-{ask.period}")
@pytest.mark.parametrize(
    "more", [{"total": ("kind",)}, {"where": (("kind", "work"),)}, {"where": (("kind", "total"),)}]
)
def test_a_dimension_may_be_fixed_or_added_up(house_of, asked, monkeypatch, ask, more):
    house = house_of(dimensions={"kind": KINDS})
    assert run(house, replace(ask, **more)).rows == from_the_cube(house, replace(ask, **more), monkeypatch)
    assert asked and all(asked)


def test_all_questions_with_the_same_filters_read_the_cube_once(house_of, monkeypatch):
    house, read = house_of(), []
    monkeypatch.setattr(place_sums, "_read", lambda *of, made=place_sums._read: read.append(of) or made(*of))
    for by in ("local", "region", "country", "drawn-set"):
        run(house, Ask("drawn/one", by=by))
        run(house, Ask("drawn/one", by=by, indicators=("share",)))
    assert len(read) == 1


@pytest.mark.parametrize(("of", "more"), [
    ({"kind": "DOUBLE"}, {}), ({"kind": "DECIMAL(12, 2)"}, {}), ({"kind": "HUGEINT"}, {}), ({"gaps": True}, {}),
    ({"dimensions": {"kind": KINDS}}, {}), ({}, {"total": ("period",)}),
], ids=["floating", "decimal", "beyond 64 bits", "a figure missing", "a dimension listed", "all periods together"])  # fmt: skip
def test_the_cube_is_asked_where_sums_of_places_are_not_enough(house_of, asked, of, more):
    house = house_of(**of)
    assert run(house, Ask("drawn/one", by="region", **more)).rows
    assert not any(asked)


def test_the_cube_is_asked_where_a_sum_might_leave_64_bits(house_of, asked, monkeypatch):
    monkeypatch.setattr(place_sums, "MOST_OF_ALL", 1e9)
    house = house_of()
    assert run(house, Ask("drawn/one", by="region")).rows == from_the_cube(
        house, Ask("drawn/one", by="region"), monkeypatch
    )
    assert asked == [False]


def test_the_cube_is_asked_of_more_places_than_are_worth_holding(house_of, asked, monkeypatch):
    house = house_of()
    held = sum(len(found) for found in house.cubes["drawn/one"].present.values())
    for most in (held, held - 1):
        monkeypatch.setattr(place_sums, "MOST_SUMS", most)
        run(house, Ask("drawn/one", by="region"))
    assert asked == [True, False]
