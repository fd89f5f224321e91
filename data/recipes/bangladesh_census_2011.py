"""Bangladesh's census of 2011 at three levels: pop_division_2011.csv, pop_district_2011.csv, pop_upazila_2011.csv.

Joined by P-code: one division name is blank, and thirty upazilas share their names. The upazilas are those of COD-AB
v02 (eight characters). The three levels are the same persons and must agree.
"""

from pathlib import Path

import pandas

from data.cards import Built
from data.problems import ContentError, Problem, shown
from data.recipes import _table as table

EXTRACT = "bangladesh_census_2011"
CODES = {"region": "admin1Pcode", "district": "admin2Pcode", "local": "admin3Pcode"}
FILES = {"region": "pop_division_2011.csv", "district": "pop_district_2011.csv", "local": "pop_upazila_2011.csv"}
PARENTS = {"region": None, "district": "admin1Pcode", "local": "ADM2_PCODE"}
VINTAGES = {"region": "v03", "district": "v03", "local": "v02"}
AGES = {
    "persons_0_14": ["P00_04", "P05_09", "P10_14"],
    "persons_15_64": [f"P{age}_{age + 4}" for age in range(15, 65, 5)],
    "persons_65_and_over": ["P65_69", "P70_74", "P75_80", "P80plus"],
}
ALL_AGES = [column for columns in AGES.values() for column in columns]
COUNTS = ["population", "Male", "Female", *ALL_AGES]


def recognise(path: Path) -> bool:
    """A CSV file with these counts, or of one of the three names."""
    name = Path(path).name.lower()
    return name in FILES.values() or table.looks_like(path, COUNTS, name + "?")


def part(path: Path) -> str:
    """Which level a file is: by the finest code it has, else by its name."""
    found = table.header(path)
    for level in ("local", "district", "region"):
        if CODES[level] in found:
            return level
    return next((level for level, name in FILES.items() if name == Path(path).name.lower()), "region")


def build(paths: list[Path], places: dict) -> Built:
    """One row a place of each level: place, period, level, persons, sexes, three age groups."""
    by_level = {part(path): path for path in paths}
    absent = [FILES[level] for level in FILES if level not in by_level]
    if absent:
        message = f"{', '.join(absent)} is missing: the three levels are checked against each other."
        raise ContentError(Problem(shown(paths[0]), 1, message, "Put all three files into the folder."))
    rows, notes, problems = {}, [], []
    for level, path in by_level.items():
        try:
            rows[level], found = _level(level, path, places)
            notes += found
        except ContentError as error:
            problems += error.problems
    if not problems:
        problems = _disagreements(rows, by_level)
    if problems:
        raise ContentError(problems)
    return Built(
        frame=pandas.concat([_tidy(level, rows[level]) for level in FILES], ignore_index=True),
        provenance="published",
        publisher="Bangladesh Bureau of Statistics: Population and Housing Census 2011",
        licence="MIT (the R package it comes in); the figures are those of the Bangladesh Bureau of Statistics",
        source=", ".join(by_level[level].name for level in FILES),
        read_at="R package bangladesh 1.0.0 (github.com/cran/bangladesh), as CSV",
        data_date="2011-03-15",
        notes=["Enumerated persons. The three levels are the same persons and are never added together.", *notes],
    )


def _level(level: str, path: Path, places: dict) -> tuple[pandas.DataFrame, list[str]]:
    parent = [PARENTS[level]] if PARENTS[level] else []
    optional = ["division"]
    rows = table.read_csv(path, [CODES[level], *parent, *optional, *COUNTS], needed=[CODES[level], *parent, *COUNTS])
    problems = table.empty_cells(path, rows, [CODES[level], *parent])
    if problems:
        raise ContentError(problems)
    rows = table.numbers(path, rows, COUNTS)
    table.one_each(path, rows, [CODES[level]])
    _known_codes(level, path, rows[CODES[level]], places)
    notes = table.unbalanced(path, rows, "population", ["Male", "Female"])
    notes += table.unbalanced(path, rows, "population", ALL_AGES)
    if "division" in rows and rows["division"].isna().any():
        lines = rows.index[rows["division"].isna()]
        notes.append(f"{path.name}: the division's name is blank in {table.lines_named(lines)}; codes were used.")
    return rows, notes


def _known_codes(level: str, path: Path, codes: pandas.Series, places: dict):
    known = {
        place.code
        for place in places.values()
        if place.country == "BD" and place.level == level and place.vintage == VINTAGES[level]
    }
    wrong = codes[~codes.isin(known)]
    if wrong.empty:
        return
    longer = sum(len(code) == 10 for code in wrong)
    hint = f"{longer} have the ten characters of COD-AB v03: this census is of v02." if longer else "Are they P-codes?"
    message = f"{len(wrong)} of {len(codes)} codes are no {level} of {VINTAGES[level]}: {', '.join(wrong[:10])} "
    message += f"({table.lines_named(wrong.index)})."
    raise ContentError(Problem(shown(path), int(wrong.index[0]), message, hint))


def _disagreements(rows: dict[str, pandas.DataFrame], paths: dict[str, Path]) -> list[Problem]:
    """Districts whose upazilas do not add up to them, and divisions whose districts do not."""
    problems = []
    for coarse, fine in (("region", "district"), ("district", "local")):
        sums = rows[fine].groupby(PARENTS[fine])["population"].sum()
        printed = rows[coarse].reset_index().set_index(CODES[coarse])
        for code in sorted(set(sums.index) | set(printed.index)):
            line = int(printed["line"].get(code, 1))
            total, found = printed["population"].get(code), sums.get(code)
            if total is None or found is None or total != found:
                message = f"{code} has {total} persons, its parts in {paths[fine].name} have {found}."
                hint = "Are both files complete and of one census?"
                problems.append(Problem(shown(paths[coarse]), line, message, hint))
    return problems


def _tidy(level: str, rows: pandas.DataFrame) -> pandas.DataFrame:
    text = {name: pandas.Series(value, index=rows.index, dtype="str") for name, value in _fixed(level).items()}
    counts = {"persons": rows["population"], "male": rows["Male"], "female": rows["Female"]}
    ages = {name: rows[columns].sum(axis=1) for name, columns in AGES.items()}
    return pandas.DataFrame({"place": rows[CODES[level]], **text, **counts, **ages})


def _fixed(level: str) -> dict[str, str]:
    return {"period": "2011", "level": level}
