"""Joining, worked out by hand. Atoms are written as sets of cells; a cell is ward and dimension value, such as `1a`."""

import duckdb
import pytest

from queries import atoms, protect, zeros


@pytest.fixture
def land(draw):
    """Two local units of one district: wards 1, 2, 3 lie in L, wards 8, 9 in M."""
    found = [draw.place("NP", "country", None), draw.place("D", "district", "NP"),
             draw.place("L", "local", "D"), draw.place("M", "local", "D")]  # fmt: skip
    found += [draw.place(code, "ward", "L" if code < "5" else "M") for code in "12389"]
    return {place.code: place for place in found}


def share(draw, smallest=5):
    rules = {"over_places": "ratio", "over_dimensions": "ratio", "unit": "percent", "smallest_count": smallest}
    return draw.indicator("share", numerator="part", denominator="n", **rules)


def count(draw, smallest=5):
    return draw.indicator("count", numerator="n", over_dimensions="sum", smallest_count=smallest)


def joined(made, land, rows, partition="n."):
    """`rows` maps ward, or ward and value, to the figures; gives the atoms and what is never shown."""
    first = next(iter(rows))
    names = [
        "place",
        "period",
        *(["d"] if len(first) > 1 else []),
        *(["n", "part"] if isinstance(rows[first], tuple) else ["n"]),
    ]
    listed = [
        (*key[:1], "2024-01", *key[1:], *(value if isinstance(value, tuple) else (value,)))
        for key, value in rows.items()
    ]
    table = duckdb.sql(
        f"SELECT * FROM (VALUES {', '.join(map(str, listed))}) AS t({', '.join(names)})"
    ).to_arrow_table()
    cube, _ = atoms.with_atoms(made, zeros.explicit(made, table, land, None), land)
    found, closed = {}, set()
    for row in cube.to_pylist():
        name = row["place"] + row.get("d", "")
        found.setdefault(row[f"{partition}atom"], []).append(name)
        closed |= {name} if row[f"{partition}cells"] == 0 else set()
    for its in found.values():
        size = [row[f"{partition}cells"] for row in cube.to_pylist() if row["place"] + row.get("d", "") == its[0]][0]
        assert size in (0, len(its))
    return {" ".join(its) for its in found.values()}, closed


def plain(draw, values=None, order="places", indicators=None, **card):
    dimensions = {"d": list(values)} if values else None
    return draw.module(
        indicators or [count(draw)], grain=["ward"], dimensions=dimensions, joins_first=order, protected=True, **card
    )


def test_what_is_large_enough_stands_alone_and_the_small_are_bundled(draw, land):
    # 3 + 4 = 7 is enough
    assert joined(plain(draw), land, {"1": 3, "2": 12, "3": 4}) == ({"1 3", "2"}, set())


def test_a_small_cell_alone_joins_its_smallest_sibling(draw, land):
    assert joined(plain(draw), land, {"1": 12, "2": 4, "3": 9}) == ({"1", "2 3"}, set())


def test_a_zero_is_small_too(draw, land):
    assert joined(plain(draw), land, {"1": 12, "2": 0, "3": 9}) == ({"1", "2 3"}, set())


def test_what_is_left_joins_a_bundle_rather_than_hide_another(draw, land):
    # ward 1 and 2 make 5; of ward 3 is left 1, which joins them though M's wards are as near the district
    assert joined(plain(draw), land, {"1": 3, "2": 2, "3": 1, "8": 6}) == ({"1 2 3", "8"}, set())


def test_a_local_unit_that_is_small_joins_outside(draw, land):
    # L has 2 + 1 = 3, M has 7 and 30: at the district the smallest atom is ward 8
    assert joined(plain(draw), land, {"1": 2, "2": 1, "8": 7, "9": 30}) == ({"1 2 8", "9"}, set())


def test_a_country_that_is_small_is_never_shown(draw, land):
    assert joined(plain(draw), land, {"1": 2, "8": 2}) == ({"1 8"}, {"1", "8"})


CELLS = {"1a": 3, "1b": 2, "2a": 2, "2b": 9}


def test_places_first_keeps_the_values_of_a_local_unit(draw, land):
    # a: 3 + 2 = 5. b: 2 is small and joins 9
    assert joined(plain(draw, "ab"), land, CELLS) == ({"1a 2a", "1b 2b"}, set())


def test_dimensions_first_keeps_the_wards(draw, land):
    # ward 1: 3 + 2 = 5. ward 2: 2 is small and joins 9
    assert joined(plain(draw, "ab", "dimensions"), land, CELLS) == ({"1a 1b", "2a 2b"}, set())


def test_margins_keep_both_and_nothing_within(draw, land):
    made = plain(draw, "ab", "margins")
    assert joined(made, land, CELLS, "n.places_") == ({"1a 1b", "2a 2b"}, set())  # 5 and 11
    assert joined(made, land, CELLS, "n.values_") == ({"1a 2a", "1b 2b"}, set())  # 5 and 11


