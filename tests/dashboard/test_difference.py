"""What `nagar diff` prints: how many and why, the largest changes, rounded in the table and unrounded elsewhere."""

import csv
import io
import json
from datetime import date
from types import SimpleNamespace

import pytest

from dashboard import difference
from queries.columns import Columns
from queries.diff import Change, Difference, ModuleChange

HOUSE = SimpleNamespace(registry=SimpleNamespace(modules={
    "poverty/headcount": SimpleNamespace(indicators={"rate": SimpleNamespace(decimals=1)})
}))  # fmt: skip


def change(place, old, new, kind="changed", old_state="value", new_state="value", **more) -> Change:
    fields = {"indicator": "rate", "place_name": place, "level": "district", "period": "2011", "dimensions": {},
              "unit": "percent", **more}  # fmt: skip
    return Change(place=place, kind=kind, old=old, new=new, old_state=old_state, new_state=new_state, **fields)


def of(*modules: ModuleChange) -> Difference:
    return Difference("a" * 64, "b" * 64, date(2026, 1, 1), date(2026, 2, 1), modules)


def module(*changes, why=(), columns=None, id="poverty/headcount") -> ModuleChange:
    counts = {}
    for one in changes:
        kinds = counts.setdefault(one.indicator, {})
        kinds[one.kind] = kinds.get(one.kind, 0) + 1
    return ModuleChange(id, counts, changes, why, columns)


FOUR = module(
    change("Kaski", 12.34, 15.67), change("Rolpa", 40.0, 10.0), change("Dolpa", 1.0, 1.5), change("Mustang", 1.0, 1.25),
    why=({"code": "extract_changed", "extract": "poverty",
          "old": {"provenance": "illustrative", "rows": 75, "source": "sample.py"},
          "new": {"provenance": "published", "rows": 1500, "source": "rates.csv"}},),
)  # fmt: skip


def test_two_equal_snapshots_say_so():
    text = difference.as_table(of(), HOUSE, 3)
    assert text == ("From aaaaaaaaaaaa (2026-01-01) to bbbbbbbbbbbb (2026-02-01): 0 changed, 0 appeared, 0 vanished, "
                    "0 missing for another reason.\nNo published value differs.")  # fmt: skip


def test_the_table_counts_says_why_and_names_the_largest():
    text = difference.as_table(of(FOUR), HOUSE, 3)
    assert "4 changed, 0 appeared" in text and "  rate: 4 changed" in text
    assert ("because the extract poverty changed: illustrative, 75 rows from sample.py before, published, 1,500 rows "
            "from rates.csv now.") in text  # fmt: skip
    lines = text.splitlines()
    assert [line.split()[1] for line in lines if line.startswith("rate ")] == ["Rolpa", "Kaski", "Dolpa"]
    assert "12.3  15.7  percent" in text
    assert "These are the 3 largest changes of each indicator; --all gives every one." in text
    assert "--all" not in difference.as_table(of(FOUR), HOUSE, 4)


def test_a_state_stands_where_there_is_no_value_and_a_hidden_one_hides_both():
    text = difference.as_table(of(module(
        change("Kaski", None, None, "vanished", "value", "hidden"), change("Rolpa", None, 3.0, "appeared", "no_data"),
        change("Dolpa", 3.0, 4.0, new_state="unreliable"),
    )), HOUSE, 3)  # fmt: skip
    assert "not shown            hidden" in text and "no_data               3.0" in text
    assert "3.0  4.0 (unreliable)" in text


def test_csv_has_every_value_unrounded_and_no_formula():
    rows = list(
        csv.DictReader(io.StringIO(difference.as_csv(of(module(change("=1+1", 12.345678, None, "vanished"))), 9)))
    )
    assert (rows[0]["module"], rows[0]["old"], rows[0]["new"], rows[0]["change"]) == (
        "poverty/headcount", "12.345678", "", "vanished"
    )  # fmt: skip
    assert rows[0]["place"] == "'=1+1"
    assert difference.as_csv(of(), 9).startswith("module,indicator,place,")


@pytest.mark.parametrize(("everything", "count"), [(False, 3), (True, 4)])
def test_json_goes_to_a_file_whole_or_with_the_largest(tmp_path, everything, count):
    difference.write(of(FOUR), HOUSE, "json", everything, tmp_path / "out.json")
    found = json.loads((tmp_path / "out.json").read_text("utf-8"))
    assert found["modules"][0]["counts"] == {"rate": {"changed": 4}}
    assert len(found["modules"][0]["changes"]) == count


def test_a_module_that_cannot_be_compared_says_what_its_cubes_tell():
    columns = Columns(10, 1, 2, {"persons": 3}, ("men",), ("women",))
    why = (
        {"code": "module_changed", "parts": ["sql", "rate"]},
        {"code": "not_comparable", "told": ["x.toml:1: changed."]},
    )
    text = difference.as_table(of(module(why=why, columns=columns)), HOUSE, 3)
    assert "because the module changed: its SELECT, the rules of rate." in text
    assert "its values cannot be compared. x.toml:1: changed." in text
    assert ("in its cube 1 rows are gone, 2 are new, persons differs in 3 of 10 rows, the column men is gone, "
            "the column women is new.") in text  # fmt: skip


@pytest.mark.parametrize(
    ("reason", "told"),
    [
        ({"code": "extract_came", "extract": "x", "provenance": "published", "rows": 2, "source": "y.csv"},
         "because the extract x came: published, 2 rows from y.csv."),
        ({"code": "protection_changed", "extract": "x", "old": "public", "new": "protected"},
         "because the extract x was public and is protected."),
        ({"code": "places_changed", "country": "NP", "places": list("abcdefg")},
         "because 7 places of NP changed: a, b, c, d, e and 2 more."),
        ({"code": "groups_changed", "groups": ["one"]}, "because the members of groups changed: one."),
        ({"code": "module_changed", "parts": []}, "because the module changed."),
        ({"code": "hidden_changed"}, "because other values are hidden."),
        ({"code": "not_known"}, "the snapshots do not tell why."),
    ],
)  # fmt: skip
def test_every_reason_is_a_sentence(reason, told):
    assert difference.sentence(reason) == told


def test_values_that_stay_the_same_under_another_source_are_said_to():
    why = ({"code": "extract_came", "extract": "x", "provenance": "published", "rows": 2, "source": "y.csv"},)
    assert "no value that it shows differs" in difference.as_table(of(module(why=why)), HOUSE, 3)
