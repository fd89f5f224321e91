"""A file says what its indicators and states mean: those of its rows and no others."""

from dashboard.definitions import definitions
from dashboard.downloads import download, table_of
from dashboard.state import View
from dashboard.words import Reader, text_of

READER = Reader("en")


def test_each_indicator_of_the_rows_is_defined_once_and_no_other(site):
    table, _ = table_of(site, View.from_url("/poverty?place=NP03&by=district"), "ranking")
    shown = {row["indicator"] for row in table.rows}
    told = dict(definitions(site, table.answers * 2, table.rows, READER))
    module = site.house.registry.modules[table.answers[0].query]
    for name in shown:
        indicator = module.indicators[name]
        assert text_of(indicator.formula, READER) in told[f"{text_of(indicator.title, READER)} ({name})"]
    assert sum(label.endswith(")") for label in told) == len(shown) < len(module.indicators)


def test_states_that_are_there_are_explained_and_a_plain_value_is_not(site):
    table, _ = table_of(site, View.from_url("/poverty?place=NP03&by=district"), "ranking")
    row = table.rows[0]
    labels = [
        label for label, _ in definitions(site, [], [{**row, "state": "hidden"}, {**row, "state": "value"}], READER)
    ]
    assert labels == ["hidden"]


def test_a_csv_has_the_definition_above_its_rows(site):
    text = download(site, View.from_url("/people?place=NP03"), "ranking")
    table, _ = table_of(site, View.from_url("/people?place=NP03"), "ranking")
    [(label, formula), *_] = definitions(site, table.answers, table.rows, READER)
    head, _, _ = text.partition("\n\n") if "\n\n" in text else text.partition("\r\n\r\n")
    assert label in head and formula[:40] in head
