"""Illustrative answers of municipalities to the questionnaire on needs against poverty: by sector, with a priority each.

Which sector is put first is a guess: a taste of the country, of the region and of the town together, so that towns of a region
agree more than others. Sectors are named like those of `municipal_priorities`, so that a need can be set against the budget.
"""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd

from data.sample_network_towns import COUNTRIES, network_towns
from data.sample_numbers import above, bell, chance

NAME = "needs_answers"
ROUNDS = {"2023": 0.45, "2024": 0.9}  # share of the towns that answered
VALIDATED = {"2023": 0.9, "2024": 0.68}  # of these, the ones that have confirmed their answer
PRIORITIES = ("first", *["high"] * 3, *["middle"] * 3, *["low"] * 3)  # in order of a town's taste; the rest: none
FEWEST = 4  # sectors that a town names
SPREAD_OF_REGIONS, SPREAD_OF_TOWNS, SPREAD_OF_ROUNDS = 0.32, 0.45, 0.2
COMMENTED, ESTIMATED = 0.4, 0.75  # of first and high needs; of all that are named
COMMENTS = (
    "Say which wards, and how many households",
    "Fits the periodic plan: keep",
    "Ask with the neighbouring town: one scheme may serve both",
    "Check the cost against last year's contract",
    "A practice of another town may do it for less",
)


@dataclass(frozen=True)
class Sector:
    """How much Nepal and Bangladesh want it, what towns ask for, and from what to what it costs, thousands of the currency."""

    taste: tuple[float, float]
    requests: tuple[str, ...]
    cost_thousand: tuple[int, int]


SECTORS = {
    "water_supply": Sector((1.5, 1.0), ("Taps in the settlements by the river", "A second deep well"), (2_000, 18_000)),
    "agriculture_and_jobs": Sector((1.4, 1.3), ("Skills for young people without work", "A covered market for vendors", "Small loans for women's groups"), (800, 9_000)),
    "low_income_settlements": Sector((0.6, 1.2), ("Land papers for settled families", "Better houses in the slum by the railway"), (1_500, 25_000)),
    "drainage_and_rivers": Sector((0.9, 1.6), ("Drains that keep the lanes dry", "A wall where the river cuts the bank"), (3_000, 40_000)),
    "solid_waste": Sector((0.8, 1.0), ("Collection in the poorest wards", "A landfill shared with the neighbours"), (900, 15_000)),
    "primary_health_care": Sector((1.0, 0.8), ("A clinic open in the evening", "Medicine for the ward clinics"), (700, 8_000)),
    "schools": Sector((0.8, 0.5), ("Classes for working children", "Toilets for girls in schools"), (500, 7_000)),
    "roads_and_bridges": Sector((1.1, 1.1), ("Paved lanes in the settlements", "A foot bridge to the market"), (2_500, 45_000)),
    "social_security": Sector((0.5, 0.7), ("A correct list of the poorest households", "Allowances paid by phone"), (200, 2_500)),
    "housing_and_street_lights": Sector((0.3, 0.5), ("Street lights where women walk home", "Lights at the bus stand"), (300, 4_000)),
    "fire_and_disaster_response": Sector((0.4, 0.6), ("A flood shelter with toilets", "Warning by phone before the flood"), (400, 12_000)),
}  # fmt: skip


def answers(places: dict) -> pd.DataFrame:
    """One row a place, period (round) and sector: priority, request, cost_thousand, answered_on, validated_on,
    core_group_comment. A town that answers tells of every sector, `none` where it needs nothing.
    """
    generator, rows = chance(NAME), []
    for number, country in enumerate(COUNTRIES):
        towns = network_towns(places)[country].every
        regions = [above(places, town, "region").code for town in towns]
        known = sorted(set(regions))
        shape = (len(towns), len(SECTORS))
        of_regions = bell(generator, len(known) * len(SECTORS), SPREAD_OF_REGIONS).reshape(len(known), -1)
        taste = np.array([sector.taste[number] for sector in SECTORS.values()])
        taste = taste + of_regions[[known.index(region) for region in regions]]
        taste = taste + bell(generator, taste.size, SPREAD_OF_TOWNS).reshape(shape)
        ready = generator.random(len(towns))  # who answers the first round answers the second too
        for period, share in ROUNDS.items():
            wanted = np.round(taste + bell(generator, taste.size, SPREAD_OF_ROUNDS).reshape(shape), 6)
            for at in np.flatnonzero(ready < share):
                rows += _of_town(towns[at], period, wanted[at], generator)
    columns = ("place", "period", "sector", "priority", "request", "cost_thousand", "answered_on", "validated_on",
               "core_group_comment")  # fmt: skip
    return pd.DataFrame(rows, columns=columns).astype({"cost_thousand": "Int64"})


def _of_town(town: str, period: str, wanted: np.ndarray, generator) -> list[tuple]:
    answered = date(int(period), 3, 1) + timedelta(days=int(generator.random() * 120))
    validated = generator.random() < VALIDATED[period]
    validated_on = answered + timedelta(days=10 + int(generator.random() * 60)) if validated else None
    named_here = PRIORITIES[: FEWEST + int(generator.random() * (len(PRIORITIES) + 1 - FEWEST))]
    order, rows = (-wanted).argsort(kind="stable"), []
    for name, sector in SECTORS.items():
        place = int(np.flatnonzero(order == list(SECTORS).index(name))[0])
        priority = named_here[place] if place < len(named_here) else "none"
        asked, cost, estimated, commented, which = generator.random(5)
        named, pressing = priority != "none", priority in ("first", "high")
        request = sector.requests[int(asked * len(sector.requests))] if named else None
        low, high = sector.cost_thousand
        amount = round(low + (high - low) * cost**2, -2) if named and estimated < ESTIMATED else None
        comment = COMMENTS[int(which * len(COMMENTS))] if pressing and commented < COMMENTED else None
        rows.append((town, period, name, priority, request, amount, answered, validated_on, comment))
    return rows
