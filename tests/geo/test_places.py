"""The places of the checkout: counts, codes, parents, dates, names. The figures are those of numbers.md."""

import subprocess
import sys
import time
from collections import Counter
from dataclasses import replace
from datetime import date

import pytest

from data.problems import ContentError
from geo import places as geo_places
from geo.places import ancestor_at, ancestors, children, exists_in, inside, name_of

FISCAL_YEAR_2074_75 = (date(2017, 7, 16), date(2018, 7, 16))


def test_every_level_has_as_many_places_as_the_countries_have(places):
    counts = Counter((place.country, place.level, place.vintage) for place in places.values())

    assert counts == {
        ("NP", "country", "2017"): 1,
        ("NP", "region", "2017"): 7,
        ("NP", "district", "2017"): 77,
        ("NP", "district", "2011"): 75,
        ("NP", "local", "2017"): 753 + 1,  # Belwa
        ("NP", "ward", "2017"): 6743,
        ("BD", "country", "v03"): 1,
        ("BD", "region", "v03"): 8,
        ("BD", "district", "v03"): 64,
        ("BD", "local", "v03"): 507,
        ("BD", "local", "v02"): 544,
        ("BD", "town", "2011"): 311,
        **{("IN", level, "census-2011"): 1 for level in ("country", "region", "district", "local")},  # Pune and above
    }


def test_categories_of_urban_centres(places):
    counts = Counter(place.category for place in places.values() if place.category)

    assert counts == {
        "np-metropolitan-city": 6,
        "np-sub-metropolitan-city": 11,
        "np-municipality": 276,
        "np-rural-municipality": 460 + 1,  # Belwa
        "bd-city-corporation": 12,
        "bd-upazila": 495 + (544 - 61),
        "bd-metropolitan-thana": 61,
        "bd-pourashava": 311,
    }


def test_every_parent_and_every_successor_is_a_place_and_every_line_ends_at_a_country(places):
    for place in places.values():
        assert place.parent in places if place.level != "country" else place.parent is None
        assert all(code in places for code in place.successors)
        assert place.level == "country" or ancestors(places, place.code)[-1].code == place.country
        assert place.linked is None or places[place.linked].vintage == "v03"


def test_codes_say_where_a_place_lies(places):
    for place in places.values():
        if place.level == "ward":
            assert place.code[:-3] == place.parent
        elif place.level == "local" and place.vintage == "2017" and place.code != "NP-8016373":
            assert place.code[:6] == place.parent


def test_the_ward_census_is_the_reference_of_persons_at_every_level_of_nepal(places):
    def persons(level, vintage="2017"):
        return sum(
            place.persons_reference or 0
            for place in places.values()
            if (place.country, place.level, place.vintage) == ("NP", level, vintage)
        )

    assert persons("ward") == 28_925_480
    assert {persons("country"), persons("region"), persons("district"), persons("local")} == {28_925_480}
    assert persons("district", "2011") == 28_925_480
    assert not any(place.persons_reference for place in places.values() if place.country == "BD")


def test_district_digits_of_a_p_code_are_rarely_the_census_number_of_the_district(places):
    palikas = [
        p for p in places.values() if p.country == "NP" and p.level == "local" and p.successors == () and p.has_shape
    ]

    equal = [p for p in palikas if int(p.parent[-2:]) == int(places[p.parent].second_code)]

    assert (len(equal), len(palikas)) == (169, 753)
    assert len({p.second_code for p in palikas}) == 753


def test_palikas_that_share_their_name_and_kind_with_another(places):
    """40 in the ward file; 36 here, since two of them bear another's old name there (Kalika, Dodhara Chandani)."""
    names = Counter(
        (p.name_en, p.category) for p in places.values() if p.country == "NP" and p.level == "local" and p.has_shape
    )

    assert sum(count for count in names.values() if count > 1) == 40 - 4


def test_two_districts_of_2011_were_split_over_two_provinces_and_have_the_country_as_parent(places):
    old = [place for place in places.values() if place.vintage == "2011" and place.level == "district"]

    split = {place.code: (place.name_en, place.parent, place.successors) for place in old if len(place.successors) > 1}

    assert split == {
        "NP2011-47": ("Nawalparasi", "NP", ("NP0447", "NP0547")),
        "NP2011-52": ("Rukum", "NP", ("NP0552", "NP0652")),
    }
    assert {places[p.successors[0]].parent for p in old if p.code not in split} == {f"NP0{n}" for n in range(1, 8)}
    assert all(p.parent == places[p.successors[0]].parent for p in old if p.code not in split)


