"""Who has not reported, and for how long: below a ranking and on the Data page."""

from collections.abc import Callable
from itertools import groupby

from dashboard.markup import Element, el
from dashboard.words import Reader, say
from dashboard.words import format as words
from dashboard.words import level as level_word
from queries.silence import Silence, Silent


def silent_places(found: Silence, name: Callable[[str], str], level: str, country: str, reader: Reader,
                  what: str = "") -> Element | None:  # fmt: skip
    """One sentence, and behind it the places by how long they are silent; nothing where all have reported."""
    count = len(found.places)
    if not count:
        return None
    told = say("snapshots.not_reported", reader, count=count, total=words.number(reader, found.expected),
               places=level_word(reader, level, country, 1 if found.expected == 1 else 2),
               period=words.period(reader, found.period, country))  # fmt: skip
    if found.never:
        told += " " + say("snapshots.never_of_them", reader, count=found.never)
    items = []
    for _, places in groupby(found.places, key=lambda one: (one.since, one.later, one.years)):
        listed = list(places)
        items += [el("dt", _how_long(listed[0], country, reader)),
                  el("dd", words.listing(reader, sorted(name(one.place) for one in listed)))]  # fmt: skip
    return el("details.silent", el("summary", f"{what}: {told}" if what else told), el("dl", items))


def _how_long(one: Silent, country: str, reader: Reader) -> str:
    if one.since:
        return say("snapshots.since", reader, count=one.years, period=words.period(reader, one.since, country))
    if one.later:
        return say("snapshots.not_before", reader, period=words.period(reader, one.later, country))
    return say("snapshots.never", reader, count=one.years)
