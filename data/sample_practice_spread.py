"""Illustrative spread of the practices of `data/sample_practices.py`: where they were shown, who copied them how far, and the pilots.

A practice that costs little goes further and faster; towns near by are the likelier to see it. In Nepal practices are shown at
the learning alliances' events that the town attended; all the rest is a guess.
"""

from datetime import date, timedelta

import pandas as pd

from data.sample_alliance import participation
from data.sample_network_towns import COUNTRIES, Towns, network_towns
from data.sample_numbers import chance
from data.sample_practices import COST_THOUSAND, LISTED_ON, register

STAGES = ("seen", "interested", "committed", "replicated", "result")
GOES_ON = {"interested": 0.72, "committed": 0.62, "replicated": 0.7, "result": 0.7}
EASIER = {"low": 1.15, "middle": 0.95, "high": 0.7}  # times as likely to go on
DAYS = {"interested": 60, "committed": 150, "replicated": 300, "result": 270}  # at most, from the stage before
SEEN_BY = (3, 11)  # towns that see a practice
RESULTS = ("Kept up for a year", "Half the wards have it now", "Cost less than in the town it came from",
           "Taken into the annual programme", "Given up after the first year")  # fmt: skip
SHOWN = (1, 4)  # times a practice is shown
OTHER_EVENTS = {  # of towns without events of an alliance: the kind, and what its title is made from
    "regional_meeting": "Regional meeting of municipalities", "municipality_to_municipality": "Exchange visit to {town}",
    "expert_webinar": "Webinar on {sector}",
}  # fmt: skip
PILOTS_OF_A_COUNTRY = 5
NEXT_STEPS = (
    "Sign with the user committee",
    "Buy material",
    "Train the keepers",
    "Measure after the rains",
    "Hand over to the ward",
)


def replications(places: dict) -> pd.DataFrame:
    """One row a practice and town that saw it: replication, practice, practice_name, from_town, place, programme, sector, cost_class,
    a day for each of `STAGES` (missing: not reached on listed_on), result, listed_on.
    """
    generator, rows = chance("practice_replications"), []
    for practice in register(places).itertuples(index=False):
        towns = network_towns(places)[practice.place[:2]]
        near = [code for code in _near(places, practice.place, towns.every) if code != practice.place]
        count = SEEN_BY[0] + int(generator.random() * (SEEN_BY[1] - SEEN_BY[0]))
        for town in sorted(near[int(at)] for at in _near_ones(count, len(near), generator)):
            days = _days(practice, generator)
            result = RESULTS[int(generator.random() * len(RESULTS))] if days[-1] else None
            rows.append((f"{town}-{practice.practice}", practice.practice, practice.name,
                         places[practice.place].name_en, town, town in towns.programme, practice.sector, practice.cost_class, *days, result, LISTED_ON))  # fmt: skip
    days = tuple(f"{stage}_on" for stage in STAGES)
    columns = ("replication", "practice", "practice_name", "from_town", "place", "programme", "sector", "cost_class", *days, "result",
               "listed_on")  # fmt: skip
    return pd.DataFrame(rows, columns=columns)


def _near(places: dict, town: str, towns) -> list[str]:
    """The towns from the nearest to the farthest."""
    here = places[town]

    def away(code: str) -> float:
        there = places[code]
        if None in (here.lon, there.lon):
            return 99.0
        return round((here.lon - there.lon) ** 2 + (here.lat - there.lat) ** 2, 6)

    return sorted(towns, key=lambda code: (away(code), code))


def _near_ones(count: int, most: int, generator) -> set[int]:
    found: set[int] = set()
    while len(found) < min(count, most):
        found.add(int(generator.random() ** 1.6 * most))
    return found


def _days(practice, generator) -> list[date | None]:
    """The day of each stage, None from the first on that is not reached."""
    first = max(practice.begun_on + timedelta(days=365), date(2021, 1, 1))
    day: date | None = first + timedelta(days=int(generator.random() * (LISTED_ON - first).days))
    days = [day]
    for stage, chance_of_it in GOES_ON.items():
        drawn, pace = generator.random(2)
        goes_on = day is not None and drawn < chance_of_it * EASIER[practice.cost_class]
        day = day + timedelta(days=14 + int(pace * DAYS[stage])) if goes_on else None
        day = day if day is not None and day <= LISTED_ON else None
        days.append(day)
    return days