def test_482_upazilas_of_v02_have_a_successor_and_no_code_is_of_both_vintages(places):
    old = [place for place in places.values() if place.vintage == "v02"]
    new = {place.code for place in places.values() if place.country == "BD" and place.level == "local"} - {
        p.code for p in old
    }

    assert sum(1 for place in old if place.successors) == 482
    assert sum(1 for place in old if len(place.successors) > 1) == 23  # kept their code and gave land away
    assert len({code for place in old for code in place.successors}) == 482 + 12 + 7  # upazilas and city corporations
    assert not {place.code for place in old} & new
    assert {places[place.parent].vintage for place in old} == {"v03"}


def test_eight_towns_of_2011_lie_in_a_city_corporation_now(places):
    towns = [place for place in places.values() if place.level == "town"]

    inside_a_city = {town.name_en for town in towns if places[town.linked].category == "bd-city-corporation"}

    assert inside_a_city == {
        *("Comilla", "Tongi", "Gazipur", "Kadam Rasul"),
        *("Siddirganj", "Narayanganj", "Mymensingh", "Rangpur"),
    }
    assert not any(town.name_en.lower().startswith("paurash") for town in towns)


def test_belwa_is_a_place_without_polygon_or_successor(places):
    belwa = places["NP-8016373"]

    assert (belwa.name_en, belwa.parent, belwa.successors, belwa.has_shape) == ("Belwa", "NP0234", (), False)
    assert belwa.valid_to < date(2021, 1, 1)
    assert exists_in(belwa, *FISCAL_YEAR_2074_75)


def test_ten_palikas_did_not_exist_when_the_fiscal_year_2074_75_began(places):
    palikas = [place for place in places.values() if place.country == "NP" and place.level == "local"]

    absent = {place.name_en for place in palikas if not exists_in(place, *FISCAL_YEAR_2074_75)}

    assert absent == {
        *("Balan-Bihul", "Dhanauji", "Basbariya", "Kaudena", "Parsa"),
        *("Rajdevi", "Yamunamai", "Bishrampur", "Jirabhawani", "Kalikamai"),
    }


def test_the_palikas_absent_from_the_transfer_book_are_those_established_later(places, shared_data):
    text = (shared_data / "nepal/fiscal/red_book_local_2074_75_extracted_DERIVED.csv").read_text("utf-8")

    later = {p.code for p in places.values() if p.level == "local" and p.valid_from == date(2017, 7, 17)}
    unprinted = {
        p.code
        for p in places.values()
        if p.level == "local" and p.country == "NP" and p.has_shape and p.code not in text
    }

    assert later == unprinted
    assert len(later) == 10


@pytest.mark.parametrize(
    ("valid_from", "valid_to", "exists"),
    [
        (None, None, True),
        (date(2017, 7, 16), None, True),
        (date(2017, 7, 17), None, False),  # began after the first day
        (None, date(2017, 7, 16), True),  # ended within
        (None, date(2017, 7, 15), False),
    ],
)
def test_a_place_exists_in_a_span_that_it_had_begun_before_and_had_not_ended_before(
    places, valid_from, valid_to, exists
):
    place = replace(places["NP0548201"], valid_from=valid_from, valid_to=valid_to)

    assert exists_in(place, *FISCAL_YEAR_2074_75) is exists


def test_the_census_of_2011_finds_its_upazilas_and_districts_in_existence(places):
    of_2011 = [place for place in places.values() if place.vintage in ("v02", "2011")]

    assert all(exists_in(place, date(2011, 1, 1), date(2011, 12, 31)) for place in of_2011)


def test_seven_wards_have_no_polygon(places):
    without = {place.code for place in places.values() if not place.has_shape and place.country != "IN"}

    assert without == {
        *(
            "NP0111301-11",
            "NP0218301-14",
            "NP0443401-07",
            "NP0555302-02",
            "NP0555406-01",
            "NP0557201-15",
            "NP0557404-06",
        ),
        "NP-8016373",
    }


def test_what_lies_around_butwal(places):
    assert [place.code for place in ancestors(places, "NP0548201-04")] == ["NP0548201", "NP0548", "NP05", "NP"]
    assert ancestor_at(places, "NP0548201-04", "district") == "NP0548"
    assert ancestor_at(places, "NP0548201", "local") == "NP0548201"
    assert ancestor_at(places, "NP0548201", "ward") is None
    assert ancestor_at(places, "NP2011-47", "region") is None
    assert len(children(places, "NP0548201")) == 19
    assert len(inside(places, "NP0548201")) == 1 + 19


