"""Workbooks from outside: each hostile file is refused with its sentence, the reader lives, and sound ones are read."""

import importlib.util
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from data import workbook
from data.workbook import RECEIVED, Unreadable, rows, sheets
from data.workbook_cells import address

spec = importlib.util.spec_from_file_location("hostile", Path(__file__).with_name("hostile.py"))
hostile = importlib.util.module_from_spec(spec)
spec.loader.exec_module(hostile)


@pytest.mark.parametrize("name", hostile.FILES)
def test_a_hostile_file_is_refused_with_a_sentence(tmp_path, name):
    make, key, reason = hostile.FILES[name]
    path = tmp_path / "sent.xlsx"
    path.write_bytes(make())
    with pytest.raises(Unreadable) as raised:
        sheets(path, RECEIVED)
    assert raised.value.key == key
    assert reason in raised.value.reason
    assert "Traceback" not in raised.value.reason


def test_there_are_forty_and_more():
    assert len(hostile.FILES) >= 40


def written(tmp_path, content: bytes) -> Path:
    path = tmp_path / "sent.xlsx"
    path.write_bytes(content)
    return path


def test_a_sound_one_is_read(tmp_path):
    (sheet,) = sheets(written(tmp_path, hostile.workbook()), RECEIVED)
    assert (sheet.name, sheet.hidden, sheet.rows) == ("s1", False, [[1.0]])


def test_values_come_with_their_kinds(tmp_path):
    styles = f'<styleSheet xmlns="{hostile.MAIN}"><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="9"/></cellXfs></styleSheet>'
    line = (
        '<row r="2" hidden="1"><c r="B2" t="inlineStr"><is><t>५ लाख</t></is></c><c r="C2" s="1"><v>45322</v></c><c r="D2" s="2"><v>0.5</v></c>'
        '<c r="E2" t="b"><v>1</v></c><c r="F2"><f>1+1</f><v>2</v></c><c r="G2" t="e"><v>#REF!</v></c></row>'
    )
    merged = '<mergeCells count="1"><mergeCell ref="B2:B3"/></mergeCells>'
    (sheet,) = sheets(
        written(tmp_path, hostile.workbook(sheet=hostile.sheet_xml(line, merged), styles=styles)), RECEIVED
    )
    assert sheet.rows[1][:6] == ["", "५ लाख", {"date": "2024-01-31"}, 0.5, True, 2.0]
    assert (sheet.percent, sheet.formulas, sheet.errors) == ({(2, 4)}, {(2, 6)}, {(2, 7): "#REF!"})
    assert (sheet.merged, sheet.hidden_rows) == (((2, 2, 3, 2),), (2,))


def test_a_dimension_that_claims_too_much_is_not_believed(tmp_path):
    far = hostile.sheet_xml().replace("<sheetData>", '<dimension ref="A1:XFD1048576"/><sheetData>')
    assert sheets(written(tmp_path, hostile.workbook(sheet=far)), RECEIVED)[0].rows == [[1.0]]


def test_the_rectangle_of_all_sheets_counts(tmp_path):
    path = written(tmp_path, hostile.cell("B3"))  # 3 rows of 2
    assert len(sheets(path, replace(RECEIVED, cells=6))[0].rows) == 3
    with pytest.raises(Unreadable, match="goes on to the cell B3, which makes 6 cells; at most 5 are read"):
        sheets(path, replace(RECEIVED, cells=5))


def test_a_file_that_is_not_there_is_told(tmp_path):
    with pytest.raises(Unreadable, match="cannot be opened"):
        sheets(tmp_path / "absent.xlsx", RECEIVED)


@pytest.mark.skipif(os.name == "nt", reason="Windows limits neither memory nor the processor's seconds")
@pytest.mark.parametrize(
    ("does", "key", "reason"),
    [
        ("while True: pass", "too_large", "reading it took over 5 seconds"),
        ("x = bytearray(10**10)", "damaged", "its reader ended with 1"),
        ("import os; os.abort()", "damaged", "its reader ended with -6"),
    ],
)
def test_a_reader_that_goes_wrong_ends_alone(tmp_path, monkeypatch, does, key, reason):
    run = subprocess.run
    code = f"from data import workbook_child\nworkbook_child.limit(512_000_000, 1)\n{does}"
    monkeypatch.setattr(
        workbook.subprocess, "run", lambda command, **options: run([sys.executable, "-c", code], **options)
    )
    with pytest.raises(Unreadable) as raised:
        sheets(written(tmp_path, hostile.workbook()), RECEIVED)
    assert raised.value.key == key and reason in raised.value.reason


def test_a_published_workbook_gives_the_cells_of_its_first_sheet(tmp_path):
    assert rows(written(tmp_path, hostile.cell("B2"))) == [[1.0, ""], ["", 1.0]]


@pytest.mark.parametrize(
    ("row", "column", "name"), [(1, 1, "A1"), (7, 26, "Z7"), (7, 27, "AA7"), (1_048_576, 16_384, "XFD1048576")]
)
def test_an_address_is_as_spreadsheets_write_it(row, column, name):
    assert address(row, column) == name
