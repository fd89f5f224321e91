"""What is seen as Parquet, and with its shapes as GeoPackage for QGIS; written in a process of its own.

The libraries that write them are large and would double what a server takes: `python -m dashboard.table_files KIND` reads
what to write from its input and gives the file back.
"""

import subprocess
import sys
from collections.abc import Mapping, Sequence
from datetime import date

import orjson

from dashboard import downloads
from dashboard.limits import MOST_ROWS, TooMuch
from dashboard.site import Site
from dashboard.state import View
from dashboard.words import say
from data.problems import ContentError
from geo import boundaries

KINDS = {"parquet": "application/vnd.apache.parquet", "gpkg": "application/geopackage+sqlite3"}
MOST_SECONDS = 60
METADATA = b"nagar"  # the key under which the lines of a CSV's head stand in a Parquet file, as JSON


def table_file(site: Site, view: View, of: str, kind: str, home: str = "") -> bytes | None:
    """The rows behind a picture as one kind of file; None where there is no such picture, or no shape for a GeoPackage.
    `AskError` and `TooMuch` as for the CSV.
    """
    found = downloads.table_of(site, view, of)
    if found is None or not found[0].rows:
        return None
    table, shown = found
    if len(table.rows) > MOST_ROWS:
        raise TooMuch(say("guard.many_rows", site.reader(view), count=len(table.rows), most=MOST_ROWS))
    layers = _layers(site, table.rows) if kind == "gpkg" else {}
    if kind == "gpkg" and not layers:
        return None
    given = {"rows": table.rows, "days": _days(table.rows), "head": downloads.whole_header(site, shown, table, home),
             "layers": {name: text.decode() for name, text in layers.items()}, "date": site.house.date}  # fmt: skip
    return made(kind, given)


def made(kind: str, given: Mapping) -> bytes:
    """The bytes that the process writes."""
    command = [sys.executable, "-m", "dashboard.table_files", kind]
    content = orjson.dumps(given, option=orjson.OPT_NON_STR_KEYS)
    ended = subprocess.run(command, input=content, capture_output=True, timeout=MOST_SECONDS, check=False)
    if ended.returncode:
        raise ContentError(f"The file could not be written: {ended.stderr.decode(errors='replace')[-300:]}")
    return ended.stdout


def _days(rows: Sequence[Mapping]) -> list[str]:
    return sorted({name for row in rows for name, value in row.items() if isinstance(value, date)})


def _layers(site: Site, rows: Sequence[Mapping]) -> dict[str, bytes]:
    """Layer -> the outlines of the rows' places as GeoJSON."""
    places, by_layer = site.house.places, {}
    for code in dict.fromkeys(row.get("place") for row in rows):
        if code in places and places[code].has_shape:
            by_layer.setdefault(boundaries.layer_of(places[code]), []).append(code)
    return {
        layer: boundaries.feature_collection(site.outlines.cursor(), layer, codes) for layer, codes in by_layer.items()
    }


def _write(kind: str, given: Mapping) -> bytes:
    rows = [{name: date.fromisoformat(value) if name in given["days"] and value else value for name, value in row.items()}
            for row in given["rows"]]  # fmt: skip
    if kind == "parquet":
        return _parquet(rows, given["head"])
    from geo import geopackage

    return geopackage.written(rows, given["layers"], given["head"], given["date"])


def _parquet(rows: list[dict], head: list) -> bytes:
    import pyarrow as pa
    import pyarrow.parquet

    names = list(dict.fromkeys(name for row in rows for name in row))
    table = pa.table({name: pa.array([row.get(name) for row in rows]) for name in names})
    sink = pa.BufferOutputStream()
    pyarrow.parquet.write_table(table.replace_schema_metadata({METADATA: orjson.dumps(head)}), sink)
    return sink.getvalue().to_pybytes()


if __name__ == "__main__":
    sys.stdout.buffer.write(_write(sys.argv[1], orjson.loads(sys.stdin.buffer.read())))
