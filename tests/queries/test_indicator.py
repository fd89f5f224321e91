"""What an indicator must promise: told all at once when it is missing, with file and line, and checked for sense."""

import re
from typing import get_args

import pytest

from queries import registry
from queries.check import check
from queries.indicator import Unit, is_written
from queries.registry import read_indicators

GOOD = """[count]
unit = "persons"
decimals = 0
better = "neither"
numerator = "persons"
over_places = "sum"
title = { en = "Count", ne = "गन्ती", bn = "গণনা" }
formula = { en = "Counted.", ne = "गनिएको।", bn = "গোনা।" }
why = { en = "All rests on it.", ne = "सबैको आधार।", bn = "সবার ভিত্তি।" }
caveats = { en = "Some are missed.", ne = "केही छुट्छन्।", bn = "কেউ কেউ বাদ পড়েন।" }
owner = "An office"
review = 2099-05-31
"""
WHY = '{ en = "New.", ne = "नयाँ।", bn = "নতুন।" }'
THEME = 'order = 1\ntitle = { en = "T", ne = "ट", bn = "ট" }\nintroduction = { en = "I", ne = "इ", bn = "ই" }\n'
CARD = (
    'kind = "series"\ngrain = ["ward"]\nindicators = ["count", "other"]\ntitle = { en = "C", ne = "ग", bn = "গ" }\n'
    'question = { en = "Q?", ne = "क?", bn = "ক?" }\n'
)
SQL = "-- Q?\nSELECT place, period, persons FROM nepal_ward_census_2021\n"


def told(tmp_path, text):
    (tmp_path / "indicators.toml").write_text(text)
    return [str(problem).split("indicators.toml:")[1] for problem in read_indicators(tmp_path)[2]]


def without(*keys):
    return "\n".join(line for line in GOOD.splitlines() if not line.startswith(keys)) + "\n"


def test_everything_that_must_be_promised_and_is_not_is_told_together(tmp_path):
    found = told(tmp_path, without("why", "caveats", "owner", "review"))
    assert found == [f"1: '{name}' is missing. Add it below [count]." for name in ("why", "caveats", "owner", "review")]


def test_what_is_promised_wrongly_is_told_with_its_line(tmp_path):
    text = GOOD.replace('"An office"', '""').replace("2099-05-31", '"soon"').replace('en = "Some', 'fr = "Some')
    lines = [int(line.split(":")[0]) for line in told(tmp_path, text)]
    assert lines == [10, 11, 12]  # caveats, owner, review


@pytest.mark.parametrize(
    ("more", "message"),
    [
        (f'breaks = [{{ at = "long ago", why = {WHY} }}]', "'long ago' is no period"),
        ('breaks = [{ at = "2011" }]', "'breaks no. 1, why' is missing"),
        (f'breaks = [{{ at = "2022", why = {WHY} }}, {{ at = "2011", why = {WHY} }}]', "in order of time"),
        (f'breaks = [{{ at = "2022", why = {WHY} }}, {{ at = "2022", why = {WHY} }}]', "each period once"),
        (f"not_comparable.count = {WHY}", "not comparable with itself"),
        ('not_comparable.other = "x"', "it must be a table"),
    ],
)
def test_breaks_and_pairs_that_make_no_sense_are_told(tmp_path, more, message):
    (problem,) = told(tmp_path, GOOD + more + "\n")
    assert message in problem


@pytest.fixture
def queries(tmp_path):
    """Write a theme `land` with the indicators count and other; returns what `check` says of it."""

    def write(more="", card=CARD):
        folder = tmp_path / "land"
        folder.mkdir()
        other = GOOD.replace("[count]", "[other]")
        (folder / "indicators.toml").write_text(GOOD + more + "\n" + other)
        (folder / "theme.toml").write_text(THEME)
        (folder / "one.toml").write_text(card)
        (folder / "one.sql").write_text(SQL)
        found = check({}, "land/one", tmp_path)
        return [(p.warning, p.line, p.message) for p in found if "no worked example" not in p.message]

    return write


