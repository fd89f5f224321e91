"""Rows that lie in a file are checked and sorted as those in memory are, without being in memory."""

import duckdb
import pandas
import pytest

from data import cards, extract, heavy, large
from data.cards import Built
from data.problems import ContentError

PLACES = {"A": None, "B": None}
LIMITS = heavy.Limits("300MB")


@pytest.fixture
def card(write, card_text):
    return cards.read(write("cards/towns.toml", card_text))[0]


@pytest.fixture
def given(tmp_path):
    """A file of rows, as `Built` hands it over."""

    def do(sql: str) -> Built:
        path = tmp_path / "towns.parquet"
        duckdb.execute(f"COPY ({sql}) TO '{path}' (FORMAT parquet)")
        return Built(None, "published", "Office", "CC0", "towns.parquet", "here", "2021", [], path)

    return do


def rows(values: str) -> str:
    return f"SELECT place, period, persons::BIGINT AS persons FROM (VALUES {values}) AS t(place, period, persons)"


def test_the_rows_of_a_file_are_written_as_rows_in_memory_are(card, given, tmp_path):
    frame = pandas.DataFrame({"place": ["B", "A"], "period": ["2021", "2021"], "persons": [2, 1]})
    in_memory = Built(frame, "published", "Office", "CC0", "towns.parquet", "here", "2021", [])
    one = extract.write(tmp_path / "1", card, in_memory, PLACES, "")
    told = []
    two = extract.write(tmp_path / "2", card, given(rows("('B', '2021', 2), ('A', '2021', 1)")), PLACES, "", LIMITS,
                        lambda *progress: told.append(progress))  # fmt: skip
    assert one["rows"] == two["rows"] == 2
    paths = [tmp_path / folder / "extracts" / "towns.parquet" for folder in "12"]
    assert len({str(duckdb.read_parquet(str(path)).fetchall()) for path in paths}) == 1
    assert ("Extract towns: sorting", 0, 100) in told


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ("('B', '2021', 2), ('A', '2021', 1), ('B', '2021', 3)", "(B, 2021) occurs 2 times (rows 1, 3)"),
        ("('C', '2021', 2)", "1 of 1 codes are no place we know: C (row 1)"),
        ("('A', '2021', 2), ('A', '21', 2)", "'21' is no period"),
        ("('A', '2021', 2), (NULL, '2021', 2)", "part of the key and is empty (row 2)"),
        ("('A', '2021', NULL)", "the column 'persons' is empty (row 1)"),
    ],
)
def test_what_is_wrong_with_rows_in_a_file_is_told_by_row(card, given, tmp_path, values, told):
    with pytest.raises(ContentError) as raised:
        extract.write(tmp_path, card, given(rows(values)), PLACES, "", LIMITS)
    assert told in str(raised.value)
    assert list((tmp_path / "extracts").iterdir()) == []


def test_columns_that_are_not_the_cards_are_told(card, given, tmp_path):
    with pytest.raises(ContentError, match="the column 'persons' is INTEGER, its card says BIGINT"):
        extract.write(tmp_path, card, given("SELECT 'A' AS place, '2021' AS period, 1 AS persons"), PLACES, "")


def test_a_file_that_is_no_parquet_is_told(card, tmp_path, write):
    path = write("towns.parquet", "no parquet")
    built = Built(None, "published", "Office", "CC0", "towns.parquet", "here", "2021", [], path)
    with pytest.raises(ContentError, match="cannot be read as Parquet"):
        extract.write(tmp_path, card, built, PLACES, "")


def test_a_bundled_file_needs_a_card_that_says_where_it_came_from(card, tmp_path):
    with pytest.raises(ContentError, match="does not say where it came from"):
        large.bundled(card, tmp_path / "towns.parquet")
