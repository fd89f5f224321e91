"""Illustrative infrastructure projects and digital tools of municipalities in both countries.

Real are two numbers of the Susasan project: 12 local governments take part, 24 came to its fourth workshop. Which they are,
and every project, is an example. No person is named, and those who helped are kinds of organisations.
"""

from datetime import date, timedelta

import numpy as np
import pandas as pd

from data.sample_numbers import chance
from data.sample_reporting import reporting_towns

SEEN_ON = date(2024, 12, 31)
IN_THE_PROJECT, AT_THE_FOURTH_WORKSHOP = 12, 24  # local governments, published by Susasan
WORKS = {  # kind of project -> what is built, and the middle of its budget in lakh of the currency
    "roads": ("Black-topping of the ward road", "Footpath and crossing at the school", "Small bridge"),
    "drainage": ("Drain along the market road", "Storm drain of the bus park"),
    "water": ("Water tank and pipes", "Deep tube well"),
    "buildings": ("Health post", "Two classrooms", "Ward office"),
    "markets_parks": ("Vegetable market", "Park for children"),
    "lighting_energy": ("Street lights", "Solar roof of the municipal office"),
}
LAKH = {"roads": 90, "drainage": 70, "water": 55, "buildings": 120, "markets_parks": 60, "lighting_energy": 25}
DAYS = 150, 540  # agreed to build, the shortest and the longest
HELD_UP = ("contractor slow", "land not cleared", "bill waits", "rain stopped the work", "design changed")
SITES = ("market", "bus park", "river bank", "old bazaar", "school")
TOOLS = ("letters", "grievances", "infrastructure", "judicial")
HELPED = ("the Susasan project (example)", "a neighbouring municipality (example)", None)


def projects(places: dict) -> pd.DataFrame:
    """One row a project: project, place, name, site, sector, begun_on, due_on, done_on, physical_percent, budget, spent, note,
    seen_on.
    """
    generator, rows = chance("infrastructure_projects"), []
    wards = _wards(places)
    for code in reporting_towns(places):
        slowness = 0.8 + 0.85 * generator.random()  # of the municipality: days needed for a day agreed
        for number in range(1, 6 + int(generator.random() * 6)):
            rows.append((f"{code}/{number}", *_project(code, wards.get(code, []), slowness, generator), SEEN_ON))
    columns = ("project", "place", "name", "site", "sector", "begun_on", "due_on", "done_on", "physical_percent", "budget",
               "spent", "note", "seen_on")  # fmt: skip
    return pd.DataFrame(rows, columns=columns)


def _wards(places: dict) -> dict[str, list[str]]:
    """The wards of each municipality that has any."""
    found: dict[str, list[str]] = {}
    for code in sorted(code for code, place in places.items() if place.level == "ward"):
        found.setdefault(places[code].parent, []).append(code)
    return found


def _project(code: str, wards: list[str], slowness: float, generator) -> tuple:
    where, what, which, begin, length, pace, cost, paid, why = generator.random(9)
    sector = list(WORKS)[int(what * len(WORKS))]
    name = WORKS[sector][int(which * len(WORKS[sector]))]
    begun = date(2022, 10, 1) + timedelta(days=int(begin * 760))
    agreed = DAYS[0] + int(length * (DAYS[1] - DAYS[0]))
    needed = int(agreed * slowness * (0.8 + 0.5 * pace))
    gone = (SEEN_ON - begun).days
    physical = 100.0 if gone >= needed else float(5 * int(95 * gone / needed / 5))
    done = begun + timedelta(days=needed) if physical == 100 else None
    budget = int(LAKH[sector] * (0.5 + cost)) * 100_000
    spent = int(budget * min(1.0, physical / 100 * (0.75 + 0.4 * paid)) / 1000) * 1000
    lags = done is None and physical / 100 < gone / agreed - 0.15
    note = HELD_UP[int(why * len(HELD_UP))] if lags else None
    place = wards[int(where * len(wards))] if wards else code
    site = SITES[int(why * len(SITES))] + ("" if wards else f", ward {1 + int(where * 9)}")
    return place, name, site, sector, begun, begun + timedelta(days=agreed), done, physical, budget, spent, note


def tools(places: dict) -> pd.DataFrame:
    """One row a tool taken up: adoption, place, tool, adopted_on, helped_by (missing where nobody helped).

    Of Nepal 12 municipalities began in the first years, and 24 had a tool in the end; of Bangladesh a third of those that
    report began later.
    """
    generator, rows = chance("tool_adoption"), []
    towns = reporting_towns(places)
    nepal, others = ([code for code in towns if code.startswith(land)] for land in ("NP", "BD"))
    order = [nepal[at] for at in np.argsort(generator.random(len(nepal)), kind="stable")][:AT_THE_FOURTH_WORKSHOP]
    for number, code in enumerate([*order, *others[::3]]):
        first = 2019 if number < IN_THE_PROJECT else 2022
        helped = 0 if number < IN_THE_PROJECT else 1 + int(generator.random() * 2)
        for tool, (drawn, when) in zip(TOOLS, generator.random((len(TOOLS), 2)), strict=True):
            if tool == TOOLS[0] or drawn < 0.45:
                begun = date(first, 1, 15) + timedelta(days=int(1060 * when))  # within three years
                rows.append((f"{code}/{tool}", code, tool, begun, HELPED[helped]))
    return pd.DataFrame(rows, columns=("adoption", "place", "tool", "adopted_on", "helped_by"))
