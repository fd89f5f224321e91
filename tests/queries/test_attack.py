"""The attack: everything a visitor can fetch of a drawn table, as equations over whole numbers that are not negative.

For every hidden figure the smallest and the largest number that agree with all that was fetched must lie at least the
smallest count apart. The solver (HiGHS, by scipy) looks for whole tables; each one it finds is a witness for all figures.
It is asked only about figures that no table shows to be wide enough which follows from moving cells that look the same.
"""

import os
import random
from dataclasses import dataclass, field

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_matrix

from queries.protect import families
from queries.run import Ask, run

TABLES = int(os.environ.get("ATTACK_TABLES", 305))  # `make fuzz` attacks 1,220
BY = (None, "ward", "local", "district", "region", "country", "drawn-set")


@dataclass
class Drawn:
    """A drawn table: its house, the true figures by (place, period, dimension values), and who lies where."""

    house: object
    truth: dict
    smallest: int
    parts: tuple
    wards_of: dict
    periods: tuple
    dimensions: dict
    boxes: list = field(default_factory=list)


def drawn_table(draw, seed: int) -> Drawn:
    """A country of up to nine wards with groups that overlap and split municipalities; most cells are small."""
    chance = random.Random(seed)
    places, wards = _places(draw, chance)
    dimensions = {f"d{number}": [f"v{number}{value}" for value in range(chance.randint(2, 3))]
                  for number in range(chance.choice((0, 1, 1, 1, 2)))}  # fmt: skip
    dimensions = {name: values[: 2 if len(dimensions) > 1 else 3] for name, values in dimensions.items()}
    periods = ("2023-12", "2024-01")[: chance.choice((1, 1, 2))]
    order = chance.choice(("places", "dimensions", "margins"))
    parts = chance.choice(((), ("part",), ("part",), ("part", "other"))) if order != "margins" else (("part",), ())[
        chance.random() < 0.3]  # fmt: skip
    smallest, missing = chance.choice((3, 5)), chance.choice(("zero", "not_reported"))
    rules = {"smallest_count": smallest, "over_periods": "sum", "over_dimensions": "sum", "least_coverage": 0}
    indicators = [draw.indicator("whole", numerator="whole", **rules)]
    rules |= {"over_periods": "ratio", "over_dimensions": "ratio", "over_places": "ratio", "unit": "percent"}
    indicators += [draw.indicator(part, numerator=part, denominator="whole", **rules) for part in parts]
    truth = _truth(chance, wards, periods, dimensions, parts, order, missing)
    made = draw.module(
        indicators, grain=("ward",), dimensions=dimensions, joins_first=order, missing=missing, protected=True
    )
    house = draw.house(made, _sql(truth, dimensions, parts, missing), places, _groups(draw, chance, places, wards))
    wards_of = {code: [ward for ward in wards if ward == code or ward.startswith(code)] for code in house.places}
    wards_of["NP"] = wards
    wards_of |= {group.id: sorted({ward for member in group.members for ward in wards_of[member.place]})
                 for group_set in house.sets.values() for group in group_set.groups}  # fmt: skip
    return Drawn(house, truth, smallest, parts, wards_of, periods, dimensions)


def _places(draw, chance) -> tuple[list, list[str]]:
    """Codes are their own way up: ward 112-1 lies in local 112, district 11, region 1."""
    found, wards = [draw.place("NP", "country", None)], []
    most = chance.randint(3, 9)
    for region in range(1, chance.randint(1, 2) + 1):
        found.append(draw.place(f"{region}", "region", "NP"))
        for district in range(1, chance.randint(1, 2) + 1):
            found.append(draw.place(f"{region}{district}", "district", f"{region}"))
            for local in range(1, chance.randint(1, 3) + 1):
                code = f"{region}{district}{local}"
                found.append(draw.place(code, "local", code[:2]))
                for ward in range(1, chance.randint(1, 4) + 1):
                    if len(wards) < most:
                        wards.append(f"{code}-{ward}")
                        found.append(draw.place(wards[-1], "ward", code))
    return found, wards


