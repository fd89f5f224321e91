"""Poverty by district in 2001 and 2011 with standard errors, Nepal: `poverty_rates_district_2001_2011.csv`.

One line a district, year and measure, as fractions of one; 2001 has no population, so it cannot be rolled up.
"""

from pathlib import Path

import pandas

from data.cards import Built
from data.problems import ContentError, Problem, shown
from data.recipes import _nepal as nepal
from data.recipes import _table as table

EXTRACT = "nepal_poverty_district_2001_2011"
FILE = "poverty_rates_district_2001_2011.csv"
COLUMNS = ["Year AD", "District", "Indicators", "Value"]
RECOGNISED = ["Year AD", "Year BS", "District", "Zone", "Geographical Region", "Development Region", "Indicators"]
MEASURES = {
    "Poverty Incidence": "headcount_rate",
    "Standard Error of Poverty Incidence": "headcount_rate_standard_error",
    "Poverty Gap": "poverty_gap",
    "Standard Error of Poverty Gap": "poverty_gap_standard_error",
    "Poverty Severity": "poverty_severity",
    "Standard Error of Poverty Severity": "poverty_severity_standard_error",
    "Population": "persons",
}
RATES = [name for name in MEASURES.values() if name != "persons"]


def recognise(path: Path) -> bool:
    """A CSV file with these columns, or of this name."""
    return table.looks_like(path, RECOGNISED, FILE)


def build(paths: list[Path], places: dict) -> Built:
    """One row a district of 2011 and year: rates as fractions, standard errors, persons (missing in 2001)."""
    (path,) = paths
    rows = table.read_csv(path, COLUMNS)
    problems = table.empty_cells(path, rows, ["Year AD", "District", "Indicators", "Value"])
    values, wrong = table.decimals(rows["Value"], shown(path))
    rows["Value"] = values
    unknown = rows[~rows["Indicators"].isin(MEASURES)]["Indicators"].dropna()
    problems += wrong + _unknown_measures(path, unknown) + _no_fractions(path, rows)
    if problems:
        raise ContentError(problems)
    table.one_each(path, rows, ["Year AD", "District", "Indicators"])
    frame, notes = _wide(path, rows, places)
    return Built(
        frame=frame,
        provenance="published",
        publisher="Central Bureau of Statistics, Nepal, and World Bank: small area estimates",
        licence="none stated (government figures)",
        source=path.name,
        read_at="github.com/opennepal/odp-poverty",
        data_date="2011",
        notes=[
            "2001 has no population: its rates are shown by district and cannot be added up.",
            "Weighted by the population of the file the national rate of 2011 is 23.48 %; the official one, another "
            "series, is 25.16 %.",
            *notes,
        ],
    )


def _unknown_measures(path: Path, unknown: pandas.Series) -> list[Problem]:
    if unknown.empty:
        return []
    message = f"Indicators: {', '.join(sorted(set(unknown)))} is none we know ({table.lines_named(unknown.index)})."
    return [Problem(shown(path), int(unknown.index[0]), message, f"Known: {', '.join(MEASURES)}.")]


def _no_fractions(path: Path, rows: pandas.DataFrame) -> list[Problem]:
    rates = rows[rows["Indicators"].isin(MEASURES) & (rows["Indicators"] != "Population")]["Value"]
    wrong = rates[(rates < 0) | (rates > 1)]  # an empty cell is neither; it is told already
    if wrong.empty:
        return []
    message = f"Value: {wrong.iloc[0]} is no fraction of one ({table.lines_named(wrong.index)})."
    return [Problem(shown(path), int(wrong.index[0]), message, "Are these percent? This file has fractions 0 to 1.")]


def _wide(path: Path, rows: pandas.DataFrame, places: dict) -> tuple[pandas.DataFrame, list[str]]:
    districts = nepal.districts_of_2011_by_name(places)
    rows["place"] = rows["District"].map(lambda name: districts.get(nepal.folded(name))).astype("str")
    lost = rows["place"].isna()
    hint = "Add the spelling to the old names of the district in geo."
    notes = table.left_out(path, rows["District"][lost], len(rows), "name no district of 2011", hint)
    rows = rows[~lost].assign(measure=rows["Indicators"].map(MEASURES), line=rows.index[:])
    line = rows.groupby(["place", "Year AD"])["line"].min()
    wide = rows.pivot(index=["place", "Year AD"], columns="measure", values="Value")
    wide = wide.reindex(columns=list(MEASURES.values()))
    frame = wide.reset_index(names=["place", "period"])
    frame.index = pandas.Index(line.to_numpy(), name="line")
    notes += _incomplete(path, frame, districts)
    frame["persons"] = _whole_persons(path, frame["persons"])
    return frame[["place", "period", *RATES, "persons"]], notes


def _whole_persons(path: Path, persons: pandas.Series) -> pandas.Series:
    broken = persons[persons % 1 != 0]  # missing persons (2001) are not broken ones
    if not broken.empty:
        message = f"Population: {broken.iloc[0]} is no whole number ({table.lines_named(broken.index)})."
        raise ContentError(Problem(shown(path), int(broken.index[0]), message, "Fetch the file again."))
    return persons.astype("Int64")


def _incomplete(path: Path, frame: pandas.DataFrame, districts: dict[str, str]) -> list[str]:
    notes = []
    for period, rows in frame.groupby("period"):
        absent = sorted(set(districts.values()) - set(rows["place"]))
        if absent:
            notes.append(f"{path.name}: {period} has no rows for {len(absent)} districts: {', '.join(absent[:10])}.")
        for name in RATES:
            lines = rows.index[rows[name].isna()]
            if len(lines):
                notes.append(f"{path.name}: {period} has no {name} for the districts of {table.lines_named(lines)}.")
        lines = rows.index[rows["persons"].isna()]
        if 0 < len(lines) < len(rows):  # in 2001 the file gives none at all, which is said above
            notes.append(
                f"{path.name}: {period} has no population for the districts of {table.lines_named(lines)}: they are "
                "shown with their printed rate and left out where districts are added up."
            )
    return notes
