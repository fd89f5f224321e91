"""The workbook that a municipality fills: what stands in it, in three languages, and what it lets one choose from."""

import importlib.util
import shutil
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace

import pytest
from openpyxl import load_workbook

from dashboard import building
from dashboard.markup import el, text_of
from dashboard.pages.router import draw
from dashboard.site import open_site
from dashboard.state import View
from dashboard.workbooks import command, telling
from dashboard.workbooks.template import write
from data import received
from data.receiving import receive
from data.sending_places import Senders
from data.snapshots import current
from queries.questionnaire import questionnaires
from queries.run import open_house

spec = importlib.util.spec_from_file_location("filling", Path(__file__).with_name("filling.py"))
filling = importlib.util.module_from_spec(spec)
spec.loader.exec_module(filling)

KNOWN = telling.known()  # the cards, places and words of the checkout
TOWNS = {"NP0548201": "ne", "BD10060799": "bn"}  # Butwal, and a pourashava: each in its language
SENDING = [(name, town) for name in telling.templates(KNOWN) for town in TOWNS
           if town in Senders(KNOWN.places, KNOWN.cards[name].template).codes]  # fmt: skip


@pytest.fixture(scope="module")
def opened(report_card, report_known):
    def do(language: str = "en", place: str = ""):
        return load_workbook(BytesIO(write(report_card, report_known, language, place)))

    return do


def rules(sheet) -> dict:
    """Area -> its rule."""
    return {str(rule.sqref): rule for rule in sheet.data_validations.dataValidation}


def listed(book, rule) -> list:
    """What a drop-down offers."""
    name, _, area = rule.formula1.removeprefix("=").partition("!")
    return [cell.value for (cell,) in book[name.strip("'")][area.replace("$", "")]]


@pytest.mark.parametrize(
    ("language", "names", "titles"),
    [
        ("en", ["Instructions", "Figures", "Lists"], ["Job", "Sites"]),
        ("ne", ["निर्देशन", "विवरण", "सूची"], ["काम", "स्थल"]),
        ("bn", ["নির্দেশনা", "তথ্য", "তালিকা"], ["কাজ", "স্থান"]),
    ],
)
def test_sheets_and_heads_are_in_the_language(opened, language, names, titles):
    book = opened(language)
    assert book.sheetnames == names
    assert [cell.value for cell in book.worksheets[1]["C7:D7"][0]] == titles


def test_the_sheet_with_figures_opens_first_and_lists_are_hidden(opened):
    book = opened()
    assert book.active.title == "Figures"
    assert book["Lists"].sheet_state == "hidden"
    assert [sheet.title for sheet in book if sheet.protection.sheet] == ["Instructions", "Lists"]
    assert all(cell.protection.locked for name in ("Instructions", "Lists") for (cell,) in book[name]["B1:B9"])
    assert book["Figures"].column_dimensions["A"].hidden and book["Figures"].row_dimensions[6].hidden


def test_each_column_says_its_unit_and_shows_an_example(opened):
    sheet = opened()["Figures"]
    told = {sheet.cell(7, at).value: (sheet.cell(8, at).value, sheet.cell(9, at).value) for at in range(3, 11)}
    assert told == {
        "Job": ("choose from the list", "drains"),
        "Sites": ("whole number: places", 4),
        "Open sites": ("whole number: places", 1),
        "Cost": ("amount", 900),
        "Share done": ("number: percent", 12.5),
        "Begun on": ("date", "2024-01-31"),
        "Agreed": ("yes or no", "yes"),
        "Remark": ("text", "bridge"),
    }


def test_lists_offer_places_years_values_and_yes_or_no(opened):
    book = opened("ne")
    found = rules(book.worksheets[1])
    assert "बुटवल · NP0548201" in listed(book, found["C2"])
    assert len(listed(book, found["C2"])) == 4
    assert "2080/81" in listed(book, found["C3"]) and "2022-23" not in listed(book, found["C3"])
    assert listed(book, found["C10:C510"]) == ["ढल", "खानेपानी"]
    assert listed(book, found["I10:I510"]) == ["हो", "होइन"]
    assert found["C10:C510"].errorStyle == "stop"


def test_numbers_outside_their_bounds_are_warned_of_and_not_refused(opened):
    rule = rules(opened().worksheets[1])["E10:E510"]
    assert (rule.type, rule.operator, rule.formula1, rule.errorStyle) == ("decimal", "between", "0", "warning")


def test_dates_and_words_are_kept_as_they_are_typed(opened):
    sheet = opened().worksheets[1]
    formats = {
        sheet.cell(7, at).value: sheet.column_dimensions[sheet.cell(7, at).column_letter].number_format
        for at in range(3, 11)
    }
    assert {name for name, code in formats.items() if code == "@"} == {"Job", "Begun on", "Remark"}


