"""What a module over a protected extract must promise, and how it is told."""

import shutil

import pytest

from data import catalogue
from queries import contract, disclosure, registry

CARDS = catalogue.cards()[0]
SHARE = {"over_places": "ratio", "unit": "percent", "numerator": "n", "denominator": "all_n"}


def told(draw, *indicators, readers=None, **card):
    found = [
        draw.indicator(f"one_{number}", **{"numerator": "n", **fields}) for number, fields in enumerate(indicators)
    ]
    made = draw.module(found, protected=True, **card)
    return [problem.message for problem in disclosure.problems(made, ["drawn"], {} if readers is None else readers)]


@pytest.mark.parametrize(
    "indicator",
    [
        {"smallest_count": 5},
        {"unprotected": {"en": "It counts meetings."}, "over_places": "distinct"},
        {"smallest_count": 5, **SHARE},
        {"smallest_count": 5, **SHARE, "unit": "currency_per_person"},
    ],
)
def test_what_keeps_its_promise_passes(draw, indicator):
    assert told(draw, indicator) == []


@pytest.mark.parametrize(
    ("indicator", "card", "sentence"),
    [
        ({}, {}, "one_0 has no smallest_count"),
        ({"smallest_count": 5}, {"kind": "event"}, "is a event: only a series can protect one_0"),
        ({"smallest_count": 5, "over_places": "distinct"}, {}, "adds up over places as distinct"),
        ({"smallest_count": 5, **SHARE, "value": "rate"}, {}, "has a value, which would show single rows"),
        ({"smallest_count": 5, **SHARE, "standard_error": "error"}, {}, "has a standard_error"),
        ({"smallest_count": 5, **SHARE, "unit": "persons_per_km2"}, {}, "does not say how many people it speaks of"),
        ({"smallest_count": 5, "unit": "currency_thousand"}, {}, "is an amount of which nobody knows how many people"),
    ],
)
def test_what_does_not_is_told(draw, indicator, card, sentence):
    (message,) = told(draw, indicator, **card)
    assert sentence in message


def test_margins_protect_one_part_only(draw):
    both = ({"smallest_count": 5, **SHARE}, {"smallest_count": 5, **SHARE, "numerator": "other"})
    assert told(draw, both[0], joins_first="margins") == []
    (message,) = told(draw, *both, joins_first="margins")
    assert "protects one part of a whole and not all_n, n, other" in message
    assert told(draw, *both) == []


def test_two_modules_may_not_show_protected_figures_of_one_extract(draw):
    (message,) = told(draw, {"smallest_count": 5}, readers={"drawn": "drawn/other"})
    assert "so does drawn/other: what one hides could be worked out from the other" in message
    assert told(draw, {"unprotected": {"en": "Meetings."}}, readers={"drawn": "drawn/other"}) == []


def test_the_module_is_broken_and_the_problem_names_the_line(tmp_path):
    shutil.copytree(registry.QUERIES / "services", tmp_path / "services")
    path = tmp_path / "services" / "indicators.toml"
    path.write_text(path.read_text("utf-8").replace("smallest_count = 5\n", "", 1), "utf-8")
    found = contract.vetted(registry.load(tmp_path), CARDS)
    assert "services/grievances" not in found.modules
    (problem,) = found.broken["services/grievances"]
    assert (
        problem.file.endswith("services/indicators.toml") and problem.line == 1 and "smallest_count = 5" in problem.hint
    )


def test_only_what_reads_a_protected_extract_is_protected():
    modules = contract.vetted(registry.load(), CARDS).modules
    protected = {name for name, module in modules.items() if module.protected}
    services = {"services/grievances", "services/letters", "services/cases"}
    assert protected == services | {"alliance/participation", "alliance/women", "alliance/events"}


def test_a_card_that_says_nothing_is_protected():
    assert CARDS["susasan_grievances"].disclosure == "protected"
    assert "disclosure" not in CARDS["susasan_grievances"].file.read_text("utf-8")
