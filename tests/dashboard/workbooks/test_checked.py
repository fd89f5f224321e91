"""The copy that goes back: what was sent at its old addresses, wrong cells red with a note, all of them listed."""

from io import BytesIO

import pytest
from openpyxl import load_workbook

from dashboard.workbooks import drawing
from dashboard.workbooks.checked import write
from data.receiving import receive


@pytest.fixture
def returned(report_known, tmp_path):
    def do(path):
        raw = write(receive(path, report_known), report_known)
        (tmp_path / "checked.xlsx").write_bytes(raw)
        return load_workbook(BytesIO(raw))

    return do


def colour(sheet, address: str) -> str:
    return sheet[address].fill.fgColor.rgb[2:]


def test_a_wrong_cell_is_red_and_says_what_to_do_where_it_stood(fill, report_line, returned):
    book = returned(fill(report_line(10, sites="many") | report_line(11, job="water supply", sites=7)))
    sheet = book["Figures"]
    assert (sheet["D10"].value, sheet["D11"].value, sheet["C11"].value) == ("many", 7, "water supply")
    assert colour(sheet, "D10") == drawing.WRONG and colour(sheet, "D11") != drawing.WRONG
    assert sheet["D10"].comment.text == "“many” is no number. Write digits only, as in 1,94,335."
    assert sheet["D11"].comment is None


def test_the_first_sheet_lists_all_with_links(fill, report_line, returned):
    book = returned(fill(report_line(10, sites="many", agreed="perhaps") | {"M12": "see letter"}))
    rows = [[cell.value for cell in row[1:4]] for row in book["To correct"].iter_rows()]
    assert ["Figures", "D10", "“many” is no number. Write digits only, as in 1,94,335."] in rows
    assert ["Figures", "I10", "“perhaps” is neither yes nor no. Choose from the list."] in rows
    known = [row[2] for row in rows].index("To know: nothing to correct here")
    assert rows[known + 1] == ["Figures", "M12", "This cell is outside the columns of the template and was not read."]
    links = {cell.value: cell.hyperlink.location for (cell,) in book["To correct"]["C4:C8"] if cell.hyperlink}
    assert links["D10"] == "'Figures'!D10"
    assert book.active.title == "To correct"


@pytest.mark.parametrize(
    ("language", "sheet", "sentence"),
    [("ne", "सच्याउनुपर्ने", "“धेरै” सङ्ख्या होइन। अङ्क मात्र लेख्नुहोस्, जस्तै १,९४,३३५।"), ("bn", "সংশোধন করুন", "“धेरै” সংখ্যা নয়। শুধু অঙ্ক লিখুন, যেমন ১,৯৪,৩৩৫।")],
)  # fmt: skip
def test_it_speaks_the_language_of_the_template(fill, report_line, returned, language, sheet, sentence):
    book = returned(fill(report_line(10, sites="धेरै", agreed=True), language=language))
    assert sentence in [row[3].value for row in book[sheet].iter_rows()]


def test_a_corrected_copy_is_read_as_the_template_was(fill, report_line, returned, report_known, tmp_path):
    book = returned(fill(report_line(10, sites="many", share=None)))
    book["Figures"]["D10"] = 5
    book.save(tmp_path / "again.xlsx")
    received = receive(tmp_path / "again.xlsx", report_known)
    assert received.wrong == []
    assert received.rows[0]["sites"] == 5


def test_nothing_that_computes_comes_back(fill, report_line, returned):
    """A formula's result is a value, and a text that looks like one stays a text."""
    path = fill(report_line(10, remark="pipes") | {"J11": "x", "C11": "drains"})
    book = load_workbook(path)
    cell = book.worksheets[1]["J11"]
    cell.value, cell.data_type = "=cmd|' /C calc'!A0", "s"
    book.save(path)
    sheet = returned(path)["Figures"]
    assert sheet["J11"].value == "=cmd|' /C calc'!A0"
    assert sheet["J11"].data_type == "s"


def test_names_that_no_sheet_may_have_are_given_others():
    assert drawing.name_of("a/b:c?" * 9) == "a b c a b c a b c a b c a b c a"
    assert drawing.name_of("Figures", ["figures"]) == "Figures (2)"
    assert drawing.name_of("///") == "1"


def test_a_file_that_is_no_template_is_told_in_a_copy_too(fill, returned):
    def strange(book):
        book.worksheets[1]["A1"] = "our budget"

    book = returned(fill({}, change=strange))
    assert "what marks its lines is missing" in " ".join(str(row[3].value) for row in book["To correct"].iter_rows())