def test_inside_a_district_of_bangladesh_are_its_towns_and_both_vintages(places):
    found = [places[code] for code in inside(places, "BD5010")]

    assert Counter((place.level, place.vintage) for place in found) == {
        ("district", "v03"): 1,
        ("local", "v03"): 12,
        ("local", "v02"): 12,
        ("town", "2011"): 12,
    }


def test_names_in_three_languages_fall_back_to_english(places):
    assert [name_of(places["NP0548201"], language) for language in ("en", "ne", "bn")] == ["Butwal", "बुटवल", "Butwal"]
    assert name_of(places["NP0548201-04"], "ne") == "बुटवल ४"
    assert name_of(places["BD20"], "bn") == "চট্টগ্রাম"
    assert name_of(places["BD20"], "ne") == "Chattogram"


def test_no_name_keeps_the_word_for_its_kind(places):
    words = ("palika", "Municipality", "Metropol", "पालिका", "Paurashava")

    kept = [
        p.code for p in places.values() for name in (p.name_en, p.name_ne or "") if any(word in name for word in words)
    ]

    assert kept == []


def test_every_place_of_nepal_has_a_nepali_name_and_every_division_and_district_a_bangla_one(places):
    assert all(place.name_ne for place in places.values() if place.country == "NP")
    assert all(p.name_bn for p in places.values() if p.country == "BD" and p.level in ("country", "region", "district"))


def test_names_of_2011_districts_that_sources_use_are_known(places, shared_data):
    known = {
        name
        for place in places.values()
        if place.vintage == "2011" and place.level == "district"
        for name in (place.name_en, *place.old_names)
    }
    text = (shared_data / "nepal/poverty/poverty_rates_district_2001_2011.csv").read_text("utf-8")
    found = {line.split(",")[2].strip() for line in text.splitlines()[1:]}

    assert len(found) == 75
    assert found - known == set()


def test_saved_places_come_back_the_same_and_fast(places, tmp_path):
    geo_places.save(places, tmp_path / "places.parquet")
    times = []
    for _ in range(3):
        begin = time.thread_time()  # the processor's seconds: others on the machine may let it wait
        loaded = geo_places.load_saved(tmp_path / "places.parquet")
        times.append(time.thread_time() - begin)

    assert loaded == places
    assert list(loaded) == list(places)
    assert min(times) < 1.5  # about 0.1 s


def test_places_that_are_ready_for_a_server_are_the_same_ones(places, tmp_path):
    geo_places.save(places, tmp_path / "places.parquet")
    geo_places.save_ready(places, tmp_path / "places.json")
    (tmp_path / "places.parquet").write_bytes(b"")  # the other file is read
    loaded = geo_places.load_saved(tmp_path / "places.parquet")

    assert loaded == places and list(loaded) == list(places)
    ward = loaded["NP0548201-11"]
    assert replace(ward, name_en="Another") != ward and hash(ward) == hash(places[ward.code])
    assert loaded[ward.parent].code is ward.parent  # one text for all that name it


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text[: len(text) // 2],
        lambda text: text.replace(b'"lon"', b'"longitude"'),
        lambda text: text.replace(b'"code":["NP","NP05"]', b'"code":["NP"]'),
        lambda text: b"[]",
    ],
    ids=["cut short", "another column", "columns of two lengths", "no columns"],
)
def test_what_is_ready_and_is_no_table_of_places_is_named(places, tmp_path, change):
    geo_places.save_ready({code: places[code] for code in ("NP", "NP05")}, tmp_path / "places.json")
    whole = (tmp_path / "places.json").read_bytes()
    (tmp_path / "places.json").write_bytes(change(whole))

    assert change(whole) != whole
    with pytest.raises(ContentError, match=r"places\.json:1: places cannot be read"):
        geo_places.load_saved(tmp_path / "places.parquet")


def test_a_ward_is_known_by_the_municipality_it_lies_in(places):
    found = geo_places.local_of(places)

    assert found["NP0548201-11"] == "NP0548201"
    assert len(found) == sum(place.level == "ward" and place.parent in places for place in places.values())
    assert {places[code].level for code in found.values()} == {"local"}


