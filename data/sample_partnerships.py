"""Illustrative partnerships of towns with cities and organisations abroad. Partners are kinds, never names.

No municipality of either country publishes a list. The towns of Nepal are those of the programme and some beside them,
those of Bangladesh the city corporations and some pourashavas; larger ones have more, and older ones that have ended.
"""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from data.sample_alliance import programme_towns
from data.sample_numbers import chance, of_level

NAME = "town_partnerships"
SEEN_ON = date(2024, 12, 31)
FIRST_YEAR, LAST_YEAR = 2006, 2024
OTHER_TOWNS, POURASHAVAS = 12, 26
MOST_OF_CITY, MOST_OF_TOWN = 5, 3
ENDED, NOT_TOLD = 0.35, 0.3  # how many have ended, where they are old enough, and have told no result
WITH_MONEY = 0.55  # how many tell the sum, of those with money or works
OWN = {"NP": "NPR", "BD": "BDT"}
OF_COUNTRY = {"JP": "JPY", "KR": "KRW", "CN": "CNY", "IN": "INR", "DE": "EUR", "NL": "EUR", "DK": "EUR", "FR": "EUR",
              "GB": "GBP", "US": "USD", "AU": "AUD"}  # fmt: skip
IN_UNITS = {"NPR": 1_000_000, "BDT": 1_000_000, "INR": 500_000, "JPY": 1_500_000, "KRW": 12_000_000, "CNY": 70_000}
LARGEST = 40  # of those units, or of 10,000 of any other currency


@dataclass(frozen=True)
class Kind:
    """What a partnership is about: how often, which partners, from which countries ("" is of no one country), and what
    may come of it: the kind of result with what is told of it."""

    often: float
    partners: tuple[str, ...]
    countries: tuple[str, ...]
    results: dict[str, str]


KINDS = {
    "exchange": Kind(0.26, ("Sister city", "Friendship city", "Youth exchange association"),
                     ("JP", "CN", "KR", "IN", "US", "DE", "AU"),
                     {"training": "Visits of staff and schools both ways", "plan": "A yearly programme of exchange"}),
    "environment": Kind(0.2, ("Twin city", "Environment fund", "Waste management centre"),
                        ("JP", "DE", "NL", "DK", "KR", "SG"),
                        {"works": "A composting yard", "plan": "A plan for solid waste", "training": "Staff trained in waste sorting"}),
    "planning": Kind(0.14, ("Urban planning institute", "Twin city"), ("GB", "NL", "JP", "SG", "IN"),
                     {"plan": "A land use plan for two wards", "officer": "A planner in the town office"}),
    "health": Kind(0.12, ("City health department", "Public health institute"), ("GB", "AU", "TH", "IN", "NO"),
                   {"training": "Health workers trained", "works": "Equipment for a city clinic"}),
    "resilience": Kind(0.12, ("Network of resilient cities", "Fire brigade of a twin city"), ("", "", "JP", "PH", "NL"),
                       {"officer": "An officer for disaster risk", "plan": "A resilience strategy"}),
    "finance": Kind(0.1, ("Development bank", "Municipal finance centre"), ("", "FR", "US", "IN"),
                    {"money": "A loan for water supply", "training": "Staff trained in accounts"}),
    "cyber_security": Kind(0.06, ("University institute for security", "Digital city office"), ("EE", "KR", "SG", "IN"),
                           {"officer": "An officer for data protection", "plan": "Rules for passwords and backups"}),
}  # fmt: skip


def partnerships(places: dict, ward_census: pd.DataFrame) -> pd.DataFrame:
    """One row a partnership: partnership, place, partner, partner_country (missing: of no one country), topic, begun, ended
    (missing while it goes on), result, outcome, amount and its currency (missing where none is told), seen_on.
    """
    generator, rows = chance(NAME), []
    for town in towns(places, generator):
        is_city = places[town].category in ("np-metropolitan-city", "np-sub-metropolitan-city", "bd-city-corporation")
        wanted = 1 + int(generator.random() ** 1.5 * (MOST_OF_CITY if is_city else MOST_OF_TOWN))
        seen = set()
        for number in range(1, wanted + 1):
            row = _partnership(town[:2], generator)
            if row[:4] not in seen:
                seen.add(row[:4])
                rows.append((f"{town}/{number}", town, *row, SEEN_ON))
    columns = ("partnership", "place", "partner", "partner_country", "topic", "begun", "ended", "result", "outcome", "amount",
               "currency", "seen_on")  # fmt: skip
    return pd.DataFrame(rows, columns=columns).astype({"ended": "Int64", "amount": "Int64"})


def towns(places: dict, generator) -> list[str]:
    """The municipalities that have partnerships: of Nepal local governments, of Bangladesh city corporations and towns."""
    programme = programme_towns(places)
    others = [one.code for one in of_level(places, "NP", "local")
              if one.category == "np-municipality" and one.code not in programme]  # fmt: skip
    corporations = [one.code for one in of_level(places, "BD", "local") if one.category == "bd-city-corporation"]
    pourashavas = [one.code for one in of_level(places, "BD", "town") if one.valid_to is None]
    chosen = _some(others, OTHER_TOWNS, generator) + _some(pourashavas, POURASHAVAS, generator)
    return sorted([*programme, *corporations, *chosen])


def _some(codes: list[str], count: int, generator) -> list[str]:
    return [codes[number] for number in sorted(generator.random(len(codes)).argsort(kind="stable")[:count])]


def _one(choices, generator):
    return choices[int(generator.random() * len(choices))]


def _partnership(home: str, generator) -> tuple:
    """Partner, country, topic, begun, ended, result, outcome, amount, currency."""
    bounds = np.round(np.cumsum([kind.often for kind in KINDS.values()]), 6)
    topic = list(KINDS)[int(np.searchsorted(bounds, generator.random() * bounds[-1], side="right"))]
    kind = KINDS[topic]
    partner, country = _one(kind.partners, generator), _one(kind.countries, generator) or None
    begun = LAST_YEAR - int(generator.random() ** 1.6 * (LAST_YEAR - FIRST_YEAR + 1))
    over, years = generator.random(), 2 + int(generator.random() * 5)
    ended = begun + years if over < ENDED and begun + years <= LAST_YEAR else None
    told, chosen, sum_told, size = generator.random(4)
    if told < NOT_TOLD or begun == LAST_YEAR:
        return f"{partner} (example)", country, topic, begun, ended, "not_told", None, None, None
    result, outcome = list(kind.results.items())[int(chosen * len(kind.results))]
    amount, currency = None, None
    if result in ("money", "works") and sum_told < WITH_MONEY:
        currency = OWN[home] if size < 0.6 else OF_COUNTRY.get(country, "USD")
        amount = IN_UNITS.get(currency, 10_000) * (1 + int(size * LARGEST))
    return f"{partner} (example)", country, topic, begun, ended, result, outcome, amount, currency
