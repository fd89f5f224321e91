"""Illustrative tax rates of the municipalities that have illustrative budgets: by kind of tax, in percent or as an amount a year.

Rates lie between a lowest and a highest that are guesses; towns that raise more of their own money ask for more. Pourashavas
together ask for less than the ceiling of the Model Tax Schedule of 2014, 39 percent of a holding's annual value.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from data.sample_budget import budget_lines
from data.sample_numbers import bell, chance

NAME = "municipal_tax_rates"
# Model Tax Schedule 2014, percent of the annual value of a holding, all holding taxes and rates together; read at
# https://sarishabaripourashava.gov.bd/2014/07
HOLDING_CEILING_PERCENT = 39
PERCENT, AMOUNT = "rate_percent", "amount_a_year"
RAISED_SHARE = 0.15  # of the rates, from one year to the next: one step up


@dataclass(frozen=True)
class Tax:
    """A tax: the column its rate stands in, the lowest and the highest rate and the step between them, and the share of the
    municipalities of each category that levy it."""

    column: str
    least: float
    most: float
    step: float
    levied: dict[str, float]


def _nepal(metropolitan: float, sub_metropolitan: float, municipality: float, rural: float) -> dict[str, float]:
    return {
        "np-metropolitan-city": metropolitan, "np-sub-metropolitan-city": sub_metropolitan,
        "np-municipality": municipality, "np-rural-municipality": rural,
    }  # fmt: skip


TAXES = {
    "NP": {
        "property_tax": Tax(PERCENT, 0.01, 0.15, 0.01, _nepal(1, 1, 0.9, 0.5)),
        "house_rent_tax": Tax(PERCENT, 2, 10, 1, _nepal(1, 1, 0.95, 0.6)),
        "business_tax": Tax(AMOUNT, 300, 3000, 100, _nepal(1, 1, 1, 0.85)),
        "vehicle_tax": Tax(AMOUNT, 400, 2000, 100, _nepal(1, 1, 0.8, 0.35)),
    },
    "BD": {
        "property_tax": Tax(PERCENT, 3, 7, 1, {"bd-pourashava": 1}),
        "conservancy_rate": Tax(PERCENT, 2, 7, 1, {"bd-pourashava": 0.9}),
        "lighting_rate": Tax(PERCENT, 1, 3, 1, {"bd-pourashava": 0.85}),
        "water_rate": Tax(PERCENT, 4, 10, 1, {"bd-pourashava": 0.35}),
        "business_tax": Tax(AMOUNT, 200, 1000, 50, {"bd-pourashava": 1}),
        "vehicle_tax": Tax(AMOUNT, 50, 200, 10, {"bd-pourashava": 0.9}),
    },
}
STRENGTH = {
    "np-metropolitan-city": 0.8, "np-sub-metropolitan-city": 0.65, "np-municipality": 0.45, "np-rural-municipality": 0.25,
    "bd-pourashava": 0.5,
}  # fmt: skip


def tax_rates(places: dict, ward_census: pd.DataFrame) -> pd.DataFrame:
    """One row a place, period and tax of its country: levied, rate_percent or amount_a_year (missing where not levied).

    Only for the places and periods that have budget lines.
    """
    reported = budget_lines(places, ward_census)[["place", "period"]].drop_duplicates(ignore_index=True)
    generator = chance(NAME)
    frames = []
    for country, taxes in TAXES.items():
        own = reported[reported["place"].str.startswith(country)]
        codes = sorted(own["place"].unique())
        periods = sorted(own["period"].unique())
        category = [places[code].category for code in codes]
        strength = np.array([STRENGTH[one] for one in category]) + bell(generator, len(codes), 0.15)
        for name, tax in taxes.items():
            rates = _rates(tax, category, strength, len(periods), generator)
            frames += [_rows(codes, period, name, tax, rates[:, at]) for at, period in enumerate(periods)]
    made = pd.concat(frames, ignore_index=True).astype({AMOUNT: "Int64"})
    return made.merge(reported, on=["place", "period"]).sort_values(["place", "period", "tax"], ignore_index=True)


def _rates(tax: Tax, category: list, strength: np.ndarray, years: int, generator) -> np.ndarray:
    """place x year: the rate, a whole number of steps above the lowest; NaN where the tax is not levied."""
    steps = round((tax.most - tax.least) / tax.step)
    first = np.clip(np.round(np.round((strength + bell(generator, strength.size, 0.12)) * steps, 6)), 0, steps)
    raised = (generator.random((strength.size, years)) < RAISED_SHARE).astype(int)
    raised[:, 0] = 0
    rates = tax.least + np.minimum(first[:, None] + raised.cumsum(axis=1), steps) * tax.step
    levied = generator.random(strength.size) < np.array([tax.levied[one] for one in category])
    return np.where(levied[:, None], np.round(rates, 4), np.nan)


def _rows(codes: list, period: str, name: str, tax: Tax, rates: np.ndarray) -> pd.DataFrame:
    nothing = np.full(rates.size, np.nan)
    return pd.DataFrame(
        {
            "place": codes,
            "period": period,
            "tax": name,
            "levied": ~np.isnan(rates),
            PERCENT: rates if tax.column == PERCENT else nothing,
            AMOUNT: rates if tax.column == AMOUNT else nothing,
        }
    )
