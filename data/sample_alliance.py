"""Illustrative events of learning alliances: who took part, by level of government and kind of stakeholder.

Real are only the numbers 31 (alliances of NURP) and 27 (its municipalities) and that in 2022 fifteen towns of the
Siddhartha corridor met on public-private partnership with Janakpurdham as a guest. Organisations are kinds, never names
made up.
"""

import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pandas as pd

from data.problems import ROOT
from data.sample_numbers import above, chance, of_level

NAME = "alliance_participation"
ALLIANCES, MUNICIPALITIES, EVENTS = 31, 27, 150
FIRST_DAY, LAST_DAY = date(2021, 1, 4), date(2024, 12, 20)
GROUP_CARDS = PROGRAMME_TOWNS, CORRIDOR = tuple(
    ROOT / "geo" / "groups" / f"{name}.toml" for name in ("programme-towns", "siddhartha-corridor")
)
URBAN = ("np-metropolitan-city", "np-sub-metropolitan-city", "np-municipality")
TARGETS = ("NP0439101", "NP0217201", "NP0548201")  # Pokhara, Janakpurdham, Butwal
NEVER_TOOK_PART = 4  # programme towns, so that "which towns never do" has an answer
PARTNERSHIP = "Public-private partnership for local services"
CORRIDOR_TOWNS = 15
KINDS = {  # how often, and what its title begins with
    "municipality_to_municipality": (0.32, "Exchange visit"),
    "municipality_to_federal": (0.16, "Federal dialogue"),
    "between_governments": (0.16, "Joint review"),
    "community_dialogue": (0.14, "Community dialogue"),
    "expert_webinar": (0.14, "Expert webinar"),
    "pause_and_reflect": (0.08, "Pause and reflect"),
}
TOPICS = {
    "public_private_partnership": PARTNERSHIP, "solid_waste": "Solid waste",
    "tagged_budget": "Budget with green and resilient tags", "drainage": "Drainage and floods",
    "own_revenue": "Own revenue", "settlements": "Low-income settlements", "building_code": "Building code",
    "open_spaces": "Open spaces", "heat": "Heat in towns", "land_use": "Land use plans", "water": "Water supply",
    "disaster_response": "Disaster response", "jobs": "Youth and jobs", "inclusion": "Gender and inclusion in plans",
    "heritage": "Heritage and tourism", "transport": "Public transport",
}  # fmt: skip
ONLINE, HYBRID = 0.1, 0.25  # of events other than webinars; the rest meet in person
WOMEN = {"civil_society": 0.55, "government": 0.28}  # share of the persons who come, by stakeholder
WOMEN_ELSEWHERE = 0.35
# Who joins which kind of event: organisation, stakeholder, level of government, how often, most persons.
FEDERAL = (
    ("A federal ministry", "government", "federal", 0.9, 4),
    ("A federal department", "government", "federal", 0.5, 3),
)
PROVINCE = (("A provincial ministry, {province}", "government", "province", 0.8, 4),)
EXPERTS = (
    ("A university", "academia", "none", 0.8, 4),
    ("A research institute", "academia", "none", 0.35, 3),
    ("A development partner", "development_organisation", "none", 0.6, 3),
)
COMMUNITY = (
    ("Community groups of {town}", "civil_society", "none", 0.95, 45),
    ("Women's cooperative of {town}", "civil_society", "none", 0.6, 25),
    ("Local radio of {town}", "media", "none", 0.4, 3),
)
BUSINESS = (
    ("Chamber of commerce of {town}", "private_sector", "none", 0.55, 8),
    ("A bank", "private_sector", "none", 0.25, 3),
)
PRESS = (("A national newspaper", "media", "none", 0.3, 2),)
ALSO_INVITED = {
    "municipality_to_municipality": (*BUSINESS, *EXPERTS[2:], *PRESS),
    "municipality_to_federal": (*FEDERAL, *EXPERTS[2:], *PRESS),
    "between_governments": (*FEDERAL, *PROVINCE, *EXPERTS[:1]),
    "community_dialogue": (*COMMUNITY, *BUSINESS[:1]),
    "expert_webinar": (*EXPERTS, *FEDERAL[1:], *PRESS),
    "pause_and_reflect": (*PROVINCE, *EXPERTS[:1], *EXPERTS[2:]),
}
COLUMNS = (
    "event", "title", "alliance", "event_kind", "date",
    "actor", "stakeholder", "government_level", "place", "role", "persons",
)  # fmt: skip


