"""Pockets: places that lie high (or low) together with their neighbours, and are no play of chance.

Pure functions over rates and neighbours, seeded, for publishing only: esda and libpysal are imported inside them, so
that a server never loads them. Sources of the formulas stand at each function.
"""

import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np

# Outlines are rounded to 0.0001 degrees (geo/build_layers.py), so that each of two corners that were one lies up to
# half the diagonal of a cell of 11 by 10 m away: 15 m between them at most. At 25 m the palikas, a layer without gaps,
# have exactly the 2,061 pairs that share a border; at 50 m the first two pairs appear that do not.
NEAR_METRES = 25.0
PERMUTATIONS = 999
FALSE_DISCOVERIES = 0.05
SEED = 2021
LEAST_PLACES = 30  # with fewer, neighbours are too large a part of all places for chance to be told from pattern
CLASSES = {1: "high_high", 2: "low_high", 3: "low_low", 4: "high_low"}  # esda's quadrants: the place, its neighbours


@dataclass(frozen=True)
class Neighbours:
    """Who lies beside whom: `codes` sorted; `first[i]` and `second[i]` are positions of a pair of neighbours, each pair
    both ways, sorted. `has_outline` and `outer` are one truth value a place: whether it has a polygon, and whether it
    lies on the outer edge of all `codes` together (of each part, if they lie apart; holes have no outer edge).
    """

    codes: tuple[str, ...]
    first: np.ndarray
    second: np.ndarray
    has_outline: np.ndarray
    outer: np.ndarray

    @property
    def counts(self) -> np.ndarray:
        """The number of neighbours of each place."""
        return np.bincount(self.first, minlength=len(self.codes))


@dataclass(frozen=True)
class Statistics:
    """One entry a place, in the order given; NaN (class "") where a place has no neighbour or nothing could be tested.

    `smoothed`: empirical-Bayes rate. `z`, `p`, `q`: Getis-Ord Gi* of the smoothed rates, its two-sided pseudo p-value
    and that corrected for false discoveries; `moran` (a class of `CLASSES`), `moran_p`, `moran_q`: Local Moran of rates.
    `high` and `low`: significantly so by Gi*. `pocket`: number of the pocket, 1 the largest, 0 for none.
    """

    smoothed: np.ndarray
    z: np.ndarray
    p: np.ndarray
    q: np.ndarray
    moran: tuple[str, ...]
    moran_p: np.ndarray
    moran_q: np.ndarray
    high: np.ndarray
    low: np.ndarray
    pocket: np.ndarray


def neighbours(outlines: Mapping[str, str | None], metres: float = NEAR_METRES) -> Neighbours:
    """Neighbours by queen contiguity: polygons that touch, at a point or along a line, or lie within `metres`.

    `outlines` maps codes to GeoJSON geometries in degrees, None where there is none. The distance closes what rounding
    opened; gaps wider than it (parks, rivers) stay gaps.
    """
    import shapely

    codes = tuple(sorted(outlines))
    drawn = flat(shapely.from_geojson([outlines[code] for code in codes]))
    has_outline = ~(shapely.is_missing(drawn) | shapely.is_empty(drawn))
    positions, shapes = np.flatnonzero(has_outline), drawn[has_outline]
    tree = shapely.STRtree(shapes)
    first, second = (positions[found] for found in tree.query(shapes, predicate="dwithin", distance=metres))
    kept = first != second
    order = np.lexsort((second[kept], first[kept]))
    outer = np.zeros(len(codes), bool)
    if len(shapes):
        edges = shapely.get_exterior_ring(shapely.get_parts(shapely.union_all(shapes)))
        outer[positions[np.unique(tree.query(edges, predicate="dwithin", distance=metres)[1])]] = True
    return Neighbours(codes, first[kept][order], second[kept][order], has_outline, outer)


