"""A workbook by its address is the one the command writes; nothing else is there."""

from io import BytesIO

import pytest
from openpyxl import load_workbook


def test_it_is_a_workbook_in_the_language_made_for_the_place(client):
    answer = client.get("/template/budget_quarters.xlsx?lang=ne&place=NP0548201")
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"] == 'attachment; filename="budget_quarters-NP0548201-ne.xlsx"'
    book = load_workbook(BytesIO(answer.data))
    cells = [str(cell.value) for sheet in book.worksheets[:2] for row in sheet.iter_rows() for cell in row]
    assert any("बुटवल" in cell for cell in cells)


def test_a_language_that_is_none_is_the_servers(client):
    book = load_workbook(BytesIO(client.get("/template/budget_quarters.xlsx?lang=fr").data))
    assert "Instructions" in book.sheetnames


@pytest.mark.parametrize(
    "url",
    [
        "/template/nothing.xlsx",
        "/template/nepal_ward_census_2021.xlsx",  # an extract that nobody sends
        "/template/budget_quarters.xlsx?place=NP",
        "/template/budget_quarters.xlsx?place=<b>",
        "/template/susasan_grievances.xlsx?place=BD3026",
        "/template/..%2f..%2fetc%2fpasswd.xlsx",
    ],
)
def test_what_is_not_asked_is_not_there(client, url):
    answer = client.get(url)
    assert answer.status_code == 404
    assert "<b>" not in answer.get_data(as_text=True)
