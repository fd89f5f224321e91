"""What every page needs beside the View: the open house, names for a reader, and where the shapes of the map are."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import duckdb

from dashboard.state import View
from dashboard.words import LANGUAGES, Reader, digits, isolated, text_of
from data import snapshots
from data.problems import Problem, read_toml
from geo import boundaries, shape_files
from geo.places import SHAPES, name_of
from queries import native
from queries.house import House

if TYPE_CHECKING:
    from dashboard.archive import Archive

OUTLINES = "shapes.parquet"


@dataclass
class Working:
    """What every page of a development server shows: the number of the version, and what is wrong with the files."""

    version: int = 0
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class Site:
    """The house and what is worked out from it once, when the server starts.

    `archive` opens the snapshots that are kept but not current; a site it opened has the one in use as `current`.
    """

    house: House
    shapes: str  # a digest of the shapes and of what lies in what, part of their address: they may be kept for ever
    language: str = "en"
    groups: dict[str, dict[str, str]] = field(default_factory=dict)
    outlines: duckdb.DuckDBPyConnection | None = None  # has the shapes as a table; a cursor of it for each use
    blank_outlines: tuple[tuple[str, str], ...] = ()  # (code of the place it lies in, its name) of outlines of no ward
    outlines_digest: str = ""
    archive: "Archive | None" = None
    current: "Site | None" = None
    working: Working | None = None  # of a development server
    drawn: dict[str, shape_files.Shapes] = field(default_factory=dict)  # layer -> the files the map is drawn from
    calendar: str = ""  # of readers who have not chosen: another than AD in a copy that was asked for so
    in_copy: bool = False  # its pages go into an offline copy: there is no server to ask for other peers

    def reader(self, view: View) -> Reader:
        """The reader of a View: its language, digits and calendar, else the site's language and calendar."""
        return Reader(view.lang or self.language, view.digits, view.calendar or self.calendar)

    def namer(self, reader: Reader) -> Callable[[str], str]:
        """The name of a place or a group for a reader, with the reader's digits; a code nobody knows stays as it is.

        It is the only way to a name on a screen: what runs from right to left comes isolated.
        """

        def name(code: str) -> str:
            place = self.house.places.get(code)
            if place is not None:
                return isolated(digits(reader, name_of(place, reader.language)))
            return text_of(self.groups[code], reader) if code in self.groups else code

        return name

    def shapes_url(self, code: str, within: str) -> str | None:
        """Where the outline of a place lies, with all others of its layer inside `within`; None if it has none."""
        place = self.house.places.get(code)
        if place is None or not place.has_shape:
            return None
        return f"/shapes/{self.shapes}/{place.country}/{place.level}/{place.vintage}/{within}.json"

    def shapes_of(self, code: str) -> shape_files.Shapes | None:
        """The files of the layer a place is drawn on; None if it has no outline."""
        place = self.house.places.get(code)
        return self.drawn.get(boundaries.layer_of(place)) if place is not None and place.has_shape else None

    def bounds(self, codes: Iterable[str]) -> tuple[float, float, float, float] | None:
        """West, south, east and north of the outlines of places; None where none has one."""
        by_layer: dict[str, list[str]] = {}
        for code in codes:
            if code in self.house.places and self.house.places[code].has_shape:
                by_layer.setdefault(boundaries.layer_of(self.house.places[code]), []).append(code)
        boxes = [boundaries.bounds(self.outlines.cursor(), layer, inside) for layer, inside in by_layer.items()]
        boxes = [box for box in boxes if box]
        if not boxes:
            return None
        west, south, east, north = zip(*boxes, strict=True)
        return min(west), min(south), max(east), max(north)


def open_site(house: House, language: str = "en", like: Site | None = None) -> Site:
    """The site over an open house; `language` is shown to readers who have not chosen one.

    Outlines that lie in no native file, and are those of `like`, another open site, are not read again.
    """
    files = snapshots.manifest(house.folder)["files"]
    units = [unit for name in house.sets for unit in house.units(name)]
    members = {unit.id: sorted(unit.members) for unit in units}  # the shapes inside a group are those of its members
    shapes = snapshots.digest_of_value([files.get(OUTLINES), files.get("places.parquet"), members])[:12]
    groups = {unit.id: dict(unit.titles) for unit in units if unit.id not in house.places}
    groups |= {group.id: dict(group.titles) for group_set in house.sets.values() for group in group_set.groups}
    language = language if language in LANGUAGES else "en"
    digest = files.get(OUTLINES, "")
    outlines = _outlines(house, like if like and digest and like.outlines_digest == digest else None)
    drawn = shape_files.read(house.folder, house.places)
    if not drawn and like and like.outlines_digest == digest:
        drawn = like.drawn  # a snapshot made before there were such files, with the same outlines
    return Site(house, shapes, language, groups, outlines, _blank_outlines(), digest, drawn=drawn)


def _outlines(house: House, same: Site | None) -> duckdb.DuckDBPyConnection:
    """The shapes beside the cubes. Of a snapshot made before they lay there, they are those of the site with the `same`
    ones, else a copy in memory: the locked connection to its cubes may not read the file any more.
    """
    if (house.folder / native.FILE).exists():
        connection = native.connect(house.folder)
        if native.has_shapes(connection):
            return connection
    if same is not None:
        return same.outlines
    connection = duckdb.connect(config={"threads": 1})
    file = str(house.folder / OUTLINES)
    connection.execute(f"CREATE TABLE {native.SHAPES} AS SELECT * FROM read_parquet(?)", [file])
    native.lock(connection)
    return connection


def _blank_outlines() -> tuple[tuple[str, str], ...]:
    """Outlines of the ward layer that are no ward we know, as its card lists them: "... Nisikhola-09 (NP0443401-09)"."""
    card, _, _ = read_toml(SHAPES / "nepal_ward.toml")
    found = (re.search(r"(\S+) \((NP\d{7})-\d\d\)", text) for text in card.get("polygons_without_ward", ()))
    return tuple((match[2], match[1]) for match in found if match)
