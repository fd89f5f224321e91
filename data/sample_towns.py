"""Illustrative growth of palikas from 2011 to 2021: how many lived on today's land then, and what was a town then.

No table of the census of 2011 on the boundaries of now could be had. Persons of 2021 are those of the ward census, and all
together grow as published; the rest is a guess.
"""

import numpy as np
import pandas as pd

from data.sample_flows import RURAL, palikas_with_persons
from data.sample_numbers import bell, chance, located, whole

NAME = "nepal_palika_growth_2011_2021"
PERSONS_2011, PERSONS_2021 = 26_494_504, 29_164_578  # censuses, published, people in institutions among them
TOWNS_2011 = 58  # a guess: the cities, and the municipalities with the most people
GROWTH = {
    "np-metropolitan-city": 0.1, "np-sub-metropolitan-city": 0.16, "np-municipality": 0.08, RURAL: -0.03,
}  # fmt: skip
CITIES = ("np-metropolitan-city", "np-sub-metropolitan-city")


def growth(places: dict, ward_census: pd.DataFrame) -> pd.DataFrame:
    """One row a palika: place, period, kind_2011, kind_2021 (urban, rural), persons_2011, persons_2021 (whole numbers)."""
    palikas, persons = palikas_with_persons(places, ward_census)
    where, generator = located(places, palikas), chance(NAME)
    grown = np.array([GROWTH[place.category] for place in palikas])
    grown += 0.1 * where["plain"].to_numpy() - 0.1 * where["mountain"].to_numpy() + bell(generator, len(palikas), 0.05)
    before = whole(persons / (1 + grown), round(int(persons.sum()) * PERSONS_2011 / PERSONS_2021))
    urban = np.array([place.category != RURAL for place in palikas])
    rank = sorted(
        range(len(palikas)), key=lambda at: (palikas[at].category not in CITIES, not urban[at], -persons[at], at)
    )
    towns = set(rank[:TOWNS_2011])
    return pd.DataFrame(
        {
            "place": [place.code for place in palikas],
            "period": "2021",
            "kind_2011": ["urban" if at in towns else "rural" for at in range(len(palikas))],
            "kind_2021": ["urban" if is_urban else "rural" for is_urban in urban],
            "persons_2011": before,
            "persons_2021": persons,
        }
    )
