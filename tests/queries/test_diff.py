"""What differs between two snapshots: every published value that changed, appeared or vanished, and why; none else."""

import json
from dataclasses import replace
from datetime import date
from types import SimpleNamespace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from data.problems import Problem
from queries import diff
from queries.registry import Registry

PERSONS = "SELECT * FROM (VALUES {}) AS t(place, period, persons)"


def rows_sql(*rows) -> str:
    return PERSONS.format(
        ", ".join(f"('{place}', '{period}', {'NULL' if n is None else n}::BIGINT)" for place, period, n in rows)
    )


@pytest.fixture
def house(draw):
    """A house over a cube of persons by municipality: two in the province NP01, one in NP02."""

    def do(*rows, missing="no_data", groups=(), more=(), provenance="published", **fields):
        places = [draw.place("NP", "country", None), draw.place("NP01", "region", "NP"), draw.place("NP02", "region", "NP"),
                  *(draw.place(code, "local", parent) for code, parent in (("A", "NP01"), ("B", "NP01"), ("C", "NP02"))),
                  *more]  # fmt: skip
        module = draw.module([draw.indicator("persons", numerator="persons", least_coverage=0)], missing=missing)
        made = draw.house(module, rows_sql(*rows), places, groups, provenance)
        return replace(made, **fields)

    return do


def told(found: diff.Difference) -> set[tuple]:
    return {
        (change.place, change.period, change.kind, change.old, change.new)
        for one in found.modules
        for change in one.changes
    }


def why(found: diff.Difference) -> list[str]:
    return [reason["code"] for module in found.modules for reason in module.why]


def test_two_snapshots_with_the_same_values_do_not_differ(house):
    rows = [("A", "2021", 10), ("B", "2021", 20)]
    assert diff.compare(house(*rows), house(*reversed(rows))).modules == ()


def test_a_value_changes_with_the_total_it_is_part_of_and_no_other(house):
    old = house(("A", "2021", 10), ("B", "2021", 20), ("A", "2011", 9))
    new = house(("A", "2021", 10), ("B", "2021", 25), ("A", "2011", 9))
    found = diff.compare(old, new)
    assert told(found) == {("B", "2021", "changed", 20, 25), ("NP", "2021", "changed", (10 + 20), (10 + 25))}
    assert found.modules[0].counts == {"persons": {"changed": 2}}
    assert (found.total("changed"), found.total("appeared")) == (2, 0)
    assert why(found) == ["not_known"]


def test_values_appear_and_vanish_and_zero_is_a_value(house):
    found = diff.compare(house(("A", "2021", 10), ("B", "2021", 0)), house(("B", "2021", None), ("C", "2021", 10)))
    assert told(found) == {
        ("A", "2021", "vanished", 10, None),
        ("B", "2021", "vanished", 0, None),
        ("C", "2021", "appeared", None, 10),
    }  # fmt: skip  the total of the country is 10 in both


def test_a_period_that_only_one_has_appears(house):
    found = diff.compare(house(("A", "2011", 1)), house(("A", "2011", 1), ("A", "2021", 2)))
    assert told(found) == {("A", "2021", "appeared", None, 2), ("NP", "2021", "appeared", None, 2)}


def test_another_reason_for_a_missing_value_is_told_apart(house):
    """C had no figure that is known; now we know that it did not exist then."""
    rows = [("A", "2021", 10), ("B", "2021", 20)]
    old, new = house(*rows), house(*rows)
    later = replace(new.places["C"], valid_from=date(2025, 1, 1))
    found = diff.compare(old, replace(new, places={**new.places, "C": later}))
    (change,) = found.modules[0].changes
    assert (change.place, change.kind, change.old_state, change.new_state) == (
        "C",
        "state",
        "no_data",
        "not_applicable",
    )
    assert [(reason["code"], reason["places"]) for reason in found.modules[0].why] == [("places_changed", ["C"])]


def test_sums_in_another_order_are_the_same_value(house):
    one = {"value": 0.1 + 0.2 + 0.3, "low": None, "high": None}
    assert diff._same(one, {**one, "value": 0.3 + 0.2 + 0.1})
    assert not diff._same(one, {**one, "value": 0.600001})
    assert not diff._same(one, {**one, "low": 0.5})