def test_margins_join_wards_with_wards_and_values_with_values(draw, land):
    made = plain(draw, "abc", "margins")
    cells = {"1a": 6, "1b": 1, "1c": 7, "2a": 1, "2b": 0, "2c": 1, "3a": 9, "3b": 1, "3c": 8}
    # wards: 14, 2, 18: ward 2 joins ward 1. values: 16, 2, 16: b joins a
    assert joined(made, land, cells, "n.places_") == ({"1a 1b 1c 2a 2b 2c", "3a 3b 3c"}, set())
    assert joined(made, land, cells, "n.values_") == ({"1a 1b 2a 2b 3a 3b", "1c 2c 3c"}, set())


def test_the_parts_have_coarser_atoms_made_of_those_of_the_whole(draw, land):
    made = plain(draw, indicators=[count(draw, 4), share(draw, 4)])
    cells = {"1": (10, 9), "2": (8, 4), "3": (6, 3), "8": (2, 1), "9": (2, 1)}
    assert joined(made, land, cells) == ({"1", "2", "3", "8 9"}, set())
    # the rest of ward 1 is 1, the part of ward 3 is 3: together 12 and 4. M has 2 of 4 and joins those, joined already
    assert joined(made, land, cells, "n.parts_") == ({"1 3 8 9", "2"}, set())


def test_a_share_that_is_small_everywhere_is_never_shown_while_its_whole_is(draw, land):
    made = plain(draw, indicators=[count(draw), share(draw)])
    cells = {"1": (10, 1), "2": (8, 2)}
    assert joined(made, land, cells) == ({"1", "2"}, set())
    assert joined(made, land, cells, "n.parts_") == ({"1 2"}, {"1", "2"})
    margins = plain(draw, "ab", "margins", indicators=[count(draw), share(draw)])
    cells = {"1a": (10, 1), "1b": (8, 1), "2a": (9, 0), "2b": (7, 1)}
    assert joined(margins, land, cells, "n.places_") == ({"1a 1b", "2a 2b"}, set())
    assert joined(margins, land, cells, "n.parts_places_")[1] == {"1a", "1b", "2a", "2b"}


def test_an_amount_is_protected_by_the_count_it_is_divided_by(draw, land):
    each = draw.indicator(
        "each", numerator="part", denominator="n", over_places="ratio", unit="currency_per_person", smallest_count=5
    )
    made = plain(draw, indicators=[each])
    assert [family.counts for family in protect.families(made)] == [("n",)]
    # 900 rupees do not make the one person of ward 2 many
    assert joined(made, land, {"1": (9, 10), "2": (1, 900), "3": (6, 1)}) == ({"1", "2 3"}, set())


def test_columns_that_are_no_parts_of_one_whole_share_their_atoms(draw, land):
    chain = [share(draw), draw.indicator("of_part", numerator="n", denominator="all_n", over_places="ratio", unit="percent",
                                         smallest_count=3)]  # fmt: skip
    (family,) = protect.families(plain(draw, indicators=chain))
    assert not family.nested and set(family.counts) == {"n", "part", "all_n"} and family.smallest_count == 5
    assert set(family.differences) == {("n", "part"), ("all_n", "n")}
    assert family.partitions_of("share") == family.partitions_of("of_part")


def test_counts_that_the_card_calls_parts_are_one_family(draw):
    rules = {"over_places": "sum", "smallest_count": 5}
    made = plain(draw, indicators=[draw.indicator("men", numerator="men", **rules), draw.indicator("women", numerator="women", **rules)],
                 parts=["men", "women"])  # fmt: skip
    assert [family.counts for family in protect.families(made)] == [("men", "women")]
    apart = plain(
        draw,
        indicators=[draw.indicator("men", numerator="men", **rules), draw.indicator("dogs", numerator="dogs", **rules)],
    )
    assert [family.counts for family in protect.families(apart)] == [("men",), ("dogs",)]


def test_later_months_never_change_the_atoms_of_earlier_ones(draw, land):
    made = plain(draw)
    january = "('1', '2024-01', 3), ('2', '2024-01', 9), ('3', '2024-01', 6)"
    february = ", ('1', '2024-02', 30), ('2', '2024-02', 1), ('3', '2024-02', 1)"

    def atoms_of(rows):
        table = duckdb.sql(f"SELECT * FROM (VALUES {rows}) AS t(place, period, n)").to_arrow_table()
        cube, _ = atoms.with_atoms(made, zeros.explicit(made, table, land, None), land)
        found = {}
        for row in cube.to_pylist():
            if row["period"] == "2024-01":
                found.setdefault(row["n.atom"], set()).add(row["place"])
        return sorted(map(sorted, found.values()))

    assert atoms_of(january) == atoms_of(january + february) == [["1", "3"], ["2"]]


def test_the_manifest_says_how_much_is_joined(draw, land):
    made = plain(draw, "ab", "margins")
    rows = ", ".join(str((key[0], "2024-01", key[1], value)) for key, value in {**CELLS, "2a": 0, "2b": 3}.items())
    table = duckdb.sql(f"SELECT * FROM (VALUES {rows}) AS t(place, period, d, n)").to_arrow_table()
    _, told = atoms.with_atoms(made, zeros.explicit(made, table, land, None), land)
    # wards: 5 and 3, joined; values: 3 and 5, joined
    assert [(entry["of"], entry["all"], entry["joined"]) for entry in told] == [("places", 2, 2), ("values", 2, 2)]
