"""The step of publishing that looks for pockets: for each rate a module names below `[hot_spots]`, one cube beside its own.

A cube `<theme>/<module>.hot_spots` has a row for each place with a rate, by indicator and period: what `geo/hotspots.py`
found, over all places of a country that have one, with what the rate is made of and the area of the place's own outline.
`queries/pockets.py` reads it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import duckdb

from data.problems import Problem, line_of, shown
from data.snapshots import digest_of, digest_of_value
from geo import boundaries, hotspots
from geo.places import ancestors
from queries import contract, made_rows
from queries.indicator import Indicator
from queries.pockets import name_of, rules_of
from queries.query import Module
from queries.registry import Registry

LIBRARIES = ("esda", "libpysal", "numpy", "scipy", "shapely")
RULE = {"permutations": hotspots.PERMUTATIONS, "false_discoveries": hotspots.FALSE_DISCOVERIES, "seed": hotspots.SEED,
        "near_metres": hotspots.NEAR_METRES}  # fmt: skip
SCHEMA = {
    "indicator": "VARCHAR", "period": "VARCHAR", "country": "VARCHAR", "place": "VARCHAR", "tested_in": "VARCHAR",
    "pocket": "VARCHAR", "pocket_number": "INTEGER", "smoothed": "DOUBLE", "gi_star_z": "DOUBLE", "gi_star_p": "DOUBLE",
    "gi_star_q": "DOUBLE", "moran": "VARCHAR", "moran_p": "DOUBLE", "moran_q": "DOUBLE", "neighbours": "INTEGER",
    "edge": "VARCHAR", "area_km2": "DOUBLE", "numerator": "DOUBLE", "denominator": "DOUBLE",
}  # fmt: skip


@dataclass(frozen=True)
class _Work:
    """What is the same for all indicators of a build; `beside` keeps the neighbours of a layer once they are found."""

    places: Mapping
    shapes: Path
    beside: dict[str, hotspots.Neighbours]

    def neighbours(self, layer: str) -> hotspots.Neighbours:
        if layer not in self.beside:
            self.beside[layer] = hotspots.neighbours(boundaries.outlines(self.shapes, layer))
        return self.beside[layer]


def problems_of(module: Module, cards: Mapping) -> list[Problem]:
    """Why pockets of a module may not be looked for: statistics of single places would speak of hidden ones."""
    if module.card.hot_spots is None:
        return []
    text = module.card_file.read_text("utf-8")
    found = []
    guarded = [name for name in module.tables if name in cards and cards[name].disclosure == "protected"]
    if guarded:
        message = f"{module.id} reads {guarded[0]}, whose small numbers are protected, so it can have no hot_spots."
        hint = "Take [hot_spots] away: a smoothed rate or a z of one place would tell what is hidden."
        found.append(Problem(shown(module.card_file), line_of(text, "hot_spots"), message, hint))
    for name in module.card.hot_spots.indicators:
        closed = [one for one in module.dimensions if module.indicators[name].rule_over(one) in ("none", "distinct")]
        if closed:
            message = f"hot_spots: {name!r} has no total over {closed[0]}, and pockets are looked for in totals."
            hint = f"Declare how it adds up over {closed[0]}, or name another indicator."
            found.append(Problem(shown(module.card_file), line_of(text, "hot_spots"), message, hint))
    return found


def publish(folder: Path, context, found: Registry) -> None:
    """Make the cube of pockets of every module that asks for one and has a cube; taken over where nothing changed."""
    work = _Work(context.places, folder / "shapes.parquet", {})
    wanted = [module for module in contract.vetted(found, context.cards).modules.values()
              if module.card.hot_spots and module.id in context.cubes]  # fmt: skip
    for number, module in enumerate(wanted):
        context.progress(f"Pockets {module.id}", number, len(wanted))
        problems = problems_of(module, context.cards)
        if problems:
            context.problems += problems
            continue
        key, name = name_of(module), f"cubes/{name_of(module)}.parquet"
        digest = _input_digest(module, folder, context)
        if not context.taken_over(key, name, digest, folder):
            rows = _rows(module, folder / f"cubes/{module.id}.parquet", work)
            made_rows.write(sorted(rows, key=lambda row: row[:4]), SCHEMA, folder / name)  # by its key
            entry = {"input_digest": digest, "module": rules_of(module), "rule": RULE}
            context.made(key, name, entry)


def _input_digest(module: Module, folder: Path, context) -> str:
    code = [digest_of(Path(file)) for file in (__file__, hotspots.__file__)]
    libraries = [(name, version(name)) for name in LIBRARIES]
    cube = context.cubes[module.id]["input_digest"]
    return digest_of_value([rules_of(module), cube, digest_of(folder / "shapes.parquet"), code, libraries])


def _rows(module: Module, cube: Path, work: _Work) -> list[tuple]:
    """All rows, by indicator, period and country."""
    rows = []
    for name in module.card.hot_spots.indicators:
        by_layer: dict[tuple, dict] = {}
        for place, period, events, population in _rates(module.indicators[name], cube):
            layer = boundaries.layer_of(work.places[place])
            by_layer.setdefault((period, layer), {})[place] = (events, population)
        for (period, layer), rates in sorted(by_layer.items()):
            rows += _of_layer(module.indicators[name], period, layer, rates, work)
    return rows


def _rates(indicator: Indicator, cube: Path) -> list[tuple]:
    """Numerator and denominator of each place and period, totals of all dimensions; those without a rate are left out."""
    upper, lower = f'"{indicator.numerator}"', f'"{indicator.denominator}"'
    sql = (f"SELECT place, period, sum({upper})::DOUBLE, sum({lower})::DOUBLE FROM read_parquet(?) "
           f"GROUP BY place, period HAVING sum({lower}) > 0 AND bool_and({upper} IS NOT NULL AND {lower} IS NOT NULL) "
           "ORDER BY period, place")  # fmt: skip
    with duckdb.connect() as connection:
        return connection.execute(sql, [str(cube)]).fetchall()


def _of_layer(indicator: Indicator, period: str, layer: str, rates: dict, work: _Work) -> list[tuple]:
    beside, without_figure = hotspots.among(work.neighbours(layer), list(rates))
    events, population = zip(*(rates[code] for code in beside.codes), strict=True)
    found = hotspots.statistics(events, population, beside.first, beside.second)
    counts, area = beside.counts, common_area(work.places, beside.codes)
    rows = []
    for at, code in enumerate(beside.codes):
        edge = "no_figure_beside" if without_figure[at] else "border" if beside.outer[at] else None
        rows.append((
            indicator.id, period, work.places[code].country, code, area, _pocket(beside, counts, found, at),
            int(found.pocket[at]) or None, float(found.smoothed[at]) * indicator.factor, _known(found.z[at]),
            _known(found.p[at]), _known(found.q[at]), found.moran[at] or None, _known(found.moran_p[at]),
            _known(found.moran_q[at]), int(counts[at]), edge, work.places[code].area_km2 or None,
            events[at], population[at],
        ))  # fmt: skip
    return rows


def _pocket(beside: hotspots.Neighbours, counts, found: hotspots.Statistics, at: int) -> str:
    """What a place is: in a pocket of high or low rates, in none, without neighbours or outline, or not to be tested."""
    if not beside.has_outline[at]:
        return "no_outline"
    if not counts[at]:
        return "no_neighbours"
    if _known(found.p[at]) is None:
        return "not_tested"
    return "high" if found.high[at] else "low" if found.low[at] else "none"


def _known(value: float) -> float | None:
    return None if value != value else float(value)


def common_area(places: Mapping, codes) -> str:
    """The lowest place that holds all of them: what they were tested in."""
    lines = [[place.code for place in ancestors(places, code)] for code in codes]
    shared = set(lines[0]).intersection(*lines[1:])
    return next(code for code in lines[0] if code in shared)