def flat(shapes: np.ndarray) -> np.ndarray:
    """Shapes in degrees as shapes in metres: Lambert's azimuthal equal-area projection about the middle of them all."""
    import shapely
    from pyproj import Transformer

    west, south, east, north = shapely.total_bounds(shapes)
    if np.isnan(west):
        return shapes
    projection = f"+proj=laea +lon_0={(west + east) / 2} +lat_0={(south + north) / 2} +ellps=WGS84"
    transformer = Transformer.from_crs("EPSG:4326", projection, always_xy=True)
    return shapely.transform(shapes, lambda points: np.column_stack(transformer.transform(points[:, 0], points[:, 1])))


def among(beside: Neighbours, codes: Sequence[str]) -> tuple[Neighbours, np.ndarray]:
    """The neighbours among some of the codes (in sorted order), and for each how many of its neighbours are not of them.

    `outer` is kept as it was: it speaks of all.
    """
    chosen = np.isin(beside.codes, list(codes))
    place = np.cumsum(chosen) - 1
    inside = chosen[beside.first] & chosen[beside.second]
    leaving = beside.first[chosen[beside.first] & ~chosen[beside.second]]
    cut = Neighbours(
        tuple(code for code, kept in zip(beside.codes, chosen, strict=True) if kept),
        place[beside.first[inside]], place[beside.second[inside]], beside.has_outline[chosen], beside.outer[chosen],
    )  # fmt: skip
    return cut, np.bincount(place[leaving], minlength=len(cut.codes))


def statistics(
    events: np.ndarray, population: np.ndarray, first: np.ndarray, second: np.ndarray, *,
    permutations: int = PERMUTATIONS, false_discoveries: float = FALSE_DISCOVERIES, seed: int = SEED,
) -> Statistics:  # fmt: skip
    """Local statistics of the rates `events / population` (population above 0) of places whose neighbours are given.

    Places without a neighbour take part in nothing but the smoothing. Gi* has no version for rates in esda, so it is
    computed on the empirical-Bayes rates; Local Moran is (Moran_Local_Rate). Fewer than `LEAST_PLACES` places, or rates
    that differ no more than chance would make them, are not tested.
    """
    events, population = np.asarray(events, float), np.asarray(population, float)
    if (population <= 0).any():
        raise ValueError("a rate needs a population above 0 in every place")
    count = len(events)
    smoothed = empirical_bayes(events, population)
    z, p, q, moran_p, moran_q = (np.full(count, np.nan) for _ in range(5))
    moran = np.full(count, "", dtype=object)
    high, low = np.zeros(count, bool), np.zeros(count, bool)
    tested = np.bincount(first, minlength=count) > 0
    if tested.sum() >= LEAST_PLACES and np.ptp(smoothed[tested]) > 1e-12:
        place = np.cumsum(tested) - 1
        here, there = place[first], place[second]
        z[tested], p[tested], above = gi_star(smoothed[tested], here, there, permutations, seed)
        moran[tested], moran_p[tested] = local_moran(
            events[tested], population[tested], here, there, permutations, seed
        )
        q[tested], moran_q[tested] = corrected(p[tested]), corrected(moran_p[tested])
        significant = np.zeros(count, bool)
        significant[tested] = q[tested] <= false_discoveries
        # The permutations hold the place itself fixed and judge its neighbours; z judges both. A pocket needs both.
        high[tested], low[tested] = above & (z[tested] > 0), ~above & (z[tested] < 0)
        high, low = high & significant, low & significant
    pocket = numbered(high, first, second)
    return Statistics(smoothed, z, p, q, tuple(moran), moran_p, moran_q, high, low, pocket)


def empirical_bayes(events: np.ndarray, population: np.ndarray) -> np.ndarray:
    """Rates drawn towards the rate of all, the more the smaller the population (Marshall 1991, Applied Statistics 40:283).

    weight = A / (A + m / n_i), with m the rate of all, A the variance of rates (weighted by population) less m / mean n.
    esda leaves a negative A as it is; Marshall's is 0 there: then nothing but chance parts the rates, and all are m.
    """
    from esda.smoothing import Empirical_Bayes

    of_all = events.sum() / population.sum()
    spread = (population * (events / population - of_all) ** 2).sum() / population.sum()
    if spread - of_all / population.mean() <= 0:
        return np.full(len(events), of_all)
    return Empirical_Bayes(events, population).r.ravel()


