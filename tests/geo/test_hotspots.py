"""Pockets on lattices small enough to be worked by hand, and the neighbours of the real wards."""

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo import boundaries, hotspots

STEP = 0.01  # degrees, about 1 km


def square(column: int, row: int, size: float = 1.0) -> str:
    """The outline of one field of a lattice near Kathmandu."""
    west, south = 85 + column * STEP, 27 + row * STEP
    east, north = west + size * STEP, south + size * STEP
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return json.dumps({"type": "Polygon", "coordinates": [ring]})


def lattice(side: int) -> hotspots.Neighbours:
    return hotspots.neighbours(
        {f"{row:02}{column:02}": square(column, row) for row in range(side) for column in range(side)}
    )


def beside(found: hotspots.Neighbours, code: str) -> set[str]:
    return {
        found.codes[there] for here, there in zip(found.first, found.second, strict=True) if found.codes[here] == code
    }


# Neighbours


def test_fields_that_touch_at_a_corner_are_neighbours_and_only_the_middle_one_has_no_outer_edge():
    found = lattice(3)
    assert beside(found, "0101") == set(found.codes) - {"0101"}
    assert beside(found, "0000") == {"0001", "0100", "0101"}
    assert list(found.counts) == [3, 5, 3, 5, 8, 5, 3, 5, 3]  # corners 3, sides 5, the middle 8
    assert [code for code, outer in zip(found.codes, found.outer, strict=True) if not outer] == ["0101"]


@pytest.mark.parametrize(("gap_metres", "are_neighbours"), [(20, True), (30, False)])
def test_a_gap_is_closed_up_to_the_stated_distance(gap_metres, are_neighbours):
    # one degree of latitude is 110.8 km near 27 N
    gap = gap_metres / 110_800 / STEP
    found = hotspots.neighbours({"a": square(0, 0), "b": square(0, 1 + gap)})
    assert bool(beside(found, "a")) is are_neighbours


def test_an_island_and_a_place_without_outline_have_no_neighbour():
    found = hotspots.neighbours({"a": square(0, 0), "b": square(1, 0), "far": square(9, 9), "none": None})
    assert (list(found.counts), list(found.has_outline)) == ([1, 1, 0, 0], [True, True, True, False])
    assert list(hotspots.neighbours({"x": None, "y": None}).counts) == [0, 0]


boxes = st.lists(
    st.tuples(st.integers(0, 5), st.integers(0, 5), st.sampled_from([0.5, 1.0, 1.5])), min_size=1, max_size=12
)


@pytest.mark.slow
@settings(max_examples=20)
@given(boxes, st.randoms())
def test_neighbours_are_mutual_never_oneself_and_do_not_depend_on_the_order(drawn, shuffle):
    outlines = {f"p{number:02}": square(*box) for number, box in enumerate(drawn)}
    found = hotspots.neighbours(outlines)
    pairs = list(zip(found.first.tolist(), found.second.tolist(), strict=True))
    assert set(pairs) == {(there, here) for here, there in pairs}
    assert pairs == sorted(set(pairs)) and all(here != there for here, there in pairs)
    codes = list(outlines)
    shuffle.shuffle(codes)
    again = hotspots.neighbours({code: outlines[code] for code in codes})
    assert (again.codes, again.first.tolist(), again.outer.tolist()) == (
        found.codes,
        found.first.tolist(),
        found.outer.tolist(),
    )


def test_among_some_the_neighbours_left_out_are_counted():
    found, without = hotspots.among(lattice(3), ["0000", "0001", "0101", "0202"])
    assert found.codes == ("0000", "0001", "0101", "0202")
    assert beside(found, "0101") == {"0000", "0001", "0202"}
    assert list(without) == [1, 3, 5, 2]  # of 3, 5, 8 and 3 neighbours 2, 2, 3 and 1 are among the four


def test_members_that_touch_share_a_number_the_largest_first():
    found = lattice(5)
    wanted = {"0000", "0303", "0304", "0404", "0402"}  # 0303, 0304, 0404 and, by a corner, 0402; and one alone
    number = hotspots.numbered(np.isin(found.codes, list(wanted)), found.first, found.second)
    assert {code: int(of) for code, of in zip(found.codes, number, strict=True) if of} == {
        "0303": 1, "0304": 1, "0404": 1, "0402": 1, "0000": 2}  # fmt: skip
    assert not hotspots.numbered(np.zeros(25, bool), found.first, found.second).any()


# Statistics by hand


def test_two_sided_p_values_count_both_tails():
    simulated = np.arange(1.0, 10.0)[:, None].repeat(3, axis=1)  # 1 to 9, the same for three places
    p, above = hotspots.two_sided(np.array([9.5, 0.5, 5.0]), simulated)
    assert p.tolist() == [0.2, 0.2, 1.0]  # 2 (0 + 1) / 10, and for 5.0 five on each side: 2 (5 + 1) / 10, at most 1
    assert above.tolist() == [True, False, False]


