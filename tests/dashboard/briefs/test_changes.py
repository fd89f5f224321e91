"""What a brief that was collected on other data is told: which of its figures read otherwise now, and how."""

from types import SimpleNamespace

import pytest

from dashboard.archive import NotOpened
from dashboard.briefs import changes
from dashboard.briefs.brief import parse
from dashboard.briefs.changes import Changed
from dashboard.briefs.content import Document, Figure, Missing, Text
from dashboard.words import Reader

BRIEF = parse('title = { en = "A" }\nsnapshot = "0ld0ld0ld0ld"\n[[items]]\nview = "/people"\n'.replace("0ld", "01d"))
OLD, NOW = "01d01d01d01d", "fe4fe4fe4fe4"


def figure(told: str, *rows: tuple[str, ...]) -> Figure:
    return Figure(
        "Poor", "", told, (), ("Place", "Value"), rows, (False, True), None, None, False, "", (), (), *("",) * 7
    )


@pytest.fixture
def compared(monkeypatch):
    """`compared(before, now)`: what is told of two documents with these pieces."""

    def do(before: list, now: list):
        pieces = {OLD: before, NOW: now}
        old, site = (SimpleNamespace(house=SimpleNamespace(digest=digest)) for digest in (OLD, NOW))
        monkeypatch.setattr(changes, "resolve", lambda _site, view: (old, view))
        monkeypatch.setattr(
            changes, "document", lambda one, *_: Document("", "", Reader("en"), "", pieces[one.house.digest])
        )
        return changes.since(site, BRIEF, "", Reader("en"))

    return do


def test_a_sentence_that_changed_is_told_and_what_stayed_is_not(compared):
    same = figure("Same.", ("A", "1"))
    assert compared([Text(("x",)), same, figure("Was 5.")], [Text(("x",)), same, figure("Is 6.")]) == [
        Changed(2, "Poor", "Was 5.", "Is 6.")
    ]


def test_where_the_sentence_is_the_same_the_first_row_that_changed_is_told(compared):
    before, now = figure("Same.", ("A", "1"), ("B", "2")), figure("Same.", ("A", "1"), ("B", "3"))
    assert compared([before], [now]) == [Changed(0, "Poor", "B, 2", "B, 3")]


def test_a_figure_that_is_gone_says_why(compared):
    assert compared([figure("Was 5.")], [Missing("Poor", "No figure here.")]) == [
        Changed(0, "Poor", "Was 5.", "No figure here.")
    ]


def test_on_the_same_data_or_on_data_kept_no_more_there_is_nothing_to_compare(monkeypatch):
    def site(digest):
        return SimpleNamespace(house=SimpleNamespace(digest=digest))

    assert changes.since(site(OLD + "77"), BRIEF, "", Reader("en")) is None
    monkeypatch.setattr(changes, "resolve", lambda *_: NotOpened("not_kept", OLD))
    assert changes.since(site(NOW), BRIEF, "", Reader("en")) is None
