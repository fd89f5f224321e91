"""Illustrative letters of recommendation and disputes: full tables by ward, period, class of time and group.

No municipality publishes them. A few programme towns and pourashavas send; counts follow the persons of each ward, and towns
differ in how quick they are. Every ward of a town that sends gives every class and group, zeros too.
"""

from itertools import product

import numpy as np
import pandas as pd

from data.sample_grievances import counts
from data.sample_numbers import bell, chance
from data.sample_reporting import reporting_towns

MONTHS = ("2024-10", "2024-11", "2024-12")
YEARS = {"NP": ("2079/80", "2080/81"), "BD": ("2022-23", "2023-24")}
SENDERS = {"nepal": 8, "bangladesh": 6}
PERSONS_OF_A_POURASHAVA = 45_000  # no census of towns could be had
ANSWER_TIMES = {  # class -> share in a quick town, share in a slow one
    "same_day": (0.44, 0.16), "days_1_3": (0.28, 0.24), "days_4_7": (0.13, 0.22), "days_8_15": (0.07, 0.14),
    "over_15_days": (0.04, 0.10), "still_open": (0.04, 0.14),
}  # fmt: skip
SETTLED_WITHIN = {
    "month_1": (0.34, 0.14), "months_2_3": (0.32, 0.24), "months_4_6": (0.14, 0.20), "over_6_months": (0.07, 0.12),
    "still_open": (0.13, 0.30),
}  # fmt: skip
WHO_ASKS = {"women": 0.44, "marginalised_men": 0.17, "other_men": 0.39}
WHO_FILES = {"women_or_marginalised": 0.58, "other_men": 0.42}
LETTERS_PER_1000_PERSONS = 22  # a month
CASES_PER_1000_PERSONS = 3.2  # a year


def letters(places: dict, ward_census: pd.DataFrame) -> pd.DataFrame:
    """One row a ward or pourashava, month, class and group: place, period, answer_time, applicant_group, letters."""
    periods = {"NP": MONTHS, "BD": MONTHS}
    names = ("answer_time", "applicant_group", "letters")
    return _table(
        "recommendation_letters", places, ward_census, periods, ANSWER_TIMES, WHO_ASKS, LETTERS_PER_1000_PERSONS, names
    )


def cases(places: dict, ward_census: pd.DataFrame) -> pd.DataFrame:
    """One row a ward or pourashava, fiscal year, class and group: place, period, settled_within, applicant_group, cases."""
    names = ("settled_within", "applicant_group", "cases")
    return _table(
        "judicial_cases", places, ward_census, YEARS, SETTLED_WITHIN, WHO_FILES, CASES_PER_1000_PERSONS, names
    )


def _table(extract: str, places, ward_census, periods, classes, groups, per_1000: float, names: tuple) -> pd.DataFrame:
    generator = chance(extract)
    persons = dict(zip(ward_census["place"], ward_census["persons"], strict=True))
    frames = []
    for code in reporting_towns(places, **SENDERS):
        wards = sorted(ward for ward in persons if ward.startswith(f"{code}-"))
        of_places = np.array([persons[ward] for ward in wards] or [PERSONS_OF_A_POURASHAVA], dtype=float) / 1000
        of_places *= per_1000 * np.exp(bell(generator, 1, 0.3))[0] * np.exp(bell(generator, len(of_places), 0.25))
        slow = generator.random()
        of_classes = np.array([quick + (late - quick) * slow for quick, late in classes.values()])
        of_groups = np.array(list(groups.values()))
        own = periods[code[:2]]
        shape = (len(of_places), len(own), len(classes), len(groups))
        expected = of_places[:, None, None, None] * of_classes[None, None, :, None] * of_groups[None, None, None, :]
        found = counts(np.broadcast_to(expected, shape), generator)
        index = pd.MultiIndex.from_tuples(
            product(wards or [code], own, classes, groups), names=("place", "period", *names[:2])
        )
        frames.append(pd.DataFrame({names[2]: found.ravel()}, index=index).reset_index())
    return pd.concat(frames, ignore_index=True)
