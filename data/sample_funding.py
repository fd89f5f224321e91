"""Illustrative funding and quarterly spending of the budgets of `sample_budget`: who pays, for what kind of cost, and when.

In Nepal equalization and conditional grants stand to each other as published for FY 2074/75; all else is a guess.
"""

import numpy as np
import pandas as pd

from data.sample_budget import budget_lines
from data.sample_numbers import bell, chance, fitted, whole, whole_table

FUNDING, QUARTERLY = "budget_funding", "budget_quarters"
EQUALIZATION_NPR_THOUSAND, CONDITIONAL_NPR_THOUSAND = 148_639_833, 76_414_758  # FY 2074/75, published
FEDERAL_PERCENT = 47.0  # of Nepal's plans: the two grants together
EQUALIZATION_PERCENT = (
    FEDERAL_PERCENT * EQUALIZATION_NPR_THOUSAND / (EQUALIZATION_NPR_THOUSAND + CONDITIONAL_NPR_THOUSAND)
)
CONDITIONAL_PERCENT = FEDERAL_PERCENT - EQUALIZATION_PERCENT
# (source, economic class) -> percent of all plans of the country
SHARES = {
    "NP": {
        ("own_revenue", "goods_and_services"): 9.0, ("own_revenue", "capital"): 8.0,
        ("revenue_sharing", "compensation_of_employees"): 7.0, ("revenue_sharing", "goods_and_services"): 7.0,
        ("revenue_sharing", "capital"): 6.0,
        ("equalization", "compensation_of_employees"): EQUALIZATION_PERCENT / 3,
        ("equalization", "capital"): EQUALIZATION_PERCENT * 2 / 3,
        ("conditional", "compensation_of_employees"): CONDITIONAL_PERCENT * 3 / 4,
        ("conditional", "grants_and_social_benefits"): CONDITIONAL_PERCENT / 4,
        ("complementary", "capital"): 7.0, ("special", "capital"): 6.0, ("loans", "capital"): 3.0,
    },
    "BD": {
        ("own_revenue", "compensation_of_employees"): 8.0, ("own_revenue", "goods_and_services"): 8.0,
        ("own_revenue", "capital"): 4.0, ("equalization", "capital"): 10.0,
        ("conditional", "compensation_of_employees"): 2.0, ("conditional", "grants_and_social_benefits"): 3.0,
        ("special", "capital"): 61.0, ("loans", "capital"): 4.0,
    },
}  # fmt: skip
OWN_REVENUE_ODDS = {
    "np-metropolitan-city": 3.0, "np-sub-metropolitan-city": 2.0, "np-municipality": 1.1, "np-rural-municipality": 0.5,
}  # fmt: skip
QUARTERS = ("first", "second", "third", "fourth")
SPENT_BY = (0.08, 0.25, 0.5, 1.0)  # of the year's outturn: most is spent in the last quarter
MISSING_REPORTS = 0.05  # of the first three quarters
OPEN_YEAR_SHARE = 0.8  # of the plan, which places whose year is open are on the way to; two quarters are reported


def funding(places: dict, ward_census: pd.DataFrame) -> pd.DataFrame:
    """One row a place, period, source and economic class: plan_thousand. They add up to the place's budget lines."""
    plans = budget_lines(places, ward_census).groupby(["place", "period"], as_index=False)["plan_thousand"].sum()
    generator, frames = chance(FUNDING), []
    for country, shares in SHARES.items():
        own = plans[plans["place"].str.startswith(country)]
        codes = sorted(own["place"].unique())
        noise = np.exp(bell(generator, len(codes) * len(shares), 0.35)).reshape(len(codes), len(shares))
        odds = dict(zip(codes, noise * _odds(places, codes, list(shares)), strict=True))
        for period, rows in own.groupby("period"):
            frames.append(_funded(rows, period, shares, odds))
    return pd.concat(frames, ignore_index=True)


def _odds(places: dict, codes: list, kinds: list) -> np.ndarray:
    """place x kind: towns that raise more of their own, and that may borrow."""
    category = [places[code].category for code in codes]
    own = np.array([OWN_REVENUE_ODDS.get(one, 1.0) for one in category])
    borrows = np.array([0.02 if one == "np-rural-municipality" else 1.0 for one in category])
    kind_of = {"own_revenue": own, "loans": borrows}
    return np.stack([kind_of.get(source, np.ones(len(codes))) for source, _ in kinds], axis=1)


def _funded(rows: pd.DataFrame, period: str, shares: dict, odds: dict) -> pd.DataFrame:
    plan = rows["plan_thousand"].to_numpy(np.int64)
    totals = whole(list(shares.values()), int(plan.sum()))
    seed = np.stack([odds[code] for code in rows["place"]]) * np.array(list(shares.values()))
    amounts = whole_table(fitted(seed, plan.astype(float), totals.astype(float), 60), plan, totals)
    return pd.DataFrame(
        {
            "place": np.repeat(rows["place"].to_numpy(), len(shares)),
            "period": period,
            "source": [source for source, _ in shares] * len(rows),
            "economic_class": [kind for _, kind in shares] * len(rows),
            "plan_thousand": amounts.ravel(),
        }
    )


def quarters(places: dict, ward_census: pd.DataFrame) -> pd.DataFrame:
    """One row a place, period and quarter: plan_thousand of the year, spent_to_date_thousand from its beginning.

    A closed year's last quarter is its outturn; of an open one two quarters are reported. Some reports are missing.
    """
    lines = budget_lines(places, ward_census)
    sums = lines.groupby(["place", "period"])
    years = sums[["plan_thousand", "outturn_thousand"]].sum(min_count=1).reset_index()
    closed = years["outturn_thousand"].notna().to_numpy()
    plan = years["plan_thousand"].to_numpy(np.int64)
    outturn = np.where(closed, years["outturn_thousand"].fillna(0), OPEN_YEAR_SHARE * plan)
    generator = chance(QUARTERLY)
    moved = 1 + bell(generator, 3 * len(years), 0.12).reshape(-1, 3)
    shares = np.column_stack([np.sort(np.array(SPENT_BY[:3]) * moved, axis=1), np.ones(len(years))])
    spent = np.round(outturn[:, None] * np.round(shares, 6)).astype(np.int64)
    known = np.column_stack([generator.random((len(years), 3)) >= MISSING_REPORTS, np.ones(len(years), dtype=bool)])
    known[~closed, 2:] = False
    return pd.DataFrame(
        {
            "place": np.repeat(years["place"].to_numpy(), len(QUARTERS)),
            "period": np.repeat(years["period"].to_numpy(), len(QUARTERS)),
            "quarter": list(QUARTERS) * len(years),
            "plan_thousand": np.repeat(plan, len(QUARTERS)),
            "spent_to_date_thousand": pd.Series(spent.ravel(), dtype="Int64").mask(~known.ravel()),
        }
    )
