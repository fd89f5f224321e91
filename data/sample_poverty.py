"""Illustrative poverty: wealth quintiles by ward and headcount by district, where no real file was given.

Who is poor here follows what is published about provinces and a guess about remoteness; the totals are published ones.
"""

import numpy as np
import pandas as pd

from data.problems import ContentError
from data.sample_numbers import (
    PROVINCE_POVERTY_PERCENT,
    above,
    bell,
    chance,
    fitted,
    located,
    of_level,
    whole,
    whole_table,
)

WARD_CENSUS = "nepal_ward_census_2021"
# National shares of households, 2021 census table 32, percent; as printed they add up to 100.01.
QUINTILE_PERCENT = (20.26, 19.71, 20.01, 20.05, 19.98)
QUINTILE_COLUMNS = tuple(f"households_{fifth}_fifth" for fifth in ("poorest", "second", "middle", "fourth", "richest"))
CATEGORY_WEALTH = {
    "np-metropolitan-city": 0.9, "np-sub-metropolitan-city": 0.6,
    "np-municipality": 0.15, "np-rural-municipality": -0.3,
}  # fmt: skip
PERSONS_2011 = 26_494_504  # census 2011, published
HEADCOUNT_2011, GAP_2011, SEVERITY_2011 = 0.2516, 0.0543, 0.0181  # NLSS III, published


def wealth_quintiles(places: dict, ward_census: pd.DataFrame) -> pd.DataFrame:
    """One row a ward of the census: place, period, households in each national fifth, households (the real ones)."""
    wards = ward_census.sort_values("place", ignore_index=True)
    unknown = [code for code in wards["place"] if code not in places]
    if unknown:
        raise ContentError(f"{len(unknown)} wards of {WARD_CENSUS} are no places, first {unknown[0]}.")
    households = wards["households"].to_numpy(np.int64)
    wealth = _wealth(places, wards)
    steps = np.arange(-2, 3)
    seed = np.round(np.exp(wealth[:, None] * steps - 0.12 * steps**2), 9)
    totals = whole(QUINTILE_PERCENT, int(households.sum()))
    counts = whole_table(fitted(seed, households, totals), households, totals)
    return pd.DataFrame(
        {
            "place": wards["place"],
            "period": "2021",
            **{name: counts[:, number] for number, name in enumerate(QUINTILE_COLUMNS)},
            "households": households,
        }
    )


def _wealth(places: dict, wards: pd.DataFrame) -> np.ndarray:
    """A score for each ward, higher is richer, mean 0 and standard deviation 1 over households."""
    chosen = [places[code] for code in wards["place"]]
    palikas = [above(places, place.code, "local") for place in chosen]
    provinces = [above(places, place.code, "region").code for place in chosen]
    where = located(places, chosen)
    areas = np.array([place.area_km2 or np.nan for place in chosen], dtype=float)
    density = np.log10(np.clip(wards["persons"].to_numpy(float) / areas, 1, 30_000))
    density = np.where(np.isnan(density), np.nanmedian(density), density)
    generator = chance("nepal_wealth_quintiles_2021")
    codes = sorted({palika.code for palika in palikas})
    of_palika = dict(zip(codes, bell(generator, len(codes), 0.3), strict=True))
    score = (
        1.6 * np.exp(-where["km_to_kathmandu"] / 18)
        + 0.7 * np.exp(-where["km_to_city"] / 22)
        - 0.5 * np.clip(where["km_to_city"], 0, 120) / 100
        + 0.35 * (density - 2.5)
        - 0.8 * where["mountain"]
        + 0.55 * where["plain"]
        - np.array([PROVINCE_POVERTY_PERCENT[code] - 20.27 for code in provinces]) / 20
        + np.array([CATEGORY_WEALTH[palika.category] for palika in palikas])
        + np.array([of_palika[palika.code] for palika in palikas])
        + bell(generator, len(chosen), 0.3)
    ).to_numpy()
    weight = wards["households"].to_numpy(float)
    score = score - np.average(score, weights=weight)
    return np.round(score / np.sqrt(np.average(score**2, weights=weight)), 6)