def _groups(draw, chance, places, wards) -> list:
    locals_ = [place.code for place in places if place.level == "local"]
    found = []
    for number in range(chance.randint(1, 3)):
        members = set(chance.sample(wards, chance.randint(1, max(1, len(wards) - 1))))
        if chance.random() < 0.5:
            whole = chance.choice(locals_)
            members = {ward for ward in members if not ward.startswith(whole)} | {whole}
        found.append(draw.group(f"group-{number}", sorted(members)))
    return found


def _truth(chance, wards, periods, dimensions, parts, order, missing) -> dict:
    mixes = [()]
    for values in dimensions.values():
        mixes = [(*mix, value) for mix in mixes for value in values]
    truth = {}
    for period in periods:
        for ward in wards:
            if missing != "zero" and chance.random() < 0.05:
                continue  # has not reported: no rows at all
            for mix in mixes:
                whole = chance.choice((0, 0, 0, 1, 1, 2, 2, 3, 4, 6, 9, 15, 40))
                cell = {"whole": whole, **{part: chance.randint(0, whole) for part in parts}}
                if order != "margins" and parts and chance.random() < 0.05:
                    cell |= dict.fromkeys(parts)  # not known yet
                truth[(ward, period, *mix)] = cell
    return truth


def _sql(truth, dimensions, parts, missing) -> str:
    rows = [(key, cell) for key, cell in truth.items() if missing != "zero" or cell["whole"] or None in cell.values()]
    rows = rows or list(truth.items())[:1]
    names = ["place", "period", *dimensions, "whole", *parts]
    listed = ", ".join(
        "("
        + ", ".join(
            [
                *(f"'{value}'" for value in key),
                *("NULL::BIGINT" if v is None else f"{v}::BIGINT" for v in cell.values()),
            ]
        )
        + ")"
        for key, cell in rows
    )
    return f"SELECT * FROM (VALUES {listed}) AS t({', '.join(names)})"


def fetched(drawn: Drawn, seed: int) -> list[tuple[dict, tuple]]:
    """Every row a visitor can get, with the cells it speaks of.

    A question that can only bring rows of cells already asked for is left out, but for a few drawn ones: a level whose
    places hold the same wards as another's, a group within a place that it holds or misses whole, and a total over the
    one period there is.
    """
    chance, groups = random.Random(seed), [code for code in drawn.wards_of if code.startswith("group")]
    everywhere = [*drawn.house.places, *groups]
    cut = [code for code in everywhere if any(_cut(drawn, group, code) for group in groups if group != code)]
    totals = ((), ("period",)) if len(drawn.periods) > 1 else ((),)
    levels = {}
    for by in BY[1:-1]:  # of two levels with the same wards in each place only one is asked for
        its = [place.code for place in drawn.house.places.values() if place.level == by]
        levels[frozenset(frozenset(drawn.wards_of[code]) for code in its)] = by
    asks = [Ask("drawn/one", by, total=total) for by in (*levels.values(), "drawn-set") for total in totals]
    asks += [Ask("drawn/one", "drawn-set", within, total=total) for within in cut for total in totals]
    asks += [Ask("drawn/one", chance.choice(BY), chance.choice(everywhere)) for _ in range(1)]
    for name, values in drawn.dimensions.items():
        where, total = ((((name, chance.choice(values)),), ()), ((), (name,)))[chance.random() < 0.5]
        asks.append(Ask("drawn/one", chance.choice(BY), None, where=where, total=total))
    return [(row, _cells(drawn, ask, row)) for ask in asks for row in run(drawn.house, ask).rows]


