"""A cube is audited before anyone reads it; each mistake is one sentence."""

import duckdb
import pytest

from queries import cube


@pytest.fixture
def land(draw):
    found = [
        draw.place("NP", "country", None), draw.place("D", "district", "NP"), draw.place("L", "local", "D"),
        draw.place("T", "town", "D"), draw.place("W", "ward", "L"), draw.place("M", "local", "D"),
        draw.place("O", "local", "D", vintage="old", successors=("L",)),
    ]  # fmt: skip
    return {place.code: place for place in found}


def problems(draw, land, rows, *, grain=("local",), dimensions=None, kind="series"):
    names = "place, period" + "".join(f", {name}" for name in dimensions or {}) + ", n"
    table = duckdb.sql(f"SELECT * FROM (VALUES {rows}) AS t({names})").to_arrow_table()
    made = draw.module([draw.indicator("n", numerator="n")], grain=grain, dimensions=dimensions)
    return [problem.message for problem in cube.audit(made, table, land)]


def test_sound_rows_pass(draw, land):
    assert problems(draw, land, "('L', '2021', 1), ('L', '2011', 2)") == []


def test_what_lies_in_each_other_may_stand_in_different_periods(draw, land):
    """An older vintage in an older year, the ward in one and its local unit in another: each period counts once."""
    assert problems(draw, land, "('O', '2001', 1), ('L', '2011', 2), ('W', '2021', 1)", grain=("local", "ward")) == []
    wrong = "('O', '2001', 1), ('L', '2011', 2), ('W', '2021', 1), ('L', '2021', 1)"
    (told,) = problems(draw, land, wrong, grain=("local", "ward"))
    assert "in 2021 it gives both W and L" in told


@pytest.mark.parametrize(
    ("rows", "more", "told"),
    [
        ("('X', '2021', 1)", {}, "1 of 1 places are not known: X"),
        ("('D', '2021', 1)", {}, "its grain is local, but it gives D (district)"),
        ("('L', '21', 1)", {}, "'21' is no period"),
        ("('L', '2021', 1), ('L', '2021', 2)", {}, "has the same place, period: L 2021"),
        ("('L', '2021', 1), (NULL, '2021', 2)", {}, "1 of its rows have no place"),
        (
            "('L', '2021', 'boys', 1)",
            {"dimensions": {"sex": ["male", "female"]}},
            "values the card does not list: boys",
        ),
        ("('L', '2021', 1), ('W', '2021', 1)", {"grain": ("local", "ward")}, "in which W lies: that counts twice"),
        ("('L', '2021', 1), ('O', '2021', 1)", {}, "both O and L, which followed it: that counts twice"),
        ("('M', '2021', 1), ('W', '2021', 1)", {"grain": ("local", "ward")}, "several levels or vintages of NP"),
        ("('L', '2021', 'nan'::DOUBLE)", {}, "1 of its rows have a n that is no number"),
        ("('L', '2021', 1), ('T', '2021', 1)", {"grain": ("local", "town")}, "towns of NP beside the local units"),
    ],
)
def test_what_breaks_the_card_is_told(draw, land, rows, more, told):
    assert any(told in sentence for sentence in problems(draw, land, rows, **more))
