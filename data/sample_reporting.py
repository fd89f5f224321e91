"""The municipalities that have illustrative lists of projects, letters, cases, tools, governments, decisions, programmes."""

from data.sample_alliance import programme_towns
from data.sample_numbers import in_city, of_level

TOWNS_OF_BANGLADESH = 24


def reporting_towns(places: dict, nepal: int = 27, bangladesh: int = TOWNS_OF_BANGLADESH) -> list[str]:
    """Codes of programme towns of Nepal, then of pourashavas of Bangladesh, both spread evenly over the codes.

    Pourashavas that lie in a city corporation now send nothing.
    """
    towns = [place.code for place in of_level(places, "BD", "town") if not in_city(places, place)]
    return [*_spread(programme_towns(places), nepal), *_spread(towns, bangladesh)]


def _spread(codes: list[str], count: int) -> list[str]:
    return [codes[number * len(codes) // count] for number in range(count)]
