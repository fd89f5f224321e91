"""Persons by where they were born, Nepal's census of 2011.

`population_by_place_of_birth_2011.csv`: district x sex x 16 age groups x 8 rows, of which totals and parts stand in one
column, nested three deep. Each row is taken for what it is and given a column of its own, so that no sum counts anybody
twice. In which other district somebody was born is not in the table: it is no table of flows.
"""

from pathlib import Path

import pandas

from data.cards import Built
from data.problems import ContentError, Problem, shown
from data.recipes import _nepal as nepal
from data.recipes import _table as table
from data.recipes._nepal import AGES, SEXES

EXTRACT = "nepal_birthplace_2011"
FILE = "population_by_place_of_birth_2011.csv"
NESTED = ["Indicator", "Sub-Indicator", "Sub-Indicator.1"]
COLUMNS = ["District", "Gender", "Age-Group", *NESTED, "Value"]
OTHER = ("Native born", "Born in other district")
PARTS = {
    ("Total Population", "", ""): "persons",
    ("Native born", "All native born", ""): "native_born",
    ("Native born", "Born in same district", ""): "born_in_same_district",
    (*OTHER, "Rural"): "born_in_other_district_rural",
    (*OTHER, "Urban"): "born_in_other_district_urban",
    (*OTHER, "Not stated"): "born_in_other_district_not_stated",
    ("Foreign born", "", ""): "born_abroad",
    ("Birth Place not stated", "", ""): "birthplace_not_stated",
}
FROM_OTHER = [name for name in PARTS.values() if name.startswith("born_in_other_district")]


def recognise(path: Path) -> bool:
    """This name, or a CSV file with these columns."""
    return Path(path).name.lower() == FILE.lower() or set(COLUMNS) <= set(table.header(path))


def build(paths: list[Path], places: dict) -> Built:
    """One row a district of 2011 and sex, all ages together: a column for each birthplace, in persons."""
    (path,) = paths
    rows = table.read_csv(path, COLUMNS)
    rows[NESTED[1:]] = rows[NESTED[1:]].fillna("")
    problems = table.empty_cells(path, rows, ["District", "Gender", "Age-Group", "Indicator", "Value"])
    rows["Value"], wrong = table.whole_numbers(rows["Value"], shown(path))
    rows["part"] = [PARTS.get(nested) for nested in rows[NESTED].itertuples(index=False, name=None)]
    problems += wrong + _unknown(path, rows)
    if problems:
        raise ContentError(problems)
    table.one_each(path, rows, COLUMNS[:-1])
    _complete(path, rows)
    codes, notes = _placed(path, rows, places)
    taken = rows.assign(place=codes, sex=rows["Gender"].map(SEXES))[codes.notna()]
    frame = taken.pivot_table("Value", ["place", "sex"], "part", "sum")[list(PARTS.values())].astype("int64")
    frame = frame.reset_index().rename_axis(columns=None)
    frame.insert(1, "period", "2011")
    frame.insert(6, "born_in_other_district", frame[FROM_OTHER].sum(axis=1))
    notes = [
        "Weighted from the sample of the long form: its total of 26,253,828 is below the 26,494,504 counted, and parts "
        "differ from their sums by a few persons. Kept as printed; ages are added up.",
        *notes,
    ]
    return nepal.of_the_census_of_2011(frame, path, notes)


def _unknown(path: Path, rows: pandas.DataFrame) -> list[Problem]:
    """A problem for each column with a value that is none of those we know."""
    nested = rows[NESTED].agg(" / ".join, axis=1).where(rows["part"].isna())
    cells = {"Gender": rows["Gender"].where(~rows["Gender"].isin(SEXES)),
             "Age-Group": rows["Age-Group"].where(~rows["Age-Group"].isin(AGES)), "Indicator": nested}  # fmt: skip
    found = []
    for name, column in cells.items():
        wrong = column.dropna()
        if len(wrong):
            values = ", ".join(repr(value) for value in sorted(set(wrong))[:10])
            message = f"{name}: {values} is none of the parts we know ({table.lines_named(wrong.index)})."
            hint = "A row whose meaning is not known might be counted twice."
            found.append(Problem(shown(path), int(wrong.index[0]), message, hint))
    return found


def _complete(path: Path, rows: pandas.DataFrame) -> None:
    """`ContentError` where a district lacks some of its rows: its sums would be too low."""
    wanted = len(SEXES) * len(AGES) * len(PARTS)
    found = rows["District"].value_counts()
    short = sorted(found[found != wanted].index)
    if short:
        message = f"{len(short)} districts do not have all their {wanted} rows: {', '.join(short[:10])}."
        raise ContentError(Problem(shown(path), 1, message, "Is the file complete? Fetch it again."))


def _placed(path: Path, rows: pandas.DataFrame, places: dict) -> tuple[pandas.Series, list[str]]:
    """The district's code of each row, and notes on those that are missing."""
    districts = nepal.districts_of_2011_by_name(places)
    codes = rows["District"].map(lambda name: districts.get(nepal.folded(name))).astype("str")
    hint = "Add the spelling to the old names of the district in geo."
    notes = table.left_out(path, rows["District"][codes.isna()], len(rows), "name no district of 2011", hint)
    absent = sorted(set(districts.values()) - set(codes.dropna()))
    if absent:
        notes.append(f"{path.name}: there are no rows for {len(absent)} districts: {', '.join(absent[:10])}.")
    return codes, notes