def test_a_file_that_is_cut_short_is_named(places, tmp_path):
    geo_places.save(places, tmp_path / "places.parquet")
    whole = (tmp_path / "places.parquet").read_bytes()
    (tmp_path / "places.parquet").write_bytes(whole[: len(whole) // 2])

    with pytest.raises(ContentError, match=r"places\.parquet:1: places cannot be read"):
        geo_places.load_saved(tmp_path / "places.parquet")


def test_a_missing_layer_is_named(tmp_path):
    with pytest.raises(ContentError, match=r"nepal_country\.parquet:1: places cannot be read"):
        geo_places.load(tmp_path)


def test_places_groups_and_boundaries_are_imported_and_read_without_pandas_or_shapely():
    code = (
        "import sys; from geo import boundaries, groups, places; known = places.load(); groups.load(known);"
        "places.search(known, 'Butwal');"
        "print(sorted({'pandas', 'geopandas', 'shapely', 'pyproj'} & set(sys.modules)))"
    )

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]"


def test_the_place_before_a_changed_code_is_found_where_it_is_one(known_places):
    from geo.places import before

    assert before(known_places, "BD10040085").code == "BD100485"  # v02 Patharghata became v03 Patharghata
    assert before(known_places, "BD10040009") is None  # Amtali: it was larger, Taltali was carved out of it
    assert before(known_places, "BD30333300") is None  # Gazipur City Corporation: made of several
    assert before(known_places, "NP0548201") is None


def test_an_heir_is_the_same_area_or_all_of_several_joined(places):
    from geo.places import heirs

    found = heirs(places)

    assert found["NP2011-01"] == "NP0101" and found["BD100485"] == "BD10040085"
    assert len(found) == 73 + 459
    assert not {"NP2011-47", "NP2011-52", "BD100409", "BD303330", "NP-8016373"} & found.keys()
    assert not any(places[code].level == "town" for code in found)  # a city corporation is another kind of place


def drawn(places, **successors):
    """Places called by the keys, followed by what is written there; those after are of today."""
    model = replace(places["NP0101"], successors=())
    codes = {*successors, *(code for later in successors.values() for code in later)}
    return {code: replace(model, code=code, successors=tuple(successors.get(code, ()))) for code in codes}


def test_a_place_that_took_in_a_part_of_another_was_nothing_before(places):
    from geo.places import before

    assert before(drawn(places, a="x"), "x").code == "a"
    assert before(drawn(places, a="x", b="xy"), "x") is None
    assert before(drawn(places, a="x", b="x"), "x") is None


@pytest.mark.parametrize(
    ("successors", "expected"),
    [
        ({"a": "x"}, {"a": "x"}),
        ({"a": "x", "b": "x"}, {"a": "x", "b": "x"}),
        ({"a": "xy"}, {}),
        ({"a": "x", "b": "xy"}, {}),  # x is all of a, and a part of b
        ({"a": "b", "b": "x"}, {"a": "x", "b": "x"}),  # followed twice
        ({"a": "b", "b": "xy"}, {}),
        ({"a": "b", "b": "a"}, {}),
    ],
)
def test_heirs_are_followed_to_the_present_and_never_where_areas_overlap_in_part(places, successors, expected):
    from geo.places import heirs

    assert heirs(drawn(places, **successors)) == expected


def test_no_upazila_with_one_successor_lost_much_land_to_a_unit_of_a_new_code(places):
    """The shapes of the two vintages against the table: over 8 % of the old area, and over 10 % of the new."""
    import duckdb
    import shapely

    def shapes(layer):
        rows = duckdb.sql(f"SELECT code, geometry FROM '{geo_places.SHAPES}/{layer}.parquet'").fetchall()
        return {code: shapely.make_valid(shapely.from_wkb(shape)) for code, shape in rows}

    old, new = shapes("bangladesh_local_v02"), shapes("bangladesh_local")
    by_rule = {f"{code[:6]}00{code[6:]}" for code in old}
    tree, codes = shapely.STRtree(list(old.values())), list(old)
    lost = set()
    for code in new.keys() - by_rule:
        for index in tree.query(new[code], predicate="intersects"):
            share = new[code].intersection(old[codes[index]]).area
            if share > 0.1 * new[code].area and share > 0.08 * old[codes[index]].area:
                lost.add((codes[index], code))
    told = {(code, later) for code in old for later in places[code].successors[1:]}
    of_upazilas = {pair for pair in lost if places[pair[0]].category == "bd-upazila"}
    assert of_upazilas - {("BD609027", "BD60900087")} == told  # Dakshin Sunamganj was renamed as a whole