@pytest.mark.parametrize(("states", "kind"), [(("value", "hidden"), "vanished"), (("hidden", "value"), "appeared")])
def test_a_value_hidden_in_one_of_them_is_told_by_its_state_alone(house, monkeypatch, states, kind):
    """The other side shows the very number that is protected now: neither is told, in no form."""
    old, new = house(("A", "2021", 3)), house(("A", "2021", 4))

    def run(asked, ask):
        state = states[0] if asked is old else states[1]
        value = None if state == "hidden" else 4217
        row = {"indicator": "persons", "place": "A", "place_name": "A", "level": "local", "period": "2021", "value": value,
               "unit": "persons", "low": value, "high": value, "state": state}  # fmt: skip
        return SimpleNamespace(rows=[row] if ask.by is None else [])

    monkeypatch.setattr(diff, "run", run)
    found = diff.compare(old, new)
    (change,) = found.modules[0].changes
    assert (change.kind, change.old_state, change.new_state) == (kind, *states)
    assert "4217" not in json.dumps(diff.summary(found, 9)) + str(change)


def test_where_something_is_hidden_the_levels_between_are_compared_too(house, monkeypatch):
    asked = []

    def run(which, ask):
        asked.append(ask.by)
        row = {"indicator": "persons", "place": "A", "level": "local", "state": "hidden"}
        return SimpleNamespace(rows=[row] if ask.by is None else [])

    monkeypatch.setattr(diff, "run", run)
    diff.compare(house(("A", "2021", 3)), house(("A", "2021", 4)))
    assert set(asked) == {None, "country", "region", "district"}


def test_an_extract_that_changed_is_told_with_what_it_was_and_is(house):
    old, new = house(("A", "2021", 10), provenance="illustrative"), house(("A", "2021", 12))
    card = replace(new.extracts["drawn"], digest="d2", source="census.csv", rows=7)
    found = diff.compare(old, replace(new, extracts={"drawn": card}))
    (reason,) = found.modules[0].why
    assert (reason["code"], reason["extract"]) == ("extract_changed", "drawn")
    assert (reason["old"]["provenance"], reason["new"]["provenance"]) == ("illustrative", "published")
    assert (reason["new"]["source"], reason["new"]["rows"]) == ("census.csv", 7)


def test_an_extract_that_became_real_is_told_even_if_no_value_changed(house):
    old, new = house(("A", "2021", 10), provenance="illustrative"), house(("A", "2021", 10))
    found = diff.compare(old, new)
    assert (told(found), why(found)) == (set(), ["extract_changed"])


def test_protection_that_changed_is_told(house):
    old, new = house(("A", "2021", 10)), house(("A", "2021", 10))
    card = replace(new.extracts["drawn"], disclosure="protected")
    assert why(diff.compare(old, replace(new, extracts={"drawn": card}))) == ["protection_changed"]


@pytest.mark.parametrize(
    ("sides", "kind", "code"), [((0, 1), "appeared", "extract_came"), ((1, 0), "vanished", "extract_gone")]
)
def test_an_extract_that_comes_or_goes_takes_all_its_values_with_it(house, sides, kind, code):
    whole = house(("A", "2021", 10))
    pair = (replace(whole, cubes={}, extracts={}), whole)
    found = diff.compare(*(pair[side] for side in sides))
    assert found.total(kind) == 2 and why(found) == [code]  # A and the country


def test_groups_with_other_members_change_and_say_so(house, draw):
    rows = [("A", "2021", 10), ("B", "2021", 20), ("C", "2021", 40)]
    found = diff.compare(house(*rows, groups=[draw.group("one", ["A"]), draw.group("two", ["C"])]),
                         house(*rows, groups=[draw.group("one", ["A", "B"]), draw.group("two", ["C"])]))  # fmt: skip
    assert told(found) == {("one", "2021", "changed", 10, (10 + 20))}
    assert found.modules[0].why == ({"code": "groups_changed", "groups": ["one"]},)


