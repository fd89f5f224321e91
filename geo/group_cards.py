"""One TOML card of `geo/groups` -> a group or a set, or what is wrong with it in sentences with file and line."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path

from data.problems import Problem, line_of, read_toml, shown
from geo.places import Places, ancestors, search

LANGUAGES = ("en", "ne", "bn")
OWN_LANGUAGE = {"NP": "ne", "BD": "bn"}
ATTRIBUTES = ("region", "category")
PROVENANCES = ("published", "illustrative")
GROUP_KEYS = (
    "set",
    "title",
    "country",
    "source",
    "provenance",
    "expected",
    "note",
    "members",
    "complement_of",
    "categories",
)
SET_KEYS = ("attribute", "title", "country", "order", "source", "note", "values")
MEMBER_KEYS = ("place", "from", "to", "certain", "basis")
LISTED_SET_KEYS = ("title", "country", "order")


def nearest(text: str, known: Iterable[str], score_cutoff: int) -> tuple | None:
    """The known text most like this one and its likeness of 100, or None below the cut-off."""
    from rapidfuzz import fuzz, process

    return process.extractOne(text, known, scorer=fuzz.ratio, score_cutoff=score_cutoff)


@dataclass(frozen=True)
class Member:
    """A place of a group, from its first day to its last (None: open); `certain` is False where we inferred it."""

    place: str
    start: date | None
    end: date | None
    certain: bool
    basis: str

    def on(self, day: date) -> bool:
        """Whether the place belongs to the group on this day."""
        return (self.start is None or self.start <= day) and (self.end is None or day <= self.end)


@dataclass(frozen=True)
class Group:
    """A group as its card gives it; `members` is empty where `complement_of` names the group it is the rest of."""

    id: str
    set: str
    titles: dict[str, str]
    expected: int | None
    provenance: str
    source: str
    members: tuple[Member, ...]
    country: str
    note: str
    file: str
    complement_of: str = ""
    categories: tuple[str, ...] = ()


@dataclass(frozen=True)
class GroupSet:
    """Groups that are looked at side by side, or an attribute (`region`, `category`) by which places fall into groups.

    `country` is empty for a set over several countries; `values` titles each category.
    """

    id: str
    titles: dict[str, str]
    attribute: str | None
    country: str
    order: int
    groups: tuple[Group, ...] = ()
    values: dict[str, dict[str, str]] = field(default_factory=dict)
    source: str = ""  # of an attribute; groups of a set have one each


class Card:
    """The content of one file and the problems found in it so far."""

    def __init__(self, path: Path):
        self.path, self.file = path, shown(path)
        self.content, self.text, self.problems = read_toml(path)

    def problem(self, line: int, message: str, hint: str, warning: bool = False) -> None:
        """Note a problem at a line."""
        self.problems.append(Problem(self.file, line, message, hint, warning))

    def at(self, key: str, message: str, hint: str) -> None:
        """Note a problem at the line of a key."""
        self.problem(line_of(self.text, *key.split(".")), message, hint)

    @property
    def broken(self) -> bool:
        """Whether anything but a warning was found."""
        return any(not problem.warning for problem in self.problems)

    def known_keys(self, keys: Iterable[str], allowed: tuple[str, ...], line=None, where: str = "") -> None:
        """A problem for every key that has no meaning here, with the nearest that has."""
        for key in keys:
            if key not in allowed:
                near = nearest(key, allowed, score_cutoff=60)
                hint = f"Did you mean `{near[0]}`?" if near else f"Known keys: {', '.join(allowed)}."
                at = line if line is not None else line_of(self.text, *where.split("."), key) if where else None
                self.problem(at or line_of(self.text, key), f"unknown key `{key}`.", hint)

    def words(self, key: str, country: str = "") -> dict[str, str]:
        """The titles under a table such as `[title]`; English is required, the country's own language missed aloud."""
        found = self.content
        for part in key.split("."):
            found = found.get(part) if isinstance(found, dict) else None
        if not isinstance(found, dict) or not isinstance(found.get("en"), str) or not found["en"].strip():
            self.at(key, f"`{key}.en` is missing.", f'Write [{key}] and under it en = "...".')
            return {}
        self.known_keys(found, LANGUAGES, where=key)
        own = OWN_LANGUAGE.get(country)
        if own and not found.get(own):
            self.problem(
                line_of(self.text, key), f"`{key}.{own}` is missing.", "English is shown instead.", warning=True
            )
        return {language: found[language] for language in LANGUAGES if isinstance(found.get(language), str)}

    def sentence(self, key: str, required: str = "") -> str:
        """A text; `required` says why it may not be missing or empty."""
        value = self.content.get(key, "")
        if not isinstance(value, str):
            self.at(key, f"`{key}` must be a text, found {value!r}.", "Put it in quotation marks.")
            return ""
        if required and not value.strip():
            self.at(key, f"`{key}` is missing.", required)
        return value.strip()

    def count(self, key: str) -> int | None:
        """A number of at least one, or None where the key is absent."""
        value = self.content.get(key)
        if value is not None and (not isinstance(value, int) or isinstance(value, bool) or value < 1):
            self.at(key, f"`{key}` must be a whole number of at least 1, found {value!r}.", "Correct or leave it out.")
            return None
        return value

    def choice(self, key: str, allowed: tuple[str, ...]) -> str:
        """One of the allowed texts."""
        value = self.content.get(key)
        if value not in allowed:
            found = f"found {value!r}" if value is not None else "it is missing"
            self.at(key, f"`{key}` must be one of {', '.join(allowed)}; {found}.", "Correct this line.")
            return allowed[-1]
        return value


