"""A server that finds every file as the build found it takes the registry from the snapshot, and is told the same by it."""

import shutil

import pytest

from data import catalogue
from queries import contract, registry, saved_registry

CARDS = catalogue.cards()[0]


@pytest.fixture
def queries(tmp_path):
    """A copy of one theme, to be changed, with a module that is broken."""
    shutil.copytree(registry.QUERIES / "poverty", tmp_path / "queries/poverty")
    (tmp_path / "queries/poverty/broken.sql").write_text("SELECT 1", "utf-8")
    return tmp_path / "queries"


@pytest.fixture
def saved(queries, tmp_path):
    """The vetted registry of `queries`, which lies in `tmp_path`."""
    found = contract.vetted(registry.load(queries), CARDS)
    saved_registry.write(tmp_path, found, CARDS, queries)
    return found


def test_what_is_read_back_is_what_was_vetted_but_for_the_worked_examples(saved, queries, tmp_path):
    found = saved_registry.read(tmp_path, CARDS, queries)
    assert list(found.modules) == list(saved.modules) and found.modules
    for key, module in found.modules.items():
        assert module.card.examples == [] and saved.modules[key].card.examples
        assert module.tables == saved.modules[key].tables and module.sql_file == saved.modules[key].sql_file
        assert module.indicators == saved.modules[key].indicators
    assert (found.themes, found.problems, found.broken) == (saved.themes, saved.problems, saved.broken)
    assert list(found.broken) == ["poverty/broken"]


def test_all_content_of_the_checkout_can_be_saved(tmp_path):
    saved_registry.write(tmp_path, contract.vetted(registry.load(), CARDS), CARDS)
    assert saved_registry.read(tmp_path, CARDS) is not None


@pytest.mark.parametrize("file", ["headcount.sql", "headcount.toml", "indicators.toml", "theme.toml"])
def test_it_counts_for_nothing_once_a_file_is_another(saved, queries, tmp_path, file):
    path = queries / "poverty" / file
    path.write_text(path.read_text("utf-8") + "\n", "utf-8")
    assert saved_registry.read(tmp_path, CARDS, queries) is None


def test_it_counts_for_nothing_beside_a_new_or_lost_file_or_another_list_of_extracts(saved, queries, tmp_path):
    assert saved_registry.read(tmp_path, dict(list(CARDS.items())[1:]), queries) is None
    (queries / "poverty/broken.sql").unlink()
    assert saved_registry.read(tmp_path, CARDS, queries) is None


@pytest.mark.parametrize("content", [b"", b"[]", b'{"of": "x"}', None])
def test_a_file_that_is_none_counts_for_nothing(queries, tmp_path, content):
    if content is not None:
        (tmp_path / saved_registry.FILE).write_bytes(content)
    assert saved_registry.read(tmp_path, CARDS, queries) is None
