"""Net migration rates of districts of Bangladesh by age, 2001 to 2011, as printed in an article; 21 of the 64 are known.

`net_migration_rate_district_2001_2011_PARTIAL_21of64.csv`: a row a district, a column an age group and one for all ages.
"""

from pathlib import Path

from data.cards import Built
from data.problems import ContentError, Problem, shown
from data.recipes import _table as table
from data.recipes._nepal import folded

EXTRACT = "bangladesh_net_migration_2001_2011"
FILE = "net_migration_rate_district_2001_2011_PARTIAL_21of64.csv"
AGES = {**{f"{age}-{age + 4}": f"{age}-{age + 4}" for age in range(10, 70, 5)}, "70+": "70+", "overall": "total"}
COLUMNS = ["district", *AGES]
DISTRICTS = 64


def recognise(path: Path) -> bool:
    """This name, or a CSV file with these columns."""
    return table.looks_like(path, COLUMNS, FILE)


def build(paths: list[Path], places: dict) -> Built:
    """One row a district and age group: the rate as printed, in percent."""
    (path,) = paths
    rows = table.read_csv(path, COLUMNS)
    problems = table.empty_cells(path, rows, ["district"])
    if problems:
        raise ContentError(problems)
    rows = table.numbers(path, rows, list(AGES), table.decimals)
    table.one_each(path, rows, ["district"])
    known = _codes(places)
    codes = rows["district"].map(lambda name: known.get(_plain(name))).astype("str")
    lost = rows["district"][codes.isna()]
    if len(lost):
        message = f"{', '.join(lost)}: no district has this name ({table.lines_named(lost.index)})."
        raise ContentError(
            Problem(
                shown(path), int(lost.index[0]), message, "Add the spelling to the old names of the district in geo."
            )
        )
    tall = rows.assign(place=codes).melt(["place"], list(AGES), "age_group", "net_migration_rate", ignore_index=False)
    frame = tall.assign(period="2011", age_group=tall["age_group"].map(AGES))
    frame = frame.sort_values(["place", "age_group"])[["place", "period", "age_group", "net_migration_rate"]]
    return Built(
        frame=frame,
        provenance="published",
        publisher="PLoS ONE 17(2) e0263878, table 1, from the censuses of Bangladesh Bureau of Statistics",
        licence="CC BY 4.0 (the journal's licence)",
        source=path.name,
        read_at="https://pmc.ncbi.nlm.nih.gov/articles/PMC8843202",
        data_date="2001–2011",
        notes=[f"Only {len(rows)} of {DISTRICTS} districts could be read; of the others nothing is known here."],
    )


def _plain(name: str) -> str:
    """A district's name for comparison; a curly apostrophe is a straight one."""
    return folded(name.replace("’", "'"))


def _codes(places: dict) -> dict[str, str]:
    """Folded name, or old spelling, of each district of now -> code."""
    found: dict[str, str] = {}
    for place in places.values():
        if place.country == "BD" and place.level == "district":
            for name in (place.name_en, *place.old_names):
                found[_plain(name)] = place.code
    return found