def _cut(drawn: Drawn, group: str, code: str) -> bool:
    """Whether a group holds some wards of a place or group, and not all."""
    both = set(drawn.wards_of[group]) & set(drawn.wards_of[code])
    return bool(both) and both != set(drawn.wards_of[code]) and both != set(drawn.wards_of[group])


def _cells(drawn: Drawn, ask: Ask, row: dict) -> tuple:
    """The keys of the cells a row speaks of, worked out from codes alone: nothing of the program's own reckoning."""
    wards = set(drawn.wards_of[row["place"]])
    if ask.within and row["level"] == "drawn-set" and ask.within != row["place"]:
        wards &= set(drawn.wards_of[ask.within])
    return tuple(
        key for key in drawn.truth
        if key[0] in wards and row["period"] in (key[1], "total")
        and all(row[name] in (value, "total") for name, value in zip(drawn.dimensions, key[2:], strict=True))
    )  # fmt: skip


class Attack:
    """What follows from what was fetched. Variables: a whole and its parts for every cell in which they are known."""

    def __init__(self, drawn: Drawn):
        self.drawn = drawn
        self.columns = [
            (key, name) for key, cell in drawn.truth.items() for name, value in cell.items() if value is not None
        ]
        self.index = {column: number for number, column in enumerate(self.columns)}
        self.equations: dict[tuple, int] = {}
        self.witnesses = np.array([[drawn.truth[key][name] for key, name in self.columns]], dtype=float)

    def learn(self, name: str, cells: tuple, part: str, amount: int) -> None:
        """That `name` (whole or a part) sums to an amount over the cells in which `part` is known."""
        numbers = tuple(self.index[(key, name)] for key in cells if (key, part) in self.index)
        if numbers:
            assert amount == sum(self.witnesses[0][number] for number in numbers), (
                "the answer is not the sum of its cells"
            )
            self.equations[numbers] = amount

    def ready(self) -> None:
        rows = [(numbers, amount, amount) for numbers, amount in self.equations.items()]
        count = len(self.columns)
        matrix, low, high = [], [], []
        for numbers, least, most in rows:
            line = np.zeros(count)
            line[list(numbers)] = 1
            matrix.append(line), low.append(least), high.append(most)
        for key, name in self.columns:
            if name != "whole":
                line = np.zeros(count)
                line[self.index[(key, "whole")]], line[self.index[(key, name)]] = 1, -1
                matrix.append(line), low.append(0), high.append(np.inf)
        self.limits = LinearConstraint(csr_matrix(np.array(matrix)), low, high) if matrix else ()
        self.most = 10 + 2 * sum(self.witnesses[0])
        self._move_what_looks_the_same()

    def _move_what_looks_the_same(self) -> None:
        """Witnesses without a solver: cells that stand in the same equations may give all they hold to one of them."""
        stands_in = {column: frozenset() for column in range(len(self.columns))}
        for number, columns in enumerate(self.equations):
            for column in columns:
                stands_in[column] |= {number}
        alike: dict[tuple, list] = {}
        for key, cell in self.drawn.truth.items():
            its = [self.index[(key, name)] for name, value in cell.items() if value is not None]
            looks = tuple((self.columns[column][1], stands_in[column]) for column in its)
            alike.setdefault(looks, []).append(its)
        for turn in range(max(map(len, alike.values()))):
            table = self.witnesses[0].copy()
            for cells in alike.values():
                together = table[np.array(cells, dtype=int)].sum(axis=0)
                table[np.array(cells, dtype=int)] = 0
                table[np.array(cells[turn % len(cells)], dtype=int)] = together
            self.witness(table)

    def widest(self, aim: np.ndarray, enough: int) -> int:
        """How far the figure `aim` (coefficients) can vary; stops looking once that is `enough`.

        Without presolve: with it, HiGHS of scipy 1.17 told 3 for the most of a figure of which a table with 10 exists.
        """
        for sign in (1, -1):
            found = self.witnesses @ aim
            if found.max() - found.min() >= enough:
                break
            solved = milp(sign * aim, integrality=np.ones(len(aim)), bounds=Bounds(0, self.most), constraints=self.limits,
                          options={"presolve": False})  # fmt: skip
            self.witness(np.rint(solved.x))
        found = self.witnesses @ aim
        return int(found.max() - found.min())

    def witness(self, table: np.ndarray) -> None:
        """Keep a whole table that agrees with everything that was fetched, which is checked here and not believed."""
        if self.equations:
            sums = self.limits.A @ table
            assert (table >= 0).all() and (sums >= self.limits.lb).all() and (sums <= self.limits.ub).all()
        self.witnesses = np.vstack([self.witnesses, table])

    def aim(self, name: str, cells: tuple) -> np.ndarray:
        """Coefficients of a column (or `whole-part`, the complement) summed over cells."""
        plus, _, minus = name.partition("-")
        line = np.zeros(len(self.columns))
        for key in cells:
            if (key, minus or plus) in self.index:
                line[self.index[(key, plus)]] += 1
                if minus:
                    line[self.index[(key, minus)]] -= 1
        return line


