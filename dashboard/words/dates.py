"""Days and periods in words: AD dates, Bikram Sambat dates, calendar years, fiscal years of three countries."""

import datetime
import re

import nepali_datetime
from babel.dates import format_date

from dashboard.words.reader import Reader, digits
from dashboard.words.texts import say
from data.periods import is_month, span

BS_YEARS_AHEAD = 57  # a Bikram Sambat year is 56 or 57 years ahead of the AD year


def date(reader: Reader, day: datetime.date | str) -> str:
    """A day (or its ISO text) in words, in the reader's calendar: "21 November 2026", or in Bikram Sambat "2083 Mangsir 5".

    A day outside the table of Bikram Sambat (1975 to 2100) is told in AD. `ValueError` for a text that is no date.
    """
    if isinstance(day, str):
        day = datetime.date.fromisoformat(day[:10])
    if reader.calendar == "bs" and (nepali := _bikram_sambat(day)):
        month = say(f"months_bs.{nepali.month}", reader)
        return say("date.bs", reader, year=_plain(reader, nepali.year), month=month, day=_plain(reader, nepali.day))
    month = format_date(day, "MMMM", locale=reader.language)
    return say("date.ad", reader, year=_plain(reader, day.year), month=month, day=_plain(reader, day.day))


def period(reader: Reader, text: str, country: str = "", fiscal: bool = False) -> str:
    """A period as people write it: "2021", "FY 2079/80" (Nepal, Bikram Sambat), "2022-23", with `fiscal` "FY 2022-23",
    "March 2024".

    Nepali readers see "सन्" before AD years, because a bare year is Bikram Sambat to them. A text of another shape is
    shown as it is, in the reader's digits. `country` chooses the days in `period_days` and changes no word here.
    """
    if is_month(text):
        month = format_date(span(text)[0], "LLLL", locale=reader.language)
        return say("period.month", reader, month=month, year=digits(reader, text[:4]))
    if re.fullmatch(r"\d{4}/\d\d", text):
        key = "period.bs_fiscal_year"
    elif re.fullmatch(r"\d{4}-\d\d", text):
        key = "period.fiscal_year" if fiscal else "period.years"
    elif re.fullmatch(r"\d{4}", text):
        key = "period.year"
    else:
        return digits(reader, text)
    return say(key, reader, year=digits(reader, text))


def period_days(reader: Reader, text: str, country: str = "") -> str:
    """First and last day of a period, in the reader's calendar: "17 July 2022 to 16 July 2023". `ValueError` for a text
    that is none.
    """
    start, end = span(text, country)
    return say("period.days", reader, start=date(reader, start), end=date(reader, end))


def fiscal_year_of(day: datetime.date, country: str) -> str:
    """The fiscal year a day lies in: "2080/81" in Nepal, "2023-24" in Bangladesh (July) and in India (April)."""
    if country == "NP":
        years = range(day.year + BS_YEARS_AHEAD - 1, day.year + BS_YEARS_AHEAD + 1)
        periods = [f"{year}/{(year + 1) % 100:02d}" for year in years]
    else:
        periods = [f"{year}-{(year + 1) % 100:02d}" for year in (day.year - 1, day.year)]
    for text in periods:
        start, end = span(text, country)
        if start <= day <= end:
            return text
    raise ValueError(f"{day} lies in no fiscal year of {country!r}.")


def _bikram_sambat(day: datetime.date) -> nepali_datetime.date | None:
    try:
        return nepali_datetime.date.from_datetime_date(datetime.date(day.year, day.month, day.day))
    except OverflowError:  # outside the table
        return None


def _plain(reader: Reader, whole: int) -> str:
    return digits(reader, str(whole))
