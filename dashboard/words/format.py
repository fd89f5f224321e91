"""The one formatter: every number, amount and interval a reader sees, on ticks, in hover, tables and sentences.

Nothing missing is ever formatted: None and NaN raise, and the page says the state's word instead (`shown_row`).
"""

import re
from collections.abc import Callable, Iterable
from decimal import ROUND_HALF_UP, Decimal
from math import isfinite

from dashboard.words.dates import date, fiscal_year_of, period, period_days
from dashboard.words.reader import MINUS, TO_DIGITS, WIDE, Reader, digits, grouped
from dashboard.words.texts import say, template_of
from data import countries

__all__ = [
    "Reader", "compact", "country", "date", "digits", "fiscal_year_of", "listing", "money", "number", "ordinal", "parse_number",
    "percent", "period", "period_days", "range_text", "shown_row", "signed", "unit_word", "value",
]  # fmt: skip

DECIMALS = {  # shown where a card says nothing
    "percent": 1, "percentage_points": 1, "fraction": 1, "per_1000": 1, "per_1000_persons": 1, "km2": 1, "index": 3,
    "males_per_100_females": 1, "persons_per_household": 2,
}  # fmt: skip
LAKH, CRORE, ARBA, KHARBA = 10**5, 10**7, 10**9, 10**11
MULTIPLES = {"thousand": 10**3, "lakh": LAKH, "million": 10**6, "crore": CRORE}
MONEY = re.compile(r"(npr|bdt|inr|currency)(?:_(thousand|lakh|million|crore))?(_per_person)?")
CURRENCIES = {"NP": "npr", "BD": "bdt", "IN": "inr"}
GROUPED = re.compile(r"-?(\d+|\d{1,2}(,\d\d)*,\d{3}|\d{1,3}(,\d{3})+)(\.\d+)?", re.ASCII)


def number(reader: Reader, value, decimals: int = 0) -> str:
    """A number rounded half up, grouped 3 then 2: 1,94,335. What rounds to zero but is not zero: "under 0.1"."""
    return _dressed(reader, _exact(value), decimals, lambda text, count: text)


def signed(reader: Reader, value, decimals: int = 0, unit: str = "") -> str:
    """A change with its sign, "+2.3" or "−2.3", zero without one; with a unit's words where `unit` is given."""
    exact = _exact(value)
    plus = "+" if _rounded(exact, decimals) > 0 else ""
    return _dressed(reader, exact, decimals, lambda text, count: _with_unit(reader, plus + text, unit, count))


def percent(reader: Reader, value, decimals: int = 1) -> str:
    """A value already in percent (20.3, not 0.203) with its sign."""
    return _dressed(reader, _exact(value), decimals, lambda text, count: _with_unit(reader, text, "percent", count))


def compact(reader: Reader, value, country: str = "", decimals: int = 0) -> str:
    """Three figures and a word: 2.92 crore. Nepal counts in lakh, crore, arba and kharba, other countries in lakh and
    crore, and so does a Bangla sentence about Nepal, where arba is no word. Below a lakh: `number` with `decimals`.
    """
    exact = _exact(value)
    scales = [(LAKH, "lakh"), (CRORE, "crore")]
    if country == "NP" and reader.language != "bn":
        scales += [(ARBA, "arba"), (KHARBA, "kharba")]
    if abs(exact) < LAKH:
        return number(reader, exact, decimals)
    rounded = _significant(exact)  # choose the word after rounding: 99,99,999 is 1 crore, not 100 lakh
    scale, word = max(pair for pair in scales if abs(rounded) >= pair[0])
    scaled = (rounded / scale).normalize()
    return say(f"scale.{word}", reader, number=grouped(reader, scaled, max(0, -scaled.as_tuple().exponent)))


def money(
    reader: Reader, value, unit: str, country: str = "", short: bool = False, decimals: int = 0
) -> str:  # fmt: skip
    """An amount with its currency, in full (रू 22,50,54,59,100; with `decimals` of a rupee) or `short` (रू 22.5 arba).

    `unit` is a currency (`npr`, `bdt`, `inr`), perhaps with what the source counts in (`npr_thousand`, `bdt_lakh`) and
    `_per_person`; `currency...` takes the country's. `ValueError` for any other: currencies are never guessed.
    """
    amount, currency, each = _amount(value, unit, country)
    where = {currency: land for land, currency in CURRENCIES.items()}[currency]

    def dress(text: str, count: int) -> str:
        text = say(f"money.{currency}", reader, amount=text)
        return say("money.per_person", reader, amount=text) if each else text

    if short and abs(amount) >= LAKH:
        return dress(compact(reader, amount, where), 2)
    return _dressed(reader, amount, decimals, dress)


