"""Headline figures of Bangladesh as published: `headline_figures.csv` and two tables by division beside it.

`census_2022_population_by_division.csv` and `migration_causes_by_division_2011.csv` are read where they are given. The
latter's Dhaka is the division before Mymensingh was taken from it: no place of now, so its column is not taken.
"""

import re
from pathlib import Path

import pandas

from data.cards import Built
from data.problems import ContentError
from data.recipes import _headlines as headlines
from data.recipes import _table as table

EXTRACT = "bangladesh_published_headlines"
ALSO_READS = (headlines.bundle(EXTRACT),)
FILES = {
    "figures": "headline_figures.csv",
    "divisions": "census_2022_population_by_division.csv",
    "causes": "migration_causes_by_division_2011.csv",
}
COLUMNS = {
    "figures": ["unit", "indicator", "year", "value", "unit_of_measure", "source_url", "publisher_of_statistic"],
    "divisions": ["ADM1_PCODE", "enumerated_preliminary_2022", "adjusted_final_2022"],
    "causes": ["cause", "Barishal", "Chattogram", "Dhaka", "Khulna", "Rajshahi", "Rangpur", "Sylhet", "Total"],
}
BBS = "Bangladesh Bureau of Statistics"
BLOG = "https://lightningoftime.blogspot.com/2022/08/bangladesh-census-and-household-census.html"
# what the indicator's text begins with or contains: series, unit
SERIES = (
    (r"population enumerated$", "persons_census_enumerated", "persons"),
    (r"population adjusted$", "persons_census_adjusted", "persons"),
    (r"population adjusted male$", "persons_male_census_adjusted", "persons"),
    (r"population adjusted female$", "persons_female_census_adjusted", "persons"),
    (r"hijra$", "persons_hijra_census_adjusted", "persons"),
    (r"population of the 12 city corporations$", "persons_in_city_corporations", "persons"),
    (r"slum population \(National Report\)$", "persons_in_slums_census", "persons"),
    (r"floating population$", "persons_floating_census", "persons"),
    (r"urban share \(adjusted\)$", "urban_share_census_adjusted", "percent"),
    (r"rural share \(adjusted\)$", "rural_share_census_adjusted", "percent"),
    (r"poverty headcount, upper line, HIES", "hies_headcount_rate_upper", "percent"),
    (r"poverty headcount, lower line, HIES", "hies_headcount_rate_lower", "percent"),
    (r"poverty headcount, Poverty Map \d{4}$", "poverty_map_headcount_rate", "percent"),
    (r"MPI headcount", "mpi_headcount_rate", "percent"),
    (r"MPI intensity$", "mpi_intensity", "percent"),
    (r"MPI value$", "mpi_value", "index"),
    (r"number of slums$", "slums_slum_census", "slums"),
    (r"slum population$", "persons_in_slums_slum_census", "persons"),
    (r"reason for coming: came for jobs$", "slum_residents_who_came_for_jobs_share", "percent"),
    (r"reason for coming: poverty$", "slum_residents_who_came_for_poverty_share", "percent"),
    (r"reason for coming: river erosion$", "slum_residents_who_came_for_river_erosion_share", "percent"),
    (r"internal in-migration rate$", "internal_in_migration_rate", "per_1000"),
    (r"international out-migration rate$", "international_out_migration_rate", "per_1000"),
    (r"lifetime internal migration rate$", "lifetime_internal_migration_rate", "percent"),
    (r"share of its people now residing in Dhaka$", "share_now_residing_in_dhaka", "percent"),
    (r"city corporation population$", "persons_city_corporation", "persons"),
    (r"city corporation population \(preliminary\)$", "persons_city_corporation_preliminary", "persons"),
)
DIVISIONS = {
    "Barishal": "BD10", "Barisal": "BD10", "Chattogram": "BD20", "Chittagong": "BD20", "Dhaka": "BD30",
    "Khulna": "BD40", "Mymensingh": "BD45", "Rajshahi": "BD50", "Rangpur": "BD55", "Sylhet": "BD60",
}  # fmt: skip
AREAS = {
    "Bangladesh": "BD", "Bangladesh national": "BD", "Bangladesh slum population": "BD",
    "Bangladesh urban": "BD", "Bangladesh rural": "BD",
    **{f"{name} division": code for name, code in DIVISIONS.items()},
    "Madaripur district": "BD3054", "Noakhali district": "BD2075", "Bandarban district": "BD2003",
    "Jhenaidah district": "BD4044",
    "Dasar upazila (Madaripur)": "BD30540018", "Char Rajibpur upazila (Kurigram)": "BD554908",
    "Gulshan thana (Dhaka)": "BD302626", "Mithamoin upazila (Kishoreganj)": "BD304859",
    "Alamdanga upazila (Chuadanga)": "BD401807", "Mohammadpur upazila (Magura)": "BD405566",
    "Bhaluka upazila (Mymensingh)": "BD456113", "Daulatkhan upazila (Bhola)": "BD100929",
    "Barisal CC": "BD10065000", "Chattogram CC": "BD20151600", "Chittagong CC": "BD20151600",
    "Comilla CC": "BD20195000", "Dhaka North CC": "BD30262500", "Dhaka South CC": "BD30262000",
    "Gazipur CC": "BD30333300", "Khulna CC": "BD40473300", "Narayanganj CC": "BD30674400",
    "Rajshahi CC": "BD50816600", "Rangpur CC": "BD55857500", "Sylhet CC": "BD60915000",
}  # fmt: skip
CAUSES = {
    "Marriage": "marriage", "Education": "education", "Employment/business": "employment_or_business",
    "Looking for job": "job_seeking", "Natural calamity": "natural_calamity", "Family problems": "family",
    "Others": "others",
}  # fmt: skip
CAUSES_AREAS = {"Total": "BD", **{name: code for name, code in DIVISIONS.items() if name != "Dhaka"}}