def test_false_discoveries_are_corrected_by_benjamini_and_hochberg():
    # of 4: 0.01 x 4/1, 0.02 x 4/2, 0.03 x 4/3 and 0.5 x 4/4
    assert hotspots.corrected(np.array([0.5, 0.01, 0.03, 0.02])).tolist() == pytest.approx([0.5, 0.04, 0.04, 0.04])


@pytest.mark.slow
def test_empirical_bayes_by_hand():
    # m = 40/200 = 0.2; variance = (100 x 0.1^2 + 100 x 0.1^2) / 200 = 0.01; A = 0.01 - 0.2/100 = 0.008;
    # weight = 0.008 / (0.008 + 0.2/100) = 0.8; 0.8 x 0.1 + 0.2 x 0.2 = 0.12 and 0.8 x 0.3 + 0.2 x 0.2 = 0.28
    found = hotspots.empirical_bayes(np.array([10.0, 30.0]), np.array([100.0, 100.0]))
    assert found.tolist() == pytest.approx([0.12, 0.28])


@pytest.mark.slow
def test_a_small_population_is_drawn_further_than_a_large_one():
    events, population = np.array([0.0, 200.0, 600.0, 400.0]), np.array([10.0, 1000.0, 1000.0, 1000.0])
    of_all = events.sum() / population.sum()
    pulled = (hotspots.empirical_bayes(events, population) - events / population) / (of_all - events / population)
    assert pulled[0] > 5 * pulled[1] > 0


def test_rates_that_differ_no_more_than_chance_are_all_drawn_to_the_same():
    # variance 0.0001 is less than 0.2/100 = 0.002
    found = hotspots.empirical_bayes(np.array([19.0, 21.0]), np.array([100.0, 100.0]))
    assert found.tolist() == pytest.approx([0.2, 0.2])


@pytest.mark.slow
def test_the_z_of_gi_star_by_hand():
    # A row of four with 1, 2, 3, 6: mean 3, s = sqrt(50/4 - 9) = 1.8708. The first with its neighbour: sum 3, weights 2:
    # (3 - 2 x 3) / (s sqrt((4 x 2 - 4) / 3)) = -1.3887. The third: (11 - 9) / (s sqrt((4 x 3 - 9) / 3)) = 1.0690.
    first, second = np.array([0, 1, 1, 2, 2, 3]), np.array([1, 0, 2, 1, 3, 2])
    z, p, _ = hotspots.gi_star(np.array([1.0, 2.0, 3.0, 6.0]), first, second)
    assert (z[0], z[2]) == (pytest.approx(-1.3887, abs=1e-4), pytest.approx(1.0690, abs=1e-4))
    assert all(0 < value <= 1 for value in p)


# Lattices with and without a pocket


def counted(side: int, planted: bool, seed: int) -> tuple[hotspots.Neighbours, np.ndarray, np.ndarray]:
    """Households of each field of a lattice, a fifth of them poor by chance; with a pocket of 60 % in 4 by 4 fields."""
    found, chance = lattice(side), np.random.default_rng(seed)
    population = chance.integers(80, 900, len(found.codes))
    rate = np.array([0.6 if planted and "0202" <= code <= "0505" and code[2:] in ("02", "03", "04", "05") else 0.2
                     for code in found.codes])  # fmt: skip
    return found, chance.binomial(population, rate).astype(float), population.astype(float)


def codes_of(found: hotspots.Neighbours, chosen: np.ndarray) -> set[str]:
    return {code for code, inside in zip(found.codes, chosen, strict=True) if inside}


@pytest.mark.slow
def test_a_planted_pocket_is_found_where_it_is():
    found, events, population = counted(12, True, 1)
    result = hotspots.statistics(events, population, found.first, found.second)
    planted = {f"{row:02}{column:02}" for row in range(2, 6) for column in range(2, 6)}
    inner = {code for code in planted if code[:2] in ("03", "04") and code[2:] in ("03", "04")}
    high = codes_of(found, result.high)
    assert inner <= high  # a field all of whose neighbours are poor
    assert high <= {f"{row:02}{column:02}" for row in range(1, 7) for column in range(1, 7)}  # none beyond its rim
    assert set(result.pocket[result.high]) == {1}
    centre = found.codes.index("0303")
    assert (result.moran[centre], result.moran_q[centre] <= 0.05) == ("high_high", True)


