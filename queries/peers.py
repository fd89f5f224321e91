"""A place among its peers: who they are by a stated rule, and where its figure lies among theirs.

Everything here is computed from rows of an Answer, so after protection: a peer whose figure is hidden or missing does
not count. A comparison is never given without its rule, nor with fewer than five peers.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from statistics import NormalDist, quantiles

from geo import groups as grouping
from geo.places import ancestor_at, before, inside
from queries import ranking
from queries.house import House

LEAST = 5  # peers with a figure; fewer say more about chance than about the place
BAND = 2.0  # similar population: from a half to twice
MOST_CHOSEN = 60  # codes in a rule: it must fit into a link
CONFIDENCE = 0.95  # of all comparisons of a place together
CRITERIA = ("category", "population", "region", "parent")
EVERYWHERE = "all"
CHOSEN = "list"
WITH_VALUE = ("value", "unreliable")


@dataclass(frozen=True)
class Rule:
    """Which places are the peers of one: those of its level and country that agree with it in all of `same`
    (`category`, `population` from half to twice, `region`, `parent`), or that a group holds, or the `chosen` ones.
    """

    same: tuple[str, ...] = ()
    group: str = ""
    chosen: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The rule as it stands in a link: `category.population`, a group's id, or `list.CODE.CODE`."""
        if self.chosen:
            return ".".join((CHOSEN, *self.chosen))
        return self.group or ".".join(self.same) or EVERYWHERE


@dataclass(frozen=True)
class Comparison:
    """Where a figure lies among `values`, those of its peers (ascending), of which `listed` there are.

    `lower`, `higher` and `equal` count peers; `undecided` those whose figure cannot be told from it (with errors only).
    """

    listed: int
    values: tuple[float, ...]
    lower: int
    higher: int
    equal: int
    undecided: int

    @property
    def count(self) -> int:
        return len(self.values)

    @property
    def enough(self) -> bool:
        return self.count >= LEAST

    @property
    def percentiles(self) -> tuple[float, float]:
        """The share of peers below it in percent, equal ones counted half: from and to, since undecided ones may be
        either.
        """
        sure = self.lower + self.equal / 2
        return 100 * sure / self.count, 100 * (sure + self.undecided) / self.count

    @property
    def quartiles(self) -> tuple[float, float, float]:
        """The values below which a quarter, a half and three quarters of the peers lie (inclusive method)."""
        return tuple(quantiles(self.values, n=4, method="inclusive"))


def rule_of(house: House, code: str, text: str) -> tuple[Rule, tuple[str, ...]]:
    """The rule a link holds for a place, and the pieces of it that cannot be had there; the usual rule for none."""
    usual = default_rule(house, code)
    if not text or text == EVERYWHERE:
        return (Rule() if text else usual), ()
    named = tuple(dict.fromkeys(text.split(".")))
    if named[0] == CHOSEN:
        known = [one for one in named[1:] if one != code and _alike(house, code, one)]
        unread = tuple(one for one in named[1:] if one not in known)
        return (Rule(chosen=tuple(known[:MOST_CHOSEN])) if known else usual), unread or (() if known else (text,))
    if text in {unit.id for unit in clusters(house, code)}:
        return Rule(group=text), ()
    possible = possible_criteria(house, code)
    same = tuple(name for name in CRITERIA if name in named and name in possible)
    return (Rule(same) if same else usual), tuple(name for name in named if name not in same)


def default_rule(house: House, code: str) -> Rule:
    """A ward's peers are those of its own local unit; of other places those of their category, else all of the level."""
    possible = possible_criteria(house, code)
    return Rule(("parent",)) if "parent" in possible else Rule(("category",) if "category" in possible else ())


def possible_criteria(house: House, code: str) -> tuple[str, ...]:
    """What a rule may ask peers to agree in, for this place: what is known of it."""
    place = house.places[code]
    has = {
        "category": place.category is not None,
        "population": place.persons_reference is not None,
        "region": place.level in ("district", "local", "ward", "town"),
        "parent": place.level == "ward",
    }
    return tuple(name for name in CRITERIA if has[name])


def clusters(house: House, code: str) -> list[grouping.Unit]:
    """The groups with members of their own (no regions, no categories) that hold the place."""
    return house.remember(("clusters", code), lambda: _clusters(house, code))


