"""Which towns meet which at events: a network of two kinds of nodes, towns and events, seen from the towns.

Two towns that meet at an event are tied by 1 / (n - 1), n the towns at it, so that an event of thirty towns does not
drown a visit of two. The weights are those of M. E. J. Newman, "Scientific collaboration networks. II", Physical Review
E 64, 016132 (2001), section III; so is the length of a tie, 1 / weight, along which shortest ways are counted. The
network of a region or a cluster has the ties among its towns as they are in the whole: two of them at an event of thirty
are tied as loosely as all others at it. Pure and seeded; networkx is imported when publishing only.
"""

from collections import Counter
from collections.abc import Container, Iterable
from dataclasses import dataclass

SEED = 20260101
DIGITS = 6  # sums of thirds differ in the last digits from machine to machine


@dataclass(frozen=True)
class Town:
    """A town of the network: at how many `events` it was, the sum of its ties, the share of shortest ways between other
    towns that lead over it (0 to 1), whether the network falls apart without it, and where it is drawn (-1 to 1).
    """

    place: str
    events: int
    strength: float
    between: float
    bridge: bool
    x: float
    y: float


@dataclass(frozen=True)
class Tie:
    """Two towns that met (`one` before `other` in the alphabet of codes), at how many events, and how closely."""

    one: str
    other: str
    events: int
    weight: float


def network(
    attendance: Iterable[tuple[str, str]], among: Container[str] | None = None, seed: int = SEED
) -> tuple[list[Town], list[Tie]]:
    """Towns and ties from pairs (event, town); who was at an event twice was there once. An event of one town ties none.

    With `among` only those towns and the ties between them: ways over other towns do not count, events with them do.
    """
    import networkx as nx

    pairs = sorted(set(attendance))
    events, everyone = sorted({event for event, _ in pairs}), sorted({town for _, town in pairs})
    towns = [town for town in everyone if among is None or town in among]
    both = nx.Graph()
    both.add_nodes_from(("event", event) for event in events)
    both.add_nodes_from(("town", town) for town in everyone)
    both.add_edges_from((("event", event), ("town", town)) for event, town in pairs)
    projected = nx.bipartite.collaboration_weighted_projected_graph(both, [("town", town) for town in everyone])
    inside = projected.subgraph(("town", town) for town in towns)
    met = nx.Graph()  # the same in an order that does not change from one run to the next: sums and places hang on it
    met.add_nodes_from(towns)
    for (_, one), (_, other), weight in sorted(
        (*sorted(pair), weight) for *pair, weight in inside.edges(data="weight")
    ):
        met.add_edge(one, other, weight=round(weight, DIGITS), length=round(1 / weight, DIGITS))
    between = nx.betweenness_centrality(met, weight="length", normalized=True)
    bridges, at = set(nx.articulation_points(met)), _drawn(nx, met, seed)
    came = Counter(town for _, town in pairs)
    strength = dict(met.degree(weight="weight"))
    together = Counter(
        (one, other) for event in events
        for here in [[town for _, (_, town) in both.edges(("event", event)) if town in met]]
        for one in here for other in here if one < other
    )  # fmt: skip
    found = [Town(town, came[town], round(float(strength[town]), DIGITS), round(between[town], DIGITS), town in bridges,
                  *at[town]) for town in towns]  # fmt: skip
    ties = [Tie(*pair, count, round(met.edges[pair]["weight"], DIGITS)) for pair, count in sorted(together.items())]
    return found, ties


def _drawn(nx, met, seed: int) -> dict[str, tuple[float, float]]:
    """Where each town is drawn: those that meet more are nearer."""
    if len(met) <= 1:
        return {town: (0.0, 0.0) for town in met}
    at = nx.spring_layout(met, weight="weight", seed=seed, iterations=200, k=2.2 / len(met) ** 0.5)
    return {town: (round(float(x), 3), round(float(y), 3)) for town, (x, y) in at.items()}