def test_a_pair_that_is_there_is_fine(queries):
    assert queries(f"not_comparable.other = {WHY}") == []


def test_an_indicator_not_to_be_compared_with_must_be_there(queries):
    ((warning, line, message),) = queries(f"not_comparable.othr = {WHY}")
    assert (warning, line) == (False, 13) and "'othr', which is no indicator of land" in message


def test_a_pair_not_to_be_compared_cannot_be_parts_of_one_picture(queries):
    ((warning, _, message),) = queries(f"not_comparable.other = {WHY}", CARD + 'parts = ["count", "other"]\n')
    assert not warning and "count and other are parts of one picture" in message


def test_a_reason_without_translation_is_a_warning(queries):
    found = queries('not_comparable.other.en = "New."\nbreaks = [{ at = "2011", why = { en = "New." } }]')
    assert [warning for warning, _, _ in found] == [True, True]
    assert sorted(message.split(" ")[0] for _, _, message in found) == [
        "count.breaks.why",
        "count.not_comparable.other",
    ]


def test_an_overdue_review_is_a_warning(queries, monkeypatch):
    monkeypatch.setitem(globals(), "GOOD", GOOD.replace("2099-05-31", "2020-05-31"))
    found = queries()
    assert {message for _, _, message in found} == {
        "the review of count was due on 2020-05-31.", "the review of other was due on 2020-05-31.",
    }  # fmt: skip


ALL = {(m.theme, i.id): i for m in registry.load().modules.values() for i in m.indicators.values()}


@pytest.mark.parametrize("indicator", ALL.values(), ids=lambda indicator: indicator.id)
def test_every_indicator_of_the_checkout_keeps_its_promise(indicator):
    for texts in (indicator.title, indicator.formula, indicator.why, indicator.caveats):
        assert is_written(texts) and set(texts) == {"en", "ne", "bn"}
        assert re.search("[ऀ-ॿ]", texts["ne"]) and re.search("[ঀ-৿]", texts["bn"])
    for texts in (*(one.why for one in indicator.breaks), *indicator.not_comparable.values()):
        assert set(texts) == {"en", "ne", "bn"}


def test_reviews_are_spread_over_the_year():
    assert len({indicator.review for indicator in ALL.values()}) >= 8


def test_the_pairs_that_must_never_be_joined_are_declared():
    pairs = {frozenset((name, other)) for (_, name), one in ALL.items() for other in one.not_comparable}
    assert pairs >= {
        frozenset(pair)
        for pair in (
            ("hies_headcount_rate", "poverty_map_headcount_rate"), ("nlss_headcount_rate", "mpi_headcount_rate"),
            ("hies_headcount_rate", "mpi_headcount_rate"), ("headcount_rate", "nlss_headcount_rate"),
            ("headcount_rate", "mpi_headcount_rate"), ("persons_enumerated", "persons_adjusted"),
        )
    }  # fmt: skip
    broken = {name: [one.at for one in indicator.breaks] for (_, name), indicator in ALL.items() if indicator.breaks}
    assert broken["headcount_rate"] == ["2011"] and broken["hies_headcount_rate"] == ["2022"]


def test_what_says_how_much_there_is_is_told_from_what_says_how_much_of_it(draw):
    counts = {"persons", "households", "currency", "currency_thousand", "events", "meetings", "organisations", "towns",
              "participations", "grievances", "entries", "alliances", "commitments", "partnerships", "countries", "slums",
              "municipalities", "priorities", "projects", "letters", "cases", "decisions", "programmes", "needs", "practices", "replications", "pilots"}  # fmt: skip
    found = {unit: draw.indicator("one", numerator="poor", unit=unit).is_count for unit in get_args(Unit)}
    assert {unit for unit, is_count in found.items() if is_count} == counts
    assert not draw.indicator(
        "one", numerator="poor", denominator="persons", over_places="ratio", unit="persons"
    ).is_count
