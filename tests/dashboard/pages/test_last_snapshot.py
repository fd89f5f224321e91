"""The Data page says what changed since the last snapshot as the build wrote it, in the reader's words and digits."""

import json
from dataclasses import replace

import pytest

from dashboard.markup import find, text_of
from dashboard.pages.last_snapshot import since_last_snapshot
from dashboard.site import open_site
from dashboard.state import View
from dashboard.words import Reader

ENGLISH = Reader("en")
DAYS = {"old_date": "2026-01-02", "new_date": "2026-02-01", "old": "a" * 64, "new": "b" * 64}


def row(place, old, new, kind="changed", indicator="headcount_rate", states=("value", "value"), dimensions="") -> dict:
    return {"module": "poverty/headcount", "indicator": indicator, "place": place, "place_name": place, "level": "district",
            "period": "2011", "dimensions": dimensions, "change": kind, "old": old, "new": new, "unit": "percent",
            "old_state": states[0], "new_state": states[1]}  # fmt: skip


def module(rows, counts, why=(), id="poverty/headcount") -> dict:
    return {"module": id, "counts": counts, "why": list(why), "columns": None, "changes": rows}


def anchors(element) -> list:
    return [one for one in find(element) if one["type"] == "A"]


@pytest.fixture
def section(bundled_house, tmp_path):
    """The section over a `changes.json` of this content (None: no file; a text: as it is)."""
    site = open_site(bundled_house)
    site = replace(site, house=replace(bundled_house, folder=tmp_path))

    def do(content, reader=ENGLISH):
        if content is not None:
            text = content if isinstance(content, str) else json.dumps(content)
            (tmp_path / "changes.json").write_text(text)
        return since_last_snapshot(site, View(page="data"), reader)

    return do


@pytest.mark.parametrize("content", [None, "", "{", "[]", "{}"])
def test_without_a_file_that_can_be_read_nothing_is_claimed(section, content):
    assert section(content) is None


def test_the_first_snapshot_says_so(section):
    assert "This is the first snapshot here" in text_of(section({"old": None}))


def test_what_could_not_be_compared_is_told(section):
    told = text_of(section({"old": "a" * 64, "not_comparable": "places.parquet:1: cut short"}))
    assert "could not be compared: places.parquet:1: cut short" in told


def test_no_difference_is_told_with_what_was_compared(section):
    told = text_of(section({**DAYS, "modules": []}))
    assert (
        "Compared with the snapshot of 2 January 2026 (aaaaaaaaaaaa)" in told and "No published value changed." in told
    )


def test_counts_of_a_theme_are_those_of_its_modules_and_indicators(section):
    found = section({**DAYS, "modules": [
        module([], {"headcount_rate": {"changed": 1, "vanished": 2}, "poor_persons": {"changed": 3}}),
        module([], {"poorest_fifth_share": {"changed": 5, "appeared": 1}}, id="poverty/wealth_quintiles"),
    ]})  # fmt: skip
    assert "Poverty: 9 values changed, 1 value appeared and 2 values vanished" in text_of(found)  # 1 + 3 + 5


def test_the_largest_changes_lead_to_their_view_with_both_values(section):
    rows = [row("NP2011-20", 20.41, 60.3), row("NP2011-29", 13.8, None, "vanished", states=("value", "no_data")),
            row("NP2011-74", None, None, "vanished", states=("value", "hidden"))]  # fmt: skip
    found = section({**DAYS, "modules": [module(rows, {"headcount_rate": {"changed": 1, "vanished": 2}})]})
    told = text_of(found)
    assert "Sindhuli (Poverty headcount rate, 2011): 20.4 %, now 60.3 %" in told.replace("\u00a0", " ")
    assert "13.8 %, now no data" in told.replace("\u00a0", " ") and "not shown, now hidden" in told
    (link,) = [one for one in anchors(found) if text_of(one) == "Sindhuli"]
    view = View.from_url(link["props"]["href"])
    assert (view.page, view.indicator, view.period) == ("poverty", "headcount.headcount_rate", "2011")
    assert (view.place, view.selected) == ("NP03", "NP2011-20")


def test_dimensions_are_named_and_kept_in_the_link(section):
    one = {**row("NP2011-27", 500, 800, indicator="in_migrants", dimensions="reason=marriage sex=total age_group=total"),
           "unit": "persons"}  # fmt: skip
    found = section(
        {**DAYS, "modules": [module([one], {"in_migrants": {"changed": 1}}, id="migration/in_migrants_by_reason")]}
    )
    (link,) = anchors(found)
    assert "where=reason=marriage" in link["props"]["href"] and "total" not in link["props"]["href"]


@pytest.mark.parametrize(
    ("why", "told"),
    [
        ({"code": "extract_changed", "extract": "grid_budget_lines",
          "old": {"provenance": "illustrative", "rows": 1, "source": "sample.py"},
          "new": {"provenance": "reported", "rows": 20, "source": "lines.csv"}},
         "Budget lines with green, resilient and inclusive weights: before illustrative, 1 row from sample.py; now reported, "
         "20 rows from lines.csv."),
        ({"code": "extract_gone", "extract": "nobody", "provenance": "published", "rows": 2, "source": "x.csv"},
         "No longer there: nobody (published, 2 rows from x.csv)."),
        ({"code": "protection_changed", "extract": "nobody", "old": "public", "new": "protected"},
         "nobody: small numbers are hidden now."),
        ({"code": "places_changed", "country": "NP", "places": ["NP01"]}, "1 place changed: Koshi."),
        ({"code": "groups_changed", "groups": ["mithila-circuit"]}, "Other members: Mithila Circuit."),
        ({"code": "module_changed", "parts": ["sql"]}, "The way it is computed changed."),
        ({"code": "module_came"}, "The question is new."), ({"code": "module_gone"}, "The question is no longer asked."),
        ({"code": "hidden_changed"}, "Other small numbers are hidden now."),
        ({"code": "not_comparable", "told": []}, "The question itself changed"),
        ({"code": "not_known"}, "The snapshots do not tell why."),
    ],
)  # fmt: skip
def test_every_reason_has_its_words(section, why, told):
    assert told in text_of(section({**DAYS, "modules": [module([], {}, [why])]}))


def test_a_module_and_a_theme_that_are_no_more_are_named_by_their_id(section):
    told = text_of(section({**DAYS, "modules": [module([], {"x": {"vanished": 2}}, id="gone/away")]}))
    assert "gone: 2 values vanished" in told and "gone/away" in told


def test_a_module_that_cannot_be_compared_does_not_claim_that_nothing_changed(section):
    told = text_of(section({**DAYS, "modules": [module([], {}, [{"code": "not_comparable", "told": []}])]}))
    assert "Poverty: its values cannot be compared" in told and "no value changed" not in told


def test_pockets_are_told_by_how_many_places_differ(section):
    columns = {
        "alike": 9,
        "only_old": 1,
        "only_new": 2,
        "differing": {"pocket": 4, "smoothed": 9},
        "gone": [],
        "added": [],
    }
    one = module(
        [], {}, [{"code": "worked_out", "module": "poverty/wealth_quintiles"}], "poverty/wealth_quintiles.hot_spots"
    )
    told = text_of(section({**DAYS, "modules": [{**one, "columns": columns}]}))
    assert (
        "pockets on the map: 7 places differ" in told and "Pockets are worked out from the values" in told
    )  # 1 + 2 + 4


def test_numbers_are_in_the_readers_digits(section):
    told = text_of(section({**DAYS, "modules": [module([], {"headcount_rate": {"changed": 1234}})]}, Reader("ne")))
    assert "१,२३४ मान फेरिए" in told
