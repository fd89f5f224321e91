"""The Excel workbook of a page: the same figures as its CSVs, exact, with a cover; nothing in it runs."""

import csv
import io
import random
import zipfile
from datetime import date, timedelta

import pytest
from openpyxl import load_workbook

from dashboard.downloads import download
from dashboard.export import BOM
from dashboard.limits import TooMuch
from dashboard.spreadsheet import spreadsheet, written
from dashboard.state import View
from dashboard.words import Reader

HOME = "https://nagar.example"
BAGMATI = "/poverty?place=NP03&by=district&indicator=wealth_quintiles.poorest_fifth_share"


def opened(raw: bytes):
    return load_workbook(io.BytesIO(raw))


def sheet_of(rows: list[dict]):
    return opened(written({"drawn": (rows, [])}, [], Reader("en")))["drawn"]


def test_ten_thousand_numbers_and_days_come_back_unchanged():
    chance = random.Random(7)
    rows = [
        {"float": (chance.random() - 0.5) * 10 ** chance.randint(-9, 12), "whole": chance.randint(-(10**15), 10**15),
         "day": date(1990, 1, 1) + timedelta(days=chance.randint(0, 20_000)), "none": None, "true": bool(number % 2)}
        for number in range(10_000)
    ]  # fmt: skip
    sheet = sheet_of(rows)
    read = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    assert [(a, b, c.date(), d, e) for a, b, c, d, e in read] == [tuple(row.values()) for row in rows]


def test_a_text_is_a_text_whatever_it_begins_with(wicked_names):
    sheet = sheet_of([{"name": name} for name in wicked_names])
    cells = [row[0] for row in sheet.iter_rows(min_row=2)]
    assert {cell.data_type for cell in cells} == {"s"}
    assert [cell.value for cell in cells if "\ufffd" not in cell.value] == [
        name for name in wicked_names if "\0" not in name and "\7" not in name
    ]


@pytest.mark.slow
def test_every_sheet_has_the_rows_of_the_csv_of_its_picture(site):
    view = View.from_url(BAGMATI)
    book = opened(spreadsheet(site, view, HOME))
    assert len(book.sheetnames) > 3
    for name in book.sheetnames[1:]:
        head, *rows = book[name].iter_rows(values_only=True)
        of_csv = list(csv.DictReader(io.StringIO(download(site, view, name, HOME).partition("\r\n\r\n")[2])))
        at = head.index("value")
        assert [row[at] for row in rows] == [float(row["value"]) if row["value"] else None for row in of_csv], name


@pytest.mark.slow
def test_the_cover_says_whence_each_sheet_is_and_what_its_words_mean(site):
    view = View.from_url(BAGMATI)
    book = opened(spreadsheet(site, view, HOME))
    cover = [tuple(cell.value for cell in row[:2]) for row in book.worksheets[0].iter_rows()]
    for label, text in csv.reader(
        io.StringIO(download(site, view, "ranking", HOME).removeprefix(BOM).partition("\r\n\r\n")[0])
    ):
        assert (label, text) in cover, label  # fmt: skip
    assert sum(str(label).startswith("Sheet: ") for label, *_ in cover) == len(book.worksheets) - 1
    assert any("wealth" in str(text) for _, text in cover[-8:])  # what the indicator is


@pytest.mark.slow
@pytest.mark.parametrize("address", [
    "/xlsx/people?lang=ne", "/xlsx/place/NP0548201?lang=bn", "/xlsx/migration?indicator=flows.moved_persons",
    "/xlsx/alliance?indicator=commitments.commitments", "/xlsx/compare?places=NP0548201.NP0101301",
])  # fmt: skip
def test_pages_of_every_kind_have_one(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    assert zipfile.is_zipfile(io.BytesIO(answer.data))
    assert answer.headers["Content-Disposition"].endswith('.xlsx"')


@pytest.mark.slow
@pytest.mark.parametrize("address", ["/xlsx/data", "/xlsx/nothing", "/xlsx/people?period=1999", "/xlsx/poverty?place=%3Cb%3E"])  # fmt: skip
def test_a_page_without_tables_or_of_what_is_not_known_here_has_none(client, address):
    assert client.get(address).status_code == 404


@pytest.mark.slow
def test_more_than_a_file_may_hold_is_told(site, monkeypatch):
    monkeypatch.setattr("dashboard.spreadsheet.MOST_CELLS", 100)
    with pytest.raises(TooMuch, match=r"cells, more than the 100 of one Excel file\. Choose a smaller area"):
        spreadsheet(site, View.from_url(BAGMATI))
