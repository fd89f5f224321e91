"""Flows rolled up from both ends, drawn small enough to be followed by hand, and against brute force over the base rows."""

import random
from collections import defaultdict
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from queries import flow_cubes, laws, top_flows
from queries.run import Ask, AskError, run


@pytest.fixture
def land(draw):
    """Two regions; A has two districts of two local units each, B has one district with one."""
    found = [draw.place("NP", "country", None), draw.place("A", "region", "NP"), draw.place("B", "region", "NP")]
    found += [draw.place(code, "district", code[0]) for code in ("A1", "A2", "B1")]
    return found + [draw.place(code, "local", code[:2], persons=100) for code in ("A1x", "A1y", "A2x", "A2y", "B1x")]


MOVES = """
    SELECT * FROM (VALUES
        ('A1x', 'A1x', '2021', 50), ('A1x', 'A1y', '2021', 7), ('A1x', 'A2x', '2021', 10), ('A1y', 'A2x', '2021', 6),
        ('A2x', 'A1x', '2021', 9), ('A2y', 'B1x', '2021', 20), ('B1x', 'A2y', '2021', 1)
    ) AS t(origin, destination, period, persons)
"""


def moves(draw, **card):
    card = {"kind": "flow", "missing": "zero", "dimensions": None, **card}
    one = draw.indicator("moved", numerator="persons", over_dimensions="sum", over_periods="sum")
    return draw.module([one], **card)


def told(answer):
    """The rows as (direction, origin, destination, value)."""
    return [(row["direction"], row["origin"], row["destination"], row["value"]) for row in answer.rows]


def test_both_ends_are_rolled_up_and_what_stays_inside_is_kept_apart(draw, land):
    answer = run(draw.house(moves(draw), MOVES, land), Ask("drawn/one", by="district"))
    assert told(answer) == [
        ("between", "A2", "B1", 20), ("between", "A1", "A2", 10 + 6), ("between", "A2", "A1", 9), ("between", "B1", "A2", 1),
        ("inside", "A1", "A1", 50 + 7),
    ]  # fmt: skip
    assert {row["level"] for row in answer.rows} == {"district"}


def test_within_a_place_what_comes_in_and_what_goes_out_are_told_apart(draw, land):
    answer = run(draw.house(moves(draw), MOVES, land), Ask("drawn/one", by="district", within="A"))
    assert told(answer) == [
        ("between", "A1", "A2", 16), ("between", "A2", "A1", 9), ("in", "B1", "A2", 1), ("out", "A2", "B1", 20),
        ("inside", "A1", "A1", 57),
    ]  # fmt: skip


def test_the_largest_are_listed_and_the_others_are_one_row(draw, land):
    answer = run(draw.house(moves(draw), MOVES, land), Ask("drawn/one", by="district", top=1))
    assert told(answer) == [
        ("between", "A2", "B1", 20),
        ("between", "other", "other", 16 + 9 + 1),
        ("inside", "A1", "A1", 57),
    ]
    assert [row["flows"] for row in answer.rows] == [1, 3, 1]


def test_a_rolled_up_flow_may_be_the_largest_though_none_of_its_parts_is(draw, land):
    rows = ", ".join(f"('A1{one}', 'A2{other}', '2021', 6)" for one in "xy" for other in "xy")
    cube = f"SELECT * FROM (VALUES {rows}, ('A2x', 'B1x', '2021', 20)) AS t(origin, destination, period, persons)"
    answer = run(draw.house(moves(draw), cube, land), Ask("drawn/one", by="district", top=1))
    assert told(answer)[0] == ("between", "A1", "A2", 4 * 6)


def test_what_was_not_reported_is_no_zero(draw, land):
    """B1x reports nothing: what came to it is not known, and what left it is."""
    made = moves(draw, missing="not_reported")
    cube = f"SELECT * FROM ({MOVES}) WHERE destination <> 'B1x'"
    answer = run(draw.house(made, cube, land), Ask("drawn/one", by="district", within="B"))
    states = {row["direction"]: (row["state"], row["value"], row["coverage"]) for row in answer.rows}
    assert states["in"] == ("no_data", None, 0.0) and states["inside"] == ("no_data", None, 0.0)
    assert states["out"] == ("value", 1, 1.0)


def test_a_flow_without_a_figure_is_counted_in_the_rest_and_takes_its_coverage(draw, land):
    made = moves(draw)
    cube = f"SELECT * REPLACE (CASE WHEN origin = 'A2y' THEN NULL ELSE persons END AS persons) FROM ({MOVES})"
    answer = run(draw.house(made, cube, land), Ask("drawn/one", by="district"))
    rest = next(row for row in answer.rows if row["origin"] == "other")
    assert (rest["direction"], rest["state"], rest["value"], rest["flows"]) == ("between", "no_data", None, 0)
    assert ("between", "A2", "B1", None) not in told(answer)


