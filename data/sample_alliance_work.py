"""Illustrative lists around the events of learning alliances: the alliances, their members, who was invited, and what towns
promised there and did. They fit the attendance of `data/sample_alliance.py` event by event.
"""

from datetime import date, timedelta

import pandas as pd

from data.sample_alliance import ALSO_INVITED, FIRST_DAY, Alliance, alliances, participation, programme_towns
from data.sample_numbers import above, chance

SEEN_ON = date(2024, 12, 31)  # the day up to which the lists tell what is still open
OPEN_TO_ALL = ("expert_webinar", "pause_and_reflect")  # every town of the programme may come
INVITED_MEMBERS, INVITED_OTHERS = 0.92, 0.45  # how many of the members, and of others to whom an event is open
PROMISES = 0.75  # of events at which towns promise something
HALF_DONE_AFTER_DAYS = 210
ACTIONS = {
    "public_private_partnership": ("Publish the rules for partnerships", "Sign the first service contract"),
    "solid_waste": ("Collect waste apart in three wards", "Open a composting yard"),
    "tagged_budget": ("Tag the next budget", "Publish the tagged share"),
    "drainage": ("Map blocked drains", "Clear the main drain before the rains"),
    "own_revenue": ("Update the property register", "Accept taxes by phone"),
    "settlements": ("Survey low-income settlements", "Agree on an upgrading plan"),
    "building_code": ("Issue permits by the code", "Train ward engineers"),
    "open_spaces": ("Register open spaces", "Plant shade in one park"),
    "heat": ("Write a heat plan", "Open cooling rooms"),
    "land_use": ("Publish the land use map", "Hear the wards on zoning"),
    "water": ("Measure losses of water", "Publish water quality"),
    "disaster_response": ("Hold a drill", "Stock the emergency store"),
    "jobs": ("Open a job desk", "Pay apprentices in public works"),
    "inclusion": ("Hold a women's budget hearing", "Count who is heard in ward meetings"),
    "heritage": ("List heritage houses", "Mark a walking route"),
    "transport": ("Count bus passengers", "Paint crossings at schools"),
}


def alliance_list(places: dict) -> pd.DataFrame:
    """One row an alliance: id, name, topic, place (of the town that keeps its papers), period, founded_on,
    last_met_on, status, towns.
    """
    generator, found = chance("alliance_list"), alliances(places)
    met = participation(places).groupby("alliance")["date"].agg(["min", "max"])
    rows = []
    for alliance in found:
        first, last = (met.loc[alliance.name, which] for which in ("min", "max"))
        founded = max(FIRST_DAY - timedelta(days=60), first - timedelta(days=10 + int(generator.random() * 60)))
        status = "active" if (SEEN_ON - last).days < 270 else "quiet"
        rows.append((alliance.id, alliance.name, alliance.topic, alliance.towns[0], str(SEEN_ON.year), founded, last, status,
                     len(alliance.towns)))  # fmt: skip
    columns = ("alliance", "name", "topic", "place", "period", "founded_on", "last_met_on", "status", "towns")
    return pd.DataFrame(rows, columns=columns)


def members(places: dict) -> pd.DataFrame:
    """One row a membership: its id, alliance, organisation, stakeholder, government_level, place, joined_on, period."""
    generator, listed = chance("alliance_members"), alliance_list(places).set_index("alliance")
    rows = []
    for alliance in alliances(places):
        founded = listed.loc[alliance.id, "founded_on"]
        joining = [
            (f"Municipal office of {places[town].name_en}", "government", "local", town) for town in alliance.towns
        ]
        joining += _partners(places, alliance, generator)
        for number, (organisation, stakeholder, level, town) in enumerate(joining, 1):
            joined = founded + timedelta(days=0 if number == 1 else int(generator.random() ** 2 * 300))
            rows.append((f"{alliance.id}-{number:02}", alliance.name, organisation, stakeholder, level, town, joined,
                         str(SEEN_ON.year)))  # fmt: skip
    columns = (
        "membership",
        "alliance",
        "organisation",
        "stakeholder",
        "government_level",
        "place",
        "joined_on",
        "period",
    )
    return pd.DataFrame(rows, columns=columns)


def _partners(places: dict, alliance: Alliance, generator) -> list[tuple]:
    """Members that are no municipality, kinds of organisations and never names made up; with the town of the alliance."""
    town = alliance.towns[0]
    names = {"town": places[town].name_en, "province": above(places, town, "region").name_en}
    kinds = dict.fromkeys(kind for asked in ALSO_INVITED.values() for kind in asked)
    return [(f"{organisation.format(**names)} (example)", stakeholder, level, town)
            for organisation, stakeholder, level, often, _ in kinds if generator.random() < often * 0.4]  # fmt: skip


def invitations(places: dict) -> pd.DataFrame:
    """One row an event and town that it concerned: whether the town was a member of the alliance, was invited, could have
    come, came, and had come to an earlier event of the same alliance (each 0 or 1).
    """
    generator, came = chance("alliance_invitations"), participation(places)
    offices = came[came["actor"].str.startswith("Municipal office")]
    towns_of = {alliance.name: alliance.towns for alliance in alliances(places)}
    programme, rows, seen = programme_towns(places), [], {}
    shared = ["event", "title", "alliance", "event_kind", "mode", "date"]
    for event in came[shared].drop_duplicates("event").itertuples(index=False):
        present = set(offices.loc[offices["event"] == event.event, "place"])
        member = set(towns_of[event.alliance])
        eligible = member | set(programme if event.event_kind in OPEN_TO_ALL else ())
        for town in sorted(eligible | present):
            drawn = generator.random()
            asked = town in present or drawn < (INVITED_MEMBERS if town in member else INVITED_OTHERS)
            again = town in present and town in seen.get(event.alliance, ())
            told = (town in member, asked, town in eligible, town in present, again)
            rows.append((*event, town, *map(int, told)))
        seen.setdefault(event.alliance, set()).update(present)
    columns = (*shared, "place", "member", "invited", "eligible", "came", "came_again")
    return pd.DataFrame(rows, columns=columns)


def commitments(places: dict) -> pd.DataFrame:
    """One row a promise made at an event: id, what, place, alliance, topic, event, promised_on, due_on, done_on (missing
    while it is open), seen_on.
    """
    generator, came = chance("alliance_commitments"), participation(places)
    offices = came[came["actor"].str.startswith("Municipal office") & (came["event_kind"] != "expert_webinar")]
    rows, promised = [], set()
    for (event, day, name, topic), present in offices.groupby(["event", "date", "alliance", "topic"], sort=True):
        for town in sorted(set(present["place"])):
            drawn, which, term, pace = generator.random(4)
            action = ACTIONS[topic][int(which * 2)]
            if drawn > PROMISES or (town, action) in promised:
                continue
            promised.add((town, action))
            due = day + timedelta(days=90 + 30 * int(term * 10))
            done = day + timedelta(days=14 + int(HALF_DONE_AFTER_DAYS * half_times(pace)))
            rows.append((f"{event}-{town}", action, town, name, topic, event, day, due, done if done <= SEEN_ON else None,
                         SEEN_ON))  # fmt: skip
    columns = (
        "commitment",
        "action",
        "place",
        "alliance",
        "topic",
        "event",
        "promised_on",
        "due_on",
        "done_on",
        "seen_on",
    )
    return pd.DataFrame(rows, columns=columns)


def half_times(chosen: float) -> float:
    """How often the half-time passes until something is done, for a uniform number: 1 for 0.5, without bound near 1."""
    return round(chosen / (1 - chosen), 6)