def value(
    reader: Reader, value, unit: str, decimals: int | None = None, *, word: bool = True, short: bool = False,
    country: str = "",
) -> str:  # fmt: skip
    """The one way from a row's value and unit to text: "20.3 %", "1,94,335 persons", "रू 3,015 per person".

    `word=False` leaves out what a table's heading says already (`unit_word`): the bare number in the unit given.
    `short` uses lakh and crore. `fraction` (0 to 1) is shown in percent. A unit without words here, as a new card may
    bring, shows its id with spaces. `decimals=None` takes the unit's own.
    """
    places = DECIMALS.get(unit, 0) if decimals is None else decimals
    exact = _exact(value) * (100 if unit == "fraction" else 1)
    if MONEY.fullmatch(unit) and word:
        return money(reader, exact, unit, country, short, places)

    def dress(text: str, count: int) -> str:
        return _with_unit(reader, text, unit, count) if word else text

    if short and abs(exact) >= LAKH:
        return dress(compact(reader, exact, country), 2)
    return _dressed(reader, exact, places, dress)


def unit_word(reader: Reader, unit: str) -> str:
    """The unit alone, for a heading or an axis: "persons", "thousand NPR"; its id with spaces if it has no word."""
    known = template_of(f"unit_words.{unit}", reader.language)
    return unit.replace("_", " ") if known is None else digits(reader, known)


def shown_row(reader: Reader, row: dict, decimals: int | None = None, **options) -> str:
    """What a cell, a bar or a hover shows for a row of an `Answer`: its value, or else the word of its state.

    `row` needs `value`, `unit`, `state`, and `place` (its first letters name the country); `options` go to `value`.
    """
    if row["state"] not in ("value", "unreliable"):
        return say(f"states.{row['state']}", reader)
    return value(reader, row["value"], row["unit"], decimals, country=str(row.get("place", ""))[:2], **options)


def range_text(
    reader: Reader, low, high, unit: str = "", decimals: int | None = None, *, word: bool = False, country: str = "",
) -> str:  # fmt: skip
    """A class of a legend or an interval: "5–10", "under 5" without a low end, "50 and up" without a high one.

    Money is counted in lakh and crore of single rupees or taka; `word=True` adds the unit or the currency, once.
    `decimals=None` takes as few as show both ends, at most the unit's own.
    """
    if unit == "fraction":
        low, high = (None if bound is None else _exact(bound) * 100 for bound in (low, high))
    places = _places_needed(low, high, DECIMALS.get(unit, 0)) if decimals is None else decimals
    is_money = bool(MONEY.fullmatch(unit))

    def end(bound) -> str:
        if is_money:
            amount, currency, _ = _amount(bound, unit, country)
            return compact(reader, amount, "NP" if currency == "npr" else "", places)
        return grouped(reader, _rounded(_exact(bound), places), places)

    if low is None and high is None:
        raise TypeError("a range needs a low or a high end")
    if low is None:
        text = say("number.under", reader, value=end(high))
    elif high is None:
        text = say("number.and_up", reader, value=end(low))
    elif _exact(low) < 0:  # "−5–−2" cannot be read
        text = say("number.from_to", reader, low=end(low), high=end(high))
    else:
        text = f"{end(low)}\N{EN DASH}{end(high)}"
    if word and is_money:
        return say(f"money.{_amount(0, unit, country)[1]}", reader, amount=text)
    return _with_unit(reader, text, unit, 2) if word else text


def ordinal(reader: Reader, rank: int) -> str:
    """A rank in words of its language: 1st, 22nd, 113th; ५औँ; ৫ম. `ValueError` below one."""
    if rank < 1:
        raise ValueError(f"{rank} is no rank: ranks begin with 1.")
    ending = rank
    if reader.language == "en":
        ending = rank if rank % 100 in (11, 12, 13) else rank % 10
    key = f"ordinal.{ending}" if 1 <= ending <= 10 else "ordinal.other"
    return say(key, reader, number=rank)


