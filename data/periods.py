"""Periods are short texts as the sources print them; here they get their days.

`2021` is a calendar year, `2074/75` a Nepali fiscal year (Bikram Sambat, Shrawan to Ashadh), `2022-23` a year that
begins in July (Nepal's surveys and Bangladesh's fiscal years) or, in India, in April. `2024-03` is a month, from 2012 on:
before it `2011-12` would be a month as well as a year. Years of different countries are compared by their days, never by
their labels.
"""

import itertools
import re
from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache

import nepali_datetime

FIRST_MONTHS = 2012  # no year that begins in 2012 or later reads like a month: 2012-13 ends in 13
SHRAWAN = 4  # fourth month of the Bikram Sambat year, first of Nepal's fiscal year


@lru_cache(maxsize=1024)
def span(period: str, country: str = "") -> tuple[date, date]:
    """First and last day of a period; `ValueError` with a sentence for a text that is none.

    The first of Shrawan is taken from the calendar's table of month lengths, not from a formula.
    """
    if re.fullmatch(r"(18|19|20)\d\d", period):
        return date(int(period), 1, 1), date(int(period), 12, 31)
    if is_month(period):
        year, month = int(period[:4]), int(period[5:])
        following = date(year + month // 12, month % 12 + 1, 1)
        return date(year, month, 1), following - timedelta(days=1)
    years = re.fullmatch(r"(\d{4})([/-])(\d\d)", period)
    if not years or (int(years[1]) + 1) % 100 != int(years[3]):
        raise ValueError(
            f"{period!r} is no period: expected a year (2021), a Nepali fiscal year (2074/75), 2022-23, "
            f"or a month from {FIRST_MONTHS} on (2024-03)."
        )
    first = int(years[1])
    if years[2] == "/":
        if not 2000 <= first <= 2098:
            raise ValueError(f"{period!r} lies outside the calendar's table (2000/01 to 2098/99).")
        start, following = (nepali_datetime.date(year, SHRAWAN, 1).to_datetime_date() for year in (first, first + 1))
        return start, following - timedelta(days=1)
    month = 4 if country == "IN" else 7
    return date(first, month, 1), date(first + 1, month, 1) - timedelta(days=1)


def last_due(kind: str, country: str, day: date, days: int) -> tuple[str, date]:
    """The latest period of a kind (`fiscal_year`, `month`, `year`) that ended more than `days` ago, and the day by which
    its figures were due.
    """
    latest = day - timedelta(days=days)
    for period in _back_from(kind, country, latest):
        due = span(period, country)[1] + timedelta(days=days)
        if due < day:
            return period, due
    raise ValueError(f"{kind!r} is no kind of period")


def _back_from(kind: str, country: str, day: date) -> Iterator[str]:
    """Periods of a kind, the latest that can have begun by a day first."""
    if kind == "month":
        for months in itertools.count():
            year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
            yield f"{year}-{month + 1:02}"
    elif kind == "year":
        yield from map(str, itertools.count(day.year, -1))
    elif kind == "fiscal_year":
        nepal = country == "NP"
        first = nepali_datetime.date.from_datetime_date(day).year if nepal else day.year
        for year in itertools.count(first, -1):
            yield f"{year}{'/' if nepal else '-'}{(year + 1) % 100:02}"


def is_month(period: str) -> bool:
    """Whether the text is a month of the AD calendar, as `2024-03`."""
    found = re.fullmatch(r"(20\d\d)-(0[1-9]|1[0-2])", period)
    return bool(found) and int(found[1]) >= FIRST_MONTHS


def in_order(periods, country: str = "") -> list[str]:
    """The distinct periods, oldest first, by their last day."""
    return sorted(set(periods), key=lambda period: (span(period, country)[1], period))