def test_what_lies_in_no_group_is_elsewhere(draw, land):
    groups = [draw.group("one", ["A1"]), draw.group("two", ["B1"])]
    answer = run(draw.house(moves(draw), MOVES, land, groups), Ask("drawn/one", by="drawn-set"))
    assert told(answer) == [
        ("between", "other", "other", 0), ("in", "elsewhere", "two", 20), ("in", "elsewhere", "one", 9),
        ("out", "one", "elsewhere", 16), ("out", "two", "elsewhere", 1), ("inside", "one", "one", 57),
    ]  # fmt: skip


def test_groups_that_overlap_are_refused(draw, land):
    groups = [draw.group("one", ["A1", "A2"]), draw.group("two", ["A2"])]
    with pytest.raises(AskError, match="overlap .* a flow would be counted twice"):
        run(draw.house(moves(draw), MOVES, land, groups), Ask("drawn/one", by="drawn-set"))


def test_one_of_several_groups_that_overlap_stands_alone_against_all_that_is_outside(draw, land):
    groups = [draw.group("one", ["A1", "A2"]), draw.group("two", ["A2"])]
    house = draw.house(moves(draw), MOVES, land, groups)
    rows = run(house, Ask("drawn/one", by="drawn-set", within="one", period="2021")).rows
    assert {end for row in rows for end in (row["origin"], row["destination"])} <= {"one", "elsewhere", "other"}
    alone = draw.house(moves(draw), MOVES, land, groups[:1])
    expected = run(alone, Ask("drawn/one", by="drawn-set", within="one", period="2021")).rows
    assert rows and [row["value"] for row in rows] == [row["value"] for row in expected]


def test_a_scope_that_cuts_through_a_unit_is_refused(draw, land):
    with pytest.raises(AskError, match="A1 cuts through A"):
        run(draw.house(moves(draw), MOVES, land), Ask("drawn/one", by="region", within="A1"))


def test_what_does_not_add_up_is_refused(draw, land):
    made = moves(draw)
    one = draw.indicator("moved", numerator="persons", over_periods="none")
    made = made.model_copy(update={"indicators": {"moved": one}})
    with pytest.raises(AskError, match="cannot be added over periods"):
        run(draw.house(made, MOVES, land), Ask("drawn/one", by="region", total=("period",)))
    with pytest.raises(AskError, match="--top is 0"):
        run(draw.house(made, MOVES, land), Ask("drawn/one", by="region", top=0))


def test_a_flow_takes_the_weakest_provenance_of_its_ends(draw, land):
    groups = [draw.group("one", ["A1"], provenance="illustrative", certain=False), draw.group("two", ["A2", "B1"])]
    rows = run(draw.house(moves(draw), MOVES, land, groups), Ask("drawn/one", by="drawn-set")).rows
    of = {(row["origin"], row["destination"]): (row["provenance"], row["certain"]) for row in rows}
    assert of["one", "two"] == ("illustrative", False) and of["two", "two"] == ("published", True)


def test_periods_are_added_up_only_where_asked(draw, land):
    cube = f"SELECT * FROM ({MOVES}) UNION ALL SELECT 'A1x', 'B1x', '2011', 3"
    house = draw.house(moves(draw), cube, land)
    assert {row["period"] for row in run(house, Ask("drawn/one", by="region")).rows} == {"2011", "2021"}
    total = run(house, Ask("drawn/one", by="region", total=("period",)))
    assert ("between", "A", "B", 20 + 3) in told(total)


CODES = ["A1x", "A1y", "A2x", "A2y", "B1x"]
REASONS = ("work", "study")
ROWS = st.dictionaries(
    st.tuples(st.sampled_from(CODES), st.sampled_from(CODES), st.sampled_from(REASONS)), st.integers(0, 30), min_size=1
)
UNITS = {"local": lambda code: code, "district": lambda code: code[:2], "region": lambda code: code[0],
         "country": lambda code: "NP"}  # fmt: skip


