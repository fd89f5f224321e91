"""Answers drawn by hand: a few rows say more in a test than a snapshot does."""

import struct
import zlib
from datetime import date

import pytest

from dashboard.figures.subject import Subject
from dashboard.words import Reader
from queries.indicator import Indicator

NAMES = {"NP": "Nepal", "NP03": "Bagmati", "NP0331": "Makwanpur", "NP0320": "Sindhuli", "NP0327": "Kathmandu"}


def make_row(place: str, value=None, state: str | None = None, **others) -> dict:
    """A row of an answer with the keys of `house.md`; `state` follows from the value unless it is given."""
    row = {
        "indicator": "poorest_fifth_share", "place": place, "place_name": NAMES.get(place, place), "level": "district",
        "period": "2021", "value": value, "unit": "percent", "low": None, "high": None,
        "standard_error": None, "reliability": None, "numerator": None, "denominator": None, "coverage": 1.0,
        "places_with_value": 1, "places_known": 1, "places_expected": 1,
        "state": state or ("no_data" if value is None else "value"), "provenance": "published", "certain": True,
    }  # fmt: skip
    return row | others


def make_estimate(place: str, value: float, error: float, **others) -> dict:
    """A row with a standard error and its 95 % interval."""
    ends = {"low": max(0.0, value - 1.959964 * error), "high": value + 1.959964 * error}
    return make_row(place, value, standard_error=error, **{**ends, **others})


def make_subject(language: str = "en", **indicator) -> Subject:
    """Poorest fifth in Bagmati, 2021; keywords change the indicator's card."""
    card = {
        "id": "poorest_fifth_share", "title": {"en": "Households in the poorest fifth"}, "unit": "percent", "decimals": 1,
        "better": "lower", "numerator": "poorest", "denominator": "households", "over_places": "ratio",
        "formula": {"en": "Poorest by all."}, "why": {"en": "To find them."}, "caveats": {"en": "Ranks, not income."},
        "owner": "An office", "review": date(2027, 1, 1),
    }  # fmt: skip
    return Subject(
        Reader(language), Indicator(**card | indicator), "2021", "NP03", "NP", lambda code: NAMES.get(code, code)
    )


@pytest.fixture
def row():
    return make_row


@pytest.fixture(scope="session")
def estimate():
    return make_estimate


@pytest.fixture
def subject():
    return make_subject()


@pytest.fixture(scope="session")
def subject_of():
    return make_subject


def undone_as_browsers_do(old: bytes, difference: bytes) -> bytes:
    """The new page from the one shown and what travelled: the steps of `assets/page.js`, one raw deflate stream."""
    (count,) = struct.unpack_from("<I", difference)
    entries = struct.unpack_from(f"<{4 * count}I", difference, 4)
    at, stream, wanted, end = 4 + 16 * count, b"", [], 0
    for start, stop, size, length in zip(*(entries[number::4] for number in range(4)), strict=True):
        before = old[start:stop]
        for place in range(0, len(before), 65535):
            block = before[place : place + 65535]
            stream += struct.pack("<BHH", 0, len(block), len(block) ^ 0xFFFF) + block
        stream += difference[at : at + length]
        at, end = at + length, end + len(before)
        wanted.append((end, end + size))
        end += size
    assert at == len(difference)
    whole = zlib.decompress(stream, -15)
    assert len(whole) == end
    return b"".join(whole[start:stop] for start, stop in wanted)


@pytest.fixture(scope="session")
def undone():
    return undone_as_browsers_do
