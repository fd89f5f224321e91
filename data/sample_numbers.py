"""Arithmetic that all illustrative extracts share: seeded chance, exact whole numbers, and where a place lies.

The same name gives the same numbers on every machine: only the generator's uniform numbers are used (they come straight
from its bits), places are taken in order of their codes, and results are rounded before they are compared.
"""

import hashlib

import numpy as np
import pandas as pd

KATHMANDU = (85.32, 27.71)  # longitude, latitude
KM_PER_DEGREE = 111.2
BELT_EDGES_DEGREES = (0.5, 1.35)  # north of the southern border: plains below the first, mountains above the second
# Poverty headcount, NLSS IV 2022/23, percent: the only published figure that tells the provinces apart today.
PROVINCE_POVERTY_PERCENT = {
    "NP01": 17.19, "NP02": 22.53, "NP03": 12.59, "NP04": 11.88, "NP05": 24.35, "NP06": 26.69, "NP07": 34.16,
}  # fmt: skip


def chance(name: str) -> np.random.Generator:
    """A generator whose seed is the stable hash of an extract's name."""
    return np.random.Generator(np.random.PCG64(int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big")))


def bell(generator: np.random.Generator, count: int, spread: float = 1.0) -> np.ndarray:
    """`count` numbers around 0 with standard deviation `spread`, never beyond 3.5 spreads (a sum of four uniforms)."""
    return (generator.random((count, 4)).sum(axis=1) - 2) * np.sqrt(3) * spread


def whole(weights, total: int) -> np.ndarray:
    """Whole numbers in proportion to `weights` that sum to exactly `total` (largest remainders, first place first)."""
    weights = np.asarray(weights, dtype=float)
    exact = np.round(weights / weights.sum() * total, 6)
    counts = np.floor(exact).astype(np.int64)
    left = int(total - counts.sum())
    counts[np.argsort(-np.round(exact - counts, 6), kind="stable")[:left]] += 1
    return counts


def fitted(table: np.ndarray, row_totals: np.ndarray, column_totals: np.ndarray, rounds: int = 400) -> np.ndarray:
    """The table scaled until its rows and columns have these totals (iterative proportional fitting)."""
    for _ in range(rounds):
        table = table * (column_totals / table.sum(axis=0))
        sums = table.sum(axis=1, keepdims=True)
        table = np.divide(table * row_totals[:, None], sums, out=np.zeros_like(table), where=sums > 0)
    return table


def whole_table(exact: np.ndarray, row_totals: np.ndarray, column_totals: np.ndarray) -> np.ndarray:
    """Whole numbers near `exact` whose rows and columns have exactly these (whole) totals.

    Rows are rounded first; then single households move within the rows where it costs least, until the columns agree.
    """
    exact = np.round(exact, 6)
    counts = np.floor(exact).astype(np.int64)
    order = np.argsort(-np.round(exact - counts, 6), axis=1, kind="stable")
    left = row_totals - counts.sum(axis=1)
    counts += np.argsort(order, axis=1, kind="stable") < left[:, None]
    while (surplus := counts.sum(axis=0) - column_totals).any():
        giver, taker = int(surplus.argmax()), int(surplus.argmin())
        cost = np.round((exact[:, giver] - counts[:, giver]) - (exact[:, taker] - counts[:, taker]), 6)
        cost[counts[:, giver] == 0] = np.inf
        moved = np.argsort(cost, kind="stable")[: min(surplus[giver], -surplus[taker])]
        counts[moved, giver] -= 1
        counts[moved, taker] += 1
    return counts


def above(places: dict, code: str, level: str):
    """The place of `level` that `code` lies in (itself if it is one), or None."""
    place = places.get(code)
    while place is not None and place.level != level:
        place = places.get(place.parent)
    return place


def of_level(places: dict, country: str, level: str, vintage: str = "") -> list:
    """The places of one country and level (and vintage, if given) in order of their codes."""
    chosen = (place for place in places.values() if place.country == country and place.level == level)
    return sorted((place for place in chosen if vintage in ("", place.vintage)), key=lambda place: place.code)


def in_city(places: dict, town) -> bool:
    """Whether a town of 2011 is part of a city corporation of Bangladesh now: it sends and spends nothing of its own."""
    return town.linked in places and places[town.linked].category == "bd-city-corporation"


def example_file(kind: str, lines) -> bytes:
    """The bytes of an illustrative document: a text that says in three languages that it is an example, then its lines."""
    head = f"EXAMPLE {kind}. Made by Nagar to show what can be kept here. It does not exist."
    return "\n".join((head, "उदाहरण मात्र। / উদাহরণ মাত্র।", "", *lines, "")).encode()


def located(places: dict, chosen: list) -> pd.DataFrame:
    """Longitude and latitude of Nepali places; one without a polygon takes those of what it lies in.

    Columns: lon, lat (degrees), degrees_north (of the southern border), km_to_kathmandu, km_to_city (nearest
    metropolitan or sub-metropolitan city), mountain and plain (0 to 1). One row a place, in the order given.
    """
    points = np.array([_point(places, place) for place in chosen])
    cities = [p for p in of_level(places, "NP", "local") if p.category.endswith("metropolitan-city")]
    city_points = np.array([_point(places, city) for city in cities] or [KATHMANDU])
    north = points[:, 1] - (28.75 - 0.3 * (points[:, 0] - 80.1))  # the border runs from 80.1 E, 28.75 N south-east
    return pd.DataFrame(
        {
            "lon": points[:, 0],
            "lat": points[:, 1],
            "degrees_north": np.round(north, 4),
            "km_to_kathmandu": _km(points, np.array([KATHMANDU])).min(axis=1),
            "km_to_city": _km(points, city_points).min(axis=1),
            "mountain": np.clip((north - BELT_EDGES_DEGREES[1] + 0.2) / 0.4, 0, 1),
            "plain": np.clip((BELT_EDGES_DEGREES[0] + 0.1 - north) / 0.2, 0, 1),
        }
    )


def _point(places: dict, place) -> tuple[float, float]:
    while place.lon is None and place.parent in places:
        place = places[place.parent]
    return (place.lon, place.lat) if place.lon is not None else KATHMANDU


def _km(points: np.ndarray, targets: np.ndarray) -> np.ndarray:
    east = (points[:, None, 0] - targets[None, :, 0]) * np.cos(np.radians(28.2))
    north = points[:, None, 1] - targets[None, :, 1]
    return np.round(np.sqrt(east**2 + north**2) * KM_PER_DEGREE, 3)