def brute_force(rows: dict, by: str, within: str, top: int) -> dict:
    """(reason, direction) -> (largest values, sum of the rest, number of the rest), by hand over the base rows."""
    sums: dict = defaultdict(int)
    for (origin, destination, reason), persons in rows.items():
        one, other = UNITS[by](origin), UNITS[by](destination)
        starts, ends = origin.startswith(within), destination.startswith(within)
        if starts and ends:
            direction = "inside" if one == other else "between"
        elif starts or ends:
            direction = "out" if starts else "in"
        else:
            continue
        for mix in (reason, "total"):
            sums[mix, direction, one, other] += persons
    found: dict = defaultdict(list)
    for (mix, direction, *_), value in sums.items():
        found[mix, direction].append(value)
    return {key: (sorted(values, reverse=True)[:top], sum(sorted(values, reverse=True)[top:]), max(0, len(values) - top))
            for key, values in found.items()}  # fmt: skip


def as_brute_force(answer) -> dict:
    found: dict = {}
    for row in answer.rows:
        largest, rest, count = found.get((row["reason"], row["direction"]), ([], 0, 0))
        if row["origin"] == "other":
            rest, count = row["value"], row["flows"]
        else:
            largest = [*largest, row["value"]]
        found[row["reason"], row["direction"]] = (largest, rest, count)
    return {key: value for key, value in found.items() if value != ([], 0, 0)}


def published(draw, made, cube, places, folder):
    """The house as it is, and the same with the largest flows that publishing worked out."""
    house = draw.house(made, cube, places)
    path = folder / "top.parquet"
    (folder / "cubes" / "drawn").mkdir(parents=True, exist_ok=True)
    house.connection.execute(f"COPY \"drawn/one\" TO '{folder}/cubes/drawn/one.parquet' (FORMAT parquet)")
    context = type(
        "Context", (), {"places": house.places, "limits": flow_cubes.heavy.Limits(), "progress": lambda *_: None}
    )
    flow_cubes.make(made, context, house.sets, house.date, folder, path)
    house.connection.execute(f"CREATE OR REPLACE TABLE \"{top_flows.name_of(made)}\" AS FROM '{path}'")
    kept = top_flows.Kept(frozenset(made.flows.by), frozenset(made.flows.within))
    return house, replace(house, flows={made.id: kept})


@pytest.mark.slow  # The drawn land never changes, so that all examples may share it.
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(
    rows=ROWS, by=st.sampled_from(sorted(UNITS)), within=st.sampled_from(["", "A", "A1", "B"]), top=st.integers(1, 4)
)
def test_a_rolled_up_answer_is_what_brute_force_over_the_base_rows_gives(draw, land, rows, by, within, top):
    if within and len(UNITS[by]("A1x")) < len(within) or by == "country" and within:
        return  # the scope cuts through units
    made = moves(draw, dimensions={"reason": REASONS})
    values = ", ".join(f"('{o}', '{d}', '2021', '{r}', {n})" for (o, d, r), n in rows.items())
    cube = f"SELECT * FROM (VALUES {values}) AS t(origin, destination, period, reason, persons)"
    house = draw.house(made, cube, land)
    answer = run(house, Ask("drawn/one", by=by, within=within or None, top=top))
    assert as_brute_force(answer) == {
        key: value for key, value in brute_force(rows, by, within, top).items() if value != ([], 0, 0)
    }


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(3))
def test_what_was_worked_out_when_publishing_is_what_the_cube_gives(draw, land, tmp_path, seed):
    chance = random.Random(seed)
    rows = {
        (chance.choice(CODES), chance.choice(CODES), reason): chance.randrange(30)
        for _ in range(25)
        for reason in REASONS
    }
    values = ", ".join(f"('{o}', '{d}', '2021', '{r}', {n or 'NULL'})" for (o, d, r), n in rows.items())
    cube = f"SELECT * FROM (VALUES {values}) AS t(origin, destination, period, reason, persons)"
    flows = {"top": 3, "by": ["district", "local", "region"], "within": ["region", "district"]}
    made = moves(draw, dimensions={"reason": REASONS}, flows=flows, missing="not_reported")
    plain, fast = published(draw, made, cube, land, tmp_path)
    assert fast.flows and not plain.flows
    for by, within, top in (("district", None, None), ("local", "A", 2), ("local", "A1", 1), ("region", None, 1),
                            ("district", "B", None)):  # fmt: skip
        for where in ((), (("reason", "work"),), (("reason", "total"),)):
            ask = Ask("drawn/one", by=by, within=within, top=top, where=where)
            assert run(fast, ask).rows == run(plain, ask).rows
    fast.connection.execute('DROP TABLE "drawn/one"')  # what was declared needs the cube no more
    assert run(fast, Ask("drawn/one", by="local", within="A")).rows


def test_flows_keep_their_law_at_every_level(draw, land):
    made = moves(draw)
    assert laws.broken(draw.house(made, MOVES, land), made) == []