def listing(reader: Reader, items: Iterable[str]) -> str:
    """Texts in a row: "Butwal, Pokhara and Janakpur"; "" for none."""
    *first, last = list(items) or [""]
    return say("number.and", reader, first=", ".join(first), last=last) if first else last


def country(reader: Reader, code: str) -> str:
    """The name of a country by its ISO code."""
    return countries.names(code)[reader.language]


def parse_number(text: str) -> int | float:
    """The number in a text with digits of any of the three scripts, grouped by lakh, by thousand or not at all.

    An int where there is no decimal point, else a float. `ValueError` with a sentence for everything else.
    """
    plain = text.strip().translate(TO_DIGITS["latin"]).replace(MINUS, "-")
    if not GROUPED.fullmatch(plain):
        raise ValueError(f"{text!r} is no number: expected digits such as 194335, 1,94,335.5 or १,९४,३३५.")
    plain = plain.replace(",", "")
    return float(plain) if "." in plain else int(plain)


def _exact(value) -> Decimal:
    """The number as it is printed, so that 0.25 rounds up as a reader would; None, text and truth values raise."""
    if value is None or isinstance(value, (str, bytes, bool)):
        raise TypeError(f"{value!r} is no number: say the state of the value instead of formatting it.")
    if not isfinite(value):
        raise ValueError(f"{value} is no number: say the state of the value instead of formatting it.")
    return value if isinstance(value, Decimal) else Decimal(str(value))


def _places_needed(low, high, most: int) -> int:
    ends = [_rounded(_exact(bound), most).normalize() for bound in (low, high) if bound is not None]
    return max(0, *(-end.as_tuple().exponent for end in ends), 0)


def _amount(value, unit: str, country: str) -> tuple[Decimal, str, bool]:
    """(amount in single rupees or taka, currency, whether per person) of a value in a unit of money."""
    parsed = MONEY.fullmatch(unit)
    currency = parsed and (CURRENCIES.get(country) if parsed[1] == "currency" else parsed[1])
    if not currency:
        where = country or "no country"
        raise ValueError(f"{unit!r} in {where} is no money: expected npr, bdt, inr, npr_thousand, bdt_per_person ...")
    return _exact(value) * MULTIPLES.get(parsed[2], 1), currency, bool(parsed[3])


def differ_by(before, after, change, decimals: int) -> bool:
    """Whether a reader who takes one printed number from the other gets the printed change."""
    first, last, by = (_rounded(_exact(number), decimals) for number in (before, after, change))
    return last - first == by


def _rounded(exact: Decimal, decimals: int) -> Decimal:
    return round_half_up(exact, Decimal(1).scaleb(-decimals))


def _significant(exact: Decimal, figures: int = 3) -> Decimal:
    if not exact:
        return exact
    return round_half_up(exact, Decimal(1).scaleb(exact.adjusted() + 1 - figures))


def round_half_up(exact: Decimal, step: Decimal) -> Decimal:
    """`exact` in whole steps, zero without a sign."""
    rounded = exact.quantize(step, rounding=ROUND_HALF_UP, context=WIDE)
    return rounded.copy_abs() if rounded == 0 else rounded


def _dressed(reader: Reader, exact: Decimal, decimals: int, dress: Callable[[str, int], str]) -> str:
    """The rounded number in its unit's words; what is not zero but rounds to it is "under" the last decimal."""
    rounded = _rounded(exact, decimals)
    least = Decimal(1).scaleb(-decimals)
    if rounded or not exact:
        return dress(grouped(reader, rounded, decimals), 1 if abs(rounded) == 1 else 2)
    if exact > 0:
        return say("number.under", reader, value=dress(grouped(reader, least, decimals), 1 if decimals == 0 else 2))
    return say("number.above", reader, value=dress(grouped(reader, -least, decimals), 1 if decimals == 0 else 2))


def _with_unit(reader: Reader, text: str, unit: str, count: int) -> str:
    if not unit:
        return text
    key = f"units.{unit}"
    if template_of(key, reader.language) is None:
        return f"{text} {unit_word(reader, unit)}"
    return say(key, reader, number=text, count=count)
