"""Every place we know: code, names in three scripts, level, vintage, parents, dates, successors; and search among them.

A server reads them in milliseconds from one file, without shapes; the shapes are the business of `boundaries.py`.
"""

from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields
from datetime import date
from functools import wraps
from pathlib import Path
from typing import Any

SHAPES = Path(__file__).parent / "shapes"
LEVELS = ("country", "region", "district", "local", "ward", "town")
OLD_VINTAGES = frozenset({"2011", "v02"})  # of districts and local units; a town of 2011 is the town we have
LAYERS = (  # in the order of `Places`; protected land is drawn, but is no place
    *("nepal_country", "nepal_region", "nepal_district", "nepal_local", "nepal_ward", "nepal_district_2011"),
    *("bangladesh_country", "bangladesh_region", "bangladesh_district", "bangladesh_local", "bangladesh_town"),
    *("bangladesh_local_v02", "india_places"),
)
_LISTS, _DATES = ("old_names", "successors"), ("valid_from", "valid_to")
_REPEATED = ("country", "level", "vintage", "category", "parent", "linked")  # few texts, each held once
READY = ".json"  # the ending of what `save_ready` writes beside the Parquet file


@dataclass(frozen=True, slots=True)
class Place:
    """One place. `lon` and `lat` are a point inside it; a place without a polygon has neither, nor `area_km2` maybe.

    `second_code` is NSO's or BBS's; `linked` the local unit a town lies in; `persons_reference` the ward census of 2021
    (Nepal only), for weighing and ordering, never for showing.
    """

    code: str
    country: str
    level: str
    vintage: str
    second_code: str | None
    name_en: str
    name_ne: str | None
    name_bn: str | None
    old_names: tuple[str, ...]
    category: str | None
    parent: str | None
    linked: str | None
    valid_from: date | None
    valid_to: date | None
    successors: tuple[str, ...]
    area_km2: float | None
    lon: float | None
    lat: float | None
    persons_reference: int | None
    has_shape: bool


Places = dict[str, Place]  # by code, in the order of LAYERS
COLUMNS = tuple(field.name for field in fields(Place) if field.name != "has_shape")


def load(folder: Path = SHAPES) -> Places:
    """The places of the checkout. A missing or unreadable layer is a `ContentError` naming the file."""
    return _read(*(Path(folder) / f"{name}.parquet" for name in LAYERS))


def load_saved(path: Path) -> Places:
    """The places of a snapshot, as `save` wrote them; `ContentError` naming the file when it cannot be read.

    Where `save_ready` has left the same beside it, that is read: in a tenth of the time, and without DuckDB, which keeps
    ten megabytes for having read them.
    """
    path = Path(path)
    ready = path.with_suffix(READY)
    return _read_ready(ready) if ready.is_file() else _read(path)


def save(places: Places, path: Path) -> None:
    """Write all places as one Parquet file: the columns of `geo/shapes` without the geometry."""
    import pyarrow
    import pyarrow.parquet

    kinds = {"valid_from": pyarrow.date32(), "valid_to": pyarrow.date32(), "persons_reference": pyarrow.int64()}
    kinds |= {name: pyarrow.float64() for name in ("area_km2", "lon", "lat")}
    schema = pyarrow.schema([(name, kinds.get(name, pyarrow.string())) for name in COLUMNS])
    columns = []
    for name in COLUMNS:
        values = [getattr(place, name) for place in places.values()]
        columns.append(["|".join(value) for value in values] if name in _LISTS else values)
    arrays = [pyarrow.array(column, field.type) for column, field in zip(columns, schema, strict=True)]
    pyarrow.parquet.write_table(pyarrow.Table.from_arrays(arrays, schema=schema), path, compression="zstd")


def save_ready(places: Places, path: Path) -> None:
    """Write the same as JSON, column by column in the order of `Place`: how a server reads them soonest."""
    import orjson

    columns = {name: [getattr(place, name) for place in places.values()] for name in COLUMNS}
    Path(path).write_bytes(orjson.dumps(columns))


