"""Countries by their ISO 3166 codes of two letters, and what they are called in three languages.

The list is the table beside the places; the names are Unicode's CLDR, which Babel carries, so that nobody types them.
"""

import csv
from functools import cache
from pathlib import Path

from babel import Locale

TABLE = Path(__file__).parent.parent / "geo" / "codes" / "world_countries.csv"
LANGUAGES = ("en", "ne", "bn")


@cache
def codes() -> tuple[str, ...]:
    """Every code of the table, in its order."""
    with open(TABLE, encoding="utf-8", newline="") as file:
        return tuple(row["code"] for row in csv.DictReader(file))


@cache
def names(code: str) -> dict[str, str]:
    """What a country is called in each language; the code itself where Unicode has no name."""
    return {language: Locale(language).territories.get(code, code) for language in LANGUAGES}


def code_of(name: str) -> str | None:
    """The code of a country by its English name; None for a name that is not Unicode's."""
    return next((code for code in codes() if names(code)["en"] == name), None)
