"""The scope of a question: the units it lists in some periods, and what has to be said about places left out."""

from collections.abc import Mapping

from geo.places import ancestors, local_of
from queries import units
from queries.ask import Ask
from queries.house import House
from queries.query import Module
from queries.units import Scope


def scope_of(house: House, module: Module, ask: Ask, over: tuple[str, ...], country: str | None = None) -> Scope:
    """The units for the periods `over` (of one country, if given), remembered: they depend on nothing but the snapshot
    and the question. Periods with the same places have the very same scope.
    """
    known, gone = house.remember(("known", module.id, over, country), lambda: _known(house, module, over, country))
    key = ("scope", ask.by, ask.within, ask.carried, known, gone)
    return house.remember(key, lambda: _make(house, ask, known, gone))


def _known(house: House, module: Module, over: tuple[str, ...], country: str | None) -> tuple[frozenset, frozenset]:
    """The places an answer over these periods should have, and those of them that did not exist then."""
    facts, places = house.cubes[module.id], house.places
    present = frozenset().union(*(facts.present[period] for period in over))
    known = frozenset().union(*(units.known_places(places, facts.grains[p], facts.present[p], p) for p in over))
    if module.card.expected:
        known = (known & house.area(module.card.expected)) | present
    if country:
        known = frozenset(code for code in known if places[code].country == country)
    return known, units.absent(places, known, present, over)


def _make(house: House, ask: Ask, known: frozenset[str], gone: frozenset[str]) -> Scope:
    places, sets = house.places, house.sets
    codes = house.area(ask.within)
    notes = _partly_inside(places, known, codes, ask.within)
    if ask.by is None:
        found = units.units_by_place(places, known if codes is None else known & codes)
    elif ask.by in sets and sets[ask.by].attribute != "region":
        found = units.limited(units.units_by_set(places, sets[ask.by], known, house.date), codes, ask.within)
        if not any(unit.places for unit in found):
            members = (unit.members for unit in house.units(ask.by))
            notes += _published_above(places, known, frozenset().union(*members))
    else:
        by_level = units.units_by_level(places, known, "region" if ask.by in sets else ask.by, codes)
        found, notes = list(by_level.units), notes + by_level.notes
        if ask.by in sets:
            found = units.renamed(found, sets[ask.by])
    if ask.carried and ask.by not in sets:
        found = units.carried(places, found, codes)
    if not found:
        notes += _why_nothing(places, known, codes, ask)
    return Scope(tuple(units.without_absent(found, gone)), gone, _distinct(notes), known, local_of(places))


def _why_nothing(places: Mapping, known: frozenset[str], codes: frozenset[str] | None, ask: Ask) -> tuple[dict, ...]:
    """Why there is no row: figures are coarser than the area, or the rows asked for are."""
    if codes is None:
        return ({"code": "no_unit_here", "by": ask.by},)
    return _published_above(places, known, codes) or ({"code": "no_unit_here", "by": ask.by, "within": ask.within},)


def _published_above(places: Mapping, known: frozenset[str], codes: frozenset[str]) -> tuple[dict, ...]:
    """The note that says at which places around an area without figures of its own there are some."""
    around = codes | {place.code for code in codes for place in ancestors(places, code)}
    above = sorted(code for code in known - codes if code in around or around.intersection(places[code].successors))
    if not above:
        return ()
    return ({"code": "published_above", "grain": sorted({places[code].level for code in above}), "places": above},)


def _partly_inside(places: Mapping, known: frozenset[str], codes: frozenset[str] | None, within) -> tuple[dict, ...]:
    """The note on places whose successors lie partly in the area and partly outside: they are counted in neither."""
    if codes is None:
        return ()
    partly = sorted(
        code for code in known - codes
        if places[code].successors and codes.intersection(places[code].successors)
    )  # fmt: skip
    if not partly:
        return ()
    level = places[within].level if within in places else "group"
    return ({"code": "places_in_no_unit", "level": level, "places": partly},)


def _distinct(notes: tuple[dict, ...]) -> tuple[dict, ...]:
    """Each note once; one that gives only some of the places of another is left out."""
    kept = []
    for note in notes:
        same = [other for other in kept if other["code"] == note["code"]]
        if not any(set(note.get("places", ())) <= set(other.get("places", ())) for other in same):
            kept.append(note)
    return tuple(kept)