def test_a_first_look_asks_for_the_total_of_dimensions_that_add_up(draw):
    def house(women):
        module = draw.module([draw.indicator("persons", numerator="persons", over_dimensions="sum")],
                             dimensions={"sex": ("f", "m")})  # fmt: skip
        sql = f"SELECT * FROM (VALUES ('A', '2021', 'f', {women}), ('A', '2021', 'm', 5)) AS t(place, period, sex, persons)"
        return draw.house(module, sql, [draw.place("NP", "country", None), draw.place("A", "local", "NP")])

    whole, first = (diff.compare(house(3), house(4), first_look) for first_look in (False, True))
    assert {(c.place, c.dimensions["sex"]) for c in whole.modules[0].changes} == {
        ("A", "f"), ("A", "total"), ("NP", "f"), ("NP", "total")
    }  # fmt: skip
    assert told(first) == {("A", "2021", "changed", 8, 9), ("NP", "2021", "changed", 8, 9)}


def snapshot_of(house, folder, sql, module_digest, parts=None):
    """The house as `open_house` gives it for a module that changed: the cube lies there, but is not read."""
    (folder / "cubes" / "drawn").mkdir(parents=True)
    house.connection.cursor().execute(f"COPY ({sql}) TO '{folder}/cubes/drawn/one.parquet' (FORMAT parquet)")
    made = {"module": module_digest, "input_digest": module_digest, "parts": parts or {}}
    (folder / "manifest.json").write_text(json.dumps({"cubes": {"drawn/one": made}, "files": {}}))
    return replace(house, folder=folder)


def broken(house):
    problem = Problem("queries/drawn/one.toml", 1, "drawn/one has changed since this snapshot was built.")
    registry = Registry({}, {}, [], {"drawn/one": [problem]})
    return replace(house, cubes={}, registry=registry)


def test_a_module_that_changed_is_compared_by_the_columns_of_its_cubes(house, tmp_path):
    one, two = rows_sql(("A", "2021", 10), ("B", "2021", 20)), rows_sql(("A", "2021", 11), ("C", "2021", 20))
    old = broken(snapshot_of(house(("A", "2021", 10)), tmp_path / "old", one, "m1", {"sql": "s1", "persons": "p"}))
    new = snapshot_of(house(("A", "2021", 11)), tmp_path / "new", two, "m2", {"sql": "s2", "persons": "p"})
    (module,) = diff.compare(old, new).modules
    assert [(reason["code"], reason.get("parts")) for reason in module.why] == [
        ("module_changed", ["sql"]), ("not_comparable", None)
    ]  # fmt: skip
    assert "has changed since this snapshot was built" in module.why[1]["told"][0]
    assert module.changes == ()
    found = module.columns
    assert (found.alike, found.only_old, found.only_new, found.differing) == (1, 1, 1, {"persons": 1})


def test_a_module_that_changed_after_both_and_whose_cubes_are_alike_does_not_differ(house, tmp_path):
    rows = rows_sql(("A", "2021", 10))
    old, new = (broken(snapshot_of(house(("A", "2021", 10)), tmp_path / side, rows, "m1")) for side in ("old", "new"))
    assert diff.compare(old, new).modules == ()


def test_pockets_are_told_as_worked_out_of_their_module(house, tmp_path):
    """One place more is a pocket, and the values it is worked out of are as they were."""
    sides = []
    for side, pocket in (("old", "none"), ("new", "high")):
        made = snapshot_of(house(("A", "2021", 10)), tmp_path / side, rows_sql(("A", "2021", 10)), "m1")
        sql = f"SELECT 'share' AS indicator, '2021' AS period, 'NP' AS country, 'A' AS place, '{pocket}' AS pocket"
        made.connection.cursor().execute(f"COPY ({sql}) TO '{tmp_path}/{side}/cubes/drawn/one.hot_spots.parquet'")
        manifest = json.loads((tmp_path / side / "manifest.json").read_text())
        manifest["cubes"]["drawn/one.hot_spots"] = {"input_digest": side, "module": "m1"}
        (tmp_path / side / "manifest.json").write_text(json.dumps(manifest))
        sides.append(made)
    (module,) = diff.compare(*sides).modules
    assert (module.id, module.columns.alike, module.columns.differing) == ("drawn/one.hot_spots", 1, {"pocket": 1})
    assert module.why == ({"code": "worked_out", "module": "drawn/one"},)


