"""Made-up extracts are what was asked for, the same for the same seed; published out of core, their cubes are exact."""

import json

import duckdb
import pyarrow.parquet
import pytest

from dashboard.asking import ask
from dashboard.bench.make import country, make
from dashboard.building import build_room
from dashboard.choice import choose
from dashboard.explaining import as_text
from dashboard.printing import as_csv, as_json, as_table, write
from dashboard.state import View
from data import heavy
from geo import places
from queries.diff import compare
from queries.explain import explain
from queries.run import Ask, AskError, run

LIMITS = heavy.Limits("300MB", threads=2)

pytestmark = pytest.mark.slow


def raw(room, name):
    return f"'{room}/extracts/{name}.parquet'"


def test_it_makes_exactly_so_many_rows_with_skew_and_again_the_same(room, room_size, tmp_path):
    lines = duckdb.sql(f"SELECT place, count(*) n FROM {raw(room, 'made_budget_lines')} GROUP BY place")
    counts = sorted(row[1] for row in lines.fetchall())
    assert sum(counts) == room_size.lines and counts[-1] > 5 * counts[len(counts) // 2]
    again = make(tmp_path / "again", room_size.lines, room_size.records, room_size.wards, room_size.seed, limits=LIMITS)
    for name in ("made_budget_lines", "made_moves"):
        both = f"SELECT * FROM {raw(room, name)} EXCEPT ALL SELECT * FROM {raw(again, name)}"
        assert duckdb.sql(both).fetchall() == []
    stays = duckdb.sql(f"SELECT avg((origin = destination)::INT) FROM {raw(room, 'made_moves')}").fetchall()[0][0]
    assert 0.1 < stays < 0.4
    pairs = duckdb.sql(
        f"SELECT DISTINCT left(origin, 6), left(destination, 6) FROM {raw(room, 'made_moves')}"
    ).fetchall()
    assert len(pairs) == 7 * 7  # far moves go everywhere, wherever they begin


def test_a_made_up_country_has_the_wards_that_were_asked_for():
    made = country(90_000, 1)
    assert sum(place.level == "ward" for place in made.values()) == 90_000
    assert places.ancestor_at(made, "IN0101001-01", "district") == "IN0101"


def test_cubes_are_exact_against_the_raw_rows(room, published):
    done, _, told = published
    assert done.problems == []
    for name, sql in (
        ("budget", f"""SELECT place, period, "function", sum(plan_thousand)::BIGINT, sum(outturn_thousand)::BIGINT,
                       coalesce(sum(plan_thousand * green_weight), 0) FROM {raw(room, "made_budget_lines")} GROUP BY ALL"""),
        ("moves", f"""SELECT origin, destination, period, reason, sum(persons)::BIGINT
                      FROM {raw(room, "made_moves")} GROUP BY ALL"""),
    ):  # fmt: skip
        cube = f"SELECT * FROM '{done.folder}/cubes/made/{name}.parquet'"
        assert duckdb.sql(f"({cube} EXCEPT ALL ({sql})) UNION ALL (({sql}) EXCEPT ALL {cube})").fetchall() == []
    assert any(text == "Extract made_budget_lines: sorting" for text, *_ in told)


def test_extracts_are_sorted_and_written_as_parquet_v2(published, room_size):
    done, *_ = published
    path = done.folder / "extracts" / "made_budget_lines.parquet"
    keys = [
        tuple(row.values()) for row in pyarrow.parquet.read_table(path, columns=["place", "period", "line"]).to_pylist()
    ]
    assert keys == sorted(keys) and len(keys) == room_size.lines
    column = pyarrow.parquet.ParquetFile(path).metadata.row_group(0).column(0)
    assert column.compression == "ZSTD"


def test_the_largest_flows_of_a_declared_scope_are_those_of_the_raw_rows(room, published):
    _, house, _ = published
    rows = run(house, Ask("made/moves", by="district", within="IN01", period="2021", total=("reason",), top=5)).rows
    listed = [(row["origin"], row["destination"], row["value"]) for row in rows
              if row["direction"] == "between" and row["origin"] != "other"]  # fmt: skip
    sql = f"""SELECT left(origin, 6) AS o, left(destination, 6) AS d, sum(persons)::BIGINT AS n
              FROM {raw(room, "made_moves")} WHERE period = '2021' AND o <> d GROUP BY o, d ORDER BY n DESC, o, d"""
    expected = duckdb.sql(sql).fetchall()
    assert listed == expected[:5]
    rest = next(row for row in rows if row["direction"] == "between" and row["origin"] == "other")
    assert (rest["value"], rest["flows"]) == (sum(row[2] for row in expected[5:]), len(expected) - 5)


def test_a_flow_is_printed_in_every_format(published, tmp_path):
    _, house, _ = published
    answer = run(house, Ask("made/moves", by="district", period="2021", total=("reason",), top=2))
    told = json.loads(as_json(answer, house))
    assert told["kind"] == "flow" and told["filters"]["top"] == 2 and told["links"] == {}
    assert {"origin", "destination", "origin_name", "destination_name", "direction", "flows"} <= set(told["rows"][0])
    assert "place" not in told["rows"][0] and told["provenance"] == "illustrative"
    assert "--top 2" in answer.command
    assert "indicator,origin,origin_name,destination,destination_name,level,period,direction,reason" in as_csv(
        answer, house
    )
    assert "destination_name" in as_table(answer, house).splitlines()[0]
    write(answer, house, "parquet", tmp_path / "flows.parquet")
    assert pyarrow.parquet.read_table(tmp_path / "flows.parquet").num_rows == len(answer.rows)


def test_a_flow_is_walked_back_to_its_rows(published):
    _, house, _ = published
    told = explain(house, "made/moves", "IN0101", period="2021", to="IN0102")
    assert told.answer["value"] == sum(row["persons"] for row in told.cube["rows"]) or told.cube["count"] > 20
    assert told.extracts[0]["exact"] is True
    assert "from Made-up district 0101 (IN0101) to Made-up district 0102 (IN0102)" in as_text(told)
    with pytest.raises(AskError, match="say where it goes with --to"):
        explain(house, "made/moves", "IN0101")
    with pytest.raises(AskError, match="give two of one level"):
        explain(house, "made/moves", "IN0101", to="IN01")


def test_only_what_changed_is_computed_again(room, published):
    done, house, _ = published
    told = []
    again = build_room(room, done.folder.parent.parent, "300MB", lambda *progress: told.append(progress))
    assert not again.changed and again.digest == done.digest
    assert not any("sorting" in text or total == 100 for text, _, total in told)
    assert compare(house, house).modules == ()


def test_flows_have_a_page_that_shows_who_gains(published):
    _, house, _ = published
    choice = choose(house, View(page="made", place="IN", indicator="moves.made_moves"))
    assert (choice.module.id, choice.told) == ("made/moves", ())
    assert choice.details == (choice.view.by,)  # arrows lead from row to row
    gained = ask(house, choice).rows("ranked", choice.view.period)
    assert gained and sum(row["value"] for row in gained) == 0
