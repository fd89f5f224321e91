"""The cubes beside a register: of each scope with enough things, from its places."""

import duckdb
import pytest

from queries import follow_through, worked_out_cubes

EN = {"en": "drawn"}


@pytest.fixture
def cube(draw, tmp_path):
    """Eleven things: ten in town a, done after 1 to 10 days; one in town b, open for 30."""
    count = draw.indicator("plans", numerator="thing", over_places="distinct")
    columns = {name: {"type": "date", "title": EN} for name in ("begun", "done", "seen")}
    made = draw.module([count], kind="register", columns=columns,
                       durations={"lasting": {"title": EN, "begins": "begun", "ends": "done", "seen_until": "seen"}})  # fmt: skip
    path = tmp_path / "one.parquet"
    duckdb.execute(
        "COPY (SELECT 'T' || i AS thing, CASE WHEN i < 11 THEN 'a' ELSE 'b' END AS place, DATE '2024-01-01' AS begun, "
        "CASE WHEN i < 11 THEN DATE '2024-01-01' + i::INTEGER END AS done, DATE '2024-01-31' AS seen "
        f"FROM range(1, 12) t(i)) TO '{path}' (FORMAT parquet)"
    )
    return made, path


def test_each_scope_has_its_own_curve_and_too_few_things_have_none(cube):
    scopes = {"NP": frozenset("ab"), "A": frozenset("a"), "B": frozenset("b")}
    rows = list(worked_out_cubes._durations(*cube, scopes))
    names = list(worked_out_cubes.SCHEMA["durations"])
    last = {row[names.index("scope")]: dict(zip(names, row, strict=True)) for row in rows}
    assert set(last) == {"NP", "A"}  # one thing in b is fewer than the ten of which a share is told
    assert follow_through.LEAST == 10
    assert (last["A"]["day"], last["A"]["share"]) == (10, 1.0)
    assert (last["NP"]["day"], last["NP"]["left_open"]) == (30, 1)
    assert last["NP"]["share"] == pytest.approx(1 - 1 / 11)  # the one that is open is the eleventh at risk
