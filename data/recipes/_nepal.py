"""Finding Nepal's places from what the sources print: census numbers and the districts' names of 2011."""

import re
import unicodedata
from pathlib import Path
from types import SimpleNamespace

from data.cards import Built

# as the tables of the census of 2011 print them -> as ours name them
SEXES = {"Male": "male", "Female": "female"}
AGES = {f"{age:02d} - {age + 4:02d} Years": f"{age}-{age + 4}" for age in range(0, 75, 5)} | {"75+ Years": "75+"}


def of_the_census_of_2011(frame, path: Path, notes: list[str]) -> Built:
    """What a recipe gives that reads a table of the long form of 2011 as opennepal published it."""
    return Built(
        frame=frame,
        provenance="published",
        publisher="Central Bureau of Statistics, Nepal: census 2011",
        licence="none stated (government figures)",
        source=path.name,
        read_at="github.com/opennepal/odp-census",
        data_date="2011-06-22",
        notes=notes,
    )


def palikas_by_census_number(places: dict) -> dict[tuple[int, int], str]:
    """(number of the district 1 to 77, number of the palika in it) -> P-code.

    The second code of a palika is the NSO's five digits, the last two number it in its district; the second code of
    a district is its census number. The district's digits inside a P-code are another number.
    """
    found = {}
    for place in places.values():
        if place.country == "NP" and place.level == "local" and re.fullmatch(r"\d{5}", place.second_code or ""):
            found[int(places[place.parent].second_code), int(place.second_code[-2:])] = place.code
    return found


def ward_code(palika: str, number: int) -> str:
    """`NP0101301-04`: the palika's P-code and the ward's number in two digits."""
    return f"{palika}-{number:02d}"


def districts_of_2011_by_name(places: dict) -> dict[str, str]:
    """Folded name, or old spelling, of each of the 75 districts of 2011 -> code."""
    found = {}
    for place in places.values():
        if place.country == "NP" and place.level == "district" and place.vintage == "2011":
            for name in (place.name_en, *place.old_names):
                found[folded(name)] = place.code
    return found


def folded(name: str) -> str:
    """A name for comparison: NFC, no case, single spaces."""
    return " ".join(unicodedata.normalize("NFC", name).casefold().split())


def places_in(shapes: Path) -> dict:
    """Nepal's places as far as recipes need them, from the shape files: for remaking what is bundled, without `geo`."""
    import duckdb

    names = ["code", "country", "level", "vintage", "second_code", "parent", "name_en", "old_names"]
    files = [str(path) for path in sorted(Path(shapes).glob("nepal_*.parquet"))]
    rows = duckdb.execute(f"SELECT {', '.join(names)} FROM read_parquet(?, union_by_name = true)", [files]).fetchall()
    places = {row[0]: SimpleNamespace(**dict(zip(names, row, strict=True))) for row in rows}
    for place in places.values():
        place.old_names = tuple((place.old_names or "").split("|")) if place.old_names else ()
    return places
