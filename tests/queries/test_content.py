"""Every card, contract and example of the checkout: one test a module, so that the failure names it."""

import pytest

from data import catalogue, warehouse
from queries import contract, example, registry

CARDS, CARD_PROBLEMS = catalogue.cards()
FOUND = contract.vetted(registry.load(), CARDS)
MODULES = list(FOUND.modules.values())


def test_all_cards_are_sound():
    assert [str(problem) for problem in (*CARD_PROBLEMS, *FOUND.problems)] == []


def test_the_modules_of_the_first_issue_are_here():
    assert {module.id for module in MODULES} >= {
        "people/population", "people/published_totals", "poverty/wealth_quintiles", "poverty/headcount",
        "poverty/headcount_published", "migration/in_migrants_by_reason", "budget/transfers", "budget/grid",
        "alliance/participation",
    }  # fmt: skip


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.id)
def test_the_sql_keeps_to_its_card(module):
    assert [str(problem) for problem in contract.columns(module, warehouse.empty(CARDS))] == []


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.id)
def test_the_worked_examples_come_out(module):
    assert module.card.examples
    assert [str(problem) for problem in example.failures(module, CARDS)] == []


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.id)
def test_the_files_can_be_read_in_a_minute(module):
    assert len(module.sql.splitlines()) <= 80
    assert module.sql.startswith("-- ") and module.sql.splitlines()[0].endswith(("?", "."))
