"""Illustrative priorities of municipalities: what the periodic plan names, what the annual programme takes up, what the budget pays.

Nobody collects the three documents side by side. All of it is a guess, the same way of guessing in both countries.
"""

import numpy as np
import pandas as pd

from data.sample_budget import budget_lines
from data.sample_numbers import bell, chance

NAME = "municipal_priorities"
NOT_READ_SHARE = 0.1  # of the municipalities: their documents could not be had
# How likely a policy names the sector.
SECTORS = {
    "roads_and_bridges": 0.85, "water_supply": 0.7, "schools": 0.65, "primary_health_care": 0.65,
    "agriculture_and_jobs": 0.6, "solid_waste": 0.55, "drainage_and_rivers": 0.55, "social_security": 0.5,
    "fire_and_disaster_response": 0.45, "housing_and_street_lights": 0.4, "parks_and_culture": 0.35,
}  # fmt: skip
TAKEN_UP, TAKEN_UP_ANYWAY = 0.82, 0.15  # in the programme: of what the policy names, and of what it does not
PAID, PAID_ANYWAY = 0.84, 0.2  # in the budget: of what the programme has, and of what it does not
WELL_BUILT = ("roads_and_bridges", "housing_and_street_lights")  # paid for whether or not anybody planned them
WELL_BUILT_BONUS = 0.12


def priorities(places: dict, ward_census: pd.DataFrame) -> pd.DataFrame:
    """One row a place, period and sector that at least one document names: in_policy, in_programme, in_budget.

    Only for places and periods that have budget lines; a policy lasts for all periods, the other two are of a year.
    """
    reported = budget_lines(places, ward_census)[["place", "period"]].drop_duplicates(ignore_index=True)
    codes = sorted(reported["place"].unique())
    generator = chance(NAME)
    read = generator.random(len(codes)) >= NOT_READ_SHARE
    care = bell(generator, len(codes), 0.1)[:, None]
    bonus = np.array([WELL_BUILT_BONUS * (sector in WELL_BUILT) for sector in SECTORS])
    policy = generator.random((len(codes), len(SECTORS))) < np.array(list(SECTORS.values()))
    frames = []
    for period in sorted(reported["period"].unique()):
        programme = generator.random(policy.shape) < np.where(policy, TAKEN_UP + care, TAKEN_UP_ANYWAY)
        budget = generator.random(policy.shape) < np.where(programme, PAID + care, PAID_ANYWAY) + bonus
        frames.append(_rows(codes, period, policy, programme, budget)[np.repeat(read, len(SECTORS))])
    made = pd.concat(frames, ignore_index=True)
    named = made[made[["in_policy", "in_programme", "in_budget"]].any(axis=1)]
    return named.merge(reported, on=["place", "period"]).sort_values(["place", "period", "sector"], ignore_index=True)


def _rows(codes: list, period: str, policy: np.ndarray, programme: np.ndarray, budget: np.ndarray) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "place": np.repeat(codes, len(SECTORS)),
            "period": period,
            "sector": list(SECTORS) * len(codes),
            "in_policy": policy.ravel(),
            "in_programme": programme.ravel(),
            "in_budget": budget.ravel(),
        }
    )
