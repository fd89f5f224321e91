"""The world as one flat picture, of coasts only: how a point is laid into it, and where each country is.

Borders between countries are disputed and never drawn. The picture is the file `LAND`; `python -m geo.build_world` makes
it and the table of countries with the same projection, so that a point here lies where it lies there.
"""

import csv
from functools import cache
from math import radians
from pathlib import Path

from data.countries import TABLE

LAND = Path(__file__).with_name("shapes") / "world_land.svg"
SOUTH, NORTH = -58.0, 80.0  # degrees; what lies beyond has no towns

Point = tuple[float, float]


def flat(longitude: float, latitude: float) -> Point:
    """A point in the Natural Earth projection (Patterson 2007, polynomials by Šavrič 2011): x to the east, y to the north,
    both 0 where the equator meets Greenwich; x ends at 2.735 on the equator.
    """
    width, p = radians(longitude), radians(latitude)
    p2 = p * p
    p4 = p2 * p2
    x = width * (0.8707 - 0.131979 * p2 + p4 * (-0.013791 + p4 * (0.003971 * p2 - 0.001529 * p4)))
    return x, p * (1.007226 + p2 * (0.015085 + p4 * (-0.044475 + 0.028874 * p2 - 0.005916 * p4)))


@cache
def edges() -> tuple[float, float, float, float]:
    """West, south, east and north of the picture, as `flat` counts."""
    east = flat(180, 0)[0]
    return -east, flat(0, SOUTH)[1], east, flat(0, NORTH)[1]


@cache
def country_points() -> dict[str, Point | None]:
    """Code of a country -> where in the picture a point in the largest part of its land lies; None where Natural Earth has
    no land for it at this scale.
    """
    with open(TABLE, encoding="utf-8", newline="") as file:
        return {row["code"]: flat(float(row["longitude"]), float(row["latitude"])) if row["longitude"] else None
                for row in csv.DictReader(file)}  # fmt: skip