def _read_ready(path: Path) -> Places:
    import orjson

    try:
        columns = orjson.loads(path.read_bytes())
        for name in _LISTS:
            columns[name] = list(map(tuple, columns[name]))
        for name in _DATES:
            columns[name] = [date.fromisoformat(day) if day else None for day in columns[name]]
        return _made(columns)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise _unreadable(path, f"{type(error).__name__}: {error}") from None


def _read(*paths: Path) -> Places:
    import duckdb

    query = f"SELECT {', '.join(COLUMNS)} FROM read_parquet(?)"
    try:
        with duckdb.connect(config={"threads": 1}) as connection:
            rows = connection.execute(query, [[str(path) for path in paths]]).fetchall()
    except duckdb.Error as error:
        reason = str(error).splitlines()[0]
        raise _unreadable(next((path for path in paths if path.name in reason), paths[0]), reason) from None
    columns = dict(zip(COLUMNS, zip(*rows, strict=True), strict=True)) if rows else dict.fromkeys(COLUMNS, ())
    for name in _LISTS:
        columns[name] = [tuple(text.split("|")) if text else () for text in columns[name]]
    return _made(columns)


def _unreadable(path: Path, reason: str) -> Exception:
    from data.problems import ContentError, Problem, shown

    hint = "Make it again: `nagar build` or geo/build_shapes.py."
    return ContentError(Problem(shown(path), 1, f"places cannot be read from this file: {reason}", hint))


def _made(columns: dict[str, Iterable]) -> Places:
    """Places from their columns. Each slot is filled in one go for all: `Place(...)`, nine thousand times, takes as long
    as all the rest of reading them.
    """
    codes = columns["code"]
    held = dict(zip(codes, codes, strict=True))  # a parent is the very text that the place of that code holds
    for name in _REPEATED:
        columns[name] = [text if text is None else held.setdefault(text, text) for text in columns[name]]
    found = [object.__new__(Place) for _ in codes]
    columns["has_shape"] = [lon is not None for lon in columns["lon"]]
    for name in (*COLUMNS, "has_shape"):
        values = columns[name]
        if len(values) != len(found):
            raise ValueError(f"{len(values)} values of {name} for {len(found)} places")
        deque(map(getattr(Place, name).__set__, found, values), maxlen=0)
    return dict(zip(codes, found, strict=True))


def name_of(place: Place, language: str) -> str:
    """The name in `en`, `ne` or `bn`; English (Latin letters) where there is none in that language."""
    own = {"ne": place.name_ne, "bn": place.name_bn}.get(language)
    return own or place.name_en


def once(function: Callable) -> Callable:
    """A function of all places whose results for the last few `Places` are kept: places never change."""
    known: list[tuple[Places, Any]] = []

    @wraps(function)
    def found(places: Places):
        for those, result in known:
            if those is places:
                return result
        result = function(places)
        known[:] = [*known[-2:], (places, result)]
        return result

    return found


@once
def _above(places: Places) -> dict[str, tuple[Place, ...]]:
    """What lies above each code that was asked for."""
    return {}


def ancestors(places: Places, code: str) -> tuple[Place, ...]:
    """All places above, nearest first, the country last; `KeyError` for a code that is no place."""
    known = _above(places)
    if code not in known:
        parent = places[code].parent
        known[code] = (places[parent], *ancestors(places, parent)) if parent else ()
    return known[code]


@once
def _at_level(places: Places) -> dict[str, dict[str, str | None]]:
    """Level -> code -> the code of the place of that level that holds it, for those that were asked for."""
    return {}


def ancestor_at(places: Places, code: str, level: str) -> str | None:
    """The code of the place of `level` that holds this one, which may be itself; None where there is none."""
    known = _at_level(places).setdefault(level, {})
    if code not in known:
        line = (places[code], *ancestors(places, code))
        known[code] = next((place.code for place in line if place.level == level), None)
    return known[code]


@once
def local_of(places: Places) -> dict[str, str]:
    """The municipality of each ward that lies in one."""
    found = {}
    for place in places.values():
        above = place if place.level == "ward" else None
        while above is not None and above.level != "local":
            above = places[above.parent] if above.parent else None
        if above is not None:
            found[place.code] = above.code
    return found


