"""Whatever `nagar run` prints, a figure in it can be traced: question, extracts, snapshot, filters, citation."""

import csv
import io
import json

import pyarrow.parquet
import pytest

from dashboard.printing import as_csv, as_json, links, write
from dashboard.state import View
from data import snapshots
from queries.run import Ask, run

pytestmark = pytest.mark.slow
PROMISED = ["query", "kind", "snapshot", "filters", "sources", "rows"]  # by house.md, to other programmes
BESIDE = {"snapshot_date", "module", "groups", "missing", "notes", "provenance", "told", "citation", "command", "links"}


@pytest.fixture(scope="module")
def answer(bundled_house):
    return run(bundled_house, Ask("people/population", "region", "NP", "2021"))


def traced(facts: dict, house, answer) -> None:
    """Every digest in a file's facts is one that the snapshot's manifest has."""
    manifest = snapshots.manifest(house.folder)
    assert facts["snapshot"] == manifest["digest"] and facts["snapshot_date"] == manifest["date"]
    assert facts["module"] == {"id": answer.query, "digest": manifest["cubes"][answer.query]["module"]}
    for source in facts["sources"]:
        assert source["digest"] == manifest["files"][f"extracts/{source['extract']}.parquet"]
        assert source["publisher"] and source["licence"] and source["data_date"]


def test_json_keeps_the_promised_keys_and_adds_where_it_comes_from(bundled_house, answer):
    facts = json.loads(as_json(answer, bundled_house))
    assert set(facts) == {*PROMISED, *BESIDE}
    assert facts["filters"] == {"by": "region", "within": "NP", "period": "2021"}
    assert facts["told"] == {"rows": 28, "states": {"value": 28}, "provenances": {"published": 28}}  # 7 places, 4 each
    assert facts["citation"]["short"].startswith("National Statistics Office, Nepal, 2021; Nagar ")
    assert len(facts["rows"]) == 28
    traced(facts, bundled_house, answer)


def test_parquet_has_the_same_facts_in_its_schema(bundled_house, answer, tmp_path):
    write(answer, bundled_house, "parquet", tmp_path / "answer.parquet")
    table = pyarrow.parquet.read_table(tmp_path / "answer.parquet")
    facts = json.loads(table.schema.metadata[b"nagar"])
    beside_rows = json.loads(as_json(answer, bundled_house))
    assert table.num_rows == len(beside_rows.pop("rows")) and facts == beside_rows
    traced(facts, bundled_house, answer)


def test_csv_has_them_above_its_rows(bundled_house, answer):
    head, _, table = as_csv(answer, bundled_house).partition("\n\n")
    told = {}
    for label, text in csv.reader(io.StringIO(head)):
        told.setdefault(label, []).append(text)
    manifest = snapshots.manifest(bundled_house.folder)
    assert told["Question and its digest"] == ["people/population " + manifest["cubes"]["people/population"]["module"]]
    assert told["Extract and its digest"] == [
        "nepal_ward_census_2021 " + manifest["extracts"]["nepal_ward_census_2021"]["digest"]
    ]
    assert told["Not in this snapshot"] == ["bangladesh_census_2011"]
    assert (
        told["Choices"] == ["One row for each: region; Place: Nepal; Period: 2021"]
        and bundled_house.digest in told["Snapshot"][0]
    )
    assert "licence: Apache-2.0" in told["Citation, long"][0] and told["Citation, short"]
    rows = list(csv.DictReader(io.StringIO(table)))
    assert [row["place"] for row in rows[:7]] == [f"NP0{number}" for number in range(1, 8)]


def test_illustrative_figures_are_never_cited_as_published(bundled_house):
    answer = run(bundled_house, Ask("budget/grid", "country", "NP"))
    facts = json.loads(as_json(answer, bundled_house))
    assert facts["provenance"] == "illustrative"
    assert all("Illustrative, not to be quoted" in text for text in facts["citation"].values())


def test_a_link_opens_the_page_that_shows_the_same(bundled_house, answer):
    found = links(answer, bundled_house)
    view = View.from_url(found["sex_ratio"])
    assert (view.page, view.place, view.by, view.period) == ("people", "NP", "region", "2021")
    assert view.snapshot == bundled_house.digest[:12] and view.problems == ()


@pytest.mark.parametrize(
    "ask",
    [
        Ask("people/population", "country"),  # periods of both countries
        Ask("budget/grid", "country", "NP", "2080/81"),  # every function at once: a page shows one, or the total
        Ask("people/population", "district", "NP0331", "2021"),  # a page of a district shows what lies in it
    ],
)
def test_where_no_page_shows_exactly_this_there_is_no_link(bundled_house, ask):
    assert links(run(bundled_house, ask), bundled_house) == {}
