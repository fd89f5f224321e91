"""An extract is written only when its rows are what its card says."""

import json
from datetime import date

import duckdb
import pandas
import pytest

from data import cards, catalogue, extract
from data.cards import Built
from data.problems import ContentError

PLACES = {"A": None, "B": None}


@pytest.fixture
def card(write, card_text):
    return cards.read(write("cards/towns.toml", card_text))[0]


def built(rows: list[tuple], columns=("place", "period", "persons"), provenance="published", lines=None) -> Built:
    index = pandas.Index(lines, name="line") if lines else None
    frame = pandas.DataFrame(rows, columns=list(columns), index=index)
    return Built(frame, provenance, "Office of Towns", "CC0", "towns.csv", "at the office", "2021-01-01", ["A note."])


def problems_of(card, rows: Built, tmp_path) -> str:
    with pytest.raises(ContentError) as raised:
        extract.write(tmp_path, card, rows, PLACES, "")
    assert not (tmp_path / "extracts").exists()
    return str(raised.value)


def test_rows_are_written_sorted_with_the_completed_card_beside_them(card, tmp_path):
    extract.write(tmp_path, card, built([("B", "2021", 2), ("A", "2021", 1)]), PLACES, "abc")
    path = tmp_path / "extracts" / "towns.parquet"
    assert duckdb.read_parquet(str(path)).fetchall() == [("A", "2021", 1), ("B", "2021", 2)]
    completed = catalogue.in_snapshot(tmp_path)["towns"]
    assert (completed.rows, completed.provenance, completed.publisher) == (2, "published", "Office of Towns")
    assert (completed.source, completed.read_at, completed.data_date) == ("towns.csv", "at the office", "2021-01-01")
    assert (completed.notes, completed.input_digest, completed.key) == (("A note.",), "abc", ("place", "period"))
    assert completed.columns["persons"]["unit"] == "persons"
    assert json.loads(path.with_suffix(".json").read_text("utf-8"))["titles"]["ne"] == "नगर"


def test_the_same_rows_in_another_order_give_the_same_file(card, tmp_path):
    first = extract.write(tmp_path / "1", card, built([("A", "2021", 1), ("B", "2021", 2)]), PLACES, "")
    second = extract.write(tmp_path / "2", card, built([("B", "2021", 2), ("A", "2021", 1)]), PLACES, "")
    assert first["digest"] == second["digest"]


def test_parquet_is_written_with_zstd(card, tmp_path):
    extract.write(tmp_path, card, built([("A", "2021", 1)]), PLACES, "")
    sql = f"SELECT DISTINCT compression FROM parquet_metadata('{tmp_path}/extracts/towns.parquet')"
    assert duckdb.execute(sql).fetchall() == [("ZSTD",)]


def test_a_key_that_occurs_twice_is_named_with_its_lines(card, tmp_path):
    rows = built([("A", "2021", 1), ("B", "2021", 2), ("A", "2021", 3)], lines=[2, 3, 9])
    told = problems_of(card, rows, tmp_path)
    assert "towns.csv:2: towns: the key (place, period) = (A, 2021) occurs 2 times (lines 2, 9)." in told


def test_without_lines_of_the_source_rows_are_counted_from_one(card, tmp_path):
    told = problems_of(card, built([("A", "2021", 1), ("B", "2021", 2), (None, "2021", 3)]), tmp_path)
    assert "the column 'place' is part of the key and is empty (row 3)." in told


def test_a_column_missing_and_one_too_many_are_both_told(card, tmp_path):
    told = problems_of(card, built([("A", "2021", 1)], columns=("place", "period", "people")), tmp_path)
    assert "the column 'people' stands in no card." in told
    assert "the column 'persons' of its card is missing." in told


def test_a_code_that_is_no_place_is_told_with_its_line(card, tmp_path):
    told = problems_of(card, built([("A", "2021", 1), ("BD10040009", "2021", 2)], lines=[2, 3]), tmp_path)
    assert "1 of 2 codes are no place we know: BD10040009 (line 3). Are they of another vintage?" in told


def test_whole_numbers_that_arrive_as_decimals_are_refused(card, tmp_path):
    told = problems_of(card, built([("A", "2021", 1.0)]), tmp_path)
    assert "the column 'persons' is no BIGINT: it is double." in told


def test_an_empty_cell_needs_a_card_that_says_what_it_means(write, card, card_text, tmp_path):
    rows = built([("A", "2021", 1), ("B", "2021", None)])
    rows.frame["persons"] = rows.frame["persons"].astype("Int64")
    assert "the column 'persons' is empty (row 2). If it may be, say what that means" in problems_of(
        card, rows, tmp_path
    )
    knowing = cards.read(write("k/towns.toml", card_text + 'missing = "not reported, which is not zero"\n'))[0]
    extract.write(tmp_path, knowing, rows, PLACES, "")
    values = duckdb.execute(f"SELECT persons FROM '{tmp_path}/extracts/towns.parquet' ORDER BY place").fetchall()
    assert values == [(1,), (None,)]


