"""A cell as people write it: digits of three scripts, lakh and crore, dates of two calendars; and what is none of these."""

from datetime import date

import pytest

from data.cells import Wrong, alike, amount, day, document, number, period, text


def wrong(function, *arguments) -> str:
    with pytest.raises(Wrong) as raised:
        function(*arguments)
    return raised.value.key


@pytest.mark.parametrize(
    ("cell", "whole", "expected"),
    [("194335", True, 194335), ("1,94,335", True, 194335), ("१,९४,३३५", True, 194335), ("১৯৪,৩৩৫", True, 194335), (5.0, True, 5),
     (" 7 ", True, 7), ("\N{MINUS SIGN}5", True, -5), ("12.5", False, 12.5), ("१२.५", False, 12.5), ("০.২৫", False, 0.25)],
)  # fmt: skip
def test_a_number_is_read_in_any_digits(cell, whole, expected):
    assert number(cell, whole) == expected


@pytest.mark.parametrize(
    ("cell", "key"),
    [("five", "no_number"), ("1.2.3", "no_number"), ("12,34", "no_number"), ("1e5", "no_number"), ({"date": "2024-01-31"}, "no_number"),
     (True, "no_number"), ("5 or 6", "no_number"), ("12.5", "not_whole"), (12.5, "not_whole"), ("9" * 16, "too_long_number"),
     ("12 %", "percent_sign"), (1e300, "no_number")],
)  # fmt: skip
def test_what_is_no_whole_number_is_told(cell, key):
    assert wrong(number, cell, True) == key


def test_percent_is_read_as_it_was_meant():
    assert number("12.5 %", False, unit="percent") == 12.5
    assert number(0.125, False, percent_shown=True, unit="percent") == 12.5  # a spreadsheet's own 12.5 %
    assert number("40 %", False, unit="fraction 0 to 1") == 0.4
    assert number(0.4, False, percent_shown=True, unit="fraction 0 to 1") == 0.4


@pytest.mark.parametrize(
    ("cell", "scale", "rupees"),
    [("5 lakh", "one", 500_000), ("५ लाख", "crore", 500_000), ("৫ লক্ষ", "one", 500_000), ("12.5 crore", "one", 125_000_000),
     ("2 crore 50 lakh", "thousand", 20_000_000 + 5_000_000), ("१ अर्ब", "one", 10**9), ("10 हजार", "lakh", 10_000),
     ("Rs. 5,00,000/-", "one", 500_000), ("रू ५००", "one", 500), ("৳১২,৩৪,৫৬৭", "one", 1_234_567), (3, "lakh", 300_000), ("1.5", "crore", 15_000_000)],
)  # fmt: skip
def test_an_amount_with_a_word_is_of_rupees_and_one_without_is_counted_as_the_sheet_says(cell, scale, rupees):
    assert amount(cell, scale, "currency") == (rupees, False)


def test_an_amount_comes_in_the_unit_of_its_column_rounded_half_up():
    assert amount("5 lakh", "one", "currency_thousand") == (500, False)
    assert amount(771_409_968, "one", "currency_thousand") == (771_410, True)
    assert amount(1_500, "one", "currency_thousand") == (2, True)
    assert amount(250, "thousand", "currency_thousand") == (250, False)


@pytest.mark.parametrize("cell", ["5 dozen", "lakh", "5 lakh or so", "", "Rs", True, {"date": "2024-01-31"}])
def test_what_is_no_amount_is_told(cell):
    assert wrong(amount, cell, "one", "currency") == "no_number"


@pytest.mark.parametrize(
    "cell", ["2024-01-31", "2024/1/31", "31/01/2024", "31.1.2024", {"date": "2024-01-31T00:00:00"}, "२०२४-०१-३१", "AD 2024-01-31",
             "2080-10-17", "2080/10/17", "२०८०-१०-१७", "17/10/2080", "वि.सं. २०८०-१०-१७", {"date": "2080-10-17"}],
)  # fmt: skip
def test_a_day_is_read_ad_and_bs(cell):
    assert day(cell, "NP") == date(2024, 1, 31)


def test_a_nepali_month_may_have_32_days_and_other_countries_have_no_nepali_days():
    assert day("2080-02-32", "NP") == date(2023, 6, 15)
    assert wrong(day, "2080-02-33", "NP") == "no_such_day"
    assert wrong(day, "2080-10-17", "BD") == "date_far"
    assert day("31/01/2024", "BD") == date(2024, 1, 31)


@pytest.mark.parametrize(
    ("cell", "key"),
    [("12/5/24", "no_date"), (45322.0, "no_date"), ("in May", "no_date"), ("2024-13-01", "no_such_day"), ("2023-02-29", "no_such_day"),
     ("1430-01-01", "date_far"), ("2101-01-01", "date_far"), (True, "no_date")],
)  # fmt: skip
def test_what_is_no_day_is_told(cell, key):
    assert wrong(day, cell, "NP") == key


@pytest.mark.parametrize(
    "cell", ["2080/81", "2080-81", "2080/081", "२०८०/८१", "2080/2081", "FY 2080/81", "आ.व. २०८०/८१"]
)
def test_a_nepali_fiscal_year_is_read_as_it_is_written(cell):
    assert period(cell, "fiscal_year", "NP") == "2080/81"


@pytest.mark.parametrize("cell", ["2022-23", "2022/23", "2022–2023", "২০২২-২৩"])
def test_a_fiscal_year_of_bangladesh(cell):
    assert period(cell, "fiscal_year", "BD") == "2022-23"


def test_what_a_spreadsheet_made_of_a_period_is_taken_back():
    assert period({"date": "2011-12-01T00:00:00"}, "fiscal_year", "BD") == "2011-12"
    assert period({"date": "2024-03-01"}, "month", "NP") == "2024-03"
    assert period("३/२०२४", "month", "NP") == "2024-03"
    assert period(2021.0, "year", "NP") == "2021"


@pytest.mark.parametrize(
    ("cell", "kind", "country", "key"),
    [("2080/82", "fiscal_year", "NP", "no_fiscal_year"), ("2023-24", "fiscal_year", "NP", "no_fiscal_year"),
     ("2080/81", "fiscal_year", "BD", "no_fiscal_year"), (2080.0, "fiscal_year", "NP", "no_fiscal_year"),
     ("2080-03", "month", "NP", "no_month"), ("2024-13", "month", "NP", "no_month"), ({"date": "2024-03-05"}, "month", "NP", "no_month"),
     ("2080", "year", "NP", "no_year"), ("last", "year", "NP", "no_year")],
)  # fmt: skip
def test_what_is_no_period_of_that_kind_is_told(cell, kind, country, key):
    assert wrong(period, cell, kind, country) == key


def test_a_text_is_one_line_without_marks_that_are_not_seen():
    assert text("  two\n lines\u200b ") == "two lines"
    assert text("\u09af\u09bc") == text("\u09df")  # a Bangla letter in two forms
    assert wrong(text, "x" * 1001) == "too_long"


def test_the_name_of_a_document_stays_as_it_is_written():
    assert document(" बैठक १.pdf ") == "बैठक १.pdf"
    assert wrong(document, "../a.pdf") == wrong(document, "a.exe") == wrong(document, 5.0) == "no_document"


def test_spellings_are_alike_but_vowels_count():
    assert alike("Water  Supply!") == alike("water-supply")
    assert alike("খানা") != alike("খান")