@once
def _children_of(places: Places) -> dict[str, list[Place]]:
    table: dict[str, list[Place]] = {}
    for place in places.values():
        if place.parent:
            table.setdefault(place.parent, []).append(place)
    return table


@once
def _inside_of(places: Places) -> dict[str, frozenset[str]]:
    """What lies inside each code that was asked for."""
    return {}


@once
def by_grain(places: Places) -> dict[tuple[str, str, str], frozenset[str]]:
    """The codes of each country, level and vintage."""
    table: dict[tuple, set[str]] = {}
    for code, place in places.items():
        table.setdefault((place.country, place.level, place.vintage), set()).add(code)
    return {grain: frozenset(codes) for grain, codes in table.items()}


@once
def weights_of(places: Places) -> dict[str, int | None]:
    """What each code weighs beside others: `persons_reference`."""
    return {code: place.persons_reference for code, place in places.items()}


@once
def countries(places: Places) -> tuple[str, ...]:
    """The codes of all countries, in the order of the places."""
    return tuple(code for code, place in places.items() if place.level == "country")


@once
def ended(places: Places) -> frozenset[str]:
    """The codes of places that have an end."""
    return frozenset(code for code, place in places.items() if place.valid_to)


@once
def followed(places: Places) -> list[Place]:
    """Earlier places: those that others followed."""
    return [place for place in places.values() if place.successors]


def children(places: Places, code: str) -> list[Place]:
    """The places directly below, of every level and vintage, in file order; towns too."""
    return list(_children_of(places).get(code, ()))


def inside(places: Places, code: str) -> frozenset[str]:
    """The codes of the place itself and of all below it: towns too, every vintage whose parents lead here."""
    known = _inside_of(places)
    if code not in known:
        table, found, open_codes = _children_of(places), set(), [code]
        while open_codes:
            one = open_codes.pop()
            found.add(one)
            open_codes.extend(child.code for child in table.get(one, ()))
        if code not in places:
            return frozenset(found)  # anybody may ask for what is no place: not kept
        known[code] = frozenset(found)
    return known[code]


def before(places: Places, code: str) -> Place | None:
    """The one earlier place of the same level that became exactly this one; None where there is none, or several."""
    found = [one for one, heir in heirs(places).items() if heir == code and places[one].successors == (code,)]
    return places[found[0]] if len(found) == 1 else None


@once
def heirs(places: Places) -> dict[str, str]:
    """Earlier code -> the present place of its level that is exactly it, or exactly it and others that joined it.

    A place that was divided, that became part of something larger or of another level, or that nothing follows, is left
    out: its figures stay its own.
    """
    earlier = followed(places)
    parted = {
        code
        for place in earlier if not _became_one(places, place)
        for code in place.successors if places[code].level == place.level
    }  # fmt: skip
    next_of = {
        place.code: place.successors[0]
        for place in earlier
        if _became_one(places, place) and place.successors[0] not in parted
    }
    found = {}
    for code in next_of:
        last, seen = code, set()
        while last in next_of and last not in seen:  # a circle of successors leads nowhere
            seen.add(last)
            last = next_of[last]
        if last not in next_of and not places[last].successors:
            found[code] = last
    return found


def _became_one(places: Places, place: Place) -> bool:
    """Whether one place of the same level follows it."""
    return len(place.successors) == 1 and places[place.successors[0]].level == place.level


def exists_in(place: Place, start: date, end: date) -> bool:
    """Whether the place existed in the span: not if it began after `start`, nor if it had ended before `start`.

    `end` is not before `start`. A place that ends within the span still existed in it; unknown dates exclude nothing.
    """
    if place.valid_from is not None and place.valid_from > start:
        return False
    return place.valid_to is None or place.valid_to >= start


def search(places: Places, text: str, limit: int = 10) -> list[Place]:
    """Places by any name in any script, old spelling, code or second code; best first, at most `limit`.

    Whole names come before beginnings, beginnings before words inside, those before likely typing errors; among equals
    the higher level, then the present vintage, then the more populous. An empty text finds nothing.
    """
    from geo.search import find

    return find(places, text, limit)
