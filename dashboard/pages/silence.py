"""Who has not reported, and for how long: below a ranking, on the start page and on the Data page."""

from collections.abc import Callable
from itertools import groupby

from dashboard.choice import known_periods
from dashboard.figures.badge import badges
from dashboard.markup import Element, el
from dashboard.site import Site
from dashboard.words import Reader, say, text_of
from dashboard.words import format as words
from dashboard.words import level as level_word
from queries.silence import Silence, Silent, silence
from queries.units import weakest

MOST_NAMED = 60  # places of one line that are named; of thousands of wards the rest is counted


def late(site: Site, reader: Reader, within: str, country: str, what: str = "") -> list[Element] | None:
    """A line for each question whose places should report, and each of its levels, where some inside a place or group have
    not for the last period; None where no question of the country is of that kind. `what` goes before its title.
    """
    house, lines, asked = site.house, [], False
    for module in house.registry.modules.values():
        if module.card.missing != "not_reported" or not house.has_data(module.id):
            continue
        facts, first = house.cubes[module.id], next(iter(module.indicators.values()))
        periods = known_periods(house, module, first, country)
        for level in sorted(
            {level for land, level, _ in facts.grains[periods[-1]] if land == country} if periods else ()
        ):
            asked, found = True, silence(house, module, periods[-1], within, level)
            title = ", ".join(filter(None, (what, text_of(module.card.title, reader))))
            line = silent_places(found, site.namer(reader), level, country, reader, title)
            provenance = weakest(house.extracts[name].provenance for name in module.tables if name in house.extracts)
            lines += [el("div.late", line, *badges(provenance, [], reader))] if line else []
    return lines if asked else None


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
    for _, places in groupby(found.places, key=lambda one: (one.since, one.later, one.missing)):
        listed = list(places)
        names = sorted(name(one.place) for one in listed)
        if len(names) > MOST_NAMED:
            names = [*names[:MOST_NAMED], say("snapshots.more", reader, count=len(names) - MOST_NAMED)]
        items += [el("dt", _how_long(listed[0], found.unit, country, reader)), el("dd", words.listing(reader, names))]
    return el("details.silent", el("summary", f"{what}: {told}" if what else told), el("dl", items))


def _how_long(one: Silent, unit: str, country: str, reader: Reader) -> str:
    missing = say(f"snapshots.so_many_{unit}", reader, count=one.missing)
    if one.since:
        return say("snapshots.since", reader, missing=missing, period=words.period(reader, one.since, country))
    if one.later:
        return say("snapshots.not_before", reader, period=words.period(reader, one.later, country))
    return say("snapshots.never", reader, missing=missing)
