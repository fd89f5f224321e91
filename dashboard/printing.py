"""An answer as text: what `nagar run` prints. Numbers are unrounded except in the table, which is for reading."""

import csv
import io
import sys
from pathlib import Path

from dashboard import export
from data.problems import ContentError
from queries.run import Answer, House

NARROW = ("indicator", "place", "place_name", "level", "period")


def write(answer: Answer, house: House, form: str, out: Path | None) -> None:
    """Print the answer, or write it to `out`; what must be said about it goes to the screen of errors."""
    if form == "parquet":
        if out is None:
            raise ContentError("Parquet is not for a screen. Say where to write it with --out FILE.")
        import pyarrow as pa
        import pyarrow.parquet

        pyarrow.parquet.write_table(pa.Table.from_pylist(answer.rows), out)
    else:
        text = {"json": as_json, "csv": as_csv, "table": lambda given: as_table(given, house)}[form](answer)
        if out:
            out.write_text(text, "utf-8")
        else:
            print(text)
    for sentence in remarks(answer, house):
        print(sentence, file=sys.stderr)


def as_json(answer: Answer) -> str:
    """The answer as `house.md` promises it to other programmes, numbers unrounded."""
    import orjson

    content = {
        "query": answer.query,
        "kind": answer.kind,
        "snapshot": answer.snapshot,
        "filters": answer.filters,
        "sources": answer.sources,
        "missing": answer.missing,
        "notes": answer.notes,
        "provenance": answer.provenance,
        "rows": answer.rows,
    }
    return orjson.dumps(content, option=orjson.OPT_INDENT_2).decode()


def as_csv(answer: Answer) -> str:
    """Rows as CSV: numbers stay numbers, text that a spreadsheet would take for a formula is quoted with an apostrophe."""
    if not answer.rows:
        return ""
    out = io.StringIO()
    writer = csv.DictWriter(out, list(answer.rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows({name: safe(value) for name, value in row.items()} for row in answer.rows)
    return out.getvalue().rstrip("\n")


def safe(value):
    """A cell that no spreadsheet runs; numbers, dates and nothing pass as they are."""
    return export.safe(value) if isinstance(value, str) else value


def as_table(answer: Answer, house: House) -> str:
    """Columns for reading on a terminal: values rounded as their indicator says, states in words."""
    if not answer.rows:
        return "No rows."
    module = house.registry.modules[answer.query]
    if answer.kind == "event" and "value" not in answer.rows[0]:
        names = list(answer.rows[0])
        cells = [[str(row[name] if row[name] is not None else "") for name in names] for row in answer.rows]
        return _aligned(names, cells, set())
    names = [*NARROW, *module.dimensions, "value", "unit", "interval", "coverage", "places", "provenance"]
    cells = [[_cell(row, name, module) for name in names] for row in answer.rows]
    return _aligned(names, cells, {"value", "coverage", "places", "interval"})


def _cell(row: dict, name: str, module) -> str:
    decimals = module.indicators[row["indicator"]].decimals
    if name == "value":
        shown = row["state"] in ("value", "unreliable")
        star = "" if row["state"] == "value" else " (unreliable)"
        return f"{row['value']:,.{decimals}f}{star}" if shown else row["state"]
    if name == "interval":
        return "" if row["low"] is None else f"{row['low']:,.{decimals}f} to {row['high']:,.{decimals}f}"
    if name == "coverage":
        return "" if row["coverage"] is None else f"{row['coverage']:.3f}"
    if name == "places":
        return f"{row['places_with_value']}/{row['places_known']}/{row['places_expected']}"
    return str(row[name])


def _aligned(names: list[str], cells: list[list[str]], right: set[str]) -> str:
    widths = [max(len(name), *(len(row[i]) for row in cells)) for i, name in enumerate(names)]

    def line(row):
        parts = [c.rjust(w) if n in right else c.ljust(w) for c, w, n in zip(row, widths, names, strict=True)]
        return "  ".join(parts).rstrip()

    return "\n".join([line(names), line(["-" * width for width in widths]), *map(line, cells)])


def remarks(answer: Answer, house: House) -> list[str]:
    """Sentences that must not be lost: provenance, absent sources, places left out."""
    found = []
    if answer.provenance != "published":
        found.append(f"These figures are {answer.provenance}.")
    for name in answer.missing:
        hint = house.cards[name].sources_hint
        found.append(
            f"Not in this snapshot: {name}. {hint.get('file', 'A file')} of {hint.get('publisher', 'its publisher')} "
            "would fill it."
        )
    for note in answer.notes:
        names = ", ".join(house.places[code].name_en for code in note.get("places", ())[:5])
        if note["code"] == "places_in_no_unit":
            found.append(f"{note['period']}: {len(note['places'])} places lie in no single {note['level']}: {names}.")
        elif note["code"] == "published_above":
            found.append(f"Published by {' and '.join(note['grain'])} only ({names or 'see the card'}).")
        elif note["code"] == "uncertain_match":
            found.append(f"{len(note['places'])} places were matched by elimination only: {names}, ...")
    return list(dict.fromkeys(found))