def read_group(path: Path, places: Places, sets: dict[str, GroupSet]) -> tuple[Group | None, list[Problem]]:
    """The group of a card, or None, and its problems (warnings alone leave the group standing)."""
    card = Card(path)
    if card.broken:
        return None, card.problems
    card.known_keys(card.content, GROUP_KEYS)
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", path.stem):
        card.problem(1, f"the file name {path.name!r} cannot be an id.", "Use small letters, digits and hyphens.")
    set_id = card.sentence("set", "Name the set of this group, such as nepal-clusters.")
    if set_id and (set_id not in sets or sets[set_id].attribute):
        near = nearest(set_id, [key for key, known in sets.items() if not known.attribute], score_cutoff=50)
        card.at("set", f"unknown set {set_id!r}.", f"Did you mean {near[0]!r}?" if near else "Add it to _sets.toml.")
    country = card.sentence("country") or (sets[set_id].country if set_id in sets else "")
    group = Group(
        id=path.stem,
        set=set_id,
        titles=card.words("title", country),
        expected=card.count("expected"),
        provenance=card.choice("provenance", PROVENANCES),
        source=card.sentence("source", "Say where the membership was read, or that it is an example made by us."),
        members=() if "complement_of" in card.content else members_of(card, places, country),
        country=country,
        note=card.sentence("note"),
        file=card.file,
        complement_of=card.sentence("complement_of"),
        categories=categories_of(card, places),
    )
    group = complement_checked(card, group, sets)
    if group.expected is not None and group.expected < len({member.place for member in group.members}):
        count = len({member.place for member in group.members})
        card.at("expected", f"{group.expected} members are expected, but {count} are listed.", "Correct one of them.")
    return (None if card.broken else weakest(group)), card.problems


def complement_checked(card: Card, group: Group, sets: dict[str, GroupSet]) -> Group:
    """The group, illustrative where the one it is the rest of is; a problem where that is no group of the same set."""
    if not group.complement_of:
        return group
    bases = {one.id: one for one in sets[group.set].groups if not one.complement_of} if group.set in sets else {}
    base = bases.get(group.complement_of)
    if base is None:
        hint = "Name a group of the same set whose card lists its members and has no problem."
        card.at("complement_of", f"{group.complement_of!r} is no sound group of the set {group.set!r}.", hint)
        return group
    return replace(group, provenance="illustrative") if base.provenance == "illustrative" else group


def weakest(group: Group) -> Group:
    """The group as illustrative where any member was inferred, whatever its card says."""
    if group.provenance == "illustrative" or all(member.certain for member in group.members):
        return group
    return replace(group, provenance="illustrative")


def categories_of(card: Card, places: Places) -> tuple[str, ...]:
    """The categories of places from which a complement is taken; none for other groups."""
    if "complement_of" not in card.content:
        if "categories" in card.content:
            card.at("categories", "`categories` goes with `complement_of` only.", "Remove it or add complement_of.")
        return ()
    if "members" in card.content:
        card.at("members", "a group has members or is a complement, not both.", "Remove one of the two.")
    known = sorted({place.category for place in places.values() if place.category})
    listed = card.content.get("categories")
    if not isinstance(listed, list) or not listed:
        card.at(
            "categories", "`categories` is missing.", f"List those that the rest is taken from: {', '.join(known)}."
        )
        return ()
    for category in listed:
        if category not in known:
            near = nearest(str(category), known, score_cutoff=50)
            hint = f"Did you mean {near[0]!r}?" if near else f"Known: {', '.join(known)}."
            card.at("categories", f"unknown category {category!r}.", hint)
    return tuple(map(str, listed))