def attacked(drawn: Drawn, rows: list[tuple[dict, tuple]], shows, most: int | None = None) -> tuple[int, int, int]:
    """(figures shown, hidden figures, those of them that are found out); `shows(row, cells)` says what was fetched.

    Of the hidden figures at most the first `most` are looked at.
    """
    attack, aims, shown = Attack(drawn), {}, 0
    for row, cells in rows:
        name = row["indicator"]
        if shows(row, cells):
            shown += 1
            attack.learn(name, cells, name, row["numerator"])
            if name != "whole":
                attack.learn("whole", cells, name, row["denominator"])
        elif row["state"] == "hidden":
            aims |= {(name, cells): None} | ({(f"whole-{name}", cells): None} if name != "whole" else {})
    for key in drawn.truth:
        aims |= {(name, (key,)): None for name in ("whole", *drawn.parts, *(f"whole-{part}" for part in drawn.parts))}
    attack.ready()
    hidden = found = 0
    for name, cells in aims:
        aim = attack.aim(name, cells)
        known = {tuple(np.flatnonzero(attack.aim(n, c))) for n, c in ((name.partition("-")[2] or name, cells),)}
        if not aim.any() or known <= set(attack.equations):
            continue  # no figure, or one that is shown
        if hidden == most:
            break
        hidden += 1
        found += attack.widest(aim, drawn.smallest) < drawn.smallest
    return shown, hidden, found


def has_numbers(row, cells) -> bool:
    return row["numerator"] is not None


def attack_many(draw, seeds) -> tuple[int, int, int]:
    total = np.zeros(3, dtype=int)
    for seed in seeds:
        drawn = drawn_table(draw, seed)
        if not drawn.truth:
            continue
        rows = fetched(drawn, seed)
        sums_whole_atoms(drawn, rows)
        result = attacked(drawn, rows, has_numbers)
        assert result[2] == 0, f"table {seed}: {result[2]} of {result[1]} hidden figures can be found out"
        total += result
    return tuple(int(number) for number in total)


@pytest.mark.slow
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(seed=st.integers(0, 10**6))
def test_every_answer_is_a_sum_over_whole_atoms_and_what_is_one_is_not_hidden(draw, seed):
    drawn = drawn_table(draw, seed)
    if drawn.truth:
        sums_whole_atoms(drawn, fetched(drawn, seed))


def sums_whole_atoms(drawn: Drawn, rows: list[tuple[dict, tuple]]) -> None:
    """Fails unless every row is shown exactly where its cells are a union of whole atoms, and is their sum."""
    (family,) = families(drawn.house.registry.modules["drawn/one"])
    atoms, totals = _atoms(drawn, family)
    for row, cells in rows:
        name = row["indicator"]
        if row["state"] not in ("value", "hidden"):
            continue
        whole = []
        for partition in family.partitions_of(name):
            touched = {atoms[partition][key] for key in cells if drawn.truth[key][name] is not None}
            inside = all(atom[1] and set(atom[1]) <= set(cells) for atom in touched)
            whole += [touched] if inside else []
        assert (row["state"] == "value") == bool(whole), row
        if whole:
            assert row["numerator"] == sum(totals[(name, atom)] for atom in whole[0])


