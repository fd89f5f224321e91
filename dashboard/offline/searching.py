"""What `search.js` needs to find places as `geo.places.search` does: names as that module folds them, and its patterns."""

from collections.abc import Iterable
from pathlib import Path

from dashboard.words.reader import ZEROES
from geo import search
from geo.places import Place

SCRIPT = Path(__file__).with_name("search.js")
FOLDING = {
    "same_sound": {chr(letter): other for letter, other in search.SAME_SOUND.items()}, "zeroes": ZEROES,
    "wards": [pattern.pattern for pattern in search.WARDS], "likeness": search.LIKENESS, "least": search.LEAST,
    "most_names": search.MOST_NAMES,
}  # fmt: skip


def indexed(places: Iterable[Place]) -> list[list]:
    """What the script compares, the likelier places first: code, folded names, folded codes."""
    return [[place.code, search.names_of(place), search.codes_of(place)] for place in likelier_first(places)]


def likelier_first(places: Iterable[Place]) -> list[Place]:
    """Places in the order in which those that fit equally well are offered."""
    return sorted(places, key=search.size)
