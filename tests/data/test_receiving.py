"""A filled workbook, read back: what is right comes out typed, what is wrong is told at its cell, and nothing is lost."""

from dataclasses import replace
from datetime import date

import pytest

from data.audit_cards import Audit
from data.receiving import Known, receive
from data.workbook import Unreadable


@pytest.fixture
def told(report_known):
    """(cell, key) of all that is wrong, notes left out."""

    def do(path, **options) -> list[tuple[str, str]]:
        return [(fault.cell, fault.key) for fault in receive(path, report_known, **options).wrong]

    return do


@pytest.fixture
def notes(report_known):
    def do(path) -> list[tuple[str, str]]:
        received = receive(path, report_known)
        assert received.wrong == []
        return [(fault.cell or fault.sheet, fault.key) for fault in received.faults]

    return do


ROW = {
    "place": "NP0548201", "period": "2080/81", "job": "drains", "sites": 5, "open_sites": 2, "cost_thousand": 800, "share": 40.0,
    "begun_on": date(2023, 4, 14), "agreed": True, "remark": "pipes",
}  # fmt: skip


def test_a_line_comes_out_as_a_row_of_the_card(fill, report_line, report_known):
    received = receive(fill(report_line(10)), report_known)
    assert received.wrong == []
    assert (received.extract, received.language, received.sender) == ("town_jobs", "en", "NP0548201")
    assert received.rows == [ROW]
    assert received.origins == [("Figures", 10)]


def test_the_same_line_in_nepali_digits_words_and_lakh(fill, report_line, report_known):
    line = report_line(
        10, job="ढल", sites="५", open_sites="२", cost_thousand="८ लाख", share="४०%", begun_on="२०८०-०१-०१", agreed="हो"
    )
    received = receive(fill(line, top=("बुटवल", "२०८०/८१"), language="ne"), report_known)
    assert received.wrong == []
    assert received.rows == [ROW]
    assert received.language == "ne"


def test_and_in_bangla(fill, report_line, report_known):
    line = report_line(
        10, job="নালা", sites="৫", open_sites="২", cost_thousand="৮ লাখ", share="৪০", begun_on="১৪/০৪/২০২৩", agreed="হ্যাঁ"
    )
    assert receive(fill(line, language="bn"), report_known).rows == [ROW]


def test_amounts_are_counted_as_the_sheet_says(fill, report_line, report_known):
    lines = report_line(10, cost_thousand=8) | {"C4": "lakhs"}
    assert receive(fill(lines), report_known).rows[0]["cost_thousand"] == 8 * 100_000 // 1000


@pytest.mark.parametrize("written", ["crores", "crore", "करोड", "करोडमा", "কোটিতে"])
def test_what_amounts_are_counted_in_may_be_typed(fill, report_line, report_known, written):
    received = receive(fill(report_line(10, cost_thousand=2) | {"C4": written}), report_known)
    assert received.rows[0]["cost_thousand"] == 2 * 10_000_000 // 1000


def test_what_is_wrong_above_hides_nothing_that_is_wrong_below(fill, report_line, report_known):
    lines = report_line(10) | report_line(11, cost_thousand="5 dozen") | {"C4": "croress"}
    received = receive(fill(lines, top=("Butwal", "2080/82")), report_known)
    assert [(fault.cell, fault.key) for fault in received.wrong] == [
        ("C3", "no_fiscal_year"), ("C4", "value_near"), ("C10", "doubled"), ("C11", "doubled"), ("F11", "no_number"),
    ]  # fmt: skip
    assert dict(received.wrong[1].values)["value"] == "crores"


def test_a_cell_that_may_be_empty_is_missing_and_not_zero(fill, report_line, report_known):
    received = receive(fill(report_line(10, cost_thousand=None, share=None, begun_on=None, remark=None)), report_known)
    assert received.wrong == []
    assert [received.rows[0][name] for name in ("cost_thousand", "share", "begun_on", "remark")] == [None] * 4


