"""What an answer says of itself beside its rows: from which extracts, by which question and groups, with what missing."""

import pytest

from queries.cube import fingerprint
from queries.run import Ask, counted, run

PLACES = """SELECT * FROM (VALUES ('NP01-a', '2021', 3), ('NP01-b', '2021', NULL), ('NP01-c', '2021', 4))
            AS t(place, period, persons)"""


@pytest.fixture
def house(draw):
    """Three towns of one country, one without a figure; two of them are a group whose membership is assumed."""
    towns = [draw.place(code, "local", "NP") for code in ("NP01-a", "NP01-b", "NP01-c")]
    group = draw.group("pair", ["NP01-a", "NP01-c"], expected=3, certain=False, provenance="illustrative")
    module = draw.module([draw.indicator("persons", numerator="persons", least_coverage=0.5)])
    return draw.house(module, PLACES, [draw.place("NP", "country", None), *towns], [group])


def test_the_extract_has_publisher_licence_date_and_digest(house):
    (source,) = run(house, Ask("drawn/one")).sources
    assert (source["extract"], source["publisher"], source["licence"]) == ("drawn", "An office", "facts")
    assert (source["data_date"], source["digest"], source["provenance"]) == ("2026-01-01", "d1", "published")


def test_the_question_is_named_with_the_digest_that_stands_in_the_manifest(house):
    answer = run(house, Ask("drawn/one"))
    assert answer.module == {"id": "drawn/one", "digest": fingerprint(house.registry.modules["drawn/one"])}
    assert (answer.snapshot, answer.date) == ("digest", "2026-01-01")


def test_another_rule_gives_another_digest_and_other_words_do_not(draw):
    one = draw.module([draw.indicator("persons", numerator="persons")])
    words = draw.module([draw.indicator("persons", numerator="persons", title={"en": "People"})])
    rule = draw.module([draw.indicator("persons", numerator="persons", least_coverage=0.5)])
    assert fingerprint(one) == fingerprint(words) != fingerprint(rule)


def test_rows_are_counted_by_state_and_provenance(house):
    assert run(house, Ask("drawn/one")).told == {
        "rows": 3, "states": {"value": 2, "no_data": 1}, "provenances": {"published": 3},
    }  # fmt: skip


def test_hidden_and_illustrative_rows_are_counted_too():
    rows = [{"state": "hidden", "provenance": "illustrative"}] * 2 + [{"state": "value", "provenance": "published"}]
    assert counted(rows) == {
        "rows": 3, "states": {"hidden": 2, "value": 1}, "provenances": {"illustrative": 2, "published": 1},
    }  # fmt: skip


@pytest.mark.parametrize("ask", [Ask("drawn/one", by="drawn-set"), Ask("drawn/one", by="local", within="pair")])
def test_the_groups_used_say_who_made_them_and_whether_they_are_certain(house, ask):
    (group,) = run(house, ask).groups
    assert (group["group"], group["source"], group["certain"]) == ("pair", "a page", False)
    assert (group["members"], group["expected"], group["provenance"]) == (2, 3, "illustrative")


def test_without_groups_none_are_named(house):
    assert run(house, Ask("drawn/one", by="country")).groups == ()


def test_the_command_names_the_snapshot(house):
    answer = run(house, Ask("drawn/one", by="local", within="NP"))
    assert answer.command == "nagar run drawn/one --by local --within NP --snapshot digest"
