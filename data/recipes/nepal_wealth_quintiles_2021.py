"""Households by national wealth fifth and ward, Nepal's census of 2021, table 32: `HHwealth.xlsx` (Bagmati).

Two header rows with merged cells below a title; country, province, district and palika rows stand among the wards and
are used to check them, never added to them.
"""

import zipfile
from pathlib import Path

import pandas

from data import workbook
from data.cards import Built
from data.problems import ContentError, Problem, shown
from data.recipes import _nepal as nepal
from data.recipes import _table as table

EXTRACT = "nepal_wealth_quintiles_2021"
FILE = "HHwealth.xlsx"
ALSO_READS = tuple(sorted(Path(workbook.__file__).parent.glob("workbook*.py")))
TITLE = "Wealth Quintile"
HEADER = ["Prov", "Dist", "Gapa", "Area", "Ward", "Total Household", "Poorest", "Poorer", "Middle", "Richer", "Richest"]
FIFTHS = [
    "households_poorest_fifth", "households_second_fifth", "households_middle_fifth", "households_fourth_fifth",
    "households_richest_fifth",
]  # fmt: skip
COUNTS = ["households", *FIFTHS]
AREA = ["province", "district", "palika"]


def recognise(path: Path) -> bool:
    """An Excel workbook of this name, or one whose texts speak of wealth quintiles."""
    path = Path(path)
    if path.name.lower() == FILE.lower():
        return True
    if path.suffix.lower() != ".xlsx" or not zipfile.is_zipfile(path):
        return False
    with zipfile.ZipFile(path) as archive:
        if "xl/sharedStrings.xml" not in archive.namelist():
            return False
        with archive.open("xl/sharedStrings.xml") as texts:
            return TITLE.encode() in texts.read(20_000)


def build(paths: list[Path], places: dict) -> Built:
    """One row a ward: place, period, households of each fifth and all."""
    (path,) = paths
    rows = _rows(path)
    wards, totals = rows[rows["ward"].notna()], rows[rows["ward"].isna()]
    table.one_each(path, wards, [*AREA, "ward"])
    problems = _wrong_totals(path, wards, totals)
    if problems:
        raise ContentError(problems)
    frame, notes = _placed(path, wards, places)
    notes += table.unbalanced(path, rows, "households", FIFTHS)
    return Built(
        frame=frame,
        provenance="published",
        publisher="National Statistics Office, Nepal: census 2021, table 32",
        licence="none stated (government table)",
        source=path.name,
        read_at="github.com/avavani/atlas, data/nepalcensus",
        data_date="2021-11-25",
        notes=["The fifths are national: 20.26 % of Nepal's households are in the poorest.", *notes],
    )


def _rows(path: Path) -> pandas.DataFrame:
    """All lines of the table: province, district, palika (0 above), ward (missing in totals), and the counts."""
    cells = workbook.rows(path)
    start = next((number for number, row in enumerate(cells) if _texts(row)[:3] == HEADER[:3]), None)
    if start is None:
        message = f"has no header row with {', '.join(HEADER[:3])}."
        raise ContentError(Problem(shown(path), 1, message, "Is this table 32 of the census, by ward?"))
    above, below = _texts(cells[start - 1]) if start else [], _texts(cells[start])
    heading = [low or high for low, high in zip(below, [*above, *below][: len(below)], strict=True)]
    if heading[: len(HEADER)] != HEADER:
        found = ", ".join(heading[: len(HEADER)])
        message = f"the columns are {found}; expected {', '.join(HEADER)}."
        raise ContentError(Problem(shown(path), start + 1, message, "Is this table 32 of the census, by ward?"))
    names = [*AREA, "area", "ward", *COUNTS]
    body = {line: row[: len(names)] for line, row in enumerate(cells[start + 1 :], start + 2) if any(_texts(row))}
    if not body:
        raise ContentError(Problem(shown(path), start + 1, "has a header and no rows.", "Fetch it again."))
    frame = pandas.DataFrame(body.values(), columns=names, index=pandas.Index(body, name="line"))
    frame["ward"] = frame["ward"].where(frame["ward"].astype("str").str.strip() != "Total")
    return _whole(path, frame)


def _texts(row: list) -> list[str]:
    return [str(cell).strip() for cell in row]


def _whole(path: Path, frame: pandas.DataFrame) -> pandas.DataFrame:
    problems = []
    for name in [*AREA, "ward", *COUNTS]:
        text = frame[name].map(lambda cell: None if pandas.isna(cell) else str(cell).strip()).astype("str")
        frame[name], wrong = table.whole_numbers(text, shown(path))
        problems += wrong
    problems += table.empty_cells(path, frame, [*AREA, *COUNTS])
    if problems:
        raise ContentError(problems)
    return frame


def _wrong_totals(path: Path, wards: pandas.DataFrame, totals: pandas.DataFrame) -> list[Problem]:
    """Where the wards of an area do not add up to the line printed for it (the country's line has more provinces)."""
    problems = []
    for depth in (1, 2, 3):
        sums = wards.groupby(AREA[:depth])[COUNTS].sum()
        zeros = (totals[AREA[depth:]] == 0).all(axis=1) if depth < 3 else True
        printed = totals[(totals[AREA[:depth]] > 0).all(axis=1) & zeros]
        for line, row in printed.iterrows():
            area = tuple(int(row[name]) for name in AREA[:depth])
            found = sums.loc[area if depth > 1 else area[0]] if area in _keys(sums) else None
            if found is None or (found != row[COUNTS].astype("Int64")).any():
                adds_up = "no ward is in the file" if found is None else f"its wards have {found['households']}"
                message = f"{str(row['area']).strip()}: {row['households']} households are printed, {adds_up}."
                if found is not None and found["households"] == row["households"]:
                    message = f"{str(row['area']).strip()}: its wards do not add up to the fifths printed for it."
                problems.append(Problem(shown(path), int(line), message, "Is the file complete? Fetch it again."))
    return problems


def _keys(sums: pandas.DataFrame) -> set[tuple]:
    return {key if isinstance(key, tuple) else (key,) for key in sums.index}


def _placed(path: Path, wards: pandas.DataFrame, places: dict) -> tuple[pandas.DataFrame, list[str]]:
    palikas = nepal.palikas_by_census_number(places)
    codes = []
    for district, palika, ward in wards[["district", "palika", "ward"]].itertuples(index=False):
        found = palikas.get((district, palika))
        codes.append(nepal.ward_code(found, ward) if found else None)
    codes = pandas.Series(codes, index=wards.index, dtype="str")
    known = codes.isin(list(places))
    printed = wards[[*AREA, "ward"]].astype("str").agg("/".join, axis=1)
    hint = "Are Dist and Gapa the numbers of the NSO?"
    notes = table.left_out(path, printed[~known], len(wards), "(Prov/Dist/Gapa/Ward) are no ward that we know", hint)
    frame = wards[[*FIFTHS, "households"]].copy()
    frame.insert(0, "place", codes)
    frame.insert(1, "period", pandas.Series("2021", index=frame.index, dtype="str"))
    return frame[known], notes