def test_every_bad_cell_is_told_at_once(fill, report_line, told):
    lines = (
        report_line(10, sites=None)
        | report_line(11, job="water suply", sites="many")
        | report_line(12, job="roads", open_sites=2.5, share="a third")
        | report_line(
            13, job="water supply", open_sites=9, begun_on="2080-13-01", agreed="perhaps", cost_thousand="5 dozen"
        )
    )
    assert told(fill(lines)) == [
        ("D10", "empty"), ("C11", "value_near"), ("D11", "no_number"), ("C12", "not_in_list"), ("E12", "not_whole"), ("G12", "no_number"),
        ("E13", "too_large"), ("F13", "no_number"), ("H13", "no_such_day"), ("I13", "no_yes_or_no"),
    ]  # fmt: skip


def test_a_half_filled_workbook_tells_each_cell_that_is_missing_and_gives_the_rest(fill, report_known):
    received = receive(fill({"C10": "drains", "D10": 5, "C11": "water supply"}, top=("Butwal", "")), report_known)
    assert [(fault.cell, fault.key) for fault in received.wrong] == [
        ("C3", "not_answered"), ("E10", "empty"), ("I10", "empty"), ("D11", "empty"), ("E11", "empty"), ("I11", "empty"),
    ]  # fmt: skip
    assert [row["job"] for row in received.rows] == ["drains", "water_supply"]


def test_an_empty_template_tells_what_was_not_answered(fill, told):
    assert told(fill({}, top=("", ""))) == [("C2", "not_answered"), ("C3", "not_answered")]


def test_a_template_without_figures_is_told(fill, told):
    assert told(fill({})) == [("", "no_rows")]


def test_the_example_is_not_counted_but_figures_written_over_it_are_told(fill, report_line, told, report_known):
    assert len(receive(fill(report_line(10)), report_known).rows) == 1
    assert told(fill(report_line(10) | {"D9": 77})) == [("C9", "example_changed")]


def test_the_same_entry_twice_is_told_at_both_lines(fill, report_line, report_known):
    received = receive(fill(report_line(10) | report_line(12, sites=6)), report_known)
    assert [(fault.cell, fault.key, dict(fault.values)) for fault in received.wrong] == [
        ("C10", "doubled", {"line": "12"}), ("C12", "doubled", {"line": "10"}),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("Butval", "place_near"),
        ("Atlantis", "no_such_place"),
        ("Madi", "several_places"),
        ("NP9999999", "no_such_place"),
    ],
)
def test_a_municipality_that_is_not_clear_is_told(fill, report_line, told, written, key):
    assert told(fill(report_line(10), top=(written, "2080/81"))) == [("C2", key)]


@pytest.mark.parametrize("written", ["butwal", "बुटवल", "Butwal, Rupandehi · NP0548201", "NP0548201", " BUTWAL "])
def test_a_municipality_is_found_by_name_in_any_script_and_by_code(fill, report_line, report_known, written):
    assert receive(fill(report_line(10), top=(written, "2080/81")), report_known).sender == "NP0548201"


def test_sent_for_another_town_is_told(fill, report_line, told):
    path = fill(report_line(10), top=("Tansen", "2080/81"), place="NP0548201")
    assert told(path) == [("C2", "made_for_another")]
    assert told(fill(report_line(10)), sender="NP0548302") == [("C2", "sent_by_another")]
    assert told(fill(report_line(10)), sender="NP0548201") == []


def test_formulas_count_by_their_result_and_are_told(fill, report_line, report_known):
    """A workbook whose formulas were never computed has no result in it."""
    received = receive(fill(report_line(10, sites="=2+3")), report_known)
    assert [(fault.cell, fault.key) for fault in received.wrong] == [("D10", "formula_without_result")]


def test_a_formula_with_a_result_is_read_and_noted(fill, report_line, notes, report_known):
    path = with_xml(fill(report_line(10)), b'<c r="D10"', b"<v>5</v>", b"<f>2+3</f><v>5</v>")
    assert notes(path) == [("D10", "formula_read")]
    assert receive(path, report_known).rows == [ROW]


