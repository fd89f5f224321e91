"""Partnerships of cities with cities and organisations abroad: `partnerships_seen.csv`, one row each with where it was read.

What it is about follows from the kind written there; a kind that is not known here is `other`, and noted. Partnerships
typed by hand beside the card (`data/extracts/city_partnerships.csv`) stay: both are published facts.
"""

import re
from pathlib import Path
from urllib.parse import urlsplit

import pandas

from data import catalogue, countries, extract
from data.cards import Built
from data.problems import ContentError, Problem, shown
from data.recipes import _table as table

EXTRACT = "city_partnerships"
FILE = "partnerships_seen.csv"
BUNDLE = catalogue.EXTRACTS / f"{EXTRACT}.csv"
ALSO_READS = (BUNDLE,)
COLUMNS = ["city", "partner_city", "partner_country", "kind", "year", "status_as_read", "source_url"]
NEEDED = ["city", "partner_city", "kind", "status_as_read", "source_url"]
READ_IN = "2026"
NOT_TOLD = "not_told"  # what came of it: the file has no column for it
PLACES = {"Pune": "IN27521802814", "MAB (Bangladesh)": "BD"}
TOPICS = (  # what the kind contains: what it is about
    ("sustainable city planning", "planning"), ("urban development", "planning"), ("resilien", "resilience"),
    ("bond", "finance"), ("finance", "finance"), ("sister city", "exchange"), ("friendship", "exchange"),
    ("delegation", "exchange"),
)  # fmt: skip


def recognise(path: Path) -> bool:
    """A CSV file with these columns, or of this name."""
    return table.looks_like(path, COLUMNS, FILE)


def build(paths: list[Path], places: dict) -> Built:
    """One row a partnership, with the columns of the card; a city without a code is named in a note and left out."""
    (path,) = paths
    rows = table.read_csv(path, COLUMNS)
    problems = table.empty_cells(path, rows, NEEDED)
    if problems:
        raise ContentError(problems)
    table.one_each(path, rows, ["city", "partner_city", "kind"])
    known = rows["city"].map(lambda city: PLACES.get(city) in places)
    notes = [
        f"{path.name}: {city} (line {line}) has no code here and was not taken."
        for line, city in rows["city"][~known].items()
    ]
    rows = rows[known]
    topics = rows["kind"].map(_topic)
    notes += [f"{path.name}: the kind {kind!r} (line {line}) is not known here and shown as other."
              for line, kind in rows["kind"][topics == "other"].items()]  # fmt: skip
    first = rows["source_url"].map(lambda text: re.split(r"\s*;\s*", text)[0])
    country, begun = _countries(path, rows["partner_country"]), _years(path, rows["year"])
    frame = pandas.DataFrame({
        "partnership": [_id(*cells) for cells in rows[["city", "partner_city", "kind"]].itertuples(index=False)],
        "place": rows["city"].map(PLACES), "period": READ_IN, "city": rows["city"], "partner": rows["partner_city"],
        "partner_country": country, "kind": rows["kind"], "topic": topics, "begun": begun, "status": rows["status_as_read"],
        "result": NOT_TOLD, "publisher": first.map(_publisher), "read_at": first,
    })  # fmt: skip
    card = catalogue.cards()[0][EXTRACT]
    bundled = extract.read_bundled(card, BUNDLE).frame
    frame = frame.reindex(columns=list(card.columns)).astype(bundled.dtypes)
    notes.append(f"{len(bundled)} further partnerships come from the bundled table {BUNDLE.name}.")
    return Built(
        frame=pandas.concat([frame, bundled], ignore_index=True),
        provenance="published",
        publisher="press and pages of the partners, each named in its row",
        licence="facts; each row names where it was read",
        source=path.name,
        read_at="read from the pages named in each row",
        data_date="2026-11-21",
        notes=notes,
    )


def _countries(path: Path, names: pandas.Series) -> pandas.Series:
    """Codes of the countries; missing for `-`, which is of no one country, and where nothing stands."""
    found = names.where(names != "-").map(countries.code_of, na_action="ignore")
    wrong = names[found.isna() & names.notna() & (names != "-")]
    if len(wrong):
        message = f"{wrong.iloc[0]!r} is no country by the names of Unicode ({table.lines_named(wrong.index)})."
        raise ContentError(Problem(shown(path), int(wrong.index[0]), message, "Write its English name, or - for none."))
    return found


def _years(path: Path, cells: pandas.Series) -> pandas.Series:
    found, problems = table.whole_numbers(cells, shown(path))
    if problems:
        raise ContentError(problems)
    return found


def _topic(kind: str) -> str:
    return next((topic for part, topic in TOPICS if part in kind.lower()), "other")


def _publisher(address: str) -> str:
    """Who stands behind an address, as far as the address says."""
    return (urlsplit(address).hostname or address).removeprefix("www.")


def _id(*parts: str) -> str:
    return "-".join(filter(None, (re.sub(r"[^a-z0-9]+", "-", part.lower()).strip("-") for part in parts)))