def members_of(card: Card, places: Places, country: str) -> tuple[Member, ...]:
    """The members with their problems noted: no place, bad date, twice in overlapping dates, beside an ancestor."""
    listed = card.content.get("members")
    if not isinstance(listed, list) or not listed or not all(isinstance(item, dict) for item in listed):
        hint = 'List the members: members = [ { place = "NP0548201" }, ... ].'
        card.at("members", "`members` is missing or is no list of tables.", hint)
        return ()
    lines, found = member_lines(card.text), []
    for number, item in enumerate(listed):
        line = lines[number] if number < len(lines) else line_of(card.text, "members")
        card.known_keys(item, MEMBER_KEYS, line)
        member = member_of(card, item, line)
        if member and known_place(card, member.place, places, country, line):
            found.append((line, member))
    for number, (line, member) in enumerate(found):
        above = {place.code for place in ancestors(places, member.place)}
        for other_line, other in found[:number]:
            if overlapping(member, other):
                if other.place == member.place:
                    message = f"{member.place} stands here and in line {other_line}, in overlapping dates."
                    card.problem(line, message, "Remove one, or give each its own `from` and `to`.")
                elif other.place in above or member.place in {p.code for p in ancestors(places, other.place)}:
                    message = f"{member.place} and {other.place} (line {other_line}) hold one another."
                    card.problem(line, message, "A member brings all that lies in it: keep one of them.")
    return tuple(member for _, member in found)


def member_lines(text: str) -> list[int]:
    """The lines where members begin: of every `[[members]]` table, or of every `place = ` inside an inline list."""
    tables = [number for number, line in enumerate(text.splitlines(), 1) if re.match(r"\s*\[\[\s*members\s*\]\]", line)]
    if tables:
        return tables
    begin = line_of(text, "members")
    lines = enumerate(text.splitlines()[begin - 1 :], begin)
    return [number for number, line in lines for _ in re.findall(r"\{[^{}]*\}", line.split("#")[0])]


def member_of(card: Card, item: dict, line: int) -> Member | None:
    """One member, or None with its problems noted."""
    before = len(card.problems)
    if not isinstance(item.get("place"), str) or not item["place"].strip():
        card.problem(line, "a member has no `place`.", "Give the code of a place.")
    start, end = (day_of(card, item, key, line) for key in ("from", "to"))
    if start and end and end < start:
        card.problem(line, f"the member ends ({end}) before it begins ({start}).", "Exchange `from` and `to`.")
    certain, basis = item.get("certain", True), item.get("basis", "")
    if not isinstance(certain, bool):
        card.problem(line, f"`certain` must be true or false, found {certain!r}.", "Write it without quotation marks.")
    if not isinstance(basis, str):
        card.problem(line, f"`basis` must be a text, found {basis!r}.", "Put it in quotation marks.")
    return Member(item["place"], start, end, certain, basis) if len(card.problems) == before else None


def day_of(card: Card, item: dict, key: str, line: int) -> date | None:
    """The day under `from` or `to`: a TOML date or its text."""
    value = item.get(key)
    if value is None or (isinstance(value, date) and not isinstance(value, datetime)):
        return value
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        card.problem(line, f"`{key}` is no date: {value!r}.", "Write it as 2023-07-17 (year, month, day).")
        return None


def known_place(card: Card, code: str, places: Places, country: str, line: int) -> bool:
    """Whether the code is a place of the group's country; the nearest code is suggested where it is none."""
    if code not in places:
        near = nearest(code, places.keys(), score_cutoff=75)
        hits = [places[near[0]]] if near else search(places, code, 1)
        hint = f"Did you mean {hits[0].code} ({hits[0].name_en})?" if hits else "Search it by name in the dashboard."
        card.problem(line, f"{code!r} is no place.", hint)
        return False
    if country and places[code].country != country:
        found = f"{code} ({places[code].name_en}) lies in {places[code].country}, the group in {country}."
        card.problem(line, found, "Remove it, or correct `country`.")
        return False
    return True


def overlapping(one: Member, other: Member) -> bool:
    """Whether two memberships have a day in common."""
    return not (
        (one.end is not None and other.start is not None and one.end < other.start)
        or (other.end is not None and one.start is not None and other.end < one.start)
    )
