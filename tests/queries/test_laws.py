"""Laws of answers: they hold for whatever the rules make, and a broken one is told with places and numbers."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from queries import laws
from queries import run as door

NP = [("NP", "country", None), ("NP01", "region", "NP"), ("NP0101", "district", "NP01"),
      ("NP0101301", "local", "NP0101"), ("NP0101302", "local", "NP0101"), ("NP0101303", "local", "NP0101")]  # fmt: skip
LOCALS = [code for code, level, _ in NP if level == "local"]


def house_of(draw, indicators, rows, **card):
    """A house over (place, columns...) rows of 2021; the columns are those of the first row."""
    made = draw.module(indicators, **card)
    names = [name for name in rows[0] if name != "place"]
    values = ", ".join(
        "(" + ", ".join([f"'{row['place']}'", "'2021'", *(repr(row[name]) for name in names)]) + ")" for row in rows
    )
    sql = f"SELECT * FROM (VALUES {values}) AS v(place, period, {', '.join(names)})"
    places = [draw.place(code, level, parent, persons=100) for code, level, parent in NP]
    return draw.house(made, sql, places), made


@pytest.mark.slow
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(rows=st.lists(st.tuples(st.integers(0, 10**9), st.integers(1, 10**9)), min_size=3, max_size=3))
def test_sums_and_rates_made_by_the_rules_keep_every_law(draw, rows):
    people = draw.indicator("people", numerator="n")
    rate = draw.indicator("rate", numerator="n", denominator="d", over_places="ratio", unit="percent")
    house, made = house_of(
        draw, [people, rate], [{"place": code, "n": n, "d": d} for code, (n, d) in zip(LOCALS, rows, strict=True)]
    )
    assert laws.broken(house, made) == []


def test_the_sum_of_another_number_is_told_with_both(draw, monkeypatch):
    house, made = house_of(draw, [draw.indicator("people", numerator="n")],
                           [{"place": code, "n": 10 * number} for number, code in enumerate(LOCALS, 1)])  # fmt: skip
    assert laws.broken(house, made) == []

    def doctored(house, ask):
        answer = door.run(house, ask)
        for row in answer.rows:
            row["value"] += 1 if row["place"] == "NP0101" else 0
        return answer

    monkeypatch.setattr(laws, "run", doctored)
    problems = laws.broken(house, made)
    told = " ".join(str(problem) for problem in problems)
    assert "NP0101 (NP0101, 2021) has 61, the 3 locals in it add up to 60" in told  # 10 + 20 + 30
    assert "NP01 (NP01, 2021) has 60, the 1 districts in it add up to 61" in told


def test_a_negative_denominator_puts_a_rate_outside_its_children(draw):
    rate = draw.indicator("rate", numerator="n", denominator="d", over_places="ratio", unit="percent")
    rows = [{"place": code, "n": 5, "d": d} for code, d in zip(LOCALS, (10, 20, -25), strict=True)]
    house, made = house_of(draw, [rate], rows)
    (problem,) = laws.broken(house, made)
    # 15 / (10 + 20 - 25) = 300 %; its children have 50, 25 and -20 %
    assert "NP0101 (NP0101, 2021) has 300, the 3 locals in it have from -20 to 50" in problem.message


@pytest.mark.parametrize(("shares", "sound"), [((60, 40), True), ((60, 41), False), ((60, 39.8), True)])
def test_parts_make_up_the_whole_but_for_rounding(draw, shares, sound):
    parts = [
        draw.indicator(name, numerator=name, denominator="all_of", over_places="ratio", unit="percent")
        for name in ("a", "b")
    ]
    rows = [{"place": code, "a": shares[0], "b": shares[1], "all_of": 100} for code in LOCALS]
    house, made = house_of(draw, parts, rows, parts=["a", "b"])
    problems = laws.broken(house, made)
    assert (problems == []) is sound
    if not sound:
        assert "the parts add up to 101, not 100" in problems[0].message  # 60 + 41


def test_the_total_over_a_dimension_is_the_sum_of_its_values(draw, monkeypatch):
    people = draw.indicator("people", numerator="n", over_dimensions="sum")
    made = draw.module([people], dimensions={"sex": ["female", "male"]})
    rows = ", ".join(
        f"('{code}', '2021', '{sex}', {number})" for code in LOCALS for sex, number in (("female", 6), ("male", 4))
    )
    places = [draw.place(code, level, parent, persons=100) for code, level, parent in NP]
    house = draw.house(made, f"SELECT * FROM (VALUES {rows}) AS v(place, period, sex, n)", places)
    assert laws.broken(house, made) == []

    def doctored(house, ask):
        answer = door.run(house, ask)
        for row in answer.rows:
            row["value"] += 2 if row["sex"] == "total" and ask.by == "region" and not ask.total else 0
        return answer

    monkeypatch.setattr(laws, "run", doctored)
    told = str(laws.broken(house, made)[0])
    assert "NP01 (NP01, 2021) has 32 over all of sex, the 2 of them add up to 30" in told  # 3 x (6 + 4)
