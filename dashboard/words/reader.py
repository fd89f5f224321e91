"""Who reads: a language, a set of digits and a calendar; and whole numbers in that reader's digits, grouped 3 then 2."""

from dataclasses import dataclass
from decimal import Context

LANGUAGES = ("en", "ne", "bn")
ZEROES = {"latin": "0", "devanagari": "०", "bangla": "০"}
CALENDARS = ("ad", "bs")  # AD, which is everybody's unless chosen otherwise, and Bikram Sambat
OWN_DIGITS = {"en": "latin", "ne": "devanagari", "bn": "bangla"}

# Any of the three scripts to each one: a ready text may hold digits of a script the reader did not choose.
TO_DIGITS = {
    name: {ord(zero) + step: chr(ord(own) + step) for zero in ZEROES.values() for step in range(10)}
    for name, own in ZEROES.items()
}
WIDE = Context(prec=400)  # Decimal's usual 28 figures raise on a large float; this holds every one
MINUS = "\N{MINUS SIGN}"


@dataclass(frozen=True, slots=True)
class Reader:
    """A language (`en`, `ne`, `bn`), digits (`latin`, `devanagari`, `bangla`) and the calendar of days (`ad`, `bs`); without
    digits the language's own, without a calendar AD.

    `ValueError` for any other: what comes from a URL is checked by the View before it gets here.
    """

    language: str = "en"
    digits: str = ""
    calendar: str = ""

    def __post_init__(self):
        if self.language not in LANGUAGES:
            raise ValueError(f"{self.language!r} is no language here: expected one of {', '.join(LANGUAGES)}.")
        if not self.digits:
            object.__setattr__(self, "digits", OWN_DIGITS[self.language])
        if self.digits not in ZEROES:
            raise ValueError(f"{self.digits!r} are no digits here: expected one of {', '.join(ZEROES)}.")
        if not self.calendar:
            object.__setattr__(self, "calendar", CALENDARS[0])
        if self.calendar not in CALENDARS:
            raise ValueError(f"{self.calendar!r} is no calendar here: expected one of {', '.join(CALENDARS)}.")


def digits(reader: Reader, text: str) -> str:
    """A ready text with every digit, of any of the three scripts, in the reader's; nothing else changes."""
    return text.translate(TO_DIGITS[reader.digits])


def grouped(reader: Reader, number, decimals: int = 0) -> str:
    """An int or a Decimal already rounded to `decimals`, as 16,75,341 in the reader's digits with a true minus sign.

    The grouping is that of the pattern #,##,##0 of Unicode's en-IN; written out here, since a page has hundreds.
    """
    text = f"{number}.{'0' * decimals}" if isinstance(number, int) else f"{number:.{decimals}f}"
    whole, _, fraction = text.partition(".")
    sign, whole = (MINUS, whole[1:]) if whole.startswith("-") else ("", whole)
    above, pairs = whole[:-3], []
    while above:
        pairs.insert(0, above[-2:])
        above = above[:-2]
    text = sign + ",".join((*pairs, whole[-3:])) + (f".{fraction}" if decimals else "")
    return text if reader.digits == "latin" else digits(reader, text)
