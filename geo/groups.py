"""Which place belongs to what, and when: region sets, clusters, programme towns, categories. One card a group.

Editing, adding or removing a file in `geo/groups` is all it takes. A card that is wrong is left out with its problems
told; all others work.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from data.problems import Problem, read_toml
from geo.group_cards import (
    ATTRIBUTES,
    LISTED_SET_KEYS,
    SET_KEYS,
    Card,
    Group,
    GroupSet,
    Member,
    read_group,
)
from geo.places import Places, ancestors

__all__ = ["Group", "GroupSet", "Member", "Unit", "group_of", "load", "memberships", "units"]

GROUPS = Path(__file__).parent / "groups"
SETS_FILE = "_sets.toml"


@dataclass(frozen=True)
class Unit:
    """One group of a set on one day: what a row of `--by SET` is.

    `members` are the codes as listed; each brings all that lies in it. `expected` counts them, those we do not know
    included; `certain` is False where any was inferred by us.
    """

    id: str
    titles: dict[str, str]
    members: frozenset[str]
    expected: int
    certain: bool
    provenance: str
    country: str


def load(places: Places, folder: Path = GROUPS) -> tuple[dict[str, GroupSet], list[Problem]]:
    """All sets by id, in their order, and every problem of every card, warnings included."""
    folder = Path(folder)
    sets, problems = _listed_sets(folder / SETS_FILE)
    cards = {path: read_toml(path)[0] for path in sorted(folder.glob("*.toml")) if path.name != SETS_FILE}
    for path in cards:
        if "attribute" in cards[path]:
            found, wrong = _attribute_set(path, places)
            problems += wrong
            if found:
                sets[found.id] = found
    group_cards = [path for path in cards if "attribute" not in cards[path]]
    for path in sorted(group_cards, key=lambda path: ("complement_of" in cards[path], path.stem)):
        group, wrong = read_group(path, places, sets)
        problems += wrong
        if group:
            sets[group.set] = replace(sets[group.set], groups=(*sets[group.set].groups, group))
    ordered = sorted(sets.values(), key=lambda one: (one.order, one.id))
    return {one.id: one for one in ordered}, problems


def _listed_sets(path: Path) -> tuple[dict[str, GroupSet], list[Problem]]:
    """The sets that have groups as files: titles, country and order stand once, in `_sets.toml`."""
    card = Card(path)
    sets = {}
    for name, content in card.content.items():
        if not isinstance(content, dict):
            card.at(name, f"`{name}` must be a table with the title of a set.", f"Write [{name}.title].")
            continue
        card.known_keys(content, LISTED_SET_KEYS, where=name)
        country = content.get("country", "")
        titles = card.words(f"{name}.title", country) or {"en": name}
        sets[name] = GroupSet(name, titles, None, country, _order(card, content, f"{name}.order"))
    return sets, card.problems


def _order(card: Card, content: dict, key: str) -> int:
    order = content.get("order", 99)
    if isinstance(order, int):
        return order
    card.at(key, f"`order` must be a whole number, found {order!r}.", "Correct or leave it out.")
    return 99


def _attribute_set(path: Path, places: Places) -> tuple[GroupSet | None, list[Problem]]:
    """A set that is an attribute of places: no members, and for categories a title of each."""
    card = Card(path)
    card.known_keys(card.content, SET_KEYS)
    attribute = card.choice("attribute", ATTRIBUTES)
    country = card.sentence("country")
    source = card.sentence("source", "Say where this attribute of places comes from.")
    titles, values = card.words("title", country), {}
    if attribute == "category":
        known = {place.category for place in places.values() if place.category and country in ("", place.country)}
        listed = card.content.get("values", {})
        for category in sorted(known - set(listed)):
            card.at("values", f"category {category!r} has no title.", f"Add [values.{category}].")
        for category in listed:
            if category not in known:
                card.at(f"values.{category}", f"no place has the category {category!r}.", "Remove or correct it.")
            values[category] = card.words(f"values.{category}")
    if card.broken:
        return None, card.problems
    order = _order(card, card.content, "order")
    return GroupSet(path.stem, titles, attribute, country, order, (), values, source), card.problems


def group_of(sets: dict[str, GroupSet], group_id: str) -> Group | None:
    """The group with this id, of whatever set; None where there is none."""
    return next((group for one in sets.values() for group in one.groups if group.id == group_id), None)


def units(group_set: GroupSet, places: Places, on: date) -> list[Unit]:
    """The groups of a set on a day, in their order; those of an attribute are found from the places themselves.

    A region has its own code as its id and only member; a category its code as its id and all its places as members, of
    every vintage, ended ones too: the asker takes those of the vintage and period that the figures have.
    """
    if group_set.attribute == "region":
        return [
            Unit(place.code, _names(place), frozenset([place.code]), 1, True, "published", place.country)
            for place in places.values()
            if place.level == "region" and group_set.country in ("", place.country)
        ]
    if group_set.attribute == "category":
        return [_category(group_set, places, category) for category in group_set.values]
    return [_unit(group, group_set, places, on) for group in group_set.groups]


def _names(place) -> dict[str, str]:
    names = {"en": place.name_en, "ne": place.name_ne, "bn": place.name_bn}
    return {language: name for language, name in names.items() if name}


def _category(group_set: GroupSet, places: Places, category: str) -> Unit:
    members = [place for place in places.values() if place.category == category]
    country = members[0].country if members else group_set.country
    codes = frozenset(place.code for place in members)
    return Unit(category, group_set.values[category], codes, len(codes), True, "published", country)


def _unit(group: Group, group_set: GroupSet, places: Places, on: date) -> Unit:
    if group.complement_of:
        base = next((one for one in group_set.groups if one.id == group.complement_of), None)
        taken = {member.place for member in base.members if member.on(on)} if base else set()
        codes = frozenset(
            place.code for place in places.values() if place.category in group.categories and place.code not in taken
        )
        certain = base is not None and all(member.certain for member in base.members)
    else:
        here = [member for member in group.members if member.on(on)]
        codes, certain = frozenset(member.place for member in here), all(member.certain for member in here)
    expected = max(group.expected or 0, len(codes))
    return Unit(group.id, group.titles, codes, expected, certain, group.provenance, group.country)


def memberships(known: Iterable[Unit], places: Places, code: str) -> list[Unit]:
    """Those of some units that hold this place: it, or a place above it, is a member."""
    line = {code, *(place.code for place in ancestors(places, code))}
    return [unit for unit in known if unit.members & line]