def recognise(path: Path) -> bool:
    """A CSV file with the columns, or the name, of one of the three tables."""
    return any(table.looks_like(path, COLUMNS[name], FILES[name]) for name in FILES)


def part(path: Path) -> str:
    """Which of the three tables a file is."""
    by_name = next((name for name, file in FILES.items() if file == Path(path).name.lower()), None)
    return by_name or next(name for name in FILES if table.looks_like(path, COLUMNS[name], FILES[name]))


def build(paths: list[Path], places: dict) -> Built:
    """One row a figure: place, period, series, area, value, unit, publisher, read_at."""
    readers = {"figures": _figures, "divisions": _divisions, "causes": _causes}
    frames, notes, problems = [], [], []
    for path in paths:
        try:
            frame, found = readers[part(path)](path, places)
            table.one_each(path, frame, headlines.KEY)
            frames.append(frame)
            notes += found
        except ContentError as error:
            problems += error.problems
    if problems:
        raise ContentError(problems)
    source = ", ".join(path.name for path in paths)
    frame, more = headlines.with_bundled(pandas.concat(frames, ignore_index=True), EXTRACT, source)
    return Built(
        frame=frame,
        provenance="published",
        publisher="Bangladesh Bureau of Statistics and others",
        licence="facts; each row names its publisher",
        source=source,
        read_at="typed from the publications and press reports named in each row",
        data_date="2026-11-21",
        notes=[*notes, *more],
    )


def _figures(path: Path, places: dict) -> tuple[pandas.DataFrame, list[str]]:
    rows = table.read_csv(path, COLUMNS["figures"])
    rows["value"], problems = headlines.values(path, rows["value"])
    problems += table.empty_cells(path, rows, COLUMNS["figures"])
    if problems:
        raise ContentError(problems)
    series = rows["indicator"].map(_series)
    known = series.notna() & rows["unit"].map(lambda area: AREAS.get(area) in places)
    notes = headlines.without_code(path, (rows["indicator"] + ", " + rows["unit"])[~known])
    rows, series = rows[known], series[known]
    frame = pandas.DataFrame(
        {
            "place": rows["unit"].map(AREAS),
            "period": rows["year"],
            "series": [name for name, _ in series],
            "area": rows["unit"].map(lambda area: area.split()[1] if area.endswith((" urban", " rural")) else "total"),
            "value": rows["value"],
            "unit": [unit for _, unit in series],
            "publisher": rows["publisher_of_statistic"],
            "read_at": rows["source_url"],
        }
    )
    rounded = (frame["series"] == "persons_in_slums_slum_census") & (frame["place"] == "BD")
    frame.loc[rounded, "series"] += "_rounded"
    return frame, notes


def _series(indicator) -> tuple[str, str] | None:
    if pandas.isna(indicator):
        return None
    return next((entry[1:] for entry in SERIES if re.match(entry[0], indicator)), None)


def _divisions(path: Path, places: dict) -> tuple[pandas.DataFrame, list[str]]:
    rows = table.numbers(path, table.read_csv(path, COLUMNS["divisions"]), COLUMNS["divisions"][1:])
    census = f"{BBS}, Population and Housing Census 2022"
    frames = [
        _frame(rows["ADM1_PCODE"], "2022", series, rows[column].astype("Float64"), "persons", publisher, address)
        for column, series, publisher, address in (
            ("enumerated_preliminary_2022", "persons_census_enumerated", f"{census}, preliminary", BLOG),
            ("adjusted_final_2022", "persons_census_adjusted", census, "https://bmtv.news/?p=26588"),
        )
    ]
    return pandas.concat(frames), []


def _causes(path: Path, places: dict) -> tuple[pandas.DataFrame, list[str]]:
    taken = [name for name in CAUSES_AREAS if name in COLUMNS["causes"]]
    rows = table.numbers(path, table.read_csv(path, COLUMNS["causes"]), taken, table.decimals)
    unknown = rows["cause"][~rows["cause"].isin(CAUSES)]
    notes = headlines.without_code(path, unknown)
    notes.append(f"{path.name}: the column Dhaka is the division of 2011 with Mymensingh in it, and was not taken.")
    rows = rows.drop(unknown.index)
    series = rows["cause"].map(lambda cause: f"migration_cause_{CAUSES[cause]}_share")
    publisher = f"PLoS ONE 17(2) e0263878, table 5, from the census of {BBS}"
    address = "https://pmc.ncbi.nlm.nih.gov/articles/PMC8843202"
    frames = [
        _frame(code, "2011", series, rows[name], "percent", publisher, address)
        for name, code in CAUSES_AREAS.items()
        if name in taken
    ]
    return pandas.concat(frames), notes


def _frame(place, period, series, values, unit, publisher, read_at) -> pandas.DataFrame:
    fixed = {"period": period, "series": series, "area": "total", "value": values}
    given = {"unit": unit, "publisher": publisher, "read_at": read_at}
    return pandas.DataFrame({"place": place, **fixed, **given}, index=values.index)
