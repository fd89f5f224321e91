"""Illustrative moves between palikas of Nepal: who lives in another palika than that of birth, by a gravity model.

No table of origins and destinations could be had. What is published is how many lived in another district than that of
birth in 2011; the same share of the persons of 2021 is shared out here by size, nearness, and a guess of what draws.
"""

import numpy as np
import pandas as pd

from data.sample_numbers import KM_PER_DEGREE, above, bell, chance, located, of_level, whole

NAME = "nepal_migration_flows_2021"
BORN_IN_OTHER_DISTRICT_2011, PERSONS_2011 = 3_788_049, 26_253_828  # census 2011, birthplace table
WITHIN_A_DISTRICT = 0.35  # moves between palikas of one district for each between districts: a guess
LEAST = 15  # persons: smaller flows are left out, the others are scaled up to the total
NEAR_KM, FALL = 90.0, 1.7  # how quickly flows fall with distance
CITY_KM, CAPITAL_KM = 18.0, 16.0
RURAL = "np-rural-municipality"


def flows(places: dict, ward_census: pd.DataFrame) -> pd.DataFrame:
    """One row a pair of palikas: origin, destination, period, stream, persons (whole numbers, none below 1).

    Pairs of two districts sum to the published share of 2011 of the persons of 2021.
    """
    palikas, persons = palikas_with_persons(places, ward_census)
    expected = _expected(places, palikas, persons)
    district = np.array([above(places, place.code, "district").code for place in palikas])
    same = district[:, None] == district[None, :]
    between = round(BORN_IN_OTHER_DISTRICT_2011 / PERSONS_2011 * int(persons.sum()))
    counts = np.zeros(expected.shape, dtype=np.int64)
    for chosen, total in ((~same, between), (same, round(between * WITHIN_A_DISTRICT))):
        counts[chosen] = _shared(np.where(chosen, expected, 0)[chosen], total)
    origin, destination = np.nonzero(counts)
    codes = np.array([place.code for place in palikas], dtype=object)
    kind = np.array(["rural" if place.category == RURAL else "urban" for place in palikas], dtype=object)
    return pd.DataFrame(
        {
            "origin": codes[origin],
            "destination": codes[destination],
            "period": "2021",
            "stream": [f"{one}_to_{other}" for one, other in zip(kind[origin], kind[destination], strict=True)],
            "persons": counts[origin, destination],
        }
    )


def palikas_with_persons(places: dict, ward_census: pd.DataFrame) -> tuple[list, np.ndarray]:
    """The palikas of today that have wards in the census, in order of their codes, and their persons."""
    by_palika = ward_census["persons"].groupby(ward_census["place"].str.partition("-")[0]).sum()
    palikas = [place for place in of_level(places, "NP", "local", "2017") if place.code in by_palika.index]
    return palikas, by_palika[[place.code for place in palikas]].to_numpy(np.int64)


def _expected(places: dict, palikas: list, persons: np.ndarray) -> np.ndarray:
    """What the model expects of each origin (row) and destination (column), in no unit; nothing stays where it is."""
    where, generator = located(places, palikas), chance(NAME)
    city = np.exp(-where["km_to_city"].to_numpy() / CITY_KM)
    capital = np.exp(-where["km_to_kathmandu"].to_numpy() / CAPITAL_KM)
    plain, mountain = where["plain"].to_numpy(), where["mountain"].to_numpy()
    draws = 1.1 * plain + 1.5 * city + 0.9 * capital - 0.9 * mountain + bell(generator, len(palikas), 0.25)
    sends = 0.9 * (1 - plain) + 0.3 * mountain - 0.6 * city - 0.5 * capital + bell(generator, len(palikas), 0.2)
    lon, lat = where["lon"].to_numpy(), where["lat"].to_numpy()
    east = (lon[:, None] - lon[None, :]) * np.cos(np.radians(28.2))
    km = np.sqrt(east**2 + (lat[:, None] - lat[None, :]) ** 2) * KM_PER_DEGREE
    expected = np.exp(sends)[:, None] * persons[:, None] * (np.exp(draws) * persons)[None, :] / (NEAR_KM + km) ** FALL
    expected *= np.exp(bell(generator, expected.size, 0.3)).reshape(expected.shape)
    np.fill_diagonal(expected, 0)
    return expected


def _shared(weights: np.ndarray, total: int) -> np.ndarray:
    """Whole numbers in proportion to the weights that sum to `total`, flows below `LEAST` persons left out."""
    large = np.round(weights / weights.sum() * total, 6) >= LEAST
    return whole(np.where(large, weights, 0), total)