def _atoms(drawn: Drawn, family) -> tuple[dict, dict]:
    """partition -> cell -> (number, its cells; none where it is closed), and (column, atom) -> total."""
    names = ", ".join(f'"{name}"' for name in ("place", "period", *drawn.dimensions))
    found, totals = {}, {}
    for partition in family.partitions():
        sql = f'SELECT "{partition}atom", "{partition}cells", {names} FROM "drawn/one" WHERE "{partition}atom" IS NOT NULL'
        together = {}
        for number, size, *key in drawn.house.connection.execute(sql).fetchall():
            together.setdefault((number, size), []).append(tuple(key))
        found[partition] = {}
        for (number, size), keys in together.items():
            assert size in (0, len(keys))
            atom = (number, tuple(sorted(keys)) if size else ())
            found[partition] |= dict.fromkeys(keys, atom)
            for column in ("whole", *drawn.parts):
                counts = [drawn.truth[key][column] for key in keys]
                totals[(column, atom)] = sum(count or 0 for count in counts)
    return found, totals


@pytest.mark.slow
def test_nothing_hidden_can_be_worked_out(draw):
    shown, hidden, found = attack_many(draw, range(2))
    assert shown > 50 and hidden > 50 and found == 0


@pytest.mark.slow
@pytest.mark.parametrize("first", range(1000, 1000 + TABLES, 61))
def test_nothing_hidden_can_be_worked_out_of_many_tables(draw, first):
    shown, hidden, found = attack_many(draw, range(first, first + 61))
    print(f"61 tables: {shown} figures fetched, {hidden} hidden, {found} found out")
    assert shown > 2_000 and hidden > 2_000 and found == 0


@pytest.mark.slow
def test_hiding_only_what_is_small_would_be_found_out(draw):
    """The control: with nothing joined, the same attack finds hidden figures, so it can fail."""
    hidden, found = naively_hidden(draw, range(1), 12)
    assert found > 0.2 * hidden > 0


@pytest.mark.slow
def test_hiding_only_what_is_small_would_be_found_out_in_many_tables(draw):
    hidden, found = naively_hidden(draw, range(1000, 1006), 60)
    print(f"control, 6 tables: of {hidden} figures hidden naively {found} are found out")
    assert found > 0.2 * hidden > 0


def naively_hidden(draw, seeds, most: int) -> tuple[int, int]:
    """(figures below the smallest count, those that are found out) where these alone are hidden."""
    hidden = found = 0
    for seed in seeds:
        drawn = drawn_table(draw, seed)

        def is_large(row, cells, drawn=drawn):
            counts = [sum(drawn.truth[key][name] or 0 for key in cells) for name in ("whole", row["indicator"])]
            rest = [counts[0] - counts[1]] if row["indicator"] != "whole" else []
            return min(*counts, *rest) >= drawn.smallest

        _, some, recovered = attacked(drawn, _naive(drawn, seed), is_large, most)
        hidden, found = hidden + some, found + recovered
    return hidden, found


def _naive(drawn: Drawn, seed: int) -> list[tuple[dict, tuple]]:
    """The same rows with their true sums, whatever their size."""
    rows = []
    for row, cells in fetched(drawn, seed):
        name = row["indicator"]
        known = [drawn.truth[key] for key in cells if drawn.truth[key][name] is not None]
        sums = {"numerator": sum(cell[name] for cell in known), "denominator": sum(cell["whole"] for cell in known)}
        rows.append(({**row, **sums, "state": "hidden"}, cells))
    return rows
