"""Wealth fifths by ward: a workbook with a title, two header rows of merged cells, and totals among the rows."""

import os
import subprocess
import zipfile
from dataclasses import replace

import pytest

from data import workbook
from data.problems import ContentError
from data.recipes import nepal_wealth_quintiles_2021 as recipe

TITLE = ["Table 32: Wealth Quintile in Household Level, NPHC 2021"]
ABOVE = ["Code", "", "", "Area", "Ward ", "Total Household", "Wealth Quintile (count)", "", "", "", ""]
BELOW = ["Prov", "Dist", "Gapa", "", "", "", "Poorest", "Poorer", "Middle", "Richer", "Richest"]
ROWS = [
    [0, 0, 0, "NEPAL", "Total", 999, 200, 200, 200, 200, 199],
    [1, 0, 0, "KOSHI", "Total", 30, 3, 5, 6, 7, 9],
    [1, 1, 0, "Taplejung ", "Total", 30, 3, 5, 6, 7, 9],
    [1, 1, 1, "Phaktanlung", "Total", 20, 2, 3, 4, 5, 6],
    [1, 1, 1, "Phaktanlung", 1, 12, 1, 2, 3, 3, 3],
    [1, 1, 1, "Phaktanlung", 2, 8, 1, 1, 1, 2, 3],
    [1, 1, 6, "Phungling", "Total", 10, 1, 2, 2, 2, 3],
    [1, 1, 6, "Phungling", 1, 10, 1, 2, 2, 2, 3],
]


def write_workbook(path, rows):
    """The smallest .xlsx that holds these rows: texts inline, numbers as numbers."""
    lines = []
    for number, row in enumerate(rows, 1):
        cells = []
        for column, value in enumerate(row):
            at = f"{chr(65 + column)}{number}"
            if isinstance(value, str):
                cells.append(f'<c r="{at}" t="inlineStr"><is><t>{value}</t></is></c>' if value else "")
            else:
                cells.append(f'<c r="{at}"><v>{value}</v></c>')
        lines.append(f'<row r="{number}">{"".join(cells)}</row>')
    write_parts(path, f"<sheetData>{''.join(lines)}</sheetData>")


def write_parts(path, sheet):
    start = "http://schemas.openxmlformats.org"
    main = f"{start}/spreadsheetml/2006/main"
    related = f"{start}/officeDocument/2006/relationships"
    package = f"{start}/package/2006"
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types"><Default Extension="xml" ContentType="{kind}.'
        'sheet.main+xml"/><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.'
        'relationships+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" '
        f'Type="{related}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{related}"><sheets><sheet name="s" sheetId="1" '
        'r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" '
        f'Type="{related}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}">{sheet}</worksheet>',
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, '<?xml version="1.0" encoding="UTF-8"?>' + text)


@pytest.fixture
def build(tmp_path, nepal):
    def do(rows=ROWS, above=ABOVE, below=BELOW, places=nepal):
        path = tmp_path / "HHwealth.xlsx"
        write_workbook(path, [TITLE, above, below, *rows])
        return recipe.build([path], places)

    return do


def changed(row: int, column: int, value) -> list[list]:
    """The drawn rows with one cell changed."""
    rows = [list(each) for each in ROWS]
    rows[row][column] = value
    return rows


def test_wards_alone_are_taken_from_below_the_two_header_rows(build):
    frame = build().frame
    assert frame["place"].tolist() == ["NP0101401-01", "NP0101401-02", "NP0101301-01"]
    assert frame["households"].tolist() == [12, 8, 10]
    assert frame["households_poorest_fifth"].tolist() == [1, 1, 1]
    assert frame["households_richest_fifth"].tolist() == [3, 3, 3]
    assert frame.index.tolist() == [8, 9, 11]


def test_fifths_that_do_not_add_up_are_noted_with_their_line_and_kept(build):
    rows = changed(4, 6, 2)  # one more among the poorest of the ward, and of all that contain it
    for total in (1, 2, 3):
        rows[total][6] += 1
    made = build(rows)
    assert made.frame["households_poorest_fifth"].tolist()[0] == 2
    assert any("is not households in lines 5, 6, 7, 8. Kept as printed." in note for note in made.notes)


def test_wards_that_do_not_add_up_to_a_printed_total_are_an_error_with_its_line(build):
    with pytest.raises(ContentError) as raised:
        build(changed(3, 5, 21))
    assert "HHwealth.xlsx:7: Phaktanlung: 21 households are printed, its wards have 20." in str(raised.value)


def test_a_file_cut_short_is_an_error(build):
    with pytest.raises(ContentError) as raised:
        build(ROWS[:-1])
    told = str(raised.value)
    assert "HHwealth.xlsx:10: Phungling: 10 households are printed, no ward is in the file." in told
    assert "HHwealth.xlsx:6: Taplejung: 30 households are printed, its wards have 20." in told


def test_a_ward_we_do_not_know_is_an_error_with_its_line(build):
    with pytest.raises(ContentError, match=r"are no ward that we know: 1/1/6/9 \(line 11\)"):
        build(changed(7, 4, 9))


def test_a_ward_printed_twice_is_an_error(build):
    with pytest.raises(ContentError, match=r"occur more than once \(lines 8, 9\)"):
        build(changed(5, 4, 1))