@pytest.mark.slow
def test_p_values_are_possible_ones_of_999_permutations():
    found, events, population = counted(12, True, 1)
    result = hotspots.statistics(events, population, found.first, found.second)
    for p, q in ((result.p, result.q), (result.moran_p, result.moran_q)):
        assert p.min() >= 2 / 1000 and p.max() <= 1
        assert np.allclose(p * 500, np.round(p * 500))  # whole numbers of permutations
        assert (q >= p - 1e-12).all()


@pytest.mark.slow
def test_random_fields_have_almost_never_a_pocket():
    """At 5 % false discoveries a field of chance alone has any in about one of twenty: of 40, seven would be too many
    (binomial: 7 or more of 40 at 5 % happen in 0.3 % of cases)."""
    with_any = 0
    for seed in range(40):
        found, events, population = counted(8, False, seed)
        result = hotspots.statistics(events, population, found.first, found.second)
        with_any += bool(result.high.any() or result.low.any())
    assert with_any < 7


@pytest.mark.slow
def test_the_same_comes_out_each_time_and_the_global_generator_is_left_alone():
    found, events, population = counted(8, True, 3)
    np.random.seed(7)
    before = np.random.get_state()[1].tolist()
    one = hotspots.statistics(events, population, found.first, found.second)
    assert np.random.get_state()[1].tolist() == before
    np.random.seed(8)
    two = hotspots.statistics(events, population, found.first, found.second)
    assert (one.p == two.p).all() and (one.moran_p == two.moran_p).all() and (one.pocket == two.pocket).all()
    other = hotspots.statistics(events, population, found.first, found.second, seed=99)
    assert (one.p != other.p).any() and (one.z == other.z).all()


@pytest.mark.slow
def test_an_island_takes_part_in_nothing_but_the_smoothing():
    found, events, population = counted(8, True, 3)
    kept = (found.first != 0) & (found.second != 0)  # the first field is cut off
    result = hotspots.statistics(events, population, found.first[kept], found.second[kept])
    assert np.isnan([result.z[0], result.p[0], result.q[0], result.moran_p[0]]).all() and result.moran[0] == ""
    assert not result.high[0] and not np.isnan(result.smoothed[0]) and not np.isnan(result.p[1:]).any()


def test_too_few_places_are_not_tested():
    found, events, population = counted(5, True, 3)  # 25 of at least 30
    result = hotspots.statistics(events, population, found.first, found.second)
    assert np.isnan(result.p).all() and not result.high.any()


@pytest.mark.slow
def test_places_all_alike_are_not_tested():
    found = lattice(8)
    result = hotspots.statistics(np.full(64, 20.0), np.full(64, 100.0), found.first, found.second)
    assert np.isnan(result.p).all() and not result.high.any() and not result.low.any()


def test_a_rate_needs_a_population():
    with pytest.raises(ValueError, match="population above 0"):
        hotspots.statistics(np.ones(40), np.zeros(40), np.array([0, 1]), np.array([1, 0]))


# The real layers


@pytest.mark.slow
def test_the_distance_is_that_at_which_palikas_have_exactly_the_neighbours_they_share_a_border_with(bundled_snapshot):
    import shapely

    outlines = boundaries.outlines(bundled_snapshot / "shapes.parquet", "NP/local/2017")
    codes = sorted(outlines)
    shapes = shapely.from_geojson([outlines[code] for code in codes])
    first, second = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    touching = {(codes[one], codes[two]) for one, two in zip(first, second, strict=True) if one != two}
    found = hotspots.neighbours(outlines)
    near = {(found.codes[one], found.codes[two]) for one, two in zip(found.first, found.second, strict=True)}
    assert len(near) == 2 * 2061
    assert near == touching
    wider = hotspots.neighbours(outlines, 50)
    assert len(wider.first) == 2 * 2063  # at twice the distance the first pairs appear that share no border


@pytest.mark.slow
def test_wards_across_a_border_of_palikas_are_neighbours_where_the_palikas_are(bundled_snapshot):
    file = bundled_snapshot / "shapes.parquet"
    local = hotspots.neighbours(boundaries.outlines(file, "NP/local/2017"))
    share = {(local.codes[one], local.codes[two]) for one, two in zip(local.first, local.second, strict=True)}
    wards = hotspots.neighbours(boundaries.outlines(file, "NP/ward/2017"))
    parent = [code.rpartition("-")[0] for code in wards.codes]
    lifted = {(parent[one], parent[two]) for one, two in zip(wards.first, wards.second, strict=True)}
    lifted = {(one, two) for one, two in lifted if one != two}
    assert len(share) == 2 * 2061
    assert len(lifted & share) == 2 * 2039  # 98.9 %: the others meet in parks, which no ward covers
    assert len(lifted - share) == 2 * 7
    assert int((wards.counts[wards.has_outline] == 0).sum()) == 8
