"""One cell as a person wrote it -> a value of its column: digits of three scripts, lakh and crore, dates AD and BS.

Nothing is guessed: what could mean two things, or nothing, is a `Wrong` with a key and values, for which the screens and
workbooks have words in the sender's language (`[receive]` in `dashboard/words`).
"""

import re
import unicodedata
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

import nepali_datetime

from data import documents
from data.periods import FIRST_MONTHS, is_month, span

LONGEST_TEXT = 1_000  # characters of one answer
MOST_DIGITS = 15  # of a number; a spreadsheet keeps no more
FIRST_BS_YEAR, LAST_BS_YEAR = 2047, 2100  # a year below is AD: 2047 BS began in 1990, and no report is of 2047 AD yet
FIRST_AD_YEAR = 1950
GROUPED = re.compile(r"[+-]?(\d+|\d{1,2}(,\d\d)*,\d{3}|\d{1,3}(,\d{3})+)(\.\d+)?", re.ASCII)
SCALES = {  # of amounts of money: what they are called in headings and typed in cells
    "one": (1, ()),
    "thousand": (10**3, ("thousand", "hajar", "hazar", "हजार", "হাজার")),
    "lakh": (10**5, ("lakh", "lakhs", "lac", "lacs", "लाख", "লাখ", "লক্ষ")),
    "million": (10**6, ("million", "मिलियन", "মিলিয়ন")),
    "crore": (10**7, ("crore", "crores", "cr", "करोड", "कोटि", "কোটি")),
    "arba": (10**9, ("arba", "arab", "अर्ब", "অর্ব")),
}
CURRENCIES = re.compile(r"^(rs|npr|nrs|bdt|tk|taka|रु|रू|৳|टाका|টাকা)\.?\s*|\s*(/-|rs|taka|रुपैयाँ|टाका|টাকা)$")
MONEY = re.compile(r"currency(?:_(thousand))?")
PERCENT_SIGNS = ("%", "٪", "％")
BS_MARKS, AD_MARKS = ("bs", "b.s.", "वि.सं.", "वि. सं.", "बि.सं."), ("ad", "a.d.", "ई.सं.", "सन्", "ce")
DAY = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})|(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})")


class Wrong(ValueError):
    """What is wrong with a cell: the key of a sentence and its values (texts and whole numbers)."""

    def __init__(self, key: str, **values: str | int):
        self.key, self.values = key, values
        super().__init__(f"{key} {values}")


def plain(cell) -> str:
    """A cell as text: composed (NFC), digits in Latin, spaces single, none at the ends, no marks that are not seen."""
    text = unicodedata.normalize("NFC", shown(cell))
    text = "".join(str(unicodedata.decimal(sign)) if sign.isdecimal() else sign for sign in text)
    text = "".join(
        sign for sign in text if unicodedata.category(sign) not in ("Cf", "Cc") or sign in "\n\t\u200d\u200c"
    )
    return " ".join(text.split())


def shown(cell) -> str:
    """A cell as its writer saw it: 5 rather than 5.0, a day as 2024-01-31."""
    if isinstance(cell, dict):
        return next(iter(cell.values())).removesuffix("T00:00:00")
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 10**MOST_DIGITS:
        return str(int(cell))
    return str(cell)


def alike(text: str) -> str:
    """A text by which two spellings of one word are found to be the same: case, spaces and punctuation do not count."""
    kept = (" " if unicodedata.category(sign)[0] in "PSZ" else sign for sign in plain(text).casefold())
    return " ".join("".join(kept).split()) or plain(text)


def number(cell, whole: bool, percent_shown: bool = False, unit: str = "") -> int | float:
    """A number; `Wrong` for anything else. Text may have digits of three scripts and commas by lakh or by thousand.

    Of a column in `percent` the sign may stand behind, and a cell that a spreadsheet shows with it holds a hundredth; of a
    column that is a fraction `40 %` is 0.4.
    """
    if isinstance(cell, (bool, dict)):
        raise Wrong("no_number", text=shown(cell))
    text = plain(cell).replace("\N{MINUS SIGN}", "-").removesuffix("/-").strip()
    signed = text.endswith(PERCENT_SIGNS)
    found = _decimal(text.rstrip("".join(PERCENT_SIGNS)).strip(), cell)
    is_fraction = unit.startswith("fraction")
    if signed and unit != "percent" and not is_fraction:
        raise Wrong("percent_sign", text=shown(cell))
    found = found / 100 if signed and is_fraction else found
    found = found * 100 if percent_shown and unit == "percent" else found
    if whole and found != found.to_integral_value():
        raise Wrong("not_whole", text=shown(cell))
    return int(found) if whole else float(found)


def amount(cell, scale: str, unit: str) -> tuple[int, bool]:
    """Money in the column's unit (`currency` or `currency_thousand`), a whole number, and whether it had to be rounded.

    `scale` is what plain numbers are counted in (a key of `SCALES`); an amount with a word, as in `2 crore 50 lakh` or
    `५ लाख`, is of single rupees or taka whatever the scale.
    """
    if isinstance(cell, (bool, dict)):
        raise Wrong("no_number", text=shown(cell))
    text = CURRENCIES.sub("", CURRENCIES.sub("", plain(cell).casefold())).strip()
    words = {unicodedata.normalize("NFC", word): factor for factor, names in SCALES.values() for word in names}
    parts = re.findall(r"([+-]?[\d.,]+)\s*([^\d\s.,+-]+)", text)
    if parts and "".join(a + b for a, b in parts) == text.replace(" ", "") and all(word in words for _, word in parts):
        rupees = sum(_decimal(figure, cell) * words[word] for figure, word in parts)
    else:
        rupees = _decimal(text, cell) * SCALES[scale][0]
    exact = rupees / (1000 if MONEY.fullmatch(unit)[1] else 1)
    rounded = exact.quantize(Decimal(1), ROUND_HALF_UP)
    return int(rounded), rounded != exact


