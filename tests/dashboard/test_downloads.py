"""Above the rows of every download stands what it takes to trace any of them."""

import csv
import io

import pytest

from dashboard.downloads import download, table_of
from dashboard.export import BOM
from dashboard.state import View
from data import snapshots

pytestmark = pytest.mark.slow
DOWNLOADS = [
    ("/people", "map", ["people/population"]),
    ("/people?by=nepal-clusters", "ranking", ["people/population"]),
    ("/poverty?place=NP03&indicator=headcount.headcount_rate", "trend", ["poverty/headcount"]),
    ("/poverty?indicator=wealth_quintiles.poorest_fifth_share", "parts", ["poverty/wealth_quintiles"]),
    ("/poverty?place=NP03&detail=ward&colour=pockets", "pockets", ["poverty/wealth_quintiles"]),
    ("/migration", "values-reason", ["migration/in_migrants_by_reason"]),
    ("/migration", "across-reason-sex", ["migration/in_migrants_by_reason"]),
    ("/migration?indicator=flows.moved_persons", "flows", ["migration/flows"]),
    ("/place/NP0548201", "place", ["people/population", "budget/grid"]),
]
HOME = "https://nagar.example"


def flows_in(text: str) -> tuple[int, float]:
    """How many rows a CSV of flows has, and what moves in them together."""
    found = csv.DictReader(io.StringIO(text.partition("\r\n\r\n")[2]))
    rows = [row for row in found if row["flows"] != "0"]  # that nothing stays inside is told in a row too
    return len(rows), sum(float(row["value"]) for row in rows)


def test_a_file_of_flows_has_each_of_them_or_as_many_as_a_file_may_have(site, monkeypatch):
    """The page names thirty of each direction; what is not named is one row, so that the sum is the same however many are."""
    view = View.from_url("/migration?indicator=flows.moved_persons&by=local")
    count, moved = flows_in(download(site, view, "flows"))
    cube = (
        site.house.connection.cursor().execute('SELECT count(*), sum(moved_persons) FROM "migration/flows"').fetchone()
    )
    assert count > 1000 and (count, moved) == cube
    monkeypatch.setattr("dashboard.downloads.MOST_ROWS", 100)
    few, the_same = flows_in(download(site, view, "flows"))
    assert 30 < few <= 100 and the_same == moved


def head_of(site, url: str, of: str) -> dict[str, list[str]]:
    text = download(site, View.from_url(url), of, HOME)
    found: dict[str, list[str]] = {}
    for label, line in csv.reader(io.StringIO(text.removeprefix(BOM).partition("\r\n\r\n")[0])):
        found.setdefault(label, []).append(line)
    return found


@pytest.mark.parametrize("url, of, modules", DOWNLOADS)
def test_the_header_is_complete(site, url, of, modules):
    told, manifest = head_of(site, url, of), snapshots.manifest(site.house.folder)
    known = {id: cube["module"] for id, cube in manifest["cubes"].items()}
    questions = dict(line.split(" ") for line in told["Question and its digest"])
    assert set(modules) <= set(questions) and questions.items() <= known.items()
    extracts = dict(line.split(" ") for line in told["Extract and its digest"])
    assert extracts and all(manifest["extracts"][name]["digest"] == digest for name, digest in extracts.items())
    assert len(told["Source"]) == len(told["Licence"]) == len(extracts)
    assert told["Snapshot"] == [f"{site.house.digest} ({site.house.date})"]
    assert f"({site.house.digest[:8]})" in told["Citation, short"][0]
    (link,) = told["Link to this view"]
    assert told["Citation, long"][0].endswith(link) and link.startswith(HOME + url.partition("?")[0])
    assert View.from_url(link.removeprefix(HOME)).snapshot == site.house.digest[:12]
    assert told["Rows"] and told["Provenance"] and told["Title"] and told["Period"]


def test_the_header_speaks_the_readers_language(site):
    told = head_of(site, "/people?lang=bn", "map")
    assert "উদ্ধৃতি, সংক্ষিপ্ত" in told and "সংস্করণ" in told


def test_a_group_says_in_the_file_that_it_is_assumed(site):
    told = head_of(site, "/people?by=nepal-clusters", "ranking")
    assert any(
        line.startswith("Mithila Circuit: 8 of 12 members are known, some of them assumed") for line in told["Group"]
    )
    assert told["Citation, short"][0].startswith("Illustrative, not to be quoted")
    assert any("is not published" in line for line in told["Note"])


def test_the_command_and_the_choices_name_the_period_that_is_shown(site):
    told = head_of(site, "/services?place=NP0548201&by=ward&period=2024-12&indicator=grievances.grievances", "ranking")
    assert all("--period 2024-12" in command for command in told["The same on the command line"])
    (choices,) = told["Choices"]
    assert choices == ("One row for each: ward; Place: Butwal; Period: December 2024; Group of the complainant: All")
    over_time = head_of(
        site, "/services?place=NP0548201&by=ward&period=2024-12&indicator=grievances.grievances", "trend"
    )
    assert not any("--period" in command for command in over_time["The same on the command line"])


def test_a_file_of_values_has_the_scopes_own_which_its_card_draws(site):
    """Nepal's living standards survey 2022/23: 24.66 percent of rural and 18.34 of urban persons are poor."""
    view = View.from_url("/poverty?place=NP&indicator=headcount_published.nlss_headcount_rate")
    table, _ = table_of(site, view, "values-area")
    own = {row["area"]: row["value"] for row in table.rows if row["place"] == "NP" and row["area"] != "total"}
    assert own == {"rural": 24.66, "urban": 18.34}
