"""How `places.search` compares what a reader types with the names of places in three scripts.

Both sides are folded to one form; an index of the folded names is made at the first search and kept. Wards have no names
of their own: they are found as the name of a palika and a number.
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


WARD = re.compile(rf"(.+?) (?:(?:ward|wada|वडा|{fold('ওয়ার্ড')}) )?(?:(?:no|नं) )?([0-9]{{1,2}})")


@dataclass
class Index:
    """Folded names without blanks: whole ones, and their beginnings at every word."""

    whole: dict[str, list[Place]] = field(default_factory=dict)
    starts: list[tuple[str, bool, str]] = field(default_factory=list)  # text from a word on, is it the first, the whole
    names: list[str] = field(default_factory=list)  # those that may be mistyped: no codes


_indexes: list[tuple[Places, Index]] = []


def _index_of(places: Places) -> Index:
    for known, index in _indexes:
        if known is places:
            return index
    index, starts = Index(), set()
    for place in places.values():
        if place.level == "ward":
            continue
        for name in (place.name_en, place.name_ne, place.name_bn, *place.old_names):
            words = fold(name).split() if name else ()
            joined = "".join(words)
            if joined:
                _put(index, joined, place)
                starts.update(("".join(words[number:]), number == 0, joined) for number in range(len(words)))
    index.names = list(index.whole)
    for place in places.values():
        for code in (place.code, place.second_code) if place.level != "ward" else ():
            if code:
                joined = fold(code).replace(" ", "")
                _put(index, joined, place)
                starts.add((joined, True, joined))
    index.starts = sorted(starts)
    _indexes[:] = [*_indexes[-2:], (places, index)]
    return index


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
    index = _index_of(places)
    found = {} if exact is None else {exact.code: (-1, exact)}
    for kind, place in [*_named(index, wanted.replace(" ", ""), limit), *_wards(places, index, wanted)]:
        found.setdefault(place.code, (kind, place))
    if not found:
        for kind, place in _mistyped(index, wanted.replace(" ", ""), limit):
            found.setdefault(place.code, (kind, place))
    ordered = sorted(found.values(), key=lambda pair: (pair[0], *size(pair[1])))
    return [place for _, place in ordered[:limit]]


def _named(index: Index, wanted: str, limit: int):
    """(how well it fits, place): 0 the whole name, 1 its beginning, 2 the beginning of a word, 3 letters inside."""
    for place in index.whole.get(wanted, ()):
        yield 0, place
    begin, found = bisect.bisect_left(index.starts, (wanted,)), 0
    for start, first, joined in index.starts[begin:]:
        if not start.startswith(wanted):
            break
        found += 1
        for place in index.whole[joined]:
            yield (1 if first else 2), place
    if len(wanted) >= 3 and found < limit:
        for joined in index.names:
            if wanted in joined:
                for place in index.whole[joined]:
                    yield 3, place


def _wards(places: Places, index: Index, wanted: str):
    """Wards, from a palika's name or code and a number, or from NSO's seven digits."""
    match = WARD.fullmatch(wanted) or re.fullmatch(r"([0-9]{5})([0-9]{2})", wanted)
    if match is None:
        return
    name = match[1].replace(" ", "")
    hits = list(_named(index, name, 1)) or list(_mistyped(index, name, 3))
    for kind, place in hits:
        ward = places.get(f"{place.code}-{int(match[2]):02d}")
        if ward is not None:
            yield kind, ward


def _mistyped(index: Index, wanted: str, limit: int):
    """(how unlike, place): names that a slip or two would turn into this one."""
    if len(wanted) >= 4:
        alike = process.extract(wanted, index.names, scorer=fuzz.ratio, score_cutoff=LIKENESS, limit=limit)
        for joined, score, _ in alike:
            for place in index.whole[joined]:
                yield 4 + (100 - score), place


def size(place: Place) -> tuple:
    """What orders places that a text fits equally well, the likelier first."""
    old = place.vintage in OLD_VINTAGES and place.level != "town"
    return old, RANK[place.level], -(place.persons_reference or 0), -(place.area_km2 or 0), place.code
