"""How `places.search` compares what a reader types with the names of places in three scripts.

Both sides are folded to one form; an index of the folded names is made at the first search and kept. Wards have no names
of their own: they are found as the name of a palika and a number. `dashboard/offline/search.js` is the same for copies that
have no server; what both read stands in the constants here.
"""

import bisect
import re
import unicodedata
from dataclasses import dataclass, field
from functools import lru_cache

from rapidfuzz import fuzz, process

from geo.places import OLD_VINTAGES, Place, Places

LONGEST = 100  # letters of a query that are looked at
LIKENESS = 78  # of 100: least likeness of a typing error
LEAST = 4  # letters of a text that may be mistyped
MOST_NAMES = 3  # mistyped names of palikas that a number may follow
RANK = {level: number for number, level in enumerate(("country", "region", "district", "local", "town", "ward"))}
# Spellings of one Devanagari or Bangla name differ in the length of vowels and in the sign for a nasal.
SAME_SOUND = {"ी": "ि", "ू": "ु", "ँ": "ं", "ী": "ি", "ূ": "ু", "ঁ": "ং"}
SAME_SOUND = str.maketrans({**SAME_SOUND, **dict.fromkeys("\u200c\u200d'’‘`")})


def fold(text: str) -> str:
    """One form of a text: NFC, small letters, Latin without accents, every script's digits as 0-9, words by one blank.

    Bangla য় and ড় have two code-point forms, which NFC makes one; long and short vowels of Indic scripts become one.
    """
    text = unicodedata.normalize("NFC", text).casefold().translate(SAME_SOUND)
    return " ".join("".join(map(_letter, text)).split())


@lru_cache(maxsize=4096)
def _letter(letter: str) -> str:
    digit = unicodedata.decimal(letter, None)
    if digit is not None:
        return str(digit)
    if ord(letter) < 0x250:
        letter = unicodedata.normalize("NFD", letter)[0]
    elif 0x300 <= ord(letter) < 0x370:
        return ""  # a loose accent
    return letter if unicodedata.category(letter)[0] in "LM" else " "


# A palika's name and a number; NSO's seven digits. JavaScript reads these patterns too.
WARDS = tuple(map(re.compile, (
    rf"(.+?) (?:(?:ward|wada|वडा|{fold('ওয়ার্ড')}) )?(?:(?:no|नं) )?([0-9]{{1,2}})", "([0-9]{5})([0-9]{2})")))  # fmt: skip


@dataclass
class Index:
    """Folded names without blanks, those of the likelier places first: whole ones, and their beginnings at every word."""

    whole: dict[str, list[Place]] = field(default_factory=dict)
    starts: list[tuple[str, bool, str]] = field(default_factory=list)  # text from a word on, is it the first, code
    names: list[str] = field(default_factory=list)  # those that may be mistyped: no codes


_indexes: list[tuple[Places, Index]] = []


def _index_of(places: Places) -> Index:
    for known, index in _indexes:
        if known is places:
            return index
    index, starts = Index(), set()
    ordered = sorted(places.values(), key=size)
    for place in ordered:
        for name in names_of(place):
            words, joined = name.split(), name.replace(" ", "")
            _put(index, joined, place)
            starts.update(("".join(words[number:]), number == 0, place.code) for number in range(len(words)))
    index.names = list(index.whole)
    for place in ordered:
        for code in codes_of(place):
            _put(index, code, place)
            starts.add((code, True, place.code))
    index.starts = sorted(starts)
    _indexes[:] = [*_indexes[-2:], (places, index)]
    return index


def names_of(place: Place) -> list[str]:
    """The folded names by which a place is found, in every script; a ward has none."""
    names = (place.name_en, place.name_ne, place.name_bn, *place.old_names) if place.level != "ward" else ()
    return list(dict.fromkeys(folded for name in names if name and (folded := fold(name))))


def codes_of(place: Place) -> list[str]:
    """The folded codes of a place, without blanks; a ward has none but its own, which is found as it stands."""
    codes = (place.code, place.second_code) if place.level != "ward" else ()
    return [fold(code).replace(" ", "") for code in codes if code]


def _put(index: Index, joined: str, place: Place) -> None:
    listed = index.whole.setdefault(joined, [])
    if not listed or listed[-1] is not place:
        listed.append(place)


def find(places: Places, text: str, limit: int) -> list[Place]:
    """See `places.search`."""
    text = text[:LONGEST]
    wanted = fold(text)
    if not wanted or limit < 1:
        return []
    exact = places.get(text.strip().upper())
    index, joined = _index_of(places), wanted.replace(" ", "")
    found = [*([(-1, exact)] if exact else []), *_named(places, index, joined, limit), *_wards(places, index, wanted)]
    ordered = sorted(found or _mistyped(index, joined, limit), key=lambda pair: (pair[0], *size(pair[1])))
    return list({place.code: place for _, place in ordered}.values())[:limit]


def _named(places: Places, index: Index, wanted: str, limit: int):
    """(how well it fits, place): 0 the whole name, 1 its beginning, 2 the beginning of a word, 3 letters inside, which are
    looked for where fewer than `limit` places fit better.
    """
    for place in index.whole.get(wanted, ()):
        yield 0, place
    begin, found = bisect.bisect_left(index.starts, (wanted,)), set()
    for start, first, code in index.starts[begin:]:
        if not start.startswith(wanted):
            break
        found.add(code)
        yield (1 if first else 2), places[code]
    if len(wanted) >= 3 and len(found) < limit:
        for joined in index.names:
            if wanted in joined:
                for place in index.whole[joined]:
                    yield 3, place


def _wards(places: Places, index: Index, wanted: str):
    """Wards, from a palika's name or code and a number, or from NSO's seven digits."""
    match = next(filter(None, (pattern.fullmatch(wanted) for pattern in WARDS)), None)
    if match is None:
        return
    name = match[1].replace(" ", "")
    hits = list(_named(places, index, name, len(places))) or list(_mistyped(index, name, MOST_NAMES))
    for kind, place in hits:
        ward = places.get(f"{place.code}-{int(match[2]):02d}")
        if ward is not None:
            yield kind, ward


def _mistyped(index: Index, wanted: str, limit: int):
    """(how unlike, place): names that a slip or two would turn into this one."""
    if len(wanted) >= LEAST:
        alike = process.extract(wanted, index.names, scorer=fuzz.ratio, score_cutoff=LIKENESS, limit=limit)
        for joined, score, _ in alike:
            for place in index.whole[joined]:
                yield 4 + (100 - score), place


def size(place: Place) -> tuple:
    """What orders places that a text fits equally well, the likelier first."""
    old = place.vintage in OLD_VINTAGES and place.level != "town"
    return old, RANK[place.level], -(place.persons_reference or 0), -(place.area_km2 or 0), place.code
