"""The municipalities that illustrative registers of needs and practices are made for: of a programme or not, in both countries.

In Nepal programme towns are those of the group's card. No list is known for Bangladesh: there a fifth of the pourashavas drawn
here pretend to be in a programme.
"""

from dataclasses import dataclass

from data.sample_alliance import URBAN, programme_towns
from data.sample_numbers import chance, in_city, of_level

COUNTRIES = ("NP", "BD")
OTHERS_IN_NEPAL, TOWNS_IN_BANGLADESH, PROGRAMME_IN_BANGLADESH = 26, 70, 20


@dataclass(frozen=True)
class Towns:
    """Codes of a country's towns in order: `programme` ones and `others`."""

    programme: tuple[str, ...]
    others: tuple[str, ...]

    @property
    def every(self) -> tuple[str, ...]:
        return tuple(sorted((*self.programme, *self.others)))


def network_towns(places: dict) -> dict[str, Towns]:
    """Country -> its towns; the same for every extract that asks."""
    generator, programme = chance("network_towns"), programme_towns(places)
    urban = [one.code for one in of_level(places, "NP", "local") if one.category in URBAN and one.code not in programme]
    nepal = Towns(tuple(programme), _drawn(urban, OTHERS_IN_NEPAL, generator))
    standing = [one.code for one in of_level(places, "BD", "town") if one.valid_to is None and not in_city(places, one)]
    drawn = _drawn(standing, TOWNS_IN_BANGLADESH, generator)
    chosen = _drawn(drawn, PROGRAMME_IN_BANGLADESH, generator)
    return {"NP": nepal, "BD": Towns(chosen, tuple(code for code in drawn if code not in chosen))}


def _drawn(codes, count: int, generator) -> tuple[str, ...]:
    order = generator.random(len(codes)).argsort(kind="stable")
    return tuple(sorted(codes[number] for number in order[:count]))
