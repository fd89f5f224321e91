"""Boundaries of what a register's rows may hold; the sentences themselves are in `broken/`."""

import duckdb
import pytest

from queries import register_checks

EN = {"en": "drawn"}
DATES = ("begun", "done", "seen")


@pytest.fixture
def found(draw):
    """What is said of one thing with a link and three dates (texts, or None)."""
    count = draw.indicator("plans", numerator="thing", over_places="distinct")
    columns = {"page": {"type": "link", "title": EN}} | {name: {"type": "date", "title": EN} for name in DATES}
    lasting = {"title": EN, "begins": "begun", "ends": "done", "seen_until": "seen"}
    made = draw.module([count], kind="register", columns=columns, durations={"lasting": lasting})

    def check(page="https://example.org/a", begun="2024-01-01", done=None, seen="2024-12-31"):
        with duckdb.connect() as connection:
            connection.execute("CREATE TABLE answer (thing VARCHAR, page VARCHAR, begun DATE, done DATE, seen DATE)")
            connection.execute("INSERT INTO answer VALUES ('T', ?, ?, ?, ?)", [page, begun, done, seen])
            return len(register_checks.rows(made, connection))

    return check


@pytest.mark.parametrize("page", [None, "https://example.org/a", "HTTP://example.org/plan.pdf?x=1"])
def test_an_address_of_a_page_is_sound(found, page):
    assert found(page=page) == 0


@pytest.mark.parametrize("page", ["javascript:alert(1)", "ftp://example.org/a", "example.org", "https://", "https://a b.org/x",
                                  "data:text/html,x", "//example.org/a"])  # fmt: skip
def test_anything_else_is_not(found, page):
    assert found(page=page) == 1


def test_done_on_the_day_it_began_or_was_last_seen_is_sound_and_a_day_beyond_is_not(found):
    assert found(done="2024-01-01") == 0
    assert found(done="2024-12-31") == 0
    assert found(done="2023-12-31") == 1
    assert found(done="2025-01-01") == 1


def test_without_a_beginning_or_a_day_it_was_seen_nobody_knows_its_age(found):
    assert found(begun=None) == 1
    assert found(seen=None) == 1
