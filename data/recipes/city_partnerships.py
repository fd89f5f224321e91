"""Partnerships of cities with cities and organisations abroad: `partnerships_seen.csv`, one row each with where it was read.

What it is about follows from the kind written there; a kind that is not known here is `other`, and noted. Partnerships
typed by hand beside the card (`data/extracts/city_partnerships.csv`) stay: both are published facts.
"""

import re
from pathlib import Path
from urllib.parse import urlsplit

import pandas

from data import catalogue, extract
from data.cards import Built
from data.problems import ContentError
from data.recipes import _table as table

EXTRACT = "city_partnerships"
FILE = "partnerships_seen.csv"
BUNDLE = catalogue.EXTRACTS / f"{EXTRACT}.csv"
ALSO_READS = (BUNDLE,)
COLUMNS = ["city", "partner_city", "partner_country", "kind", "year", "status_as_read", "source_url"]
NEEDED = ["city", "partner_city", "kind", "status_as_read", "source_url"]
READ_IN = "2026"
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
    frame = pandas.DataFrame({
        "partnership": [_id(*cells) for cells in rows[["city", "partner_city", "kind"]].itertuples(index=False)],
        "place": rows["city"].map(PLACES), "period": READ_IN, "city": rows["city"], "partner": rows["partner_city"],
        "partner_country": rows["partner_country"].where(rows["partner_country"] != "-"), "kind": rows["kind"],
        "topic": topics, "year": rows["year"], "status": rows["status_as_read"],
        "outcome": pandas.Series(pandas.NA, index=rows.index, dtype="str"), "publisher": first.map(_publisher), "read_at": first,
    })  # fmt: skip
    bundled = extract.read_bundled(catalogue.cards()[0][EXTRACT], BUNDLE).frame
    notes.append(f"{len(bundled)} further partnerships come from the bundled table {BUNDLE.name}.")
    return Built(
        frame=pandas.concat([frame, bundled[list(frame.columns)]], ignore_index=True),
        provenance="published",
        publisher="press and pages of the partners, each named in its row",
        licence="facts; each row names where it was read",
        source=path.name,
        read_at="read from the pages named in each row",
        data_date="2026-11-21",
        notes=notes,
    )


def _topic(kind: str) -> str:
    return next((topic for part, topic in TOPICS if part in kind.lower()), "other")


def _publisher(address: str) -> str:
    """Who stands behind an address, as far as the address says."""
    return (urlsplit(address).hostname or address).removeprefix("www.")


def _id(*parts: str) -> str:
    return "-".join(filter(None, (re.sub(r"[^a-z0-9]+", "-", part.lower()).strip("-") for part in parts)))
