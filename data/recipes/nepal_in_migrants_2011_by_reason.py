"""Persons born in another district by main reason, Nepal's census of 2011.

`native_born_other_district_by_main_reason_2011.csv`: district x sex x 16 age groups x 9 reasons, parts only. Its places
are the 75 districts of then; where the persons came from is not in the table.
"""

from pathlib import Path

import pandas

from data.cards import Built
from data.problems import ContentError, Problem, shown
from data.recipes import _nepal as nepal
from data.recipes import _table as table
from data.recipes._nepal import AGES, SEXES

EXTRACT = "nepal_in_migrants_2011_by_reason"
FILE = "native_born_other_district_by_main_reason_2011.csv"
COLUMNS = ["District", "Gender", "Age-Group", "Indicator", "Value"]
REASONS = {
    "Marriage": "marriage",
    "Dependent": "dependent",
    "Agriculture": "agriculture",
    "Study": "study",
    "Service": "service",
    "Business": "business",
    "Conflict": "conflict",
    "Others": "others",
    "Reasons not Stated": "not_stated",
}
DIMENSIONS = {"Gender": SEXES, "Age-Group": AGES, "Indicator": REASONS}


def recognise(path: Path) -> bool:
    """This name, or a CSV file with these columns whose first row gives a reason (other tables share the columns)."""
    path = Path(path)
    if path.name.lower() == FILE.lower():
        return True
    if not set(COLUMNS) <= set(table.header(path)):
        return False
    with open(path, encoding="utf-8-sig", errors="replace") as file:
        file.readline()
        first = file.readline()
    return any(f",{reason}," in first for reason in REASONS)


def build(paths: list[Path], places: dict) -> Built:
    """One row a district of 2011, sex, age group and reason: persons."""
    (path,) = paths
    rows = table.read_csv(path, COLUMNS)
    problems = table.empty_cells(path, rows, COLUMNS)
    rows["Value"], wrong = table.whole_numbers(rows["Value"], shown(path))
    problems += wrong
    for name, known in DIMENSIONS.items():
        problems += _unknown(path, rows[name], known)
    if problems:
        raise ContentError(problems)
    table.one_each(path, rows, COLUMNS[:-1])
    frame, notes = _placed(path, rows, places)
    notes = [
        "Weighted from the sample of the long form: the birthplace table of the same census gives 100 persons more "
        "than its sum, 3,788,049 for 3,787,949.",
        *notes,
    ]
    return nepal.of_the_census_of_2011(frame, path, notes)


def _unknown(path: Path, cells: pandas.Series, known: dict[str, str]) -> list[Problem]:
    wrong = cells[~cells.isin(known) & cells.notna()]
    if wrong.empty:
        return []
    values = ", ".join(repr(value) for value in sorted(set(wrong))[:10])
    message = f"{cells.name}: {values} is none of the parts we know ({table.lines_named(wrong.index)})."
    hint = "Totals among the parts would be counted twice: this table has parts only."
    return [Problem(shown(path), int(wrong.index[0]), message, hint)]


def _placed(path: Path, rows: pandas.DataFrame, places: dict) -> tuple[pandas.DataFrame, list[str]]:
    districts = nepal.districts_of_2011_by_name(places)
    codes = rows["District"].map(lambda name: districts.get(nepal.folded(name))).astype("str")
    lost = codes.isna()
    hint = "Add the spelling to the old names of the district in geo."
    notes = table.left_out(path, rows["District"][lost], len(rows), "name no district of 2011", hint)
    parts = len(SEXES) * len(AGES) * len(REASONS)
    found = codes[~lost].value_counts()
    short = sorted(found[found != parts].index)
    if short:
        message = f"{len(short)} districts do not have all their {parts} rows: {', '.join(short[:10])}."
        raise ContentError(Problem(shown(path), 1, message, "Is the file complete? Fetch it again."))
    absent = sorted(set(districts.values()) - set(found.index))
    if absent:
        notes.append(f"{path.name}: there are no rows for {len(absent)} districts: {', '.join(absent[:10])}.")
    frame = pandas.DataFrame(
        {
            "place": codes,
            "period": "2011",
            "sex": rows["Gender"].map(SEXES),
            "age_group": rows["Age-Group"].map(AGES),
            "reason": rows["Indicator"].map(REASONS),
            "persons": rows["Value"],
        },
        index=rows.index,
    )
    return frame[~lost], notes
