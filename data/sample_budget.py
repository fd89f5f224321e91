"""Illustrative budget lines with green, resilient and inclusive weights, by palika and pourashava and fiscal year.

No municipality publishes such tags. Sizes follow population (Nepal) or the area of the town (Bangladesh, whose towns
have no population here) around a round total; every weight is a guess about that kind of line.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from data.periods import span
from data.sample_numbers import above, bell, chance, in_city, of_level, whole

NAME = "grid_budget_lines"
UNTAGGED_SHARE = 0.12  # of the money planned
NOT_REPORTED_SHARE = 0.04  # of the places, in the last year
NOT_CLOSED_SHARE = 0.3  # of the places that reported it: no outturn yet
NO_OWN_TAGS_SHARE = 0.25  # of the places: they tag nothing themselves
SAME_TAG_SHARE = 0.7  # of their lines: tagged with the heaviest pillar of the programme
OWN_TAGS = ("green", "resilient", "inclusive", "none")
PILLARS = ("green_weight", "resilient_weight", "inclusive_weight")


@dataclass(frozen=True)
class Line:
    """A budget line: its function, its share of a palika's and of a pourashava's plan in percent, its three weights,
    and how many times more often than others it carries no tag."""

    function: str
    percent: dict[str, float]
    weights: tuple[float, float, float]
    untagged_odds: float = 1.0


LINES = {
    "office_and_staff": Line("general_public_services", {"NP": 15, "BD": 17}, (0.0, 0.0, 0.1), 5),
    "planning_and_ward_services": Line("general_public_services", {"NP": 6, "BD": 4}, (0.1, 0.3, 0.4), 2),
    "fire_and_disaster_response": Line("public_order_and_safety", {"NP": 2, "BD": 2}, (0.1, 0.95, 0.3)),
    "roads_and_bridges": Line("economic_affairs", {"NP": 20, "BD": 33}, (0.05, 0.3, 0.2), 2),
    "agriculture_and_jobs": Line("economic_affairs", {"NP": 8, "BD": 3}, (0.4, 0.4, 0.6)),
    "solid_waste": Line("environmental_protection", {"NP": 3, "BD": 7}, (0.95, 0.3, 0.2)),
    "drainage_and_rivers": Line("environmental_protection", {"NP": 4, "BD": 12}, (0.5, 0.9, 0.2)),
    "water_supply": Line("housing_and_community_amenities", {"NP": 7, "BD": 9}, (0.4, 0.6, 0.6)),
    "housing_and_street_lights": Line("housing_and_community_amenities", {"NP": 4, "BD": 6}, (0.3, 0.3, 0.5)),
    "primary_health_care": Line("health", {"NP": 9, "BD": 3}, (0.1, 0.4, 0.7)),
    "parks_and_culture": Line("recreation_culture_and_religion", {"NP": 2, "BD": 2}, (0.5, 0.1, 0.3), 2),
    "schools": Line("education", {"NP": 16, "BD": 1}, (0.1, 0.2, 0.6)),
    "social_security": Line("social_protection", {"NP": 4, "BD": 1}, (0.0, 0.3, 0.95)),
}
# Plans of all palikas, or of all pourashavas, thousands of NPR or BDT: round, because no such total is published for
# these years. Federal transfers to palikas alone were 225,054,591 thousand NPR in 2074/75.
TOTALS_THOUSAND = {
    "NP": {"2079/80": 480_000_000, "2080/81": 500_000_000, "2081/82": 525_000_000},
    "BD": {"2021-22": 132_000_000, "2022-23": 141_000_000, "2023-24": 152_000_000},
}
NEPAL_BASE_THOUSAND = {
    "np-metropolitan-city": 900_000, "np-sub-metropolitan-city": 600_000,
    "np-municipality": 260_000, "np-rural-municipality": 190_000,
}  # fmt: skip


def budget_lines(places: dict, ward_census: pd.DataFrame) -> pd.DataFrame:
    """One row a place, period and line: the columns of grid_budget_lines.

    Plans of each country and period sum to `TOTALS_THOUSAND` but for the places that have not reported the last period,
    which have no rows there. Untagged lines have no weights; an outturn is missing where the year is not closed.
    """
    generator = chance(NAME)
    counted = ward_census.assign(palika=[above(places, code, "local").code for code in ward_census["place"]])
    persons = counted.groupby("palika")["persons"].sum()
    palikas = [place for place in of_level(places, "NP", "local") if _stands(place) and place.code in persons.index]
    towns = [place for place in of_level(places, "BD", "town") if _stands(place) and not in_city(places, place)]
    nepal = _country(palikas, _nepal_sizes(palikas, persons, generator), "NP", generator)
    bangladesh = _country(towns, _town_sizes(places, towns, generator), "BD", generator)
    return _with_own_tags(pd.concat([nepal, bangladesh], ignore_index=True))


def _with_own_tags(lines: pd.DataFrame) -> pd.DataFrame:
    """The lines with the pillar that the municipality itself names: mostly the heaviest, sometimes another, or none.

    The same in all years; a quarter of the municipalities tag nothing, and nobody tags a line without weights.
    """
    generator = chance(f"{NAME} own tags")
    codes, numbers = np.unique(lines["place"], return_inverse=True)
    tags_at_all = (generator.random(codes.size) >= NO_OWN_TAGS_SHARE)[numbers]
    draws = generator.random((codes.size, len(LINES), 2))[numbers, lines["line"].map(list(LINES).index)]
    weights = lines[list(PILLARS)].fillna(0).to_numpy()
    heaviest = np.where(weights.max(axis=1) >= 0.3, weights.argmax(axis=1), len(OWN_TAGS) - 1)
    other = np.floor(draws[:, 1] * len(OWN_TAGS)).astype(int)
    chosen = pd.Series(np.array(OWN_TAGS)[np.where(draws[:, 0] < SAME_TAG_SHARE, heaviest, other)], lines.index)
    return lines.assign(own_tag=chosen.astype("str").where(tags_at_all & lines["tagged"]))


def _stands(place) -> bool:
    """Whether the place stood through all the periods."""
    periods = TOTALS_THOUSAND[place.country]
    first, last = (span(period, place.country) for period in (min(periods), max(periods)))
    began = place.valid_from is None or place.valid_from <= first[0]
    return began and (place.valid_to is None or place.valid_to >= last[1])


def _nepal_sizes(chosen: list, persons: pd.Series, generator) -> np.ndarray:
    base = np.array([NEPAL_BASE_THOUSAND[place.category] for place in chosen], dtype=float)
    people = persons.reindex([place.code for place in chosen]).to_numpy(float)
    return (base + 9.0 * people) * np.exp(bell(generator, len(chosen), 0.15))


def _town_sizes(places: dict, chosen: list, generator) -> np.ndarray:
    """Between a quarter and thrice the mean: the town that gives its district the name is larger, so is a wide one."""
    seat = np.array([above(places, p.code, "district").name_en.split()[0] in p.name_en for p in chosen])
    area = np.array([place.area_km2 or np.nan for place in chosen], dtype=float)
    area = np.where(np.isnan(area), np.nanmedian(area), area)
    size = np.exp(0.3 * np.log(area / np.median(area)) + 0.6 * seat + bell(generator, len(chosen), 0.35))
    return np.clip(size / size.mean(), 0.27, 2.7)


def _country(chosen: list, size: np.ndarray, country: str, generator) -> pd.DataFrame:
    """All lines of one country: an array of place x line for each period, then the rows of those that reported."""
    share = np.array([line.percent[country] for line in LINES.values()])
    taste = np.exp(bell(generator, size.size * share.size, 0.3)).reshape(size.size, share.size)
    base = size[:, None] * share * taste / (share * taste).sum(axis=1, keepdims=True)
    weights = _weights(len(chosen), generator)
    plans = {}
    for period, total in TOTALS_THOUSAND[country].items():
        drift = np.exp(bell(generator, base.size, 0.06)).reshape(base.shape)
        plans[period] = whole((base * drift).ravel(), total).reshape(base.shape)
    tagged = _tagged(sum(plans.values()), generator)
    weights[~tagged] = np.nan
    late = generator.random(len(chosen)).argsort(kind="stable")
    absent = late[: round(NOT_REPORTED_SHARE * len(chosen))]
    open_year = late[absent.size : absent.size + round(NOT_CLOSED_SHARE * (len(chosen) - absent.size))]
    frames = []
    for period, plan in plans.items():
        is_last = period == max(plans)
        kept = np.setdiff1d(np.arange(len(chosen)), absent if is_last else [])
        outturn = _outturn(plan, generator)
        outturn[open_year if is_last else []] = -1
        codes = [chosen[number].code for number in kept]
        frames.append(_rows(codes, period, tagged[kept], weights[kept], plan[kept], outturn[kept]))
    return pd.concat(frames, ignore_index=True)


def _weights(count: int, generator) -> np.ndarray:
    """place x line x pillar, 0 to 1 in steps of 0.05; they overlap, their sum may be above 1."""
    typical = np.array([line.weights for line in LINES.values()])
    moved = typical + bell(generator, count * typical.size, 0.09).reshape(count, *typical.shape)
    moved = np.where(typical == 0, 0.0, moved)
    return np.clip(np.round(np.round(moved, 6) * 20) / 20, 0, 1)


def _tagged(plan: np.ndarray, generator) -> np.ndarray:
    """False for the pairs of place and line that have no tag: taken at random until they hold 12 % of the money."""
    odds = np.array([line.untagged_odds for line in LINES.values()])
    order = np.round(generator.random(plan.shape) / odds, 12).ravel().argsort(kind="stable")
    held = plan.ravel()[order].cumsum()
    tagged = np.ones(plan.size, dtype=bool)
    tagged[order[held <= UNTAGGED_SHARE * plan.sum()]] = False
    return tagged.reshape(plan.shape)


def _outturn(plan: np.ndarray, generator) -> np.ndarray:
    of_place = 0.66 + 0.23 * generator.random((plan.shape[0], 1))
    share = np.clip(of_place + 0.24 * (generator.random(plan.shape) - 0.5), 0.6, 0.95)
    return np.round(plan * np.round(share, 6)).astype(np.int64)


def _rows(codes: list, period: str, tagged, weights, plan, outturn) -> pd.DataFrame:
    lines = list(LINES)
    return pd.DataFrame(
        {
            "place": np.repeat(codes, len(lines)),
            "period": period,
            "line": lines * len(codes),
            "function": [line.function for line in LINES.values()] * len(codes),
            "tagged": tagged.ravel(),
            **{name: weights[:, :, number].ravel() for number, name in enumerate(PILLARS)},
            "plan_thousand": plan.ravel(),
            "outturn_thousand": pd.array(outturn.ravel(), dtype="Int64"),
        }
    ).assign(outturn_thousand=lambda rows: rows["outturn_thousand"].mask(rows["outturn_thousand"] < 0))