def test_a_value_that_is_not_listed_is_told(write, card_text, tmp_path):
    text = card_text.replace('meaning = "year"', 'meaning = "year"\nvalues = ["2021"]')
    card = cards.read(write("v/towns.toml", text))[0]
    told = problems_of(card, built([("A", "2021", 1), ("B", "2022", 2)]), tmp_path)
    assert "the column 'period' holds '2022' (row 2). Expected: 2021." in told


def test_a_period_that_is_none_is_told(card, tmp_path):
    told = problems_of(card, built([("A", "2021", 1), ("B", "last year", 2)]), tmp_path)
    assert "'last year' is no period" in told
    assert "(row 2)" in told


def test_no_rows_at_all_is_told(card, tmp_path):
    rows = built([("A", "2021", 1)])
    rows.frame = rows.frame.head(0)
    assert "there are no rows." in problems_of(card, rows, tmp_path)


def test_an_unknown_provenance_is_told(card, tmp_path):
    told = problems_of(card, built([("A", "2021", 1)], provenance="official"), tmp_path)
    assert "provenance is 'official'. Expected one of: published, reported, illustrative." in told


def test_many_wrong_rows_are_counted_and_the_first_ten_named(card, tmp_path):
    rows = built([(f"X{number}", "2021", 1) for number in range(12)])
    assert "(rows 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 and 2 more)" in problems_of(card, rows, tmp_path)


def test_an_infinite_number_is_told(write, card_text, tmp_path):
    card = cards.read(write("cards/towns.toml", card_text.replace("BIGINT", "DOUBLE")))[0]
    told = problems_of(card, built([("A", "2021", 1.5), ("B", "2021", float("inf"))]), tmp_path)
    assert "the column 'persons' is infinite (row 2)." in told


ALL_TYPES = """
[columns.share]
type = "DOUBLE"
unit = "percent"
meaning = "share"
missing = "not known"
[columns.sound]
type = "BOOLEAN"
meaning = "whether"
[columns.on]
type = "DATE"
meaning = "day"
"""


def test_a_bundled_csv_is_read_by_the_types_of_its_card(write, card_text):
    bundled = '[bundled]\nprovenance = "published"\npublisher = "O"\nlicence = "L"\nsource = "towns.csv"\n'
    bundled += 'read_at = "R"\ndata_date = "2021"\n\n[columns.place]'
    card = cards.read(write("towns.toml", card_text.replace("[columns.place]", bundled) + ALL_TYPES))[0]
    path = write(
        "towns.csv", "place,period,persons,share,sound,on\nA,2021,5,1.5,true,2021-02-03\nB,2021,6,,FALSE,2021-01-01\n"
    )
    frame = extract.read_bundled(card, path).frame
    assert frame["persons"].tolist() == [5, 6]
    assert frame["share"].isna().tolist() == [False, True]
    assert frame["sound"].tolist() == [True, False]
    assert frame["on"].tolist() == [date(2021, 2, 3), date(2021, 1, 1)]
    assert frame.index.tolist() == [2, 3]


def test_a_bundled_csv_tells_every_cell_that_is_wrong(write, card_text):
    bundled = '[bundled]\nprovenance = "published"\npublisher = "O"\nlicence = "L"\nsource = "towns.csv"\n'
    bundled += 'read_at = "R"\ndata_date = "2021"\n\n[columns.place]'
    card = cards.read(write("towns.toml", card_text.replace("[columns.place]", bundled) + ALL_TYPES))[0]
    path = write("towns.csv", "place,period,persons,share,sound,on\nA,2021,many,x,maybe,2021-02-31\n")
    with pytest.raises(ContentError) as raised:
        extract.read_bundled(card, path)
    told = str(raised.value)
    assert "persons: 'many' is no whole number (line 2)." in told
    assert "share: 'x' is no number (line 2)." in told
    assert "sound: 'maybe' is no true or false (line 2)." in told
    assert "on: '2021-02-31' is no date (YYYY-MM-DD) (line 2)." in told


def test_a_bundled_file_whose_card_does_not_say_where_it_came_from_is_refused(card, write):
    with pytest.raises(ContentError, match="the card does not say where it came from"):
        extract.read_bundled(card, write("cards/towns.csv", "place,period,persons\nA,2021,1\n"))


def test_a_bundled_parquet_cut_short_is_named(write, card_text, tmp_path):
    bundled = '[bundled]\nprovenance = "published"\npublisher = "O"\nlicence = "L"\nsource = "towns.csv"\n'
    bundled += 'read_at = "R"\ndata_date = "2021"\n\n[columns.place]'
    card = cards.read(write("towns.toml", card_text.replace("[columns.place]", bundled)))[0]
    path = tmp_path / "towns.parquet"
    path.write_bytes(b"PAR1 and no more")
    with pytest.raises(ContentError, match=r"towns.parquet:1: cannot be read as Parquet, it may be cut short"):
        extract.read_bundled(card, path)
