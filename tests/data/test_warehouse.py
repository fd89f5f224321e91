"""The warehouse holds the extracts as tables and lets nothing else be read or changed."""

import duckdb
import pytest

from data import catalogue, warehouse
from data.problems import ContentError


@pytest.fixture
def cards(write, card_text):
    folder = write("cards/towns.toml", card_text).parent
    return catalogue.cards(folder)[0]


@pytest.fixture
def snapshot(tmp_path):
    folder = tmp_path / "snapshot"
    (folder / "extracts").mkdir(parents=True)
    rows = "SELECT 'A' AS place, '2021' AS period, 5::BIGINT AS persons"
    duckdb.execute(f"COPY ({rows}) TO '{folder}/extracts/towns.parquet' (FORMAT parquet)")
    return folder


def test_an_empty_table_has_the_columns_and_types_of_its_card(cards):
    described = warehouse.empty(cards).execute("DESCRIBE towns").fetchall()
    assert [row[:2] for row in described] == [("place", "VARCHAR"), ("period", "VARCHAR"), ("persons", "BIGINT")]


def test_every_card_of_the_checkout_makes_a_table():
    cards, _ = catalogue.cards()
    connection = warehouse.empty(cards)
    assert all(connection.execute(f'SELECT count(*) FROM "{name}"').fetchone() == (0,) for name in cards)


def test_the_snapshots_extracts_are_tables(cards, snapshot):
    assert warehouse.over(snapshot, cards).execute("SELECT * FROM towns").fetchall() == [("A", "2021", 5)]


def test_an_extract_that_is_absent_is_an_empty_table(cards, tmp_path):
    assert warehouse.over(tmp_path, cards).execute("SELECT count(*) FROM towns").fetchone() == (0,)


ATTEMPTS = [
    "SELECT * FROM read_csv('/etc/passwd')",
    "SELECT * FROM '/etc/passwd'",
    "SELECT * FROM glob('/*')",
    "COPY towns TO '/tmp/towns.csv'",
    "ATTACH '/tmp/other.duckdb'",
    "INSTALL httpfs",
    "SET enable_external_access = true",
    "SET memory_limit = '100GB'",
]


@pytest.mark.parametrize("attempt", ATTEMPTS)
@pytest.mark.parametrize("made_by", ["empty", "over"])
def test_nothing_outside_can_be_reached(cards, snapshot, attempt, made_by):
    connection = warehouse.empty(cards) if made_by == "empty" else warehouse.over(snapshot, cards)
    with pytest.raises(duckdb.Error):
        connection.execute(attempt)


def test_a_parquet_cut_short_is_named(cards, snapshot):
    path = snapshot / "extracts" / "towns.parquet"
    path.write_bytes(path.read_bytes()[:100])
    with pytest.raises(ContentError, match=r"towns.parquet:1: towns: cannot be read as Parquet, it may be cut short"):
        warehouse.over(snapshot, cards)


def test_a_card_that_changed_since_is_told_with_the_column(write, card_text, snapshot):
    folder = write("new/towns.toml", card_text.replace("persons]", "person]")).parent
    with pytest.raises(ContentError) as raised:
        warehouse.over(snapshot, catalogue.cards(folder)[0])
    assert "the column 'person' of its card is missing. Is it the column 'persons'?" in str(raised.value)
    assert "Run `nagar build` to make a new snapshot." in str(raised.value)


def test_a_type_that_differs_is_told(cards, snapshot):
    rows = "SELECT 'A' AS place, '2021' AS period, 5.0::DOUBLE AS persons"
    duckdb.execute(f"COPY ({rows}) TO '{snapshot}/extracts/towns.parquet' (FORMAT parquet)")
    with pytest.raises(ContentError, match="the column 'persons' is DOUBLE, its card says BIGINT"):
        warehouse.over(snapshot, cards)
