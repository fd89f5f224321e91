"""Illustrative censored headcounts of the national indices of multidimensional poverty, scaled to the published index.

Published are the headcount, the index and (Bangladesh) the intensity, which indicators there are and how they are weighted,
and in words which of them contribute most. How many of the poor lack each thing is a guess in that order.
"""

from fractions import Fraction

import pandas as pd

NAME = "national_mpi_deprivations"
PERIOD = "2019"
SIXTH = Fraction(1, 6)  # a dimension is a third; health and education have two indicators each
# Headcount and intensity in percent. Bangladesh: General Economics Division, national MPI published on 31 July 2025.
# Nepal: National Planning Commission 2021, 17.4 percent and an index of 0.074, so an intensity of 0.074 / 0.174.
PUBLISHED = {"BD": (24.05, 44.17), "NP": (17.4, 100 * 0.074 / 0.174)}
LIVING = {"BD": Fraction(1, 21), "NP": Fraction(1, 18)}  # seven and six indicators of living standards share a third
# Percent of all persons who are poor and lack it: guesses, before they are scaled. Bangladesh's report says that some 20
# percent are poor and lack housing, internet and sanitation, and names school attendance, schooling and nutrition first.
LACKING = {
    "BD": {
        "school_attendance": 13.6, "years_of_schooling": 13.2, "nutrition": 9.2, "reproductive_health": 2.2,
        "housing": 20.6, "internet": 20.3, "sanitation": 19.8, "assets": 15.0, "cooking_fuel": 9.0,
        "drinking_water": 2.5, "electricity": 2.3,
    },
    "NP": {
        "years_of_schooling": 11.0, "nutrition": 9.4, "school_attendance": 3.4, "child_mortality": 1.4,
        "housing": 15.6, "cooking_fuel": 15.3, "assets": 9.6, "sanitation": 6.6, "drinking_water": 3.6,
        "electricity": 2.4,
    },
}  # fmt: skip
IN_SIXTHS = (
    "school_attendance", "years_of_schooling", "nutrition", "reproductive_health", "child_mortality",
)  # fmt: skip


def deprivations(places: dict, ward_census: pd.DataFrame) -> pd.DataFrame:
    """One row a country and indicator: weight (they sum to 1) and censored_headcount_percent.

    The weighted sum of the censored headcounts is the headcount times the intensity (Alkire and Foster 2011).
    """
    return pd.concat([_country(country) for country in sorted(LACKING)], ignore_index=True)


def _country(country: str) -> pd.DataFrame:
    headcount, intensity = PUBLISHED[country]
    weights = {name: SIXTH if name in IN_SIXTHS else LIVING[country] for name in LACKING[country]}
    guessed = sum(float(weights[name]) * lacking for name, lacking in LACKING[country].items())
    scale = headcount * intensity / 100 / guessed
    return pd.DataFrame(
        {
            "place": country,
            "period": PERIOD,
            "deprivation": list(weights),
            "weight": [float(weight) for weight in weights.values()],
            "censored_headcount_percent": [lacking * scale for lacking in LACKING[country].values()],
        }
    )
