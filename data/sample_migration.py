"""Illustrative migrants of 2011 by main reason, where no real file was given; totals by reason are the census's."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from data.sample_numbers import bell, chance, located, of_level, whole
from data.sample_poverty import persons_2011

SEXES = ("male", "female")
AGE_GROUPS = (*(f"{age}-{age + 4}" for age in range(0, 75, 5)), "75+")
AGE_MIDDLE_YEARS = np.arange(2.5, 80, 5)


@dataclass(frozen=True)
class Reason:
    """How one reason is spread: national total (published), share of women, ages (from, peak, spread), what draws it.

    `plain`, `city` and `capital` say how much more often it brings people to the plains, near cities, near Kathmandu.
    """

    persons: int
    women: float
    ages: tuple[float, float, float]
    plain: float
    city: float
    capital: float


# Totals: census 2011, persons born in another district by main reason. All else is a guess.
REASONS = {
    "marriage": Reason(893_675, 0.97, (15, 38, 19), plain=0.7, city=0.1, capital=-0.2),
    "dependent": Reason(771_230, 0.56, (0, 14, 16), plain=0.8, city=0.5, capital=0.8),
    "agriculture": Reason(564_512, 0.44, (15, 50, 17), plain=1.5, city=-0.2, capital=-1.5),
    "study": Reason(506_688, 0.41, (0, 19, 8), plain=0.2, city=0.9, capital=1.6),
    "service": Reason(411_367, 0.2, (10, 33, 13), plain=0.2, city=0.8, capital=1.7),
    "business": Reason(224_815, 0.31, (15, 37, 12), plain=0.4, city=1.0, capital=1.4),
    "conflict": Reason(21_231, 0.47, (0, 34, 17), plain=0.5, city=0.6, capital=0.5),
    "others": Reason(176_222, 0.5, (0, 30, 20), plain=0.5, city=0.3, capital=0.6),
    "not_stated": Reason(218_209, 0.5, (0, 28, 18), plain=0.4, city=0.3, capital=0.7),
}


def in_migrants(places: dict, ward_census: pd.DataFrame) -> pd.DataFrame:
    """One row a district of 2011, sex, age group and reason: place, period, sex, age_group, reason, persons.

    Whole numbers; each reason sums to its published national total, all together 3,787,949.
    """
    districts = of_level(places, "NP", "district", "2011")
    where = located(places, districts)
    persons = persons_2011(places, ward_census, districts)
    generator = chance("nepal_in_migrants_2011_by_reason")
    pull = bell(generator, len(districts), 0.2) - 0.9 * where["mountain"].to_numpy()
    frames = []
    for name, reason in REASONS.items():
        draws = np.exp(
            pull
            + bell(generator, len(districts), 0.25)
            + reason.plain * where["plain"].to_numpy()
            + reason.city * np.exp(-where["km_to_city"].to_numpy() / 30)
            + reason.capital * np.exp(-where["km_to_kathmandu"].to_numpy() / 20)
        )
        frames.append(_spread(districts, name, reason, persons * draws, generator))
    return pd.concat(frames, ignore_index=True)


def _spread(districts: list, name: str, reason: Reason, weights: np.ndarray, generator) -> pd.DataFrame:
    youngest, peak, years = reason.ages
    ages = np.exp(-(((AGE_MIDDLE_YEARS - peak) / years) ** 2) / 2) * (youngest < AGE_MIDDLE_YEARS)
    women = np.clip(reason.women + bell(generator, len(districts), 0.02), 0.02, 0.98)
    sexes = np.stack([1 - women, women], axis=1)
    cells = weights[:, None, None] * sexes[:, :, None] * (ages / ages.sum())[None, None, :]
    index = pd.MultiIndex.from_product(
        [[district.code for district in districts], SEXES, AGE_GROUPS], names=["place", "sex", "age_group"]
    )
    rows = index.to_frame(index=False).assign(period="2011", reason=name, persons=whole(cells.ravel(), reason.persons))
    return rows[["place", "period", "sex", "age_group", "reason", "persons"]]