@dataclass(frozen=True)
class Alliance:
    """One learning alliance; `towns` are its members, the first of them keeps its papers."""

    id: str
    name: str
    topic: str
    towns: tuple[str, ...]


def alliances(places: dict) -> list[Alliance]:
    """The 31 alliances."""
    return _begun(places)[1]


def _begun(places: dict) -> tuple:
    """The generator after the alliances were drawn from it, and they."""
    generator = chance(NAME)
    active = _active(programme_towns(places), corridor_towns(places), generator)
    eagerness = {town: 6.0 if town in TARGETS else 0.2 + 2 * generator.random() ** 2 for town in active}
    return generator, [_alliance(number, eagerness, generator) for number in range(ALLIANCES)]


def participation(places: dict) -> pd.DataFrame:
    """One row an event and organisation present: `COLUMNS`, `topic`, `mode` and `women`; every municipality is in the
    real list of places.
    """
    generator, alliances = _begun(places)
    length = (LAST_DAY - FIRST_DAY).days
    days = sorted(FIRST_DAY + timedelta(days=int(generator.random() * length)) for _ in range(EVENTS - 1))
    rows = []
    for number, day in enumerate(days, 1):
        # The first 31 events are one of each alliance; after that some meet more often than others.
        which = number - 1 if number <= ALLIANCES else int(generator.random() ** 1.7 * ALLIANCES)
        rows += _event(places, f"event-{number:03}", _weekday(day), alliances[which], number <= ALLIANCES, generator)
    rows += _partnership_event(places, f"event-{EVENTS:03}", alliances[0].name, generator)
    frame = pd.DataFrame(rows, columns=COLUMNS).sort_values(["date", "event"], kind="stable", ignore_index=True)
    topics = {alliance.name: alliance.topic for alliance in alliances}
    told = frame.assign(topic=frame["alliance"].map(topics), mode=_modes(frame), women=_women(frame))
    first = list(COLUMNS[:4])
    return told[[*first, "topic", "mode", *COLUMNS[4:], "women"]]


def _modes(frame: pd.DataFrame) -> pd.Series:
    """How each event met; webinars are online, and so the others now and then."""
    generator, modes = chance(f"{NAME} mode"), {}
    for event, kind in frame[["event", "event_kind"]].drop_duplicates().sort_values("event").itertuples(index=False):
        drawn = generator.random()
        other = "online" if drawn < ONLINE else "hybrid" if drawn < HYBRID else "in_person"
        modes[event] = "online" if kind == "expert_webinar" else other
    return frame["event"].map(modes)


def _women(frame: pd.DataFrame) -> pd.Series:
    """Of the persons of each organisation those who are women: each by chance, more often in community groups."""
    generator = chance(f"{NAME} women")
    counts = []
    for stakeholder, persons in frame[["stakeholder", "persons"]].itertuples(index=False):
        share = WOMEN.get(stakeholder, WOMEN_ELSEWHERE)
        counts.append(int((generator.random(int(persons)) < share).sum()))
    return pd.Series(counts, index=frame.index)


def programme_towns(places: dict) -> list[str]:
    """The 27 municipalities: members of the group card if it is there, else the targets and towns of all provinces."""
    listed = _members(PROGRAMME_TOWNS, places)
    if listed:
        return listed
    urban = [code for code in _urban(places) if code not in TARGETS]
    step = len(urban) // (MUNICIPALITIES - len(TARGETS))
    return sorted([*TARGETS, *urban[::step][: MUNICIPALITIES - len(TARGETS)]])


def corridor_towns(places: dict) -> list[str]:
    """Fifteen towns of Lumbini for the meeting of the corridor: members of the group's card, else the first."""
    listed = _members(CORRIDOR, places)
    return (listed or [code for code in _urban(places) if code.startswith("NP05")])[:CORRIDOR_TOWNS]


def _urban(places: dict) -> list[str]:
    return [place.code for place in of_level(places, "NP", "local") if place.category in URBAN]