def _decimal(text: str, cell) -> Decimal:
    if isinstance(cell, float):
        text = format(Decimal(repr(cell)), "f") if abs(cell) < 10**18 else text
    if not GROUPED.fullmatch(text):
        raise Wrong("no_number", text=shown(cell))
    found = Decimal(text.replace(",", ""))
    if abs(found) >= 10**MOST_DIGITS:
        raise Wrong("too_long_number", text=shown(cell), most=MOST_DIGITS)
    return found


def text(cell) -> str:
    """A text of one line; `Wrong` for one that is too long."""
    found = plain(cell)
    if len(found) > LONGEST_TEXT:
        raise Wrong("too_long", count=len(found), most=LONGEST_TEXT)
    return found


def document(cell) -> str:
    """The name of a file, as it is written: its digits stay those of its script. `Wrong` where no document has such a name."""
    found = unicodedata.normalize("NFC", shown(cell)).strip()
    if documents.refused(found):
        raise Wrong("no_document", text=found[:LONGEST_TEXT], kinds=", ".join(documents.KINDS))
    return found


def day(cell, country: str) -> date:
    """A day, AD, or of Nepal also BS: a year from 2047 on is of Bikram Sambat, also where a spreadsheet took it for AD.

    Written year first or day first, with the year in four digits; a mark (BS, वि.सं., AD) may stand beside it.
    """
    written = plain(cell).casefold()
    marks = [mark for mark in (*BS_MARKS, *AD_MARKS) if written.startswith(mark) or written.endswith(mark)]
    for mark in marks:
        written = written.removeprefix(mark).removesuffix(mark).strip()
    found = DAY.fullmatch(written.partition("t")[0])
    if not found or isinstance(cell, bool):
        raise Wrong("no_date", text=shown(cell))
    year, month, number = map(int, found.groups()[:3] if found[1] else reversed(found.groups()[3:]))
    nepali = any(mark in BS_MARKS for mark in marks) or (not marks and year >= FIRST_BS_YEAR)
    if nepali and (country != "NP" or year > LAST_BS_YEAR):
        raise Wrong("date_far", text=shown(cell))
    if not nepali and not FIRST_AD_YEAR <= year < FIRST_BS_YEAR:
        raise Wrong("date_far", text=shown(cell))
    try:
        return nepali_datetime.date(year, month, number).to_datetime_date() if nepali else date(year, month, number)
    except (ValueError, OverflowError):
        raise Wrong("no_such_day", text=shown(cell)) from None


def period(cell, kind: str, country: str) -> str:
    """A period as `data/periods.py` has it: of the kind `fiscal_year` (2080/81 in Nepal, 2022-23 elsewhere), `month`
    (2024-03) or `year`. A spreadsheet may have made a day of a month, or of 2011-12.
    """
    written = plain(cell)
    if kind == "month":
        found = re.fullmatch(r"(\d{4})[-/](\d{1,2})(?:-01)?", written) or re.fullmatch(r"(\d{1,2})[-/](\d{4})", written)
        year, month = (found.groups() if len(found[1]) == 4 else found.groups()[::-1]) if found else ("", "")
        period_found = f"{year}-{month.zfill(2)}"
        if not is_month(period_found) or int(year) >= FIRST_BS_YEAR:
            raise Wrong("no_month", text=shown(cell), first=str(FIRST_MONTHS))
        return period_found
    if kind == "year":
        if not re.fullmatch(r"(19|20)\d\d", written) or int(written) >= FIRST_BS_YEAR:
            raise Wrong("no_year", text=shown(cell))
        return written
    return _fiscal_year(written, cell, country)


def _fiscal_year(written: str, cell, country: str) -> str:
    example = "2080/81" if country == "NP" else "2022-23"
    written = re.sub(r"^(fy|f\.y\.|आ\.?\s?व\.?|অর্থবছর)\s*", "", written.casefold())
    found = re.fullmatch(r"(\d{4})\s*[-/–—]\s*(\d{2,4})(-01)?", written)
    if not found or (found[3] and not isinstance(cell, dict)):
        raise Wrong("no_fiscal_year", text=shown(cell), example=example)
    first, second = int(found[1]), int(found[2])
    follows = second in ((first + 1) % 100, (first + 1) % 1000, first + 1)
    fits = first >= FIRST_BS_YEAR if country == "NP" else FIRST_AD_YEAR <= first < FIRST_BS_YEAR
    period_found = f"{first}{'/' if country == 'NP' else '-'}{(first + 1) % 100:02d}"
    try:
        span(period_found, country)
    except ValueError:
        fits = False
    if not follows or not fits:
        raise Wrong("no_fiscal_year", text=shown(cell), example=example)
    return period_found
