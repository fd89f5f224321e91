"""One value walked back: the numbers of each step fit, exact is proved, and nothing protected is shown."""

import json

import pytest

from dashboard.explaining import as_text
from queries.explain import explain
from queries.run import AskError

pytestmark = pytest.mark.slow


def test_a_rate_of_a_palika_leads_to_its_wards(bundled_house):
    told = explain(bundled_house, "people/population", "NP0548201", "household_size")
    rows, nepal = told.cube["rows"], told.extracts[-1]
    assert told.cube["count"] == nepal["count"] == len(rows) == 19  # Butwal has 19 wards
    persons, households = sum(row["persons"] for row in rows), sum(row["households"] for row in rows)
    assert told.answer["value"] == persons / households
    assert f"{persons:,} / {households:,}" in told.rule[0]
    assert nepal["exact"] is True and {row["place"][:9] for row in nepal["rows"]} == {"NP0548201"}
    assert [member["value"] for member in told.members] == sorted((m["value"] for m in told.members), reverse=True)


def test_a_group_lists_its_members_largest_first(bundled_house):
    told = explain(bundled_house, "people/population", "siddhartha-corridor", "persons")
    assert told.members_count == 15 and told.members[0]["place"] == "NP0548201"
    assert sum(member["value"] for member in told.members) == told.answer["value"]
    assert told.answer["provenance"] == "illustrative"


def test_fewer_rows_are_shown_where_they_alone_give_the_value(bundled_house):
    told = explain(bundled_house, "budget/grid", "NP0548201", "plan", "2080/81", (("function", "health"),))
    (extract,) = told.extracts
    assert {row["function"] for row in extract["rows"]} == {"health"} and extract["exact"]
    assert sum(row["plan_thousand"] for row in extract["rows"]) == told.answer["value"]


def test_a_select_that_looks_further_says_so(bundled_house):
    told = explain(bundled_house, "migration/in_migrants_by_reason", "NP2011-31", "in_migrants_reason_share", None,
                   (("reason", "marriage"),))  # fmt: skip
    (extract,) = told.extracts
    # the share divides by all reasons, so that the rows of marriage alone do not give it
    assert len({row["reason"] for row in extract["rows"]}) > 1 and extract["exact"]


def test_published_figures_are_told_as_printed(bundled_house):
    told = explain(bundled_house, "people/published_totals", "NP")
    assert told.rule[0].startswith("Published") and told.cube["count"] == 1


def test_of_protected_records_no_row_is_shown(bundled_house):
    told = explain(bundled_house, "alliance/participation", "NP05", "events")
    (extract,) = told.extracts
    assert told.answer["value"] is not None
    assert (told.cube["rows"], extract["rows"], extract["count"]) == ([], [], None)
    whole = json.dumps(told.as_dict(), default=str) + as_text(told)
    actors = bundled_house.connection.cursor().execute('SELECT DISTINCT actor FROM "alliance/participation"').fetchall()
    assert actors and not [actor for (actor,) in actors if actor in whole]
    assert "is protected: its rows speak of people and are not shown" in whole


def test_a_hidden_value_shows_nothing_of_what_it_is_made_of(bundled_house, monkeypatch):
    from dataclasses import replace

    from queries import explain as module

    door = module.run

    def hiding(house, ask):
        answer = door(house, ask)
        empty = dict.fromkeys(("value", "low", "high", "numerator", "denominator"))
        return replace(answer, rows=[{**row, **empty, "state": "hidden"} for row in answer.rows])

    monkeypatch.setattr(module, "run", hiding)
    told = explain(bundled_house, "people/population", "NP0548201", "persons")
    assert told.cube["rows"] == [] and all(extract["rows"] == [] for extract in told.extracts)
    assert "the state is hidden" in told.rule[0]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("people/population", "NP99"), "is no place and no group"),
        (("people/nobody", "NP"), "There is no query"),
        (("people/population", "NP", "height"), "has no indicator 'height'"),
        (("people/population", "NP", "persons", "1999"), "has no period '1999'"),
        (("poverty/headcount", "NP0331"), "Of earlier places there: NP2011-31"),
        (("budget/transfers", "NP"), "nepal_transfers_2074_75 is not in it"),
        (
            ("migration/in_migrants_by_reason", "NP2011-31", "in_migrants_reason_share"),
            "Choose one with --where reason=",
        ),
    ],
)
def test_what_cannot_be_explained_is_told_with_what_to_ask_instead(bundled_house, arguments, sentence):
    with pytest.raises(AskError) as told:
        explain(bundled_house, *arguments)
    assert sentence in str(told.value)


def test_the_text_has_every_step_under_a_number(bundled_house):
    text = as_text(explain(bundled_house, "poverty/headcount", "NP2011-31"))
    heads = [line for line in text.splitlines() if line[:1].isdigit()]
    assert [head.split(".")[0] for head in heads] == [str(number) for number in range(1, len(heads) + 1)]
    assert all(word in text for word in ("The rule", "SELECT", "headcount.sql", "Digest (sha256)"))