def test_an_error_in_a_cell_is_told(fill, report_line, told):
    def broken(book):
        book.worksheets[1]["D10"].value = "#DIV/0!"
        book.worksheets[1]["D10"].data_type = "e"

    assert told(fill(report_line(10), change=broken)) == [("D10", "error_value")]


def with_xml(path, near: bytes, old: bytes, new: bytes):
    """The workbook with `old` replaced by `new`, the first time after `near`, in its sheet with figures."""
    import zipfile

    changed = path.with_name("changed.xlsx")
    with zipfile.ZipFile(path) as before, zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as after:
        for entry in before.infolist():
            content = before.read(entry)
            if entry.filename == "xl/worksheets/sheet2.xml":
                start = content.index(near)
                content = content[:start] + content[start:].replace(old, new, 1)
            after.writestr(entry.filename, content)
    return changed


def test_merged_cells_are_told_with_what_they_hide(fill, report_line, told):
    lines = report_line(10) | report_line(11, job="water supply")
    path = fill(lines, change=lambda book: book.worksheets[1].merge_cells("D10:D11"))
    assert told(path) == [("D10", "merged"), ("D11", "empty")]


def test_other_sheets_are_named_and_not_read(fill, report_line, notes):
    def more(book):
        book.create_sheet("Ours")["A1"] = "a note"
        hidden = book.create_sheet("Old")
        hidden["B2"], hidden.sheet_state = 5, "hidden"
        book.create_sheet("Nothing")

    assert notes(fill(report_line(10), change=more)) == [("Old", "hidden_sheet_not_read"), ("Ours", "sheet_not_read")]


def test_a_hidden_sheet_with_figures_is_told(fill, report_line, told):
    def hide(book):
        book.worksheets[1].sheet_state = "hidden"

    assert told(fill(report_line(10), change=hide)) == [("", "hidden_template")]


def test_a_sheet_copied_for_a_second_year_is_read_too(fill, report_line, report_known):
    def copy(book):
        book.copy_worksheet(book.worksheets[1])["C3"] = "2079/80"

    received = receive(fill(report_line(10), change=copy), report_known)
    assert received.wrong == []
    assert [row["period"] for row in received.rows] == ["2080/81", "2079/80"]


def test_two_towns_in_one_workbook_are_told(fill, report_line, told):
    def copy(book):
        book.copy_worksheet(book.worksheets[1])["C2"] = "Tansen"

    assert told(fill(report_line(10), change=copy)) == [("C2", "two_senders")]


def test_columns_that_were_moved_are_found_and_those_taken_out_are_named(fill, report_line, told, report_known):
    received = receive(fill(report_line(10), change=lambda book: book.worksheets[1].insert_cols(5)), report_known)
    assert received.rows == [ROW]
    assert told(fill(report_line(10), change=lambda book: book.worksheets[1].delete_cols(4))) == [("", "no_column")]


def test_lines_that_were_put_in_above_shift_nothing(fill, report_line, report_known):
    received = receive(fill(report_line(10), change=lambda book: book.worksheets[1].insert_rows(2, 3)), report_known)
    assert received.rows == [ROW]
    assert received.origins == [("Figures", 13)]


def test_what_stands_beside_the_columns_and_hidden_lines_are_told(fill, report_line, notes):
    def change(book):
        book.worksheets[1]["M10"] = "see letter"
        book.worksheets[1].row_dimensions[10].hidden = True

    assert notes(fill(report_line(10), change=change)) == [("C10", "hidden_line_read"), ("M10", "beside")]


def test_a_workbook_of_ones_own_is_no_template(fill, told):
    def strange(book):
        book.worksheets[1]["A1"] = "our budget"

    assert told(fill({}, change=strange)) == [("", "not_a_template")]


def test_a_template_that_is_no_more_is_told(fill, report_line, report_known):
    without = Known({}, report_known.places, report_known.words)
    received = receive(fill(report_line(10)), without)
    assert [(fault.key, dict(fault.values)) for fault in received.wrong] == [
        ("unknown_template", {"name": "town_jobs"})
    ]