def _members(path: Path, places: dict) -> list[str]:
    """Palika codes of a group card; the file is read as text because `data` may not import `geo`."""
    if not path.is_file():
        return []
    members = [member.get("place") for member in tomllib.loads(path.read_text("utf-8")).get("members", [])]
    return sorted(code for code in members if code in places and places[code].level == "local")


def _active(towns: list[str], corridor: list[str], generator) -> list[str]:
    """The towns that take part: all but four, which are neither targets nor at the corridor's meeting."""
    others = [town for town in towns if town not in (*TARGETS, *corridor)]
    quiet = {others[i] for i in generator.random(len(others)).argsort(kind="stable")[:NEVER_TOOK_PART]}
    return [town for town in towns if town not in quiet]


def _alliance(number: int, eagerness: dict[str, float], generator) -> Alliance:
    """It has two to six towns, eager ones more often; each town is in one alliance at least."""
    topic = list(TOPICS)[number % len(TOPICS)]
    count = 2 + int(generator.random() * 4)
    drawn = {town: round(generator.random() ** (1 / eager), 9) for town, eager in eagerness.items()}
    own = list(eagerness)[number % len(eagerness)]
    towns = list(dict.fromkeys([own, *sorted(drawn, key=drawn.get, reverse=True)[:count]]))
    return Alliance(f"alliance-{number + 1:02}", f"Alliance {number + 1:02}: {TOPICS[topic]}", topic, tuple(towns))


def _weekday(day: date) -> date:
    """Nepal's offices close on Saturday: the day after."""
    return day + timedelta(days=1) if day.weekday() == 5 else day


def _event(places: dict, event: str, day: date, alliance: Alliance, first: bool, generator) -> list[tuple]:
    """An event with its host, who comes and who is invited; the first of an alliance is where its papers are kept."""
    name, theme, towns = alliance.name, TOPICS[alliance.topic], alliance.towns
    kind = _kind(generator.random())
    title = f"{KINDS[kind][1]}: {theme[0].lower() + theme[1:]}"
    drawn = [towns[i] for i in generator.random(len(towns)).argsort(kind="stable")]
    host, *others = [towns[0], *(town for town in drawn if town != towns[0])] if first else drawn
    shared = (event, title, name, kind, day)
    rows = [(*shared, *_office(places, host), "host", 3 + int(generator.random() * 8))]
    for town in others if kind != "community_dialogue" else others[:1]:
        if generator.random() < 0.7:
            rows.append((*shared, *_office(places, town), "participant", 1 + int(generator.random() * 6)))
    return rows + _invited(places, shared, host, ALSO_INVITED[kind], generator)


def _kind(chosen: float) -> str:
    for kind, (share, _) in KINDS.items():
        chosen -= share
        if chosen < 0:
            return kind
    return kind


def _office(places: dict, town: str) -> tuple[str, str, str, str]:
    return f"Municipal office of {places[town].name_en}", "government", "local", town


def _invited(places: dict, shared: tuple, host: str, invited: tuple, generator) -> list[tuple]:
    """Those who are no municipality; their place is the town they came to."""
    names = {"town": places[host].name_en, "province": above(places, host, "region").name_en}
    rows = []
    for organisation, stakeholder, level, often, most in invited:
        comes, size = generator.random(2)
        if comes < often:
            actor = f"{organisation.format(**names)} (example)"
            role = "guest" if stakeholder in ("media", "development_organisation") else "participant"
            rows.append((*shared, actor, stakeholder, level, host, role, 1 + int(size * most)))
    return rows


def _partnership_event(places: dict, event: str, alliance: str, generator) -> list[tuple]:
    """The meeting of 2022 that is known; its day, its host and fifteen towns are examples."""
    host, *others = corridor_towns(places)
    title = f"Learning alliance: {PARTNERSHIP[0].lower() + PARTNERSHIP[1:]}"
    shared = (event, title, alliance, "municipality_to_municipality", date(2022, 9, 14))
    rows = [(*shared, *_office(places, host), "host", 8)]
    rows += [(*shared, *_office(places, town), "participant", 1 + int(generator.random() * 4)) for town in others]
    rows.append((*shared, *_office(places, "NP0217201"), "guest", 3))
    return rows + _invited(places, shared, host, (*PROVINCE, *EXPERTS[:1], *BUSINESS), generator)