def _clusters(house: House, code: str) -> list[grouping.Unit]:
    listed = {group.id for group_set in house.sets.values() for group in group_set.groups if not group.complement_of}
    return [unit for unit in house.memberships(code) if unit.id in listed]


def within(house: House, code: str, rule: Rule) -> str:
    """The smallest place that surely holds all peers: asking there is cheaper than asking for the country."""
    if "parent" in rule.same:
        return house.places[code].parent
    if "region" in rule.same:
        return ancestor_at(house.places, code, "region") or house.places[code].country
    return house.places[code].country


def members(house: House, code: str, rule: Rule) -> frozenset[str]:
    """The codes of the peers of a place, itself left out. An earlier place has the earlier places of the chosen ones."""
    return house.remember(("peers", code, rule), lambda: _members(house, code, rule))


def _members(house: House, code: str, rule: Rule) -> frozenset[str]:
    places, own = house.places, house.places[code]
    if rule.chosen:
        earlier = (before(places, one) for one in rule.chosen)
        either = {*rule.chosen, *(place.code for place in earlier if place)}
        return frozenset(one for one in either if one in places and _alike(house, code, one)) - {code}
    held = None
    if rule.group:
        unit = next((unit for unit in clusters(house, code) if unit.id == rule.group), None)
        held = frozenset().union(*(inside(places, one) for one in unit.members)) if unit else frozenset()
    region = ancestor_at(places, code, "region")

    def agrees(place) -> bool:
        return (
            ("category" not in rule.same or place.category == own.category)
            and ("population" not in rule.same or similar(own.persons_reference, place.persons_reference))
            and ("region" not in rule.same or ancestor_at(places, place.code, "region") == region)
            and ("parent" not in rule.same or place.parent == own.parent)
            and (held is None or place.code in held)
        )

    return frozenset(one for one in _like(house, code) if one != code and agrees(places[one]))


def _alike(house: House, code: str, other: str) -> bool:
    return other in _like(house, code)


def _like(house: House, code: str) -> frozenset[str]:
    """Those of one level, vintage and country; and a place that is no more is no peer of one that is."""
    kind = _kind(house.places[code])
    return house.remember(
        ("like", kind), lambda: frozenset(one for one, place in house.places.items() if _kind(place) == kind)
    )


def _kind(place) -> tuple:
    return place.level, place.vintage, place.country, place.valid_to is None


def similar(persons: int | None, others: int | None) -> bool:
    """Whether a population is from half to twice another; never where one is not known."""
    return bool(persons and others) and persons / BAND <= others <= persons * BAND


def compare(own: Mapping, rows: Iterable[Mapping], peers: frozenset[str]) -> Comparison | None:
    """Where `own` lies among the rows of `peers` (other rows are passed over); None where it has no value itself.

    Where both have a standard error, two figures count as different only if `told_apart` says so at 95 % for all peers
    together (Bonferroni). Errors of different places are taken as independent, which is cautious where they rise and
    fall together.
    """
    if not _has_value(own):
        return None
    theirs = [row for row in rows if row["place"] in peers and _has_value(row)]
    counts = {"lower": 0, "higher": 0, "equal": 0, "undecided": 0}
    for row in theirs:
        if told_apart(own, row, len(theirs)) is False:
            counts["undecided"] += 1
        else:
            difference = row["value"] - own["value"]
            counts["lower" if difference < 0 else "higher" if difference > 0 else "equal"] += 1
    return Comparison(len(peers), tuple(sorted(row["value"] for row in theirs)), **counts)


def told_apart(one: Mapping, other: Mapping, comparisons: int) -> bool | None:
    """Whether two estimates differ beyond chance, when so many comparisons are made at once; None without errors."""
    if not any(row["standard_error"] for row in (one, other)):
        return None
    return ranking.told_apart(one, other, _limit(max(comparisons, 1)))


@cache
def _limit(comparisons: int) -> float:
    return NormalDist().inv_cdf(1 - (1 - CONFIDENCE) / 2 / comparisons)


def _has_value(row: Mapping) -> bool:
    return row["state"] in WITH_VALUE and row["value"] is not None
