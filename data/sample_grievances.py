"""Illustrative grievances: what people of each ward filed with their municipality, by month and by who they are.

No municipality publishes them by ward. The towns are those of the programme; the counts follow each ward's persons of the
census, with towns and months that differ, so that most cells are small, as they are in real registers. A town that has not
sent a month has no rows for it; one that has gives every ward and group, zeros too.
"""

import numpy as np
import pandas as pd

from data.sample_alliance import programme_towns
from data.sample_numbers import bell, chance, located

NAME = "susasan_grievances"
PERIODS = tuple(f"{year}-{month:02}" for year in (2023, 2024) for month in range(1, 13))
GROUPS = ("brahmin_chhetri", "janajati", "madhesi", "dalit", "muslim", "others")
SHARES_OF_HILLS = (0.34, 0.42, 0.04, 0.13, 0.02, 0.05)
SHARES_OF_PLAINS = (0.20, 0.24, 0.31, 0.12, 0.09, 0.04)
FILED_PER_1000_PERSONS = 1.1  # a month, in a middling town
SPREAD_OF_TOWNS, SPREAD_OF_WARDS, SPREAD_OF_CELLS = 0.5, 0.35, 0.45  # of logarithms
MONSOON = {6: 1.15, 7: 1.45, 8: 1.35, 9: 1.15}  # drains, roads and landslides
ANSWERED = (0.45, 0.85)  # share answered in time, of the slowest and the quickest town
BEGAN_LATE, FELL_SILENT = 6, 2  # months without a report of the town that joined late, and of the one that stopped
MOST = 400  # no cell is larger; ends the search below


def grievances(places: dict, ward_census: pd.DataFrame) -> pd.DataFrame:
    """One row a ward, month and group: place, period, complainant_group, filed, answered_in_time (whole numbers)."""
    generator = chance(NAME)
    persons = dict(zip(ward_census["place"], ward_census["persons"], strict=True))
    towns = programme_towns(places)
    wards = {town: sorted(code for code in persons if code.startswith(f"{town}-")) for town in towns}
    towns = [town for town in towns if wards[town]]
    plains = located(places, [places[town] for town in towns])["plain"].to_numpy()
    silent = _silent(towns, generator)
    frames = []
    for number, town in enumerate(towns):
        reported = [period for period in PERIODS if period not in silent.get(town, ())]
        frames.append(_of_town(wards[town], persons, plains[number], reported, generator))
    return pd.concat(frames, ignore_index=True)


def _silent(towns: list[str], generator) -> dict[str, tuple[str, ...]]:
    """The months of which two towns have sent nothing."""
    late, stopped = (towns[i] for i in generator.random(len(towns)).argsort(kind="stable")[:2])
    return {late: PERIODS[:BEGAN_LATE], stopped: PERIODS[-FELL_SILENT:]}


def _of_town(wards: list[str], persons: dict, plain: float, periods: list[str], generator) -> pd.DataFrame:
    town_factor = np.exp(bell(generator, 1, SPREAD_OF_TOWNS))[0]
    quickness = ANSWERED[0] + (ANSWERED[1] - ANSWERED[0]) * generator.random()
    of_wards = np.array([persons[ward] for ward in wards], dtype=float) / 1000
    of_wards *= FILED_PER_1000_PERSONS * town_factor * np.exp(bell(generator, len(wards), SPREAD_OF_WARDS))
    of_periods = np.array([MONSOON.get(int(period[5:]), 1.0) for period in periods])
    of_groups = plain * np.array(SHARES_OF_PLAINS) + (1 - plain) * np.array(SHARES_OF_HILLS)
    shape = (len(wards), len(periods), len(GROUPS))
    cells = np.exp(bell(generator, int(np.prod(shape)), SPREAD_OF_CELLS)).reshape(shape)
    expected = of_wards[:, None, None] * of_periods[None, :, None] * of_groups[None, None, :] * cells
    filed = counts(expected, generator)
    answered = np.floor(np.round(filed * quickness + generator.random(shape), 9)).astype(np.int64)
    index = pd.MultiIndex.from_product((wards, periods, GROUPS), names=("place", "period", "complainant_group"))
    columns = {"filed": filed.ravel(), "answered_in_time": np.minimum(answered, filed).ravel()}
    return pd.DataFrame(columns, index=index).reset_index()


def counts(expected: np.ndarray, generator) -> np.ndarray:
    """Whole numbers whose chance is Poisson's of these expectations, each from one uniform number."""
    wanted = generator.random(expected.shape)
    probability = np.exp(-np.round(expected, 9))
    reached, found = probability.copy(), np.zeros(expected.shape, dtype=np.int64)
    for number in range(1, MOST):
        more = wanted > reached
        if not more.any():
            break
        found += more
        probability = probability * expected / number
        reached = reached + probability
    return found