def test_a_column_missing_is_an_error(build):
    with pytest.raises(
        ContentError, match=r"HHwealth.xlsx:3: the columns are .*; expected Prov, Dist, Gapa, Area, Ward"
    ):
        build(below=[*BELOW[:10]], above=ABOVE[:10], rows=[row[:10] for row in ROWS])


def test_a_text_for_a_number_is_an_error(build):
    with pytest.raises(ContentError, match=r"households: 'some' is no whole number \(line 8\)"):
        build(changed(4, 5, "some"))


def test_another_workbook_of_this_name_is_told(tmp_path, nepal):
    path = tmp_path / "HHwealth.xlsx"
    write_workbook(path, [["a", "b"], [1, 2]])
    assert recipe.recognise(path)
    with pytest.raises(ContentError, match="has no header row with Prov, Dist, Gapa. Is this table 32"):
        recipe.build([path], nepal)


@pytest.mark.parametrize("content", [b"", b"no workbook", b"PK\x03\x04 cut short"])
def test_a_file_that_is_no_workbook_is_told(tmp_path, nepal, content):
    path = tmp_path / "HHwealth.xlsx"
    path.write_bytes(content)
    with pytest.raises(ContentError, match=r"HHwealth.xlsx:1: cannot be read as an Excel workbook"):
        recipe.build([path], nepal)


def test_a_workbook_cut_short_is_told(shared_data, tmp_path, nepal):
    path = tmp_path / "HHwealth.xlsx"
    whole = (shared_data / "nepal" / "census2021" / "HHwealth.xlsx").read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(ContentError, match="cannot be read as an Excel workbook"):
        recipe.build([path], nepal)


@pytest.mark.skipif(os.name == "nt", reason="Windows limits no seconds of the processor")
def test_a_workbook_that_keeps_its_reader_busy_is_told(tmp_path, nepal, monkeypatch):
    path, run = tmp_path / "HHwealth.xlsx", subprocess.run
    write_workbook(path, [["a"]])
    endless = "from data import workbook_child\nworkbook_child.limit(10**9, 1)\nwhile True: pass"
    monkeypatch.setattr(subprocess, "run", lambda command, **options: run([command[0], "-c", endless], **options))
    with pytest.raises(ContentError, match="reading it took over 60 seconds"):
        recipe.build([path], nepal)


def test_another_zip_archive_is_told(tmp_path, nepal):
    path = tmp_path / "HHwealth.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("letter.txt", "dear")
    with pytest.raises(ContentError, match="it is a zip archive and no workbook"):
        recipe.build([path], nepal)


def test_a_small_workbook_that_claims_a_huge_sheet_ends_in_a_sentence(tmp_path, nepal):
    path = tmp_path / "HHwealth.xlsx"
    row = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    write_parts(path, f"<sheetData>{row}</sheetData>")
    with pytest.raises(ContentError, match="cannot be read as an Excel workbook"):
        recipe.build([path], nepal)


def test_a_workbook_that_unpacks_to_too_much_is_not_unpacked(tmp_path):
    path = tmp_path / "HHwealth.xlsx"
    write_workbook(path, [TITLE, ABOVE, BELOW, *ROWS])
    few = replace(workbook.PUBLISHED, unpacked_bytes=100)
    with pytest.raises(ContentError, match="at most 100 are read"):
        workbook.rows(path, few)


def test_other_files_are_not_recognised(write, tmp_path):
    assert not recipe.recognise(write("towns.csv", "a,b"))
    assert not recipe.recognise(write("broken.xlsx", "PK"))
    write_workbook(tmp_path / "other.xlsx", [["a", "b"]])
    assert not recipe.recognise(tmp_path / "other.xlsx")


@pytest.mark.slow
def test_the_real_table(real):
    made = real("nepal_wealth_quintiles_2021")
    frame = made.frame
    assert len(frame) == 1121
    share = frame["households_poorest_fifth"] / frame["households"]
    assert (share > 0.5).sum() == 79
    assert (share > 0.4).sum() == 151
    assert frame["households"].sum() == 1_567_917
    assert frame[recipe.FIFTHS].sum(axis=1).equals(frame["households"])


@pytest.mark.slow
def test_the_real_table_joins_the_ward_census_with_the_same_households(real):
    census = real("nepal_ward_census_2021").frame.set_index("place")["households"]
    wealth = real("nepal_wealth_quintiles_2021").frame.set_index("place")["households"]
    assert (census.reindex(wealth.index) == wealth).all()


@pytest.mark.slow
def test_a_real_count_changed_in_one_cell_is_found(shared_data, tmp_path, real_places):
    source, path = shared_data / "nepal" / "census2021" / "HHwealth.xlsx", tmp_path / "HHwealth.xlsx"
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            text = old.read(entry)
            if entry.filename == "xl/worksheets/sheet1.xml":
                text = text.replace(b"<v>1122</v>", b"<v>1123</v>", 1)  # the first is the first palika's poorest
            new.writestr(entry, text)
    with pytest.raises(
        ContentError, match="Gaurishankar Gaunpalika: its wards do not add up to the fifths printed for it"
    ):
        recipe.build([path], real_places)