def test_one_made_for_a_municipality_names_it(opened):
    book = opened("en", "NP0548201")
    assert book["Figures"]["C2"].value == "Butwal · NP0548201"
    assert book["Figures"]["A1"].value == "nagar 1 town_jobs en NP0548201"
    assert "For Butwal." in [row[1].value for row in book["Instructions"].iter_rows()]


def test_instructions_say_which_cell_may_be_empty(opened):
    told = {row[1].value: row[3].value for row in opened()["Instructions"].iter_rows() if row[3].value}
    assert told["Sites"] == "no" and told["Cost"] == "yes"


def test_values_of_a_ready_column_stand_in_the_sheet(opened, report_card, report_known):
    from dataclasses import replace

    from data.receiving import Known

    card = replace(report_card, template=replace(report_card.template, lines=("job",)))
    known = Known({card.name: card}, report_known.places, report_known.words)
    sheet = load_workbook(BytesIO(write(card, known, "en"))).worksheets[1]
    assert [(sheet.cell(row, 1).value, sheet.cell(row, 3).value) for row in (10, 11, 12)] == [
        ("line", "drains"), ("line", "water supply"), (None, None),
    ]  # fmt: skip


def test_every_template_of_the_checkout_can_be_written_and_has_words_for_its_values():
    from dashboard.workbooks import telling

    known = telling.known()
    for name in telling.templates(known):
        card = known.cards[name]
        for column in card.template.fields:
            worded = known.words_of(name, column)
            for value in card.columns[column].values:
                assert {"en", "ne", "bn"} <= worded.get(value, {}).keys(), f"{name}.{column}: {value}"
    assert {"budget_quarters", "grid_budget_lines", "municipal_priorities", "susasan_grievances"} <= set(
        telling.templates(known)
    )
    assert write(known.cards["susasan_grievances"], known, "bn", "NP0548201")[:2] == b"PK"


@pytest.mark.slow
@pytest.mark.parametrize(("name", "town"), SENDING)
def test_a_template_filled_with_twelve_mistakes_and_more_has_each_told_at_its_cell(name, town, tmp_path):
    filled = filling.wrong(KNOWN.cards[name], KNOWN, TOWNS[town], town)
    sent = receive(filled.save(tmp_path / "wrong.xlsx"), KNOWN, town)
    assert len(filled.expected) >= 12
    told = {(fault.cell, fault.key) for fault in sent.wrong if fault.key != "values_missing"}  # follows from others
    assert told == filled.expected


def test_both_countries_send_something():
    assert {town for _, town in SENDING} == set(TOWNS)


def test_what_every_template_brings_stands_on_its_page(bundled_snapshot, tmp_path, monkeypatch, capsys):
    """All that two towns can send, filled right, received whole, approved and built: their figures are on the pages, as
    reported. What changed against the bundled snapshot is not asked.
    """
    out = Path(shutil.copytree(bundled_snapshot.parent.parent, tmp_path / "data", symlinks=True))
    monkeypatch.setenv("NAGAR_DATA", str(out))
    monkeypatch.setattr(building, "compare", lambda old, new: {"old": None})
    filled = {(name, town): filling.right(KNOWN.cards[name], KNOWN, TOWNS[town], town) for name, town in SENDING}
    files = [one.save(tmp_path / f"{name}-{town}.xlsx") for (name, town), one in filled.items()]
    options = SimpleNamespace(files=files, approve="NURP", place="", lang="en")
    code = command.receive(options, lambda: building.build(out, None) and 0)
    told = capsys.readouterr()
    assert (code, told.err) == (0, "") and "the annotated copy is" not in told.out
    taken = {(one.extract, one.sender): (one.name, one.rows, one.faults) for one in received.all_of(out)}
    assert taken == {(name, town): (f"{name}-{town}.xlsx", len(one.lines), 0) for (name, town), one in filled.items()}
    site = open_site(open_house(current(out)))
    assert {site.house.extracts[name].provenance for name, _ in SENDING} == {"reported"}
    for town in TOWNS:
        asked = [one.card.name for one in questionnaires(site.house, town, town[:2])]
        assert set(asked) <= {name for name, sender in SENDING if sender == town} and len(asked) > 20
        page = text_of(el("div", draw(site, View("questionnaire", place=town, lang="en")).children))
        assert f"has answered {len(asked)} of {len(asked)} questionnaires." in page
        themes = {module.theme for module in site.house.registry.modules.values() if set(module.tables) & set(asked)}
        for theme in themes:
            shown = text_of(el("div", draw(site, View(theme, place=town, lang="en")).children))
            assert "reported" in shown.casefold(), f"{theme} of {town}"