def poverty_districts(places: dict, ward_census: pd.DataFrame) -> pd.DataFrame:
    """One row a district of 2011 and period (2001, 2011): the columns of nepal_poverty_district_2001_2011.

    Rates are fractions; 2001 has no persons, as in the published file. In 2011 the rates weighted by persons give
    the published 25.16 % (gap 5.43 %, severity 1.81 %).
    """
    districts = of_level(places, "NP", "district", "2011")
    persons = persons_2011(places, ward_census, districts)
    where = located(places, districts)
    generator = chance("nepal_poverty_district_2001_2011")
    now = _remoteness(places, districts, where) + bell(generator, len(districts), 0.35)
    before = now + 0.35 + bell(generator, len(districts), 0.25)
    rates = _at_total(lambda shift: 1 / (1 + np.exp(-(now + shift))), persons, HEADCOUNT_2011)
    shift = np.log(rates[0] / (1 - rates[0])) - now[0]
    rates_before = 1 / (1 + np.exp(-(before + shift)))
    frames = []
    for period, rate, people in (("2001", rates_before, None), ("2011", rates, persons)):
        frames.append(_district_rows(generator, districts, period, rate, persons, people))
    return pd.concat(frames, ignore_index=True)


def persons_2011(places: dict, ward_census: pd.DataFrame, districts: list) -> np.ndarray:
    """Persons of each district of 2011: the published 26,494,504, shared out as the wards' persons of 2021 are."""
    census = ward_census.assign(district=[above(places, code, "district").code[-2:] for code in ward_census["place"]])
    by_number = census.groupby("district")["persons"].sum()
    return whole([by_number[district.code[-2:]] for district in districts], PERSONS_2011)


def _remoteness(places: dict, districts: list, where: pd.DataFrame) -> np.ndarray:
    """Log-odds of poverty but for a constant: today's province, the mountains, and the way to the cities."""
    province_of = {place.code[-2:]: place.parent for place in of_level(places, "NP", "district", "2017")}
    poverty = np.array([PROVINCE_POVERTY_PERCENT[province_of[district.code[-2:]]] for district in districts])
    return (
        (poverty - 20) / 16
        + 0.6 * where["mountain"].to_numpy()
        - 0.25 * where["plain"].to_numpy()
        - 1.1 * np.exp(-where["km_to_kathmandu"].to_numpy() / 25)
        - 0.6 * np.exp(-where["km_to_city"].to_numpy() / 30)
    )


def _at_total(rates_at, persons: np.ndarray, wanted: float) -> np.ndarray:
    """The rates of `rates_at(shift)` whose mean over persons is `wanted`, found by halving the interval."""
    low, high = -10.0, 10.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if np.average(rates_at(middle), weights=persons) < wanted else (low, middle)
    return rates_at(low)


def _in_ratio(shape: np.ndarray, of: np.ndarray, ratio: float, weights: np.ndarray) -> np.ndarray:
    """`shape` scaled so that its weighted mean is `ratio` times that of `of`."""
    return shape * (ratio * np.average(of, weights=weights) / np.average(shape, weights=weights))


def _district_rows(generator, districts: list, period: str, rate, weights, persons) -> pd.DataFrame:
    deeper = rate * (0.16 + 0.18 * rate) * (1 + bell(generator, len(rate), 0.06))
    gap = _in_ratio(deeper, rate, GAP_2011 / HEADCOUNT_2011, weights)
    deepest = gap * (0.24 + 0.35 * rate) * (1 + bell(generator, len(rate), 0.06))
    severity = _in_ratio(deepest, gap, SEVERITY_2011 / GAP_2011, weights)
    spread = 0.7 + 0.6 * generator.random(len(rate))
    return pd.DataFrame(
        {
            "place": [district.code for district in districts],
            "period": period,
            "headcount_rate": np.round(rate, 4),
            "headcount_rate_standard_error": np.round((0.012 + 0.09 * rate) * spread, 4),
            "poverty_gap": np.round(gap, 4),
            "poverty_gap_standard_error": np.round((0.004 + 0.11 * gap) * spread, 4),
            "poverty_severity": np.round(severity, 4),
            "poverty_severity_standard_error": np.round((0.002 + 0.13 * severity) * spread, 4),
            "persons": pd.array([pd.NA] * len(districts) if persons is None else persons, dtype="Int64"),
        }
    )