def showings(places: dict) -> pd.DataFrame:
    """One row a practice and event at which its town showed it: showing, practice, practice_name, place, sector, event,
    event_kind, shown_on, towns_watching.
    """
    generator, rows, came = chance("practice_showings"), [], participation(places)
    offices = came[came["actor"].str.startswith("Municipal office")]
    for practice in register(places).itertuples(index=False):
        own = offices[offices["place"].eq(practice.place) & offices["date"].ge(practice.begun_on)]
        count = SHOWN[0] + int(generator.random() * (SHOWN[1] - SHOWN[0]))
        events = list(own[["title", "event_kind", "date", "event"]].itertuples(index=False))
        for number in range(1, count + 1):
            which, day, watched = generator.random(3)
            if events:
                title, kind, shown_on, event = events.pop(int(which * len(events)))
                watching = offices["event"].eq(event).sum() - 1
            else:
                kind, title = list(OTHER_EVENTS.items())[int(which * len(OTHER_EVENTS))]
                title = title.format(town=places[practice.place].name_en, sector=practice.sector.replace("_", " "))
                shown_on = date(2022, 1, 10) + timedelta(days=int(day * 1050))
                watching = 3 + int(watched * 15)
            rows.append((f"{practice.practice}-{number}", practice.practice, practice.name, practice.place, practice.sector,
                         title, kind, shown_on, int(watching)))  # fmt: skip
    columns = (
        "showing",
        "practice",
        "practice_name",
        "place",
        "sector",
        "event",
        "event_kind",
        "shown_on",
        "towns_watching",
    )
    return pd.DataFrame(rows, columns=columns)


def pilots(places: dict) -> pd.DataFrame:
    """One row a pilot in a town outside the programme: pilot, practice, practice_name, from_town, place, cost_class, begun_on, due_on,
    done_on, progress_percent, planned_thousand, spent_thousand, next_step, result, listed_on. What costs least goes first.
    """
    generator, rows, listed = chance("practice_pilots"), [], register(places)
    cheapest = listed.sort_values(["cost_thousand", "practice"], kind="stable")
    for country in COUNTRIES:
        copied = cheapest[cheapest["place"].str.startswith(country) & cheapest["programme"]].head(PILOTS_OF_A_COUNTRY)
        towns = _different(network_towns(places)[country], len(copied), generator)
        for number, (practice, town) in enumerate(zip(copied.itertuples(index=False), towns, strict=True)):
            rows.append(_pilot(practice, places[practice.place].name_en, town, number, generator))
    columns = ("pilot", "practice", "practice_name", "from_town", "place", "cost_class", "begun_on", "due_on", "done_on", "progress_percent",
               "planned_thousand", "spent_thousand", "next_step", "result", "listed_on")  # fmt: skip
    return pd.DataFrame(rows, columns=columns)


def _pilot(practice, from_town: str, town: str, number: int, generator) -> tuple:
    begun = date(2024, 1 + 2 * number, 10)
    term, progress, spent, step = generator.random(4)
    due = begun + timedelta(days=240 + int(term * 120))
    done = due - timedelta(days=10) if number == 0 else None
    reached = 100 if done else int(min(95, (LISTED_ON - begun).days / (due - begun).days * (45 + 45 * progress)))
    planned = max(COST_THOUSAND["low"][0], practice.cost_thousand)
    paid = round(planned * reached / 100 * (0.8 + 0.35 * spent))
    return (f"{town}-pilot", practice.practice, practice.name, from_town, town, practice.cost_class, begun, due, done, reached, planned,
            paid, None if done else NEXT_STEPS[int(step * len(NEXT_STEPS))], RESULTS[0] if done else None, LISTED_ON)  # fmt: skip


def _different(towns: Towns, count: int, generator) -> list[str]:
    order = generator.random(len(towns.others)).argsort(kind="stable")
    return [towns.others[int(number)] for number in order[:count]]
