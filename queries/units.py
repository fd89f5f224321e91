"""The units an answer lists, and the places of a cube that each is made of."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

import numpy as np

from data import periods
from geo import groups as grouping
from geo.places import ancestor_at, ancestors, by_grain, ended, exists_in, followed, heirs, inside
from queries.query import LEVELS

WEAKEST = ("illustrative", "reported", "published")  # an answer takes the first of these that it meets


@dataclass(frozen=True)
class Unit:
    """One row's place: a place of a level or a group. `places` are those of the cube's grain that it is made of.

    `earlier` are the places it is listed for by another code. `parts` are the listed members of a group, each with its places. `straddling` are places of the grain that lie only
    partly in it (code -> weight of that part): they count as known but can never be given to it.
    """

    id: str
    titles: Mapping[str, str]
    level: str
    country: str | None
    places: frozenset[str]
    parts: tuple[frozenset[str], ...] | None = None
    expected: int | None = None
    certain: bool = True
    provenance: str = "published"
    straddling: Mapping[str, int] = field(default_factory=dict)
    earlier: frozenset[str] = frozenset()

    @cached_property
    def itself(self) -> bool:
        """Whether the unit is exactly one place of the grain: only then may a figure stand as it was printed."""
        one = self.earlier if len(self.earlier) == 1 else {self.id}
        return self.places == one and not self.straddling

    @cached_property
    def complete(self) -> tuple[float, int, int, int] | None:
        """Coverage and counts where each of its places has a value; None where even then a part of it has none."""
        if not self.places or self.straddling or not all(self.parts or ()):
            return None
        return 1.0, *self.counts(self.places)

    def counts(self, valued: frozenset[str]) -> tuple[int, int, int]:
        """`places_with_value`, `places_known` and `places_expected`, counted in members where it is a group."""
        if self.parts is None:
            known = len(self.places) + len(self.straddling)
            return len(self.places & valued), known, self.expected if self.expected is not None else known
        known = len(self.parts)
        return sum(1 for part in self.parts if part & valued), known, max(known, self.expected or 0)


@dataclass(frozen=True)
class Scope:
    """The units of one period, in order, the places that did not exist then, and what has to be said about them.

    They are made of the places `known` then; `local_of` has the municipality of each ward.
    """

    units: tuple[Unit, ...]
    gone: frozenset[str] = frozenset()
    notes: tuple[dict, ...] = ()
    known: frozenset[str] = frozenset()
    local_of: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def existing(self) -> int:
        """How many of its units existed then."""
        return sum(not unit.places <= self.gone for unit in self.units)

    @cached_property
    def membership(self) -> dict[str, np.ndarray]:
        """The number of each unit with each of its places, as DuckDB reads a table: pyarrow would bring pandas into the
        server, 100 MB of memory. Sorted, so that floating sums come out the same each time.
        """
        return _table((index, code) for index, unit in enumerate(self.units) for code in sorted(unit.places))

    @cached_property
    def of_locals(self) -> dict[str, np.ndarray] | None:
        """The same with municipalities in place of wards; None where a unit has some wards of one and not all `known`."""
        under, pairs = defaultdict(set), []
        for code in self.known - self.gone:
            under[self.local_of.get(code, code)].add(code)
        for index, unit in enumerate(self.units):
            above = sorted({self.local_of.get(code, code) for code in unit.places})
            if not all(under[code] <= unit.places for code in above):
                return None
            pairs += [(index, code) for code in above]
        return _table(pairs)


def _table(pairs: Iterable[tuple[int, str]]) -> dict[str, np.ndarray]:
    pairs = list(pairs)
    return {
        "unit": np.array([index for index, _ in pairs], np.int32),
        "place": np.array([code for _, code in pairs], object),
    }


def weakest(provenances: Iterable[str]) -> str:
    """The weakest of several provenances; published where there are none."""
    return min(provenances, key=WEAKEST.index, default="published")


def area(places: Mapping, sets: Mapping, within: str | None, on: date) -> frozenset[str] | None:
    """All codes inside a place or a group (None: everywhere), with earlier places wholly followed by places inside."""
    if within is None:
        return None
    group = grouping.group_of(sets, within)
    if group is None:
        return _with_earlier(followed(places), inside(places, within))
    unit = next(unit for unit in grouping.units(sets[group.set], places, on) if unit.id == within)
    return _with_earlier(followed(places), frozenset().union(*(inside(places, code) for code in unit.members)))


def _with_earlier(earlier: list, codes: frozenset[str]) -> frozenset[str]:
    """The codes and those of earlier places all of whose successors are among them (one to one, or many to one)."""
    return codes | {place.code for place in earlier if codes.issuperset(place.successors)}


def known_places(places: Mapping, grains: Iterable[tuple], present: frozenset[str], period: str) -> frozenset[str]:
    """The places an answer should have in a period: all of its grains (country, level, vintage), and any it has."""
    found = frozenset().union(*(by_grain(places).get(grain, ()) for grain in grains))
    end = periods.span(period)[1]
    gone = {code for code in found & ended(places) if places[code].valid_to < end}
    return (found - gone) | present


def absent(places: Mapping, known: Iterable[str], present: frozenset[str], over: Iterable[str]) -> frozenset[str]:
    """Known places that did not exist in any of the periods `over` and have no figure: nothing is missing there."""
    spans = {(period, country): periods.span(period, country) for period in over for country in ("NP", "BD", "IN")}
    return frozenset(
        code
        for code in frozenset(known) - present
        if not any(exists_in(places[code], *spans[period, places[code].country]) for period in over)
    )


def without_absent(units: Iterable[Unit], gone: frozenset[str]) -> list[Unit]:
    """Units rid of places that did not exist, except those that are nothing else: they are listed as not applicable."""
    if not gone:
        return list(units)
    return [unit if unit.places <= gone else _without(unit, gone) for unit in units]


def _without(unit: Unit, gone: frozenset[str]) -> Unit:
    if not unit.places & gone:
        return unit
    parts = unit.parts and tuple(part - gone for part in unit.parts if not part or part - gone)
    return replace(unit, places=unit.places - gone, parts=parts)


def units_by_place(places: Mapping, known: Iterable[str]) -> list[Unit]:
    return [
        Unit(code, titles(places[code]), places[code].level, places[code].country, frozenset({code}))
        for code in sorted(known)
    ]


def units_by_level(places: Mapping, known: frozenset[str], level: str, codes: frozenset[str] | None) -> Scope:
    """Known places under their ancestor of `level`. Those without one are said in a note, never dropped silently."""
    members, straddling, homeless, coarser = defaultdict(set), defaultdict(dict), [], set()
    for code in known:
        above = ancestor_at(places, code, level)
        if above:
            members[above].add(code)
        elif level != "town" and _is_above(places[code].level, level):
            coarser.add(places[code].level)
        elif level != "town" and places[code].level != "town":
            homeless.append(code)
            for successor in places[code].successors:
                part = ancestor_at(places, successor, level)
                if part:
                    weight = places[successor].persons_reference or 0
                    straddling[part][code] = straddling[part].get(code, 0) + weight
    listed = [code for code in sorted(members) if codes is None or code in codes]
    units = [
        Unit(
            code,
            titles(places[code]),
            level,
            places[code].country,
            frozenset(members[code]),
            straddling=straddling.get(code, {}),
        )
        for code in listed
    ]
    notes = []
    if homeless and units:
        notes.append({"code": "places_in_no_unit", "level": level, "places": sorted(homeless)})
    if coarser and not units:
        notes.append({"code": "published_above", "level": level, "grain": sorted(coarser)})
    return Scope(tuple(units), notes=tuple(notes))


def carried(places: Mapping, found: Iterable[Unit], codes: frozenset[str] | None) -> list[Unit]:
    """The units, those of earlier places under the place of today that is exactly them (inside `codes`, if given).

    Several that were joined make one unit, whose figure the indicator's rule adds up; all of them must be listed.
    """
    by_id, joined = {unit.id: unit for unit in found}, defaultdict(list)
    for code, heir in heirs(places).items():
        joined[heir].append(code)
    for heir, all_parts in joined.items():
        parts = [code for code in all_parts if code in by_id]
        vintages = {places[code].vintage for code in parts}
        absent = any(code not in by_id and places[code].vintage in vintages for code in all_parts)
        if not parts or absent or heir in by_id or (codes is not None and heir not in codes):
            continue
        of_parts = [by_id.pop(code) for code in parts]
        inner = frozenset().union(*(unit.places for unit in of_parts))
        place = places[heir]
        by_id[heir] = Unit(heir, titles(place), place.level, place.country, inner, earlier=frozenset(parts))
    return [by_id[code] for code in sorted(by_id)]


def units_by_set(places: Mapping, group_set, known: frozenset[str], on: date) -> list[Unit]:
    """Known places under the groups of a set; overlapping groups each get them.

    A group of a country that has figures is listed even where none of them falls to its members (they are finer).
    """
    countries = {places[code].country for code in known}
    attribute, earlier = group_set.attribute is not None, followed(places)
    found = []
    for group in grouping.units(group_set, places, on):
        if attribute:
            members, parts = _inside_all(places, group.members, known), None
        else:
            parts = [_with_earlier(earlier, inside(places, code)) & known for code in sorted(group.members)]
            members = frozenset().union(*parts)
        if not members and (attribute or group.country not in countries):
            continue
        found.append(
            Unit(
                group.id,
                group.titles,
                group_set.id,
                _only({places[code].country for code in members} or {group.country}),
                members,
                None if attribute else tuple(parts),
                None if attribute else group.expected,
                group.certain,
                group.provenance,
            )
        )
    return found


def renamed(found: Iterable[Unit], group_set) -> list[Unit]:
    """Regions listed as the groups of a set that is the regions of a country."""
    return [replace(unit, level=group_set.id) for unit in found if group_set.country in (None, "", unit.country)]


def _inside_all(places: Mapping, members: frozenset[str], known: frozenset[str]) -> frozenset[str]:
    """The known places that are among the members or lie in one (by their parents, since members may be thousands)."""
    return frozenset(
        code for code in known if code in members or any(place.code in members for place in ancestors(places, code))
    )


def _only(countries: set[str]) -> str | None:
    """The one country, None where there are several: then money has no unit."""
    return next(iter(countries)) if len(countries) == 1 else None


def limited(units: Iterable[Unit], codes: frozenset[str] | None, within: str | None) -> list[Unit]:
    """The units cut to an area (that of `within`); those with nothing in it are left out, but never `within` itself."""
    if codes is None:
        return list(units)
    found = []
    for unit in units:
        inner = unit.places & codes
        if unit.id == within or inner and inner == unit.places:
            found.append(unit)
        elif inner:
            parts = unit.parts and tuple(part & codes for part in unit.parts if part & codes)
            found.append(
                Unit(unit.id, unit.titles, unit.level, unit.country, inner, parts, None, unit.certain, unit.provenance)
            )
    return found


def titles(place) -> dict[str, str]:
    names = {"en": place.name_en, "ne": place.name_ne, "bn": place.name_bn}
    return {language: name for language, name in names.items() if name}


def _is_above(level: str, other: str) -> bool:
    return level in LEVELS and other in LEVELS and LEVELS.index(level) < LEVELS.index(other)
