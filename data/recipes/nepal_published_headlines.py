"""Headline figures of Nepal as published: `published_headlines.csv`, one figure a line with where it was read.

An indicator's text and its area give the series, the place and the part (urban, rural, total) it was printed for.
"""

from pathlib import Path

import pandas

from data.cards import Built
from data.problems import ContentError
from data.recipes import _headlines as headlines
from data.recipes import _table as table

EXTRACT = "nepal_published_headlines"
FILE = "published_headlines.csv"
ALSO_READS = (headlines.bundle(EXTRACT),)
COLUMNS = ["indicator", "area", "value", "unit", "year", "read_at"]
NSO = "National Statistics Office (Nepal)"
SMALL_AREA = f"{NSO}, small area estimates 2023"
PLANNING = "National Planning Commission (Nepal), MPI from MICS 2019"
FINANCE = "Ministry of Finance (Nepal)"
# indicator as written in the file: series, publisher, and the part it is of where the indicator says so
SERIES = {
    "population": ("persons_census_published", NSO),
    "population male": ("persons_male_census_published", NSO),
    "population female": ("persons_female_census_published", NSO),
    "sex ratio": ("males_per_100_females_census_published", NSO),
    "density": ("persons_per_km2_census_published", NSO),
    "annual growth rate 2011-2021": ("annual_growth_rate_census_published", NSO),
    "institutional population (no palika)": ("persons_in_institutions", NSO),
    "households": ("households_census_published", NSO),
    "households in municipalities": ("households_census_published", NSO, "urban"),
    "urban population share (293 municipalities)": ("urban_share_census_published", NSO),
    "average household size": ("persons_per_household_census_published", NSO),
    "absent abroad population: total": ("absent_abroad_total", NSO),
    "absent abroad population: salary/wage job": ("absent_abroad_salary_or_wage", NSO),
    "absent abroad population: trade": ("absent_abroad_trade", NSO),
    "absent abroad population: study": ("absent_abroad_study", NSO),
    "absent abroad population: job seeking": ("absent_abroad_job_seeking", NSO),
    "absent abroad population: dependent": ("absent_abroad_dependent", NSO),
    "absent abroad population: other": ("absent_abroad_other", NSO),
    "absent abroad population: not stated": ("absent_abroad_not_stated", NSO),
    "poverty headcount (NLSS IV)": ("nlss_headcount_rate", f"{NSO}, NLSS IV"),
    "poverty line": ("nlss_poverty_line", f"{NSO}, NLSS IV"),
    "SAE 2023 local levels below national rate": ("small_area_local_levels_below_national_rate", SMALL_AREA),
    "SAE 2023 local levels above national rate": ("small_area_local_levels_above_national_rate", SMALL_AREA),
    "SAE 2023 districts above national rate": ("small_area_districts_above_national_rate", SMALL_AREA),
    "SAE 2023 poverty rate": ("small_area_headcount_rate", SMALL_AREA),
    "SAE 2023 poverty rate (lowest palika)": ("small_area_headcount_rate", SMALL_AREA),
    "SAE 2023 poverty rate (highest palika)": ("small_area_headcount_rate", SMALL_AREA),
    "SAE 2023 poverty rate (lowest district)": ("small_area_headcount_rate", SMALL_AREA),
    "SAE 2023 poverty rate (highest district)": ("small_area_headcount_rate", SMALL_AREA),
    "SAE 2023 number of poor (largest)": ("small_area_poor_persons", SMALL_AREA),
    "MPI headcount (MICS 2019)": ("mpi_headcount_rate", PLANNING),
    "fiscal equalization grant, local levels": ("transfers_equalization_published", FINANCE),
    "conditional grant, local levels": ("transfers_conditional_published", FINANCE),
    "special grant, local levels": ("transfers_special_published", FINANCE),
    "total transfer, local levels": ("transfers_total_published", FINANCE),
}
AREAS = {
    "Nepal": ("NP", "total"), "Nepal urban": ("NP", "urban"), "Nepal rural": ("NP", "rural"),
    "Koshi": ("NP01", "total"), "Province 1 (Koshi)": ("NP01", "total"),
    "Madhesh": ("NP02", "total"), "Province 2 (Madhesh)": ("NP02", "total"),
    "Bagmati": ("NP03", "total"), "Gandaki": ("NP04", "total"), "Lumbini": ("NP05", "total"),
    "Karnali": ("NP06", "total"), "Sudurpashchim": ("NP07", "total"),
    "Kathmandu Metropolitan City": ("NP0327101", "total"), "Kaski": ("NP0439", "total"),
    "Achham": ("NP0769", "total"), "Gharpajhong RM, Mustang": ("NP0445404", "total"),
    "Junichande RM, Jajarkot": ("NP0660401", "total"),
}  # fmt: skip
UNITS = {
    "males per 100 females": "males_per_100_females", "persons/km2": "persons_per_km2",
    "NPR per person per year": "npr_per_person_per_year", "NPR thousand": "npr_thousand", "NPR billion": "npr_billion",
}  # fmt: skip
COUNTED = {
    "small_area_local_levels_below_national_rate": "local_levels",
    "small_area_local_levels_above_national_rate": "local_levels",
    "small_area_districts_above_national_rate": "districts",
}
PERIODS = {"2022/23": "2022-23"}  # a survey year, printed like a fiscal year


def recognise(path: Path) -> bool:
    """A CSV file with these columns, or of this name."""
    return table.looks_like(path, COLUMNS, FILE)


def build(paths: list[Path], places: dict) -> Built:
    """One row a figure: place, period, series, area, value, unit, publisher, read_at."""
    (path,) = paths
    rows = table.read_csv(path, COLUMNS)
    rows["value"], problems = headlines.values(path, rows["value"])
    problems += table.empty_cells(path, rows, ["indicator", "area", "unit", "year", "read_at"])
    if problems:
        raise ContentError(problems)
    known = rows["indicator"].isin(SERIES) & rows["area"].map(lambda area: AREAS.get(area, ("",))[0] in places)
    notes = headlines.without_code(path, (rows["indicator"] + ", " + rows["area"])[~known])
    frame = _tidy(rows[known])
    table.one_each(path, frame, headlines.KEY)
    frame, more = headlines.with_bundled(frame, EXTRACT, path.name)
    return Built(
        frame=frame,
        provenance="published",
        publisher="National Statistics Office, Nepal, and others",
        licence="facts; each row names its publisher",
        source=path.name,
        read_at="typed from the publications and press reports named in each row",
        data_date="2026-11-21",
        notes=[*notes, *more],
    )


def _tidy(rows: pandas.DataFrame) -> pandas.DataFrame:
    series = [SERIES[text] for text in rows["indicator"]]
    areas = [AREAS[text] for text in rows["area"]]
    return pandas.DataFrame(
        {
            "place": [place for place, _ in areas],
            "period": [PERIODS.get(year, year.removeprefix("FY ")) for year in rows["year"]],
            "series": [entry[0] for entry in series],
            "area": [entry[2] if len(entry) > 2 else area for entry, (_, area) in zip(series, areas, strict=True)],
            "value": rows["value"].to_list(),
            "unit": [
                COUNTED.get(entry[0], UNITS.get(unit, unit)) for entry, unit in zip(series, rows["unit"], strict=True)
            ],
            "publisher": [entry[1] for entry in series],
            "read_at": rows["read_at"].to_list(),
        },
        index=rows.index,
    )
