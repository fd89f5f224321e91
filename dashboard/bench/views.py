"""Which pages the benchmark asks for: those of the snapshot it is run on, found in it and named nowhere."""

from dataclasses import dataclass

from geo.places import ancestors
from queries.house import House
from queries.query import Module

COUNTRY = "NP"
THEME = "poverty"


@dataclass(frozen=True)
class Views:
    """Addresses. `first` is the theme's map of all palikas by one indicator, `other` the same by another; `wards` and
    `other_wards` the same of all wards; `interactions` are palikas by every indicator in the country and in each province;
    `pages` is one address of every kind. `palikas` and `ward_count` say how many places of each level have a figure.
    """

    module: Module
    indicators: tuple[str, ...]
    provinces: tuple[str, ...]
    first: str
    other: str
    wards: str
    other_wards: str
    interactions: tuple[str, ...]
    pages: tuple[str, ...]
    palikas: int
    ward_count: int


def views_of(house: House) -> Views:
    """The addresses of an open house; `LookupError` where it has no indicator by palika, or one alone."""
    module = _widest(house, "local")
    in_wards = _widest(house, "ward", first=module)
    names, ward_names = tuple(module.indicators), tuple(in_wards.indicators)
    if len(names) < 2 or len(ward_names) < 2:
        raise LookupError(f"{module.id} and {in_wards.id} have one indicator; a change of indicator needs two.")
    provinces = tuple(sorted(code for code, place in house.places.items()
                             if place.country == COUNTRY and place.level == "region" and place.valid_to is None))  # fmt: skip
    scopes = (COUNTRY, *provinces)
    interactions = tuple(_address(module, name, place=scope, detail="local") for name in names for scope in scopes)
    return Views(
        module, names, provinces,
        _address(module, names[0]), _address(module, names[1]),
        _address(in_wards, ward_names[0], detail="ward"), _address(in_wards, ward_names[1], detail="ward"),
        interactions, tuple(_pages(house)), len(_places(house, module, "local")), len(_places(house, in_wards, "ward")),
    )  # fmt: skip


def _address(module: Module, indicator: str, **more: str) -> str:
    """The address of a theme's page as a link on it has it."""
    pairs = "".join(f"&{name}={value}" for name, value in more.items())
    return f"/{module.theme}?indicator={module.name}.{indicator}{pairs}"


def _places(house: House, module: Module, level: str) -> set[str]:
    """The places of a level that the module has rows of, or of places in them, in its last period."""
    facts = house.cubes[module.id]
    found = set()
    for code in facts.present[facts.periods[-1]]:
        for place in (house.places[code], *ancestors(house.places, code)):
            if place.level == level and place.country == COUNTRY:
                found.add(place.code)
    return found


def _widest(house: House, level: str, first: Module | None = None) -> Module:
    """The module that reaches most places of a level: of those that reach as many, `first`, then one of the theme."""
    known = [module for module in house.registry.modules.values() if module.id in house.cubes]
    counts = {module.id: len(_places(house, module, level)) for module in known if module.kind == "series"}
    known = [module for module in known if counts.get(module.id)]
    if not known:
        raise LookupError(f"No module of this snapshot has figures by {level} in {COUNTRY}.")
    return max(known, key=lambda one: (counts[one.id], one is first, one.theme == THEME, len(one.indicators)))


def _pages(house: House) -> list[str]:
    """An address for every page and every kind of place."""
    kinds = {(place.country, place.level): code for code, place in house.places.items() if place.valid_to is None}
    themes = [f"/{theme}" for theme in house.registry.themes]
    return ["/", "/data", "/place", *themes, *(f"{theme}?place=NP03&by=district" for theme in themes),
            *(f"/place/{code}" for code in kinds.values())]  # fmt: skip
