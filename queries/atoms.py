"""Atoms: when a cube is published, cells too small to be shown are joined until none is. See `queries/protect.py` for why.

Cells are joined within one period and country only, so that later months never change the atoms of earlier ones. A cell
without a figure (NULL) is no count and stays outside; which figures are missing is known to all, so cells are also kept
apart by that. Joining climbs a tree from near to far: within a local unit first, then its district, region, country.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from geo.places import ancestors
from queries.protect import Family, families
from queries.query import Module

if TYPE_CHECKING:
    import pyarrow as pa  # a server, which only reads cubes, does without it

Node = tuple[str, tuple[str, ...]]  # a place, and the dimension values still fixed there
ROOT: Node = ("", ())


@dataclass(frozen=True)
class Atom:
    """Cells (by number, ascending) shown only together; `node` is the place in the tree they were joined at, `items` how
    many things (cells, places, dimension values) were joined.
    """

    node: Node
    cells: tuple[int, ...]
    totals: tuple[int, ...]
    items: int = 1


def join(items: Iterable[Atom], parents: Mapping[Node, Node], smallest: int) -> tuple[list[Atom], list[Atom]]:
    """The atoms, in each of which every total is at least `smallest`, and what could not be made so (closed).

    At each node, finest first, the items too small (in the order of their first cells) are bundled one after another
    until a bundle is large enough. What is left joins a bundle made there, else an atom below the node that is joined
    already, else a single item; of several the one with the smallest first total, then the first cell. Where there is
    none, all is passed up as one.
    """
    found: dict[Node, list[Atom]] = defaultdict(list)
    small: dict[Node, list[Atom]] = defaultdict(list)
    for item in items:
        (found if min(item.totals) >= smallest else small)[item.node].append(item)
    for node in _finest_first({*found, *small}, parents):
        bundles, left = _bundled(sorted(small.pop(node, ()), key=_first), node, smallest)
        atoms = found.pop(node, [])
        if left and (bundles or atoms):
            among = bundles or atoms
            target = min(among, key=lambda atom: (atom.items == 1, atom.totals[0], _first(atom)))
            among.remove(target)
            bundles, left = [*bundles, _together(node, (target, left))], None
        above = parents.get(node)
        if above is None:
            return atoms + bundles, [left] if left else []
        found[above] += atoms + bundles
        if left:
            small[above].append(left)
    return [], []


def _first(atom: Atom) -> int:
    return atom.cells[0]


def _bundled(items: Sequence[Atom], node: Node, smallest: int) -> tuple[list[Atom], Atom | None]:
    bundles, left = [], None
    for item in items:
        if left or item.node != node:
            left = _together(node, (left, item) if left else (item,))
        else:
            left = item
        if min(left.totals) >= smallest:
            bundles.append(left)
            left = None
    return bundles, left


def _together(node: Node, atoms: Sequence[Atom]) -> Atom:
    cells = tuple(sorted(cell for atom in atoms for cell in atom.cells))
    totals = tuple(map(sum, zip(*(atom.totals for atom in atoms), strict=True)))
    return Atom(node, cells, totals, sum(atom.items for atom in atoms))


def _finest_first(nodes: Iterable[Node], parents: Mapping[Node, Node]) -> list[Node]:
    depths: dict[Node, int] = {}
    for node in nodes:
        way = [node]
        while way[-1] in parents:
            way.append(parents[way[-1]])
        depths |= {step: len(way) - number for number, step in enumerate(way)}
    return sorted(depths, key=lambda node: (-depths[node], node))


def local_of(places: Mapping, code: str) -> str:
    """The local unit of a ward; any other place is its own."""
    place = places[code]
    return place.parent if place.level == "ward" and place.parent in places else code


def way_up(places: Mapping, code: str, values: tuple[str, ...], first: str) -> list[Node]:
    """The nodes a cell climbs. With `first` "places": the other wards of its local unit with the same dimension values,
    then the dimension values there, last dimension first; with "dimensions": its own dimension values, then the wards.
    """
    local = local_of(places, code)
    start = local if first == "places" else code
    found = [(start, values)] if start != code else []
    found += [(start, values[:count]) for count in range(len(values) - 1, -1, -1)] or [(start, ())]
    found += [(local, ())] + [(above.code, ()) for above in ancestors(places, local)]
    return [*dict.fromkeys(found), ROOT]


class _Tree:
    """Where the cells of a cube lie, and in what order they are joined."""

    def __init__(self, module: Module, key: Mapping[str, list], places: Mapping):
        self.places_of, values = key["place"], [key[name] for name in module.dimensions]
        self.values_of = list(zip(*values, strict=True)) if values else [()] * len(self.places_of)
        locals_ = {code: local_of(places, code) for code in set(self.places_of)}
        self.local_of = [locals_[code] for code in self.places_of]
        first, self.parents = module.card.joins_first, {}
        first = "places" if first == "margins" else first
        cells = sorted(set(zip(self.places_of, self.values_of, strict=True)))
        self.of_cells = {cell: self._start(way_up(places, *cell, first)) for cell in cells}
        self.of_places = {code: self._start(way_up(places, code, (), "places")) for code in sorted(locals_)}
        self.of_values = {values: self._start([*(("", values[:count]) for count in range(len(values) - 1, -1, -1)), ROOT])
                          for values in sorted(set(self.values_of))}  # fmt: skip

    def _start(self, way: Sequence[Node]) -> Node:
        """The first node of a way up, which is remembered."""
        self.parents |= {below: above for below, above in zip(way, way[1:], strict=False) if below != above}
        return way[0]

    def start(self, cell: int, of: str) -> Node:
        """Where a cell (`of` "cells"), its place ("places") or its dimension values ("values") begin to climb."""
        place, values = self.places_of[cell], self.values_of[cell]
        if of == "cells":
            return self.of_cells[(place, values)]
        return self.of_places[place] if of == "places" else self.of_values[values]


class _Root:
    """The cells of one country and period in which the same columns of a family are known."""

    def __init__(
        self, family: Family, columns: Mapping[str, list], known: tuple[str, ...], cells: list[int], tree: _Tree
    ):
        self.family, self.cells, self.tree = family, cells, tree
        self.counts = [name for name in family.counts if name in known]
        differences = [pair for pair in family.differences if set(pair) <= set(known)]
        # Each cell's counts and complements, added up once: atoms are tried by the hundred thousand.
        counted = {name: [int(columns[name][cell]) for cell in cells] for name in self.counts}
        complements = [[all_of_it - part for all_of_it, part in zip(counted[whole], counted[part], strict=True)]
                       for whole, part in differences]  # fmt: skip
        self.of_cell = dict(zip(cells, zip(*counted.values(), *complements, strict=True), strict=True))

    def fine(self, cells: Sequence[int]) -> tuple[int, ...]:
        """What must reach the smallest count in an atom of the whole (of all columns, where there is no whole)."""
        totals = self.coarse(cells)
        return totals[:1] if self.family.nested and self.counts[0] == self.family.counts[0] else totals

    def coarse(self, cells: Sequence[int]) -> tuple[int, ...]:
        """What must reach it in an atom of the parts: every count and every complement."""
        if len(cells) == 1:
            return self.of_cell[cells[0]]
        return tuple(map(sum, zip(*map(self.of_cell.__getitem__, cells), strict=True)))

    def join(self, groups: Mapping[object, list[int]], of: str) -> tuple[tuple, tuple]:
        """(atoms, closed) of the whole and of the parts, for groups of cells that are joined as one."""
        smallest, parents = self.family.smallest_count, self.tree.parents
        items = [Atom(self.tree.start(its[0], of), tuple(its), self.fine(its)) for its in groups.values()]
        fine = join(items, parents, smallest)
        items = [Atom(atom.node, atom.cells, self.coarse(atom.cells), atom.items) for atom in (*fine[0], *fine[1])]
        return fine, join(items, parents, smallest)

    def grouped(self, cells: Iterable[int], by: Sequence[object]) -> dict:
        """Cells by what `by` has at their number."""
        found = defaultdict(list)
        for cell in cells:
            found[by[cell]].append(cell)
        return found

    @cached_property
    def tables(self) -> tuple[list[tuple[int, ...]], bool]:
        """For margins: the cells of each local unit, with others where it has too few; and whether parts can be shown."""
        its = self.grouped(self.cells, self.tree.local_of)
        starts = {local: self.tree.start(cells[0], "places") for local, cells in its.items()}
        for totals in (self.coarse, self.fine):
            items = [Atom(starts[local], tuple(cells), totals(cells)) for local, cells in its.items()]
            atoms, closed = join(items, self.tree.parents, self.family.smallest_count)
            if not closed:
                return [atom.cells for atom in atoms], totals == self.coarse
        return [closed[0].cells], False


def with_atoms(module: Module, table: "pa.Table", places: Mapping) -> tuple["pa.Table", list[dict]]:
    """The cube with, for every partition of every family, the atom of each row and how many cells it has in all (0: never
    shown); and how much is hidden, for the manifest: for each partition its indicators, the smallest count, what was
    joined (`cells`, `places` or `values`), how many there are (`all`), and how many are not shown by themselves (`joined`).

    The table must have passed both audits, be in the order of its key and have its zeros as rows.
    """
    import pyarrow as pa

    key = {name: table.column(name).to_pylist() for name in module.key}
    tree, told = _Tree(module, key, places), []
    countries = {code: places[code].country for code in set(tree.places_of)}
    for family in families(module):
        columns = {name: table.column(name).to_pylist() for name in family.columns}
        roots = defaultdict(list)
        are_known = zip(*([value is not None for value in column] for column in columns.values()), strict=True)
        for cell, (place, period, known) in enumerate(zip(key["place"], key["period"], are_known, strict=True)):
            roots[(countries[place], period, known)].append(cell)
        made = {partition: _Made(partition, table.num_rows) for partition in family.partitions()}
        for (_, _, is_known), cells in sorted(roots.items()):
            known = tuple(name for name, has in zip(columns, is_known, strict=True) if has)
            if set(known) & set(family.counts):
                _join_root(_Root(family, columns, known, cells, tree), made)
        for partition, one in made.items():
            table = table.append_column(f"{partition}atom", pa.array(one.atoms, pa.int32()))
            table = table.append_column(f"{partition}cells", pa.array(one.sizes, pa.int32()))
            names = [name for name in family.indicators if partition in family.partitions_of(name)]
            told.append({"indicators": names, "smallest_count": family.smallest_count, "of": one.of,
                         "all": one.all, "joined": one.joined})  # fmt: skip
    return table, [entry for entry in told if entry["indicators"]]


class _Made:
    """One partition being written: by row the number of its atom (its first cell) and the cells that has in all."""

    def __init__(self, partition: str, rows: int):
        self.of = next((of for of in ("places", "values") if partition.endswith(f"{of}_")), "cells")
        self.atoms, self.sizes, self.all, self.joined = [None] * rows, [None] * rows, 0, 0

    def write(self, atoms: list[Atom], closed: list[Atom]) -> None:
        for these, is_closed in ((atoms, False), (closed, True)):
            for atom in these:
                self.all += atom.items
                self.joined += atom.items if is_closed or atom.items > 1 else 0
                first, size = atom.cells[0], 0 if is_closed else len(atom.cells)
                for cell in atom.cells:
                    self.atoms[cell] = first
                    self.sizes[cell] = size


def _join_root(root: _Root, made: Mapping[str, _Made]) -> None:
    family = root.family
    for fine, coarse, by in family.layers:
        joined = []
        if by == "cells":
            joined.append(root.join({cell: [cell] for cell in root.cells}, by))
        else:
            tables, parts_shown = root.tables
            named = root.tree.places_of if by == "places" else root.tree.values_of
            for cells in tables:
                whole, parts = root.join(root.grouped(cells, named), by)
                joined.append((whole, parts if parts_shown else ([], [*parts[0], *parts[1]])))
        for whole, parts in joined:
            made[fine].write(*whole)
            if coarse in made:
                made[coarse].write(*parts)