def test_a_module_that_is_no_more_is_told_with_its_rows(house, tmp_path):
    rows = rows_sql(("A", "2021", 10))
    old = snapshot_of(house(("A", "2021", 10)), tmp_path / "old", rows, "m1")
    new = replace(house(("A", "2021", 10)), cubes={}, registry=Registry({}, {}, [], {}))
    found = diff.compare(old, new)
    assert told(found) == {("A", "2021", "vanished", 10, None), ("NP", "2021", "vanished", 10, None)}
    assert why(found) == ["module_gone"]


CELLS = some.dictionaries(some.tuples(some.sampled_from("ABC"), some.sampled_from(["2011", "2021"])),
                          some.none() | some.integers(0, 3), min_size=1)  # fmt: skip


@pytest.mark.slow
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], max_examples=25)
@given(CELLS, CELLS)
def test_the_changes_are_those_of_a_cell_by_cell_comparison(house, before, after):
    """Also that only what may differ is asked: nothing is missed by it. Backwards, what appeared has vanished."""
    old, new = (house(*((*key, value) for key, value in cells.items())) for cells in (before, after))
    expected = set()
    for place, period in before.keys() | after.keys():
        one, other = before.get((place, period)), after.get((place, period))
        if one != other:
            kind = "appeared" if one is None else "vanished" if other is None else "changed"
            expected.add((place, period, kind, one, other))
    assert {change for change in told(diff.compare(old, new)) if change[0] != "NP"} == expected
    turned = {"appeared": "vanished", "vanished": "appeared", "changed": "changed"}
    back = {(p, t, turned[kind], b, a) for p, t, kind, a, b in told(diff.compare(new, old)) if p != "NP"}
    assert back == expected


def test_the_largest_changes_come_first_and_those_that_came_or_went_after_them(house):
    old = house(("A", "2021", 10), ("B", "2021", 20), ("A", "2011", 90), ("B", "2011", 1))
    new = house(("A", "2021", 11), ("B", "2021", 29), ("B", "2011", 1))
    (module,) = diff.compare(old, new).modules
    named = [(change.place, change.period, change.kind) for change in diff.largest(module, "persons", 4)]
    assert named == [
        ("NP", "2011", "changed"),
        ("NP", "2021", "changed"),
        ("B", "2021", "changed"),
        ("A", "2021", "changed"),
    ]
    assert diff.largest(module, "persons", 9)[-1].kind == "vanished"


def test_a_summary_has_counts_reasons_and_the_largest_changes(house):
    found = diff.summary(diff.compare(house(("A", "2021", 10)), house(("A", "2021", 12))), 1)
    (module,) = json.loads(json.dumps(found))["modules"]
    assert (module["module"], module["counts"]) == ("drawn/one", {"persons": {"changed": 2}})
    assert [(row["place"], row["old"], row["new"]) for row in module["changes"]] == [("NP", 10, 12)]


@pytest.mark.slow
def test_the_bundled_snapshot_beside_the_one_of_real_files(bundled_house, real_house):
    found = {module.id: module for module in diff.compare(bundled_house, real_house).modules}
    assert "budget/grid" not in found and "alliance/participation" not in found
    assert found["people/population"].counts == {name: {"appeared": 544 + 1} for name in ("persons", "sex_ratio")}
    assert found["poverty/headcount"].counts == {
        "headcount_rate": {"changed": 75 + 75 + 1},
        "poor_persons": {"changed": 75 + 1},
    }  # fmt: skip  2001 has no population, so no total
    assert found["budget/transfers"].total("appeared") == (744 + 1) * (4 + 1)  # four grants and their sum
    assert found["poverty/wealth_quintiles"].total("vanished") == 6 * (6743 - 1121 + 1)  # and the total of Nepal
    pockets = found.pop("poverty/wealth_quintiles.hot_spots")
    assert [reason["code"] for reason in pockets.why] == ["worked_out"] and pockets.columns.differing["pocket"] > 0
    assert all(reason["code"].startswith("extract_") for module in found.values() for reason in module.why)
    assert found["people/published_totals"].counts == {}  # the same figures, typed by hand and read from the file