def test_lines_that_stood_ready_and_were_left_are_counted_and_not_read(fill, report_card, report_known, report_line):
    card = replace(report_card, template=replace(report_card.template, lines=("job",)))
    known = Known({card.name: card}, report_known.places, report_known.words)
    path = fill(report_line(10) | {"A10": "line", "A11": "line", "C11": "water supply"})
    received = receive(path, known)
    assert received.wrong == [] and len(received.rows) == 1
    assert [(fault.key, dict(fault.values)) for fault in received.faults] == [("lines_left", {"count": 1})]


def test_of_a_column_of_which_all_is_given_what_is_missing_is_told(fill, report_card, report_known, report_line):
    card = replace(report_card, template=replace(report_card.template, every=("job",)))
    known = Known({card.name: card}, report_known.places, report_known.words)
    received = receive(fill(report_line(10), language="ne"), known)
    assert [(fault.cell, fault.key, dict(fault.values)) for fault in received.wrong] == [
        ("C10", "values_missing", {"values": "खानेपानी"}),
    ]  # fmt: skip
    both = report_line(10) | report_line(11, job="water supply", sites=0, open_sites=0)
    assert receive(fill(both), known).wrong == []


def test_wards_are_of_the_sender(report_places, report_known):
    from data.cells import Wrong
    from data.sending_places import Senders

    senders = Senders(report_places, report_known.cards["town_jobs"].template)
    assert {senders.ward(text, "NP0548201") for text in ("3", 3.0, "वडा ३", "Ward 03", "NP0548201-03", "Butwal 3")} == {
        "NP0548201-03"
    }
    for text, key in (("4", "no_such_ward"), ("none", "no_such_ward"), ("NP0548302-01", "ward_elsewhere")):
        with pytest.raises(Wrong) as raised:
            senders.ward(text, "NP0548201")
        assert raised.value.key == key


def test_a_pourashava_whose_wards_are_no_places_leaves_the_ward_empty(report_places):
    from types import SimpleNamespace

    from data import catalogue
    from data.cells import Wrong
    from data.row_reading import RowReader
    from data.sending_places import Senders

    town = replace(report_places["NP0548201"], code="BD10040999", country="BD", level="town", vintage="2011")
    places = {**report_places, town.code: town}
    card = catalogue.cards()[0]["recommendation_letters"]
    reading = SimpleNamespace(sheet=SimpleNamespace(errors={}, formulas=set(), percent=set()))
    known = SimpleNamespace(places=places, words_of=lambda extract, column: {})

    def ward(sender, written):
        return RowReader(reading, card, known, Senders(places, card.template), sender, "2024-12", "").value(
            "place", written, 1, 1
        )

    assert (ward("BD10040999", ""), ward("NP0548201", 3)) == ("BD10040999", "NP0548201-03")
    for sender, written, key in (("BD10040999", 5, "no_such_ward"), ("NP0548201", "", "empty")):
        with pytest.raises(Wrong) as raised:
            ward(sender, written)
        assert raised.value.key == key


def test_what_is_no_workbook_is_not_opened(tmp_path, report_known):
    path = tmp_path / "letter.xlsx"
    path.write_bytes(b"Dear all")
    with pytest.raises(Unreadable, match="does not begin as .xlsx does"):
        receive(path, report_known)


def test_what_an_audit_asks_to_be_different_is_told_at_both_lines(fill, report_card, report_known, report_line):
    """Two jobs with one remark, where an audit says that no two lines of a town have the same."""
    audit = Audit("unique", "no remark stands twice", report_card.file, 1, {}, (), {"columns": ["place", "remark"]})
    card = replace(report_card, audits=(*report_card.audits, audit))
    known = replace(report_known, cards={card.name: card})
    path = fill(report_line(10, remark="pipes") | report_line(11, job="water supply", remark="pipes"))
    faults = receive(path, known).wrong
    assert [(fault.cell, fault.key, dict(fault.values)) for fault in faults] == [
        ("C10", "repeated", {"line": "11", "columns": "Remark"}),
        ("C11", "repeated", {"line": "10", "columns": "Remark"}),
    ]
    assert (
        receive(fill(report_line(10, remark=None) | report_line(11, job="water supply", remark=None)), known).wrong
        == []
    )