def gi_star(
    values: np.ndarray, first: np.ndarray, second: np.ndarray, permutations: int = PERMUTATIONS, seed: int = SEED
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Getis-Ord Gi* with weights 1 for the place and each neighbour (Ord and Getis 1995, Geographical Analysis 27:286).

    z by their formula, two-sided pseudo p-values by conditional permutation, and whether the place lies in the upper
    tail. Every place has a neighbour; values are not negative and not all equal.
    """
    from esda import G_Local

    with _told_nothing_and_seeded():
        # Binary weights: with row-standardised ones esda's variance takes their sum for the sum of their squares.
        found = G_Local(values, _graph(first, second), transform="B", permutations=permutations, star=True, n_jobs=1,
                        seed=seed)  # fmt: skip
    p, above = two_sided(found.Gs, found.sim)
    return found.Zs, p, above


def local_moran(
    events: np.ndarray, population: np.ndarray, first: np.ndarray, second: np.ndarray,
    permutations: int = PERMUTATIONS, seed: int = SEED,
) -> tuple[list[str], np.ndarray]:  # fmt: skip
    """Local Moran of rates standardised by their populations (Assuncao and Reis 1999, Statistics in Medicine 18:2147).

    The class of each place (itself, its neighbours) and its two-sided pseudo p-value.
    """
    from esda import Moran_Local_Rate

    with _told_nothing_and_seeded():
        found = Moran_Local_Rate(
            events, population, _graph(first, second), permutations=permutations, n_jobs=1, seed=seed
        )
    return [CLASSES[int(quadrant)] for quadrant in found.q], two_sided(found.Is, found.sim)[0]


def _graph(first: np.ndarray, second: np.ndarray):
    from libpysal.graph import Graph

    return Graph.from_arrays(first, second, np.ones(len(first)))


@contextmanager
def _told_nothing_and_seeded() -> Iterator[None]:
    """esda seeds numpy's global generator, which is put back, and warns that its p-values (unused here) will change."""
    before = np.random.get_state()
    try:
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", "The alternative hypothesis", DeprecationWarning)
            yield
    finally:
        np.random.set_state(before)


def two_sided(observed: np.ndarray, simulated: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Pseudo p-values `2 (r + 1) / (permutations + 1)`, at most 1, where r of the simulated (permutations x places) lie
    as far out as the observed or farther; and whether the observed lies in the upper tail.

    esda's own are one-sided on the side that the data chose, half as large, which its authors advise against.
    """
    slack = 1e-9 * np.abs(observed)  # sums in another order are no other sums
    upper, lower = (simulated >= observed - slack).sum(0), (simulated <= observed + slack).sum(0)
    return np.minimum(1.0, 2 * (np.minimum(upper, lower) + 1) / (len(simulated) + 1)), upper < lower


def corrected(p: np.ndarray) -> np.ndarray:
    """p-values adjusted so that those at most 0.05 hold 5 % false discoveries on average (Benjamini and Hochberg 1995)."""
    from scipy.stats import false_discovery_control

    return false_discovery_control(p, method="bh")


def numbered(members: np.ndarray, first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """Members that touch one another share a number, 1 for the largest group (of equals that with the earlier place)."""
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    count = len(members)
    both = members[first] & members[second]
    links = coo_matrix((np.ones(both.sum()), (first[both], second[both])), shape=(count, count))
    _, label = connected_components(links, directed=False)
    found, start, sizes = np.unique(label[members], return_index=True, return_counts=True)
    number = np.zeros(label.max(initial=0) + 1, int)
    number[found[np.lexsort((start, -sizes))]] = np.arange(1, len(found) + 1)
    return np.where(members, number[label], 0)
