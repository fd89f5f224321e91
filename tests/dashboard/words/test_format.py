"""The formatter, at its boundaries: the figure is written beside the arithmetic or the source it comes from."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import numpy
import pytest
from babel.numbers import format_decimal
from hypothesis import given
from hypothesis import strategies as some

from dashboard.words import format as words
from dashboard.words.format import Reader
from dashboard.words.reader import MINUS, OWN_DIGITS, ZEROES

ENGLISH, NEPALI, BANGLA = Reader("en"), Reader("ne"), Reader("bn")
BIKRAM_SAMBAT = Reader("en", calendar="bs")
LATIN = set("0123456789")
readers = some.builds(Reader, some.sampled_from(list(OWN_DIGITS)), some.sampled_from(list(ZEROES)))


def plain(text: str) -> str:
    """No-break spaces as spaces, so that an expected text can be read."""
    return text.replace("\N{NO-BREAK SPACE}", " ")


# Digits and grouping


def test_digits_are_the_languages_own_unless_the_reader_chose():
    assert [Reader(language).digits for language in ("en", "ne", "bn")] == ["latin", "devanagari", "bangla"]
    assert words.number(Reader("ne", "latin"), 194335) == "1,94,335"
    assert words.number(Reader("en", "bangla"), 194335) == "১,৯৪,৩৩৫"


def test_an_unknown_language_or_digits_is_refused():
    with pytest.raises(ValueError, match="'fr' is no language here: expected one of en, ne, bn"):
        Reader("fr")
    with pytest.raises(ValueError, match="'roman' are no digits here"):
        Reader("en", "roman")


@pytest.mark.parametrize(
    ("reader", "expected"),
    [(ENGLISH, "1,67,53,41,868"), (NEPALI, "१,६७,५३,४१,८६८"), (BANGLA, "১,৬৭,৫৩,৪১,৮৬৮")],
)
def test_numbers_are_grouped_three_then_two_in_every_language(reader, expected):
    assert words.number(reader, 1675341868) == expected


@pytest.mark.parametrize("value", [0, 7, 999, 1000, 99999, 100000, 12345678, 10**11, 10**24, -1000])
def test_grouping_is_that_of_the_locale_data(value):
    assert words.number(ENGLISH, value).replace(MINUS, "-") == format_decimal(value, locale="en_IN")


@pytest.mark.parametrize(
    ("value", "decimals", "expected"),
    [
        (0, 0, "0"), (0, 1, "0.0"), (-0.0, 1, "0.0"), (0.25, 1, "0.3"), (2.5, 0, "3"), (-2.5, 0, "−3"),
        (20.349, 1, "20.3"), (99.95, 1, "100.0"), (-194335.25, 1, "−1,94,335.3"), (1e15, 0, "1,00,00,00,00,00,00,000"),
        (1e300, 0, "10" + ",00" * 148 + ",000"),
        (Decimal("194335.5"), 1, "1,94,335.5"), (numpy.int64(1000), 0, "1,000"), (numpy.float64(0.5), 1, "0.5"),
    ],
)  # fmt: skip
def test_numbers_round_half_up_and_carry_a_true_minus(value, decimals, expected):
    assert words.number(ENGLISH, value, decimals) == expected


@pytest.mark.parametrize(
    ("value", "decimals", "expected"),
    [(0.04, 1, "under 0.1"), (0.05, 1, "0.1"), (0.4, 0, "under 1"), (0.004, 2, "under 0.01"), (-0.04, 1, "above −0.1")],
)
def test_what_is_not_zero_never_looks_like_zero(value, decimals, expected):
    assert words.number(ENGLISH, value, decimals) == expected


def test_a_very_small_share_keeps_its_sign_and_the_order_of_words():
    assert plain(words.percent(ENGLISH, 0.04)) == "under 0.1 %"
    assert words.percent(NEPALI, 0.04) == "०.१% भन्दा कम"
    assert words.value(ENGLISH, 0.2, "persons") == "under 1 person"


@pytest.mark.parametrize("value", [None, "12", True])
def test_what_is_no_number_is_never_formatted(value):
    for function in (words.number, words.compact, words.percent, words.signed):
        with pytest.raises(TypeError, match="say the state of the value"):
            function(ENGLISH, value)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), Decimal("NaN"), numpy.float64("nan")])
def test_nan_and_infinity_are_never_formatted(value):
    with pytest.raises(ValueError, match="say the state of the value"):
        words.value(ENGLISH, value, "persons")


@given(readers, some.integers(-(10**20), 10**20))
def test_a_whole_number_reads_back_as_itself(reader, value):
    assert words.parse_number(words.number(reader, value)) == value


@given(readers, some.decimals(-(10**12), 10**12, allow_nan=False, places=3), some.integers(0, 3))
def test_a_rounded_number_reads_back_within_half_a_step(reader, value, decimals):
    step = Decimal(1).scaleb(-decimals)
    if abs(value) < step / 2:
        return  # "under 0.1" is words, not a number
    read = Decimal(str(words.parse_number(words.number(reader, value, decimals))))
    assert abs(read - value) <= step / 2


@given(some.sampled_from([NEPALI, BANGLA]), some.floats(-1e15, 1e15), some.integers(0, 3))
def test_no_latin_digit_is_left_in_nepali_or_bangla(reader, value, decimals):
    for text in (
        words.number(reader, value, decimals), words.compact(reader, value, "NP"), words.percent(reader, value),
        words.money(reader, value, "npr_thousand"), words.money(reader, value, "bdt", short=True),
        words.value(reader, value, "males_per_100_females"), words.signed(reader, value, decimals, "per_1000"),
    ):  # fmt: skip
        assert not LATIN & set(text), text


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1,94,335", 194335), ("१,९४,३३५", 194335), ("১,৯৪,৩৩৫.৫", 194335.5), ("194,335", 194335), ("194335", 194335),
        ("-12.5", -12.5), ("−12.5", -12.5), (" 0 ", 0), ("১२3", 123), ("1,234,567", 1234567), ("12,34,567", 1234567),
    ],
)  # fmt: skip
def test_numbers_are_read_in_any_digits_and_either_grouping(text, value):
    assert words.parse_number(text) == value


@pytest.mark.parametrize("text", ["", "no data", "1,2,3", "1,23", "12,3456", "1.2.3", "1e5", "--1", ",100", "1,", "٣"])
def test_what_is_no_number_is_refused_with_a_sentence(text):
    with pytest.raises(ValueError, match="is no number: expected digits such as"):
        words.parse_number(text)


def test_digits_of_every_script_become_the_readers_and_nothing_else_changes():
    assert words.digits(BANGLA, "Butwal 12, वडा ३") == "Butwal ১২, वडा ৩"
    assert words.digits(ENGLISH, "आ.व. २०७४/७५") == "आ.व. 2074/75"


# Lakh, crore, arba, kharba


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (99_999, "99,999"),  # one below a lakh, in full
        (10**5, "1 lakh"), (1_94_335, "1.94 lakh"),
        (99_94_999, "99.9 lakh"), (99_99_999, "1 crore"),  # three figures make 100 lakh, which is a crore
        (10**7, "1 crore"), (10**9, "1 arba"), (22_50_54_59_100, "22.5 arba"),
        (10**11, "1 kharba"), (225_054_591_000, "2.25 kharba"), (10**14, "1,000 kharba"),
        (-(10**5), "−1 lakh"), (0, "0"),
    ],
)  # fmt: skip
def test_nepal_counts_in_lakh_crore_arba_kharba(value, expected):
    assert plain(words.compact(ENGLISH, value, "NP")) == expected


@pytest.mark.parametrize(("value", "expected"), [(10**9, "100 crore"), (10**12, "1,00,000 crore"), (10**5, "1 lakh")])
def test_bangladesh_stops_at_crore(value, expected):
    assert plain(words.compact(ENGLISH, value, "BD")) == expected


def test_the_words_are_the_languages_own():
    assert plain(words.compact(NEPALI, 225_054_591_000, "NP")) == "२.२५ खर्ब"
    assert plain(words.compact(BANGLA, 144_043_697, "BD")) == "১৪.৪ কোটি"
    # 2.25 kharba are 22,505 crore: to three figures 22,500; Bangla has no word for arba
    assert plain(words.compact(BANGLA, 225_054_591_000, "NP")) == "২২,৫০০ কোটি"


# Money


@pytest.mark.parametrize(
    ("value", "unit", "short", "expected"),
    [
        (3015, "npr_per_person", False, "रू 3,015 per person"),
        (585_834, "npr_thousand", False, "रू 58,58,34,000"),  # Butwal's transfers of 2074/75, thousand
        (225_054_591, "npr_thousand", True, "रू 2.25 kharba"),
        (1_675_341_868, "bdt", False, "৳1,67,53,41,868"),
        (771_409_968, "bdt", True, "৳77.1 crore"),  # Charfasson 2022-23
        (3015, "npr", True, "रू 3,015"),  # below a lakh nothing is gained by shortening
        (12.5, "inr_crore", True, "₹12.5 crore"), (1, "bdt_lakh", False, "৳1,00,000"),
        (0, "npr_thousand", True, "रू 0"), (0.4, "npr", False, "under रू 1"),
    ],
)  # fmt: skip
def test_money_carries_its_currency_and_its_words(value, unit, short, expected):
    assert plain(words.money(ENGLISH, value, unit, short=short)) == expected


def test_a_currency_is_the_countrys_and_never_guessed():
    assert plain(words.money(ENGLISH, 1, "currency_thousand", "BD")) == "৳1,000"
    for unit, country in (("currency_thousand", ""), ("usd", "NP"), ("persons", "NP")):
        with pytest.raises(ValueError, match="is no money"):
            words.money(ENGLISH, 1, unit, country)


# Values with their units


@pytest.mark.parametrize(
    ("value", "unit", "english", "nepali", "bangla"),
    [
        (194335, "persons", "1,94,335 persons", "१,९४,३३५ जना", "১,৯৪,৩৩৫ জন"),
        (1, "households", "1 household", "१ घरपरिवार", "১ খানা"),
        (20.27, "percent", "20.3 %", "२०.३%", "২০.৩%"),
        (0.0754, "fraction", "7.5 %", "७.५%", "৭.৫%"),
        (95.3, "males_per_100_females", "95.3 males per 100 females", "प्रति १०० महिला ९५.३ पुरुष",
         "প্রতি ১০০ নারীতে ৯৫.৩ পুরুষ"),
        (0.106, "index", "0.106", "०.१०६", "০.১০৬"),
        (3, "events", "3 events", "३ कार्यक्रम", "৩টি অনুষ্ঠান"),
    ],
)  # fmt: skip
def test_a_value_is_shown_with_its_unit(value, unit, english, nepali, bangla):
    shown = [plain(words.value(reader, value, unit)) for reader in (ENGLISH, NEPALI, BANGLA)]
    assert shown == [english, nepali, bangla]


def test_a_table_shows_the_bare_number_in_the_unit_of_its_heading():
    assert words.value(ENGLISH, 585834, "npr_thousand", word=False) == "5,85,834"
    assert words.unit_word(ENGLISH, "npr_thousand") == "thousand NPR"
    assert words.unit_word(BANGLA, "males_per_100_females") == "প্রতি ১০০ নারীতে পুরুষ"


def test_a_unit_that_a_new_card_brings_shows_its_id_in_words():
    assert words.value(ENGLISH, 3, "projects_per_ward", 1) == "3.0 projects per ward"
    assert words.unit_word(ENGLISH, "projects_per_ward") == "projects per ward"


def test_a_short_value_takes_lakh_and_crore_from_a_lakh_on():
    assert plain(words.value(ENGLISH, 29_164_578, "persons", short=True, country="NP")) == "2.92 crore persons"
    assert words.value(ENGLISH, 40_880, "persons", short=True, country="NP") == "40,880 persons"


@pytest.mark.parametrize(
    ("state", "expected"),
    [("value", "0 persons"), ("unreliable", "0 persons"), ("hidden", "hidden"), ("not_reported", "not reported"),
     ("not_applicable", "not applicable"), ("no_data", "no data"), ("cannot_be_added", "cannot be added")],
)  # fmt: skip
def test_a_row_shows_its_value_or_the_word_of_its_state(state, expected):
    value = 0 if state in ("value", "unreliable") else None
    row = {"place": "NP0548201", "value": value, "unit": "persons", "state": state}
    assert words.shown_row(ENGLISH, row) == expected


@pytest.mark.parametrize(
    ("change", "decimals", "unit", "expected"),
    [
        (2.34, 1, "percentage_points", "+2.3 percentage points"), (-2.34, 1, "", "−2.3"), (0, 1, "percent", "0.0 %"),
        (0.04, 1, "percent", "under 0.1 %"), (-0.04, 1, "", "above −0.1"), (1000, 0, "persons", "+1,000 persons"),
    ],
)  # fmt: skip
def test_a_change_says_its_direction(change, decimals, unit, expected):
    assert plain(words.signed(ENGLISH, change, decimals, unit)) == expected


@pytest.mark.parametrize(
    ("low", "high", "unit", "expected"),
    [
        (5, 10, "percent", "5–10"), (None, 5, "percent", "under 5"), (50, None, "percent", "50 and up"),
        (7.5, 10, "percent", "7.5–10.0"), (-5, -2, "", "−5 to −2"), (0.1, 0.2, "index", "0.1–0.2"),
        (0.05, 0.1, "fraction", "5–10"), (5_000, 100_000, "npr_thousand", "50 lakh–10 crore"),
        (1000, 2000, "persons", "1,000–2,000"),
    ],
)  # fmt: skip
def test_a_class_of_a_legend_is_short(low, high, unit, expected):
    assert plain(words.range_text(ENGLISH, low, high, unit)) == expected


def test_an_interval_says_its_unit_once():
    assert plain(words.range_text(ENGLISH, 18.24, 22.31, "percent", word=True)) == "18.2–22.3 %"
    assert plain(words.range_text(BANGLA, 10**5, 10**7, "bdt", word=True)) == "৳১ লাখ–১ কোটি"
    with pytest.raises(TypeError, match="a low or a high end"):
        words.range_text(ENGLISH, None, None)


# Ranks and lists


@pytest.mark.parametrize(
    ("rank", "expected"),
    [(1, "1st"), (2, "2nd"), (3, "3rd"), (4, "4th"), (10, "10th"), (11, "11th"), (12, "12th"), (13, "13th"),
     (20, "20th"), (21, "21st"), (22, "22nd"), (101, "101st"), (111, "111th"), (1003, "1,003rd")],
)  # fmt: skip
def test_english_ordinals(rank, expected):
    assert words.ordinal(ENGLISH, rank) == expected


@pytest.mark.parametrize(
    ("reader", "expected"),
    [
        (NEPALI, ["१लो", "२रो", "३रो", "४थो", "५औँ", "११औँ", "२१औँ"]),
        (BANGLA, ["১ম", "২য়", "৩য়", "৪র্থ", "৫ম", "১১তম", "২১তম"]),
    ],
)
def test_ordinals_of_other_languages(reader, expected):
    assert [words.ordinal(reader, rank) for rank in (1, 2, 3, 4, 5, 11, 21)] == expected


def test_no_rank_is_below_one():
    with pytest.raises(ValueError, match="ranks begin with 1"):
        words.ordinal(ENGLISH, 0)


def test_lists_end_with_the_languages_and():
    assert words.listing(ENGLISH, []) == ""
    assert words.listing(ENGLISH, ["Butwal"]) == "Butwal"
    assert words.listing(ENGLISH, iter(["Butwal", "Pokhara", "Janakpurdham"])) == "Butwal, Pokhara and Janakpurdham"
    assert words.listing(NEPALI, ["बुटवल", "पोखरा"]) == "बुटवल र पोखरा"


# Days and periods

SHRAWAN_1 = {"2074": date(2017, 7, 16), "2080": date(2023, 7, 17), "2081": date(2024, 7, 16), "2082": date(2025, 7, 17)}


@pytest.mark.parametrize(("year", "day"), SHRAWAN_1.items())
def test_nepals_fiscal_year_begins_on_shrawan_1_of_the_table(year, day):
    assert words.date(BIKRAM_SAMBAT, day) == f"{year} Shrawan 1"
    assert words.fiscal_year_of(day, "NP") == f"{year}/{int(year[2:]) + 1}"
    assert words.fiscal_year_of(date.fromordinal(day.toordinal() - 1), "NP") == f"{int(year) - 1}/{year[2:]}"


@pytest.mark.parametrize(
    ("day", "country", "expected"),
    [
        (date(2023, 6, 30), "BD", "2022-23"), (date(2023, 7, 1), "BD", "2023-24"), (date(2023, 3, 31), "IN", "2022-23"),
        (date(2023, 4, 1), "IN", "2023-24"), (date(2000, 1, 1), "BD", "1999-00"), (date(2024, 2, 29), "NP", "2080/81"),
    ],
)  # fmt: skip
def test_fiscal_years_begin_in_the_month_of_their_country(day, country, expected):
    assert words.fiscal_year_of(day, country) == expected


@pytest.mark.parametrize(
    ("reader", "ad", "bs"),
    [
        (ENGLISH, "22 November 2026", "2083 Mangsir 6"),
        (NEPALI, "सन् २०२६ नोभेम्बर २२", "२०८३ मंसिर ६"),
        (BANGLA, "২২ নভেম্বর ২০২৬", "২০৮৩ মংসির ৬"),
    ],
)
def test_dates_in_both_calendars(reader, ad, bs):
    for day in (date(2026, 11, 22), "2026-11-22", "2026-11-22T08:00:00+05:45"):
        assert (words.date(reader, day), words.date(replace(reader, calendar="bs"), day)) == (ad, bs)


def test_a_day_outside_the_table_of_bikram_sambat_is_told_in_ad():
    # The table begins with 1975 Baisakh 1, 13 April 1918, and ends with 2100 Chaitra 30, 12 April 2044
    days = [date(1918, 4, 12), date(1918, 4, 13), date(2044, 4, 12), date(2044, 4, 13)]
    told = ["12 April 1918", "1975 Baisakh 1", "2100 Chaitra 30", "13 April 2044"]
    assert [words.date(BIKRAM_SAMBAT, day) for day in days] == told


def test_a_reader_has_one_of_two_calendars():
    assert Reader("ne").calendar == Reader("ne", calendar="").calendar == "ad"
    with pytest.raises(ValueError, match="expected one of ad, bs"):
        Reader("en", calendar="julian")


def test_a_text_that_is_no_date_is_refused():
    with pytest.raises(ValueError, match="Invalid isoformat"):
        words.date(ENGLISH, "yesterday")


@pytest.mark.parametrize(
    ("text", "fiscal", "english", "nepali", "bangla"),
    [
        ("2021", False, "2021", "सन् २०२१", "২০২১"),
        ("2079/80", True, "FY 2079/80", "आ.व. २०७९/८०", "অর্থবছর ২০৭৯/৮০"),
        ("2022-23", False, "2022-23", "सन् २०२२-२३", "২০২২-২৩"),
        ("2022-23", True, "FY 2022-23", "आ.व. सन् २०२२-२३", "অর্থবছর ২০২২-২৩"),
        ("before 2011", False, "before 2011", "before २०११", "before ২০১১"),
    ],
)
def test_periods_are_named_as_people_write_them(text, fiscal, english, nepali, bangla):
    shown = [words.period(reader, text, fiscal=fiscal) for reader in (ENGLISH, NEPALI, BANGLA)]
    assert shown == [english, nepali, bangla]


def test_a_period_tells_its_days():
    # Shrawan 1 of 2080 and of 2081 are 17 Jul 2023 and 16 Jul 2024: the year ends a day before
    assert words.period_days(ENGLISH, "2080/81", "NP") == "17 July 2023 to 15 July 2024"
    assert words.period_days(ENGLISH, "2022-23", "BD") == "1 July 2022 to 30 June 2023"
    assert words.period_days(BIKRAM_SAMBAT, "2080/81", "NP") == "2080 Shrawan 1 to 2081 Ashadh 31"


def test_a_period_of_the_sources_is_the_same_in_every_calendar():
    for text in ("2021", "2024-03", "2079/80", "2022-23"):
        assert words.period(BIKRAM_SAMBAT, text) == words.period(ENGLISH, text)
