"""Where the parts of a whole differ most from those of the area around: sentences that call out what bars only show."""

from collections.abc import Mapping, Sequence

from dashboard.figures.subject import Subject, has_value
from dashboard.words import format as words
from dashboard.words import say

LEAST_TIMES = 1.5  # a part is called out where it is named so many times as often as around
LEAST_POINTS = 3.0  # and by so many percentage points more: 0.3 against 0.1 percent is not worth a sentence
MOST = 3
REST = ("others", "other", "not_stated")  # what is left over names nothing that one could act on

Parts = Sequence[tuple[str, str, Mapping[str, dict]]]  # (value, its title, place -> row)


def shares(parts: Parts, place: str) -> dict[str, float]:
    """The share of each part in a place, in percent: as it stands where it is one, else of the sum of the parts.

    Empty where a part has no figure: of an unknown whole there are no shares.
    """
    rows = {value: by_place.get(place) for value, _, by_place in parts}
    if not rows or any(row is None or not has_value(row) for row in rows.values()):
        return {}
    values = {value: row["value"] for value, row in rows.items()}
    if all(row["unit"] == "percent" for row in rows.values()):
        return values
    whole = sum(values.values())
    return {value: number / whole * 100 for value, number in values.items()} if whole > 0 else {}


def contrasts(parts: Parts, places: Sequence[str], around: str, subject: Subject) -> list[str]:
    """Up to three sentences, the greatest difference first; each place and each part is named once at most."""
    usual, titles, found = shares(parts, around), {value: title for value, title, _ in parts}, []
    for place in places:
        for value, share in shares(parts, place).items() if place != around else ():
            common = usual.get(value, 0)
            if value not in REST and common > 0 and share - common >= LEAST_POINTS and share >= LEAST_TIMES * common:
                found.append((share / common, place, value, share, common))
    told, named = [], set()
    for times, place, value, share, common in sorted(found, key=lambda one: (-one[0], one[1])):
        if len(told) < MOST and not {place, value} & named:
            named |= {place, value}
            told.append(_sentence(subject, place, titles[value], around, times, share, common))
    return told


def _sentence(subject: Subject, place: str, part: str, around: str, times: float, share: float, common: float) -> str:
    reader = subject.reader
    return say("contrast.times", reader, place=subject.name(place), part=part, around=subject.name(around),
               times=words.number(reader, times, 0 if times >= 4 else 1), share=words.percent(reader, share),
               usual=words.percent(reader, common))  # fmt: skip
