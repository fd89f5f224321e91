"""Published headline figures: from a table of facts, each with its publisher, to our series ids.

What the file given does not hold stays from the table bundled beside the card: both are published facts, none is lost.
Where both have a figure, the file's is taken. Figures of areas or series that we have no code for are named in a note.
"""

from pathlib import Path

import pandas

from data import catalogue, extract
from data.problems import shown
from data.recipes import _table as table

KEY = ["place", "period", "series", "area"]
COLUMNS = [*KEY, "value", "unit", "publisher", "read_at"]


def bundle(name: str) -> Path:
    """The table bundled with the checkout for the extract of this name."""
    return catalogue.EXTRACTS / f"{name}.csv"


def values(path: Path, cells: pandas.Series) -> tuple[pandas.Series, list]:
    """Figures as Float64 and what is wrong with them; none may be empty."""
    found, problems = table.decimals(cells, shown(path))
    return found, problems + table.empty_cells(path, cells.to_frame(), [cells.name])


def without_code(path: Path, wrong: pandas.Series) -> list[str]:
    """A note listing figures that were not taken, with their lines."""
    if wrong.empty:
        return []
    names = "; ".join(f"{text} (line {line})" for line, text in wrong.items())
    return [f"{path.name}: {len(wrong)} figures have no series or no place with a code and were not taken: {names}."]


def with_bundled(frame: pandas.DataFrame, name: str, source: str) -> tuple[pandas.DataFrame, list[str]]:
    """The file's figures and, for keys it does not have, the bundled ones; notes say how many and which differ."""
    path = bundle(name)
    card = catalogue.cards()[0].get(name)
    if card is None or card.bundled is None or not path.is_file():
        return frame, []
    bundled = extract.read_bundled(card, path).frame[COLUMNS]
    given = pandas.MultiIndex.from_frame(frame[KEY])
    here = pandas.MultiIndex.from_frame(bundled[KEY])
    both = bundled[here.isin(given)].merge(frame, on=KEY, suffixes=("_bundled", "_given"))
    notes = [
        f"{row.series} {row.place} {row.period} {row.area}: {source} has {row.value_given:g}, the bundled table "
        f"{row.value_bundled:g}; the former is shown."
        for row in both[both["value_bundled"] != both["value_given"]].itertuples()
    ]
    more = bundled[~here.isin(given)]
    if len(more):
        notes.append(f"{len(more)} further published figures come from the bundled table {path.name}.")
    return pandas.concat([frame, more], ignore_index=True), notes
